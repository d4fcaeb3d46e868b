"""Proposals from a file and to one, through the pages."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kedjan.actions.service import Ruling
from tests.pages.client import Page, PageClient
from tests.rooms.conclusions_made import MAJ, NEIGHBOUR, STAFF
from tests.rooms.proposals_made import CYCLES, IDRIS, PETRA, TORUN, Proposed, decide, proposals_of

pytestmark = pytest.mark.django_db
type SignedIn = Callable[[str], PageClient]


@pytest.fixture
def of(db: None) -> Proposed:
    return proposals_of()


def at(of: Proposed, part: str = "fil/") -> str:
    return f"/nulagesanalyser/{of.id}/forslag/{part}"


def looked_at(maj: PageClient, of: Proposed, text: str) -> Page:
    form = maj.open(at(of))
    return maj.submit(form, "Granska filen", status=200, file=SimpleUploadedFile("forslag.csv", text.encode()))


def test_the_list_with_answers_is_taken_along_as_each_sees_it(signed_in: SignedIn, of: Proposed) -> None:
    no, yes = of.proposal("Digitalt stöd", PETRA), of.proposal(CYCLES, PETRA, IDRIS)
    of.proposal("=Väntar", origin="Dialogmötet")
    decide(no.id, Ruling.NO, motive="Inte i år.")
    decide(yes.id, Ruling.YES)
    maj, torun, staff = signed_in(MAJ), signed_in(TORUN), signed_in(STAFF)
    page = maj.open(at(of, ""))
    body = maj.open(page.links()["Listan med svar (CSV)"]).response.content.decode()
    assert "Nr;Förslaget;Mål;Personer bakom;Svar utlovat till;Läge;Svaret;Beslutat;Åtgärdens fas" in body
    assert f"1;Digitalt stöd;;1;{no.answer_by};Nej;Inte i år.;2026-11-16;" in body
    assert f"2;{CYCLES};;2;" in body and body.rstrip().splitlines()[-2].endswith(";Initierad") and "'=Väntar" in body
    assert maj.http.get(page.links()["Listan med svar (Excel)"]).content[:2] == b"PK"
    assert "färre än 5 personer" in torun.open(at(of, "svar.csv")).response.content.decode()
    theirs = staff.open(at(of, "svar.csv")).response.content.decode()
    assert CYCLES in theirs and "Väntar" not in theirs
    only = maj.open(maj.open(at(of, "?lage=no")).links()["Listan med svar (CSV)"]).response.content.decode()
    assert "Digitalt stöd" in only and CYCLES not in only
    signed_in(NEIGHBOUR).open(at(of, "svar.csv"), status=404)


def test_proposals_are_looked_at_taken_in_taken_along_and_undone(
    signed_in: SignedIn, of: Proposed, count_queries: Any
) -> None:
    maj = signed_in(MAJ)
    assert maj.open(at(of, "")).links()["Förslag från fil"] == at(of)
    wrong = looked_at(maj, of, "förslag;svar senast\nEtt;i vår\n")
    assert "Det här är ingen dag." in wrong.text and "Ta in filen" not in wrong.text
    page = looked_at(maj, of, f"förslag;hört\n{CYCLES};Bilaga 3\nMötesfria onsdagar;\n")
    assert "Nya: 2" in page.text and of.seen() == []
    maj.submit(page, "Ta in filen")
    assert of.seen() == [CYCLES, "Mötesfria onsdagar"]
    assert "Allt i filen finns här redan." in looked_at(maj, of, f"förslag;mål\n{CYCLES};\n").text
    body = maj.open(at(of, "fil/forslag.csv")).response.content.decode()
    assert "förslag;förklaring;mål;svar senast;hört" in body and f"{CYCLES};;;2026-12-28;Bilaga 3" in body
    assert maj.http.get(at(of, "fil/forslag.xlsx")).content[:2] == b"PK"
    with count_queries(20):
        page = maj.open(at(of))
    assert "Nya: 2. Ändrade: 0. Oförändrade: 0." in page.text
    (undo,) = (where for form in page.all("form") if (where := str(form.get("action"))).endswith("/angra/"))
    for name, status in ((STAFF, 403), (NEIGHBOUR, 404)):
        other = signed_in(name)
        other.open(at(of), status=status)
        other.open(at(of, "fil/forslag.csv"), status=status)
        other.post(undo, status=status)
    maj.submit(page, action=undo)
    page = maj.open(at(of))
    assert "Inläsningen är ångrad." in page.text and "Ångrad av Maj Sävdunge" in page.text and of.seen() == []
