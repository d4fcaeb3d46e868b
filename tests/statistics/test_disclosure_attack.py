"""The attacker has every release ever made and a linear solver, and finds nobody."""

import random
from collections.abc import Callable, Iterable, Iterator

from hypothesis import given, settings
from hypothesis import strategies as st

from kedjan_statistics.disclosure import Cell, plan
from tests.statistics.disclosure_attacker import Attacker, rank

type Key = tuple[int, str, str]
type Loops = dict[str, tuple[str, str, str]]
"""Loop id -> (person, area, assignment)."""

GROUPS = {"A": "A", "B": "B", "C": "C", "D": "D", "all": "ABCD", "CD": "CD", "BCD": "BCD", "AB": "AB"}


def cells(loops: Loops, groups: Iterable[str], release: int, assignments: int) -> list[Cell[Key]]:
    return [
        Cell(
            (release, group, assignment),
            {
                loop: person
                for loop, (person, area, answered) in loops.items()
                if area in GROUPS[group] and assignment in ("all", answered)
            },
        )
        for group in groups
        for assignment in ("all", *map(str, range(assignments)))
    ]


def answers(draw: random.Random, assignments: int) -> Loops:
    """Four areas of one to seven persons; some persons of area A work in B too."""
    loops: Loops = {}
    for area in "ABCD":
        for number in range(draw.randint(1, 7)):
            person = f"A{number}" if area == "B" and draw.random() < 0.2 else f"{area}{number}"
            for assignment in range(assignments):
                if draw.random() < 0.8:
                    loops[f"{area}{number}.{assignment}"] = (person, area, str(assignment))
    return loops


def later(draw: random.Random, loops: Loops, release: int) -> Loops:
    """Some answers are withdrawn and most of these given anew, which makes them new loops."""
    after = dict(loops)
    for loop in draw.sample(sorted(loops), min(len(loops), draw.randint(0, 7))):
        person, area, assignment = after.pop(loop)
        if draw.random() < 0.7:
            after[f"{loop}'{release}"] = (person, area, assignment)
    return after


type Hiding = Callable[[list[Cell[Key]], list[Cell[Key]]], Iterable[Key]]


def planned(proposed: list[Cell[Key]], earlier: list[Cell[Key]]) -> Iterable[Key]:
    answer = plan(proposed, earlier)
    assert answer.leaks == ()
    return answer.hidden


def small_cells_only(proposed: list[Cell[Key]], _: list[Cell[Key]]) -> Iterable[Key]:
    return [cell.key for cell in proposed if 0 < cell.persons < 5]


def releases(seed: int, hiding: Hiding) -> Iterator[tuple[Attacker, Attacker]]:
    """Three releases in a row over changing answers; the attacker before each (who knows its structure) and after."""
    draw = random.Random(seed)
    assignments = draw.randint(1, 3)
    loops = answers(draw, assignments)
    shown: list[Cell[Key]] = []
    known: list[Cell[Key]] = []
    for release in range(3):
        proposed = cells(loops, draw.sample(sorted(GROUPS), draw.randint(1, 5)), release, assignments)
        hidden = set(hiding(proposed, shown))
        known += proposed
        before = Attacker([c.members for c in shown], [c.members for c in known])
        shown += [cell for cell in proposed if cell.key not in hidden]
        yield before, Attacker([c.members for c in shown], [c.members for c in known])
        loops = later(draw, loops, release)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**9))
def test_no_sum_of_all_releases_tells_about_few_persons(seed: int):
    *_, (_, attacker) = releases(seed, planned)
    assert next(attacker.exact_finds(), None) is None


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10**9))
def test_no_release_closes_in_on_few_persons(seed: int):
    for before, after in releases(seed, planned):
        assert set(after.narrow_finds()) <= set(before.narrow_finds())


def test_the_same_attacker_succeeds_where_only_small_cells_are_hidden():
    """Without this the two tests above would prove nothing: most of the same tables give somebody away."""
    found = 0
    for seed in range(8):
        *_, (_, naive) = releases(seed, small_cells_only)
        *_, (_, careful) = releases(seed, planned)
        found += next(naive.exact_finds(), None) is not None
        assert next(careful.exact_finds(), None) is None
    assert found >= 6


def test_the_same_attacker_closes_in_where_only_exact_sums_are_guarded():
    attacker = Attacker([dict(zip(cell, cell, strict=True)) for cell in ("xypqABCDE", "xyrFGHIJ", "ABCDEFGHIJ")])
    assert next(attacker.exact_finds(), None) is None
    assert (frozenset("xy"), 0, 3.5) in attacker.narrow_finds()


def test_in_a_tangle_of_groups_more_is_hidden_rather_than_less():
    """Thirty-two groups drawn at random over thirty-six persons: floating point and patience end, safety does not."""
    draw = random.Random(100)
    everyone = [f"p{number}" for number in range(36)]
    tangle = [Cell(n, {p: p for p in everyone if draw.random() < 0.5}) for n in range(32)]
    answer = plan(tangle)
    assert "unproven" in {leak.kind for leak in answer.because.values()}
    shown = [cell.members for cell in tangle if cell.key not in answer.hidden]
    assert len(shown) >= 5
    whole = rank([[int(p in cell) for p in everyone] for cell in shown])
    for few in (draw.sample(everyone, 4) for _ in range(100)):
        assert rank([[int(p in cell) for p in everyone if p not in few] for cell in shown]) == whole


def test_something_is_still_published():
    """Hiding everything would be safe and useless: of cells of five persons and more most are shown."""
    large = shown = 0
    for seed in range(20):
        draw = random.Random(seed)
        proposed = cells(answers(draw, 3), ["A", "B", "C", "D", "all"], 0, 3)
        hidden = plan(proposed).hidden
        large += sum(cell.persons >= 5 for cell in proposed)
        shown += sum(cell.persons >= 5 and cell.key not in hidden for cell in proposed)
    assert shown > large / 2
