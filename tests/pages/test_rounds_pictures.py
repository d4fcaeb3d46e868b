"""Marks of the pictures lead to the texts behind them, as the cells of the tables do."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from django.http import QueryDict

from kedjan.reflection import service as reflection
from kedjan_site.demo import cast
from kedjan_web.rounds.text_filter import wanted
from tests.pages.client import PageClient
from tests.pages.rounds_pages import CODES, PUBLISHED, READER, address, study

pytestmark = pytest.mark.django_db
type SignedIn = Callable[[str], PageClient]
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def of() -> reflection.Round:
    return study()


def marks(client: PageClient, of: reflection.Round, kind: str, *pairs: tuple[str, str]) -> dict[str, str]:
    """The addresses of a picture's marks by what they are called; both widths lead to the same."""
    page = client.open(address(of, f"tabeller/{kind}/", ("som", "bild"), *pairs))
    links = [link for link in page.all(f"{SVG}a") if link.get("class") == "picture-link"]
    found = {link.get("aria-label", ""): link.get("href", "") for link in links}
    assert len(links) == 2 * len(found)
    return found


def texts_behind(of: reflection.Round, url: str) -> int:
    asks = wanted(QueryDict(urlsplit(url).query), of)
    found = reflection.texts(
        by=cast.actor(READER),
        now=cast.NOW,
        round=of.id,
        assignment=asks.assignment or None,
        areas=asks.areas,
        emotion=asks.steps,
    )
    return found.texts.total


def test_each_bar_of_emotion_leads_to_as_many_texts_as_its_figures(signed_in: SignedIn, of: reflection.Round) -> None:
    found = marks(signed_in(READER), of, "kanslans-fordelning")
    given = reflection.emotion_by_assignment(by=cast.actor(READER), round=of.id)
    assert len(found) == len(CODES) + 1
    for item, (said, url) in zip(given.items, found.items(), strict=True):
        assert all(f" {count}," in said for count in item.steps), said
        assert texts_behind(of, url) == sum(item.steps)


def test_each_small_chart_leads_to_the_texts_of_its_area(signed_in: SignedIn, of: reflection.Round) -> None:
    found = marks(signed_in(READER), of, "verksamhetsomraden")
    totals = {said.partition(":")[0]: texts_behind(of, url) for said, url in found.items()}
    assert totals["Alla"] == sum(PUBLISHED["loops"]["All"])
    assert totals["Förskola"] == sum(PUBLISHED["loops"]["F"])
    assert totals["Grundskola"] == sum(PUBLISHED["loops"]["G"])
    assert set(totals) == {"Alla", *of.areas}
