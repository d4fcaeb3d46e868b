"""Everything counted about a file of grades, as plain values ready for JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from kedjan_statistics.grades_counts import GradeCounts, summarise
from kedjan_statistics.grades_scale import A_TO_F
from kedjan_statistics.grades_table import GradeRow, table
from kedjan_statistics.plain import number, share
from kedjan_statistics.signals import rate

__all__ = ["report"]

type Json = dict[str, Any]


def report(rows: Iterable[GradeRow], *, by: Sequence[str] = ()) -> Json:
    """Each school year and grade level in all, and divided by `by`; shares with their intervals."""
    pupils = table(rows)
    return {
        "scale": A_TO_F.name,
        "years": [_year(key, part) for key, part in summarise(pupils).items()],
        "by": [
            {**_year(key, part), **dict(zip(by, key[2:], strict=True))}
            for key, part in summarise(pupils, by=by).items()
        ]
        if by
        else [],
    }


def school_year(ends: int) -> str:
    """A school year as it is written: 2015 is 2014/15."""
    return f"{ends - 1}/{ends % 100:02d}"


def _year(key: tuple[Any, ...], part: GradeCounts) -> Json:
    return {
        "school_year": school_year(key[0]),
        "grade_level": key[1],
        "pupils": part.pupils,
        "mean_merit_rating": {"pupils": part.with_pass, "mean": number(part.mean_merit_rating)},
        "all_passed": share(rate(part.all_passed, part.pupils)),
        "eligible": {kind: share(rate(pupils, part.pupils)) for kind, pupils in part.eligible.items()},
        "subjects": {
            code: {
                "mean_points": number(one.mean_points),
                "grades": {**one.grades, A_TO_F.no_basis: one.no_basis},
            }
            for code, one in part.subjects.items()
        },
    }
