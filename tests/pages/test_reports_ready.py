"""From whoever writes to whoever settles: marked as ready, on the start page, settled from there."""

from collections.abc import Callable

import pytest

from kedjan.reports import service as reports
from tests.pages.client import PageClient
from tests.rooms.reports_made import NOW, TEXT, a_draft, maj, put_quote, put_text, torun, with_texts

pytestmark = pytest.mark.django_db
SignedIn = Callable[[str], PageClient]


def test_a_report_goes_from_its_writer_to_whoever_settles_it(signed_in: SignedIn) -> None:
    draft, writer, chief = a_draft(maj(), title="Läsårsrapport"), signed_in("Maj Sävdunge"), signed_in("Torun Hedspång")
    put_text(maj(), draft)
    assert "Fastställ: Läsårsrapport" not in chief.open("/").text
    assert "Skriv vidare: Läsårsrapport" in writer.open("/").text
    marked = writer.submit(writer.open(f"/rapporter/{draft.id}/klar/"), "Markera som klar att fastställa")
    shown = writer.open(marked.to).text
    assert "Klar att fastställa" in shown and "Maj Sävdunge markerade rapporten som klar att fastställa" in shown
    assert "Skriv vidare: Läsårsrapport" not in writer.open("/").text
    assert "Klar att fastställa" in chief.open("/rapporter/").text

    page = chief.open("/")
    assert "Maj Sävdunge markerade den som klar att fastställa den 16 november" in page.text
    settle = chief.open(page.links()["Öppna: Fastställ: Läsårsrapport"])
    assert "Maj Sävdunge markerade rapporten som klar" in settle.text and "har ändrats sedan dess" not in settle.text
    chief.submit(settle, "Fastställ rapporten", read="on")
    assert "Fastställ: Läsårsrapport" not in chief.open("/").text
    assert "Fastställd" in writer.open(f"/rapporter/{draft.id}/").text


def test_the_mark_is_taken_back_on_the_page(signed_in: SignedIn) -> None:
    draft, writer = a_draft(maj()), signed_in("Maj Sävdunge")
    put_text(maj(), draft)
    reports.mark_ready(by=maj(), now=NOW, report=draft.id, seen=reports.report(by=maj(), id=draft.id).revision)
    writer.submit(writer.open(f"/rapporter/{draft.id}/skriva/"), "Inte längre klar att fastställa")
    assert reports.report(by=maj(), id=draft.id).ready is None
    assert "Fastställ: " not in signed_in("Torun Hedspång").open("/").text


def test_a_mark_that_somebody_made_meanwhile_is_not_taken_back_unseen(signed_in: SignedIn) -> None:
    draft, writer = a_draft(maj()), signed_in("Maj Sävdunge")
    put_text(maj(), draft)
    reports.mark_ready(by=maj(), now=NOW, report=draft.id, seen=reports.report(by=maj(), id=draft.id).revision)
    page = writer.open(f"/rapporter/{draft.id}/skriva/")
    put_text(torun(), draft, "Toruns.")
    reports.mark_ready(by=torun(), now=NOW, report=draft.id, seen=reports.report(by=maj(), id=draft.id).revision)
    writer.submit(page, "Inte längre klar att fastställa")
    assert "Torun Hedspång har ändrat det här" in writer.open(f"/rapporter/{draft.id}/skriva/").text
    assert reports.report(by=maj(), id=draft.id).ready is not None


def test_whoever_settles_sees_that_something_was_written_after_the_mark(signed_in: SignedIn) -> None:
    draft, chief = a_draft(maj()), signed_in("Torun Hedspång")
    put_text(maj(), draft)
    reports.mark_ready(by=maj(), now=NOW, report=draft.id, seen=reports.report(by=maj(), id=draft.id).revision)
    put_text(maj(), draft, "Ett till.")
    assert "Den har ändrats sedan dess, senast av Maj Sävdunge" in chief.open(f"/rapporter/{draft.id}/faststall/").text


def test_the_writer_is_told_what_stands_in_the_way_instead_of_a_button(signed_in: SignedIn) -> None:
    study, draft, writer = with_texts(maj()), a_draft(maj()), signed_in("Maj Sävdunge")
    put_quote(maj(), draft, study, reports.Wording(TEXT))
    page = writer.open(f"/rapporter/{draft.id}/klar/")
    assert "saknar ett citat författarens samtycke" in page.text
    assert "Markera som klar" not in page.text
    writer.post(f"/rapporter/{draft.id}/klar/", {"seen": reports.report(by=maj(), id=draft.id).revision}, status=200)
    assert reports.report(by=maj(), id=draft.id).ready is None


def test_a_mark_on_what_changed_meanwhile_shows_it_again(signed_in: SignedIn) -> None:
    draft, writer = a_draft(maj()), signed_in("Maj Sävdunge")
    put_text(maj(), draft)
    page = writer.open(f"/rapporter/{draft.id}/klar/")
    put_text(torun(), draft, "Toruns.")
    again = writer.submit(page, "Markera som klar att fastställa", status=409)
    assert "Torun Hedspång ändrade den" in again.text
    writer.submit(again, "Markera som klar att fastställa")


def test_the_page_is_for_those_who_write_and_asks_few_questions(signed_in: SignedIn) -> None:
    draft = a_draft(maj())
    signed_in("Gunnel Ekspång").open(f"/rapporter/{draft.id}/klar/", status=403)
    signed_in("Lo Vinterklint").open(f"/rapporter/{draft.id}/klar/", status=404)
    put_text(maj(), draft)
    assert len(signed_in("Maj Sävdunge").open(f"/rapporter/{draft.id}/klar/").queries) <= 25
