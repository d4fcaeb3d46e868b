"""Grades from examinations and holiday school laid over the final ones: who is eligible before and after.

The pupils are those with final grades, and no others: official statistics leave later grades out, and "before" is what
they count. After, the better of the two grades stands in each subject, so nobody is eligible before and not after.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

from kedjan_statistics.engine import fetch
from kedjan_statistics.grades_counts import BY, YEAR
from kedjan_statistics.grades_eligibility import RULES, VOCATIONAL, Rule, eligible_by, passed_bits
from kedjan_statistics.grades_scale import A_TO_F, COMPULSORY_SCHOOL, Scale, Subjects
from kedjan_statistics.grades_table import subjects_in
from kedjan_statistics.later import later
from kedjan_statistics.loops_table import natural
from kedjan_statistics.rows import as_table

if TYPE_CHECKING:
    import ibis
else:
    ibis = later("ibis")

__all__ = [
    "WAYS",
    "AfterFinal",
    "Gained",
    "LaterGrade",
    "LaterRow",
    "Unplaced",
    "after_final",
    "eligible_after",
    "later_table",
    "unplaced",
]

WAYS: Final = ("holiday_school", "examination")
"""What a later grade is gained through."""

TEN_YEARS_FROM: Final = 2029
"""The year in which the first school year of the ten-year compulsory school ends: its final grades are of level 10."""

COLUMNS: Final = ("pupil", "school_year", "subject", "grade", "gained_through")


class LaterRow(Protocol):
    """What a row must have to be laid over final grades."""

    @property
    def pupil(self) -> str: ...
    @property
    def school_year(self) -> int: ...
    @property
    def subject(self) -> str: ...
    @property
    def grade(self) -> str: ...
    @property
    def gained_through(self) -> str: ...


class LaterGrade(NamedTuple):
    """One grade after the final ones of the school year that ends in `school_year`; `gained_through` is one of WAYS."""

    pupil: str
    school_year: int
    subject: str
    grade: str
    gained_through: str


@dataclass(frozen=True, slots=True)
class Gained:
    """Later grades in one subject through one way: how many pupils have one, and how many of them now have a pass in
    the subject and had none before."""

    grades: int
    passed: int


@dataclass(frozen=True, slots=True)
class AfterFinal:
    """The pupils with final grades of one school year (or a part of them): whole numbers.

    `with_later` of them have a later grade; `before` and `after` are how many are eligible, by kind of programme;
    `gained` is by subject and way, as far as there are later grades.
    """

    pupils: int
    with_later: int
    before: Mapping[str, int]
    after: Mapping[str, int]
    gained: Mapping[tuple[str, str], Gained]


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Later grades of pupils who have no final grades of that school year: they are in no other figure."""

    pupils: int
    grades: int


def later_table(rows: Iterable[LaterRow]) -> ibis.Table:
    """Later grades as a table with a row each, as they are in a data set too: `COLUMNS`."""
    return as_table(rows, {**dict.fromkeys(COLUMNS, "string"), "school_year": "int16"})


def after_final(
    pupils: ibis.Table,
    later_grades: ibis.Table,
    *,
    by: Sequence[str] = (),
    rules: Sequence[Rule] = tuple(RULES.values()),
    scale: Scale = A_TO_F,
    subjects: Subjects = COMPULSORY_SCHOOL,
) -> dict[tuple[Any, ...], AfterFinal]:
    """Count the pupils with final grades of a table (`grades.table`), divided by `by`, before and after later grades.

    Keys are (school year, grade level, *by), in order. Of two later grades in a subject the better one stands. Refuses
    other divisions than `BY`.
    """
    if unknown := next((name for name in by if name not in BY), None):
        raise ValueError(f"grades are divided by {' or '.join(BY)}, not by {unknown}")
    keys = (*YEAR, *by)
    told = _pointed(later_grades, scale)
    weighed = _weighed(final_grades(pupils), told, keys, scale, subjects)
    gained = _gained(weighed, ibis.memtable(fetch(told)), keys, scale, subjects)
    found = {}
    for row in fetch(_counts(weighed, keys, rules=rules, subjects=subjects)).to_pylist():
        key = tuple(row[name] for name in keys)
        before, after = ({rule.kind: int(row[f"{end}_{rule.kind}"]) for rule in rules} for end in ("was", "became"))
        found[key] = AfterFinal(int(row["pupils"]), int(row["with_later"]), before, after, gained.get(key, {}))
    return {key: found[key] for key in sorted(found, key=lambda key: (*key[:2], *(natural(name) for name in key[2:])))}


def eligible_after(
    pupils: ibis.Table,
    later_grades: ibis.Table,
    *,
    rule: Rule = VOCATIONAL,
    scale: Scale = A_TO_F,
    subjects: Subjects = COMPULSORY_SCHOOL,
) -> ibis.Table:
    """The pupils with final grades of a table: `pupil`, `school_year`, and whether they are eligible `before` and
    `after` later grades. Nobody is eligible before and not after."""
    weighed = _weighed(final_grades(pupils), _pointed(later_grades, scale), YEAR, scale, subjects)
    ends = {"before": weighed.was, "after": weighed.became}
    eligible = {name: eligible_by(bits, rule, subjects=subjects).cast("bool") for name, bits in ends.items()}
    return weighed.select("pupil", "school_year", **eligible)


def unplaced(pupils: ibis.Table, later_grades: ibis.Table) -> dict[int, Unplaced]:
    """Count by school year the later grades of pupils without final grades, where there are any."""
    without = later_grades.anti_join(final_grades(pupils), ["pupil", "school_year"])
    rows = fetch(
        without.group_by("school_year").aggregate(pupils=without.pupil.nunique(), grades=without.count())
    ).to_pylist()
    return {each["school_year"]: Unplaced(int(each["pupils"]), int(each["grades"])) for each in _by_year(rows)}


def final_grades(pupils: ibis.Table) -> ibis.Table:
    """The rows of the last grade level of compulsory school: 9, and 10 where it is of ten years."""
    return pupils.filter(pupils.grade_level == ibis.ifelse(pupils.school_year >= TEN_YEARS_FROM, 10, 9))


def laid_over(final: ibis.Table, told: ibis.Table, *, scale: Scale, subjects: Subjects) -> ibis.Table:
    """Final grades with the later ones over them, where those are a pass and better.

    What is no pass changes nothing: it would only put a grade of its own beside a block's.
    """
    there = fetch(told.select("subject").distinct())["subject"].to_pylist()
    codes = [code for code in subjects.codes if code in there]
    columns = {f"later_{code}": told.points.max(where=told.subject == code).cast("int16") for code in codes}
    wide = told.group_by(["pupil", "school_year"]).aggregate(**columns)
    both = final.left_join(wide, ["pupil", "school_year"])

    def better(code: str) -> ibis.Value:
        late = both[f"later_{code}"]
        own = both[code] if code in final.columns else ibis.null("int16")
        counts = ((late >= scale.passed) & (own.isnull() | (late > own))).fill_null(False)
        return ibis.ifelse(counts, late, own).cast("int16")

    kept = [both[name] for name in final.columns if name not in codes]
    return both.select(*kept, **{code: better(code) for code in codes})


def _pointed(later_grades: ibis.Table, scale: Scale) -> ibis.Table:
    steps = ((later_grades.grade == grade, points) for grade, points in scale.points.items())
    return later_grades.select(
        "pupil", "school_year", "subject", "gained_through", points=ibis.cases(*steps, else_=-1).cast("int16")
    )


def _weighed(final: ibis.Table, told: ibis.Table, keys: Sequence[str], scale: Scale, subjects: Subjects) -> ibis.Table:
    """Return a row for each of the final grades: what was passed before (`was`) and after (`became`), which subjects
    and blocks had a pass (`had`), and whether there is a later grade. It is kept as rows: all else is asked of it."""
    own = (
        (final[code] >= scale.passed).fill_null(False).cast("int32") * (1 << subjects.codes.index(code))
        for code in subjects_in(final, subjects)
        if code in subjects.blocks
    )
    was = passed_bits(final, scale=scale, subjects=subjects)
    before = final.mutate(was=was, had=sum(own, was))
    with_later = told.select("pupil", "school_year").distinct().mutate(told=ibis.literal(1))
    marked = before.left_join(with_later, ["pupil", "school_year"]).drop("pupil_right", "school_year_right")
    laid = laid_over(marked, told, scale=scale, subjects=subjects)
    became = passed_bits(laid, scale=scale, subjects=subjects)
    kept = laid.select(*dict.fromkeys(("pupil", *keys)), "was", "had", "told", became=became)
    return ibis.memtable(fetch(kept))


def _counts(weighed: ibis.Table, keys: Sequence[str], *, rules: Sequence[Rule], subjects: Subjects) -> ibis.Table:
    """How many pupils there are, have a later grade and are eligible before and after, by `keys`."""
    flags = {
        f"{end}_{rule.kind}": eligible_by(weighed[end], rule, subjects=subjects).sum()
        for end in ("was", "became")
        for rule in rules
    }
    return weighed.group_by(list(keys)).aggregate(
        pupils=weighed.count(), with_later=weighed.told.fill_null(0).sum(), **flags
    )


def _gained(
    weighed: ibis.Table, told: ibis.Table, keys: Sequence[str], scale: Scale, subjects: Subjects
) -> dict[tuple[Any, ...], dict[tuple[str, str], Gained]]:
    """Later grades of pupils with final grades, by `keys` and then by subject and way."""
    both = told.inner_join(weighed, ["pupil", "school_year"])
    order = {code: place for place, code in enumerate(subjects.codes)}
    bit = ibis.cases(*((both.subject == code, 1 << place) for code, place in order.items()), else_=0)
    rows = fetch(
        both.group_by([*keys, "subject", "gained_through"]).aggregate(
            grades=both.count(), passed=((both.points >= scale.passed) & ((both.had & bit) == 0)).sum()
        )
    ).to_pylist()
    found: dict[tuple[Any, ...], dict[tuple[str, str], Gained]] = {}
    for row in sorted(rows, key=lambda row: (order[row["subject"]], WAYS.index(row["gained_through"]))):
        of = found.setdefault(tuple(row[name] for name in keys), {})
        of[row["subject"], row["gained_through"]] = Gained(int(row["grades"]), int(row["passed"]))
    return found


def _by_year(rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return sorted(rows, key=lambda row: row["school_year"])
