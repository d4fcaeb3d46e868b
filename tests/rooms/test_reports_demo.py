"""Ekköping's reports in the demo: settled by Torun in June, and another begun by Maj in November."""

import pytest

from kedjan.reports import service as reports
from kedjan_site.demo import cast, loading, report
from tests.rooms.reports_made import blocks

pytestmark = pytest.mark.django_db


def test_the_demo_has_a_settled_report_and_a_draft_however_often_it_is_loaded() -> None:
    loading.load_round()
    report.load_reports(round=loading.ROUND_ID)
    report.load_reports(round=loading.ROUND_ID)
    maj = cast.actor("Maj Sävdunge")
    (settled,) = reports.reports(by=maj, state=reports.State.SETTLED).items
    (draft,) = reports.reports(by=maj, state=reports.State.DRAFT).items
    assert (settled.title, settled.at) == ("Nulägesanalys våren 2026", report.SETTLED)
    assert settled.by == cast.account_id("Torun Hedspång")
    assert (draft.title, draft.by) == ("Från ord till underlag", cast.account_id("Maj Sävdunge"))
    whole = reports.report(by=cast.actor("Gunnel Ekspång"), id=settled.id)
    quotes = [block.content for block in blocks(whole) if isinstance(block.content, reports.Quoted)]
    assert whole.intact and 6 <= len(quotes) <= 8
    assert all(quote.obtained for quote in quotes)
    assert reports.changed_since(by=maj, report=whole) == {}
