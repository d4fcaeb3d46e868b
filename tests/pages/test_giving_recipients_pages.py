"""The workbench of a round: choosing whom it asks, by name, by role and by a file."""

import base64
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from kedjan.access.service import Role
from kedjan.reflection import service as reflection
from kedjan_site.demo import cast
from tests.pages.checks import text_of
from tests.pages.client import PageClient
from tests.pages.giving_pages import now, place, upload
from tests.rooms.reflection_given import a_given_round
from tests.rooms.reflection_rounds import NOW, a_round

pytestmark = pytest.mark.django_db
type SignedIn = Callable[[str], PageClient]


@pytest.fixture
def maj(signed_in: SignedIn) -> PageClient:
    return signed_in("Maj Sävdunge")


@pytest.fixture
def by() -> Any:
    return cast.actor("Maj Sävdunge")


def test_recipients_are_added_by_name_and_taken_away(maj: PageClient, by: Any, count_queries: Any) -> None:
    of = a_round(by)
    page = maj.open(place(of, "mottagare/namn/"))
    petra, maj_ = cast.account_id("Petra Lövhage").hex, cast.account_id("Maj Sävdunge").hex
    maj.submit(page, "Lägg till", readers=[petra, maj_])
    with count_queries(20):
        page = maj.open(place(of, "mottagare/"))
    assert "1 person arbetar där inget verksamhetsområde är angivet och tillfrågas inte." in page.text
    assert "1 person tillfrågas" in page.text
    maj.submit(page, "Ta bort: Petra Lövhage, Grundskola")
    assert "Ingen tillfrågas än" in maj.open(place(of, "mottagare/")).text


def test_somebody_to_ask_is_found_by_name_and_given_an_area(maj: PageClient, by: Any) -> None:
    of = a_round(by)
    page = maj.open(place(of, "mottagare/namn/"))
    found = maj.submit(page, "Sök", status=200, search="nils")
    nils, area = cast.account_id("Nils Björkspång").hex, cast.area_id(cast.EKKOPING, "Grundskola").hex
    maj.submit(found, "Lägg till", readers=[nils], area=area)
    assert "Nils Björkspång" in maj.open(place(of, "mottagare/")).text
    assert "Välj någon." in maj.submit(page, "Lägg till", status=200).text


def test_recipients_are_added_by_role_and_the_rule_taken_away(maj: PageClient, by: Any) -> None:
    of = a_round(by)
    page = maj.open(place(of, "mottagare/roll/"))
    assert "Välj minst en roll." in maj.submit(page, "Lägg till", status=200).text
    unit = cast.unit_id(cast.EKKOPING, "Grundskola").hex
    maj.submit(page, "Lägg till", unit=unit, roles=[Role.PRINCIPAL.value])
    page = maj.open(place(of, "mottagare/"))
    assert "Rektor vid Grundskola och enheterna under" in page.text
    assert "4 mottagare är nya." in page.text
    away = maj.open(page.links()["Ta bort: Rektor vid Grundskola och enheterna under"])
    maj.submit(away, "Ta bort")
    assert now(of).invited == 0
    maj.open(place(of, f"mottagare/roll/{uuid4()}/ta-bort/"), status=404)


def test_rules_can_be_applied_at_once(maj: PageClient, by: Any) -> None:
    of = a_round(by)
    unit = cast.unit_id(cast.EKKOPING, "Kråkekskolan")
    reflection.add_rule(by=by, now=NOW, round=of.id, unit=unit, roles=[Role.PRINCIPAL], key=uuid4())
    maj.submit(maj.open(place(of, "mottagare/")), "Gör det nu")
    assert "Inget har ändrats." in maj.open(place(of, "mottagare/")).text


def test_numbers_by_area_say_when_somebody_is_in_two(maj: PageClient, by: Any) -> None:
    of = a_given_round(by)
    area = cast.area_id(cast.EKKOPING, "Förskola")
    reflection.add_recipients(
        by=by, now=NOW, round=of.id, accounts=[cast.account_id("Petra Lövhage")], service_area=area
    )
    page = maj.open(place(of, "mottagare/"))
    rows = [[text_of(cell) for cell in row] for table in page.all("table") for row in table.iter("tr")]
    assert rows[1:] == [["Förskola", "1"], ["Grundskola", "2"], ["Alla", "2"]]
    assert "räknas i båda" in page.text


def test_a_protected_person_is_not_named_among_the_recipients(maj: PageClient, by: Any) -> None:
    of = a_given_round(by, recipients=("Vera Kvällsmyr",))
    page = maj.open(place(of, "mottagare/"))
    assert "Vera" not in page.html
    assert "Medarbetare med skyddade uppgifter" in page.text


def test_a_file_of_addresses_is_looked_at_and_then_taken_in(maj: PageClient, by: Any) -> None:
    of = a_round(by)
    page = maj.open(place(of, "mottagare/fil/"))
    looked = maj.submit(
        page,
        "Granska filen",
        status=200,
        file=upload("e-post\npetra.lovhage@ekkoping.example\nIdris.Kvarnvass@ekkoping.example"),
    )
    assert "2 rader är nya." in looked.text
    assert "Petra Lövhage · Grundskola" in looked.text
    assert now(of).invited is None
    maj.submit(looked, "Ta in filen")
    assert now(of).invited == 2


def test_a_file_with_a_wrong_row_says_which_and_is_not_taken_in(maj: PageClient, by: Any) -> None:
    of = a_round(by)
    page = maj.open(place(of, "mottagare/fil/"))
    looked = maj.submit(page, "Granska filen", status=200, file=upload("e-post\nnobody@ekkoping.example"))
    assert "1 rad kan inte tas in" in looked.text
    assert "Ingen här har den adressen." in looked.text
    assert "Väntat: adressen till ett öppet konto." in looked.text
    sent = base64.b64encode(b"e-post\nnobody@ekkoping.example").decode()
    maj.post(place(of, "mottagare/fil/"), {"carried": sent, "name": "a.csv"}, status=409)
    maj.post(place(of, "mottagare/fil/"), {"carried": "%%", "name": "a.csv"}, status=409)
    assert now(of).invited is None


def test_a_file_that_is_no_table_is_refused_beside_its_field(maj: PageClient, by: Any) -> None:
    of = a_round(by)
    page = maj.open(place(of, "mottagare/fil/"))
    assert maj.submit(page, "Granska filen", status=200, file=upload("%PDF-1.7")).all("div", role="alert")
