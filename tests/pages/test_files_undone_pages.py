"""Files with goals and boards stand in a ledger on their pages, and are undone from there."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.pages.client import Page, PageClient
from tests.rooms.conclusions_made import MAJ, NEIGHBOUR, STAFF, an_analysis
from tests.rooms.test_files_undone import BOARD, on_board
from tests.rooms.test_goals_filed import FILE, stored

pytestmark = pytest.mark.django_db
type SignedIn = Callable[[str], PageClient]


def taken_in(maj: PageClient, where: str, name: str, text: str) -> Page:
    """Take a file in and open the page with the ledger."""
    file = SimpleUploadedFile(name, text.encode())
    page = maj.submit(maj.open(where), "Granska filen", status=200, file=file)
    maj.submit(page, "Ta in filen")
    return maj.open(where)


def way_back(page: Page, besides: str = "") -> str:
    """The address where a file is undone, another than one that is known."""
    found = [where for form in page.all("form") if (where := str(form.get("action"))).endswith("/angra/")]
    return next(each for each in found if each != besides)


def test_a_file_with_goals_is_undone_where_it_was_read_in(signed_in: SignedIn) -> None:
    maj, staff, neighbour = signed_in(MAJ), signed_in(STAFF), signed_in(NEIGHBOUR)
    page = taken_in(maj, "/mal/fil/", "mal.csv", FILE)
    assert "Inlästa filer" in page.text and "Nya: 6. Ändrade: 0. Oförändrade: 0." in page.text
    undo = way_back(page)
    staff.post(undo, status=403)
    neighbour.post(undo, status=404)
    maj.post(f"/mal/{stored()[0].goals[0].id}/tona-ner/", {"seen": "1", "motive": "Redan beslutat"})
    maj.submit(page, action=undo)
    assert "1 av dess mål har ändrats sedan dess" in maj.open("/mal/fil/").text and len(stored()) == 2
    maj.post(f"/mal/{stored()[0].goals[0].id}/lyft/", {"seen": "2"})
    page = taken_in(maj, "/mal/fil/", "mal.csv", "ramverk;från;mål\nTredje;2026-01-01;Ett\n")
    maj.submit(page, action=way_back(page, undo))
    page = maj.open("/mal/fil/")
    assert "Målen är som de var före den." in page.text and "Ångrad av Maj Sävdunge" in page.text
    assert len(stored()) == 2


def test_a_file_on_a_board_is_undone_where_it_was_read_in(signed_in: SignedIn) -> None:
    of, maj = an_analysis(), signed_in(MAJ)
    taken_in(maj, "/mal/fil/", "mal.csv", "ramverk;från;mål\nNämnden;2026-01-01;Lärmiljö\n")
    where = f"/nulagesanalyser/{of.id}/tavla/fil/"
    page = taken_in(maj, where, "tavla.csv", BOARD)
    assert "Nya: 2. Ändrade: 0." in page.text and len(on_board(of)) == 2
    undo = way_back(page)
    signed_in(STAFF).post(undo, status=403)
    signed_in(NEIGHBOUR).post(undo, status=404)
    maj.submit(page, action=undo)
    page = maj.open(where)
    assert "Tavlan är som den var före den." in page.text and on_board(of) == []
