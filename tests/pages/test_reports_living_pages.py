"""Pages of conclusions in reports: taking one in, reading it, and what stands in the files."""

from collections.abc import Callable

import pytest

from kedjan.improvement import service as improvement
from kedjan.reports import service as reports
from kedjan_formats import document as neutral
from kedjan_web.reports.document import as_document
from tests.pages.client import PageClient
from tests.rooms.conclusions_made import AFTER, TEXT, an_analysis, whole
from tests.rooms.reports_made import a_draft, blocks, maj
from tests.rooms.test_reports_living import put, settled_conclusion, settled_report

pytestmark = pytest.mark.django_db
SignedIn = Callable[[str], PageClient]


def test_a_conclusion_is_chosen_among_those_one_sees_and_stands_in_the_draft(signed_in: SignedIn) -> None:
    made, draft = an_analysis().supported(), a_draft(maj())
    client = signed_in("Maj Sävdunge")
    page = client.open(f"/rapporter/{draft.id}/skriva/avsnitt/{draft.section}/nytt/slutsats/")
    assert f"{TEXT} (Läget, slutsats 1)" in page.text
    client.submit(page, "Lägg in", choice=f"conclusion/{made.id.hex}", text="Det bär.")
    draft_page = client.open(f"/rapporter/{draft.id}/skriva/")
    for words in (TEXT, "Läget, slutsats 1", "Läge: Preliminär", "Bygger på", "Tal ur omgången: 1", "Det bär."):
        assert words in draft_page.text
    (block,) = blocks(reports.report(by=maj(), id=draft.id))
    client.open(f"/rapporter/{draft.id}/skriva/stycke/{block.id}/")


def test_who_sees_no_conclusion_is_told_why_there_is_none_to_take(signed_in: SignedIn) -> None:
    draft = a_draft(maj())
    page = signed_in("Åke Stensvass").open(f"/rapporter/{draft.id}/skriva/avsnitt/{draft.section}/nytt/slutsats/")
    assert "Det finns ingen slutsats som du kan hämta" in page.text


def test_a_choice_that_is_not_offered_is_not_taken(signed_in: SignedIn) -> None:
    made, draft = an_analysis().supported(), a_draft(maj())
    client = signed_in("Åke Stensvass")
    for choice in (f"conclusion/{made.id.hex}", "loops.text/x", "/", "x"):
        client.post(
            f"/rapporter/{draft.id}/skriva/avsnitt/{draft.section}/nytt/slutsats/", {"choice": choice}, status=200
        )
    assert blocks(reports.report(by=maj(), id=draft.id)) == []


def test_a_settled_report_says_on_its_page_that_a_conclusion_reads_otherwise_now(signed_in: SignedIn) -> None:
    analysed, draft = an_analysis(), a_draft(maj())
    made = settled_conclusion(analysed)
    put(draft, made)
    settled_report(draft)
    found = whole(made).conclusion
    improvement.reopen(by=maj(), now=AFTER, id=made, seen=found.version, motive="Det stämmer inte längre.")
    page = signed_in("Gunnel Ekspång").open(f"/rapporter/{draft.id}/")
    assert TEXT in page.text and "Har ändrats sedan dess" in page.text
    assert len(page.queries) <= 40


def test_more_conclusions_in_a_draft_ask_the_database_no_more(signed_in: SignedIn) -> None:
    analysed, draft = an_analysis(), a_draft(maj())
    client, path = signed_in("Maj Sävdunge"), f"/rapporter/{draft.id}/skriva/"
    put(draft, analysed.supported().id)
    few = len(client.open(path).queries)
    for number in range(4):
        put(draft, analysed.supported(f"Slutsats {number}").id)
    assert len(client.open(path).queries) <= few


def test_a_conclusion_stands_in_the_files_with_what_it_rests_on() -> None:
    analysed, draft = an_analysis(), a_draft(maj())
    put(draft, settled_conclusion(analysed), "Det bär rapporten.")
    made = as_document(settled_report(draft), "Torun Hedspång")
    said = [str(block) for block in made.blocks if isinstance(block, neutral.Paragraph | neutral.List)]
    for words in (TEXT, "Läge: Fastställd", "Bygger på", "Tal ur omgången: 1", "Det bär rapporten."):
        assert any(words in each for each in said), words
