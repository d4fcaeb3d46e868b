"""Everything counted about files of national tests, as plain values ready for JSON, with what each number is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from kedjan_statistics.grades_report import school_year
from kedjan_statistics.national_tests import WHOLE, PartCounts, ToldRow, parts, pupils, table

__all__ = ["DEFINITION", "report"]

type Json = dict[str, Any]

DEFINITION: Json = {
    "pupils": "those of whom anything is told of the test in the subject",
    "took_part": "a result, or that the part was taken, is told",
    "reached": "the level required in year 3; a grade of E or better of a whole test in years 6 and 9",
    "replacement": "a replacement test was done (77)",
    "lost": "the result has been lost (88)",
    "not_taken": "the part was not taken (99)",
    "untold": "nothing is told: neither a nought nor that the part was not taken",
}


def report(rows: Iterable[ToldRow], *, by: Sequence[str] = ()) -> Json:
    """Each school year and grade level, by subject and part, in all and divided by `by`."""
    every = sorted(rows, key=lambda row: (row.school_year, row.grade_level))
    years = []
    for (year, level), inside in groupby(every, key=lambda row: (row.school_year, row.grade_level)):
        tests = table(inside)
        divided = parts(tests, by=by) if by else {}
        years.append(
            {
                "school_year": school_year(year),
                "grade_level": level,
                "pupils": pupils(tests),
                "parts": [_told(key, part) for key, part in parts(tests).items()],
                "by": [
                    dict(zip(by, key[: len(by)], strict=True)) | _told(key[len(by) :], part)
                    for key, part in divided.items()
                ],
            }
        )
    return {"definition": DEFINITION, "years": years}


def _told(key: Sequence[str], part: PartCounts) -> Json:
    subject, name = key
    return {
        "subject": subject,
        "part": name if name != WHOLE else None,
        "pupils": part.pupils,
        "took_part": part.took_part,
        "reached": part.reached,
        "not_reached": part.not_reached,
        "replacement": part.replacement,
        "lost": part.lost,
        "not_taken": part.not_taken,
        "untold": part.untold,
        "grades": dict(part.grades) or None,
    }
