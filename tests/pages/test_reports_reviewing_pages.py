"""Pages on the way to a settled report: comments, marks on sections, and versions compared."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from kedjan.reports import service as reports
from kedjan_site.demo import cast
from tests.pages.client import PageClient
from tests.rooms.reports_made import NOW, a_draft, blocks, maj, put_text, settled, torun

pytestmark = pytest.mark.django_db
SignedIn = Callable[[str], PageClient]


def test_a_comment_is_written_changed_and_seen_to(signed_in: SignedIn) -> None:
    draft = a_draft(maj())
    client = signed_in("Maj Sävdunge")
    path = f"/rapporter/{draft.id}/skriva/avsnitt/{draft.section}/kommentarer/"
    page = client.open(f"/rapporter/{draft.id}/skriva/")
    assert path in page.links().values()
    client.submit(client.open(path), "Lägg till kommentaren", text="Stämmer <b>talet</b>?")
    page = client.open(path)
    assert "Stämmer <b>talet</b>?" in page.text and "Maj Sävdunge" in page.text
    assert "1 kommentar att ta hand om" in client.open(f"/rapporter/{draft.id}/skriva/").text
    (found,) = reports.comments(by=maj(), report=draft.id, section=draft.section)
    client.submit(client.open(f"{path}{found.id}/"), "Spara", text="Stämmer det?")
    client.submit(client.open(path), "Markera som omhändertagen: Stämmer det?")
    page = client.open(path)
    assert "Omhändertagen av Maj Sävdunge" in page.text
    client.submit(page, "Ta upp igen: Stämmer det?", to="again")
    assert len(client.open(path).queries) <= 30


def test_a_comment_changed_meanwhile_shows_both(signed_in: SignedIn) -> None:
    draft = a_draft(maj())
    made = reports.comment(by=maj(), now=NOW, key=uuid4(), report=draft.id, section=draft.section, text="Ett")
    client = signed_in("Maj Sävdunge")
    path = f"/rapporter/{draft.id}/skriva/avsnitt/{draft.section}/kommentarer/{made}/"
    page = client.open(path)
    reports.change_comment(by=maj(), now=NOW, report=draft.id, section=draft.section, id=made, seen=1, text="Två")
    answer = client.submit(page, "Spara", text="Tre", status=409)
    assert "Två" in answer.text and "Tre" in answer.html


def test_who_wrote_a_section_finds_comments_on_it_on_the_start_page_and_others_what_to_review(
    signed_in: SignedIn,
) -> None:
    draft = a_draft(maj(), title="Rapport i juni")
    put_text(maj(), draft)
    put_text(maj(), draft, "Vi såg en sak till.")
    say: dict[str, Any] = {"now": NOW, "report": draft.id, "section": draft.section}
    reports.comment(by=maj(), key=uuid4(), text="Mina egna ord", **say)
    writer, other = signed_in("Maj Sävdunge"), signed_in("Torun Hedspång")
    assert "kommentar" not in writer.open("/").text and "kommentar" not in other.open("/").text
    made = [reports.comment(by=torun(), key=uuid4(), text=text, **say) for text in ("Stämmer talet?", "Vilka tre?")]
    page = writer.open("/")
    assert page.links()["Öppna: 2 kommentarer på det du har skrivit"] == f"/rapporter/{draft.id}/skriva/"
    assert "Rapport i juni" in page.text and "kommentar" not in other.open("/").text
    for each in made:
        reports.resolve_comment(by=maj(), id=each, seen=1, **say)
    assert "kommentar" not in writer.open("/").text
    seen = reports.report(by=maj(), id=draft.id).sections[0].written
    reports.mark_section_ready(by=maj(), seen=seen, **say)
    assert "1 avsnitt väntar på att granskas" in other.open("/").text
    assert "granskas" not in writer.open("/").text and "granskas" not in signed_in("Petra Lövhage").open("/").text
    reports.review_section(by=torun(), seen=seen, **say)
    assert "granskas" not in other.open("/").text
    assert reports.awaiting(by=cast.actor("Sten Klockvret")) == {}


def test_only_ones_own_comment_can_be_changed(signed_in: SignedIn) -> None:
    draft = a_draft(maj())
    made = reports.comment(by=torun(), now=NOW, key=uuid4(), report=draft.id, section=draft.section, text="Ett")
    path = f"/rapporter/{draft.id}/skriva/avsnitt/{draft.section}/kommentarer/"
    client = signed_in("Maj Sävdunge")
    assert f"{path}{made}/" not in client.open(path).links().values()
    client.open(f"{path}{made}/", status=404)


def test_a_section_is_marked_as_ready_by_one_and_reviewed_by_another(signed_in: SignedIn) -> None:
    draft = a_draft(maj())
    block = put_text(maj(), draft)
    path = f"/rapporter/{draft.id}/skriva/"
    first, second = signed_in("Maj Sävdunge"), signed_in("Torun Hedspång")
    first.submit(first.open(path), "Markera som klart: Det vi såg", to="ready")
    page = first.open(path)
    assert "Klart att granska" in page.text and "Markera som granskat" not in page.text
    second.submit(second.open(path), "Markera som granskat: Det vi såg", to="reviewed")
    assert "Granskat av Torun Hedspång" in " ".join(first.open(path).text.split())
    reports.change_text(by=maj(), now=NOW, report=draft.id, block=block, seen=1, text="Vi såg fyra.")
    assert "Ändrat sedan det markerades som klart" in first.open(path).text


def test_a_mark_on_what_was_changed_meanwhile_answers_409_and_an_unknown_one_404(signed_in: SignedIn) -> None:
    draft = a_draft(maj())
    put_text(maj(), draft)
    client = signed_in("Maj Sävdunge")
    path = f"/rapporter/{draft.id}/skriva/avsnitt/{draft.section}/lage/"
    client.post(path, {"to": "ready", "seen": "1"}, status=409)
    page, marked = client.open(f"/rapporter/{draft.id}/skriva/"), {"now": NOW, "report": draft.id, "seen": 3}
    client.submit(page, action=path, to="ready")
    page = client.open(page.path)
    reports.review_section(by=torun(), section=draft.section, **marked)
    client.submit(page, action=path, to="back", status=409)
    assert reports.report(by=maj(), id=draft.id).sections[0].reviewed
    client.submit(client.open(page.path), action=path, to="back")
    client.post(path, {"to": "hej", "seen": "1"}, status=404)
    client.post(path, {"to": "reviewed", "seen": "3"}, status=302)
    assert "inte markerat som klart" in client.open(f"/rapporter/{draft.id}/skriva/").text


def test_two_versions_are_compared_word_by_word_and_not_by_colour_alone(signed_in: SignedIn) -> None:
    draft = a_draft(maj())
    block = put_text(maj(), draft)
    client, path = signed_in("Maj Sävdunge"), f"/rapporter/{draft.id}/versioner/"
    assert "Ingen har sparats än" in client.open(path).text
    client.submit(client.open(path), "Spara versionen", note="Före läsning")
    reports.change_text(by=maj(), now=NOW, report=draft.id, block=block, seen=1, text="Vi såg fyra <i>saker</i>.")
    (version,) = reports.versions(by=maj(), report=draft.id)
    page = client.open(f"{path}?fran={version.id}&till=")
    assert "tillagt: fyra" in page.text and "borttaget: tre" in page.text and "<i>" in page.text
    assert page.all("ins") and page.all("del")
    assert "Version 1, Maj Sävdunge" in page.text and "Före läsning" in page.text
    same = client.open(f"{path}?fran={version.id}&till={version.id}")
    assert "De säger samma sak." in same.text
    assert len(page.queries) <= 40


def test_a_version_that_is_not_there_answers_404(signed_in: SignedIn) -> None:
    draft = a_draft(maj())
    client, path = signed_in("Maj Sävdunge"), f"/rapporter/{draft.id}/versioner/"
    reports.keep_version(by=maj(), now=NOW, key=uuid4(), report=draft.id)
    for given in (f"fran={uuid4()}", "fran=hej", "fran=&till=x"):
        client.open(f"{path}?{given}", status=404)


def test_the_page_for_settling_shows_how_far_the_sections_are_and_does_not_forbid(signed_in: SignedIn) -> None:
    draft = a_draft(maj())
    put_text(maj(), draft)
    reports.add_section(by=maj(), now=NOW, key=uuid4(), report=draft.id, heading="Bilagor")
    below = reports.add_section(by=maj(), now=NOW, key=uuid4(), report=draft.id, heading="Underlag", level=2)
    client, path = signed_in("Torun Hedspång"), f"/rapporter/{draft.id}/faststall/"

    page = client.open(path)
    assert "2 avsnitt av 2 är inte granskade" in page.text and page.form("Fastställ rapporten")
    assert page.links()["Underlag"] == f"/rapporter/{draft.id}/skriva/#avsnitt-3"
    assert "Bilagor" not in page.links(), "nothing is written in a chapter with only chapters below it"
    for section in (draft.section, below):
        written = reports.report(by=maj(), id=draft.id).sections
        seen = next(each.written for each in written if each.id == section)
        marked: dict[str, Any] = {"now": NOW, "report": draft.id, "section": section, "seen": seen}
        reports.mark_section_ready(by=maj(), **marked)
        reports.review_section(by=torun(), **marked)
    reports.comment(by=maj(), now=NOW, key=uuid4(), report=draft.id, section=below, text="Stämmer det?")
    page = client.open(path)
    assert "Alla är granskade" in page.text and "1 kommentar att ta hand om" in page.text
    reports.name_section(by=maj(), now=NOW, report=draft.id, section=below, seen=1, heading="Material", level=2)
    page = client.open(path)
    assert "1 avsnitt av 2 är inte granskat" in page.text and "Ändrat sedan det markerades som klart" in page.text
    assert len(page.queries) <= 35


def test_a_new_edition_is_compared_with_the_ones_before_it_on_a_page_of_its_own(signed_in: SignedIn) -> None:
    draft = a_draft(maj())
    put_text(maj(), draft, "Vi såg tre saker.")
    board, writer = signed_in("Gunnel Ekspång"), signed_in("Maj Sävdunge")
    last = draft.id
    for words in ("Vi såg fyra saker.", "Vi såg fem saker."):
        settled(torun(), last)
        assert last == draft.id or "förra utgåvan" in board.open(f"/rapporter/{last}/").text
        last = reports.new_edition(by=maj(), now=NOW, key=uuid4(), report=last)
        (block,) = blocks(reports.report(by=maj(), id=last))
        reports.change_text(by=maj(), now=NOW, report=last, block=block.id, seen=1, text=words)
    assert "den första utgåvan" in board.open(f"/rapporter/{draft.id}/utgavor/").text
    path = f"/rapporter/{last}/utgavor/"
    assert path in writer.open(f"/rapporter/{last}/skriva/").links().values()
    board.open(path, status=403)
    page = writer.open(path)
    assert "borttaget: fyra" in page.text and "tillagt: fem" in page.text and page.all("ins")
    older = writer.open(f"{path}?fran={draft.id}")
    assert "borttaget: tre" in older.text and "Utgåva 1, fastställd" in older.text
    for given in (f"fran={last}", "fran=hej"):
        writer.open(f"{path}?{given}", status=404)
    assert len(page.queries) <= 45
