"""Time frames, what asks for minutes, and what is taken away instead when it comes to more than was agreed."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from kedjan.access.service import Changed, NotHere, NotYours, Refused, Role
from kedjan.journal import service as journal
from kedjan.tasks import models
from kedjan.tasks import service as tasks
from kedjan.tasks.rules import days_of
from kedjan.tasks.service import Asking, Instead, Thing
from kedjan_site.demo import cast

pytestmark = pytest.mark.django_db
NOW, YEAR = cast.NOW, "2026/27"


@pytest.fixture
def maj() -> Any:
    return cast.actor("Maj Sävdunge")


def framed(by: Any, minutes: int, role: Role = Role.TEACHER, **more: Any) -> tasks.FrameNow:
    """A frame agreed in August, the next after those there are."""
    given: dict[str, Any] = {
        "key": uuid4(),
        "seen": next(each.seen for each in tasks.frames(by=by, now=NOW, school_year=YEAR) if each.role is role),
        "school_year": YEAR,
        "agreed_with": "Samverkansgruppen",
        "agreed_on": date(2026, 8, 20),
        "valid_from": date(2026, 7, 1),
    }
    return tasks.set_frame(by=by, now=NOW, role=role, minutes=minutes, **{**given, **more})


def a_thing(minutes: dict[Role, int], title: str = "Mitterminsavstämning", **more: Any) -> Thing:
    given: dict[str, Any] = {"asking": Asking.ACTIVITY, "object": title, "school_year": YEAR}
    return Thing(title=title, minutes=minutes, **{**given, **more})


def declared(by: Any, thing: Thing, **more: Any) -> None:
    tasks.declare(by=by, now=NOW, thing=thing, **more)


def load(by: Any, role: Role = Role.TEACHER) -> tasks.Load:
    return next(each for each in tasks.overview(by=by, now=NOW, school_year=YEAR).loads if each.role is role)


def id_of(by: Any, title: str, role: Role = Role.TEACHER) -> UUID:
    return next(each.id for each in load(by, role).declared if each.title == title)


def test_declared_minutes_are_added_up_by_role_and_leave_the_rest_of_the_frame(maj: Any) -> None:
    framed(maj, 480)
    declared(maj, a_thing({Role.TEACHER: 120, Role.PRINCIPAL: 90}))
    declared(maj, a_thing({Role.TEACHER: 45}, "Resultat efter våren", in_meetings=True))
    found = load(maj)
    assert (found.minutes, found.in_meetings, found.outside, found.left) == (165, 45, 120, 315)
    assert tasks.left(by=maj, now=NOW, role=Role.TEACHER, school_year=YEAR) == 315
    assert load(maj, Role.PRINCIPAL).left is None, "no frame is agreed: nothing is left over, and nothing is too much"
    assert tasks.left(by=maj, now=NOW, role=Role.ANALYST, school_year=YEAR) is None


def test_what_fills_a_frame_to_the_minute_is_not_above_it(maj: Any) -> None:
    framed(maj, 60)
    declared(maj, a_thing({Role.TEACHER: 60}))
    assert load(maj).left == 0


def test_what_goes_above_a_frame_asks_what_is_taken_away_and_stores_nothing(maj: Any) -> None:
    framed(maj, 100)
    declared(maj, a_thing({Role.TEACHER: 90}))
    with pytest.raises(tasks.OverBudget) as refusal:
        declared(maj, a_thing({Role.TEACHER: 20, Role.PRINCIPAL: 500}, "Övergångar"))
    (over,) = refusal.value.over
    assert (over.load.role, over.asked, over.above) == (Role.TEACHER, 20, 10)
    assert [each.title for each in over.load.declared] == ["Mitterminsavstämning"]
    assert load(maj).minutes == 90
    assert not models.Overrun.objects.exists()


def test_something_withdrawn_instead_makes_room(maj: Any) -> None:
    framed(maj, 100)
    declared(maj, a_thing({Role.TEACHER: 90, Role.PRINCIPAL: 30}))
    away = Instead(withdrawn=(id_of(maj, "Mitterminsavstämning"),))
    declared(maj, a_thing({Role.TEACHER: 20}, "Övergångar"), instead=away)
    assert [(each.title, each.minutes) for each in load(maj).declared] == [("Övergångar", 20)]
    assert load(maj, Role.PRINCIPAL).minutes == 30, "what is taken from one role stays with the others"
    assert tasks.overview(by=maj, now=NOW, school_year=YEAR).overruns == ()


def test_something_lowered_instead_makes_room_and_too_little_does_not(maj: Any) -> None:
    framed(maj, 100)
    declared(maj, a_thing({Role.TEACHER: 90}))
    one = id_of(maj, "Mitterminsavstämning")
    with pytest.raises(tasks.OverBudget) as refusal:
        declared(maj, a_thing({Role.TEACHER: 20}, "Övergångar"), instead=Instead(lowered={one: 85}))
    assert refusal.value.over[0].above == 5
    assert load(maj).minutes == 90, "nothing is taken away for what was refused"
    declared(maj, a_thing({Role.TEACHER: 20}, "Övergångar"), instead=Instead(lowered={one: 80}))
    assert load(maj).left == 0


def test_a_motive_lets_it_go_above_and_stands_for_all_to_see(maj: Any) -> None:
    framed(maj, 10)
    declared(maj, a_thing({Role.TEACHER: 25}, "Övergångar"), instead=Instead(motive=" Nämnden har bett om det. "))
    found = tasks.overview(by=cast.actor("Petra Lövhage"), now=NOW, school_year=YEAR)
    (told,) = found.overruns
    assert (told.role, told.title, told.above, told.motive, told.by) == (
        Role.TEACHER,
        "Övergångar",
        15,
        "Nämnden har bett om det.",
        maj.account,
    )
    assert load(maj).left == -15
    verbs = [entry.verb for entry in journal.history_of(by=maj, kind="minutes", object_id="Övergångar")]
    assert verbs == ["went_above", "declared"]


def test_an_empty_motive_is_none(maj: Any) -> None:
    framed(maj, 10)
    with pytest.raises(tasks.OverBudget):
        declared(maj, a_thing({Role.TEACHER: 25}), instead=Instead(motive="  "))


def test_what_was_above_already_may_ask_for_less_but_not_for_more(maj: Any) -> None:
    declared(maj, a_thing({Role.TEACHER: 90}))
    framed(maj, 60)
    declared(maj, a_thing({Role.TEACHER: 80}))
    assert load(maj).left == -20
    with pytest.raises(tasks.OverBudget) as refusal:
        declared(maj, a_thing({Role.TEACHER: 81}))
    assert refusal.value.over[0].above == 21


def test_saying_the_same_twice_is_once_and_saying_it_anew_replaces(maj: Any) -> None:
    declared(maj, a_thing({Role.TEACHER: 30}))
    declared(maj, a_thing({Role.TEACHER: 30}))
    assert models.Declaration.objects.count() == 1
    declared(maj, a_thing({Role.TEACHER: 20, Role.PRINCIPAL: 10}))
    declared(maj, a_thing({Role.PRINCIPAL: 10}))
    assert [each.role for each in tasks.overview(by=maj, now=NOW, school_year=YEAR).loads] == [Role.PRINCIPAL]


def test_when_more_people_come_to_be_asked_it_is_noted_and_not_refused(maj: Any) -> None:
    framed(maj, 10)
    tasks.follow(by=maj, now=NOW, things=[a_thing({Role.TEACHER: 25}, "Övergångar")])
    (told,) = tasks.overview(by=maj, now=NOW, school_year=YEAR).overruns
    assert (told.above, told.motive) == (15, "")


def test_minutes_are_given_back_once_and_an_assignments_only_in_its_round(maj: Any) -> None:
    asked = a_thing({Role.TEACHER: 25}, "Övergångar", asking=Asking.ASSIGNMENT)
    declared(maj, asked)
    with pytest.raises(Refused, match="withdrawn in its round"):
        tasks.withdraw_declaration(by=maj, now=NOW, id=id_of(maj, "Övergångar"))
    for _again in range(2):
        tasks.give_back(by=maj, now=NOW, asking=Asking.ASSIGNMENT, object=asked.object)
    assert tasks.overview(by=maj, now=NOW, school_year=YEAR).loads == ()
    assert models.Declaration.objects.get().until == NOW


def test_an_activity_is_lowered_and_withdrawn(maj: Any) -> None:
    declared(maj, a_thing({Role.TEACHER: 30}))
    one = id_of(maj, "Mitterminsavstämning")
    for wrong in (30, 31, 0):
        with pytest.raises(Refused, match="fewer minutes"):
            tasks.lower_declaration(by=maj, now=NOW, id=one, minutes=wrong)
    for _again in range(2):
        tasks.lower_declaration(by=maj, now=NOW, id=one, minutes=10)
    for otherwise in (lambda: tasks.lower_declaration(by=maj, now=NOW, id=one, minutes=5),
                      lambda: tasks.withdraw_declaration(by=maj, now=NOW, id=one)):  # fmt: skip
        with pytest.raises(Refused, match="changed what it asks for meanwhile"):
            otherwise()
    assert load(maj).minutes == 10, "the one that was lowered is over; the same form sent twice is once"
    for _again in range(2):
        tasks.withdraw_declaration(by=maj, now=NOW, id=id_of(maj, "Mitterminsavstämning") if not _again else one)
    assert tasks.overview(by=maj, now=NOW, school_year=YEAR).loads == ()
    with pytest.raises(NotHere):
        tasks.withdraw_declaration(by=maj, now=NOW, id=uuid4())


def test_a_frame_holds_from_its_day_and_the_latest_from_a_day_counts(maj: Any) -> None:
    framed(maj, 480)
    framed(maj, 400, valid_from=date(2027, 1, 8))
    now = framed(maj, 500)
    assert now.now is not None
    assert (now.now.minutes, now.seen, [each.minutes for each in now.history]) == (500, 3, [500, 400, 480])
    spring = tasks.overview(by=maj, now=NOW + timedelta(days=80), school_year=YEAR)
    assert [each.frame.minutes for each in spring.loads if each.frame] == [400]
    before = tasks.overview(by=maj, now=NOW - timedelta(days=300), school_year=YEAR)
    assert [each.frame.minutes for each in before.loads if each.frame] == [500], "a coming year is planned by its first"


@pytest.mark.parametrize(
    "wrong",
    [
        {"minutes": 0},
        {"agreed_with": " "},
        {"valid_from": date(2026, 6, 30)},
        {"valid_from": date(2027, 7, 1)},
        {"school_year": "2026/28", "seen": 0},
    ],
)
def test_a_frame_that_cannot_be_is_refused(maj: Any, wrong: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        framed(maj, **{"minutes": 480, **wrong})


def test_a_frame_is_set_once_for_a_key_and_not_over_one_unseen(maj: Any) -> None:
    key = uuid4()
    framed(maj, 480, key=key, seen=0)
    framed(maj, 480, key=key, seen=0)
    assert models.Frame.objects.count() == 1
    with pytest.raises(Changed) as changed:
        framed(maj, 300, seen=0)
    assert changed.value.by == maj.name
    assert changed.value.current.now.minutes == 480


def test_who_sees_sets_and_declares(maj: Any) -> None:
    petra, torun, nils = (cast.actor(name) for name in ("Petra Lövhage", "Torun Hedspång", "Nils Björkspång"))
    framed(torun, 480)
    for by in (petra, nils):
        with pytest.raises(NotYours):
            framed(by, 480)
    with pytest.raises(NotYours):
        declared(petra, a_thing({Role.TEACHER: 30}))
    declared(nils, a_thing({Role.TEACHER: 30}))
    with pytest.raises(NotYours):
        tasks.give_back(by=petra, now=NOW, asking=Asking.ACTIVITY, object="Mitterminsavstämning")
    assert load(petra).minutes == 30
    with pytest.raises(NotYours):
        tasks.overview(by=cast.actor("Roger Hällspång"), now=NOW, school_year=YEAR)


def test_a_neighbours_minutes_are_not_here(maj: Any) -> None:
    sten = cast.actor("Sten Klockvret")
    framed(sten, 10)
    declared(sten, a_thing({Role.TEACHER: 10}))
    declared(maj, a_thing({Role.TEACHER: 500}))
    assert load(maj).left is None
    assert load(sten).minutes == 10
    with pytest.raises(NotHere):
        tasks.withdraw_declaration(by=maj, now=NOW, id=id_of(sten, "Mitterminsavstämning"))


def test_ones_own_load_holds_what_one_is_asked_and_no_other_assignment(maj: Any) -> None:
    framed(maj, 480)
    declared(maj, a_thing({Role.TEACHER: 60}))
    for each in ("mine", "anothers"):
        declared(maj, a_thing({Role.TEACHER: 15, Role.PRINCIPAL: 15}, each, asking=Asking.ASSIGNMENT))
    (own,) = tasks.own_load(by=cast.actor("Petra Lövhage"), now=NOW, school_year=YEAR, asked=lambda: {"mine"})
    assert (own.minutes, own.left) == (75, 405)
    assert tasks.own_load(by=cast.actor("Gunnel Ekspång"), now=NOW, school_year=YEAR, asked=frozenset) == ()


def test_a_school_year_is_two_years_in_a_row() -> None:
    assert days_of("1999/00") == (date(1999, 7, 1), date(2000, 6, 30))
    for wrong in ("2026", "2026/28", "26/27", "abcd/27", "2026/2027"):
        with pytest.raises(ValueError, match="not a school year"):
            days_of(wrong)


@pytest.mark.parametrize("wrong", [{"minutes": 0}, {"asking": "other"}, {"until": NOW - timedelta(days=1)}])
def test_the_database_refuses_a_declaration_that_cannot_be(maj: Any, wrong: dict[str, Any]) -> None:
    given: dict[str, Any] = {
        "provider_id": maj.provider, "asking": "activity", "object": "a", "title": "a", "role": "teacher",
        "school_year": YEAR, "minutes": 5, "since": NOW,
    }  # fmt: skip
    models.Declaration.objects.create(**given)
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Declaration.objects.create(**{**given, "object": "b", **wrong})
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Declaration.objects.create(**given)
