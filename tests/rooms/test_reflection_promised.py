"""What a round promised of time: kept, late, or never told of; and how soon people in it got an answer."""

from datetime import date, timedelta
from fractions import Fraction
from typing import Any
from uuid import UUID, uuid4

import pytest

from kedjan.access.service import NotHere, NotYours, Refused
from kedjan.reflection import models
from kedjan.reflection import service as reflection
from kedjan.reflection.service import EventKind
from kedjan_site.demo import cast
from tests.rooms.reflection_asked import MAJ, an_asked_round, send
from tests.rooms.reflection_rounds import NOW
from tests.rooms.test_reflection_responding import AT_SCHOOL

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 12)


def seen(of: reflection.Round, now: Any = NOW) -> reflection.Promised:
    return reflection.promised(by=cast.actor(MAJ), now=now, round=of.id)


def promise(of: reflection.Round, kind: EventKind = EventKind.FEEDBACK, day: date = DAY) -> UUID:
    key = uuid4()
    reflection.add_event(by=cast.actor(MAJ), now=NOW, round=of.id, kind=kind, day=day, key=key)
    return key


def held(of: reflection.Round, event: UUID, on: date | None, name: str = MAJ) -> None:
    reflection.tell_held(by=cast.actor(name), now=NOW, round=of.id, event=event, on=on)


def test_a_promise_is_kept_late_or_not_told_of() -> None:
    of = an_asked_round()
    event = promise(of)
    found = [(each.late, each.past) for each in seen(of).promises]
    assert found == [(None, True)]
    for on, late in ((DAY, 0), (DAY - timedelta(days=1), -1), (DAY + timedelta(days=4), 4), (None, None)):
        held(of, event, on)
        assert [each.late for each in seen(of).promises] == [late]
    ahead = promise(of, EventKind.MEETING, date(2026, 11, 27))
    assert [each.past for each in seen(of).promises] == [True, False]
    with pytest.raises(Refused):
        held(of, ahead, date(2026, 11, 27))


def test_only_those_who_lead_say_so_and_only_of_the_rounds_own() -> None:
    of, other = an_asked_round(), an_asked_round(title="Fritidshem")
    event = promise(of)
    with pytest.raises(NotHere):
        held(other, event, DAY)
    for name, refusal in (("Karin Olspång", NotYours), ("Sten Klockvret", NotHere)):
        with pytest.raises(refusal):
            held(of, event, DAY, name)
        with pytest.raises(refusal):
            reflection.promised(by=cast.actor(name), now=NOW, round=of.id)


def test_the_median_of_days_to_a_first_answer_has_its_denominator_and_names_no_reader() -> None:
    of = an_asked_round(people=AT_SCHOOL)
    loops = [send(cast.actor(name), of).key for name in AT_SCHOOL if name != "Karin Olspång"]
    maj = cast.actor(MAJ)

    def answer(loop: UUID, days: int) -> None:
        at = NOW + timedelta(days=days)
        version = reflection.open_thread(by=maj, now=at, round=of.id, loop=loop).version
        reflection.answer(by=maj, now=at, key=uuid4(), round=of.id, loop=loop, seen=version, text="Tack.")

    assert (seen(of).answers.answered, seen(of).answers.of, seen(of).answers.median) == (0, 9, None)
    for loop, days in zip(loops, (0, 1, 2, 9), strict=False):
        answer(loop, days)
    assert (seen(of).answers.answered, seen(of).answers.median) == (4, None), "of fewer than five it is not said"
    for loop, days in zip(loops[4:], (3, 20), strict=False):
        answer(loop, days)
    answer(loops[0], 30)
    assert seen(of).answers == reflection.FirstAnswers(6, 9, Fraction(5, 2)), "the first answer of each counts"
    last = models.Message.objects.filter(loop=loops[5]).get()
    reflection.withdraw_message(by=maj, now=NOW + timedelta(days=21), id=last.id)
    assert seen(of).answers == reflection.FirstAnswers(5, 9, Fraction(2))


def test_a_round_that_nobody_answers_here_has_no_time_to_an_answer() -> None:
    from tests.rooms.reflection_rounds import the_reference

    assert seen(the_reference(cast.actor(MAJ))).answers == reflection.FirstAnswers(0, 0, None)
