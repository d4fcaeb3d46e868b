"""The days of a round: meetings and feedback, what to look at, a whole schedule from a file, and the year after."""

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any
from uuid import uuid4

import pytest

from kedjan.access.service import Changed, NotHere, NotYours, Refused, Role
from kedjan.people import service as people
from kedjan.reflection import service as reflection
from kedjan.reflection.giving.rules import warnings_of
from kedjan.reflection.service import AssignmentState, EventKind, WarningKind
from kedjan_site.demo import cast
from tests.rooms.reflection_given import CLOSES, a_given_round, an_assignment
from tests.rooms.reflection_rounds import NOW, a_round

pytestmark = pytest.mark.django_db

STUDY = """slag;från;till;uppdrag;text;klockan;minuter
möte;2021-03-01;;01;Introduktion per ledargrupp;;
uppdrag;1 mars 2021;11 mars 2021;01;Systematiskt kvalitetsarbete;;20
möte;2021-03-12;;02;Skolledarträff;08:30;180
uppdrag;2021-03-12;;02;Styrning och ledning;;20
uppdrag;2021-03-15;;03;Ledning och stimulans;;20
uppdrag;2021-03-29;;04;Utvecklingsarbetets fokus;;20
återkoppling;2021-04-16;;01, 02, 03;Preliminär analys;;
möte;2021-04-16;;05a;Skolledarträff;;
uppdrag;2021-04-16;;05a;Slutsatserna;;15
uppdrag;2021-04-16;;05b;Analys;;20
uppdrag;2021-04-19;;06;Pedagogiskt ledarskap;;20
uppdrag;2021-04-26;;07;Lärmiljöer;;20
sista dag;2021-04-30;;;Gäller alla uppdrag;;
återkoppling;2021-05-21;;01 02 03 04 05a 05b 06 07;Analys av det hela;;
möte;2021-05-21;;08;Skolledarträff;;
uppdrag;2021-05-21;;08;Sammanfattning;;15
uppdrag;2021-09-01;;09;Slutlig version;;15
"""


@pytest.fixture
def maj() -> Any:
    return cast.actor("Maj Sävdunge")


def taken(maj: Any, of: reflection.Round, text: str = STUDY) -> reflection.Schedule:
    seen = reflection.round(by=maj, id=of.id).version
    return reflection.take_schedule(by=maj, now=NOW, round=of.id, data=text.encode(), name="tidsplan.csv", seen=seen)


def test_the_studys_schedule_raises_exactly_the_warnings_of_the_study(maj: Any) -> None:
    of = a_round(maj)
    read = reflection.read_schedule(by=maj, round=of.id, data=STUDY.encode(), name="tidsplan.csv")
    assert read.acceptable
    assert len(read.new_codes) == 10
    warned = [(each.kind, each.codes) for each in read.schedule.warnings]
    assert warned == [
        (WarningKind.OPENS_AFTER_DEADLINE, ("08",)),
        (WarningKind.OPENS_AFTER_DEADLINE, ("09",)),
        (WarningKind.LOAD, ("05b", "06", "07")),
    ]
    assert reflection.round(by=maj, id=of.id).assignments == (), "reading changes nothing"


def test_a_schedule_taken_in_gives_drafts_with_days_and_the_rounds_last_day(maj: Any) -> None:
    of = a_round(maj)
    schedule = taken(maj, of)
    after = reflection.round(by=maj, id=of.id)
    assert [each.code for each in after.assignments] == ["01", "02", "03", "04", "05a", "05b", "06", "07", "08", "09"]
    assert {each.state for each in after.assignments} == {AssignmentState.DRAFT}
    assert (after.assignments[0].opens_on, after.assignments[0].closes_on) == (date(2021, 3, 1), date(2021, 3, 11))
    assert after.assignments[6].closes_on == date(2021, 4, 30), "what has no last day closes with the round"
    assert after.assignments[8].closes_on is None, "but not before it opens"
    assert after.closed_on == schedule.deadline == date(2021, 4, 30)
    assert [(each.kind, each.day.month) for each in schedule.events] == [
        (EventKind.MEETING, 3),
        (EventKind.MEETING, 3),
        (EventKind.FEEDBACK, 4),
        (EventKind.MEETING, 4),
        (EventKind.FEEDBACK, 5),
        (EventKind.MEETING, 5),
    ]
    assert schedule.events[1].starts == time(8, 30)


def test_the_same_schedule_taken_in_twice_is_once(maj: Any) -> None:
    of = a_round(maj)
    first = taken(maj, of)
    assert taken(maj, of) == first


def test_minutes_are_in_meeting_time_until_the_meeting_is_taken_away(maj: Any) -> None:
    of = a_round(maj)
    load = taken(maj, of).load
    assert (load.in_meetings, load.outside) == (20 + 20 + 15 + 15, 20 + 20 + 20 + 20 + 20 + 15)
    meeting = next(each for each in reflection.schedule(by=maj, round=of.id).events if each.codes == ("02",))
    for _ in range(2):
        reflection.remove_event(by=maj, now=NOW, round=of.id, event=meeting.id)
    after = reflection.schedule(by=maj, round=of.id).load
    assert (after.in_meetings, after.outside) == (load.in_meetings - 20, load.outside + 20)


@pytest.mark.parametrize(
    ("row", "column", "value"),
    [
        ("fika;2021-03-01;;01;;;", "slag", "fika"),
        ("uppdrag;i våras;;01;;;", "från", "i våras"),
        ("uppdrag;2021-02-30;;01;;;", "från", "2021-02-30"),
        ("uppdrag;;;01;;;", "från", ""),
        ("uppdrag;2021-03-12;2021-03-11;01;;;", "till", "2021-03-11"),
        ("uppdrag;2021-03-12;;;;;", "uppdrag", ""),
        ("uppdrag;2021-03-12;;01 02;;;", "uppdrag", "01 02"),
        ("möte;2021-03-12;;;;25:10;", "klockan", "25:10"),
        ("möte;2021-03-12;;;;;många", "minuter", "många"),
    ],
)
def test_a_wrong_row_of_a_schedule_is_told(maj: Any, row: str, column: str, value: str) -> None:
    of = a_round(maj)
    text = f"slag;från;till;uppdrag;text;klockan;minuter\nuppdrag;2021-03-01;;99;;;\n{row}\n"
    read = reflection.read_schedule(by=maj, round=of.id, data=text.encode(), name="tidsplan.csv")
    (problem,) = read.problems
    assert (problem.row, problem.column, problem.value) == (3, column, value)
    with pytest.raises(Refused, match="1 rows are wrong"):
        taken(maj, of, text)


def test_an_assignment_given_twice_and_a_meeting_about_none_of_the_rounds_are_told(maj: Any) -> None:
    of = a_round(maj)
    text = "slag;från;uppdrag\nuppdrag;2021-03-01;01\nuppdrag;2021-03-02;01\nmöte;2021-03-02;77\n"
    read = reflection.read_schedule(by=maj, round=of.id, data=text.encode(), name="tidsplan.csv")
    assert {(each.row, each.value) for each in read.problems} == {(3, "01"), (4, "77")}


def test_the_days_of_what_is_published_are_not_moved_by_a_file(maj: Any) -> None:
    of = a_given_round(maj)
    text = "slag;från;uppdrag\nuppdrag;2026-12-01;01\n"
    read = reflection.read_schedule(by=maj, round=of.id, data=text.encode(), name="tidsplan.csv")
    assert [each.row for each in read.problems] == [2]


def test_a_file_without_the_columns_of_a_schedule_is_refused(maj: Any) -> None:
    of = a_round(maj)
    with pytest.raises(Refused):
        reflection.read_schedule(by=maj, round=of.id, data=b"namn;skola\nA;B\n", name="fel.csv")


def test_a_schedule_taken_in_from_an_older_version_is_told(maj: Any) -> None:
    of = a_round(maj)
    taken(maj, of)
    with pytest.raises(Changed):
        reflection.take_schedule(by=maj, now=NOW, round=of.id, data=STUDY.encode(), name="x.csv", seen=of.version)


def test_what_closes_after_the_rounds_last_day_is_told() -> None:
    told = reflection.Assignment("01", "A", opens_on=date(2026, 3, 1), closes_on=date(2026, 5, 4))
    (warning,) = warnings_of([told], [], date(2026, 4, 30))
    assert (warning.kind, warning.day) == (WarningKind.CLOSES_AFTER_DEADLINE, date(2026, 5, 4))
    assert warnings_of([replace(told, state=AssignmentState.WITHDRAWN)], [], date(2026, 4, 30)) == ()


def test_fourteen_days_apart_is_no_load_and_thirteen_is() -> None:
    def three(last: int) -> list[reflection.Assignment]:
        return [reflection.Assignment(f"{day:02}", "A", opens_on=date(2026, 3, day)) for day in (1, 8, last)]

    assert warnings_of(three(15), [], None) == ()
    assert [each.codes for each in warnings_of(three(14), [], None)] == [("01", "08", "14")]


def test_an_event_is_put_in_once_and_is_about_the_rounds_assignments(maj: Any) -> None:
    of, key = a_given_round(maj), uuid4()
    for _ in range(2):
        made = reflection.add_event(
            by=maj, now=NOW, round=of.id, kind=EventKind.MEETING, day=date(2026, 11, 20), codes=["01"], key=key
        )
    assert reflection.schedule(by=maj, round=of.id).events == (made,)
    with pytest.raises(NotHere):
        reflection.add_event(
            by=maj, now=NOW, round=of.id, kind=EventKind.MEETING, day=date(2026, 11, 20), codes=["77"], key=uuid4()
        )
    with pytest.raises(NotYours):
        reflection.schedule(by=cast.actor("Petra Lövhage"), round=of.id)


def copied(maj: Any, of: reflection.Round, **more: Any) -> reflection.Round:
    given = {"title": "Övergångar HT27", "key": uuid4(), **more}
    return reflection.copy_round(by=maj, now=NOW, round=of.id, **given)


def test_a_round_is_copied_to_the_same_weekdays_a_year_later(maj: Any) -> None:
    asked = [an_assignment(maj), replace(an_assignment(maj, "02"), emotion=True)]
    of = a_given_round(maj, assignments=asked, opened_on=date(2026, 11, 9), closed_on=date(2026, 12, 4))
    reflection.add_event(
        by=maj, now=NOW, round=of.id, kind=EventKind.MEETING, day=date(2026, 11, 20), codes=["01", "02"], key=uuid4()
    )
    of = reflection.round(by=maj, id=of.id)
    reflection.withdraw(by=maj, now=NOW, round=of.id, code="02", seen=of.version)
    new = copied(maj, of)
    (first,) = new.assignments
    assert (first.heading, first.goal, first.state) == (asked[0].heading, asked[0].goal, AssignmentState.DRAFT)
    assert first.closes_on == CLOSES + timedelta(days=364)
    assert first.closes_on.weekday() == CLOSES.weekday()
    assert (new.opened_on, new.tag_set) == (date(2027, 11, 8), of.tag_set)
    (event,) = reflection.schedule(by=maj, round=new.id).events
    assert (event.day, event.codes) == (date(2027, 11, 19), ("01",))


def test_the_recipients_of_a_copy_come_by_its_rules_and_readers_stay_who_work_here(maj: Any) -> None:
    roger = cast.actor("Roger Hällspång")
    of = a_given_round(maj, readers=(maj, roger))
    reflection.add_rule(
        by=maj,
        now=NOW,
        round=of.id,
        unit=cast.unit_id(cast.EKKOPING, "Kråkekskolan"),
        roles=[Role.PRINCIPAL],
        key=uuid4(),
    )
    new = copied(maj, of)
    found = reflection.recipients(by=maj, now=NOW, round=new.id)
    assert [each.name for each in found.lines.items] == ["Hanna Ekgrind"]
    assert new.invited == 1
    assert [each.name for each in new.readers] == ["Maj Sävdunge"]


def test_copying_twice_is_once_and_a_title_in_use_is_refused(maj: Any) -> None:
    of, key = a_given_round(maj), uuid4()
    assert copied(maj, of, key=key) == copied(maj, of, key=key)
    with pytest.raises(Refused, match="already a round"):
        copied(maj, of)


def test_a_reader_whose_account_is_closed_does_not_read_the_copy(maj: Any) -> None:
    nils = cast.actor("Nils Björkspång")
    of = a_given_round(maj, readers=(maj, nils))
    people.deactivate(by=nils, now=NOW, id=cast.account_id("Maj Sävdunge"))
    new = copied(cast.actor("Nils Björkspång"), of)
    assert [each.name for each in new.readers] == ["Nils Björkspång"]
