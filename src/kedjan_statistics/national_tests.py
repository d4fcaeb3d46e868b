"""National tests counted: by part how many took it and what became of the others, who reached, grades beside grades.

What is not a result is never a nought: a replacement test, a lost result, a part that was not taken and a part of which
nothing is told are four things, each counted by itself. One row is what one field told of a pupil (`subject`, `part`,
`aspect`, `value`); `part` is empty where it is of the whole test.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

from kedjan_statistics.engine import fetch
from kedjan_statistics.grades_scale import A_TO_F, COMPULSORY_SCHOOL, NO_BASIS, Scale, Subjects
from kedjan_statistics.later import later
from kedjan_statistics.rows import PupilRow, as_table

if TYPE_CHECKING:
    import ibis
else:
    ibis = later("ibis")

__all__ = [
    "BY",
    "SUBJECTS",
    "WHOLE",
    "BesideGrade",
    "PartCounts",
    "Told",
    "ToldRow",
    "beside_grades",
    "in_order",
    "parts",
    "pupils",
    "table",
]

BY: Final = ("school_unit", "sex")
SUBJECTS: Final = ("MA", "SV", "EN", "NO", "SO")
WHOLE: Final = ""
"""Stands for the part of what is of a whole test."""

ABOUT: Final = ("syllabus", "test_subject")
"""What tells which test it was, and no result of it."""

CODES: Final = {"replacement": 3, "lost": 2, "not_taken": 1}
TOOK_PART: Final = 4
"""Of what several fields tell of the same part, the highest holds: a replacement test goes before a part not taken."""


class ToldRow(PupilRow, Protocol):
    """What a row must have to be counted."""

    @property
    def subject(self) -> str: ...
    @property
    def part(self) -> str: ...
    @property
    def aspect(self) -> str: ...
    @property
    def value(self) -> str: ...


class Told(NamedTuple):
    """What one field told of one pupil."""

    pupil: str
    sex: str
    school_unit: str
    school_year: int
    grade_level: int
    subject: str
    part: str
    aspect: str
    value: str


KINDS: Final = dict.fromkeys(Told._fields, "string") | {"school_year": "int16", "grade_level": "int16"}


def table(rows: Iterable[ToldRow]) -> ibis.Table:
    """The rows as one Ibis table, a column for each of their fields."""
    return as_table(rows, KINDS)


@dataclass(frozen=True, slots=True)
class PartCounts:
    """A part of a test (or the whole of it), among the pupils of whom anything is told of that test.

    `reached` and `not_reached` are of those with a result that says so: the level required in year 3, a grade of E and
    better or F for a whole test. Both are None where the part is only told as taken or in points.
    """

    pupils: int
    took_part: int
    replacement: int
    lost: int
    not_taken: int
    reached: int | None
    not_reached: int | None
    grades: Mapping[str, int] = field(default_factory=dict)

    @property
    def untold(self) -> int:
        """Of whom nothing is told of this part: no nought, and not that it was not taken."""
        return self.pupils - self.took_part - self.replacement - self.lost - self.not_taken


type Key = tuple[str, str]
"""A test's subject, and the part; `WHOLE` for all of it."""


def parts(tests: ibis.Table, *, by: Sequence[str] = (), scale: Scale = A_TO_F) -> dict[tuple[Any, ...], PartCounts]:
    """Count each part: keys are (*by, subject, part), in the order of subjects and parts. Refuses other than `BY`."""
    if unknown := next((name for name in by if name not in BY), None):
        raise ValueError(f"tests are divided by {' or '.join(BY)}, not by {unknown}")
    everybody = {
        tuple(row[name] for name in (*by, "subject")): int(row["pupils"])
        for row in fetch(tests.group_by([*by, "subject"]).aggregate(pupils=tests.pupil.nunique())).to_pylist()
    }
    rows = fetch(_each(tests, by)).to_pylist()
    found: dict[tuple[Any, ...], list[Mapping[str, Any]]] = {}
    for row in rows:
        found.setdefault(tuple(row[name] for name in (*by, "subject", "part")), []).append(row)
    made = {key: _made(everybody[key[:-1]], inside, scale) for key, inside in found.items()}
    return {key: made[key] for key in sorted(made, key=lambda key: (*map(str, key[:-2]), *in_order(key[-2:])))}


def _each(tests: ibis.Table, by: Sequence[str]) -> ibis.Table:
    """How many pupils a part has at each rank and with each result; a pupil is once in each part."""
    results = tests.filter(~tests.aspect.isin(ABOUT))
    rank = ibis.cases(*((results.value == code, place) for code, place in CODES.items()), else_=TOOK_PART)
    says = results.aspect.isin(("requirement_met", "test_grade")) & ~results.value.isin(list(CODES))
    placed = results.mutate(rank=rank.cast("int8"), result=says.ifelse(results.value, ""))
    once = placed.group_by([*by, "pupil", "subject", "part"]).aggregate(
        rank=placed["rank"].max(),
        result=placed.result.max(),
        decided=placed.aspect.isin(("requirement_met", "test_grade")).any(),
    )
    return once.group_by([*by, "subject", "part", "rank", "result"]).aggregate(
        pupils=once.count(), decided=once.decided.any()
    )


def _made(pupils: int, rows: Sequence[Mapping[str, Any]], scale: Scale) -> PartCounts:
    def having(*, rank: int | None = None, results: Iterable[str] | None = None) -> int:
        return sum(
            int(row["pupils"])
            for row in rows
            if rank in (None, row["rank"]) and (results is None or row["result"] in results)
        )

    decided = any(row["decided"] for row in rows)
    passes = {"yes", *(grade for grade, points in scale.points.items() if points >= scale.passed)}
    fails = {"no", *(grade for grade, points in scale.points.items() if points < scale.passed)}
    grades = {grade: having(results=[grade]) for grade in scale.points}
    return PartCounts(
        pupils=pupils,
        took_part=having(rank=TOOK_PART),
        **{name: having(rank=rank) for name, rank in CODES.items()},
        reached=having(results=passes) if decided else None,
        not_reached=having(results=fails) if decided else None,
        grades=grades if any(grades.values()) else {},
    )


def pupils(tests: ibis.Table) -> int:
    """How many pupils anything is told of."""
    return int(fetch(tests.aggregate(pupils=tests.pupil.nunique())).to_pylist()[0]["pupils"])


def in_order(key: Sequence[str]) -> tuple[int, bool, str]:
    """A sorting key: subjects as the tests are given, parts by their letters, the whole test last."""
    subject, part = key
    return SUBJECTS.index(subject) if subject in SUBJECTS else len(SUBJECTS), part == WHOLE, part


@dataclass(frozen=True, slots=True)
class BesideGrade:
    """A test's grade beside the grade in the subject, pupils with both: that one higher, the same or lower.

    `dash`: the grade in the subject is a dash. `without`: there is none. Neither is lower.
    """

    higher: int = 0
    same: int = 0
    lower: int = 0
    dash: int = 0
    without: int = 0

    @property
    def both(self) -> int:
        return self.higher + self.same + self.lower


def beside_grades(
    tests: Iterable[Mapping[str, Any]],
    grades: Iterable[Mapping[str, Any]],
    *,
    scale: Scale = A_TO_F,
    subjects: Subjects = COMPULSORY_SCHOOL,
) -> dict[str, BesideGrade]:
    """Hold each test's grade against the grade in the subject, pupil by pupil, for the subjects that have any.

    `tests` are rows of one grade level and school year; `grades` rows of the same with a column for each subject
    (`grades.table`). Swedish is held against the syllabus that is told, else against the one of the two that is graded.
    """
    given = {row["pupil"]: row for row in grades}
    told: dict[tuple[Any, str], dict[str, str]] = {}
    for row in tests:
        if row["part"] == WHOLE:
            told.setdefault((row["pupil"], row["subject"]), {})[row["aspect"]] = row["value"]
    counted: dict[str, dict[str, int]] = {}
    for (pupil, subject), one in told.items():
        points = scale.points.get(one.get("test_grade", ""))
        if points is None:
            continue
        held = _graded(given.get(pupil, {}), subject, one, subjects)
        name = "without" if held is None else "dash" if held == NO_BASIS else _beside(held, points)
        mine = counted.setdefault(subject, {})
        mine[name] = mine.get(name, 0) + 1
    return {name: BesideGrade(**counted[name]) for name in sorted(counted, key=lambda name: in_order((name, WHOLE)))}


def _beside(grade: int, test: int) -> str:
    return "same" if grade == test else "higher" if grade > test else "lower"


def _graded(grades: Mapping[str, Any], subject: str, told: Mapping[str, str], subjects: Subjects) -> int | None:
    """The grade in tenths in the subject that a test was of; None where there is none."""
    codes: Sequence[str] = (subject,)
    if subject in subjects.one_of:
        syllabus = told.get("syllabus", "")
        codes = (syllabus,) if syllabus in subjects.one_of else subjects.one_of
    elif subject in subjects.blocks:
        own = told.get("test_subject", "")
        codes = (own, subject) if own in subjects.blocks[subject] else (subject,)
    return next((grades[code] for code in codes if grades.get(code) is not None), None)
