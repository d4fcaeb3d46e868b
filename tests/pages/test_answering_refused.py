"""Answering on the page when it cannot be: too early, not asked, hostile texts, forged forms; and what it costs."""

from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest

from kedjan.reflection import models
from kedjan.reflection import service as reflection
from kedjan_site.demo import cast
from tests.pages.answering_pages import address, sent, texts
from tests.pages.checks import text_of
from tests.pages.client import PageClient
from tests.rooms import reflection_asked as asked
from tests.rooms.reflection_asked import IDRIS, LOVE, PETRA, TEXT

pytestmark = pytest.mark.django_db
type SignedIn = Callable[[str], PageClient]


@pytest.fixture
def of() -> reflection.Round:
    return asked.an_asked_round()


@pytest.fixture
def petra(signed_in: SignedIn) -> PageClient:
    return signed_in(PETRA)


def test_before_and_after_its_days_the_page_says_why_and_shows_what_was_begun(
    of: reflection.Round, petra: PageClient
) -> None:
    page = petra.open(address(of))
    models.Assignment.objects.update(closes_on=date(2026, 11, 15))
    late = petra.submit(page, do="send", text=TEXT, tags=["2"], status=200)
    assert "Sista dagen att svara var 15 november." in late.text
    assert TEXT in late.text
    again = petra.open(address(of))
    assert "Det ligger kvar här, och bara du ser det." in again.text and TEXT in again.text
    models.Assignment.objects.update(opens_on=date(2026, 11, 20), closes_on=None)
    assert "Det öppnar 20 november." in petra.open(address(of)).text


def test_who_is_not_asked_is_told_why_and_another_provider_finds_nothing(
    of: reflection.Round, signed_in: SignedIn
) -> None:
    for part in ("", "skickat/", "avsta/", "ta-tillbaka/"):
        assert "Bara de som är namngivna i Övergångar" in signed_in(IDRIS).open(address(of, part), status=403).text
        signed_in("Tove Åsgrind").open(address(of, part), status=404)
        signed_in("Maj Sävdunge").open(address(of, part, code="finns-inte"), status=404)


def test_signed_out_one_is_asked_to_sign_in_and_comes_back(of: reflection.Round, nobody: PageClient) -> None:
    assert nobody.open(address(of), status=302).to == f"/logga-in/?next={address(of)}"


def test_who_was_signed_out_meanwhile_is_given_back_what_they_wrote(of: reflection.Round, petra: PageClient) -> None:
    page = petra.open(address(of))
    petra.http.logout()
    back = petra.post(
        address(of), {**page.form("Skicka").values, "text": "Hann inte <b>klart</b>.", "do": "send"}, status=403
    )
    assert back.h1 == "Du har loggats ut"
    assert text_of(back.all("textarea")[0]) == "Hann inte <b>klart</b>."
    assert back.links()["Logga in igen"].startswith("/logga-in/?next=%2Fsvara%2F")
    assert petra.post(address(of), {"do": "send"}).to.startswith("/logga-in/")


HOSTILE = '<script>alert(1)</script> & "citat" שלום 👩🏽‍🏫 \u202eomvänt\u202c {{ form }} {% csrf_token %}'


def test_hostile_text_is_shown_as_it_was_written_and_does_nothing(of: reflection.Round, petra: PageClient) -> None:
    receipt = petra.open(sent(petra, of, text=HOSTILE, action_long="<img src=x onerror=alert(1)>").to)
    assert HOSTILE in receipt.text
    assert "<script>alert" not in receipt.html and "<img src=x" not in receipt.html
    page = petra.open(address(of))
    assert page.form("Skicka ändringen").values["text"] == HOSTILE


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({"tags": ["18"]}, 200),
        ({"tags": ["-1"]}, 400),
        ({"tags": ["hej"]}, 400),
        ({"emotion": "3"}, 200),
        ({"emotion": "1.5"}, 400),
        ({"text": "NUL \x00"}, 400),
        ({"key": "inte ett id"}, 400),
        ({"seen": "-1"}, 400),
        ({"seen": "9" * 30}, 400),
        ({"area": "00000000-0000-4000-8000-000000000000"}, 404),
        ({"area": ""}, 400),
    ],
    ids=str,
)
def test_what_no_form_here_holds_is_refused_with_a_page(
    of: reflection.Round, petra: PageClient, values: dict[str, object], status: int
) -> None:
    given = {**petra.open(address(of)).form("Skicka").values, "text": TEXT, "tags": ["2"], "do": "send", **values}
    for path in (address(of), address(of, "utkast/")):
        page = petra.post(path, given, status=400 if status == 200 and "utkast" in path else status)
        assert page.h1
    assert texts() == []
    assert not models.Draft.objects.exists()


def test_a_text_of_a_hundred_thousand_characters_comes_back_whole(of: reflection.Round, petra: PageClient) -> None:
    text = "å👩🏽‍🏫" * 20_000
    page = sent(petra, of, status=200, text=text)
    assert "100000 tecken" in page.text
    assert petra.open(address(of)).form("Skicka").values["text"] == text


def test_a_key_of_somebody_elses_draft_finds_nothing(
    of: reflection.Round, petra: PageClient, signed_in: SignedIn
) -> None:
    sent(petra, of, do="keep")
    key = str(models.Draft.objects.get().id)
    love = signed_in(LOVE)
    for path in (address(of), address(of, "utkast/")):
        for do in ("send", "keep"):
            given = {
                **love.open(address(of)).form("Skicka").values,
                "key": key,
                "seen": "1",
                "text": "Loves.",
                "do": do,
            }
            if (path, do) != (address(of), "send"):
                assert love.post(path, given, status=404)
    assert [each.text for each in models.Draft.objects.all()] == [TEXT]


def test_the_script_keeps_a_draft_and_is_told_its_version_or_what_stands_there(
    of: reflection.Round, petra: PageClient
) -> None:
    form = petra.open(address(of)).form("Skicka").values
    first = petra.post(address(of, "utkast/"), {**form, "text": "Vi f"}, status=200).response.json()
    assert (first["version"], first["text"], first["key"]) == (1, "Vi f", form["key"])
    second = petra.post(address(of, "utkast/"), {**form, "text": "Vi får", "seen": "1"}, status=200)
    assert second.response.json()["version"] == 2
    other = {**form, "text": "Annat", "seen": "0", "writer": str(uuid4())}
    there = petra.post(address(of, "utkast/"), other, status=409).response.json()
    assert (there["text"], there["version"]) == ("Vi får", 2)


def test_what_others_write_is_never_on_ones_page(of: reflection.Round, petra: PageClient, signed_in: SignedIn) -> None:
    sent(petra, of, text="Petras egna ord.")
    love = signed_in(LOVE)
    for path in ("/", address(of), "/min-sida/mina-reflektioner/"):
        assert "Petras egna ord." not in love.open(path).html


@pytest.mark.parametrize(("part", "queries"), [("", 14), ("skickat/", 14)])
def test_the_pages_ask_the_store_as_many_questions_whatever_there_is(
    of: reflection.Round, petra: PageClient, part: str, queries: int
) -> None:
    sent(petra, of)
    assert len(petra.open(address(of, part)).queries) == queries


def test_sending_asks_few_questions(of: reflection.Round, petra: PageClient) -> None:
    page = petra.open(address(of))
    assert len(petra.submit(page, do="send", text=TEXT, tags=["2"]).queries) == 17
    assert cast.account_id(PETRA) == models.Respondent.objects.get().account_id
