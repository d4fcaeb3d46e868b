"""Every page that a link leads to, looked at by axe at two widths and by day and night."""

import re
from collections.abc import Callable
from urllib.parse import urljoin, urlsplit

import pytest

from tests.journeys.person import Person

LINKS = "() => [...document.querySelectorAll('a[href]')].map(link => link.href)"
FILES = re.compile(r"\.(csv|xlsx|docx|pdf|svg|xml|zip)$|/(fil|hamta)/$")
LEAVES = re.compile(r"/prova/inloggning/$")
"""Leads to an identity provider, which another journey has set up and taken down again."""
THREAD = re.compile(r"^/traden/([^/]+)/.*")
IDS = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{32}")


def kind_of(address: str) -> str:
    """Return an address with its ids and choices taken out: pages of a kind are looked at once."""
    parts = urlsplit(address)
    chosen = sorted(part.split("=")[0] for part in parts.query.split("&") if part)
    return THREAD.sub(r"/traden/\1/", IDS.sub("<id>", parts.path)) + (
        "?" + ",".join(chosen[:2]) if "visa-som" in chosen or "bild" in chosen else ""
    )


def walk(person: Person, *, begin: str = "/", at_night: bool = False) -> set[str]:
    """Open every kind of page that links lead to from `begin`, look at each (`at_night` too), and return the kinds."""
    met, waiting = {kind_of(begin)}, [begin]
    while waiting:
        person.open(waiting.pop(0))
        if at_night:
            person.look_at_night()
        here = person.page.url
        for link in person.page.evaluate(LINKS):
            address = urljoin(here, link)
            parts, kind = urlsplit(address), kind_of(address)
            ends = FILES.search(parts.path) or LEAVES.search(parts.path)
            if parts.netloc == urlsplit(here).netloc and kind not in met and not ends:
                met.add(kind)
                waiting.append(parts.path + (f"?{parts.query}" if parts.query else ""))
    return met


@pytest.mark.parametrize("width", [390, 1280])
def test_everything_the_quality_developer_can_reach_is_accessible_by_day_and_by_night(
    person: Callable[..., Person], width: int
) -> None:
    met = walk(person("Maj Sävdunge", width=width), at_night=True)
    assert {"/omgangar/", "/omgangar/<id>/", "/omgangar/<id>/texter/", "/delat/", "/rapporter/"} <= met


@pytest.mark.parametrize(
    "name", ["Torun Hedspång", "Nils Björkspång", "Ester Kärrgrind", "Gunnel Ekspång", "Roger Hällspång"]
)
def test_everything_that_others_can_reach_is_accessible_on_a_phone(person: Callable[..., Person], name: str) -> None:
    assert "/min-sida/rattigheter/" in walk(person(name, width=390))


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_nobody_has_to_sign_in_for_is_accessible(person: Callable[..., Person], width: int, scheme: str) -> None:
    visitor = person(width=width, scheme=scheme)
    for address in ("/logga-in/", "/losenord/glomt/", "/om/", "/tillganglighet/", "/komponenter/", "/demo/"):
        visitor.open(address)


@pytest.mark.parametrize("width", [390, 1280])
def test_pages_for_what_cannot_be_done_are_accessible(person: Callable[..., Person], width: int) -> None:
    board_member = person("Gunnel Ekspång", width=width)
    for address, status in (("/finns-inte/", 404), ("/personer/", 403)):
        answer = board_member.page.goto(address)
        assert answer is not None
        assert answer.status == status
        board_member.look()
