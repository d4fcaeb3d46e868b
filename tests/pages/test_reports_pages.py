"""The pages of reports: reading, writing, settling, following and taking along."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kedjan.reports import service as reports
from kedjan_formats import document as neutral
from kedjan_web.reports.document import as_document
from tests.pages.checks import text_of as words_of
from tests.pages.client import PageClient
from tests.rooms.reflection_rounds import file_of, read_in
from tests.rooms.reports_made import (
    CONSENT,
    NOW,
    TEXT,
    Draft,
    a_draft,
    blocks,
    maj,
    put_quote,
    put_table,
    put_text,
    settled,
    shared,
    text_of,
    the_study,
    torun,
    with_texts,
)
from tests.rooms.test_reports_templates import word_file

pytestmark = pytest.mark.django_db
SignedIn = Callable[[str], PageClient]


def a_full_draft() -> Draft:
    """A draft with something of every kind, ready to be settled."""
    study, release = the_study(maj())
    more = shared(maj(), study.id, "by_area", title="Per område")
    draft = a_draft(maj(), title="Nulägesanalys våren 2026")
    put_text(maj(), draft, "Vi såg tre saker.\n\n- Färre frågor\n- Bättre underlag")
    put_table(maj(), draft, release)
    put_table(maj(), draft, more, "by_area")
    for drawing, about in ((reports.HEAT, ""), (reports.BARS, "a01")):
        reports.put_picture(
            by=maj(), now=NOW, key=uuid4(), at=draft.spot(), release=release.line.id, table="tags_by_assignment",
            drawing=drawing, about=about,
        )  # fmt: skip
    put_quote(maj(), draft, with_texts(maj()), CONSENT)
    reports.put_definitions(by=maj(), now=NOW, key=uuid4(), at=draft.spot())
    return draft


def test_a_settled_report_is_a_readable_document_for_a_board_member(signed_in: SignedIn) -> None:
    report = settled(torun(), a_full_draft().id)
    page = signed_in("Gunnel Ekspång").open(f"/rapporter/{report.id}/")
    assert page.h1 == "Nulägesanalys våren 2026"
    for words in ("Innehåll", "Det vi såg", "Färre frågor", TEXT, "Förskola", "69 %", "Fastställd 16 november 2026"):
        assert words in page.text
    captions = [words_of(each) for each in page.all("caption")]
    assert "Tabell 1. Taggar per uppdrag" in captions
    assert page.all("th", scope="row") and page.all("th", scope="col") and page.all("th", scope="colgroup")
    assert page.html.count('role="img"') >= 4


def test_a_page_of_a_settled_report_asks_the_database_few_questions(signed_in: SignedIn) -> None:
    report = settled(torun(), a_full_draft().id)
    assert len(signed_in("Gunnel Ekspång").open(f"/rapporter/{report.id}/").queries) <= 40


def test_others_get_403_for_a_draft_with_the_reason(signed_in: SignedIn) -> None:
    draft = a_draft(maj())
    for name in ("Gunnel Ekspång", "Ester Kärrgrind"):
        page = signed_in(name).open(f"/rapporter/{draft.id}/", status=403)
        assert "Ingen av dina roller i dag ger rätt till det här" in page.text


def test_a_report_of_another_provider_answers_404(signed_in: SignedIn) -> None:
    report = settled(torun(), a_full_draft().id)
    for path in ("", "ladda-ner/", "faststall/"):
        signed_in("Lo Vinterklint").open(f"/rapporter/{report.id}/{path}", status=404)


def test_nobody_reads_reports_without_signing_in(nobody: PageClient) -> None:
    report = settled(torun(), a_full_draft().id)
    assert "/logga-in/" in nobody.open(f"/rapporter/{report.id}/", status=302).to


def test_the_list_shows_drafts_to_those_who_write_and_settled_reports_to_all(signed_in: SignedIn) -> None:
    a_draft(maj(), title="Ett utkast")
    draft = a_draft(maj(), title="En fastställd")
    put_text(maj(), draft)
    settled(torun(), draft.id)
    for name, sees in (("Maj Sävdunge", True), ("Ester Kärrgrind", False)):
        page = signed_in(name).open("/rapporter/")
        assert "En fastställd" in page.text
        assert ("Ett utkast" in page.text) is sees


def test_maj_begins_a_report_and_writes_in_it(signed_in: SignedIn) -> None:
    client = signed_in("Maj Sävdunge")
    begun = client.submit(client.open("/rapporter/ny/"), "Påbörja", title="Läsårsrapport", subtitle="2025/26")
    page = client.open(begun.to)
    assert page.h1 == "Läsårsrapport"
    client.submit(client.open(f"{begun.to}avsnitt/"), "Spara", heading="Sammanfattning")
    report = reports.reports(by=maj(), state=reports.State.DRAFT).items[0].id
    section = reports.report(by=maj(), id=report).sections[0].id
    put = client.open(f"/rapporter/{report}/skriva/avsnitt/{section}/nytt/text/")
    written = client.submit(put, "Lägg in", text="Året blev lugnare.")
    assert "Året blev lugnare." in client.open(written.to.partition("#")[0]).text


def test_a_table_is_chosen_among_what_has_been_shared(signed_in: SignedIn) -> None:
    the_study(maj())
    draft, client = a_draft(maj()), signed_in("Maj Sävdunge")
    page = client.open(f"/rapporter/{draft.id}/skriva/avsnitt/{draft.section}/nytt/tabell/")
    choice = page.all("input", name="choice")[0].get("value")
    client.submit(page, "Lägg in", choice=choice)
    assert "Taggar per uppdrag" in client.open(f"/rapporter/{draft.id}/skriva/").text


def test_a_table_follows_what_is_shared_latest_for_as_long_as_its_writers_want(signed_in: SignedIn) -> None:
    study, _ = the_study(maj())
    draft, client = a_draft(maj()), signed_in("Maj Sävdunge")
    page = client.open(f"/rapporter/{draft.id}/skriva/avsnitt/{draft.section}/nytt/tabell/")
    client.submit(page, "Lägg in", choice=page.all("input", name="choice")[0].get("value"), latest="on")
    shared(maj(), study.id, "tags_by_assignment", title="Delat en gång till")
    written = client.open(f"/rapporter/{draft.id}/skriva/")
    assert "Följer det som delas senast" in written.text and "Delat en gång till" in written.text
    (block,) = blocks(reports.report(by=maj(), id=draft.id))
    change = client.open(f"/rapporter/{draft.id}/skriva/stycke/{block.id}/")
    assert change.form("Spara").values["latest"] == "on"
    client.submit(change, "Spara", latest=None, text="Så här var det då.")
    shared(maj(), study.id, "tags_by_assignment", title="Och en gång till")
    written = client.open(f"/rapporter/{draft.id}/skriva/")
    assert "Följer det" not in written.text and "Och en gång till" not in written.text
    assert "Delat en gång till" in written.text and "Så här var det då." in written.text


@pytest.mark.parametrize("kind", ["tabell", "bild", "monster"])
def test_where_nothing_has_been_shared_the_page_says_what_to_do(signed_in: SignedIn, kind: str) -> None:
    draft = a_draft(maj())
    page = signed_in("Maj Sävdunge").open(f"/rapporter/{draft.id}/skriva/avsnitt/{draft.section}/nytt/{kind}/")
    assert ("Inget är delat än" if kind != "monster" else "Ingen mening kan användas än") in page.text


def test_a_quote_is_chosen_among_the_reflections_one_may_read(signed_in: SignedIn) -> None:
    study, draft, client = with_texts(maj()), a_draft(maj()), signed_in("Maj Sävdunge")
    path = f"/rapporter/{draft.id}/skriva/avsnitt/{draft.section}/nytt/citat/"
    cited = text_of(maj(), study, "juni")
    assert TEXT in client.open(path).text
    page = client.open(f"{path}?omgang={study.id}&text={cited.id}")
    client.submit(page, "Lägg in", consents="on", obtained="Muntligt")
    shown = client.open(f"/rapporter/{draft.id}/skriva/").text
    assert TEXT in shown
    assert "Du är inte läsare i någon omgång" in signed_in("Torun Hedspång").open(path).text


def test_a_search_for_a_quote_that_cannot_be_made_is_said_beside_its_field(signed_in: SignedIn) -> None:
    with_texts(maj())
    draft, client = a_draft(maj()), signed_in("Maj Sävdunge")
    path = f"/rapporter/{draft.id}/skriva/avsnitt/{draft.section}/nytt/citat/"
    page = client.open(f"{path}?sok=u*", status=422)
    assert "minst 3 bokstäver före asterisken" in page.text
    assert page.all("input", id="id_sok")[0].get("aria-invalid") == "true"
    assert page.form("Visa").values["sok"] == "u*"
    assert TEXT in client.open(f"{path}?sok=följ*").text
    assert page.links()["Ur närläsningen"] == f"/rapporter/{draft.id}/skriva/avsnitt/{draft.section}/nytt/narlasning/"


def test_a_conflict_shows_both_texts_and_loses_none(signed_in: SignedIn) -> None:
    draft, client = a_draft(maj()), signed_in("Maj Sävdunge")
    block = put_text(maj(), draft, "Först.")
    page = client.open(f"/rapporter/{draft.id}/skriva/stycke/{block}/")
    reports.change_text(by=torun(), now=NOW, report=draft.id, block=block, seen=1, text="Toruns lydelse.")
    conflict = client.submit(page, "Spara", text="Majs lydelse.", status=409)
    assert "Toruns lydelse." in conflict.text and "Majs lydelse." in conflict.html
    client.submit(conflict, "Spara", status=302)
    assert "Majs lydelse." in client.open(f"/rapporter/{draft.id}/skriva/").text


def test_a_conflict_about_a_quote_shows_whether_its_author_consents(signed_in: SignedIn) -> None:
    study, draft, client = with_texts(maj()), a_draft(maj()), signed_in("Maj Sävdunge")
    block = put_quote(maj(), draft, study, reports.Wording(TEXT))
    page = client.open(f"/rapporter/{draft.id}/skriva/stycke/{block}/")
    change: dict[str, Any] = {"by": maj(), "now": NOW, "report": draft.id, "block": block}
    reports.change_quote(seen=1, wording=reports.Wording(TEXT, True, "Muntligt i juni"), **change)
    late = client.submit(page, "Spara", text="Uppföljningen kommer sent.", status=409)
    assert "Författaren samtycker till att citeras: Muntligt i juni" in late.text
    assert "Uppföljningen kommer sent." in late.html


def test_a_heading_and_a_cover_changed_meanwhile_show_both_and_can_be_saved_again(signed_in: SignedIn) -> None:
    draft, client = a_draft(maj()), signed_in("Maj Sävdunge")
    section, cover = f"/rapporter/{draft.id}/skriva/avsnitt/{draft.section}/", f"/rapporter/{draft.id}/skriva/omslag/"
    heading, title = client.open(section), client.open(cover)
    at: dict[str, Any] = {"by": torun(), "now": NOW, "report": draft.id, "seen": 1}
    reports.name_section(section=draft.section, heading="Toruns rubrik", level=2, **at)
    reports.name_report(title="Toruns titel", subtitle="Toruns underrubrik", **at)
    late = client.submit(heading, "Spara", heading="Majs rubrik", status=409)
    assert "Toruns rubrik" in late.text and "Majs rubrik" in late.html
    assert [words_of(each) for each in late.all("dd")] == ["Underrubrik"]
    client.submit(late, "Spara")
    late = client.submit(title, "Spara", title="Majs titel", status=409)
    assert "Toruns titel" in late.text and "Toruns underrubrik" in late.text and "Majs titel" in late.html
    client.submit(late, "Spara")
    report = reports.report(by=maj(), id=draft.id)
    assert (report.title, report.sections[0].heading) == ("Majs titel", "Majs rubrik")


def test_a_part_that_was_moved_meanwhile_is_left_where_it_stands(signed_in: SignedIn) -> None:
    draft, client = a_draft(maj()), signed_in("Maj Sävdunge")
    first, second, _ = [put_text(maj(), draft, text) for text in ("ett", "två", "tre")]
    page, written = client.open(f"/rapporter/{draft.id}/skriva/"), f"/rapporter/{draft.id}/skriva/stycke/"
    reports.move_block(by=torun(), now=NOW, report=draft.id, block=first, place=1, steps=1)
    client.submit(page, action=f"{written}{second}/flytta/", to="down")
    assert "Torun Hedspång har ändrat det här" in client.open(f"/rapporter/{draft.id}/skriva/").text
    assert [each.id for each in blocks(reports.report(by=maj(), id=draft.id))][:2] == [second, first]
    client.submit(client.open(f"/rapporter/{draft.id}/skriva/"), action=f"{written}{second}/flytta/", to="down")
    assert [each.id for each in blocks(reports.report(by=maj(), id=draft.id))][:2] == [first, second]


def test_a_form_sent_twice_makes_one_section_one_template_and_one_edition(signed_in: SignedIn) -> None:
    draft, client = a_draft(maj()), signed_in("Maj Sävdunge")
    form = client.open(f"/rapporter/{draft.id}/skriva/avsnitt/")
    for _ in range(2):
        client.submit(form, "Spara", heading="Metod")
    assert [each.heading for each in reports.report(by=maj(), id=draft.id).sections] == ["Det vi såg", "Metod"]
    form = client.open("/rapporter/mallar/")
    for _ in range(2):
        client.submit(form, "Lägg till mallen", file=SimpleUploadedFile("mall.docx", word_file()))
    assert len(reports.templates(by=maj())) == 1
    page = client.open(f"/rapporter/{settled(torun(), a_full_draft().id).id}/")
    assert client.submit(page, "Påbörja en ny utgåva").to == client.submit(page, "Påbörja en ny utgåva").to


def test_a_quote_is_paraphrased_on_the_page(signed_in: SignedIn) -> None:
    study, draft, client = with_texts(maj()), a_draft(maj()), signed_in("Maj Sävdunge")
    block = put_quote(maj(), draft, study, reports.Wording(TEXT))
    page = client.open(f"/rapporter/{draft.id}/skriva/stycke/{block}/")
    assert (page.form("Spara").values["quote"], page.form("Spara").values["text"]) == (TEXT, "")
    client.submit(page, "Spara", text="Uppföljningen kommer sent.")
    shown = client.open(f"/rapporter/{draft.id}/").text
    assert "Uppföljningen kommer sent. (omskrivet, färre än 5 personer)" in shown and TEXT not in shown


def test_what_is_taken_out_can_be_put_back(signed_in: SignedIn) -> None:
    draft, client = a_draft(maj()), signed_in("Maj Sävdunge")
    block = put_text(maj(), draft, "Det här ångrar jag.")
    page = client.open(f"/rapporter/{draft.id}/skriva/")
    removed = client.submit(page, action=f"/rapporter/{draft.id}/skriva/stycke/{block}/ta-bort/", status=200)
    assert "Det här ångrar jag." not in client.open(f"/rapporter/{draft.id}/skriva/").text
    client.submit(removed, "Lägg tillbaka")
    assert "Det här ångrar jag." in client.open(f"/rapporter/{draft.id}/skriva/").text


def test_torun_settles_after_reading_what_will_be_settled(signed_in: SignedIn) -> None:
    draft, client = a_full_draft(), signed_in("Torun Hedspång")
    page = client.open(f"/rapporter/{draft.id}/faststall/")
    assert "4 tabeller och bilder" in page.text
    client.submit(page, "Fastställ rapporten", read="on")
    assert "Fastställd" in client.open(f"/rapporter/{draft.id}/").text
    assert client.open(f"/rapporter/{draft.id}/skriva/", status=302).to == f"/rapporter/{draft.id}/"


def test_the_page_of_settling_says_what_stands_in_the_way(signed_in: SignedIn) -> None:
    study, draft = with_texts(maj()), a_draft(maj())
    put_quote(maj(), draft, study, reports.Wording(TEXT))
    page = signed_in("Torun Hedspång").open(f"/rapporter/{draft.id}/faststall/")
    assert "saknar ett citat författarens samtycke" in page.text
    assert TEXT not in page.html
    assert "Fastställ rapporten" not in [name for form in page.all("form") for name in [form.get("action")]]


def test_settling_a_report_that_changed_meanwhile_shows_it_again(signed_in: SignedIn) -> None:
    draft, client = a_full_draft(), signed_in("Torun Hedspång")
    page = client.open(f"/rapporter/{draft.id}/faststall/")
    put_text(maj(), draft, "Ett sista stycke.")
    again = client.submit(page, "Fastställ rapporten", read="on", status=409)
    assert "Maj Sävdunge ändrade den" in again.text
    client.submit(again, "Fastställ rapporten", read="on")


def test_only_the_chief_opens_the_page_of_settling(signed_in: SignedIn) -> None:
    draft = a_full_draft()
    signed_in("Maj Sävdunge").open(f"/rapporter/{draft.id}/faststall/", status=403)


def test_the_page_says_what_has_changed_since_and_shows_the_same_numbers(signed_in: SignedIn) -> None:
    study, release = the_study(maj())
    draft = a_draft(maj())
    put_table(maj(), draft, release)
    settled(torun(), draft.id)
    client = signed_in("Gunnel Ekspång")
    before = client.open(f"/rapporter/{draft.id}/")
    read_in(maj(), study, file_of("01;Förskola;ny;2;Övrigt;En till."))
    after = client.open(f"/rapporter/{draft.id}/")
    assert "Har ändrats sedan dess" not in before.text and "Har ändrats sedan dess" in after.text
    assert [each.text for each in before.all("td")] == [each.text for each in after.all("td")]


def test_evidence_is_named_to_readers_of_the_round_and_unnamed_to_others(signed_in: SignedIn) -> None:
    study, draft = with_texts(maj()), a_draft(maj())
    block = put_quote(maj(), draft, study, reports.Wording("Vi följer upp […] i juni.", True, "Muntligt"))
    settled(torun(), draft.id)
    path = f"/rapporter/{draft.id}/bygger-pa/{block}/"
    assert TEXT in signed_in("Maj Sävdunge").open(path).text
    page = signed_in("Gunnel Ekspång").open(path)
    assert "Ett belägg finns som du inte får läsa" in page.text and TEXT not in page.html


def test_a_file_is_asked_for_and_fetched(signed_in: SignedIn) -> None:
    report, client = settled(torun(), a_full_draft().id), signed_in("Ester Kärrgrind")
    asked = client.post(f"/rapporter/{report.id}/ladda-ner/", {"as": "pdf"})
    page = client.open(asked.to)
    assert "Filen är klar" in page.text
    taken = client.http.get(f"{asked.to}hamta/")
    assert taken.content.startswith(b"%PDF-")
    assert "attachment" in taken.headers["Content-Disposition"]
    signed_in("Maj Sävdunge").open(f"{asked.to}hamta/", status=403)
    assert "PDF" in client.open(f"/rapporter/{report.id}/ladda-ner/").text


def test_the_page_of_a_file_waits_with_and_without_javascript(
    signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kedjan.reports import ports

    monkeypatch.setattr(ports.house(), "start", lambda export: None)
    report, client = settled(torun(), a_full_draft().id), signed_in("Maj Sävdunge")
    asked = client.post(f"/rapporter/{report.id}/ladda-ner/", {"as": "word"})
    page = client.open(asked.to)
    assert "Titta igen" in page.text and page.all("progress")
    part = client.http.get(asked.to, headers={"HX-Request": "true"})
    assert part.content.decode().lstrip().startswith("<div id=") and b"<html" not in part.content


def test_a_template_with_macros_is_refused_on_the_page(signed_in: SignedIn) -> None:
    client = signed_in("Maj Sävdunge")
    for data, words in ((word_file(word__vbaProject_bin="x"), "makro"), (b"inte word", "Word")):
        file = SimpleUploadedFile("mall.docx", data)
        page = client.post("/rapporter/mallar/", {"file": file}, status=200)
        assert words in page.text
    client.post("/rapporter/mallar/", {"file": SimpleUploadedFile("mall.docx", word_file())})
    assert "mall.docx" in client.open("/rapporter/mallar/").text


def test_a_new_edition_is_begun_from_the_page(signed_in: SignedIn) -> None:
    report, client = settled(torun(), a_full_draft().id), signed_in("Maj Sävdunge")
    begun = client.submit(client.open(f"/rapporter/{report.id}/"), "Påbörja en ny utgåva")
    assert client.open(begun.to).h1 == report.title
    assert "Se nästa utgåva" in client.open(f"/rapporter/{report.id}/").text


def test_script_in_what_people_write_is_shown_as_text(signed_in: SignedIn) -> None:
    draft = a_draft(maj(), title="<script>alert(1)</script>", heading="<b>fet</b>")
    put_text(maj(), draft, "<img src=x onerror=alert(1)>")
    for path in ("", "skriva/"):
        page = signed_in("Maj Sävdunge").open(f"/rapporter/{draft.id}/{path}")
        assert not page.all("b") and "<img src=x" in page.text


def test_evidence_is_read_in_the_readers_own_language(signed_in: SignedIn) -> None:
    _, release = the_study(maj())
    draft = a_draft(maj())
    block = put_table(maj(), draft, release)
    settled(torun(), draft.id)
    client, address = signed_in("Gunnel Ekspång"), f"/rapporter/{draft.id}/bygger-pa/{block}/"
    for language, heading, says in (
        ("sv", "Belägg", ("Delat i juni: Taggar per uppdrag", "220 tal, 0 visas inte")),
        ("en", "Evidence", ("Delat i juni: Tags in each assignment", "220 numbers, 0 not shown")),
    ):
        client.http.cookies["kedjan_language"] = language
        read = client.open(address).text.partition(heading)[2]
        assert [words for words in says if words not in read] == [], read


def test_days_in_running_text_are_written_as_people_write_them(signed_in: SignedIn) -> None:
    draft = a_full_draft()
    page = signed_in("Maj Sävdunge").open(f"/rapporter/{draft.id}/")
    assert "Delat: Delat i juni, 16 november 2026" in page.text and "Delat i juni (16 november 2026)" in page.text
    report = settled(torun(), draft.id)
    made = as_document(report, "Torun Hedspång")
    notes = [note for block in made.blocks if isinstance(block, neutral.Table) for note in block.notes]
    assert "Delat: Delat i juni, 16 november 2026" in notes
    assert ("Datamängd", "Delat i juni (16 november 2026)") in made.metadata.facts
    assert "2026-11-16" not in str(made.blocks)
