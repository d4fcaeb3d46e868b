"""Pages of school systems: described, tried, fetched from, changed and taken away, and nothing of it for others."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings

from kedjan.facts.service import FactKind
from kedjan.intake import models
from kedjan.intake import service as intake
from kedjan.intake.ports import House
from kedjan.intake.service import Connection, FetchState
from kedjan_site.demo import cast
from tests.formats import ss12000_server as other
from tests.formats.ss12000_server import CLIENT, SECRET, Said
from tests.pages.client import PageClient
from tests.rooms.results_made import HANNA, NILS, NOW
from tests.rooms.test_intake_connections import connected, fetched, there

__all__ = ["there"]

pytestmark = pytest.mark.django_db
LIST = "/inlasning/skolsystem/"

type SignedIn = Callable[[str], PageClient]


@pytest.fixture(autouse=True)
def own_shelves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give each test a fact store of its own."""
    monkeypatch.setattr(settings, "KEDJAN_FACTS", tmp_path)
    yield tmp_path


def written(there: other.Server, **more: object) -> dict[str, object]:
    """What somebody fills in."""
    return {
        "name": "Elevregistret",
        "address": there.address,
        "token_address": there.address.replace("/api/v2", "/token"),
        "client": CLIENT,
        "secret": SECRET,
        "kinds": ["grades"],
        **more,
    }


def at(of: Connection, last: str = "") -> str:
    return f"{LIST}{of.id}/{last}"


def test_a_school_system_is_added_tried_fetched_from_and_what_came_is_looked_at(
    signed_in: SignedIn, there: other.Server
) -> None:
    nils = signed_in(NILS)
    assert "Inget skolsystem är anslutet" in nils.open(LIST).text
    page = nils.submit(nils.open(f"{LIST}nytt/"), "Lägg till", **written(there))
    added = nils.open(page.to)
    assert added.h1 == "Elevregistret" and SECRET not in added.text and "Finns, och visas inte för någon" in added.text
    tried = nils.submit(added, "Pröva", status=200)
    assert "Allt är i ordning" in tried.text and "betyg: lämnas ut." in tried.text
    done = nils.open(nils.submit(nils.open(page.to), "Hämta").to)
    assert "Hämtat" in done.text
    assert "Väntar på ställningstagande" in done.text and "2 nya" in done.text
    ledger = nils.open(done.links()["Betyg"])
    assert ledger.h1.startswith("Elevregistret 2026")
    nils.submit(ledger, "Läs in allt")
    again = nils.open(page.to)
    assert "Hämta det som har ändrats" in again.text and "Hämta allt på nytt" in again.text
    assert "Inläst" in again.text


def test_what_is_lacking_or_not_allowed_is_said_at_its_field_and_the_rest_is_kept(
    signed_in: SignedIn, there: other.Server
) -> None:
    nils = signed_in(NILS)
    refused = nils.submit(nils.open(f"{LIST}nytt/"), "Lägg till", status=422, **written(there, secret=""))
    assert "Till ett klient-id hör en hemlighet" in refused.text and there.address in refused.html
    outside = written(there, address="http://kedjan.example/api")
    assert "https://" in nils.submit(nils.open(f"{LIST}nytt/"), "Lägg till", status=422, **outside).text
    nothing = written(there, kinds=[])
    nils.submit(nils.open(f"{LIST}nytt/"), "Lägg till", status=422, **nothing)


def test_it_is_changed_without_its_secret_and_two_who_change_at_once_are_told(
    signed_in: SignedIn, there: other.Server
) -> None:
    of, nils = connected(there), signed_in(NILS)
    first = nils.open(at(of, "andra/"))
    assert SECRET not in first.text
    nils.submit(first, "Spara", name="Registret")
    late = nils.submit(first, "Spara", status=409, name="Systemet")
    assert "Någon annan hann före" in late.text
    nils.submit(late, "Spara")
    assert intake.connection(by=cast.actor(NILS), id=of.id).settings.name == "Systemet"


def test_while_it_is_fetched_the_page_says_how_far_and_it_can_be_stopped(
    signed_in: SignedIn, there: other.Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    of, nils = connected(there), signed_in(NILS)
    monkeypatch.setattr("kedjan.intake.fetching.house", lambda: House(lambda _: None, lambda _: None))
    nils.submit(nils.open(at(of)), "Hämta")
    models.Fetch.objects.update(progress={"grades": 500})
    page = nils.open(at(of))
    assert "Det hämtas" in page.text and "500 betyg" in page.text
    part = nils.http.get(at(of), HTTP_HX_REQUEST="true").content.decode()
    assert "<main" not in part and "Det hämtas" in part
    stopped = nils.open(nils.submit(page, "Stoppa").to)
    assert "Stoppat. Inget av det har kommit in." in stopped.text
    assert nils.http.get(at(of), HTTP_HX_REQUEST="true").headers["HX-Refresh"] == "true"
    assert intake.connection(by=cast.actor(NILS), id=of.id).latest.state is FetchState.CANCELLED


def test_why_it_could_not_be_fetched_stands_there_in_words(signed_in: SignedIn, there: other.Server) -> None:
    of = connected(there, secret="fel-hemlighet")
    fetched(of)
    page = signed_in(NILS).open(at(of))
    assert "släpper inte in Kedjan" in page.text and "fel-hemlighet" not in page.text


def test_what_came_at_night_and_what_did_not_stand_on_the_start_page(signed_in: SignedIn, there: other.Server) -> None:
    of, nils = connected(there), signed_in(NILS)
    nothing = len(nils.open("/").queries)
    fetched(of)
    came = nils.open("/")
    assert "Se på det som har kommit in: Elevregistret 2026" in came.text and "2 rader väntar." in came.text
    assert "Den töms den 30 november" in came.text
    assert len(came.queries) == nothing, "what waits is asked for once, and what did not come in one more"
    there.instead = lambda kind, given: Said(400, {"error": "invalid_client"}) if kind == "token" else None
    fetched(of, at=NOW + timedelta(hours=1), whole=True)
    page = nils.open("/")
    assert "Inget kunde hämtas från Elevregistret" in page.text
    assert len(page.queries) <= nothing + 2
    assert "kunde hämtas" not in signed_in(HANNA).open("/").text


def test_it_is_taken_away_after_being_asked_once_more(signed_in: SignedIn, there: other.Server) -> None:
    of, nils = connected(there), signed_in(NILS)
    asked = nils.open(at(of, "ta-bort/"))
    assert "Det som har kommit in därifrån finns kvar" in asked.text
    assert "Elevregistret är borttaget." in nils.open(nils.submit(asked, "Ta bort").to).text
    assert not models.Connection.objects.exists()


def test_only_those_with_the_duty_come_here(signed_in: SignedIn, there: other.Server) -> None:
    of = connected(there)
    for name in (HANNA, "Maj Sävdunge", "Gunnel Ekspång"):
        client = signed_in(name)
        for path in (LIST, f"{LIST}nytt/", at(of), at(of, "andra/"), at(of, "ta-bort/")):
            client.open(path, status=403)
        for last in ("prova/", "hamta/", "stoppa/", "ta-bort/"):
            client.post(at(of, last), status=403)
    assert signed_in("Sten Klockvret").http.get(at(of)).status_code in (403, 404)
    assert there.asked == []


def test_the_list_and_the_page_take_as_many_questions_however_much_was_fetched(
    signed_in: SignedIn, there: other.Server
) -> None:
    of, nils = connected(there, kinds=(FactKind.GRADES, FactKind.ATTENDANCE)), signed_in(NILS)
    for _ in range(3):
        fetched(of, whole=True)
        assert [len(nils.open(path).queries) for path in (LIST, at(of))] == [8, 15]


def test_no_address_or_journal_line_holds_a_secret_or_a_pupil(signed_in: SignedIn, there: other.Server) -> None:
    of, nils = connected(there), signed_in(NILS)
    fetched(of)
    page = nils.open(at(of))
    assert not re.search(r"\d{6,8}-?\d{4}", re.sub(r"[0-9a-f-]{36}", "", page.text))
    assert all(SECRET not in link for link in page.links().values())
    assert UUID(page.path.rstrip("/").rsplit("/", 1)[-1]) == of.id
