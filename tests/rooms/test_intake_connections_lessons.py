"""Attendance by lesson is fetched in pieces that are each decided on, or else attendance that is added up."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kedjan.facts.service import FactKind
from kedjan.intake import models
from kedjan.intake import service as intake
from kedjan.intake.service import DeliveryState, FetchState
from kedjan_site.demo import cast
from tests.formats import ss12000_server as other
from tests.formats.ss12000_server import Said
from tests.formats.test_ss12000_lessons import attended, event
from tests.formats.test_ss12000_server_lessons import embeds, looks_up
from tests.rooms.results_made import NILS, NOW
from tests.rooms.test_intake_connections import (
    BEFORE,
    accepted,
    connected,
    delivered,
    fetched,
    in_place,
    own_shelves,
    there,
    told,
)

__all__ = ["own_shelves", "there"]

pytestmark = pytest.mark.django_db
LESSONS = (FactKind.LESSONS,)


@pytest.fixture
def taught(there: other.Server) -> other.Server:
    """The school system with two days of lessons in different months, and the attendance of both pupils at each."""
    days = [(NOW - timedelta(days=back)).date().isoformat() for back in (40, 1)]
    there.holds["calendarEvents"] = [event(800 + at, day) for at, day in enumerate(days)]
    there.holds["attendances"] = [
        attended(300 + 2 * at + pupil, 800 + at, pupil + 1) for at in range(2) for pupil in range(2)
    ]
    usual, there.open = there.instead, True
    there.instead = lambda kind, given: usual(kind, given) or embeds(there, kind, given)
    return there


def test_lessons_come_by_month_and_changes_alone_are_asked_for_when_all_are_in(taught: other.Server) -> None:
    of, nils = connected(taught, kinds=LESSONS), cast.actor(NILS)
    found = fetched(of)
    assert (found.state, found.error, told(found)) == (FetchState.DONE, "", set())
    lines = delivered(found)
    assert [(each.kind, each.new, each.refused) for each in lines] == [(FactKind.LESSONS, 2, 0)] * 2
    assert found.progress["attendances"] == 4
    assert sorted(each.file_name for each in lines) == ["Elevregistret 2026-10", "Elevregistret 2026-11"]
    intake.accept(by=nils, now=NOW, id=lines[0].id, seen=lines[0].revision)
    assert intake.connection(by=nils, id=of.id).since == {}
    again = fetched(of, at=NOW + BEFORE)
    assert len(delivered(again)) == 2
    assert {each.state for each in delivered(found)} == {DeliveryState.ACCEPTED, DeliveryState.DISCARDED}
    accepted(again)
    assert len(in_place(FactKind.LESSONS)) == 4
    assert set(intake.connection(by=nils, id=of.id).since) == {FactKind.LESSONS}
    taught.asked.clear()
    third = fetched(of, at=NOW + 2 * BEFORE)
    asked = [given["startTime.onOrAfter"] for kind, given in taught.asked if kind == "calendarEvents"]
    assert len(asked) < 62 and len(delivered(third)) == 2


def test_lessons_without_their_attendance_come_as_well_where_many_are_looked_up_at_once(taught: other.Server) -> None:
    usual = taught.instead
    taught.instead = lambda kind, given: (
        looks_up(taught, kind, given) if kind in {"calendarEvents", "attendances/lookup"} else usual(kind, given)
    )
    found = fetched(connected(taught, kinds=LESSONS))
    assert (found.state, told(found), found.progress["attendances"]) == (FetchState.DONE, set(), 4)
    assert [(each.kind, each.new, each.refused) for each in delivered(found)] == [(FactKind.LESSONS, 2, 0)] * 2
    assert "attendances" not in {kind for kind, _ in taught.asked}


@pytest.mark.parametrize("status", [403, 404])
def test_where_lessons_are_not_given_attendance_added_up_is_fetched_in_their_place(
    taught: other.Server, status: int
) -> None:
    usual = taught.instead
    taught.instead = lambda kind, given: Said(status) if kind == "calendarEvents" else usual(kind, given)
    found = fetched(connected(taught, kinds=LESSONS))
    assert found.state is FetchState.DONE and "Attendance added up was fetched in the place of lessons." in told(found)
    assert {each.kind for each in delivered(found)} == {FactKind.ATTENDANCE}


def test_a_server_that_breaks_off_leaves_whole_pieces_and_all_is_asked_for_the_next_time(taught: other.Server) -> None:
    usual, last = taught.instead, (NOW - timedelta(days=1)).date().isoformat()
    taught.instead = lambda kind, given: (
        Said(200, b'{"data": [') if given.get("startTime.onOrAfter", "").startswith(last) else usual(kind, given)
    )
    of, nils = connected(taught, kinds=LESSONS), cast.actor(NILS)
    found = fetched(of)
    assert (found.state, [each.new for each in delivered(found)]) == (FetchState.FAILED, [2])
    accepted(found)
    assert intake.connection(by=nils, id=of.id).since == {} and not models.Waiting.objects.exists()
    taught.instead = usual
    assert [(each.new, each.unchanged) for each in delivered(fetched(of, at=NOW + BEFORE))] in (
        [(0, 2), (2, 0)],
        [(2, 0), (0, 2)],
    )


def test_trying_asks_for_lessons_of_the_day(taught: other.Server) -> None:
    of = connected(taught, kinds=LESSONS)
    clock = {"clock": timezone.now, "sleep": lambda _: None}
    found = intake.try_connection(by=cast.actor(NILS), id=of.id, today=NOW.date(), **clock)
    assert {each.values["kind"]: each.well for each in found} == dict.fromkeys(
        ("calendarEvents", "persons", "activities", "syllabuses", "organisations"), True
    )
