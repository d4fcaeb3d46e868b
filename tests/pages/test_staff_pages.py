"""Reading staff in on the pages, as those who manage accounts meet it."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kedjan.people import models
from kedjan_site.demo import cast
from tests.pages.client import Page, PageClient

Sign = Callable[[str], PageClient]
FILE = "/personer/fil/"
HEAD = "adress;roll;enhet;börjar;slutar;namn"
NEW = "tyra.ny@ekkoping.example;lärare;Tallvippans skola;2026-08-01;;Tyra Ny"
CHANGED = "hanna.ekgrind@ekkoping.example;rektor;Kråkekskolan;2026-08-01;2027-07-31;"
SAME = "petra.lovhage@ekkoping.example;lärare;Tallvippans skola;2025-07-01;;"
WRONG = "petra.lovhage@ekkoping.example;städare;Tallvippans skola;2025-07-01;;"
pytestmark = pytest.mark.django_db


def choose(nils: PageClient, *rows: str, status: int = 302) -> Page:
    file = SimpleUploadedFile("personal.csv", "\n".join((HEAD, *rows)).encode())
    return nils.submit(nils.open(FILE), "Granska filen", status=status, file=file)


def test_a_file_is_looked_at_and_read_in(signed_in: Sign) -> None:
    nils = signed_in("Nils Björkspång")
    assert nils.open("/personer/").links()["Läs in personal"] == FILE
    page = nils.open(choose(nils, NEW, CHANGED, SAME).to)
    assert page.h1 == "personal.csv"
    assert "Roller: 1 nya, 1 med en annan sista dag, 1 som de är. 1 nytt konto." in page.text
    assert "tyra.ny@ekkoping.example (nytt konto)" in page.text
    assert "Lärare, Tallvippans skola, från 1 augusti 2026" in page.text
    assert "tills vidare" in page.text
    done = nils.submit(page, "Läs in allt")
    assert "1 nytt konto." in nils.open(done.to).html
    assert models.Duty.objects.get(account__email="tyra.ny@ekkoping.example").given_by == "file"
    person = nils.open(f"/personer/{models.Account.objects.get(email='tyra.ny@ekkoping.example').id}/")
    assert "(från en personalfil)" in person.text
    assert nils.open(page.path, status=302).to == "/personer/"


def test_what_is_wrong_is_said_row_by_row_and_nothing_can_be_read_in(signed_in: Sign) -> None:
    nils = signed_in("Nils Björkspång")
    page = nils.open(choose(nils, NEW, WRONG).to)
    assert "Filen kan inte läsas in som den är" in page.text
    assert "Det finns ingen sådan roll." in page.text
    assert "städare" in page.text
    assert "Läs in allt" not in page.text
    nils.submit(page, "Ta bort filen")
    assert not models.Account.objects.filter(email="tyra.ny@ekkoping.example").exists()


def test_what_is_no_file_of_staff_is_said_at_the_field(signed_in: Sign) -> None:
    nils = signed_in("Nils Björkspång")
    file = SimpleUploadedFile("x.csv", b"a;b\n1;2\n")
    page = nils.submit(nils.open(FILE), "Granska filen", status=200, file=file)
    assert page.all("input", name="file")[0].get("aria-invalid") == "true"


def test_what_changed_meanwhile_is_shown_before_anything_is_read_in(signed_in: Sign) -> None:
    nils = signed_in("Nils Björkspång")
    page = nils.open(choose(nils, CHANGED).to)
    models.Account.objects.filter(id=cast.account_id("Hanna Ekgrind")).update(is_active=False)
    again = nils.submit(page, "Läs in allt", status=409)
    assert "Något har ändrats sedan du tittade" in again.text
    assert models.Duty.objects.get(account_id=cast.account_id("Hanna Ekgrind")).ends is None


@pytest.mark.parametrize("name", ["Maj Sävdunge", "Petra Lövhage"])
def test_nobody_else_reads_staff_in(signed_in: Sign, name: str) -> None:
    signed_in(name).open(FILE, status=403)


def test_a_ledger_is_made_with_few_questions(signed_in: Sign) -> None:
    nils = signed_in("Nils Björkspång")
    assert len(nils.open(choose(nils, NEW, CHANGED, SAME).to).queries) == 9
