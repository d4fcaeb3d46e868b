"""A group that agrees about a conclusion tells what each in it said, so it is counted with others (decision 0031)."""

from collections import Counter
from collections.abc import Mapping
from itertools import combinations
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kedjan.improvement import service as improvement
from kedjan.improvement.reaction_rules import Group, told_apart
from kedjan.improvement.service import Relevance, Stance
from kedjan.reflection import service as reflection
from kedjan_site.demo import cast
from kedjan_statistics.figure import count
from tests.rooms.conclusions_made import AFTER, MAJ, NOW, Analysed, whole
from tests.rooms.test_reflection_responding import AT_PRESCHOOL, AT_SCHOOL, a_round_of_three_areas

T, P, N, C = Stance.TRUE, Stance.PARTLY, Stance.NOT_TRUE, Stance.CANNOT_SAY
type Answers = Mapping[UUID, tuple[str, str | None]]


def groups_saying(**areas: str) -> tuple[tuple[Group, ...], dict[UUID, tuple[str, str | None]]]:
    """Groups by name; a letter for what each person in them said."""
    said = {name: {uuid4(): (letter, None) for letter in letters} for name, letters in areas.items()}
    groups = tuple(Group(((name,),), frozenset(persons)) for name, persons in said.items())
    return groups, {person: each for persons in said.values() for person, each in persons.items()}


def told(**areas: str) -> list[tuple[str, ...]]:
    """Which areas stand in each group that is told."""
    return [tuple(name for (name,) in each.parts) for each in told_apart(*groups_saying(**areas))]


@pytest.mark.parametrize(
    ("areas", "expected"),
    [
        ({"a": "TTTPN", "b": "TTPPPP", "c": "NNNTT"}, [("a",), ("b",), ("c",)]),
        ({"a": "TTTTT", "b": "PPPPP"}, []),
        ({"a": "TTTTT", "b": "TTTTP"}, []),
        ({"a": "TTTTT", "b": "TTTTT", "c": "TTTTT"}, []),
        ({"a": "TTTTTT"}, []),
        ({}, []),
    ],
)
def test_a_group_that_agrees_is_counted_with_the_smallest_other(
    areas: dict[str, str], expected: list[tuple[str, ...]]
) -> None:
    assert told(**areas) == expected


def test_a_union_leaves_open_which_of_its_groups_agreed() -> None:
    assert told(a="TTTTT", b="TTTPN", c="NNNTTTPP") == [("a", "b"), ("c",)]
    assert told(a="TTTTT", b="PPPNNNT", c="NNNTTTPP") == []


def test_agreement_on_whether_it_matters_is_agreement_and_leaving_it_out_is_none() -> None:
    groups, said = groups_saying(a="TTTPN", b="TTPPPP")
    (first, second) = groups
    alike = {person: (said[person][0], "relevant" if person in first.persons else None) for person in said}
    assert told_apart(groups, alike) == ()
    one = next(iter(first.persons))
    assert told_apart(groups, {**alike, one: (said[one][0], None)}) == (first, second)


letters = st.text(alphabet="TPNC", min_size=5, max_size=9)


@given(st.lists(letters, max_size=5), st.sampled_from("TPNC"), st.integers(min_value=0, max_value=5))
def test_no_group_nor_any_difference_of_groups_and_the_whole_tells_what_each_in_it_said(
    areas: list[str], letter: str, place: int
) -> None:
    """Whoever has the whole and some of the groups has the rest of them; one answer more changes nothing of that."""
    for grown in (areas, [said + letter if n == place else said for n, said in enumerate(areas)]):
        groups, said = groups_saying(**{f"g{n}": said for n, said in enumerate(grown)})
        shown = told_apart(groups, said)
        everybody = frozenset(said)
        assert not shown or frozenset().union(*(each.persons for each in shown)) == everybody
        assert sum(len(each.persons) for each in shown) == (len(everybody) if shown else 0)
        for number in range(1, len(shown)):
            for some in combinations(shown, number):
                rest = everybody - frozenset().union(*(each.persons for each in some))
                answers = Counter(said[person] for person in rest)
                assert len(rest) >= 5 and max(answers.values()) < len(rest)


@given(st.lists(letters, min_size=2, max_size=5))
def test_groups_are_joined_the_same_whatever_the_answers_are_called(areas: list[str]) -> None:
    other = str.maketrans("TPNC", "PNCT")
    named = {f"g{n}": said for n, said in enumerate(areas)}
    assert told(**named) == told(**{name: said.translate(other) for name, said in named.items()})


@pytest.mark.django_db
def test_a_conclusion_tells_of_no_group_in_which_all_said_the_same() -> None:
    maj = cast.actor(MAJ)
    made = a_round_of_three_areas()
    analysis = reflection.begin_analysis(by=maj, now=NOW, title="Tre områden", key=uuid4())
    seen = reflection.round(by=maj, id=made.id).version
    reflection.place_round(by=maj, now=NOW, round=made.id, seen=seen, analysis=analysis.id)
    of = Analysed(analysis.id, made.id)

    def groups(text: str, at_school: list[Any], at_preschool: list[Any]) -> tuple[improvement.GroupReactions, ...]:
        one = of.supported(text)
        of.fed_back(one)
        said = [*zip(AT_SCHOOL, at_school, strict=False), *zip(AT_PRESCHOOL, at_preschool, strict=False)]
        for name, (stance, matters) in said:
            improvement.react(by=cast.actor(name), now=NOW, id=one.id, seen=0, stance=stance, relevance=matters)
        found = whole(one.id, now=AFTER).reactions
        assert found is not None and found.reacted == count(len(said))
        return found.groups

    mixed, alike = [(T, None)] * 3 + [(N, None)] * 4, [(P, None)] * 5
    assert len(groups("Blandat", mixed, [*alike[:4], (N, None)])) == 2
    assert groups("Eniga i förskolan", mixed, alike) == ()
    matters = [(stance, Relevance.NOT) for stance in (T, T, P, N, C)]
    assert groups("Eniga om vikten", mixed, matters) == ()
