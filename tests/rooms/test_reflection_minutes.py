"""An assignment's minutes: declared for those it asks when it is published, and given back when it is withdrawn."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from kedjan.access.service import Role
from kedjan.reflection import service as reflection
from kedjan.reflection.service import AssignmentState, EventKind
from kedjan.tasks import service as tasks
from kedjan.tasks.service import Instead
from kedjan_site.demo import cast
from tests.rooms.reflection_given import a_given_round, an_assignment
from tests.rooms.reflection_rounds import NOW
from tests.rooms.test_tasks import YEAR, a_thing, declared, framed, id_of

pytestmark = pytest.mark.django_db
MIXED = ("Petra Lövhage", "Idris Kvarnvass", "Ester Kärrgrind")


@pytest.fixture
def maj() -> Any:
    return cast.actor("Maj Sävdunge")


def asked(by: Any, school_year: str = YEAR) -> dict[Role, list[tuple[str, int, bool]]]:
    found = tasks.overview(by=by, now=NOW, school_year=school_year)
    return {
        each.role: [(one.title, one.minutes, one.in_meetings) for one in each.declared]
        for each in found.loads
        if each.declared
    }


def published(by: Any, of: reflection.Round, code: str = "01", **more: Any) -> reflection.Round:
    seen = reflection.round(by=by, id=of.id).version
    return reflection.publish(by=by, now=NOW, round=of.id, code=code, seen=seen, **more)


def withdrawn(by: Any, of: reflection.Round) -> reflection.Round:
    seen = reflection.round(by=by, id=of.id).version
    return reflection.withdraw(by=by, now=NOW, round=of.id, code="01", seen=seen)


def test_publishing_declares_the_minutes_once_for_each_role_that_is_asked(maj: Any) -> None:
    of = a_given_round(maj, recipients=MIXED, publish=False)
    assert asked(maj) == {}
    published(maj, of)
    published(maj, of)
    one = [("Övergångar: 01 Stödet vid övergångar", 15, False)]
    assert asked(maj) == {Role.TEACHER: one, Role.PRINCIPAL: one}


def test_minutes_lie_in_the_school_year_in_which_the_assignment_opens(maj: Any) -> None:
    late = an_assignment(maj, opens_on=date(2027, 6, 28), closes_on=date(2027, 7, 20))
    a_given_round(maj, assignments=[late, replace(late, code="02", opens_on=date(2027, 7, 1))])
    assert [title for title, _m, _h in asked(maj)[Role.TEACHER]] == ["Övergångar: 01 Stödet vid övergångar"]
    assert [title for title, _m, _h in asked(maj, "2027/28")[Role.TEACHER]] == ["Övergångar: 02 Stödet vid övergångar"]


def test_publishing_above_a_frame_asks_first_and_changes_nothing(maj: Any) -> None:
    framed(maj, 100)
    declared(maj, a_thing({Role.TEACHER: 90}))
    of = a_given_round(maj, publish=False)
    with pytest.raises(tasks.OverBudget) as refusal:
        published(maj, of)
    assert [(each.load.role, each.above) for each in refusal.value.over] == [(Role.TEACHER, 5)]
    assert reflection.round(by=maj, id=of.id) == of, "not even the version is another"
    away = Instead(withdrawn=(id_of(maj, "Mitterminsavstämning"),))
    assert published(maj, of, instead=away).assignments[0].state is AssignmentState.PUBLISHED
    assert asked(maj) == {Role.TEACHER: [("Övergångar: 01 Stödet vid övergångar", 15, False)]}


def test_withdrawing_gives_the_minutes_back(maj: Any) -> None:
    framed(maj, 15)
    of = a_given_round(maj)
    another = a_given_round(maj, title="Ledning", publish=False)
    with pytest.raises(tasks.OverBudget):
        published(maj, another)
    withdrawn(maj, of)
    assert asked(maj) == {}
    published(maj, another)
    assert tasks.left(by=maj, now=NOW, role=Role.TEACHER, school_year=YEAR) == 0


def test_a_paused_assignment_keeps_its_minutes(maj: Any) -> None:
    of = a_given_round(maj)
    reflection.pause(by=maj, now=NOW, round=of.id, code="01", seen=of.version)
    assert len(asked(maj)[Role.TEACHER]) == 1


def test_meeting_time_taken_away_turns_the_minutes_into_extra_time(maj: Any) -> None:
    of = a_given_round(maj, publish=False)
    meeting = reflection.add_event(
        by=maj, now=NOW, round=of.id, kind=EventKind.MEETING, day=date(2026, 11, 20), codes=["01"], key=uuid4()
    )
    published(maj, of)
    (load,) = tasks.overview(by=maj, now=NOW, school_year=YEAR).loads
    assert (load.in_meetings, load.outside) == (15, 0)
    reflection.remove_event(by=maj, now=NOW, round=of.id, event=meeting.id)
    (load,) = tasks.overview(by=maj, now=NOW, school_year=YEAR).loads
    assert (load.in_meetings, load.outside) == (0, 15)
    reflection.add_event(
        by=maj, now=NOW, round=of.id, kind=EventKind.FEEDBACK, day=date(2026, 11, 20), codes=["01"], key=uuid4()
    )
    assert asked(maj)[Role.TEACHER][0][2] is False, "telling what was found is no time to answer in"


def test_minutes_follow_those_who_come_and_go_after_publishing(maj: Any) -> None:
    framed(maj, 10, Role.PRINCIPAL)
    of = a_given_round(maj)
    ester = cast.account_id("Ester Kärrgrind")
    reflection.add_recipients(by=maj, now=NOW, round=of.id, accounts=[ester])
    assert set(asked(maj)) == {Role.TEACHER, Role.PRINCIPAL}
    (noted,) = tasks.overview(by=maj, now=NOW, school_year=YEAR).overruns
    assert (noted.role, noted.above, noted.motive) == (Role.PRINCIPAL, 5, "")
    (line,) = [
        each for each in reflection.recipients(by=maj, now=NOW, round=of.id).lines.items if each.account == ester
    ]
    reflection.remove_recipient(by=maj, now=NOW, round=of.id, account=ester, service_area=line.area)
    assert set(asked(maj)) == {Role.TEACHER}


def test_a_published_assignment_made_longer_is_told_anew_and_not_above_a_frame(maj: Any) -> None:
    framed(maj, 20)
    of = a_given_round(maj)
    for minutes in (25, 20):
        change: dict[str, Any] = {"seen": of.version, "assignment": replace(of.assignments[0], minutes=minutes)}
        if minutes == 25:
            with pytest.raises(tasks.OverBudget):
                reflection.change_assignment(by=maj, now=NOW, id=of.id, **change)
        else:
            reflection.change_assignment(by=maj, now=NOW, id=of.id, **change)
    assert asked(maj)[Role.TEACHER][0][1] == 20


def test_only_those_who_are_asked_are_asked_for_the_minutes(maj: Any) -> None:
    of = a_given_round(maj, recipients=["Petra Lövhage"])
    own = reflection.own_askings(by=cast.actor("Petra Lövhage"))
    assert own == {f"{of.id.hex}:01"}
    assert reflection.own_askings(by=cast.actor("Idris Kvarnvass")) == frozenset()
    withdrawn(maj, of)
    assert reflection.own_askings(by=cast.actor("Petra Lövhage")) == frozenset()
