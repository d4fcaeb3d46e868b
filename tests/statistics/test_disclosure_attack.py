"""The attacker has every release ever made and a linear solver, and finds nobody."""

import random
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

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


@dataclass(frozen=True)
class Answer:
    """What was answered: a tag or not, and a step of emotion or none."""

    tag: bool
    step: int | None


KINDS = {
    "loops": ("loops", ("none",)),
    "tags": ("loops", ("none", "tag")),
    "means": ("emotion", ("emotion",)),
    "steps": ("emotion", ("emotion", "step -2", "step -1", "step 0", "step 1", "step 2")),
}
"""What the tables of each kind count, and among which loops."""


def counted(kind: str, loops: Iterable[Answer]) -> dict[str, tuple[int, int]]:
    """The numbers a table of that kind gives of a cell, each with the most one loop adds."""
    answers = list(loops)
    steps = [each.step for each in answers if each.step is not None]
    every = {
        "none": (sum(each.step is None for each in answers), 1),
        "tag": (sum(each.tag for each in answers), 1),
        "emotion": (sum(steps) + 2 * len(steps), 4),
        **{f"step {step}": (steps.count(step), 1) for step in range(-2, 3)},
    }
    return {name: every[name] for name in KINDS[kind][1]}


def tables(
    draw: random.Random, loops: Loops, answered: Mapping[str, Answer], release: int, assignments: int
) -> list[Cell[tuple[object, ...]]]:
    """A few tables of any kinds, each split by area, by assignment or by both."""
    found = []
    for number in range(draw.randint(1, 3)):
        kind = draw.choice(sorted(KINDS))
        measure, _ = KINDS[kind]
        groups = draw.sample(sorted(GROUPS), draw.randint(1, 4)) if draw.random() < 0.7 else ["all"]
        for cell in cells(loops, groups, release, assignments if draw.random() < 0.6 else 0):
            inside = {
                loop: person
                for loop, person in cell.members.items()
                if measure == "loops" or answered[loop].step is not None
            }
            counts = counted(kind, (answered[loop] for loop in inside))
            found.append(Cell((number, kind, *cell.key), inside, measure, counts))
    return found


def rare(draw: random.Random) -> Answer:
    """A tag that few use, and mostly the same emotion: zeros and agreement in many cells."""
    return Answer(draw.random() < 0.15, draw.choice((None, -1, 1, 1, 1, 1)))


type HidingAll = Callable[
    [list[Cell[tuple[object, ...]]], list[Cell[tuple[object, ...]]]], Iterable[tuple[object, ...]]
]


def mixed_finds(seed: int, hiding: HidingAll) -> list[object]:
    """Three releases in a row of tables of all kinds over changing answers; what the attacker then finds."""
    draw = random.Random(seed)
    assignments = draw.randint(1, 3)
    loops = answers(draw, assignments)
    answered = {loop: rare(draw) for loop in loops}
    shown: list[Cell[tuple[object, ...]]] = []
    known: list[Cell[tuple[object, ...]]] = []
    for release in range(3):
        proposed = tables(draw, loops, answered, release, assignments)
        hidden = set(hiding(proposed, shown))
        known += proposed
        shown += [cell for cell in proposed if cell.key not in hidden]
        loops = later(draw, loops, release)
        answered |= {loop: rare(draw) for loop in loops if loop not in answered}
    finds: list[object] = []
    for measure in ("loops", "emotion"):
        given = [cell for cell in shown if cell.measure == measure]
        attacker = Attacker([c.members for c in given], [c.members for c in known if c.measure == measure])
        finds += attacker.counted_finds([{"all": (len(c.members), 1)} | dict(c.counts) for c in given])
    return finds


def all_planned(
    proposed: list[Cell[tuple[object, ...]]], earlier: list[Cell[tuple[object, ...]]]
) -> Iterable[tuple[object, ...]]:
    answer = plan(proposed, earlier)
    assert answer.leaks == ()
    return answer.hidden


def sums_and_bounds_only(
    proposed: list[Cell[tuple[object, ...]]], earlier: list[Cell[tuple[object, ...]]]
) -> Iterable[tuple[object, ...]]:
    """What was hidden before numbers counted were looked at: as if nobody knew of any."""
    return plan([replace(cell, counts={}) for cell in proposed], [replace(cell, counts={}) for cell in earlier]).hidden


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10**9))
def test_no_number_counted_in_tables_of_all_kinds_tells_about_few_persons(seed: int):
    assert mixed_finds(seed, all_planned) == []


def test_the_counting_attacker_succeeds_where_only_small_cells_are_hidden():
    def small(proposed: list[Cell[tuple[object, ...]]], _: object) -> Iterable[tuple[object, ...]]:
        return [cell.key for cell in proposed if 0 < cell.persons < 5]

    assert sum(bool(mixed_finds(seed, small)) for seed in range(8)) >= 5


def test_the_counting_attacker_succeeds_where_only_sums_and_bounds_are_guarded():
    """Zeros give more away than sums do: without a look at the numbers themselves somebody is found now and then."""
    found = [seed for seed in range(40) if mixed_finds(seed, sums_and_bounds_only)]
    assert found
    assert all(mixed_finds(seed, all_planned) == [] for seed in found)


def test_a_step_that_nobody_in_a_larger_group_chose_gives_away_those_beside_them():
    """Two of three in S are at step 2: nobody in B, C is, and three in S, B are not known apart otherwise."""
    beside = dict(zip("stuabcde", "stuabcde", strict=True))
    larger = dict(zip("abcdefghij", "abcdefghij", strict=True))
    one = Cell("S and B", beside, "emotion", {"step 2": (2, 1)})
    other = Cell("B and C", larger, "emotion", {"step 2": (0, 1)})
    alone = Cell("S", dict(zip("stu", "stu", strict=True)), "emotion")
    attacker = Attacker([beside, larger], [alone.members])
    assert list(attacker.counted_finds([one.counts, other.counts])) == [("step 2", frozenset("stu"))]
    answer = plan([one, other], structure=[alone])
    assert answer.hidden == {"S and B": "complementary"}
    assert answer.because["S and B"].kind == "counted"
    assert plan([one], [other], structure=[alone]).hidden == {"S and B": "complementary"}


def test_agreement_in_a_larger_group_is_no_reason_to_hide():
    everyone = {p: p for p in "abcdef"}
    assert plan([Cell("all", everyone, "emotion", {"step 2": (6, 1), "step 1": (0, 1)})]).hidden == {}


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
