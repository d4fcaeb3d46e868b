"""Pages of proposals and of what is no longer collected in reports: taking them in, reading them, and the files."""

from collections.abc import Callable

import pytest

from kedjan.actions.service import Ruling
from kedjan.reports import service as reports
from kedjan_formats import document as neutral
from kedjan_web.reports.document import as_document
from tests.pages.client import PageClient
from tests.rooms.answered_rounds import WRITERS
from tests.rooms.proposals_made import CYCLES, decide, proposals_of
from tests.rooms.reports_made import a_draft, blocks, maj
from tests.rooms.test_goals_signs import stop
from tests.rooms.test_reports_living import settled_report

pytestmark = pytest.mark.django_db
SignedIn = Callable[[str], PageClient]


def test_proposals_and_what_was_stopped_are_chosen_and_stand_in_draft_report_thread_and_files(
    signed_in: SignedIn,
) -> None:
    of, draft = proposals_of(), a_draft(maj())
    client, new = signed_in("Maj Sävdunge"), f"/rapporter/{draft.id}/skriva/avsnitt/{draft.section}/nytt"
    assert "Det finns inga förslag som du kan hämta" in client.open(f"{new}/forslag/").text
    assert "Det finns inget som har slutat samlas in" in client.open(f"{new}/slutat/").text
    made = of.proposal(CYCLES, *WRITERS)
    decide(made.id, Ruling.NO, motive="Vi väntar\n\n- till våren")
    stop(minutes=240)
    page = client.open(f"{new}/forslag/")
    assert "Förslag ur ”Läget” (Besvarade förslag: 1 av 1)" in page.text
    client.submit(page, "Lägg in", choice=f"proposals/{of.id.hex}", text="Det bär.")
    client.submit(client.open(f"{new}/slutat/"), "Lägg in", choice="stopped/all")
    told = (
        "Svaret blev nej",
        CYCLES,
        "6 personer står bakom",
        "till våren",
        "Månadsrapporten",
        "Beslutat av skolchefen",
    )
    draft_page = client.open(f"/rapporter/{draft.id}/skriva/")
    assert all(words in draft_page.text for words in (*told, "Det bär."))
    (first, second) = blocks(reports.report(by=maj(), id=draft.id))
    report = settled_report(draft)
    board = signed_in("Gunnel Ekspång")
    read = board.open(f"/rapporter/{draft.id}/")
    assert all(words in read.text for words in told) and len(read.queries) <= 40
    assert CYCLES in client.open(f"/rapporter/{draft.id}/bygger-pa/{first.id}/").text
    rests = client.open(f"/rapporter/{draft.id}/bygger-pa/{second.id}/")
    assert "Samlas inte längre in" in rests.text and "/mal/kvitton/" in rests.links().values()
    thread = client.open(f"/traden/proposal/{made.id.hex}/")
    assert "Nulägesanalys" in thread.text
    said = str(
        [block for block in as_document(report, "Torun Hedspång").blocks if isinstance(block, neutral.Paragraph)]
    )
    assert all(words in said for words in told[:3])
