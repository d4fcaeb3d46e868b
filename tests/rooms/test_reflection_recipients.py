"""Whom a round asks: by hand, by rule, from a file; who joins later and who leaves."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from kedjan.access.service import NotHere, NotYours, Refused, Role
from kedjan.organisation import models as organisation_models
from kedjan.people import service as people
from kedjan.reflection import models
from kedjan.reflection import service as reflection
from kedjan.reflection.service import Origin, RowState
from kedjan_site.demo import cast
from tests.rooms.reflection_given import a_given_round
from tests.rooms.reflection_rounds import NOW, a_round
from tests.rooms.test_reflection_publishing import answered

pytestmark = pytest.mark.django_db
PRIMARY = cast.area_id(cast.EKKOPING, "Grundskola")


@pytest.fixture
def maj() -> Any:
    return cast.actor("Maj Sävdunge")


@pytest.fixture
def of(maj: Any) -> reflection.Round:
    return a_round(maj)


@pytest.fixture
def asked(maj: Any, of: reflection.Round) -> Callable[[], set[tuple[str, str]]]:
    """Return who is asked within what, now."""

    def now() -> set[tuple[str, str]]:
        found = reflection.recipients(by=maj, now=NOW, round=of.id)
        return {(line.name, line.area_name) for line in found.lines.items}

    return now


def add(maj: Any, of: reflection.Round, *names: str, **more: Any) -> reflection.Joined:
    accounts = [cast.account_id(name) for name in names]
    return reflection.add_recipients(by=maj, now=NOW, round=of.id, accounts=accounts, **more)


def rule(maj: Any, of: reflection.Round, unit: str, *roles: Role, **more: Any) -> reflection.Joined:
    more.setdefault("key", uuid4())
    at = cast.unit_id(cast.EKKOPING, unit)
    return reflection.add_rule(by=maj, now=more.pop("now", NOW), round=of.id, unit=at, roles=roles, **more)


def invited(of: reflection.Round) -> int | None:
    return reflection.round(by=cast.actor("Maj Sävdunge"), id=of.id).invited


def test_who_is_added_by_hand_is_asked_within_the_area_of_their_unit(maj: Any, of: Any, asked: Any) -> None:
    assert add(maj, of, "Petra Lövhage", "Ines Pilbrink").joined == 2
    assert asked() == {("Petra Lövhage", "Grundskola"), ("Ines Pilbrink", "Förskola")}
    assert invited(of) == 2


def test_who_is_added_twice_is_asked_once(maj: Any, of: Any) -> None:
    add(maj, of, "Petra Lövhage")
    assert add(maj, of, "Petra Lövhage").joined == 0
    assert invited(of) == 1


def test_who_works_where_no_service_area_is_set_is_told_of_and_can_be_given_one(maj: Any, of: Any, asked: Any) -> None:
    done = add(maj, of, "Maj Sävdunge")
    assert (done.joined, [each.unit_name for each in done.unplaced]) == (0, ["Ekköping"])
    add(maj, of, "Maj Sävdunge", service_area=PRIMARY)
    assert asked() == {("Maj Sävdunge", "Grundskola")}


def test_who_has_no_duty_any_more_cannot_be_asked(maj: Any, of: Any) -> None:
    with pytest.raises(Refused, match="no duty today"):
        add(maj, of, "Roger Hällspång")


def test_the_neighbours_people_and_areas_are_not_here(maj: Any, of: Any) -> None:
    with pytest.raises(NotHere):
        add(maj, of, "Tove Åsgrind")
    with pytest.raises(NotHere):
        add(maj, of, "Petra Lövhage", service_area=cast.area_id(cast.ALLMALA, "Grundskola"))


def test_only_those_who_lead_see_or_choose_whom_a_round_asks(maj: Any, of: Any) -> None:
    for who in (cast.actor("Petra Lövhage"), cast.actor("Torun Hedspång")):
        with pytest.raises(NotYours):
            reflection.recipients(by=who, now=NOW, round=of.id)
        with pytest.raises(NotYours):
            add(who, of, "Idris Kvarnvass")
    with pytest.raises(NotHere):
        reflection.recipients(by=cast.actor("Sten Klockvret"), now=NOW, round=of.id)


def test_a_rule_asks_everybody_with_the_role_at_the_unit_and_below_it(maj: Any, of: Any, asked: Any) -> None:
    rule(maj, of, "Grundskola", Role.PRINCIPAL)
    assert asked() == {
        ("Ester Kärrgrind", "Grundskola"),
        ("Hanna Ekgrind", "Grundskola"),
        ("Viggo Lindvass", "Grundskola"),
        ("Rut Mossling", "Anpassade skolformer"),
    }
    assert invited(of) == 4


def test_a_principal_of_three_units_in_one_area_is_asked_once(maj: Any, of: Any, asked: Any) -> None:
    rule(maj, of, "Ekköping", Role.PRINCIPAL)
    assert len([name for name, _area in asked() if name == "Alva Rönnbrink"]) == 1
    assert invited(of) == 7


def test_who_works_within_two_areas_is_asked_within_both_and_is_one_person(maj: Any, of: Any, asked: Any) -> None:
    organisation_models.Unit.objects.filter(id=cast.unit_id(cast.EKKOPING, "Lillnäbbs skola")).update(
        service_area_id=cast.area_id(cast.EKKOPING, "Anpassade skolformer")
    )
    rule(maj, of, "Grundskola", Role.PRINCIPAL)
    assert {area for name, area in asked() if name == "Ester Kärrgrind"} == {"Grundskola", "Anpassade skolformer"}
    found = reflection.recipients(by=maj, now=NOW, round=of.id)
    assert (found.persons, sum(area.persons for area in found.areas)) == (4, 5)


def test_a_rule_with_an_area_of_its_own_asks_within_it(maj: Any, of: Any, asked: Any) -> None:
    rule(maj, of, "Ekköpings gymnasium", Role.VICE_PRINCIPAL, service_area=PRIMARY)
    assert asked() == {("Mira Tuvdal", "Grundskola")}


def test_those_a_rule_finds_no_area_for_are_listed(maj: Any, of: Any) -> None:
    done = rule(maj, of, "Ekköping", Role.DIGITAL_LEADER)
    assert [(each.name, each.unit_name) for each in done.unplaced] == [("Nils Björkspång", "Ekköping")]
    assert reflection.recipients(by=maj, now=NOW, round=of.id).unplaced == done.unplaced


def test_a_protected_person_is_asked_but_never_named(maj: Any, of: Any, asked: Any) -> None:
    rule(maj, of, "Tallvippans skola", Role.TEACHER)
    assert asked() == {("Petra Lövhage", "Grundskola"), ("Medarbetare med skyddade uppgifter", "Grundskola")}


def test_the_same_rule_sent_twice_is_one(maj: Any, of: Any) -> None:
    key = uuid4()
    rule(maj, of, "Grundskola", Role.PRINCIPAL, key=key)
    rule(maj, of, "Grundskola", Role.PRINCIPAL, key=key)
    assert len(reflection.recipients(by=maj, now=NOW, round=of.id).rules) == 1


def test_a_rule_needs_a_role_and_a_unit_that_is_here(maj: Any, of: Any) -> None:
    with pytest.raises(Refused):
        rule(maj, of, "Grundskola")
    with pytest.raises(NotHere):
        reflection.add_rule(by=maj, now=NOW, round=of.id, unit=uuid4(), roles=[Role.TEACHER], key=uuid4())


def give_duty(name: str, unit: str, role: Role, starts: date) -> UUID:
    nils = cast.actor("Nils Björkspång")
    at = cast.unit_id(cast.EKKOPING, unit)
    return people.give_duty(by=nils, now=NOW, account=cast.account_id(name), unit=at, role=role, starts=starts)


def later(days: int) -> datetime:
    return NOW + timedelta(days=days)


def test_who_gets_the_role_later_joins_then_and_applying_again_changes_nothing(maj: Any, of: Any, asked: Any) -> None:
    rule(maj, of, "Kråkekskolan", Role.PRINCIPAL)
    give_duty("Jonas Myrgrind", "Kråkekskolan", Role.PRINCIPAL, NOW.date() + timedelta(days=5))
    assert reflection.apply_rules(by=maj, now=NOW, round=of.id).joined == 0
    assert reflection.apply_rules(by=maj, now=later(5), round=of.id).joined == 1
    again = reflection.apply_rules(by=maj, now=later(5), round=of.id)
    assert (again.joined, again.left) == (0, 0)
    assert ("Jonas Myrgrind", "Grundskola") in asked()
    assert invited(of) == 2


def test_whose_duty_ended_leaves_and_comes_back_with_a_new_one(maj: Any, of: Any, asked: Any) -> None:
    rule(maj, of, "Kråkekskolan", Role.PRINCIPAL)
    nils = cast.actor("Nils Björkspång")
    held = next(each for each in people.person(by=nils, id=cast.account_id("Hanna Ekgrind")).duties)
    people.end_duty(by=nils, now=NOW, duty=held.id, ends=NOW.date(), seen=held.version)
    assert reflection.apply_rules(by=maj, now=NOW, round=of.id).left == 0
    assert reflection.apply_rules(by=maj, now=later(1), round=of.id).left == 1
    assert (asked(), invited(of)) == (set(), 0)
    give_duty("Hanna Ekgrind", "Kråkekskolan", Role.PRINCIPAL, NOW.date() + timedelta(days=9))
    assert reflection.apply_rules(by=maj, now=later(9), round=of.id).joined == 1


def test_who_was_added_by_hand_leaves_when_they_work_here_no_more(maj: Any, of: Any) -> None:
    add(maj, of, "Petra Lövhage", "Idris Kvarnvass")
    nils = cast.actor("Nils Björkspång")
    people.deactivate(by=nils, now=NOW, id=cast.account_id("Petra Lövhage"))
    assert reflection.apply_rules(by=maj, now=NOW, round=of.id).left == 1
    people.deactivate(by=nils, now=NOW, id=cast.account_id("Petra Lövhage"), active=True)
    assert reflection.apply_rules(by=maj, now=NOW, round=of.id).joined == 1


def test_who_is_taken_away_by_hand_is_not_brought_back_by_a_rule(maj: Any, of: Any, asked: Any) -> None:
    rule(maj, of, "Kråkekskolan", Role.PRINCIPAL)
    account = cast.account_id("Hanna Ekgrind")
    for _ in range(2):
        reflection.remove_recipient(by=maj, now=NOW, round=of.id, account=account, service_area=PRIMARY)
    assert reflection.apply_rules(by=maj, now=NOW, round=of.id).joined == 0
    assert asked() == set()
    assert add(maj, of, "Hanna Ekgrind").joined == 1


def test_who_was_never_asked_cannot_be_taken_away(maj: Any, of: Any) -> None:
    with pytest.raises(NotHere):
        reflection.remove_recipient(
            by=maj, now=NOW, round=of.id, account=cast.account_id("Petra Lövhage"), service_area=PRIMARY
        )


def test_those_of_a_rule_taken_away_leave_unless_another_rule_asks_them(maj: Any, of: Any, asked: Any) -> None:
    key = uuid4()
    rule(maj, of, "Grundskola", Role.PRINCIPAL, key=key)
    rule(maj, of, "Kråkekskolan", Role.PRINCIPAL)
    add(maj, of, "Petra Lövhage")
    assert reflection.remove_rule(by=maj, now=NOW, round=of.id, rule=key).left == 3
    assert asked() == {("Hanna Ekgrind", "Grundskola"), ("Petra Lövhage", "Grundskola")}
    (left,) = reflection.recipients(by=maj, now=NOW, round=of.id).rules
    assert left.persons == 1
    with pytest.raises(NotHere):
        reflection.remove_rule(by=maj, now=NOW, round=of.id, rule=key)


def test_who_left_after_answering_is_still_among_the_invited(maj: Any) -> None:
    of = a_given_round(maj)
    answered(of, "Petra Lövhage")
    for name in ("Petra Lövhage", "Idris Kvarnvass"):
        reflection.remove_recipient(by=maj, now=NOW, round=of.id, account=cast.account_id(name), service_area=PRIMARY)
    assert invited(of) == 1


def test_a_round_without_recipients_keeps_the_number_it_was_given(maj: Any) -> None:
    of = a_round(maj, invited=65)
    reflection.apply_rules(by=maj, now=NOW, round=of.id)
    assert invited(of) == 65


def test_describing_a_round_anew_does_not_change_how_many_are_asked(maj: Any, of: Any) -> None:
    add(maj, of, "Petra Lövhage")
    seen = reflection.round(by=maj, id=of.id).version
    reflection.change_round(by=maj, now=NOW, id=of.id, seen=seen, title="Nuläget", invited=400)
    assert invited(of) == 1


def test_every_round_that_is_not_over_has_its_rules_applied(maj: Any) -> None:
    ongoing, over = a_round(maj, title="Pågår"), a_round(maj, title="Klar", closed_on=date(2026, 11, 1))
    for each in (ongoing, over):
        rule(maj, each, "Kråkekskolan", Role.PRINCIPAL)
    give_duty("Jonas Myrgrind", "Kråkekskolan", Role.PRINCIPAL, NOW.date())
    runner = people.system_actor(provider=maj.provider, role=Role.INQUIRY_LEADER)
    assert reflection.apply_all_rules(by=runner, now=NOW) == 1
    assert (invited(ongoing), invited(over)) == (2, 1)
    assert reflection.apply_all_rules(by=runner, now=NOW) == 0


def test_recipients_are_found_by_name_and_shown_a_page_at_a_time(maj: Any, of: Any) -> None:
    rule(maj, of, "Ekköping", Role.PRINCIPAL, Role.TEACHER)
    found = reflection.recipients(by=maj, now=NOW, round=of.id, search="lövh")
    assert [line.name for line in found.lines.items] == ["Petra Lövhage"]
    assert found.lines.total == 1
    assert found.persons > 1


def read(maj: Any, of: Any, *rows: str, head: str = "e-post;verksamhetsområde") -> reflection.AddressLedger:
    return reflection.read_recipients(by=maj, now=NOW, round=of.id, data=lines(*rows, head=head), name="adresser.csv")


def lines(*rows: str, head: str = "e-post;verksamhetsområde") -> bytes:
    return "\n".join((head, *rows)).encode()


PETRA, IDRIS = "petra.lovhage@ekkoping.example", "Idris.Kvarnvass@ekkoping.example"


def test_a_file_of_addresses_says_of_each_row_what_it_does(maj: Any, of: Any, asked: Any) -> None:
    add(maj, of, "Petra Lövhage")
    ledger = read(maj, of, f"{PETRA};", f"{IDRIS};Förskola")
    assert [(row.number, row.state, row.name, row.areas) for row in ledger.rows] == [
        (2, RowState.UNCHANGED, "Petra Lövhage", ("Grundskola",)),
        (3, RowState.NEW, "Idris Kvarnvass", ("Förskola",)),
    ]
    assert ledger.acceptable
    assert len(asked()) == 1, "reading changes nothing"


@pytest.mark.parametrize(
    ("row", "column", "value", "message"),
    [
        ("ingen@ekkoping.example;", "e-post", "ingen@ekkoping.example", "Nobody here has this address."),
        ("tove.asgrind@allmala.example;", "e-post", "tove.asgrind@allmala.example", "Nobody here has this address."),
        ("Petra Lövhage;", "e-post", "Petra Lövhage", "This is no address."),
        (";Grundskola", "e-post", "", "The value is missing."),
        (f"{PETRA};Månen", "verksamhetsområde", "Månen", "There is no such service area."),
        (
            "nils.bjorkspang@ekkoping.example;",
            "verksamhetsområde",
            "",
            "No service area is set where the person works.",
        ),
        ("roger.hallspang@ekkoping.example;", "e-post", "roger.hallspang@ekkoping.example", "The person has no duty"),
        (f"{IDRIS};", "e-post", IDRIS.lower(), "The address stands in row %(first_row)s too."),
    ],
)
def test_a_wrong_row_is_told_with_column_value_and_what_was_expected(
    maj: Any, of: Any, row: str, column: str, value: str, message: str
) -> None:
    ledger = read(maj, of, f"{IDRIS};", row)
    (wrong,) = [each for each in ledger.rows if each.state is RowState.REFUSED]
    (problem,) = wrong.problems
    assert (wrong.number, problem.row, problem.column) == (3, 3, column)
    assert problem.value.lower() == value.lower()
    assert problem.message.startswith(message)
    assert problem.expected
    with pytest.raises(Refused, match="1 rows are wrong"):
        reflection.add_from_file(by=maj, now=NOW, round=of.id, data=lines(f"{IDRIS};", row), name="adresser.csv")
    assert invited(of) is None


def test_a_file_of_addresses_is_taken_in_whole_and_once(maj: Any, of: Any) -> None:
    data = lines(PETRA, IDRIS, head="Mejl")
    for joined in (2, 0):
        done = reflection.add_from_file(by=maj, now=NOW, round=of.id, data=data, name="adresser.csv")
        assert done.joined == joined
    found = reflection.recipients(by=maj, now=NOW, round=of.id)
    assert {line.origin for line in found.lines.items} == {Origin.FILE}


def test_a_file_without_a_column_of_addresses_is_refused_with_what_was_expected(maj: Any, of: Any) -> None:
    with pytest.raises(Refused, match="e-post"):
        read(maj, of, "Petra;Tallvippan", head="namn;skola")


def test_the_database_knows_that_who_is_taken_away_has_left(maj: Any, of: Any) -> None:
    add(maj, of, "Petra Lövhage")
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Recipient.objects.filter(round_id=of.id).update(taken_away=True)
