"""Accounts and duties, as those who manage them meet them."""

from collections.abc import Callable

import pytest

from kedjan_site.demo import cast
from tests.pages.client import PageClient

Sign = Callable[[str], PageClient]


def person_page(name: str) -> str:
    return f"/personer/{cast.account_id(name)}/"


def test_everybody_but_the_protected_is_listed_by_name(signed_in: Sign) -> None:
    page = signed_in("Nils Björkspång").open("/personer/")
    assert "Maj Sävdunge" in page.links()
    assert "Vera" not in page.html
    assert "Medarbetare med skyddade uppgifter" in page.text


def test_the_neighbours_are_not_listed(signed_in: Sign) -> None:
    assert "Sten Klockvret" not in signed_in("Nils Björkspång").open("/personer/").html


def test_a_search_finds_by_part_of_a_name_and_says_so_when_it_finds_nobody(signed_in: Sign) -> None:
    nils = signed_in("Nils Björkspång")
    assert "Roger Hällspång" in nils.open("/personer/?sok=hällsp").links()
    assert "Maj Sävdunge" not in nils.open("/personer/?sok=hällsp").links()
    assert "Vera" not in nils.open("/personer/?sok=vera").text


def test_those_without_a_current_duty_can_be_listed_alone(signed_in: Sign) -> None:
    links = signed_in("Nils Björkspång").open("/personer/?utan=1").links()
    assert "Roger Hällspång" in links
    assert "Hanna Ekgrind" not in links


@pytest.mark.parametrize(
    "name", ["Maj Sävdunge", "Torun Hedspång", "Petra Lövhage", "Gunnel Ekspång", "Roger Hällspång"]
)
def test_only_those_who_manage_accounts_may_open_the_list(signed_in: Sign, name: str) -> None:
    page = signed_in(name).open("/personer/", status=403)
    assert "Maj Sävdunge" not in page.links()


def test_a_person_of_the_neighbours_is_not_found(signed_in: Sign) -> None:
    signed_in("Nils Björkspång").open(person_page("Sten Klockvret"), status=404)


def test_an_account_is_added_given_a_duty_and_let_in_by_its_link(signed_in: Sign, nobody: PageClient) -> None:
    nils = signed_in("Nils Björkspång")
    made = nils.submit(
        nils.open("/personer/ny/"), action="/personer/ny/", name="Edla Ny", email="Edla.Ny@ekkoping.example"
    )
    person = nils.open(made.to)
    assert person.h1 == "Edla Ny"
    giving = nils.open(person.path + "roller/ny/")
    unit = cast.unit_id(cast.EKKOPING, "Kråkekskolan").hex
    nils.submit(giving, action=giving.path, role="teacher", unit=unit, starts="2026-11-01", ends="")
    link = nils.submit(nils.open(made.to), action=made.to + "lank/", status=200)
    address = link.all("input", id="lank")[0].get("value") or ""
    assert address.startswith("https://testserver/losenord/nytt/")
    choosing = nobody.open(address.removeprefix("https://testserver"), follow=True)
    nobody.submit(choosing, action=choosing.path, new="tre gula cyklar", again="tre gula cyklar")
    signing = nobody.open("/logga-in/")
    nobody.submit(signing, action="/logga-in/", email="edla.ny@ekkoping.example", password="tre gula cyklar")
    assert "Kråkekskolan" in nobody.open("/").html
    assert not nils.open(made.to).all("form", action=made.to + "lank/")


def test_the_same_form_sent_twice_adds_one_account(signed_in: Sign) -> None:
    nils = signed_in("Nils Björkspång")
    form = nils.open("/personer/ny/")
    first = nils.submit(form, action="/personer/ny/", name="Edla Ny", email="edla@ekkoping.example")
    second = nils.submit(form, action="/personer/ny/", name="Edla Ny", email="edla@ekkoping.example")
    assert first.to == second.to


def test_an_address_in_use_is_refused_beside_its_field(signed_in: Sign) -> None:
    nils = signed_in("Nils Björkspång")
    form = nils.open("/personer/ny/")
    page = nils.submit(form, action="/personer/ny/", status=200, name="Maj Två", email="MAJ.savdunge@ekkoping.example")
    assert page.all("input", name="email", aria_invalid="true")


def test_the_link_of_somebody_who_has_signed_in_is_not_shown_to_another(signed_in: Sign) -> None:
    signed_in("Maj Sävdunge")
    nils = signed_in("Nils Björkspång")
    page = nils.open(person_page("Maj Sävdunge"))
    assert person_page("Maj Sävdunge") + "lank/" not in [form.get("action") for form in page.all("form")]
    refused = nils.post(person_page("Maj Sävdunge") + "lank/", status=400)
    assert "losenord/nytt" not in refused.html


def test_a_conflict_shows_both_versions(signed_in: Sign) -> None:
    nils = signed_in("Nils Björkspång")
    where = person_page("Love Spånghage") + "andra/"
    mine = nils.open(where)
    nils.submit(nils.open(where), action=where, name="Love Spång")
    conflict = nils.submit(mine, action=where, status=409, name="Love Hage")
    assert "Love Spång" in conflict.text
    assert "Love Hage" in conflict.text
    assert "Nils Björkspång" in conflict.text
    nils.submit(conflict, action=where)
    assert nils.open(person_page("Love Spånghage")).h1 == "Love Hage"


def test_changing_a_protected_person_neither_shows_nor_touches_the_name(signed_in: Sign) -> None:
    from kedjan.people.models import Account

    nils = signed_in("Nils Björkspång")
    where = person_page("Vera Kvällsmyr") + "andra/"
    page = nils.open(where)
    assert "Vera" not in page.html
    nils.submit(page, action=where, protected="on")
    assert Account.objects.get(id=cast.account_id("Vera Kvällsmyr")).name == "Vera Kvällsmyr"


def test_a_duty_ended_yesterday_opens_nothing_today(signed_in: Sign) -> None:
    from kedjan.people.models import Duty

    nils = signed_in("Nils Björkspång")
    duty = Duty.objects.get(account_id=cast.account_id("Viggo Lindvass"))
    where = person_page("Viggo Lindvass") + f"roller/{duty.id}/avsluta/"
    nils.submit(nils.open(where), action=where, ends="2026-11-15")
    viggo = signed_in("Viggo Lindvass")
    viggo.open("/organisation/", status=403)
    assert "Sjuspångs skola" in viggo.open("/").text


def test_of_two_who_end_the_same_duty_the_second_sees_both_days(signed_in: Sign) -> None:
    from kedjan.people.models import Duty

    nils = signed_in("Nils Björkspång")
    duty = Duty.objects.get(account_id=cast.account_id("Viggo Lindvass"))
    where = person_page("Viggo Lindvass") + f"roller/{duty.id}/avsluta/"
    mine = nils.open(where)
    nils.submit(nils.open(where), action=where, ends="2026-12-31")
    conflict = nils.submit(mine, action=where, status=409, ends="2027-01-31")
    assert "31 december 2026" in conflict.text
    assert "2027-01-31" in conflict.text
    nils.submit(conflict, action=where)
    assert "2027-01-31" in nils.open(person_page("Viggo Lindvass")).text


def test_the_last_who_manages_accounts_is_told_why_the_duty_cannot_end(signed_in: Sign) -> None:
    from kedjan.people.models import Duty

    nils = signed_in("Nils Björkspång")
    duty = Duty.objects.get(account_id=cast.account_id("Nils Björkspång"))
    where = person_page("Nils Björkspång") + f"roller/{duty.id}/avsluta/"
    page = nils.submit(nils.open(where), action=where, status=200, ends="2026-12-31")
    assert "Då skulle ingen sköta kontona här" in page.text


def test_a_last_day_before_the_first_is_refused(signed_in: Sign) -> None:
    nils = signed_in("Nils Björkspång")
    where = person_page("Ines Pilbrink") + "roller/ny/"
    unit = cast.unit_id(cast.EKKOPING, "Kråkekskolan").hex
    page = nils.submit(
        nils.open(where), action=where, status=200, role="teacher", unit=unit, starts="2026-11-10", ends="2026-11-09"
    )
    assert page.all("input", name="ends", aria_invalid="true")


def test_a_closed_account_is_signed_out_at_once_and_opened_again(signed_in: Sign) -> None:
    nils, petra = signed_in("Nils Björkspång"), signed_in("Petra Lövhage")
    petra.open("/")
    where = person_page("Petra Lövhage")
    nils.submit(nils.open(where), action=where + "stang/")
    assert petra.open("/", status=302).to.startswith("/logga-in/")
    nils.submit(nils.open(where), action=where + "oppna/")
    assert nils.open(where).all("form", action=where + "stang/")


def test_one_does_not_close_oneself(signed_in: Sign) -> None:
    nils = signed_in("Nils Björkspång")
    assert not nils.open(person_page("Nils Björkspång")).all("form", action=person_page("Nils Björkspång") + "stang/")
    nils.post(person_page("Nils Björkspång") + "stang/", status=400)


def test_the_organisation_shows_every_unit_with_its_size(signed_in: Sign) -> None:
    text = signed_in("Ester Kärrgrind").open("/organisation/").text
    for unit in cast.EKKOPING.units:
        assert unit.name in text
    assert "Månskensskolan" not in text


def test_the_list_costs_the_same_however_many_people_there_are(signed_in: Sign) -> None:
    nils = signed_in("Nils Björkspång")
    few = len(nils.open("/personer/?sok=björk").queries)
    assert len(nils.open("/personer/").queries) <= few
