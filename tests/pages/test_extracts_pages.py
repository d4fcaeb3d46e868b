"""Taking texts along: chosen on the page of texts or of a combination, waited for, fetched, and nobody else's."""

import io
from collections.abc import Callable
from urllib.parse import urljoin
from uuid import uuid4

import openpyxl
import pytest

from kedjan.extracts import models, ports
from kedjan.extracts import service as extracts
from kedjan.reflection import models as reflection_models
from kedjan.reflection import service as reflection
from kedjan_site.demo import cast
from tests.pages.client import Page, PageClient
from tests.pages.rounds_pages import NEIGHBOUR, READER, STAFF, address
from tests.rooms.answered_rounds import WRITERS, an_answered_round, loop_of

pytestmark = pytest.mark.django_db
SIV = "Siv Blåmyr"
type SignedIn = Callable[[str], PageClient]


@pytest.fixture
def of() -> reflection.Round:
    return an_answered_round()


@pytest.fixture
def maj(signed_in: SignedIn) -> PageClient:
    return signed_in(READER)


def asked(client: PageClient, page: Page, kind: str) -> Page:
    """The page that asking for a file leads to."""
    return client.open(client.submit(page, f"Förbered {kind}", som={"Excelfilen": "xlsx"}.get(kind, "docx")).to)


def choosing(client: PageClient, texts: Page) -> Page:
    return client.open(urljoin(texts.path, texts.links()["Ta med texterna som fil"]))


def test_what_is_chosen_on_the_page_of_texts_is_taken_along(maj: PageClient, of: reflection.Round) -> None:
    page = choosing(maj, maj.open(address(of, "texter/", ("kansla", "-2"), ("kansla", "-1"))))
    assert page.h1 == "Ta med texterna"
    assert "Mycket negativt (−2); Ganska negativt (−1)" in page.text
    assert "arbetsmaterial" in page.text and "får veta att du har gjort det" in page.text
    made = asked(maj, page, "Excelfilen")
    assert "Filen är klar, med 3 reflektioner." in made.text
    (link,) = (href for words, href in made.links().items() if words.startswith("Hämta Texter – Övergångar.xlsx"))
    file = maj.http.get(link)
    assert file.headers["Content-Disposition"].startswith("attachment")
    sheet = openpyxl.load_workbook(io.BytesIO(file.content)).worksheets[1]
    assert sheet.max_row >= 4


def test_the_texts_of_a_combination_are_taken_along(maj: PageClient, of: reflection.Round) -> None:
    texts = maj.open(address(of, "kombinationer/texter/", ("villkor", "all(tag:Övrigt;emotion:1,2)")))
    page = choosing(maj, texts)
    assert "taggen Övrigt och känsla" in page.text
    assert "med 2 reflektioner" in asked(maj, page, "Wordfilen").text
    assert models.Extract.objects.get().format == "docx"


def test_conditions_that_cannot_be_read_give_no_file(maj: PageClient, of: reflection.Round) -> None:
    page = maj.open(address(of, "utdrag/", ("villkor", "all(tag:")), status=422)
    assert "Villkoren går inte att läsa." in page.text
    gone = maj.open(address(of, "utdrag/", ("villkor", "tag:Finns inte")))
    refused = maj.submit(gone, "Förbered Excelfilen", som="xlsx", status=422)
    assert "Det finns ingen tagg som heter Finns inte." in refused.text
    assert not models.Extract.objects.exists()


def test_one_may_leave_while_it_is_written_and_come_back(
    maj: PageClient, of: reflection.Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ports.house(), "start", lambda extract: None)
    waiting = asked(maj, maj.open(address(of, "utdrag/")), "Excelfilen")
    assert waiting.all("progress") and "Du kan lämna sidan" in waiting.text
    part = maj.http.get(waiting.path, headers={"HX-Request": "true"}).content.decode()
    assert "hx-get" in part and "<h1" not in part
    listed = maj.open(address(of, "utdrag/"))
    assert "förbereds, 6 reflektioner" in listed.text
    extracts.make_extract(id=models.Extract.objects.get().id, now=cast.NOW)
    assert ", tas bort 30 november" in maj.open(address(of, "utdrag/")).text.partition("klar, 6 reflektioner")[2]


def test_a_file_is_ones_own_and_belongs_to_its_round(
    signed_in: SignedIn, maj: PageClient, of: reflection.Round
) -> None:
    made = asked(maj, maj.open(address(of, "utdrag/")), "Excelfilen")
    for path in (made.path, f"{made.path}fil/"):
        assert signed_in(SIV).open(path, status=403).text
        signed_in(STAFF).open(path, status=403)
        signed_in(NEIGHBOUR).open(path, status=404)
    other = an_answered_round(title="En annan")
    elsewhere = made.path.replace(str(of.id), str(other.id))
    maj.open(elsewhere, status=404)
    maj.open(f"{elsewhere}fil/", status=404)
    signed_in(STAFF).open(address(of, "utdrag/"), status=403)
    signed_in(NEIGHBOUR).open(address(of, "utdrag/"), status=404)


def test_a_file_with_what_may_not_be_read_any_more_leads_back_with_the_reason(
    maj: PageClient, of: reflection.Round
) -> None:
    made = asked(maj, maj.open(address(of, "utdrag/")), "Excelfilen")
    reflection_models.Loop.objects.filter(id=loop_of(of, "Petra Lövhage").id).delete()
    back = maj.open(f"{made.path}fil/", follow=True)
    assert "Något i filen får du inte längre läsa. Be om den på nytt." in back.text


def test_a_file_not_ready_leads_back_and_the_same_form_twice_is_one_file(
    maj: PageClient, of: reflection.Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ports.house(), "start", lambda extract: None)
    page, key = maj.open(address(of, "utdrag/")), str(uuid4())
    first, second = (maj.submit(page, "Förbered Excelfilen", som="xlsx", key=key).to for _ in range(2))
    assert first == second
    assert "Filen är inte klar" in maj.open(f"{first}fil/", follow=True).text


def test_the_number_of_queries_does_not_grow_with_the_files(maj: PageClient, of: reflection.Round) -> None:
    page = maj.open(address(of, "utdrag/"))
    asked(maj, page, "Excelfilen")
    one = len(maj.open(address(of, "utdrag/")).queries)
    for _ in range(3):
        asked(maj, maj.open(address(of, "utdrag/")), "Excelfilen")
    assert len(maj.open(address(of, "utdrag/")).queries) == one <= 16
    made = models.Extract.objects.order_by("asked_at").last()
    assert made
    assert len(maj.open(f"{address(of, 'utdrag/')}{made.id}/").queries) <= 16
    assert len(WRITERS) == made.loops
