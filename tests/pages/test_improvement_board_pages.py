"""The pages of the board: a matrix that leads to the fields of a goal, worked on by several, and files (C02, C23)."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kedjan.goals import service as goals
from kedjan.improvement import service as improvement
from kedjan_site.demo import cast
from tests.pages.checks import text_of
from tests.pages.client import Page, PageClient
from tests.rooms.conclusions_made import MAJ, NEIGHBOUR, NOW, READER, STAFF, Analysed, an_analysis
from tests.rooms.test_improvement_board import AIMS, ENVIRONMENT, HEAD

pytestmark = pytest.mark.django_db
type SignedIn = Callable[[str], PageClient]


@pytest.fixture
def of(db: None) -> Analysed:
    goals.add_framework(
        by=cast.actor(MAJ), now=NOW, name="Nämnden", kind="board", starts=date(2026, 1, 1), goals=AIMS, key=uuid4()
    )
    return an_analysis()


def at(of: Analysed, part: str = "") -> str:
    return f"/nulagesanalyser/{of.id}/tavla/{part}"


def looked_at(maj: PageClient, of: Analysed, text: str) -> Page:
    file = SimpleUploadedFile("tavla.csv", text.encode())
    return maj.submit(maj.open(at(of, "fil/")), "Granska filen", status=200, file=file)


def found(of: Analysed) -> improvement.Board:
    return improvement.board(by=cast.actor(MAJ), now=NOW, analysis=of.id)


def goal_of(text: str) -> goals.Goal:
    (framework,) = (each for each in goals.frameworks(by=cast.actor(MAJ)) if each.name == "Nämnden")
    return next(goal for goal in framework.goals if goal.text == text)


def test_something_is_put_up_said_where_it_comes_from_changed_and_taken_down(signed_in: SignedIn, of: Analysed) -> None:
    maj = signed_in(MAJ)
    analysis = f"/nulagesanalyser/{of.id}/"
    assert maj.open(analysis).links()["Tavla"] == at(of) and "Tavla" not in signed_in(STAFF).open(analysis).links()
    page = maj.open(maj.open(f"{analysis}slutsatser/").links()["Tavla"])
    assert "Det finns inget på tavlan än" in page.text
    goal = goal_of("Kärnuppdraget").id.hex
    wrong = maj.submit(page, "Lägg till", text="Ont om tid", goal=goal, worth="poor", part="", status=422)
    assert "Ange om det ligger hos individer (I)" in wrong.text and "Ont om tid" in wrong.html
    maj.submit(wrong, "Lägg till", part="S", level="unit")
    page = maj.open(at(of))
    assert "Struktur (S): Dåligt" in page.text and "4 fält är tomma" in page.text
    (one,) = found(of).observations
    cite = maj.open(f"/tavla/{one.id}/ursprung/?ord=vilken+tisdag")
    source = {e.get("name", ""): e.get("value", "") for e in cite.all("input") if e.get("name") in {"kind", "source"}}
    maj.post(f"/tavla/{one.id}/ursprung/?ord=tisdag", source)
    page = maj.open(at(of))
    assert "1 källa" in page.text and len(page.all("blockquote")) == 1, "the first that it quotes stands with it"
    assert source["kind"] == "loops.text" and page.all("blockquote")[0].text
    page = maj.open(f"/tavla/{one.id}/")
    maj.submit(page, action=f"/tavla/{one.id}/ursprung/ta-bort/")
    maj.submit(maj.open(f"/tavla/{one.id}/"), "Spara", text="Ont om planeringstid", worth="good", part="P")
    page = maj.open(at(of))
    assert "Process (P): Bra Ont om planeringstid" in page.text
    gone = maj.submit(maj.open(f"/tavla/{one.id}/"), "Ta ner från tavlan", status=200)
    assert found(of).observations == ()
    maj.submit(gone, "Lägg tillbaka")
    assert len(found(of).observations) == 1


def test_two_people_in_one_observation_both_see_what_the_other_wrote(signed_in: SignedIn, of: Analysed) -> None:
    maj, siv, key = signed_in(MAJ), signed_in(READER), uuid4()
    improvement.add_observation(
        by=cast.actor(MAJ), now=NOW, key=key, analysis=of.id, goal=goal_of("Lärmiljö").id, text="Först",
        worth=improvement.Worth.GOOD, part=improvement.Part.STRUCTURE,
    )  # fmt: skip
    mine = maj.open(f"/tavla/{key}/")
    siv.submit(siv.open(f"/tavla/{key}/"), "Spara", text="Sivs ord")
    late = maj.submit(mine, "Spara", text="Majs ord", level="unit", status=409)
    assert "Sivs ord" in late.text and "Majs ord" in late.html
    assert [text_of(each) for each in late.all("dd")] == ["Inte angivet"], "whom it is about, beside one's own"
    maj.submit(late, "Spara")
    (one,) = found(of).observations
    assert one.text == "Majs ord"
    improvement.remove_observation(by=cast.actor(READER), now=NOW, id=key, seen=one.version)
    gone = maj.submit(late, "Spara", text="Majs <b>sista</b> ord", status=404)
    assert "Det är inte sparat." in gone.text and "Majs <b>sista</b> ord" in gone.text
    assert "Det är inte sparat." not in maj.open(f"/tavla/{key}/", status=404).text


def test_a_file_is_looked_at_and_taken_in_and_what_is_divided_and_copied_is_told(
    signed_in: SignedIn, of: Analysed, count_queries: Any
) -> None:
    maj = signed_in(MAJ)
    page = looked_at(maj, of, ENVIRONMENT)
    assert "Nya: 8" in page.text and found(of).observations == ()
    maj.submit(page, "Ta in filen")
    with count_queries(17):
        page = maj.open(at(of))
    assert "Delade bilder" in page.text and "vilka som ser det så är inte känt" in page.text
    assert "Samma innehåll i två tabeller" in page.text
    said = "Lärmiljö, Struktur (S): Bra och Lärmiljö, Process (P): Bra har samma 2 iakttagelser."
    assert said in page.text
    assert page.text.count("Delad bild") == 4 and "4 iakttagelser med delad bild" in page.text
    numbers = [[text_of(cell) for cell in row.iter("td")] for row in page.all("tr")]
    assert [row for row in numbers if row] == [["2", "2", "2", "2", "0", "0", "0"]]
    assert page.all("a", href=f"?mal={goal_of('Lärmiljö').id.hex}#s-good")
    assert "nästan samma sak" not in page.text
    maj.submit(looked_at(maj, of, HEAD + "Lärmiljö;S;bra;;Den fysiska lärmiljön ute och inne\n"), "Ta in filen")
    assert "par säger nästan samma sak" in maj.open(at(of)).text
    assert "Allt i filen finns här redan." in looked_at(maj, of, ENVIRONMENT).text
    wrong = looked_at(maj, of, HEAD + "Lärmiljö;Q;bra;;Tid\n")
    assert "Det finns ingen sådan del." in wrong.text and "Ta in filen" not in wrong.text
    body = maj.open(at(of, "fil/tavla.csv")).response.content.decode()
    assert "Lärmiljö;S;bra;enhet;Nära till skogen" in body
    assert maj.http.get(at(of, "fil/tavla.xlsx")).content[:2] == b"PK"


def test_a_goal_without_anything_and_nonsense_in_the_address_show_the_first(signed_in: SignedIn, of: Analysed) -> None:
    maj = signed_in(MAJ)
    maj.submit(looked_at(maj, of, ENVIRONMENT), "Ta in filen")
    for wanted in (goal_of("Kärnuppdraget").id.hex, "x", ""):
        assert "Lärmiljö" in [text_of(each) for each in maj.open(at(of) + f"?mal={wanted}").all("h2")]


@pytest.mark.parametrize(("name", "status"), [(STAFF, 403), (NEIGHBOUR, 404)])
def test_others_do_not_see_the_board(signed_in: SignedIn, of: Analysed, name: str, status: int) -> None:
    other, key = signed_in(name), uuid4()
    improvement.add_observation(
        by=cast.actor(MAJ), now=NOW, key=key, analysis=of.id, goal=goal_of("Lärmiljö").id, text="Hemligt",
        worth=improvement.Worth.GOOD, part=improvement.Part.STRUCTURE,
    )  # fmt: skip
    for part in ("", "fil/", "fil/tavla.csv"):
        other.open(at(of, part), status=status)
    for part in ("", "ursprung/"):
        other.open(f"/tavla/{key}/{part}", status=status)
    other.post(at(of, "ny/"), status=status)
    for part in ("ta-bort/", "tillbaka/", "ursprung/ta-bort/"):
        other.post(f"/tavla/{key}/{part}", status=status)


def test_the_board_is_seen_for_one_level_at_a_time(signed_in: SignedIn, of: Analysed) -> None:
    maj = signed_in(MAJ)
    maj.submit(looked_at(maj, of, HEAD + "Lärmiljö;S;bra;enhet;Nära\nLärmiljö;S;bra;huvudman;Ram\n"), "Ta in filen")
    page = maj.open(maj.open(at(of)).path + "?niva=unit")
    assert "Nära" in page.text and "Ram" not in [text_of(each) for each in page.all("a")]
    assert page.links()["Alla nivåer"].startswith("?mal=")
    assert "Inget på tavlan gäller den nivån." in maj.open(at(of) + "?niva=class").text
    assert "Ram" in maj.open(at(of) + "?niva=nonsens").text
