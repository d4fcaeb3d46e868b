"""Signs chosen beforehand, three at most, and what is no longer collected (C30)."""

from datetime import date
from typing import Any
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
SAID = {"source": "Samtal", "when": "mars", "by_whom": "arbetslaget"}
STOP: dict[str, Any] = {"what": "Månadsrapporten", "since": date(2026, 8, 17), "decided_by": "skolchefen"}


@pytest.fixture
def goal(db: None) -> UUID:
    made = goals.add_framework(
        by=cast.actor(MAJ), now=NOW, name="Nämnden", kind="board", starts=date(2026, 1, 1), goals=["Ett"], key=uuid4()
    )
    return made.goals[0].id


def choose(goal: UUID, looked_at: str, by: str = MAJ, key: UUID | None = None) -> goals.Sign:
    return goals.choose_sign(by=cast.actor(by), now=NOW, key=key or uuid4(), goal=goal, looked_at=looked_at, **SAID)


def stop(by: str = MAJ, key: UUID | None = None, **more: Any) -> goals.Stopped:
    return goals.stop_collecting(by=cast.actor(by), now=NOW, key=key or uuid4(), **{**STOP, **more})


def test_of_five_signs_the_first_three_are_chosen_and_the_fourth_prompts_to_cut(goal: UUID) -> None:
    key = uuid4()
    for looked_at, its in (("Ett", key), ("Ett", key), ("Två", None), ("Tre", None)):
        choose(goal, looked_at, key=its)
    for looked_at in ("Fyra", "Fem"):
        with pytest.raises(Refused, match=r"three signs already: Ett, Två, Tre\. Which three"):
            choose(goal, looked_at)
    chosen = goals.signs(by=cast.actor(MAJ))[goal]
    assert [(each.place, each.looked_at) for each in chosen] == [(1, "Ett"), (2, "Två"), (3, "Tre")]
    goals.drop_sign(by=cast.actor(MAJ), now=NOW, id=chosen[1].id, seen=1)
    choose(goal, "Fyra")
    assert [each.looked_at for each in goals.signs(by=cast.actor(MAJ))[goal]] == ["Ett", "Fyra", "Tre"]
    entries = journal.history_of(by=cast.actor(MAJ), kind="goal", object_id=goal.hex)
    assert [each.verb for each in entries] == ["chose_sign", "dropped_sign", "chose_sign", "chose_sign", "chose_sign"]


def test_what_was_taken_away_is_put_back_as_it_was_and_never_as_a_fourth(goal: UUID) -> None:
    maj: dict[str, Any] = {"by": cast.actor(MAJ), "now": NOW}
    first, second = choose(goal, "Ett"), choose(goal, "Två")
    gone = goals.drop_sign(id=first.id, seen=1, **maj)
    with pytest.raises(Changed):
        goals.put_back_sign(id=first.id, seen=1, **maj)
    back = goals.put_back_sign(id=first.id, seen=gone.version, **maj)
    assert goals.put_back_sign(id=first.id, seen=gone.version, **maj) == back, "done twice is once"
    assert goals.signs(by=cast.actor(MAJ))[goal] == (back, second) and back.looked_at == "Ett"
    gone = goals.drop_sign(id=first.id, seen=back.version, **maj)
    third, fourth = choose(goal, "Tre"), choose(goal, "Fyra")
    with pytest.raises(Refused, match="three signs already"):
        goals.put_back_sign(id=first.id, seen=gone.version, **maj)
    assert {each.id for each in goals.signs(by=cast.actor(MAJ))[goal]} == {second.id, third.id, fourth.id}
    one = stop(minutes=540)
    left = goals.collect_again(id=one.id, seen=1, **maj)
    assert goals.stopped(by=cast.actor(MAJ)) == ()
    again = goals.put_back_stopped(id=one.id, seen=left.version, **maj)
    assert goals.put_back_stopped(id=one.id, seen=left.version, **maj) == again
    assert goals.stopped(by=cast.actor(MAJ)) == (again,) and again.minutes == 540
    for put_back, what in ((goals.put_back_sign, first.id), (goals.put_back_stopped, one.id)):
        with pytest.raises(NotYours):
            put_back(by=cast.actor("Ester Kärrgrind"), now=NOW, id=what, seen=1)
        with pytest.raises(NotHere):
            put_back(by=cast.actor("Sten Klockvret"), now=NOW, id=what, seen=1)


def test_a_report_can_list_what_was_stopped_and_since_when() -> None:
    one, later = stop(minutes=540, reason="Ingen läste den."), stop(what="Senare", since=date(2026, 10, 1))
    assert goals.stopped(by=cast.actor(MAJ)) == (later, one)
    assert goals.stopped(by=cast.actor("Petra Lövhage"), since=date(2026, 9, 1)) == (later,)
    assert (one.minutes, one.decided_by, later.minutes) == (540, "skolchefen", None)
    goals.collect_again(by=cast.actor(MAJ), now=NOW, id=one.id, seen=1)
    assert goals.stopped(by=cast.actor(MAJ)) == (later,)


def test_two_people_never_overwrite_each_other_unseen(goal: UUID) -> None:
    maj, sign, gone = cast.actor(MAJ), choose(goal, "Ett"), stop()
    goals.change_sign(by=maj, now=NOW, id=sign.id, seen=1, looked_at="Nytt", **SAID)
    with pytest.raises(Changed) as late:
        goals.change_sign(by=maj, now=NOW, id=sign.id, seen=1, looked_at="Annat", **SAID)
    assert late.value.current.looked_at == "Nytt"
    with pytest.raises(Changed):
        goals.drop_sign(by=maj, now=NOW, id=sign.id, seen=1)
    goals.change_stopped(by=maj, now=NOW, id=gone.id, seen=1, **{**STOP, "what": "Nytt"})
    with pytest.raises(Changed) as late:
        goals.change_stopped(by=maj, now=NOW, id=gone.id, seen=1, **STOP)
    assert late.value.current.what == "Nytt"
    with pytest.raises(Changed):
        goals.collect_again(by=maj, now=NOW, id=gone.id, seen=1)


def test_only_those_who_lead_rounds_choose_and_neighbours_have_their_own(goal: UUID) -> None:
    sign, gone, sten = choose(goal, "Ett"), stop(), cast.actor("Sten Klockvret")
    with pytest.raises(NotYours):
        choose(goal, "Två", by="Ester Kärrgrind")
    with pytest.raises(NotYours):
        stop(by="Ester Kärrgrind")
    assert (goals.signs(by=sten), goals.stopped(by=sten)) == ({}, ())
    for do in (
        lambda: choose(goal, "Två", by="Sten Klockvret"),
        lambda: stop(by="Sten Klockvret", key=gone.id),
        lambda: goals.sign(by=sten, id=sign.id),
        lambda: goals.stopped_one(by=sten, id=gone.id),
        lambda: goals.drop_sign(by=sten, now=NOW, id=sign.id, seen=1),
        lambda: goals.collect_again(by=sten, now=NOW, id=gone.id, seen=1),
    ):
        with pytest.raises(NotHere):
            do()


@pytest.mark.parametrize("text", [" \x00", "x" * 201])
def test_what_cannot_be_read_as_a_sign_is_refused(goal: UUID, text: str) -> None:
    with pytest.raises(Refused):
        choose(goal, text)
    with pytest.raises(Refused):
        stop(what=text)
    with pytest.raises(Refused):
        stop(minutes=0)


def test_the_database_holds_three_places_and_one_sign_in_each(goal: UUID) -> None:
    one, two = choose(goal, "Ett"), choose(goal, "Två")
    for change in ({"place": 4}, {"place": two.place}, {"looked_at": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            models.Sign.objects.filter(id=one.id).update(**change)
    gone = stop()
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Stopped.objects.filter(id=gone.id).update(decided_by="")
