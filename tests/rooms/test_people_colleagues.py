"""Colleagues to choose among: those with a duty today, by name, never those who are protected."""

from datetime import date

import pytest

from kedjan.access.service import NotYours, Role
from kedjan.people import service as people
from kedjan_site.demo import cast

pytestmark = pytest.mark.django_db
TODAY = cast.NOW.date()


def names(day: date = TODAY, search: str = "") -> list[str]:
    return [each.name for each in people.colleagues(by=cast.actor("Maj Sävdunge"), day=day, search=search)]


def test_colleagues_stand_by_name_with_their_roles() -> None:
    found = people.colleagues(by=cast.actor("Nils Björkspång"), day=TODAY)
    assert [each.name for each in found] == sorted(each.name for each in found)
    (ester,) = (each for each in found if each.name == "Ester Kärrgrind")
    assert ester.id == cast.account_id("Ester Kärrgrind")
    assert ester.roles == (Role.PRINCIPAL,)


def test_nobody_of_another_provider_is_among_them() -> None:
    assert "Sten Klockvret" not in names()


def test_a_protected_person_is_never_among_them() -> None:
    assert "Vera Kvällsmyr" not in names()
    assert names(search="Vera") == []


def test_only_those_with_a_duty_on_the_day_are_among_them() -> None:
    assert "Roger Hällspång" not in names()
    assert "Roger Hällspång" in names(day=date(2026, 7, 31))
    assert "Hanna Ekgrind" not in names(day=date(2026, 7, 31))
    assert "Hanna Ekgrind" in names()


def test_a_closed_account_is_not_among_them() -> None:
    nils = cast.actor("Nils Björkspång")
    people.deactivate(by=nils, now=cast.NOW, id=cast.account_id("Karin Olspång"))
    assert "Karin Olspång" not in names()


def test_a_search_holds_any_part_of_the_name_in_any_case() -> None:
    assert names(search=" OLSPÅ ") == ["Karin Olspång"]


def test_only_who_leads_rounds_or_decides_on_proposals_may_look() -> None:
    for name in ("Petra Lövhage", "Gunnel Ekspång"):
        with pytest.raises(NotYours):
            people.colleagues(by=cast.actor(name), day=TODAY)
    assert people.colleagues(by=cast.actor("Torun Hedspång"), day=TODAY), "she chooses who is responsible"
