"""Reading texts: asked for by links and by form, fifty a page, and nobody pointed out."""

from collections.abc import Callable

import pytest

from kedjan.journal import service as journal
from kedjan.reflection import service as reflection
from kedjan_site.demo import cast
from tests.pages.checks import text_of
from tests.pages.client import Page, PageClient
from tests.pages.rounds_pages import READER, address, study
from tests.rooms.reflection_rounds import a_round, file_of, read_in

pytestmark = pytest.mark.django_db
type SignedIn = Callable[[str], PageClient]
SCHOOL = ("Skolledarna lyssnar.", "Det märks i skolans vardag.", "På förskolan är det lugnt.")


@pytest.fixture
def of() -> reflection.Round:
    return study()


@pytest.fixture
def maj(signed_in: SignedIn) -> PageClient:
    return signed_in(READER)


def cards(page: Page) -> list[str]:
    return [text_of(card) for card in page.all("li", class_="k-text-card")]


def test_all_texts_stand_fifty_a_page_with_the_number_of_persons(maj: PageClient, of: reflection.Round) -> None:
    page = maj.open(address(of, "texter/"))
    assert "402 reflektioner av 65 personer" in page.text
    assert len(cards(page)) == 50
    assert "Visar 1–50 av 402" in page.text
    last = maj.open(address(of, "texter/", ("sida", "9")))
    assert len(cards(last)) == 2


def test_an_assignment_and_negative_emotion_list_only_those_texts(maj: PageClient, of: reflection.Round) -> None:
    page = maj.open(address(of, "texter/", ("uppdrag", "05b"), ("kansla", "-1"), ("kansla", "-2")))
    assert cards(page)
    assert all(card.startswith("05b") and "negativt" in card for card in cards(page))


def test_what_is_chosen_can_be_taken_away_one_by_one(maj: PageClient, of: reflection.Round) -> None:
    page = maj.open(address(of, "texter/", ("uppdrag", "05b"), ("tagg", "Övrigt"), ("ord", "tid")))
    links = page.links()
    assert {"Ta bort 05b", "Ta bort Övrigt", "Ta bort ”tid”"} <= set(links)
    without = maj.open(page.path.split("?")[0] + links["Ta bort Övrigt"])
    assert {"Ta bort 05b", "Ta bort ”tid”"} <= set(without.links())
    assert "Ta bort Övrigt" not in without.links()


def test_the_form_adds_to_what_is_chosen(maj: PageClient, of: reflection.Round) -> None:
    page = maj.open(address(of, "texter/", ("tagg", "Mycket viktigt område"), ("omrade", "Förskola")))
    hidden = [(each.get("name"), each.get("value")) for each in page.all("input", type="hidden")]
    assert {("tagg", "Mycket viktigt område"), ("omrade", "Förskola")} <= set(hidden)
    kept = {"tagg": ["Mycket viktigt område", ""], "omrade": ["Förskola", ""]}
    more = maj.submit(page, "Visa", utan="Vi vet vad som behöver göras", kansla="1", **kept)
    chips = {name.removeprefix("Ta bort ") for name in more.links() if name.startswith("Ta bort ")}
    assert chips >= {"Mycket viktigt område", "Förskola", "inte Vi vet vad som behöver göras", "Ganska positivt (+1)"}


def test_counter_voices_are_on_the_same_thing_with_the_opposite_sign(maj: PageClient, of: reflection.Round) -> None:
    tag = "Analysförmågan behöver utvecklas"
    page = maj.open(
        address(of, "texter/", ("uppdrag", "01"), ("tagg", tag), ("omrade", "Grundskola"), ("kansla", "-1"))
    )
    found = [link for link in page.all("a") if text_of(link).startswith("Visa motröster")]
    other = maj.open(page.path.split("?")[0] + found[0].get("href", ""))
    assert cards(other)
    for card in cards(other):
        assert card.startswith("01")
        assert "Grundskola" in card
        assert "positivt" in card
        assert tag in card


def test_a_tag_on_a_text_leads_to_those_that_have_it_too(maj: PageClient, of: reflection.Round) -> None:
    page = maj.open(address(of, "texter/", ("uppdrag", "06")))
    more = maj.open(page.path.split("?")[0] + page.links()["Dåliga förutsättningar"])
    assert "8 reflektioner av 8 personer" in more.text


def test_an_area_with_few_persons_is_not_said_beside_a_text(maj: PageClient, of: reflection.Round) -> None:
    page = maj.open(address(of, "texter/", ("uppdrag", "06"), ("omrade", "Anpassade skolformer")))
    (card,) = cards(page)
    assert "Anpassade skolformer" not in card


def test_nothing_that_fits_is_said_kindly(maj: PageClient, of: reflection.Round) -> None:
    page = maj.open(address(of, "texter/", ("ord", "finnsintenågonstans")))
    assert "Ingen text passar." in page.text
    assert "0 reflektioner av 0 personer" in page.text


def test_the_beginning_of_a_word_is_asked_for_with_an_asterisk(maj: PageClient) -> None:
    made = a_round(cast.actor(READER))
    read_in(cast.actor(READER), made, file_of(*(f"01;Förskola;F{n};0;Övrigt;{text}" for n, text in enumerate(SCHOOL))))
    page = maj.open(address(made, "texter/", ("ord", "skol*")))
    assert [sum(text in card for card in cards(page)) for text in SCHOOL] == [1, 1, 0]
    assert "Med en asterisk sist, som i skol*, hittas ord som börjar så." in page.text


def test_too_short_a_beginning_is_told_by_its_field_and_no_text_is_opened(
    maj: PageClient, of: reflection.Round
) -> None:
    page = maj.open(address(of, "texter/", ("ord", "le*")), status=422)
    assert "Ord i texten: Skriv minst 3 bokstäver före asterisken: le* har färre." in page.text
    assert cards(page) == []


def test_what_is_unknown_in_the_address_is_left_out(maj: PageClient, of: reflection.Round) -> None:
    odd = (("uppdrag", "99"), ("tagg", "<b>"), ("kansla", "7"), ("omrade", "Månbas"), ("sida", "-1"))
    assert "402 reflektioner" in maj.open(address(of, "texter/", *odd)).text


def test_a_writer_with_an_account_sees_that_the_text_was_read(maj: PageClient) -> None:
    from kedjan.reflection.models import Respondent

    reader, writer = cast.actor(READER), cast.actor("Petra Lövhage")
    made = a_round(reader)
    read_in(reader, made, file_of("01;Grundskola;petra;1;Övrigt;Jag skrev det här."))
    Respondent.objects.filter(round_id=made.id).update(account_id=writer.account)
    assert "Jag skrev det här." in maj.open(address(made, "texter/")).text
    assert [reading.reader for reading in journal.who_read(by=writer).items] == [cast.account_id(READER)]


def test_texts_take_the_same_few_queries_whatever_they_are(maj: PageClient, of: reflection.Round) -> None:
    maj.open(address(of, "texter/"))
    assert len(maj.open(address(of, "texter/")).queries) == 19
    assert len(maj.open(address(of, "texter/", ("uppdrag", "06"))).queries) == 19
