"""Moving conclusions among each other by buttons, and taking one away with undo."""

from collections.abc import Callable

import pytest

from tests.pages.checks import text_of
from tests.pages.client import Page, PageClient
from tests.rooms.conclusions_made import MAJ, READER, STAFF, Analysed, an_analysis

pytestmark = pytest.mark.django_db
type SignedIn = Callable[[str], PageClient]


@pytest.fixture
def of(db: None) -> Analysed:
    return an_analysis()


def listed(page: Page) -> list[str]:
    return [text_of(each) for each in page.all("h2", class_="k-conclusions__text")]


def test_conclusions_are_moved_by_buttons_and_one_comes_back_to_the_one_that_was_moved(
    signed_in: SignedIn, of: Analysed
) -> None:
    one, two, _three = (of.concluded(text) for text in "ABC")
    maj, path = signed_in(MAJ), f"/nulagesanalyser/{of.id}/slutsatser/"
    page = maj.open(path)
    first = page.form("Flytta ner: A")
    assert first.values["place"] == "1" and "Flytta upp: A" not in first.buttons
    got = maj.submit(page, "Flytta ner: A", way="down")
    assert got.to == f"{path}#slutsats-{one.id.hex}" and listed(maj.open(path)) == ["B", "A", "C"]
    maj.submit(page, "Flytta ner: A", way="down")  # sent twice
    assert listed(maj.open(path)) == ["B", "A", "C"]
    siv = signed_in(READER)
    siv.submit(siv.open(path), "Flytta upp: C", way="up")
    assert listed(maj.open(path)) == ["B", "C", "A"]
    maj.post(f"/slutsatser/{two.id}/flytta/", {"place": "3", "way": "up"})
    assert "Någon har flyttat den under tiden" in maj.open(path).text
    maj.post(f"/slutsatser/{two.id}/flytta/", {"place": "x", "way": "y"})


def test_one_made_by_mistake_is_taken_away_and_put_back(signed_in: SignedIn, of: Analysed) -> None:
    made, maj = of.supported(), signed_in(MAJ)
    path = f"/slutsatser/{made.id}/"
    page = maj.submit(maj.open(path), "Ta bort", action=f"{path}ta-bort/", status=200)
    assert "Slutsatsen är borttagen" in page.text
    maj.open(path, status=404)
    assert "Det finns inga slutsatser att se än" in maj.open(f"/nulagesanalyser/{of.id}/slutsatser/").text
    assert maj.submit(page, "Lägg tillbaka").to == path
    assert "Slutsatsen är tillbaka" in maj.open(path).text


def test_what_has_been_fed_back_has_no_such_button_and_others_neither(signed_in: SignedIn, of: Analysed) -> None:
    made, other = of.supported(), of.concluded("B")
    of.fed_back(made)
    maj, path = signed_in(MAJ), f"/slutsatser/{made.id}/"
    assert f"{path}ta-bort/" not in maj.open(path).html
    maj.post(f"{path}ta-bort/", {"seen": "3"})
    assert "Stryk den i stället" in maj.open(path).text
    signed_in(STAFF).post(f"/slutsatser/{other.id}/ta-bort/", {"seen": "1"}, status=404)
    signed_in(STAFF).post(f"/slutsatser/{other.id}/flytta/", {"place": "1", "way": "down"}, status=403)
