"""Eligibility before and after examinations and holiday school, as plain values ready for JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kedjan_statistics.grades_later import AfterFinal, LaterRow, Unplaced, after_final, later_table, unplaced
from kedjan_statistics.grades_report import school_year
from kedjan_statistics.grades_table import GradeRow, table
from kedjan_statistics.plain import share
from kedjan_statistics.signals import rate

if TYPE_CHECKING:
    import ibis

__all__ = ["DEFINITION", "report", "report_of"]

DEFINITION = {
    "of": "pupils with final grades of the school year",
    "before": "the final grades, as official statistics count them",
    "after": "in each subject the better of the final grade and what was gained since in an examination or holiday "
    "school",
    "passed": "pupils who have a pass in the subject now and had none before",
}

type Json = dict[str, Any]


def report(rows: Iterable[GradeRow], later_rows: Iterable[LaterRow], *, by: Sequence[str] = ()) -> Json:
    """`report_of` rows, a grade each."""
    pupils, told = table(rows), later_table(later_rows)
    return report_of(pupils, told, by=by, without=unplaced(pupils, told))


def report_of(
    pupils: ibis.Table, later_grades: ibis.Table, *, by: Sequence[str] = (), without: Mapping[int, Unplaced]
) -> Json:
    """Each school year that has final grades in all, and divided by `by`.

    `without` are the later grades of pupils without final ones: of all pupils there are, where `pupils` are some.
    """
    return {
        "definition": DEFINITION,
        "years": [_year(key, part) for key, part in after_final(pupils, later_grades).items()],
        "by": [
            {**_year(key, part), **dict(zip(by, key[2:], strict=True))}
            for key, part in after_final(pupils, later_grades, by=by).items()
        ]
        if by
        else [],
        "without_final_grades": [
            {"school_year": school_year(year), "pupils": each.pupils, "grades": each.grades}
            for year, each in without.items()
        ],
    }


def _year(key: tuple[Any, ...], part: AfterFinal) -> Json:
    return {
        "school_year": school_year(key[0]),
        "grade_level": key[1],
        "pupils": part.pupils,
        "with_later_grades": part.with_later,
        "eligible": {
            kind: {
                "before": share(rate(before, part.pupils)),
                "after": share(rate(part.after[kind], part.pupils)),
                "gained": part.after[kind] - before,
            }
            for kind, before in part.before.items()
        },
        "subjects": [
            {"subject": subject, "gained_through": way, "grades": each.grades, "passed": each.passed}
            for (subject, way), each in part.gained.items()
        ],
    }
