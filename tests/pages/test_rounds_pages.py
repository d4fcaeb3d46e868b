"""The list of rounds, a round's own page, and making and describing rounds."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from kedjan.reflection import models
from kedjan.reflection import service as reflection
from kedjan_site.demo import cast
from tests.pages.checks import text_of
from tests.pages.client import Page, PageClient
from tests.pages.rounds_pages import LEADER, NEIGHBOUR, READER, STAFF, address, figures, study
from tests.rooms.reflection_asked import IDRIS, LOVE, PETRA, an_asked_round, send
from tests.rooms.reflection_rounds import NOW, a_round

pytestmark = pytest.mark.django_db
type SignedIn = Callable[[str], PageClient]


@pytest.fixture
def maj(signed_in: SignedIn) -> PageClient:
    return signed_in(READER)


def made(client: PageClient, status: int = 302, **values: Any) -> Page:
    given = {"title": "Hösten 2026", **values}
    return client.submit(client.open("/omgangar/ny/"), "Skapa omgången", status=status, **given)


def test_a_round_stands_in_the_list_as_much_as_one_may_know(signed_in: SignedIn) -> None:
    of = study()
    assert "402 reflektioner av 65 personer" in signed_in(READER).open("/omgangar/").text
    assert "Du läser texterna" in signed_in(READER).open("/omgangar/").text
    assert "Du leder, men läser inte texterna" in signed_in(LEADER).open("/omgangar/").text
    staff = signed_in(STAFF).open("/omgangar/")
    assert of.title in staff.text
    assert "402" not in staff.text
    assert of.title not in signed_in(NEIGHBOUR).open("/omgangar/").text


def test_who_sees_no_round_is_told_why(signed_in: SignedIn) -> None:
    a_round(cast.actor(READER))
    assert "Ingen omgång är öppen för dig" in signed_in("Gunnel Ekspång").open("/omgangar/").text


def test_who_is_named_as_a_reader_sees_the_round_without_any_duty_for_it(signed_in: SignedIn) -> None:
    of = a_round(cast.actor(READER), readers=(cast.actor("Ida Vasskulle"),))
    ida = signed_in("Ida Vasskulle")
    assert of.title in ida.open("/omgangar/").text
    assert "Tabeller" in ida.open(address(of)).links()


def test_a_round_says_who_reads_and_why_one_may(signed_in: SignedIn) -> None:
    of = study()
    reader = signed_in(READER).open(address(of))
    assert "Du är namngiven i Nuläget 2021." in reader.text
    assert {"Tabeller och bilder", "Texter", "Mönster", "Dela utanför läskretsen", "Läs in en fil"} <= set(
        reader.links()
    )
    staff = signed_in(STAFF).open(address(of))
    assert "Maj Sävdunge" in staff.text
    assert "Texter" not in staff.links()
    assert "402" not in staff.text


def test_who_is_asked_finds_the_way_to_each_answer_on_the_rounds_own_page(signed_in: SignedIn) -> None:
    of = an_asked_round(people=(PETRA, LOVE), codes=("01", "02", "03"))
    models.Assignment.objects.filter(round=of.id, code="03").update(opens_on=date(2026, 11, 23), heading="Sedan")
    send(cast.actor(PETRA), of)
    page = signed_in(PETRA).open(address(of))
    mine = {part.get("href"): text_of(part) for part in page.all("a") if "/svara/" in (part.get("href") or "")}
    assert mine == {
        f"/svara/{of.id}/01/": "Läs eller ändra svaret: Stödet följer med",
        f"/svara/{of.id}/02/": "Svara: Stödet följer med",
    }
    assert "Det öppnar 23 november." in page.text
    assert "Vad som frågas" in page.text and "Vilka som tillfrågas" in page.text
    assert "Bara de som är namngivna här läser vad människor har skrivit." in page.text
    assert "får göra det här" not in page.text
    assert "Det här frågas du om" not in signed_in(IDRIS).open(address(of)).text


def test_what_one_was_asked_and_did_not_answer_leads_nowhere_when_it_has_closed(signed_in: SignedIn) -> None:
    of = an_asked_round(people=(PETRA, LOVE), codes=("01", "02"))
    send(cast.actor(PETRA), of)
    models.Round.objects.filter(id=of.id).update(closed_on=date(2026, 11, 13))
    models.Assignment.objects.filter(round=of.id).update(closes_on=date(2026, 11, 13))
    page = signed_in(PETRA).open(address(of))
    assert "Det här frågades du om" in page.text
    assert page.text.count("Sista dagen att svara var 13 november.") == 2
    assert [each.get("href") for each in page.all("a") if "/svara/" in (each.get("href") or "")] == [
        f"/svara/{of.id}/01/"
    ]


def test_a_round_that_has_nothing_yet_says_how_to_begin_and_leads_to_no_empty_page(maj: PageClient) -> None:
    page = maj.open(made(maj).to)
    assert "Omgången frågar inget än" in page.text
    assert {"Fråga här", "Läs in en fil"} <= set(page.links())
    assert "Tabeller och bilder" not in page.links()
    assert "Fråga här" not in maj.open(address(study())).links()


def test_a_round_that_is_over_is_told_of_in_the_past(maj: PageClient) -> None:
    page = maj.open(address(study()))
    assert "Vad som frågades" in page.text and "Vilka som tillfrågades" in page.text


def test_an_assignment_that_has_not_opened_is_no_zero_in_the_curve(maj: PageClient) -> None:
    of = an_asked_round(people=(PETRA, LOVE), codes=("01", "02"))
    models.Assignment.objects.filter(round=of.id, code="02").update(opens_on=date(2026, 11, 23))
    send(cast.actor(PETRA), of)
    for path in ("", "tabeller/svarskurva/"):
        page = maj.open(address(of, path))
        assert list(figures(page, "response_curve")) == ["01"]
        assert "Uppdrag 02 har inte öppnat." in page.text


def test_a_round_shows_its_response_curve_with_its_table(maj: PageClient) -> None:
    page = maj.open(address(study()))
    assert len([svg for svg in page.all("{http://www.w3.org/2000/svg}svg") if svg.get("class") == "picture"]) == 2
    assert page.all("table", id="tabell-response_curve")


def test_a_round_without_invited_has_its_figures_without_a_picture(maj: PageClient) -> None:
    of = reflection.round(by=cast.actor(READER), id=study().id)
    reflection.change_round(by=cast.actor(READER), now=NOW, id=of.id, seen=of.version, title=of.title)
    assert maj.open(address(of)).all("table", id="tabell-response_curve")
    page = maj.open(address(of, "tabeller/svarskurva/", ("som", "bild")))
    assert "Det finns ingen bild" in page.text


def test_a_round_is_made_with_tags_readers_and_dates(maj: PageClient) -> None:
    page = made(
        maj,
        description="Hur går det?",
        population="rektorer",
        invited="12",
        opened_on="2026-09-01",
        closed_on="2026-10-01",
        tag_set="standard",
        readers=[cast.account_id(name).hex for name in (READER, "Karin Olspång")],
    )
    of = reflection.round(by=cast.actor(READER), id=UUID(page.to.rstrip("/").rsplit("/", 1)[-1]))
    assert {reader.name for reader in of.readers} == {"Maj Sävdunge", "Karin Olspång"}
    assert (of.invited, of.opened_on, of.population) == (12, date(2026, 9, 1), "rektorer")
    assert len(of.tag_set.tags) == 18
    assert "Omgången finns nu." in maj.open(page.to).text


def test_who_is_not_here_cannot_be_named_as_a_reader(maj: PageClient) -> None:
    for wrong in (cast.account_id(NEIGHBOUR).hex, "karin.olspang@ekkoping.example", "0" * 32):
        page = made(maj, status=200, readers=[wrong])
        assert "Någon av de valda finns inte här längre. Välj igen." in page.text
    assert reflection.rounds(by=cast.actor(READER)) == ()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title": ""}, "Vad omgången heter"),
        ({"opened_on": "2026-10-01", "closed_on": "2026-09-01"}, "Sista dagen ligger före den första."),
        ({"invited": "0"}, "Hur många som tillfrågas"),
    ],
)
def test_a_wrong_form_says_where(maj: PageClient, wrong: dict[str, str], said: str) -> None:
    page = made(maj, status=200, **wrong)
    assert page.all("div", role="alert")
    assert said in page.text


def test_a_title_in_use_is_refused_beside_its_field(maj: PageClient) -> None:
    made(maj)
    assert "Det finns redan en omgång som heter Hösten 2026." in made(maj, status=200).text


def test_a_round_is_described_anew_and_a_conflict_shows_both(maj: PageClient) -> None:
    of = a_round(cast.actor(READER))
    form = maj.open(address(of, "andra/"))
    reflection.change_round(by=cast.actor(LEADER), now=NOW, id=of.id, seen=of.version, title="Hans namn")
    conflict = maj.submit(form, "Spara", title="Hennes namn", status=409)
    assert "Nils Björkspång ändrade" in conflict.text
    assert "Hans namn" in conflict.text
    assert conflict.form("Spara").values["title"] == "Hennes namn"
    maj.submit(conflict, "Spara")
    assert reflection.round(by=cast.actor(READER), id=of.id).title == "Hennes namn"


def test_other_tags_are_chosen_before_anybody_is_asked_and_what_came_and_went_is_said(maj: PageClient) -> None:
    of = a_round(cast.actor(READER))
    few = [reflection.Tag(place, name) for place, name in enumerate(("Övrigt", "Nytt"))]
    tags = reflection.add_tag_set(
        by=cast.actor(READER), now=NOW, name="Få", tags=few, valid_from=NOW.date(), key=uuid4()
    )
    form = maj.open(address(of, "andra/"))
    assert "Taggarna kan bytas tills det första uppdraget publiceras eller en fil läses in." in form.text
    assert form.form("Spara").values["tag_set"] == of.tag_set.id.hex
    maj.submit(form, "Spara", tag_set=tags.id.hex)
    said = maj.open(address(of)).text
    assert "De som svarar väljer bland 2 taggar. Nya: Nytt. Borta: Inget viktigt område" in said
    assert reflection.round(by=cast.actor(READER), id=of.id).tag_set == tags
    maj.submit(maj.open(address(of, "andra/")), "Spara")
    unchanged = maj.open(address(of)).text
    assert "Sparat." in unchanged and "Borta" not in unchanged


def test_the_tags_of_a_round_that_holds_reflections_or_asks_are_not_offered(maj: PageClient) -> None:
    for of in (study(), an_asked_round()):
        form = maj.open(address(of, "andra/"))
        assert "Taggar att välja bland" not in form.text
        maj.submit(form, "Spara")
        assert "Sparat." in maj.open(address(of)).text


def boxes(page: Page) -> dict[str, bool]:
    """The people offered, in their order, and whether each is ticked."""
    words = {label.get("for"): text_of(label) for label in page.all("label")}
    return {
        words[box.get("id")]: box.get("checked") is not None
        for box in page.all("input", type="checkbox", name="readers")
    }


def test_readers_are_kept_added_and_taken_away(maj: PageClient) -> None:
    of = a_round(cast.actor(READER), readers=(cast.actor(READER), cast.actor("Karin Olspång")))
    page = maj.open(address(of, "lasare/"))
    names = [name.partition(",")[0] for name in boxes(page)]
    assert names[:2] == ["Karin Olspång", "Maj Sävdunge"]
    assert list(boxes(page).values())[:3] == [True, True, False]
    chosen = [cast.account_id(name).hex for name in (READER, "Viggo Lindvass")]
    maj.submit(page, "Spara", readers=chosen)
    now = reflection.round(by=cast.actor(READER), id=of.id)
    assert {reader.name for reader in now.readers} == {"Maj Sävdunge", "Viggo Lindvass"}


def test_a_search_finds_people_by_name_and_saves_nothing(maj: PageClient) -> None:
    of = a_round(cast.actor(READER), readers=(cast.actor(READER),))
    page = maj.open(address(of, "lasare/"))
    found = maj.submit(page, "Spara", search="ols", find="1", status=200, readers=[cast.account_id(STAFF).hex])
    assert [name.partition(",")[0] for name in boxes(found)] == [STAFF, "Karin Olspång"]
    assert list(boxes(found).values()) == [True, False]
    assert "1 person hittades." in found.text
    assert {reader.name for reader in reflection.round(by=cast.actor(READER), id=of.id).readers} == {READER}
    maj.submit(found, "Spara", readers=[cast.account_id("Karin Olspång").hex])
    assert {reader.name for reader in reflection.round(by=cast.actor(READER), id=of.id).readers} == {"Karin Olspång"}


def test_enter_in_the_search_field_searches(maj: PageClient) -> None:
    """It sends the form as its first button does; what is looked for then differs from what the boxes hold."""
    page = maj.submit(maj.open("/omgangar/ny/"), "Skapa omgången", title="Hösten", search="ingen alls", status=200)
    assert "Ingen med det namnet hittades." in page.text
    assert reflection.rounds(by=cast.actor(READER)) == ()


def test_a_search_keeps_what_is_filled_in(maj: PageClient) -> None:
    filled = {"title": "Hösten", "invited": "12", "opened_on": "2026-09-01", "emotion": None, "tag_set": "standard"}
    page = maj.submit(maj.open("/omgangar/ny/"), "Skapa omgången", search="kar", find="1", status=200, **filled)
    values = page.form("Skapa omgången").values
    assert {name: values.get(name) for name in filled} == filled
    assert not page.all("div", role="alert")
    assert next(name.partition(",")[0] for name in boxes(page)) == READER


def test_a_protected_person_is_not_offered_by_name(maj: PageClient) -> None:
    page = maj.submit(maj.open("/omgangar/ny/"), "Skapa omgången", search="Vera", find="1", status=200)
    assert "Vera" not in page.text
    assert "Ingen med det namnet hittades." in page.text


@pytest.mark.parametrize("path", ["/omgangar/ny/", "andra/", "lasare/"])
def test_only_who_leads_rounds_makes_and_changes_them(signed_in: SignedIn, path: str) -> None:
    of = a_round(cast.actor(READER))
    where = path if path.startswith("/") else address(of, path)
    signed_in(STAFF).open(where, status=403)
    signed_in(NEIGHBOUR).open(where, status=200 if path.startswith("/") else 404)


def test_lists_and_pages_take_the_same_few_queries(maj: PageClient) -> None:
    of = study()
    maj.open(address(of))
    one = len(maj.open("/omgangar/").queries)
    for number in range(3):
        a_round(cast.actor(READER), title=f"Omgång {number}")
    assert len(maj.open("/omgangar/").queries) == one == 8
    assert len(maj.open(address(of)).queries) == 19
