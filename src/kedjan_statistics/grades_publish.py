"""Grades as they may be shown to anyone: counts of ten pupils and more, and nothing that the others follow from.

Of a subject it is told how many have a grade, how many passed and the mean, not how many have each grade: most are few
pupils. A mean is shown where all counts that it could be held against are. The merit rating is a sum over subjects, so
it says what a hidden subject adds up to beside the others: where few pupils have such grades, it is hidden in that year
everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from itertools import groupby
from typing import Any, Final

from kedjan_statistics.engine import fetch
from kedjan_statistics.figure import ratio
from kedjan_statistics.grades_counts import YEAR, judged
from kedjan_statistics.grades_eligibility import RULES
from kedjan_statistics.grades_report import school_year
from kedjan_statistics.grades_scale import A_TO_F, COMPULSORY_SCHOOL, NO_BASIS, TENTHS
from kedjan_statistics.grades_table import GradeRow, subjects_in, table
from kedjan_statistics.loops_table import natural
from kedjan_statistics.plain import number
from kedjan_statistics.published import Counts, Slice, gathered, shares, slices_of

__all__ = ["published"]

type Json = dict[str, Any]
type Row = Mapping[str, Any]
type Key = tuple[Slice, str]

OVERVIEW: Final = ("pupils", "with_pass", "all_passed", *RULES)
SUBJECT: Final = ("graded", "passed", "no_basis")
TOLD_OF: Final = {"graded": "no_basis", "passed": "graded", "no_basis": "graded"}
"""Whom nobody in a count is told of: that none passed, of those with a grade."""


def published(rows: Iterable[GradeRow], *, by: Sequence[str] = ()) -> tuple[Json, bool]:
    """Each school year and grade level in all and divided, each judged by itself; is anything left to show?

    No pupil is in two of them with the same grades, so none can be taken from another.
    """
    pupils = table(rows)
    subjects = subjects_in(pupils)
    every = fetch(judged(pupils)).to_pylist()
    every.sort(key=lambda row: tuple(row[name] for name in YEAR))
    years: list[Json] = []
    parts: list[Json] = []
    anything = False
    for key, inside in groupby(every, key=lambda row: tuple(row[name] for name in YEAR)):
        one = _Year(list(inside), by, subjects)
        anything |= not one.counts.nothing_is_left
        told = {"school_year": school_year(key[0]), "grade_level": key[1]}
        years.append(told | one.told(()))
        parts += [told | one.told(part) | dict(zip(by, part, strict=True)) for part in one.parts]
    return {"scale": A_TO_F.name, "years": years, "by": parts}, anything


class _Year:
    """The pupils of one school year and grade level, and which counts of them are shown."""

    def __init__(self, rows: Sequence[Row], by: Sequence[str], subjects: Sequence[str]) -> None:
        self.rows, self.by = rows, by
        found = {slice_ for row in rows for slice_ in slices_of(row, by)} - {()}
        self.parts = sorted(found, key=lambda part: [natural(name) for name in part])
        self.inside = {part: [row for row in rows if part in slices_of(row, by)] for part in ((), *self.parts)}
        self.subjects = [code for code in subjects if any(row[code] is not None for row in rows)]
        self.counts: Counts[Key] = Counts()
        overview = self._members(_overview)
        self.counts.judge(overview)
        for lot in _lots(self.subjects):
            self.counts.judge(self._members(partial(_of_subjects, lot)), beside=overview)
        self._hide_ratings_that_tell_of_few()

    def _members(self, names: Any) -> dict[Key, dict[str, str]]:
        return gathered(
            self.rows,
            lambda row: [(slice_, name) for slice_ in slices_of(row, self.by) for name in names(row)],
            lambda row: (f"{row['pupil']}\n{row['school_unit']}\n{row['sex']}", row["pupil"]),
        )

    def _hide_ratings_that_tell_of_few(self) -> None:
        for part, rows in self.inside.items():
            without = [code for code in self.subjects if any(key in self.counts.hidden for key in _keys(part, code))]
            few = {row["pupil"] for row in rows if any(row[code] is not None for code in without)}
            if 0 < len(few) < self.counts.fewer_than:
                self.counts.hide(*((each, "rating") for each in self.inside))
                return

    def told(self, part: Slice) -> Json:
        rows, counts = self.inside[part], self.counts
        passing = [row for row in rows if row["passes"]]
        rating = ratio(sum(row["rating"] for row in passing), TENTHS * len(passing), "mean", "nobody_with_a_pass")
        mean = {"pupils": len(passing), "mean": number(rating)}

        def share(name: str) -> Any:
            hits = len(counts.members.get((part, name), ()))
            return counts.shown(shares(hits, len(rows)), (part, "pupils"), (part, name))

        return {
            "pupils": counts.number((part, "pupils")),
            "mean_merit_rating": counts.shown(mean, (part, "pupils"), (part, "with_pass"), (part, "rating")),
            "all_passed": share("all_passed"),
            "eligible": {kind: share(kind) for kind in RULES},
            "subjects": {
                code: self._subject(part, code) for code in self.subjects if any(row[code] is not None for row in rows)
            },
        }

    def _subject(self, part: Slice, code: str) -> Json:
        given = [row[code] for row in self.inside[part] if row[code] is not None and row[code] != NO_BASIS]
        mean = ratio(sum(given), TENTHS * len(given), "mean", "no_grades")
        keys = _keys(part, code)
        return {
            "mean_points": self.counts.shown(number(mean), (part, "pupils"), *keys),
            **{
                name: self.counts.number(key, (part, "pupils"), (part, f"{code} {TOLD_OF[name]}"))
                for name, key in zip(SUBJECT, keys, strict=True)
            },
        }


def _keys(part: Slice, code: str) -> list[Key]:
    return [(part, f"{code} {name}") for name in SUBJECT]


def _overview(row: Row) -> list[str]:
    names = ["pupils"]
    if row["passes"]:
        names += ["with_pass"] + (["all_passed"] if not row["failed"] else [])
    return names + [kind for kind in RULES if row[f"is_{kind}"]]


def _lots(there: Sequence[str]) -> list[tuple[str, ...]]:
    """The subjects that must be judged together: who has no grade in one of them has it in another."""
    together = [COMPULSORY_SCHOOL.one_of, *((block, *inside) for block, inside in COMPULSORY_SCHOOL.blocks.items())]
    lots = [tuple(code for code in lot if code in there) for lot in together if lot[0] in there]
    alone = [(code,) for code in there if not any(code in lot for lot in lots)]
    return [*lots, *alone]


def _of_subjects(codes: Sequence[str], row: Row) -> list[str]:
    found = []
    for code in codes:
        points = row[code]
        if points == NO_BASIS:
            found.append(f"{code} no_basis")
        elif points is not None:
            found += [f"{code} graded"] + ([f"{code} passed"] if points >= A_TO_F.passed else [])
    return found
