"""What is held about oneself, to read and to take out; and nothing of anybody else's."""

import json
from collections.abc import Callable

import pytest

from kedjan.journal import service as journal
from kedjan.reflection import service as reflection
from kedjan.reflection.models import Respondent
from kedjan_site.demo import cast
from tests.pages.client import PageClient
from tests.rooms.reports_made import BARE, TEXT, maj, with_texts

Sign = Callable[[str], PageClient]
PAGES = ("/min-sida/mina-uppgifter/", "/min-sida/mina-reflektioner/")
MEMBERS = [member.name for municipality in cast.MUNICIPALITIES for member in municipality.members]


@pytest.fixture
def answered(db: None) -> reflection.Round:
    """Petra's answer in a round where others answered too, read once by Maj."""
    study = with_texts(maj())
    Respondent.objects.filter(round=study.id, key="f0").update(account=cast.account_id("Petra Lövhage"))
    reflection.texts(by=maj(), now=cast.NOW, round=study.id, assignment="01")
    return study


@pytest.mark.usefixtures("answered")
def test_one_sees_account_duties_reflections_and_how_often_they_were_read(signed_in: Sign) -> None:
    text = signed_in("Petra Lövhage").open(PAGES[0]).text
    for words in ("petra.lovhage@ekkoping.example", "Tallvippans skola", "Texter: 1 reflektion", "1 tillfälle"):
        assert words in text


@pytest.mark.usefixtures("answered")
def test_one_reads_ones_own_words_and_nobody_elses(signed_in: Sign) -> None:
    text = signed_in("Petra Lövhage").open(PAGES[1]).text
    assert TEXT in text
    assert "Ganska positivt (+1)" in text
    assert BARE not in text
    assert "Svar nummer" not in text
    assert TEXT not in signed_in("Ester Kärrgrind").open(PAGES[1]).text


@pytest.mark.usefixtures("answered")
def test_reading_ones_own_page_leaves_no_reading_behind(signed_in: Sign) -> None:
    petra = signed_in("Petra Lövhage")
    before = journal.who_read(by=cast.actor("Petra Lövhage")).total
    for path in PAGES:
        petra.open(path)
    assert journal.who_read(by=cast.actor("Petra Lövhage")).total == before == 1


@pytest.mark.usefixtures("answered")
def test_the_file_holds_the_same_as_the_pages(signed_in: Sign) -> None:
    petra = signed_in("Petra Lövhage")
    page = petra.open(petra.open(PAGES[0]).links()["Hämta som fil"])
    assert page.response.headers["Content-Disposition"] == 'attachment; filename="mina-uppgifter.json"'
    assert "no-store" in page.response.headers["Cache-Control"]
    held = json.loads(page.html)
    assert held["account"]["name"] == "Petra Lövhage"
    assert held["duties"] == [
        {"role": "teacher", "unit": "Tallvippans skola", "first_day": "2025-07-01", "last_day": None}
    ]
    assert [(each["text"], each["emotion"], each["tags"]) for each in held["reflections"]] == [
        (TEXT, 1, ["Vi vet vad som behöver göras"])
    ]
    assert [each["reader"] for each in held["read_by"]] == ["Maj Sävdunge"]


def test_the_file_holds_every_reading_also_beyond_the_first_page(signed_in: Sign) -> None:
    for _ in range(52):
        journal.record_reading(
            by=maj(), now=cast.NOW, kind="round", object_id="1", persons=[cast.account_id("Petra Lövhage")]
        )
    held = json.loads(signed_in("Petra Lövhage").open(PAGES[0] + "fil/").html)
    assert len(held["read_by"]) == 52


def test_a_protected_person_is_named_neither_on_the_pages_nor_in_the_file(signed_in: Sign) -> None:
    vera = signed_in("Vera Kvällsmyr")
    for path in (*PAGES, PAGES[0] + "fil/"):
        assert "vera" not in vera.open(path).html.casefold()


@pytest.mark.parametrize("name", MEMBERS)
def test_the_pages_are_open_to_everybody_with_or_without_a_duty(signed_in: Sign, name: str) -> None:
    client = signed_in(name)
    for path in (*PAGES, PAGES[0] + "fil/"):
        client.open(path)


def test_nobody_gets_there_without_signing_in(nobody: PageClient) -> None:
    for path in (*PAGES, PAGES[0] + "fil/"):
        assert nobody.open(path, status=302).to.startswith("/logga-in/")
