"""Telling people that they are asked: seldom, in the week's summary, and never those who answered or abstained."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from kedjan.access.service import NotYours, Role
from kedjan.notices import models as notice_models
from kedjan.people import service as people
from kedjan.reflection import models
from kedjan.reflection import service as reflection
from kedjan_site.demo import cast
from tests.rooms.reflection_given import a_given_round, an_assignment
from tests.rooms.reflection_rounds import NOW
from tests.rooms.test_reflection_publishing import answered

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 7, 0, tzinfo=ZoneInfo("Europe/Stockholm"))


@pytest.fixture
def maj() -> Any:
    return cast.actor("Maj Sävdunge")


@pytest.fixture
def runner(maj: Any) -> Any:
    return people.system_actor(provider=maj.provider, role=Role.INQUIRY_LEADER)


def told() -> list[tuple[str, str]]:
    names = {cast.account_id(name): name for name in ("Petra Lövhage", "Idris Kvarnvass", "Karin Olspång")}
    rows = notice_models.Notice.objects.order_by("id")
    return sorted((row.kind, names[row.account_id]) for row in rows)


def days(opens: int, closes: int, month: int = 11) -> dict[str, date]:
    return {"opens_on": date(2026, month, opens), "closes_on": date(2026, month, closes)}


def test_those_who_are_asked_are_told_once_in_the_weeks_summary(maj: Any, runner: Any) -> None:
    a_given_round(maj, assignments=[an_assignment(maj, **days(16, 30))])
    assert reflection.remind(by=runner, now=NOW) == 2
    assert reflection.remind(by=runner, now=NOW + timedelta(hours=1)) == 0
    assert told() == [("assignment_opened", "Idris Kvarnvass"), ("assignment_opened", "Petra Lövhage")]
    assert {row.due for row in notice_models.Notice.objects.all()} == {MONDAY}


def test_who_has_answered_or_abstained_is_not_told(maj: Any, runner: Any) -> None:
    of = a_given_round(maj, recipients=("Petra Lövhage", "Idris Kvarnvass", "Karin Olspång"))
    answered(of, "Petra Lövhage")
    models.Abstention.objects.create(
        provider_id=maj.provider,
        assignment=models.Assignment.objects.get(round_id=of.id),
        account_id=cast.account_id("Idris Kvarnvass"),
        reason="time",
        at=NOW,
    )
    reflection.remind(by=runner, now=NOW)
    assert {name for _kind, name in told()} == {"Karin Olspång"}


def test_at_most_two_are_sent_whatever_the_round_asks(maj: Any, runner: Any) -> None:
    asked = [an_assignment(maj, f"{n:02}", **days(9, 30)) for n in (1, 2)]
    asked += [an_assignment(maj, "03", opens_on=date(2026, 11, 30), closes_on=date(2026, 12, 18))]
    a_given_round(maj, assignments=asked, recipients=("Petra Lövhage",))
    for week in range(7):
        reflection.remind(by=runner, now=NOW + timedelta(weeks=week))
    assert told() == [("assignment_closes", "Petra Lövhage"), ("assignment_opened", "Petra Lövhage")]


def test_what_is_closing_is_told_in_the_week_that_it_closes(maj: Any, runner: Any) -> None:
    a_given_round(maj, recipients=("Petra Lövhage",), assignments=[an_assignment(maj, **days(9, 30))])
    reflection.remind(by=runner, now=NOW)
    assert [kind for kind, _name in told()] == ["assignment_opened"]
    reflection.remind(by=runner, now=NOW + timedelta(weeks=1))
    assert [kind for kind, _name in told()] == ["assignment_closes", "assignment_opened"]


@pytest.mark.parametrize("command", [reflection.pause, reflection.withdraw])
def test_what_cannot_be_answered_is_not_told(maj: Any, runner: Any, command: Any) -> None:
    of = a_given_round(maj)
    command(by=maj, now=NOW, round=of.id, code="01", seen=of.version)
    assert reflection.remind(by=runner, now=NOW) == 0


def test_what_has_not_been_published_or_lies_ahead_is_not_told(maj: Any, runner: Any) -> None:
    a_given_round(maj, publish=False)
    ahead = an_assignment(maj, opens_on=date(2026, 12, 1), closes_on=date(2026, 12, 8))
    a_given_round(maj, title="Senare", assignments=[ahead])
    assert reflection.remind(by=runner, now=NOW) == 0


def test_who_has_left_is_not_told(maj: Any, runner: Any) -> None:
    of = a_given_round(maj, recipients=("Petra Lövhage",))
    reflection.remove_recipient(
        by=maj,
        now=NOW,
        round=of.id,
        account=cast.account_id("Petra Lövhage"),
        service_area=cast.area_id(cast.EKKOPING, "Grundskola"),
    )
    assert reflection.remind(by=runner, now=NOW) == 0


def test_what_waits_for_somebody_is_what_they_have_not_answered(maj: Any) -> None:
    asked = [an_assignment(maj, "01", **days(9, 27)), an_assignment(maj, "02", **days(9, 20))]
    of = a_given_round(maj, assignments=asked, recipients=("Petra Lövhage",))
    account = cast.account_id("Petra Lövhage")

    def waits(day: date) -> list[str]:
        found = reflection.awaited(account=account, day=day)
        return [each.code for each in found]

    assert waits(date(2026, 11, 16)) == ["02", "01"]
    assert waits(date(2026, 11, 23)) == ["01"]
    answered(of, "Petra Lövhage")
    assert waits(date(2026, 11, 16)) == ["02"]


def test_only_those_who_lead_remind(maj: Any) -> None:
    with pytest.raises(NotYours):
        reflection.remind(by=cast.actor("Petra Lövhage"), now=NOW)
