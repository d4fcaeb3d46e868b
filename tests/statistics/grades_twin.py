"""Each figure of grades once more, in plain Python as a quality developer would count on paper: no Ibis, no tables."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from kedjan_statistics.grades import Grade

POINTS = {
    "A": Fraction(20),
    "B": Fraction("17.5"),
    "C": Fraction(15),
    "D": Fraction("12.5"),
    "E": Fraction(10),
    "F": Fraction(0),
}
PREPARATORY = {
    "arts": (),
    "economics_humanities_social_science": ("GE", "HI", "RE", "SH"),
    "natural_science_technology": ("BI", "FY", "KE"),
}
BLOCKS = {"NO": ("BI", "FY", "KE"), "SO": ("GE", "HI", "RE", "SH")}

type Report = dict[str, str]
"""One pupil's grades in one year, by subject."""


def reports(rows: Iterable[Grade]) -> dict[tuple[str, int], tuple[Grade, Report]]:
    """Each pupil's last year at each level."""
    years: dict[tuple[str, int], dict[int, tuple[Grade, Report]]] = {}
    for row in rows:
        there = years.setdefault((row.pupil, row.grade_level), {}).setdefault(row.school_year, (row, {}))
        there[1][row.subject] = row.grade
    return {key: found[max(found)] for key, found in years.items()}


def mean(report: Report) -> Fraction | None:
    graded = [POINTS[grade] for grade in report.values() if grade != "-"]
    return sum(graded, Fraction(0)) / len(graded) if graded else None


def passed(report: Report) -> set[str]:
    found = {subject for subject, grade in report.items() if grade in "ABCDE"}
    for block, inside in BLOCKS.items():
        if block in found:
            found = (found - {block}) | {subject for subject in inside if subject not in report}
    return found


def eligible(report: Report, others: int = 5, named: tuple[str, ...] = ()) -> bool:
    found = passed(report)
    rest = found - {"SV", "SVA", "EN", "MA"}
    return bool(found & {"SV", "SVA"}) and {"EN", "MA", *named} <= found and len(rest) >= others


def merit(report: Report) -> Fraction:
    others = sorted((POINTS[grade] for code, grade in report.items() if code != "M2" and grade != "-"), reverse=True)
    return sum(others[:16], Fraction(0)) + (POINTS[report["M2"]] if report.get("M2", "F") in "ABCDE" else 0)


def cohort(rows: Iterable[Grade], early: int, late: int, **only: str) -> dict[str, Any]:
    found = reports(rows)
    pupils = [
        (found[pupil, early][1], report)
        for (pupil, level), (row, report) in found.items()
        if level == late
        and (pupil, early) in found
        and all(getattr(row, name) == value for name, value in only.items())
    ]
    counted = {"pupils": len(pupils), "groups": dict.fromkeys(range(1, 7), 0), "unchanged_mean": 0, "without_mean": 0}
    counted |= dict.fromkeys(("eligible_both", "eligible_neither", "gained", "lost"), 0)
    means: dict[str, list[Fraction]] = {"mean_points_from": [], "mean_points_to": []}
    for before, after in pupils:
        was, became = eligible(before), eligible(after)
        one, other = mean(before), mean(after)
        means["mean_points_from"] += [one] if one is not None else []
        means["mean_points_to"] += [other] if other is not None else []
        counted[
            {(1, 1): "eligible_both", (0, 0): "eligible_neither", (0, 1): "gained", (1, 0): "lost"}[was, became]
        ] += 1
        if was != became:
            counted["groups"][5 if became else 6] += 1
        elif one is None or other is None:
            counted["without_mean"] += 1
        elif one == other:
            counted["unchanged_mean"] += 1
        else:
            counted["groups"][(1 if other > one else 2) if was else (3 if other < one else 4)] += 1
    return counted | {name: sum(each, Fraction(0)) / len(each) if each else None for name, each in means.items()}
