"""How a round is answered: the curve, who is missing by group, why people abstain; and nobody pointed out."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4, uuid5

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kedjan.access.service import NotHere, NotYours
from kedjan.reflection import service as reflection
from kedjan.reflection.responding.rules import gathered, hidden, lacking, partition, pooled
from kedjan.reflection.service import Group, Reason
from kedjan_site.demo import cast
from kedjan_statistics.disclosure import Cell, plan
from kedjan_statistics.figure import Figure, Hidden, count
from tests.rooms.reflection_asked import an_asked_round, ask, send
from tests.rooms.reflection_rounds import NOW, the_reference

AT_SCHOOL = (
    *("Petra Lövhage", "Idris Kvarnvass", "Karin Olspång", "Jonas Myrgrind", "Siv Blåmyr", "Adnan Vidspång"),
    *("Love Spånghage", "Ester Kärrgrind", "Hanna Ekgrind", "Viggo Lindvass"),
)
AT_PRESCHOOL = ("Alva Rönnbrink", "Samir Dalvass", "Ines Pilbrink", "Disa Hagvret", "Elin Brotuva", "Vera Kvällsmyr")
AT_UPPER = ("Bo Alspång", "Mira Tuvdal")
MAJ, LEADS = "Maj Sävdunge", "Nils Björkspång"


@pytest.fixture
def maj() -> Any:
    return cast.actor(MAJ)


def a_round_of_three_areas(**more: Any) -> reflection.Round:
    of = an_asked_round(people=AT_SCHOOL, **more)
    for area, names in (("Förskola", AT_PRESCHOOL), ("Gymnasieskola", AT_UPPER)):
        for name in names:
            ask(of.id, name, (area,))
    return of


def answer(of: reflection.Round, *names: str, within: str = "Grundskola", code: str = "01") -> None:
    for name in names:
        send(cast.actor(name), of, within=within, code=code)


def abstain(of: reflection.Round, reason: Reason, *names: str, code: str = "01") -> None:
    for name in names:
        reflection.abstain(by=cast.actor(name), now=NOW, round=of.id, code=code, reason=reason)


def seen(of: reflection.Round, by: Any, **more: Any) -> reflection.Response:
    return reflection.response(by=by, now=NOW, round=of.id, **more)


@pytest.mark.django_db
def test_the_studys_curve_gives_the_alarm_first_at_5b() -> None:
    maj = cast.actor(MAJ)
    found = seen(the_reference(maj), maj)
    assert [point.loops for point in found.points] == [65, 62, 53, 41, 45, 29, 29, 30, 48]
    assert found.first_alarm == "05b"
    rates = {point.code: point.rate for point in found.points}
    assert rates["05b"] == Figure(29, 65, "share")
    assert [point.code for point in found.points if point.alarm] == ["05b", "06", "07"]


@pytest.mark.django_db
def test_of_a_round_read_from_a_file_only_the_curve_is_known() -> None:
    maj = cast.actor(MAJ)
    found = seen(the_reference(maj), maj)
    assert (found.by_name, found.areas, found.units, found.reasons) == (False, (), (), ())
    assert not any(isinstance(point.abstained, Figure) for point in found.points)


@pytest.mark.django_db
def test_groups_of_fewer_than_five_are_counted_with_the_smallest_of_the_others(maj: Any) -> None:
    of = a_round_of_three_areas()
    answer(of, *AT_SCHOOL[:6])
    answer(of, "Alva Rönnbrink", within="Förskola")
    answer(of, "Bo Alspång", within="Gymnasieskola")
    found = seen(of, maj)
    told = {each.parts: (each.asked, each.answered) for each in found.areas}
    assert told == {(("Grundskola",),): (10, 6), (("Förskola",), ("Gymnasieskola",)): (8, 2)}
    (point,) = found.points
    assert (point.persons, found.invited, point.alarm, point.is_open) == (8, 18, True, True)


@pytest.mark.django_db
def test_somebody_asked_in_two_areas_is_counted_once(maj: Any) -> None:
    of = a_round_of_three_areas()
    ask(of.id, "Petra Lövhage", ("Förskola",))
    answer(of, "Petra Lövhage")
    found = seen(of, maj)
    assert sum(each.asked for each in found.areas) == found.invited == 18
    assert sum(each.answered for each in found.areas) == 1
    assert (("Förskola", "Grundskola") in found.areas[-1].parts) is True


@pytest.mark.django_db
def test_who_abstains_is_counted_apart_only_where_five_have_not_answered(maj: Any) -> None:
    of = a_round_of_three_areas(codes=("01", "02"))
    abstain(of, Reason.TIME, "Petra Lövhage", "Alva Rönnbrink")
    answer(of, *AT_SCHOOL[2:9], code="02")
    abstain(of, Reason.TIME, "Petra Lövhage", code="02")
    first, second = (seen(of, maj, code=code) for code in ("01", "02"))
    assert {each.parts[0]: (each.abstained, each.unanswered) for each in first.areas} == {
        ("Grundskola",): (count(1), count(9)),
        ("Förskola",): (count(1), count(7)),
    }
    school, other = second.areas
    assert (school.asked - school.answered, school.abstained) == (3, Hidden("few_persons"))
    assert other.abstained == Hidden("complementary"), "or the three's would be what is left of the whole"
    assert second.points[1].abstained == count(1)


@pytest.mark.django_db
def test_how_many_abstain_is_not_told_where_all_but_a_few_have_answered(maj: Any) -> None:
    of = an_asked_round(people=AT_SCHOOL)
    answer(of, *AT_SCHOOL[:7])
    abstain(of, Reason.TIME, AT_SCHOOL[8])
    (point,) = seen(of, maj).points
    assert (point.persons, point.abstained, point.unanswered) == (7, Hidden("few_persons"), Hidden("few_persons"))
    assert seen(of, maj).reasons == ()


@pytest.mark.django_db
def test_reasons_that_fewer_than_five_gave_are_pooled(maj: Any) -> None:
    of = a_round_of_three_areas()
    abstain(of, Reason.TIME, *AT_SCHOOL[:6])
    abstain(of, Reason.PURPOSE, *AT_PRESCHOOL[:3])
    abstain(of, Reason.NOT_ME, *AT_UPPER)
    found = seen(of, maj)
    assert [(each.reason, each.times, each.others) for each in found.reasons] == [
        (Reason.TIME, 6, ()),
        (Reason.OTHER, 5, (Reason.PURPOSE, Reason.NOT_ME)),
    ]


@pytest.mark.django_db
def test_reasons_of_fewer_than_five_persons_are_not_shown_at_all(maj: Any) -> None:
    of = a_round_of_three_areas()
    assert not seen(of, maj).too_few_reasons
    abstain(of, Reason.TIME, *AT_SCHOOL[:4])
    found = seen(of, maj)
    assert (found.reasons, found.too_few_reasons) == ((), True)


@pytest.mark.django_db
def test_it_is_said_which_group_more_answers_are_lacking_from(maj: Any) -> None:
    of = a_round_of_three_areas()
    answer(of, *AT_SCHOOL)
    answer(of, "Alva Rönnbrink", within="Förskola")
    (told,) = seen(of, maj).lacking
    assert (told.parts, told.lacking, told.asked) == ((("Förskola",), ("Gymnasieskola",)), 7, 8)
    assert (told.others_lacking, told.others_asked) == (0, 10)


@pytest.mark.django_db
def test_units_are_parts_of_their_area_and_none_of_fewer_than_five(maj: Any) -> None:
    of = a_round_of_three_areas()
    answer(of, "Idris Kvarnvass")
    units = seen(of, maj).units
    assert {each.within for each in units} <= {(("Grundskola",),), (("Förskola",), ("Gymnasieskola",))}
    assert all(each.asked >= 5 for each in units)


@pytest.mark.django_db
def test_what_has_not_opened_is_no_alarm(maj: Any) -> None:
    of = an_asked_round(people=AT_SCHOOL, codes=("01", "02"), opens_on=NOW.date() + timedelta(days=1))
    found = seen(of, maj)
    assert (found.points, found.first_alarm, found.not_open) == ((), None, ("01", "02"))


@pytest.mark.django_db
def test_it_is_told_to_those_who_read_or_lead_and_to_nobody_else(maj: Any) -> None:
    of = a_round_of_three_areas()
    assert seen(of, cast.actor(LEADS)) == seen(of, maj)
    assert seen(of, cast.actor("Karin Olspång")) == seen(of, maj), "who reads, and does not lead"
    for name in ("Petra Lövhage", "Torun Hedspång"):
        with pytest.raises(NotYours):
            seen(of, cast.actor(name))
    with pytest.raises(NotHere):
        seen(of, cast.actor("Sten Klockvret"))
    with pytest.raises(NotHere):
        seen(of, maj, code="99")


@pytest.mark.django_db
def test_each_assignment_is_told_of_in_a_file(maj: Any) -> None:
    of = a_round_of_three_areas(codes=("01", "02"))
    answer(of, "Petra Lövhage", code="02")
    found = reflection.response_of_all(by=maj, now=NOW, round=of.id)
    assert [each.code for each in found] == ["01", "02"]
    assert [sum(area.answered for area in each.areas) for each in found] == [0, 1]
    assert found[1] == seen(of, maj, code="02")


PERSONS = [uuid5(UUID(int=0), str(number)) for number in range(40)]
PLACES = st.sampled_from([("A",), ("B",), ("C",), ("D",), ("A", "B")])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(PLACES, st.sampled_from([("x",), ("y",), ("z",), ()])), max_size=40))
def test_no_sum_or_difference_of_the_groups_says_anything_of_fewer_than_five(where: list[Any]) -> None:
    people = dict(zip(PERSONS, where, strict=False))
    areas = gathered(partition({person: area for person, (area, _unit) in people.items()}))
    units = [
        unit for area in areas for unit in gathered(partition({person: people[person][1] for person in area.persons}))
    ]
    assert sum(len(area.persons) for area in areas) in {0, len(people)}
    lots = [group.persons for group in (*areas, *units)] + [frozenset(people)] * (len(people) >= 5)
    cells = [Cell(number, {each.hex: each.hex for each in lot}) for number, lot in enumerate(lots)]
    assert not plan(cells).hidden


def test_groups_stay_in_their_order_and_what_is_gathered_stands_last() -> None:
    groups = {("A",): frozenset(PERSONS[:3]), ("B",): frozenset(PERSONS[3:13]), ("C",): frozenset(PERSONS[13:15])}
    assert [group.parts for group in gathered(groups)] == [((("B",)),), (("A",), ("C",))]
    assert gathered({("A",): frozenset(PERSONS[:4])}) == ()
    assert gathered({}) == ()


def test_what_two_small_groups_hide_together_needs_no_third() -> None:
    lots = [frozenset(PERSONS[:3]), frozenset(PERSONS[3:6]), frozenset(PERSONS[6:20])]
    assert hidden(lots) == (True, True, False)
    assert hidden(lots[1:]) == (True, True)
    assert hidden([frozenset(), lots[2]]) == (False, False)


def test_nothing_is_said_of_groups_where_chance_would_do() -> None:
    one, other = (Group(((name,),), frozenset(some)) for name, some in (("A", PERSONS[:8]), ("B", PERSONS[8:16])))
    assert lacking([(one, frozenset(PERSONS[:3])), (other, frozenset(PERSONS[8:12]))]) == ()
    assert lacking([(one, frozenset())]) == ()


def test_too_small_an_other_takes_the_smallest_of_the_reasons_with_it() -> None:
    given_ = [(Reason.TIME, uuid4()) for _ in range(9)] + [(Reason.PURPOSE, uuid4()) for _ in range(6)]
    assert [(each.reason, each.times) for each in pooled(given_)] == [(Reason.TIME, 9), (Reason.PURPOSE, 6)]
    found = pooled([*given_, (Reason.OTHER, uuid4())])
    assert [(each.reason, each.times) for each in found] == [(Reason.TIME, 9), (Reason.OTHER, 7)]
    twice = [(Reason.TIME, PERSONS[0])] * 9
    assert pooled(twice) == (), "nine times one person is one person"
