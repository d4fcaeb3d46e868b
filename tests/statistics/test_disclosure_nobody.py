"""That nobody of few was counted follows where the same persons were counted in a part and in the whole."""

import random
from collections.abc import Iterable

import pytest

from kedjan_statistics.disclosure_nobody import Told, hidden_for_nobody
from tests.statistics.disclosure_attacker import rank


def some(name: str, many: int) -> frozenset[str]:
    return frozenset(f"{name}{number}" for number in range(many))


LARGE, FEW, OTHER = some("a", 30), some("b", 4), some("c", 14)
AWAY = some("a", 12)


def test_the_part_is_hidden_where_the_few_beside_it_would_be_told_of() -> None:
    assert hidden_for_nobody([Told(LARGE | FEW, AWAY), Told(LARGE, AWAY)], [], 10) != ()
    assert hidden_for_nobody([Told(LARGE, AWAY)], [Told(LARGE | FEW, AWAY)], 10) == (0,)
    assert hidden_for_nobody([Told(LARGE | FEW, AWAY)], [], 10) == ()


def test_several_parts_together_tell_it_too() -> None:
    others = some("c", 11)
    whole, parts = Told(LARGE | FEW | OTHER, AWAY | others), [Told(LARGE, AWAY), Told(OTHER, others)]
    assert len(hidden_for_nobody([whole, *parts], [], 10)) == 1
    assert hidden_for_nobody([whole, parts[0]], [], 10) == (), "eleven of eighteen"


def test_nobody_of_ten_is_told_and_nobody_of_a_large_whole() -> None:
    assert hidden_for_nobody([Told(LARGE | some("b", 10), AWAY), Told(LARGE, AWAY)], [], 10) == ()
    nobody = frozenset[str]()
    assert hidden_for_nobody([Told(LARGE | FEW, nobody), Told(LARGE, nobody)], [], 10) == ()


def test_what_was_told_before_hides_nothing_now() -> None:
    before = [Told(LARGE | FEW, AWAY), Told(LARGE, AWAY)]
    assert hidden_for_nobody([Told(OTHER, some("c", 11))], before, 10) == ()
    assert hidden_for_nobody([Told(OTHER | FEW, some("c", 11)), Told(OTHER, some("c", 11))], before, 10) == (), "known"


@pytest.mark.parametrize("seed", range(40))
def test_whoever_adds_and_subtracts_what_is_left_finds_no_few_of_whom_nobody_was(seed: int) -> None:
    """Each set of one to three units, and those around it, as a sum of what is shown in which all counted fall out."""
    draw = random.Random(seed)
    units = [some(name, draw.choice((3, 4, 12, 15))) for name in "abcde"]
    counted = [frozenset(draw.sample(sorted(unit), draw.choice((0, 0, 10)) % len(unit))) for unit in units]
    groups = [draw.sample(range(5), draw.randint(1, 5)) for _ in range(8)]
    told = [Told(union(units[n] for n in group), union(counted[n] for n in group)) for group in groups]
    told = [each for each in told if len(each.among) >= 10 and len(each.counted) not in range(1, 10)]
    hidden = hidden_for_nobody(told, [], 10)
    left = [each for place, each in enumerate(told) if place not in hidden]
    none = union(each.among for each in left if not each.counted)
    left = [each for each in left if each.counted]
    for size in range(1, 32):
        few = union(unit for place, unit in enumerate(units) if size >> place & 1) - none
        if 0 < len(few) < 10:
            is_told = [[int(n in each.counted) for n in sorted(union(counted))] for each in left]
            others = [[int(n in each.among) for n in sorted(union(units) - none - few)] for each in left]
            of_few = [[int(n in each.among) for n in sorted(few - union(counted))] for each in left]
            without = [one + other for one, other in zip(is_told, others, strict=True)]
            with_few = [row + more for row, more in zip(without, of_few, strict=True)]
            assert rank(with_few) == rank(without), few


def union(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset[str]().union(*sets)
