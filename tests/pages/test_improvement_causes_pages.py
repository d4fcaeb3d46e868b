"""The pages of the cause graph: drawn, in words, and worked on by several (C22)."""

from collections.abc import Callable
from typing import Any

import pytest

from kedjan.improvement import service as improvement
from kedjan_site.demo import cast
from tests.pages.checks import text_of
from tests.pages.client import PageClient
from tests.rooms.conclusions_made import MAJ, NEIGHBOUR, NOW, READER, STAFF, Analysed, an_analysis

pytestmark = pytest.mark.django_db
type SignedIn = Callable[[str], PageClient]


@pytest.fixture
def of(db: None) -> Analysed:
    return an_analysis()


def graph(of: Analysed, part: str = "") -> str:
    return f"/nulagesanalyser/{of.id}/orsaker/{part}"


def found(of: Analysed) -> improvement.CauseGraph:
    return improvement.cause_graph(by=cast.actor(MAJ), now=NOW, analysis=of.id)


def test_a_graph_is_drawn_judged_and_taken_apart_through_the_pages(
    signed_in: SignedIn, of: Analysed, count_queries: Any
) -> None:
    maj = signed_in(MAJ)
    conclusion = of.concluded("Analysen är svår")
    page = maj.open(maj.open(f"/nulagesanalyser/{of.id}/slutsatser/").links()["Orsaksgraf"])
    assert "Börja med det ni ser och fråga varför." in page.text
    assert "En sak behöver ses över" in maj.submit(page, "Lägg till", text=" ", status=422).text
    maj.submit(page, "Lägg till", text="Otydliga mål")
    page = maj.open(graph(of))
    maj.submit(page, "Lägg till", text="Svår analys", conclusion=conclusion.id.hex)
    page = maj.open(graph(of))
    one, two = (each.id for each in found(of).causes)
    wrong = maj.submit(page, "Dra länken", cause=one.hex, effect=one.hex, status=422)
    assert "En orsak leder inte till sig själv." in wrong.text
    link = maj.submit(page, "Dra länken", cause=one.hex, effect=two.hex).to
    with count_queries(21):
        page = maj.open(graph(of))
    assert "Den svagaste länken" in page.text and "Otydliga mål leder till Svår analys" in page.text
    assert 'aria-label="1. ”Otydliga mål” leder till ”Svår analys”: Hypotes, 0 belägg, 0 motbelägg."' in page.html
    refused = maj.post(link, {"seen": "1", "status": "support"}, status=200)
    assert "Lägg till det som talar för innan du säger att den har stöd." in refused.text
    cite = maj.open(f"{link}belagg/?ord=vilken+tisdag")
    source = {e.get("name", ""): e.get("value", "") for e in cite.all("input") if e.get("name") in {"kind", "source"}}
    maj.post(f"{link}belagg/", {**source, "side": "for"})
    maj.submit(maj.open(link), "Spara", status=302, alternative="Tiden.")
    seen = str(found(of).links[0].version)
    maj.post(link, {"seen": seen, "status": "support", "alternative": "Tiden."})
    page = maj.open(graph(of))
    assert "Stöd" in page.text and "Vad annat kan förklara det: Tiden." in page.text
    late = maj.post(link, {"seen": seen, "status": "hypothesis", "alternative": "Mitt."}, status=409)
    assert "Mitt." in late.html
    assert [text_of(each) for each in late.all("dd")] == ["Stöd", "Tiden."], "what the other said stands beside"
    gone = maj.submit(page, action=f"/orsaker/{one}/ta-bort/", status=200)
    assert len(found(of).causes) == 1
    maj.submit(gone, "Lägg tillbaka")
    assert len(found(of).links) == 1
    maj.submit(maj.open(link), "Ta bort länken")
    assert found(of).links == ()


def test_two_people_in_one_statement_both_see_what_the_other_wrote(signed_in: SignedIn, of: Analysed) -> None:
    key = cast.account_id("x")
    improvement.add_cause(by=cast.actor(MAJ), now=NOW, key=key, analysis=of.id, text="Först")
    maj, siv = signed_in(MAJ), signed_in(READER)
    mine = maj.open(f"/orsaker/{key}/")
    siv.submit(siv.open(f"/orsaker/{key}/"), "Spara", text="Sivs ord")
    late = maj.submit(mine, "Spara", text="Majs ord", status=409)
    assert "Sivs ord" in late.text and "Majs ord" in late.html
    maj.submit(late, "Spara")
    assert found(of).causes[0].text == "Majs ord"


def test_the_graph_is_open_to_those_who_write_it(signed_in: SignedIn, of: Analysed) -> None:
    for name, status in ((MAJ, 200), (READER, 200), (STAFF, 403), ("Gunnel Ekspång", 403), (NEIGHBOUR, 404)):
        signed_in(name).open(graph(of), status=status)
    signed_in(STAFF).post(graph(of, "ny/"), {"text": "x"}, status=403)
