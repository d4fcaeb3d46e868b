"""Tables to be shared, drawn from the reference study: a column for each group, a row for each assignment."""

import csv
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from kedjan.releases import service as releases
from kedjan_statistics.disclosure import Loop
from kedjan_statistics.figure import Figure

FILE = Path(__file__).parents[1] / "reference" / "hassleholm_loops.csv"
AREAS = ("Förskola", "Grundskola", "Gymnasieskola", "Särskola")
GROUPS = {area: (area,) for area in AREAS} | {"Gymnasium + sär": ("Gymnasieskola", "Särskola"), "Alla": AREAS}
ROUND = releases.Source("reflection", "round", "8a1f")


@cache
def loops() -> tuple[Loop, ...]:
    with FILE.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file, delimiter=";")
        return tuple(Loop(f"l{n}", r["assignment"], r["area"], r["respondent"]) for n, r in enumerate(rows))


def table(
    *groups: str, answers: Iterable[Loop] | None = None, left_out: Iterable[str] = (), key: str = "by_area"
) -> releases.ReleaseTable:
    """How many answered each assignment in each group."""
    answers = loops() if answers is None else tuple(answers)
    assignments = sorted({loop.assignment for loop in answers})
    return releases.ReleaseTable(
        key=key,
        title="Answers by service area",
        rows=tuple(releases.Heading(assignment, assignment, part="assignment") for assignment in assignments),
        columns=tuple(releases.Heading(group, group, part="area") for group in groups),
        cells=tuple(cell(group, assignment, answers, left_out) for group in groups for assignment in assignments),
    )


def cell(group: str, assignment: str, answers: Iterable[Loop], left_out: Iterable[str]) -> releases.ReleaseCell:
    members = {lp.key: lp.respondent for lp in answers if lp.area in GROUPS[group] and lp.assignment == assignment}
    return releases.ReleaseCell(
        key=f"{group} {assignment}",
        label=f"{group}, {assignment}",
        members=members,
        figures={(assignment, group): releases.Given(Figure(len(members), 1, "count"))},
        left_out=group in left_out,
    )


def grouping(*groups: str) -> releases.Grouping:
    return releases.Grouping(loops(), {group: GROUPS[group] for group in groups})
