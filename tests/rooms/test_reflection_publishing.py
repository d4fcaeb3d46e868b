"""What an assignment needs before anybody is asked, and what can be done with it once they are."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from kedjan.access.service import Changed, NotHere, NotYours, Refused
from kedjan.journal import service as journal
from kedjan.reflection import models
from kedjan.reflection import service as reflection
from kedjan.reflection.service import AssignmentState, Missing
from kedjan.reflection.writing import Writing
from kedjan_site.demo import cast
from tests.rooms.reflection_given import CLOSES, a_given_round, a_goal, an_assignment
from tests.rooms.reflection_rounds import NOW, file_of, proposed, read_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def maj() -> Any:
    return cast.actor("Maj Sävdunge")


def state(of: reflection.Round, code: str = "01") -> AssignmentState:
    return next(each.state for each in of.assignments if each.code == code)


def published(maj: Any, of: reflection.Round, code: str = "01") -> reflection.Round:
    seen = reflection.round(by=maj, id=of.id).version
    return reflection.publish(by=maj, now=NOW, round=of.id, code=code, seen=seen)


def test_an_assignment_that_lacks_nothing_is_published(maj: Any) -> None:
    of = a_given_round(maj, publish=False)
    assert reflection.missing(by=maj, round=of.id) == {"01": ()}
    assert state(published(maj, of)) is AssignmentState.PUBLISHED


@pytest.mark.parametrize(
    ("without", "lacks"),
    [
        ({"goal": None}, Missing.GOAL),
        ({"used_for": " "}, Missing.USED_FOR),
        ({"minutes": None}, Missing.MINUTES),
        ({"opens_on": None}, Missing.WINDOW),
        ({"closes_on": None}, Missing.WINDOW),
        ({"heading": ""}, Missing.HEADING),
    ],
)
def test_an_assignment_that_lacks_something_is_not_published(maj: Any, without: dict[str, Any], lacks: Missing) -> None:
    of = a_given_round(maj, assignments=[an_assignment(maj, **without)], publish=False)
    assert reflection.missing(by=maj, round=of.id) == {"01": (lacks,)}
    with pytest.raises(reflection.NotReady) as refusal:
        published(maj, of)
    assert refusal.value.missing == (lacks,)
    assert state(reflection.round(by=maj, id=of.id)) is AssignmentState.DRAFT


def test_a_success_factor_is_goal_enough(maj: Any) -> None:
    of = a_given_round(maj, assignments=[an_assignment(maj, goal=None, success_factor=a_goal(maj))], publish=False)
    assert state(published(maj, of)) is AssignmentState.PUBLISHED


def test_nobody_to_ask_and_nobody_to_read_stop_every_assignment(maj: Any) -> None:
    of = a_given_round(maj, recipients=(), publish=False)
    reflection.set_readers(by=maj, now=NOW, id=of.id, seen=of.version, readers=[])
    assert reflection.missing(by=maj, round=of.id) == {"01": (Missing.RECIPIENTS, Missing.READERS)}
    with pytest.raises(reflection.NotReady):
        published(maj, of)


def test_an_assignment_whose_last_day_has_passed_is_not_published(maj: Any) -> None:
    of = a_given_round(maj, assignments=[an_assignment(maj, closes_on=date(2026, 11, 15))], publish=False)
    with pytest.raises(Refused, match="The last day has passed"):
        published(maj, of)


def test_publishing_twice_is_once(maj: Any) -> None:
    of = a_given_round(maj)
    assert published(maj, of).version == of.version


def test_publishing_from_an_older_version_is_told(maj: Any) -> None:
    of = a_given_round(maj, publish=False)
    with pytest.raises(Changed):
        reflection.publish(by=maj, now=NOW, round=of.id, code="01", seen=of.version - 1)


def test_only_those_who_lead_publish(maj: Any) -> None:
    of = a_given_round(maj, publish=False)
    for name, refusal in (("Petra Lövhage", NotYours), ("Sten Klockvret", NotHere)):
        with pytest.raises(refusal):
            reflection.publish(by=cast.actor(name), now=NOW, round=of.id, code="01", seen=of.version)


def test_pausing_resuming_extending_and_withdrawing(maj: Any) -> None:
    of = a_given_round(maj)
    of = reflection.pause(by=maj, now=NOW, round=of.id, code="01", seen=of.version)
    assert state(of) is AssignmentState.PAUSED
    of = reflection.extend(
        by=maj, now=NOW, round=of.id, code="01", seen=of.version, closes_on=CLOSES + timedelta(days=7)
    )
    assert of.assignments[0].closes_on == CLOSES + timedelta(days=7)
    of = reflection.resume(by=maj, now=NOW, round=of.id, code="01", seen=of.version)
    assert state(of) is AssignmentState.PUBLISHED
    of = reflection.withdraw(by=maj, now=NOW, round=of.id, code="01", seen=of.version)
    assert state(of) is AssignmentState.WITHDRAWN
    with pytest.raises(Refused, match="Only a draft"):
        published(maj, of)
    told = [entry.verb for entry in journal.history_of(by=maj, kind="round", object_id=of.id.hex)]
    assert told[:5] == ["withdrew", "resumed", "extended", "paused", "published"]


@pytest.mark.parametrize("command", [reflection.pause, reflection.resume, reflection.extend])
def test_a_draft_is_neither_paused_resumed_nor_extended(maj: Any, command: Any) -> None:
    of = a_given_round(maj, publish=False)
    more = {"closes_on": CLOSES} if command is reflection.extend else {}
    with pytest.raises(Refused):
        command(by=maj, now=NOW, round=of.id, code="01", seen=of.version, **more)


def test_a_last_day_is_only_moved_later(maj: Any) -> None:
    of = a_given_round(maj)
    with pytest.raises(Refused):
        reflection.extend(
            by=maj, now=NOW, round=of.id, code="01", seen=of.version, closes_on=CLOSES - timedelta(days=1)
        )


def test_what_is_published_keeps_what_publishing_demands(maj: Any) -> None:
    of = a_given_round(maj)
    with pytest.raises(reflection.NotReady):
        reflection.change_assignment(
            by=maj, now=NOW, id=of.id, seen=of.version, assignment=replace(of.assignments[0], used_for="")
        )
    changed = reflection.change_assignment(
        by=maj, now=NOW, id=of.id, seen=of.version, assignment=replace(of.assignments[0], focus="Vad följde med?")
    )
    assert changed.assignments[0].focus == "Vad följde med?"
    assert state(changed) is AssignmentState.PUBLISHED


def test_an_assignment_that_somebody_has_answered_stays_as_it_is(maj: Any) -> None:
    of = a_given_round(maj)
    answered(of)
    with pytest.raises(Refused, match="Somebody has answered"):
        reflection.change_assignment(
            by=maj, now=NOW, id=of.id, seen=of.version, assignment=replace(of.assignments[0], focus="En annan fråga")
        )


def answered(of: reflection.Round, name: str = "Petra Lövhage") -> None:
    """Put an answer in place as if it had been written here."""
    owner = cast.provider_id(cast.EKKOPING)
    assignment = models.Assignment.objects.filter(round_id=of.id).first()
    account = cast.account_id(name)
    respondent = models.Respondent.objects.create(
        provider_id=owner, round_id=of.id, key=account.hex, account_id=account
    )
    models.Loop.objects.create(
        provider_id=owner,
        round_id=of.id,
        assignment=assignment,
        respondent=respondent,
        service_area_id=cast.area_id(cast.EKKOPING, "Grundskola"),
        since=1,
    )
    models.Round.objects.filter(id=of.id).update(revision=1)


def test_a_round_that_files_were_read_in_to_is_not_answered_here(maj: Any) -> None:
    of = a_given_round(maj, publish=False)
    read_in(maj, of, file_of("01;Förskola;F01;1;Övrigt;Ord."))
    with pytest.raises(Refused, match="Files have been read in"):
        published(maj, of)


def test_a_file_that_waits_stops_publishing_until_it_is_decided_on(maj: Any) -> None:
    of = a_given_round(maj, publish=False)
    ledger = proposed(maj, of, file_of("01;Förskola;F01;1;Övrigt;Ord."))
    with pytest.raises(Refused, match="A file waits"):
        published(maj, of)
    reflection.discard(by=maj, now=NOW, batch=ledger.batch.id)
    assert state(published(maj, of)) is AssignmentState.PUBLISHED


def test_no_file_is_read_in_to_a_round_that_is_answered_here(maj: Any) -> None:
    of = a_given_round(maj)
    with pytest.raises(Refused, match="answered here"):
        proposed(maj, of, file_of("01;Förskola;F01;1;Övrigt;Ord."))
    withdrawn = reflection.withdraw(by=maj, now=NOW, round=of.id, code="01", seen=of.version)
    with pytest.raises(Refused, match="answered here"):
        proposed(maj, withdrawn, file_of("01;Förskola;F01;1;Övrigt;Ord."))


def test_a_file_that_waited_when_the_round_was_published_cannot_be_accepted(maj: Any) -> None:
    of = a_given_round(maj, publish=False)
    ledger = proposed(maj, of, file_of("01;Förskola;F01;1;Övrigt;Ord."))
    models.Assignment.objects.filter(round_id=of.id).update(state="published", published_at=NOW)
    with pytest.raises(Refused, match="answered here"):
        reflection.accept(by=maj, now=NOW, batch=ledger.batch.id, seen=ledger.batch.revision)
    assert reflection.round(by=maj, id=of.id).loops == 0


def test_what_a_broken_off_import_left_is_cleared_by_publishing(maj: Any) -> None:
    of = a_given_round(maj, publish=False)
    ledger = proposed(maj, of, file_of("01;Förskola;F01;1;Övrigt;Ord."))
    stored = models.Round.objects.get(id=of.id)
    writing = Writing(stored)
    answered(of)
    models.Loop.objects.filter(round=stored).update(batch_id=ledger.batch.id, since=writing.revision)
    models.Round.objects.filter(id=of.id).update(revision=0)
    reflection.discard(by=maj, now=NOW, batch=ledger.batch.id)
    published(maj, of)
    assert not models.Loop.objects.filter(round_id=of.id).exists()
    with pytest.raises(Refused, match="Somebody else"):
        writing.hold()


def test_an_assignment_that_is_not_here_is_not_published(maj: Any) -> None:
    of = a_given_round(maj)
    with pytest.raises(NotHere):
        published(maj, of, code=uuid4().hex[:6])


def test_whether_managers_read_is_said_before_publishing_and_then_stays(maj: Any) -> None:
    of = a_given_round(maj, publish=False)
    readers = [maj.account]
    of = reflection.set_readers(by=maj, now=NOW, id=of.id, seen=of.version, readers=readers, managers_read=True)
    assert of.managers_read
    of = published(maj, of)
    with pytest.raises(Refused, match="Whether managers read"):
        reflection.set_readers(by=maj, now=NOW, id=of.id, seen=of.version, readers=readers, managers_read=False)
    assert reflection.set_readers(by=maj, now=NOW, id=of.id, seen=of.version, readers=readers).managers_read


def test_what_is_published_is_not_left_without_a_reader(maj: Any) -> None:
    of = a_given_round(maj)
    with pytest.raises(Refused, match="somebody must read"):
        reflection.set_readers(by=maj, now=NOW, id=of.id, seen=of.version, readers=[])
