"""Letters about what waits: how many and where, in one's own language, and nothing about anybody."""

from typing import Any

import pytest
from django.core import mail

from kedjan.notices import service as notices
from kedjan.notices.service import Pace
from kedjan.people.models import Account
from kedjan_site import due
from kedjan_site.demo import cast
from kedjan_web.start.letters import deliver_due, line_about

pytestmark = pytest.mark.django_db
ESTER = cast.account_id("Ester Kärrgrind")


def tell(key: str, kind: str) -> None:
    by = cast.actor("Maj Sävdunge")
    notices.send_once(by=by, now=cast.NOW, event_key=key, account=ESTER, kind=kind, pace=Pace.AT_ONCE)


def test_a_letter_says_how_many_of_what_and_leads_to_ones_page(settings: Any) -> None:
    settings.KEDJAN_ADDRESS = "https://kvalitet.ekkoping.example"
    for number in range(2):
        tell(f"round:{number}", "round_opened")
    tell("report:1", "report_settled")
    deliver_due.call()
    letter = mail.outbox[0]
    assert letter.to == ["ester.karrgrind@ekkoping.example"]
    assert letter.subject == "Något nytt till dig i Kedjan"
    assert "– 2 omgångar där du är ombedd att reflektera" in str(letter.body)
    assert "– 1 rapport har fastställts" in str(letter.body)
    assert "https://kvalitet.ekkoping.example/" in str(letter.body)
    assert "Maj" not in str(letter.body) and "Ester" not in str(letter.body)


def test_a_letter_is_in_the_language_that_its_reader_chose() -> None:
    Account.objects.filter(id=ESTER).update(language="en")
    tell("round:1", "round_opened")
    deliver_due.call()
    assert "1 round asks for your reflection" in str(mail.outbox[0].body)


def test_a_kind_without_words_of_its_own_is_something_new() -> None:
    assert line_about("something_else", 2) == "2 nyheter"


def test_the_scheduler_delivers_and_delivering_twice_sends_once() -> None:
    tell("round:1", "round_opened")
    due.TASKS["deliver notices"]()
    due.TASKS["deliver notices"]()
    assert len(mail.outbox) == 1
