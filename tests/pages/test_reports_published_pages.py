"""Publishing on the page: chosen where it is settled, changed afterwards, and told to nobody else."""

from collections.abc import Callable

import pytest

from kedjan.reports import service as reports
from tests.pages.client import PageClient
from tests.rooms.reports_made import NOW, Draft, a_draft, maj, put_text, torun

pytestmark = pytest.mark.django_db
type SignedIn = Callable[[str], PageClient]
TORUN, BOARD, PRINCIPAL, TEACHER = "Torun Hedspång", "Gunnel Ekspång", "Hanna Ekgrind", "Petra Lövhage"


def a_written_draft() -> Draft:
    draft = a_draft(maj())
    put_text(maj(), draft)
    return draft


def test_whom_it_is_published_to_is_chosen_where_it_is_settled(signed_in: SignedIn) -> None:
    draft, chief = a_written_draft(), signed_in(TORUN)
    page = chief.open(f"/rapporter/{draft.id}/faststall/")
    assert "Publicerad till" in page.text
    chief.submit(page, "Fastställ rapporten", read="on", publish_to=["board"])
    title = reports.report(by=torun(), id=draft.id).title
    assert title in signed_in(BOARD).open("/rapporter/").text
    signed_in(BOARD).open(f"/rapporter/{draft.id}/")
    for name in (PRINCIPAL, TEACHER):
        client = signed_in(name)
        assert title not in client.open("/rapporter/").text
        assert "inte publicerad" in client.open(f"/rapporter/{draft.id}/", status=403).text
        client.open(f"/rapporter/{draft.id}/ladda-ner/", status=403)
        client.open(f"/rapporter/{draft.id}/publicering/", status=403)


def test_it_is_changed_afterwards_with_a_reason_where_somebody_loses_it(signed_in: SignedIn) -> None:
    draft, chief = a_written_draft(), signed_in(TORUN)
    seen = reports.report(by=torun(), id=draft.id).revision
    reports.settle(by=torun(), now=NOW, report=draft.id, seen=seen, publish_to=[reports.Audience.BOARD])
    page = chief.open(chief.open(f"/rapporter/{draft.id}/").links()["Publicerad till"])
    wrong = chief.submit(page, "Spara", status=422, to=["staff"])
    assert "Säg varför den tas tillbaka" in wrong.text
    chief.submit(wrong, "Spara", to=["staff"], reason="Bilagan var fel")
    signed_in(TEACHER).open(f"/rapporter/{draft.id}/")
    signed_in(BOARD).open(f"/rapporter/{draft.id}/", status=403)
    again = chief.open(f"/rapporter/{draft.id}/publicering/")
    assert "Bilagan var fel" in again.text and "Publicerad till nämnden av Torun Hedspång" in again.text
    late = chief.submit(page, "Spara", status=422, to=["board", "leaders"])
    assert "Någon annan har ändrat" in late.text
    other = a_written_draft()
    assert chief.open(f"/rapporter/{other.id}/publicering/", status=302).to == f"/rapporter/{other.id}/faststall/"
