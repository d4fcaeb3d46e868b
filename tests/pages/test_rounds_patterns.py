"""Patterns in words: suggested, edited, approved, and never overwritten unseen."""

from collections.abc import Callable

import pytest

from kedjan.reflection import service as reflection
from kedjan_site.demo import cast
from tests.pages.checks import text_of
from tests.pages.client import Form, Page, PageClient
from tests.pages.rounds_pages import CODES, READER, address, study

pytestmark = pytest.mark.django_db
type SignedIn = Callable[[str], PageClient]


@pytest.fixture
def of() -> reflection.Round:
    return study()


@pytest.fixture
def maj(signed_in: SignedIn) -> PageClient:
    return signed_in(READER)


def form_of(page: Page, of: reflection.Round, code: str) -> Form:
    return page.form(action=address(of, f"monster/{code}/"))


def send(client: PageClient, of: reflection.Round, code: str, text: str, seen: int, do: str, status: int = 302) -> Page:
    return client.post(address(of, f"monster/{code}/"), {"text": text, "seen": str(seen), "gor": do}, status=status)


def kept(of: reflection.Round, code: str) -> reflection.Pattern:
    return next(p for p in reflection.patterns(by=cast.actor(READER), round=of.id) if p.assignment == code)


def test_each_assignment_has_a_suggestion_with_its_cells(maj: PageClient, of: reflection.Round) -> None:
    page = maj.open(address(of, "monster/"))
    assert len(page.all("textarea")) == len(CODES)
    assert "0 av 9 godkända" in page.text
    texts = maj.open(page.links()["Dåliga förutsättningar: 8 av 29"])
    assert "8 reflektioner av 8 personer" in texts.text


def test_a_sentence_is_edited_and_approved_by_a_person(maj: PageClient, of: reflection.Round) -> None:
    page = maj.open(address(of, "monster/"))
    maj.submit(page, action=address(of, "monster/06/"), text="Tiden räcker inte.", gor="spara")
    assert kept(of, "06").state is reflection.PatternState.DRAFT
    again = maj.open(address(of, "monster/"))
    assert form_of(again, of, "06").values["text"] == "Tiden räcker inte."
    maj.submit(again, action=address(of, "monster/06/"), gor="godkann")
    assert kept(of, "06").state is reflection.PatternState.APPROVED
    done = maj.open(address(of, "monster/"))
    assert "1 av 9 godkända" in done.text
    assert "Godkänd Maj Sävdunge" in done.text


def test_a_conflict_shows_both_and_loses_neither(maj: PageClient, of: reflection.Round) -> None:
    send(maj, of, "01", "Hennes mening.", 0, "spara")
    page = send(maj, of, "01", "Min mening.", 0, "spara", status=409)
    assert "Nu står det: Hennes mening." in page.text
    form = form_of(page, of, "01")
    assert form.values["text"] == "Min mening."
    maj.submit(page, action=address(of, "monster/01/"), gor="spara")
    assert kept(of, "01").text == "Min mening."


def test_an_empty_sentence_is_refused_beside_its_field(maj: PageClient, of: reflection.Round) -> None:
    page = send(maj, of, "01", "  ", 0, "spara", status=200)
    (field,) = [each for each in page.all("textarea") if each.get("aria-invalid") == "true"]
    (words,) = page.all("p", id=field.get("aria-describedby", ""))
    assert text_of(words) == "Meningen ska ha mellan 1 och 4000 tecken."


def test_hostile_words_in_a_sentence_are_words(maj: PageClient, of: reflection.Round) -> None:
    evil = "</textarea><script>alert(1)</script>"
    send(maj, of, "01", evil, 0, "godkann")
    page = maj.open(address(of, "monster/"))
    assert form_of(page, of, "01").values["text"] == evil
    assert "<script>alert" not in page.html


def test_an_assignment_that_is_not_there_is_not_found(maj: PageClient, of: reflection.Round) -> None:
    send(maj, of, "99", "Något.", 0, "spara", status=404)


def test_only_readers_write_patterns(signed_in: SignedIn, of: reflection.Round) -> None:
    send(signed_in("Petra Lövhage"), of, "01", "Något.", 0, "spara", status=403)
    send(signed_in("Sten Klockvret"), of, "01", "Något.", 0, "spara", status=404)
    assert kept(of, "01").version == 0


def test_patterns_take_the_same_few_queries(maj: PageClient, of: reflection.Round) -> None:
    maj.open(address(of, "monster/"))
    assert len(maj.open(address(of, "monster/")).queries) == 17
    send(maj, of, "01", "En.", 0, "spara")
    assert len(maj.open(address(of, "monster/")).queries) == 18, "and what those who have written are called"
