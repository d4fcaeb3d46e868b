"""The demo's rounds that are answered here, as the script of Ekköping has them."""

from typing import Any

import pytest

from kedjan.goals import service as goals
from kedjan.reflection import service as reflection
from kedjan.reflection.service import AssignmentState, Missing
from kedjan_site.demo import cast, factors, loading, staff, transitions

pytestmark = pytest.mark.django_db


@pytest.fixture
def maj() -> Any:
    staff.load()
    loading.load_round()
    board = loading.load_board_goals()
    transitions.load(board, factors.load(board))
    return cast.actor("Maj Sävdunge")


def test_three_assignments_on_transitions_are_asked_of_forty_one(maj: Any) -> None:
    of = reflection.round(by=maj, id=transitions.TRANSITIONS_ID)
    assert (of.title, of.invited) == ("Övergångar", 41)
    assert [each.state for each in of.assignments] == [AssignmentState.PUBLISHED] * 3
    found = reflection.recipients(by=maj, now=cast.NOW, round=of.id)
    assert (found.persons, found.unplaced) == (41, ())
    assert reflection.schedule(by=maj, round=of.id).warnings == ()


def test_the_round_belongs_to_an_analysis_that_says_who_found_what(maj: Any) -> None:
    (found,) = reflection.analyses(by=maj)
    assert [each.title for each in found.rounds] == ["Övergångar"]
    assert all(each.found_by and each.evidence for each in found.problem_areas)


def test_the_planned_round_is_two_drafts_that_lack_something(maj: Any) -> None:
    of = reflection.round(by=maj, id=transitions.CARE_ID)
    assert (of.title, [each.state for each in of.assignments]) == (
        "Fritidshemmets undervisning",
        [AssignmentState.DRAFT] * 2,
    )
    lacks = reflection.missing(by=maj, round=of.id)
    assert lacks["01"] == (Missing.RECIPIENTS,)
    assert Missing.GOAL in lacks["02"]


def test_ten_success_factors_are_all_covered_or_toned_down_with_a_motive(maj: Any) -> None:
    factor = next(each for each in goals.frameworks(by=maj) if each.kind == "success_factors")
    covered = {each.position for each in factor.goals if each.serves}
    assert covered == {1, 2, 3, 4, 5, 6, 8, 9}
    assert {each.position for each in factor.goals if each.toned_down} == {7, 10}
    assert goals.uncovered(by=maj, framework=factor.id) == ()


def test_loading_again_changes_nothing(maj: Any) -> None:
    before = reflection.round(by=maj, id=transitions.TRANSITIONS_ID)
    staff.load()
    board = loading.load_board_goals()
    transitions.load(board, factors.load(board))
    assert reflection.round(by=maj, id=transitions.TRANSITIONS_ID) == before
