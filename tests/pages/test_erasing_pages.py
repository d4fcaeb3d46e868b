"""Erasing a person through its page: what goes and what stays is shown first, and a reason is asked for."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kedjan.people import models
from kedjan_site.demo import cast
from tests.pages.client import PageClient
from tests.rooms.reflection_asked import MAJ, PETRA
from tests.rooms.talked_about_rounds import a_talked_about_round
from tests.rooms.test_erasing import manager

pytestmark = pytest.mark.django_db
type SignedIn = Callable[[str], PageClient]


@pytest.fixture(autouse=True)
def beside(settings: Any, tmp_path: Path) -> None:
    """Keep the list of the erased where no other test sees it."""
    settings.DATA = tmp_path


def place(name: str = PETRA) -> str:
    return f"/personer/{cast.account_id(name)}/radera/"


def test_the_page_shows_what_goes_and_what_stays_and_asks_for_a_reason(signed_in: SignedIn, count_queries: Any) -> None:
    a_talked_about_round()
    client = signed_in(manager().name)
    assert place() in client.open(f"/personer/{cast.account_id(PETRA)}/").links().values()
    client.open(place())
    with count_queries(37):  # every room that holds something is asked
        page = client.open(place())
    assert (page.h1, PETRA in page.text) == ("Radera personen", True)
    for words in ("Reflektioner, med alla versioner", "Utkast", "Säkerhetskopior"):
        assert words in page.text
    again = client.submit(page, "Radera personen", status=200)
    assert models.Account.objects.get(id=cast.account_id(PETRA)).name == PETRA, "nothing without a reason"
    done = client.submit(again, "Radera personen", reason="Har bett om det.", sure="on")
    assert done.to == "/personer/"
    listed = client.open("/personer/")
    assert "Personen är raderad." in listed.html and PETRA not in listed.text
    client.open(place(), status=404)


def test_only_those_who_manage_accounts_of_the_same_provider_may(signed_in: SignedIn) -> None:
    signed_in(MAJ).open(place(), status=403)
    signed_in(PETRA).open(place(), status=403)
    signed_in(manager().name).open(place("Sten Klockvret"), status=404)


def test_oneself_cannot_be_erased_here(signed_in: SignedIn) -> None:
    client = signed_in(manager().name)
    page = client.open(place(manager().name))
    refused = client.submit(page, "Radera personen", reason="Slutar", sure="on", status=409)
    assert "Du kan inte radera dig själv." in refused.text
