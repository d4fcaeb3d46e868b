"""One's own pages: what is mine to do, what has changed, what became of what I said, and why I see it."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest

from kedjan.access.service import Actor
from kedjan.journal import service as journal
from kedjan.people.models import Duty
from kedjan_site.demo import cast
from kedjan_web.start import duties, views
from kedjan_web.start.items import Kind, StartItem, gather
from tests.pages.client import PageClient

Sign = Callable[[str], PageClient]
MEMBERS = [member.name for municipality in cast.MUNICIPALITIES for member in municipality.members]


@pytest.mark.parametrize("name", MEMBERS)
def test_everybody_has_a_page_that_helps_even_when_it_is_empty(signed_in: Sign, name: str) -> None:
    page = signed_in(name).open("/")
    assert page.h1 in {"Min sida", "Ingen roll gäller"}
    assert len(page.text) > 150


@pytest.mark.parametrize("name", MEMBERS)
@pytest.mark.parametrize(
    "path", ["/min-sida/rattigheter/", "/min-sida/lasta/", "/integritet/", "/om/", "/tillganglighet/"]
)
def test_the_pages_about_oneself_are_open_to_everybody(signed_in: Sign, name: str, path: str) -> None:
    signed_in(name).open(path)


def test_the_name_of_a_protected_person_stands_on_none_of_their_own_pages(signed_in: Sign) -> None:
    vera = signed_in("Vera Kvällsmyr")
    for path in ("/", "/min-sida/rattigheter/", "/min-sida/lasta/", "/integritet/", "/organisation/"):
        assert "Vera" not in vera.open(path).html


def test_whoever_manages_accounts_sees_that_one_lacks_a_duty_and_gets_there(signed_in: Sign) -> None:
    nils = signed_in("Nils Björkspång")
    page = nils.open("/")
    assert "1 konto saknar roll i dag" in page.text
    assert "Roger Hällspång" in nils.open("/personer/?utan=1").links()
    assert "saknar roll" not in signed_in("Maj Sävdunge").open("/").text


def test_a_duty_that_began_this_month_is_news_and_one_that_ends_soon_too(signed_in: Sign) -> None:
    Duty.objects.filter(account_id=cast.account_id("Idris Kvarnvass")).update(starts="2026-11-02")
    Duty.objects.filter(account_id=cast.account_id("Siv Blåmyr")).update(ends="2026-11-30")
    assert "Du är nu lärare, Kråkekskolan" in signed_in("Idris Kvarnvass").open("/").text
    ending = signed_in("Siv Blåmyr").open("/").text
    assert "upphör" in ending
    assert "30 november 2026" in ending


def test_a_reading_of_ones_text_comes_back_to_the_one_who_wrote(signed_in: Sign) -> None:
    journal.record_reading(
        by=cast.actor("Maj Sävdunge"),
        now=cast.NOW,
        kind="round",
        object_id="1",
        persons=[cast.account_id("Petra Lövhage")],
    )
    petra = signed_in("Petra Lövhage")
    assert "1 person har läst dina texter" in petra.open("/").text
    text = petra.open("/min-sida/lasta/").text
    assert "Maj Sävdunge" in text
    assert "16 november 2026 kl. 07.40" in text
    assert "Maj Sävdunge" not in signed_in("Torun Hedspång").open("/min-sida/lasta/").text


def test_why_i_see_this_names_the_duty_and_what_it_gives(signed_in: Sign) -> None:
    text = signed_in("Ester Kärrgrind").open("/min-sida/rattigheter/").text
    assert "Rektor, Lillnäbbs skola" in text
    assert "Rektor, Tallvippans skola" in text
    assert "lägga upp och stänga konton" not in text
    assert "lägga upp och stänga konton" in signed_in("Nils Björkspång").open("/min-sida/rattigheter/").text


def item(title: str, kind: Kind, hours: int) -> StartItem:
    return StartItem(title, "", "/", kind, cast.NOW - timedelta(hours=hours))


def one_area(actor: Actor, now: datetime) -> Iterator[StartItem]:
    yield item("young task", Kind.TO_DO, 1)
    yield item("old task", Kind.TO_DO, 9)
    yield item("old news", Kind.CHANGED, 9)


def another_area(actor: Actor, now: datetime) -> Iterator[StartItem]:
    yield item("young news", Kind.CHANGED, 1)
    yield item("answer", Kind.BECAME, 2)


@pytest.mark.django_db
def test_what_waits_longest_stands_first_and_what_happened_last_stands_first() -> None:
    found = gather([one_area, another_area], cast.actor("Maj Sävdunge"), cast.NOW)
    assert [each.title for each in found.to_do] == ["old task", "young task"]
    assert [each.title for each in found.changed] == ["young news", "old news"]
    assert [each.title for each in found.became] == ["answer"]


def test_an_area_that_contributes_is_seen_on_the_page(signed_in: Sign, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "SOURCES", (one_area, duties.changed))
    page = signed_in("Maj Sävdunge").open("/")
    assert page.text.index("old task") < page.text.index("young task") < page.text.index("old news")


def test_the_start_page_of_somebody_without_tasks_asks_the_database_little(signed_in: Sign) -> None:
    client = signed_in("Ester Kärrgrind")
    client.open("/")
    assert len(client.open("/").queries) <= 19


def test_colours_are_remembered_and_stand_on_the_page(nobody: PageClient) -> None:
    page = nobody.open("/om/")
    assert nobody.submit(page, action="/utseende/", colours="dark").to == "/om/"
    assert nobody.open("/om/").all("html")[0].get("data-color-scheme") == "dark"
    nobody.post("/utseende/", {"colours": '"><script>'})
    assert nobody.open("/om/").all("html")[0].get("data-color-scheme") == "dark"


def test_a_chosen_language_is_kept_with_the_account(signed_in: Sign) -> None:
    from kedjan.people.models import Account

    ester = signed_in("Ester Kärrgrind")
    ester.submit(ester.open("/om/"), action="/sprak/", language="en")
    page = ester.open("/")
    assert page.h1 == "My page"
    assert page.all("html")[0].get("lang") == "en"
    assert Account.objects.get(id=cast.account_id("Ester Kärrgrind")).language == "en"


@pytest.mark.parametrize("path", ["/utseende/", "/sprak/"])
@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_the_switches_lead_to_no_other_site(nobody: PageClient, path: str, elsewhere: str) -> None:
    assert nobody.post(path, {"colours": "dark", "language": "en", "next": elsewhere}).to == "/"


def test_a_refusal_names_the_duty_in_words_in_both_languages() -> None:
    from django.utils import translation

    from kedjan_web.errors import said

    values = {"role": "quality_developer", "unit": "Ekköping"}
    assert said("You are %(role)s at %(unit)s.", values) == "Du är kvalitetsutvecklare, Ekköping."
    with translation.override("en"):
        assert said("You are %(role)s at %(unit)s.", values) == "You are quality developer at Ekköping."
