"""Frameworks as trees: written, moved, ended, by several at once (C31), and held against each other (C03)."""

from datetime import date
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from kedjan.access.service import Changed, NotHere, NotYours, Refused
from kedjan.goals import models
from kedjan.goals import service as goals
from kedjan.journal import service as journal
from kedjan_site.demo import cast

pytestmark = pytest.mark.django_db
MAJ, NOW = "Maj Sävdunge", cast.NOW
VISION = (
    goals.Branch("Vi får växa", ("A1", "A2", "A3", "A4")),
    goals.Branch("Vi får en bra utbildning", ("B1", "B2", "B3", "B4")),
    goals.Branch("Vi får det vi behöver", ("C1", "C2", "C3", "C4", "C5")),
)
MAPPING = {0: (3, 4), 1: (8, 9), 2: (2, 6), 3: (1, 5, 8)}
"""Which success factors serve which of the board's goals in the study."""


def put_in(*texts: str | goals.Branch, name: str = "Målbild", kind: str = "board", by: str = MAJ) -> goals.Framework:
    return goals.add_framework(
        by=cast.actor(by), now=NOW, name=name, kind=kind, starts=date(2026, 1, 1), goals=texts, key=uuid4()
    )


def again(of: goals.Framework) -> goals.Framework:
    return goals.framework(by=cast.actor(MAJ), id=of.id)


def texts(of: goals.Framework) -> list[str]:
    return [goal.text for goal in again(of).goals if goal.ended_on is None]


def verbs(id: UUID) -> list[str]:
    return [each.verb for each in journal.history_of(by=cast.actor(MAJ), kind="goal", object_id=id.hex)]


def test_a_vision_of_three_goals_has_four_four_and_five_statements_as_leaves() -> None:
    of = put_in(*VISION)
    assert len(of.goals) == 16
    assert [goal.text for goal in of.leaves] == [text for branch in VISION for text in branch.under]
    assert len(of.leaves) == 13
    depth = goals.depths(of.goals)
    assert sorted(depth.values()) == [0] * 3 + [1] * 13


def test_eight_factors_cover_four_goals_and_two_are_quiet_with_a_motive() -> None:
    maj = cast.actor(MAJ)
    board = put_in("Kunskaper", "Lärmiljö", "Ledning", "Kärnuppdrag", name="Nämnden")
    factors = put_in(*(f"Faktor {n}" for n in range(1, 11)), name="Faktorer", kind="success_factors")
    seen = dict.fromkeys(range(1, 11), 1)
    for place, numbers in MAPPING.items():
        for n in numbers:
            goals.link(by=maj, now=NOW, serving=factors.goals[n - 1].id, seen=seen[n], served=board.goals[place].id)
            seen[n] += 1
    before = goals.coverage(again(factors), again(board))
    assert [goal.position for goal in before.rows_alone] == [7, 10]
    for n in (7, 10):
        goals.tone_down(by=maj, now=NOW, id=factors.goals[n - 1].id, seen=1, motive="Redan beslutat.")
    found = goals.coverage(again(factors), again(board))
    tied = [next(goal.position for goal in factors.goals if goal.id == row) for row, _ in found.ties]
    assert sorted(set(tied)) == [1, 2, 3, 4, 5, 6, 8, 9]
    assert tied.count(8) == 2 and len(tied) == 9
    assert (found.rows_alone, found.columns_alone) == ((), ())
    assert [goal.position for goal in found.quiet] == [7, 10]
    other_way = goals.coverage(again(board), again(factors))
    assert len(other_way.ties) == 9 and other_way.columns_alone == ()


def test_a_tie_to_a_goal_covers_those_over_it_and_under_it() -> None:
    board, vision = put_in("Ett", name="Nämnden"), put_in(*VISION)
    goals.link(by=cast.actor(MAJ), now=NOW, serving=vision.goals[1].id, seen=1, served=board.goals[0].id)
    found = goals.coverage(again(vision), again(board))
    assert [goal.text for goal in found.rows_alone][:3] == ["A2", "A3", "A4"]
    assert "Vi får växa" not in [goal.text for goal in found.rows_alone]


def test_a_goal_is_added_under_another_moved_and_worded_and_each_is_journalled() -> None:
    of, maj, key = put_in(*VISION), cast.actor(MAJ), uuid4()
    for _ in range(2):
        goals.add_goal(by=maj, now=NOW, key=key, framework=of.id, text="A5", parent=of.goals[0].id)
    assert texts(of)[:6] == ["Vi får växa", "A1", "A2", "A3", "A4", "A5"]
    goals.move_goal(by=maj, now=NOW, id=key, seen=again(of).version, up=True)
    assert texts(of)[:6] == ["Vi får växa", "A1", "A2", "A3", "A5", "A4"]
    goals.move_goal(by=maj, now=NOW, id=of.goals[0].id, seen=again(of).version, up=False)
    assert texts(of)[0] == "Vi får en bra utbildning" and texts(of)[5:8] == ["Vi får växa", "A1", "A2"]
    goals.word_goal(by=maj, now=NOW, id=key, seen=1, text=" Sex  ord ", parent=None)
    tops = [goal.text for goal in again(of).goals if goal.parent is None]
    assert tops == ["Vi får en bra utbildning", "Vi får växa", "Sex ord", "Vi får det vi behöver"]
    assert goals.goal(by=maj, id=key).parent is None
    assert verbs(key) == ["worded", "moved", "added_goal"]


def test_at_the_end_moving_further_changes_nothing() -> None:
    of, maj = put_in("Ett", "Två"), cast.actor(MAJ)
    goals.move_goal(by=maj, now=NOW, id=of.goals[0].id, seen=1, up=True)
    assert texts(of) == ["Ett", "Två"]


def test_two_people_never_overwrite_each_other_unseen() -> None:
    of, maj, sara = put_in("Ett", "Två"), cast.actor(MAJ), cast.actor("Torun Hedspång")
    first = of.goals[0]
    goals.word_goal(by=maj, now=NOW, id=first.id, seen=1, text="Majs", parent=None)
    for by in (maj, sara):
        with pytest.raises((Changed, NotYours)):
            goals.word_goal(by=by, now=NOW, id=first.id, seen=1, text="Annat", parent=None)
    with pytest.raises(Changed) as late:
        goals.end_goal(by=maj, now=NOW, id=first.id, seen=1, on=date(2026, 6, 1))
    assert late.value.current.text == "Majs" and late.value.by == MAJ
    goals.describe_framework(
        by=maj, now=NOW, id=of.id, seen=1, name="Nytt namn", kind="local", starts=of.starts, ends=date(2027, 1, 1)
    )
    with pytest.raises(Changed):
        goals.move_goal(by=maj, now=NOW, id=first.id, seen=1, up=False)
    assert (again(of).name, again(of).kind, again(of).ends) == ("Nytt namn", "local", date(2027, 1, 1))


def test_a_goal_that_has_ended_stays_and_is_alone_no_more_until_it_is_taken_up() -> None:
    of, maj = put_in(*VISION), cast.actor(MAJ)
    top, leaf = of.goals[0], of.goals[1]
    with pytest.raises(Refused, match="stand under it"):
        goals.end_goal(by=maj, now=NOW, id=top.id, seen=1, on=date(2026, 6, 1))
    with pytest.raises(Refused, match="last day lies before"):
        goals.end_goal(by=maj, now=NOW, id=leaf.id, seen=1, on=date(2025, 12, 31))
    goals.end_goal(by=maj, now=NOW, id=leaf.id, seen=1, on=date(2026, 6, 1))
    assert leaf.text not in [goal.text for goal in goals.uncovered(by=maj, framework=of.id)]
    with pytest.raises(Refused, match="has ended"):
        goals.add_goal(by=maj, now=NOW, key=uuid4(), framework=of.id, text="Under", parent=leaf.id)
    with pytest.raises(Refused, match="Take it up again first"):
        goals.move_goal(by=maj, now=NOW, id=leaf.id, seen=1, up=True)
    for _ in range(2):
        goals.take_up_goal(by=maj, now=NOW, id=leaf.id, seen=2)
    assert verbs(leaf.id)[:2] == ["took_up", "ended"]


def test_a_tree_has_three_steps_and_no_rings() -> None:
    of, maj = put_in(goals.Branch("Ett", ("Två",))), cast.actor(MAJ)
    one, two = of.goals
    three = goals.add_goal(by=maj, now=NOW, key=uuid4(), framework=of.id, text="Tre", parent=two.id)
    with pytest.raises(Refused, match="three steps"):
        goals.add_goal(by=maj, now=NOW, key=uuid4(), framework=of.id, text="Fyra", parent=three.id)
    for under in (one, three):
        with pytest.raises(Refused, match="under itself"):
            goals.word_goal(by=maj, now=NOW, id=one.id, seen=1, text="Ett", parent=under.id)
    elsewhere = put_in("Annat", name="Andra mål").goals[0]
    with pytest.raises(NotHere):
        goals.word_goal(by=maj, now=NOW, id=three.id, seen=1, text="Tre", parent=elsewhere.id)
    with pytest.raises(Refused, match="three steps"):
        moved = goals.add_goal(by=maj, now=NOW, key=uuid4(), framework=of.id, text="Fem")
        goals.word_goal(by=maj, now=NOW, id=one.id, seen=1, text="Ett", parent=moved.id)


def test_only_those_who_lead_rounds_write_and_neighbours_goals_are_not_here() -> None:
    theirs = put_in("Deras", by="Sten Klockvret")
    ester, maj = cast.actor("Ester Kärrgrind"), cast.actor(MAJ)
    mine = put_in("Vårt")
    with pytest.raises(NotYours):
        goals.word_goal(by=ester, now=NOW, id=mine.goals[0].id, seen=1, text="x", parent=None)
    for do in (
        lambda: goals.word_goal(by=maj, now=NOW, id=theirs.goals[0].id, seen=1, text="x", parent=None),
        lambda: goals.add_goal(by=maj, now=NOW, key=uuid4(), framework=theirs.id, text="x"),
        lambda: goals.add_goal(by=maj, now=NOW, key=theirs.goals[0].id, framework=mine.id, text="x"),
        lambda: goals.framework(by=maj, id=theirs.id),
        lambda: goals.end_goal(by=maj, now=NOW, id=theirs.goals[0].id, seen=1, on=NOW.date()),
    ):
        with pytest.raises(NotHere):
            do()


@pytest.mark.parametrize("text", ["", " \x00 ", "x" * 301])
def test_a_goal_has_words_that_can_be_read_as_one(text: str) -> None:
    of = put_in("Ett")
    with pytest.raises(Refused):
        goals.add_goal(by=cast.actor(MAJ), now=NOW, key=uuid4(), framework=of.id, text=text)
    assert texts(of) == ["Ett"]


def test_the_database_refuses_a_goal_under_itself_and_one_without_words() -> None:
    goal = put_in("Ett").goals[0]
    for change in ({"parent_id": goal.id}, {"text": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            models.Goal.objects.filter(id=goal.id).update(**change)
