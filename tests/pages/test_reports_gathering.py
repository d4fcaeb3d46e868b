"""Choosing the reflections behind a paraphrase on the page, and the number of persons wherever it is read."""

import io
from collections.abc import Callable
from uuid import uuid4

import docx
import pikepdf
import pytest

from kedjan.reports import service as reports
from tests.formats.test_pdf import words
from tests.pages.client import PageClient
from tests.rooms.reports_made import NOW, TEXT, Draft, a_draft, maj, put_quote, put_text, settled, torun, with_texts

pytestmark = pytest.mark.django_db
SignedIn = Callable[[str], PageClient]
WORDS = "Uppföljningen kommer sent på året."


def a_paraphrase() -> tuple[Draft, str]:
    draft = a_draft(maj())
    block = put_quote(maj(), draft, with_texts(maj()), reports.Wording(TEXT), WORDS)
    return draft, f"/rapporter/{draft.id}/skriva/stycke/{block}/"


def choose(client: PageClient, path: str, *numbers: int) -> None:
    """Choose reflections one by one, as the page asks."""
    for number in numbers:
        page = client.open(f"{path}fler/?sok=nummer+{number}+från")
        client.submit(page, f"Säger detsamma: Svar nummer {number} från förskolan.", to="on")


def taken_along(draft: Draft, format: reports.Format) -> io.BytesIO:
    asked = reports.ask_for_export(by=torun(), now=NOW, key=uuid4(), report=draft.id, format=format)
    return io.BytesIO(reports.export_content(by=torun(), now=NOW, id=asked.id)[1])


def test_a_paraphrase_gets_its_number_of_persons_by_choosing_reflections(signed_in: SignedIn) -> None:
    (draft, path), client = a_paraphrase(), signed_in("Maj Sävdunge")
    assert f"{WORDS} (omskrivet, färre än 5 personer)" in client.open(f"/rapporter/{draft.id}/").text
    gather = client.open(client.open(path).links()["Välj fler reflektioner som säger detsamma"])
    assert gather.h1 == "Reflektioner som säger detsamma"
    assert WORDS in gather.text and "Omskrivningen började från den här." in gather.text
    choose(client, path, 1, 2, 3, 4)
    page = client.open(f"{path}fler/")
    assert "5 reflektioner" in page.text and "omskrivet, 5 personer" in page.text
    assert f"{WORDS} (omskrivet, 5 personer)" in client.open(f"/rapporter/{draft.id}/").text
    client.submit(page, "Vald. Ta bort: Svar nummer 4 från förskolan.", to="off")
    assert "omskrivet, färre än 5 personer" in client.open(f"{path}fler/").text


def test_the_number_stands_in_the_settled_report_and_in_its_files(signed_in: SignedIn) -> None:
    draft, path = a_paraphrase()
    choose(signed_in("Maj Sävdunge"), path, 1, 2, 3, 4, 5)
    settled(torun(), draft.id)
    assert f"{WORDS} (omskrivet, 6 personer)" in signed_in("Gunnel Ekspång").open(f"/rapporter/{draft.id}/").text
    said = [each.text for each in docx.Document(taken_along(draft, reports.Format.WORD)).paragraphs]
    assert f"{WORDS} (omskrivet, 6 personer)" in said
    with pikepdf.open(taken_along(draft, reports.Format.PDF)) as pdf:
        assert "omskrivet,6personer" in "".join(words(pdf).split())


def test_the_page_is_for_those_who_read_the_round(signed_in: SignedIn) -> None:
    draft, path = a_paraphrase()
    page = signed_in("Torun Hedspång").open(f"{path}fler/", status=403)
    assert TEXT not in page.html
    signed_in("Lo Vinterklint").open(f"{path}fler/", status=404)
    plain = put_text(maj(), draft)
    signed_in("Maj Sävdunge").open(f"/rapporter/{draft.id}/skriva/stycke/{plain}/fler/", status=404)


def test_what_is_not_a_reflection_is_not_here_and_an_old_page_is_told(signed_in: SignedIn) -> None:
    (_, path), client = a_paraphrase(), signed_in("Maj Sävdunge")
    page = client.open(f"{path}fler/?sok=nummer+1+från")
    client.post(f"{path}fler/", {"text": "x", "seen": 1}, status=404)
    choose(client, path, 2)
    client.submit(page, "Säger detsamma: Svar nummer 1 från förskolan.", to="on", status=409)


def test_the_page_asks_few_questions(signed_in: SignedIn) -> None:
    (_, path), client = a_paraphrase(), signed_in("Maj Sävdunge")
    few = len(client.open(f"{path}fler/").queries)
    choose(client, path, 1, 2, 3, 4, 5)
    assert len(client.open(f"{path}fler/").queries) <= few <= 40
