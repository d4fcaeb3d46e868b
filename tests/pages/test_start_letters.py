"""Letters about what waits: how many and where, in one's own language, and nothing about anybody."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail

from kedjan.notices import service as notices
from kedjan.notices.service import Kind, Pace
from kedjan.people.models import Account
from kedjan_site import due
from kedjan_site.demo import cast
from kedjan_web.start.letters import deliver_due
from tests.rooms.reflection_given import a_given_round, an_assignment
from tests.rooms.test_reflection_publishing import answered

pytestmark = pytest.mark.django_db
ESTER = cast.account_id("Ester Kärrgrind")


def tell(key: str, kind: Kind) -> None:
    by = cast.actor("Maj Sävdunge")
    notices.send_once(by=by, now=cast.NOW, event_key=key, account=ESTER, kind=kind, pace=Pace.AT_ONCE)


def test_a_letter_says_how_many_of_what_and_leads_to_ones_page(settings: Any) -> None:
    settings.KEDJAN_ADDRESS = "https://kvalitet.ekkoping.example"
    for number in range(2):
        tell(f"loop:{number}", Kind.ANSWERED)
    tell("message:1", Kind.MESSAGE_WITHDRAWN)
    deliver_due.call()
    letter = mail.outbox[0]
    assert letter.to == ["ester.karrgrind@ekkoping.example"]
    assert letter.subject == "Något nytt till dig i Kedjan"
    assert "– 2 svar på det du skrev" in str(letter.body)
    assert "– 1 av dina meddelanden har tagits bort" in str(letter.body)
    assert "https://kvalitet.ekkoping.example/" in str(letter.body)
    assert "Maj" not in str(letter.body) and "Ester" not in str(letter.body)


def test_a_letter_is_in_the_language_that_its_reader_chose() -> None:
    Account.objects.filter(id=ESTER).update(language="en")
    tell("loop:1", Kind.ANSWERED)
    deliver_due.call()
    assert "1 answer to what you wrote" in str(mail.outbox[0].body)


def test_the_scheduler_delivers_and_delivering_twice_sends_once() -> None:
    tell("loop:1", Kind.ANSWERED)
    due.TASKS["deliver notices"]()
    due.TASKS["deliver notices"]()
    assert len(mail.outbox) == 1


MONDAY = datetime(2026, 11, 23, 7, 5, tzinfo=ZoneInfo("Europe/Stockholm"))


@pytest.fixture
def in_a_week(settings: Any) -> None:
    """Let the scheduler have told on Monday 16 November, and the clock then stand a week later."""
    settings.KEDJAN_ADDRESS = "https://kvalitet.ekkoping.example"
    settings.KEDJAN_CLOCK = cast.NOW
    due.follow_recipients()
    settings.KEDJAN_CLOCK = MONDAY


def asked(*codes: str) -> Any:
    by = cast.actor("Maj Sävdunge")
    return a_given_round(by, assignments=[an_assignment(by, code) for code in codes], recipients=["Petra Lövhage"])


def test_one_assignment_to_answer_is_one_click_away(settings: Any, request: Any) -> None:
    of = asked("01")
    request.getfixturevalue("in_a_week")
    deliver_due.call()
    (letter,) = mail.outbox
    assert letter.subject == "Veckans sammanfattning från Kedjan"
    assert "– 1 uppdrag att reflektera över, sista dag 27 november 2026" in str(letter.body)
    assert f"Svara här:\nhttps://kvalitet.ekkoping.example/svara/{of.id}/01/" in str(letter.body)
    assert of.title not in str(letter.body)


def test_several_assignments_to_answer_lead_to_ones_page(request: Any) -> None:
    asked("01", "02")
    request.getfixturevalue("in_a_week")
    deliver_due.call()
    assert "– 2 uppdrag att reflektera över, det första stänger 27 november 2026" in str(mail.outbox[0].body)
    assert "Det står på din sida:\nhttps://kvalitet.ekkoping.example/\n" in str(mail.outbox[0].body)


def test_who_has_answered_before_the_letter_went_gets_none(request: Any) -> None:
    of = asked("01")
    request.getfixturevalue("in_a_week")
    answered(of, "Petra Lövhage")
    deliver_due.call()
    assert mail.outbox == []
    deliver_due.call()
    assert mail.outbox == []


def test_the_scheduler_follows_recipients_once_an_hour_and_again_after_a_failure() -> None:
    done: list[str] = []
    hourly = due.Hourly(lambda: done.append("done") if done else done.append("failed") or 1 / 0)
    with pytest.raises(ZeroDivisionError):
        hourly()
    hourly()
    hourly()
    assert done == ["failed", "done"]
