"""Telling people once per event, through an outbox."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from kedjan.access.service import NotHere
from kedjan.notices import models
from kedjan.notices import service as notices
from kedjan.notices.service import Letter, Notice, Pace, Recipient
from kedjan.people.models import Account
from kedjan_site.demo import cast

pytestmark = pytest.mark.django_db
ESTER = cast.account_id("Ester Kärrgrind")
STOCKHOLM = ZoneInfo("Europe/Stockholm")


class Box:
    """A letter box that can be full."""

    def __init__(self, failures: int = 0) -> None:
        self.letters: list[tuple[Recipient, Letter]] = []
        self.failures = failures

    def __call__(self, to: Recipient, letter: Letter) -> None:
        if self.failures:
            self.failures -= 1
            raise ConnectionRefusedError
        self.letters.append((to, letter))


def write(to: Recipient, about: tuple[Notice, ...]) -> Letter:
    return Letter(f"{len(about)}", ",".join(notice.kind for notice in about))


def tell(key: str = "report:1:settled", *, pace: Pace = Pace.AT_ONCE, account: object = ESTER, **more: object) -> bool:
    by = cast.actor("Maj Sävdunge")
    values = {"kind": notices.Kind.ANSWERED, "account": account, **more}
    return notices.send_once(by=by, now=cast.NOW, event_key=key, pace=pace, **values)


def deliver(box: Box, now: datetime = cast.NOW) -> notices.Delivered:
    return notices.deliver_due(now=now, write=write, post=box)


def test_the_same_event_told_twice_is_one_letter() -> None:
    assert tell()
    assert not tell()
    box = Box()
    assert deliver(box) == notices.Delivered(letters=1, notices=1, failed=0)
    assert deliver(box) == notices.Delivered(letters=0, notices=0, failed=0)
    assert [to.email for to, _ in box.letters] == ["ester.karrgrind@ekkoping.example"]


def test_the_database_itself_refuses_the_same_event_for_the_same_person() -> None:
    tell()
    row = models.Notice.objects.get()
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_what_was_rolled_back_is_not_told() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        tell()
        raise RuntimeError
    box = Box()
    deliver(box)
    assert box.letters == []


def test_several_things_for_one_person_come_in_one_letter() -> None:
    for number in range(3):
        tell(f"report:{number}:settled")
    tell("report:0:settled", account=cast.account_id("Bo Alspång"))
    box = Box()
    assert deliver(box) == notices.Delivered(letters=2, notices=4, failed=0)
    assert sorted(letter.subject for _, letter in box.letters) == ["1", "3"]


def test_the_weeks_summary_waits_for_monday_morning() -> None:
    tell(pace=Pace.WEEKLY)
    box = Box()
    deliver(box, datetime(2026, 11, 23, 6, 59, tzinfo=STOCKHOLM))
    assert box.letters == []
    deliver(box, datetime(2026, 11, 23, 7, 0, tzinfo=STOCKHOLM))
    assert len(box.letters) == 1


def test_a_full_letter_box_is_tried_again_later_and_given_up_in_the_end() -> None:
    tell()
    box = Box(failures=100)
    now = cast.NOW
    assert deliver(box, now).failed == 1
    assert deliver(box, now + timedelta(minutes=1)).failed == 0
    for _ in range(20):
        now += timedelta(days=1)
        deliver(box, now)
    assert box.failures == 92
    box.failures = 0
    assert deliver(box, now + timedelta(days=2)).letters == 0


def test_a_letter_that_failed_once_arrives_once() -> None:
    tell()
    box = Box(failures=1)
    deliver(box)
    deliver(box, cast.NOW + timedelta(minutes=3))
    deliver(box, cast.NOW + timedelta(days=1))
    assert len(box.letters) == 1


def test_one_persons_full_box_does_not_hold_up_the_others() -> None:
    tell()
    tell(account=cast.account_id("Bo Alspång"))
    box = Box(failures=1)
    assert deliver(box) == notices.Delivered(letters=1, notices=1, failed=1)


def test_nobody_is_told_of_what_they_did_themselves() -> None:
    assert not tell(account=cast.account_id("Maj Sävdunge"))


def test_the_neighbours_cannot_be_told_anything() -> None:
    with pytest.raises(NotHere):
        tell(account=cast.account_id("Sten Klockvret"))


def test_a_closed_account_gets_no_letter() -> None:
    tell()
    Account.objects.filter(id=ESTER).update(is_active=False)
    box = Box()
    deliver(box)
    assert box.letters == []
    Account.objects.filter(id=ESTER).update(is_active=True)
    deliver(box, cast.NOW + timedelta(days=1))
    assert box.letters == []


def test_one_sees_ones_own_notices_and_no_others() -> None:
    tell(values={"report": "1"})
    mine = notices.waiting(by=cast.actor("Ester Kärrgrind"))
    assert [(notice.kind, dict(notice.values)) for notice in mine] == [("answered", {"report": "1"})]
    assert notices.waiting(by=cast.actor("Bo Alspång")) == ()


def test_notices_are_forgotten_after_ninety_days() -> None:
    tell()
    assert notices.forget_old(now=cast.NOW + timedelta(days=90)) == 0
    assert notices.forget_old(now=cast.NOW + timedelta(days=91)) == 1
