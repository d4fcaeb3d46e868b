"""The published study printed Gymnasium beside Gymnasium + sär; here that is seen, refused and mended (R4, H10)."""

import csv
import time
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from kedjan_statistics.disclosure import Cell, Loop, bounds, overlaps, plan

FILE = Path(__file__).parents[1] / "reference" / "hassleholm_loops.csv"
AREAS = ("Förskola", "Grundskola", "Gymnasieskola", "Särskola")
GROUPS = {area: [area] for area in AREAS} | {"Gymnasium + sär": ["Gymnasieskola", "Särskola"], "Alla": list(AREAS)}

type Key = tuple[str, str]


@cache
def loops() -> tuple[Loop, ...]:
    with FILE.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file, delimiter=";")
        return tuple(Loop(str(n), r["assignment"], r["area"], r["respondent"]) for n, r in enumerate(rows))


def assignments() -> list[str]:
    return sorted({loop.assignment for loop in loops()})


def cell(group: str, assignment: str) -> Cell[Key]:
    inside = [lp for lp in loops() if lp.area in GROUPS[group] and assignment in ("alla", lp.assignment)]
    return Cell((group, assignment), {loop.key: loop.respondent for loop in inside})


def table(groups: Iterable[str]) -> list[Cell[Key]]:
    return [cell(group, assignment) for group in groups for assignment in ("alla", *assignments())]


def test_table_1_is_releasable_whole_though_a_tag_may_be_one_persons():
    assert plan(table(["Alla"]), structure=table(AREAS)).hidden == {}


def test_table_3_with_the_merged_group_is_releasable_whole():
    assert plan(table(["Alla", "Förskola", "Grundskola", "Gymnasium + sär"]), structure=table(AREAS)).hidden == {}


def test_table_3_as_printed_hides_every_cell_of_gymnasieskola():
    answer = plan(table(["Alla", "Förskola", "Grundskola", "Gymnasieskola", "Gymnasium + sär"]))
    assert set(answer.hidden) == {("Gymnasieskola", a) for a in ("alla", *assignments())}
    assert answer.hidden["Gymnasieskola", "08"] == "few_persons"
    assert answer.because["Gymnasieskola", "05b"].persons == 1
    assert answer.leaks == ()


def test_gymnasieskola_beside_gymnasium_and_sar_shows_sarskola_in_every_assignment():
    groups = {name: areas for name, areas in GROUPS.items() if name != "Alla"}
    (overlap,) = overlaps(loops(), groups)
    assert (overlap.plus, overlap.minus, overlap.hide) == (("Gymnasium + sär",), ("Gymnasieskola",), "Gymnasieskola")
    assert (overlap.seen, overlap.persons) == (("Särskola",), 3)
    assert list(overlap.loops.values()) == [2, 3, 2, 2, 3, 1, 1, 1, 3]


def test_the_single_answer_of_05b_is_exact_as_printed_and_free_when_merged():
    target = cell("Särskola", "05b")
    merged = [cell(group, "05b") for group in ("Förskola", "Grundskola", "Gymnasium + sär", "Alla")]
    printed = bounds(target, [*merged, cell("Gymnasieskola", "05b")])
    assert (printed.low, printed.high) == (1, 1)
    free = bounds(target, merged)
    assert (free.low, free.high) == (0, 8)


def test_the_merged_group_survives_with_its_members_hidden():
    members = {(area, a) for area in ("Gymnasieskola", "Särskola") for a in ("alla", *assignments())}
    answer = plan(table(GROUPS), hide=members)
    assert set(answer.hidden) == members
    assert answer.hidden["Särskola", "01"] == "few_persons"
    assert answer.hidden["Gymnasieskola", "01"] == "chosen"


def test_the_second_release_may_not_give_what_the_first_held_back():
    first = table(["Alla", "Förskola", "Grundskola", "Gymnasium + sär"])
    second = [Cell(("later", *c.key), c.members) for c in table(["Gymnasieskola"])]
    assert len(plan(second, first).hidden) == len(second)


def test_nine_assignments_by_six_areas_with_totals_take_less_than_two_seconds():
    """The two large areas are cut in halves, to make six."""
    part = {lp.key: f"{lp.area} {int(lp.respondent[1:]) % 2}" if lp.area in AREAS[:2] else lp.area for lp in loops()}
    cells = [
        Cell(
            (area, assignment),
            {
                lp.key: lp.respondent
                for lp in loops()
                if area in ("Alla", part[lp.key]) and assignment in ("alla", lp.assignment)
            },
        )
        for area in (*sorted(set(part.values())), "Alla")
        for assignment in ("alla", *assignments())
    ]
    assert len(cells) == 70
    plan(cells[:1])
    began = time.process_time()
    assert plan(cells).leaks == ()
    assert time.process_time() - began < 2
