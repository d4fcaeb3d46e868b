"""Accounts, duties and the Actor they make, by the door of people."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from kedjan.access.service import (
    Actor,
    Changed,
    NotHere,
    NotYours,
    Refused,
    Right,
    Role,
    UnitScope,
    decide,
    holds_anywhere,
)
from kedjan.journal.models import Entry
from kedjan.people import models
from kedjan.people import service as people
from kedjan_site.demo import cast

pytestmark = pytest.mark.django_db
PASSWORD = "en snäll tisdag i maj"
NAMELESS = "Medarbetare med skyddade uppgifter"


def nils() -> Actor:
    return cast.actor("Nils Björkspång")


def test_a_right_ends_the_day_after_the_last_day_of_the_duty() -> None:
    unit = UnitScope(cast.provider_id(cast.EKKOPING), cast.unit_id(cast.EKKOPING, "Kråkekskolan"))
    last_day = cast.NOW.replace(year=2026, month=7, day=31)
    roger = cast.actor("Roger Hällspång", now=last_day)
    assert decide(roger, Right.SEE_ROUNDS, on=unit).allowed
    roger = cast.actor("Roger Hällspång", now=last_day + timedelta(days=1))
    assert not decide(roger, Right.SEE_ROUNDS, on=unit).allowed
    assert roger.duties == ()


def test_a_right_begins_the_day_that_the_duty_begins_in_stockholm() -> None:
    midnight = cast.NOW.replace(month=8, day=1, hour=0, minute=0)
    assert cast.actor("Hanna Ekgrind", now=midnight).roles == {Role.PRINCIPAL}
    assert cast.actor("Hanna Ekgrind", now=midnight - timedelta(seconds=1)).roles == frozenset()


def test_a_duty_reaches_the_units_below_its_own_and_no_others() -> None:
    ester = cast.actor("Ester Kärrgrind")
    reached = frozenset().union(*(held.reach for held in ester.duties))
    assert reached == {cast.unit_id(cast.EKKOPING, name) for name in ("Lillnäbbs skola", "Tallvippans skola")}
    maj = cast.actor("Maj Sävdunge")
    assert len(maj.duties[0].reach) == len(cast.EKKOPING.units) + 1
    assert maj.duties[0].provider_wide


def test_an_account_of_the_neighbours_is_not_here() -> None:
    for ask in (people.person, people.deactivate):
        extra = {} if ask is people.person else {"now": cast.NOW}
        with pytest.raises(NotHere):
            ask(by=nils(), id=cast.account_id("Sten Klockvret"), **extra)
    with pytest.raises(NotHere):
        give(cast.account_id("Sten Klockvret"))
    assert people.names_of(by=nils(), ids=[cast.account_id("Sten Klockvret")]) == {}


def test_a_unit_of_the_neighbours_gives_no_duty() -> None:
    with pytest.raises(NotHere):
        give(cast.account_id("Petra Lövhage"), unit=cast.unit_id(cast.ALLMALA, "Månskensskolan"))


@pytest.mark.parametrize("name", ["Maj Sävdunge", "Torun Hedspång", "Ester Kärrgrind", "Gunnel Ekspång"])
def test_only_those_who_manage_accounts_see_and_change_them(name: str) -> None:
    by = cast.actor(name)
    petra = cast.account_id("Petra Lövhage")
    with pytest.raises(NotYours):
        people.people(by=by)
    with pytest.raises(NotYours):
        people.person(by=by, id=petra)
    with pytest.raises(NotYours):
        people.deactivate(by=by, now=cast.NOW, id=petra)
    with pytest.raises(NotYours):
        people.invite(by=by, now=cast.NOW, id=petra)
    with pytest.raises(NotYours):
        people.add_account(by=by, now=cast.NOW, email="ny@ekkoping.example", name="Ny")


def test_a_protected_person_is_named_nowhere() -> None:
    vera = cast.account_id("Vera Kvällsmyr")
    assert people.person(by=nils(), id=vera).name == NAMELESS
    assert people.person(by=nils(), id=vera).email == ""
    assert people.names_of(by=nils(), ids=[vera]) == {vera: NAMELESS}
    assert cast.actor("Vera Kvällsmyr").name == NAMELESS
    assert people.people(by=nils(), search="Vera").items == ()
    assert people.people(by=nils(), search="vera.kvallsmyr").items == ()
    assert "Vera" not in repr(people.people(by=nils()))
    assert "Vera" not in repr(people.duties_changing(by=nils(), day=date(2025, 7, 1), everybody=True))


def test_the_same_key_adds_one_account_and_one_duty() -> None:
    key, again = uuid4(), uuid4()
    first = add("edla@ekkoping.example", key=key)
    assert add("edla@ekkoping.example", key=key) == first
    assert give(first.id, key=again) == give(first.id, key=again)
    assert len(people.person(by=nils(), id=first.id).duties) == 1


def test_an_address_is_used_once_whatever_its_case() -> None:
    with pytest.raises(Refused, match="already in use"):
        add("MAJ.savdunge@ekkoping.EXAMPLE")


def test_the_database_itself_refuses_an_address_twice_and_a_duty_that_ends_before_it_begins() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Account.objects.filter(id=cast.account_id("Maj Sävdunge")).update(
            email="torun.hedspang@ekkoping.example"
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Duty.objects.filter(account_id=cast.account_id("Maj Sävdunge")).update(ends=date(2020, 1, 1))


def test_the_second_of_two_who_change_the_same_account_is_told_who_was_first() -> None:
    petra = cast.account_id("Petra Lövhage")
    seen = people.person(by=nils(), id=petra).version
    change = {"now": cast.NOW, "id": petra, "seen": seen, "protected": False}
    people.change_account(by=nils(), name="Petra Hage", **change)
    with pytest.raises(Changed) as told:
        people.change_account(by=nils(), name="Petra Löv", **change)
    assert told.value.by == "Nils Björkspång"
    assert told.value.at == cast.NOW
    assert told.value.current.name == "Petra Hage"


def test_nobody_closes_themselves_and_a_closed_account_acts_no_more() -> None:
    with pytest.raises(Refused):
        people.deactivate(by=nils(), now=cast.NOW, id=nils().account)
    petra = cast.account_id("Petra Lövhage")
    people.deactivate(by=nils(), now=cast.NOW, id=petra)
    with pytest.raises(NotHere):
        cast.actor("Petra Lövhage")
    assert people.password_letter(account=petra) is None
    assert people.deactivate(by=nils(), now=cast.NOW, id=petra, active=True).active


def test_a_key_to_a_password_works_once() -> None:
    petra = cast.account_id("Petra Lövhage")
    _, key = people.password_letter(account=petra) or pytest.fail("no letter")
    assert people.opened_by(key=key) == petra
    people.choose_password(key=key, password=PASSWORD, now=cast.NOW)
    assert people.opened_by(key=key) is None
    with pytest.raises(Refused, match="used or is too old"):
        people.choose_password(key=key, password=PASSWORD, now=cast.NOW)


@pytest.mark.parametrize("key", ["", "-", "x-y-z", "8ab2764493d94254a29dec16b2b88914-abc-def", "00-00"])
def test_a_made_up_key_opens_nothing(key: str) -> None:
    assert people.opened_by(key=key) is None


def test_the_key_of_one_account_does_not_open_another() -> None:
    _, key = people.password_letter(account=cast.account_id("Petra Lövhage")) or pytest.fail("no letter")
    other = cast.account_id("Torun Hedspång").hex + key[32:]
    assert people.opened_by(key=other) is None


def test_the_rules_of_passwords_hold_at_the_door_too() -> None:
    _, key = people.password_letter(account=cast.account_id("Petra Lövhage")) or pytest.fail("no letter")
    with pytest.raises(Refused, match="does not follow the rules"):
        people.choose_password(key=key, password="kort", now=cast.NOW)
    assert people.opened_by(key=key)


def test_a_closed_account_and_one_that_has_signed_in_get_no_link_to_hand_over() -> None:
    petra = cast.account_id("Petra Lövhage")
    assert people.invite(by=nils(), now=cast.NOW, id=petra)
    models.Account.objects.filter(id=petra).update(last_login=cast.NOW)
    with pytest.raises(Refused, match="own address"):
        people.invite(by=nils(), now=cast.NOW, id=petra)
    people.deactivate(by=nils(), now=cast.NOW, id=petra)
    with pytest.raises(Refused, match="closed"):
        people.invite(by=nils(), now=cast.NOW, id=petra)


def test_those_without_a_duty_today_are_counted_and_listed() -> None:
    found = people.people(by=nils(), without_duty_on=cast.NOW.date())
    assert [person.name for person in found.items] == ["Roger Hällspång"]
    assert people.without_duty(by=nils(), day=cast.NOW.date()) == 1


def test_a_list_of_many_comes_in_pages() -> None:
    models.Account.objects.bulk_create(
        models.Account(provider_id=cast.provider_id(cast.EKKOPING), name=f"Ny {n:03}", email=f"ny{n}@ekkoping.example")
        for n in range(60)
    )
    first = people.people(by=nils(), search="ny ")
    second = people.people(by=nils(), search="ny ", page=2)
    assert (len(first.items), first.next, len(second.items), second.next) == (50, 2, 10, None)


def test_what_is_done_to_an_account_is_journalled_without_name_or_address() -> None:
    made = add("edla@ekkoping.example")
    give(made.id)
    rows = Entry.objects.filter(object_id=made.id.hex).order_by("id")
    assert [row.verb for row in rows] == ["added", "gave_duty"]
    assert "Edla" not in "".join(str(row.details) for row in rows)


def test_the_command_line_may_do_what_it_must_and_is_called_by_its_name() -> None:
    by = people.system_actor(provider=cast.provider_id(cast.EKKOPING))
    assert by.name == "Kommandoraden"
    assert holds_anywhere(by, Right.MANAGE_ACCOUNTS).allowed
    assert not holds_anywhere(by, Right.READ_REFLECTIONS).allowed


def end(by: Actor, name: str, ends: date, seen: int = 1) -> None:
    duty = models.Duty.objects.get(account_id=cast.account_id(name), ends=None)
    people.end_duty(by=by, now=cast.NOW, duty=duty.id, ends=ends, seen=seen)


def let_manage(name: str, **more: object) -> None:
    unit = cast.unit_id(cast.EKKOPING, "Ekköping")
    fields = {"starts": cast.NOW.date(), **more}
    people.give_duty(
        by=nils(), now=cast.NOW, account=cast.account_id(name), unit=unit, role=Role.ADMINISTRATOR, **fields
    )


def test_the_last_who_manages_accounts_keeps_the_duty_whatever_the_day() -> None:
    for ends in (date(2026, 11, 16), date(2030, 6, 30), date(2026, 1, 1)):
        with pytest.raises(Refused, match="Nobody else would manage accounts"):
            end(nils(), "Nils Björkspång", ends)
    let_manage("Love Spånghage")
    end(nils(), "Nils Björkspång", date(2026, 11, 16))


def test_one_who_manages_only_a_unit_or_only_for_a_while_is_not_enough() -> None:
    let_manage("Love Spånghage", ends=date(2026, 12, 31))
    people.give_duty(
        by=nils(),
        now=cast.NOW,
        account=cast.account_id("Ines Pilbrink"),
        unit=cast.unit_id(cast.EKKOPING, "Kråkekskolan"),
        role=Role.ADMINISTRATOR,
        starts=date(2026, 11, 1),
    )
    with pytest.raises(Refused, match="Nobody else would manage accounts"):
        end(nils(), "Nils Björkspång", date(2026, 12, 31))
    end(nils(), "Nils Björkspång", date(2026, 12, 30))


def test_a_closed_account_does_not_count_as_one_that_manages_accounts() -> None:
    let_manage("Love Spånghage")
    people.deactivate(by=nils(), now=cast.NOW, id=cast.account_id("Love Spånghage"))
    with pytest.raises(Refused, match="Nobody else would manage accounts"):
        end(nils(), "Nils Björkspång", date(2026, 12, 31))


def test_not_even_the_command_line_closes_the_last_account_that_manages_accounts() -> None:
    machine = people.system_actor(provider=cast.provider_id(cast.EKKOPING))
    with pytest.raises(Refused, match="Nobody else would manage accounts"):
        people.deactivate(by=machine, now=cast.NOW, id=nils().account)
    assert people.person(by=nils(), id=nils().account).active
    people.deactivate(by=machine, now=cast.NOW, id=cast.account_id("Petra Lövhage"))


def test_the_second_of_two_who_end_the_same_duty_is_told_who_was_first() -> None:
    end(nils(), "Viggo Lindvass", date(2026, 12, 31))
    duty = people.person(by=nils(), id=cast.account_id("Viggo Lindvass")).duties[0]
    assert duty.version == 2
    with pytest.raises(Changed) as told:
        people.end_duty(by=nils(), now=cast.NOW, duty=duty.id, ends=date(2027, 1, 31), seen=1)
    assert (told.value.by, told.value.at) == ("Nils Björkspång", cast.NOW)
    assert told.value.current.ends == date(2026, 12, 31)


def test_ones_own_account_says_what_is_held_and_hides_a_protected_name_even_here() -> None:
    ester = people.own_account(by=cast.actor("Ester Kärrgrind"))
    assert (ester.person.name, ester.last_signed_in) == ("Ester Kärrgrind", None)
    assert len(ester.person.duties) == 2
    assert "Vera" not in repr(people.own_account(by=cast.actor("Vera Kvällsmyr")))


def add(email: str, **more: object) -> people.Person:
    return people.add_account(by=nils(), now=cast.NOW, email=email, name="Edla Ny", **more)


def give(account: object, unit: object = None, **more: object) -> object:
    return people.give_duty(
        by=nils(),
        now=cast.NOW,
        account=account,
        unit=unit or cast.unit_id(cast.EKKOPING, "Kråkekskolan"),
        role=Role.TEACHER,
        starts=date(2026, 11, 1),
        **more,
    )
