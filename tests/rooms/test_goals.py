"""Frameworks, goals and what serves what."""

from datetime import date
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from kedjan.access.service import Changed, NotHere, NotYours, Refused
from kedjan.goals import models
from kedjan.goals import service as goals
from kedjan_site.demo import cast

pytestmark = pytest.mark.django_db
GOALS = ("Alla lär sig mer", "Stödet kommer i tid", "Alla är trygga")


def board_goals(by: str = "Maj Sävdunge", key: UUID | None = None, name: str = "Nämndens mål") -> goals.Framework:
    return goals.add_framework(
        by=cast.actor(by),
        now=cast.NOW,
        name=name,
        kind="board",
        starts=date(2024, 1, 1),
        goals=GOALS,
        key=key or uuid4(),
    )


def link(serving: goals.Goal, served: goals.Goal) -> None:
    maj = cast.actor("Maj Sävdunge")
    seen = goals.goal(by=maj, id=serving.id).version
    goals.link(by=maj, now=cast.NOW, serving=serving.id, seen=seen, served=served.id)


def test_a_framework_added_twice_with_the_same_key_is_one_with_its_goals_in_order() -> None:
    key = uuid4()
    board_goals(key=key)
    board_goals(key=key)
    (framework,) = goals.frameworks(by=cast.actor("Maj Sävdunge"))
    assert [goal.text for goal in framework.goals] == list(GOALS)


def test_a_framework_needs_a_goal() -> None:
    with pytest.raises(Refused, match="at least one goal"):
        goals.add_framework(
            by=cast.actor("Maj Sävdunge"),
            now=cast.NOW,
            name="Tom",
            kind="board",
            starts=date(2024, 1, 1),
            goals=(),
            key=uuid4(),
        )


def test_only_those_who_lead_rounds_add_goals() -> None:
    with pytest.raises(NotYours):
        board_goals(by="Ester Kärrgrind")


def test_goals_of_another_provider_are_not_here() -> None:
    theirs = board_goals(by="Sten Klockvret").goals[0]
    maj = cast.actor("Maj Sävdunge")
    assert goals.frameworks(by=maj) == ()
    with pytest.raises(NotHere):
        goals.goal(by=maj, id=theirs.id)
    with pytest.raises(NotHere):
        link(board_goals().goals[0], theirs)


def test_what_nothing_serves_and_serves_nothing_is_uncovered() -> None:
    board, unit = board_goals(), board_goals(name="Enhetens mål")
    link(unit.goals[0], board.goals[0])
    link(unit.goals[0], board.goals[0])
    maj = cast.actor("Maj Sävdunge")
    assert [goal.text for goal in goals.uncovered(by=maj, framework=board.id)] == list(GOALS[1:])
    assert goals.goal(by=maj, id=unit.goals[0].id).serves == (board.goals[0].id,)


def test_a_goal_toned_down_with_a_motive_is_no_longer_uncovered() -> None:
    board, maj = board_goals(), cast.actor("Maj Sävdunge")
    with pytest.raises(Refused, match="with a motive"):
        goals.tone_down(by=maj, now=cast.NOW, id=board.goals[1].id, seen=1, motive=" ")
    goals.tone_down(by=maj, now=cast.NOW, id=board.goals[1].id, seen=1, motive="Nås redan.")
    assert [goal.position for goal in goals.uncovered(by=maj, framework=board.id)] == [1, 3]


def test_a_goal_cannot_serve_itself() -> None:
    goal = board_goals().goals[0]
    with pytest.raises(Refused, match="serve itself"):
        link(goal, goal)
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Link.objects.create(provider_id=cast.provider_id(cast.EKKOPING), serving_id=goal.id, served_id=goal.id)


@pytest.mark.parametrize("change", [{"position": 2}, {"toned_down": True, "motive": ""}])
def test_the_database_refuses_goals_that_cannot_be(change: dict[str, object]) -> None:
    goal = board_goals().goals[0]
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Goal.objects.filter(id=goal.id).update(**change)


def test_the_database_refuses_the_same_link_and_the_same_framework_twice() -> None:
    board = board_goals()
    link(board.goals[0], board.goals[1])
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Link.objects.create(
            provider_id=cast.provider_id(cast.EKKOPING), serving_id=board.goals[0].id, served_id=board.goals[1].id
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Framework.objects.create(
            provider_id=cast.provider_id(cast.EKKOPING), name=board.name, kind="board", starts=board.starts
        )


def test_goals_with_a_name_in_use_from_the_same_day_are_refused_in_words() -> None:
    board_goals()
    with pytest.raises(Refused, match="There are already goals called Nämndens mål"):
        board_goals()


def test_goals_that_end_before_they_start_are_refused() -> None:
    with pytest.raises(Refused, match="The last day lies before the first"):
        goals.add_framework(
            by=cast.actor("Maj Sävdunge"),
            now=cast.NOW,
            name="Nämndens mål",
            kind="board",
            starts=date(2026, 1, 2),
            ends=date(2026, 1, 1),
            goals=GOALS,
            key=uuid4(),
        )


def test_a_tie_and_a_toning_down_are_taken_back_by_whoever_saw_them_and_doing_so_twice_is_once() -> None:
    maj, board = cast.actor("Maj Sävdunge"), board_goals()
    one, other = board.goals[:2]
    link(one, other)
    goals.tone_down(by=maj, now=cast.NOW, id=one.id, seen=2, motive="Beslutat.")
    for unseen in (
        lambda: goals.unlink(by=maj, now=cast.NOW, serving=one.id, seen=2, served=other.id),
        lambda: goals.link(by=maj, now=cast.NOW, serving=one.id, seen=2, served=board.goals[2].id),
        lambda: goals.tone_down(by=maj, now=cast.NOW, id=one.id, seen=2, motive="Annat."),
        lambda: goals.tone_up(by=maj, now=cast.NOW, id=one.id, seen=2),
    ):
        with pytest.raises(Changed, match="Maj Sävdunge changed this") as changed:
            unseen()
        assert changed.value.current == goals.goal(by=maj, id=one.id)
    for _ in range(2):
        goals.unlink(by=maj, now=cast.NOW, serving=one.id, seen=3, served=other.id)
        goals.tone_up(by=maj, now=cast.NOW, id=one.id, seen=4)
    after = goals.goal(by=maj, id=one.id)
    assert (after.serves, after.toned_down, after.motive) == ((), False, "")
    found = goals.frameworks(by=maj)
    assert goals.lonely(found) == {board.id: goals.uncovered(by=maj, framework=board.id)}
