"""Figures and tables have the same numbers on the page of a report as in its files."""

from collections.abc import Callable
from uuid import uuid4

import pytest

from kedjan.reports import service as reports
from kedjan_web.reports.document import as_document
from tests.pages.checks import text_of
from tests.pages.client import PageClient
from tests.rooms.reports_made import NOW, a_draft, maj, put_table, shared, the_study

pytestmark = pytest.mark.django_db
SignedIn = Callable[[str], PageClient]


def test_figures_and_tables_are_numbered_alike_on_the_page_in_the_contents_and_in_the_files(
    signed_in: SignedIn,
) -> None:
    study, release = the_study(maj())
    more = shared(maj(), study.id, "by_area", "emotion_spread", title="Mer")
    draft = a_draft(maj())
    heat = {"by": maj(), "now": NOW, "at": draft.spot(), "drawing": reports.HEAT, "table": "tags_by_assignment"}
    reports.put_picture(**heat, key=uuid4(), release=release.line.id)
    put_table(maj(), draft, more, "by_area")
    put_table(maj(), draft, release)
    drawn = next(each for each in reports.tables_on_offer(by=maj()) if each.table == "emotion_spread")
    spread = {**heat, "drawing": drawn.drawings[0], "table": drawn.table}
    reports.put_picture(**spread, key=uuid4(), release=drawn.release)
    put_table(maj(), draft, more, "by_area")
    page = signed_in("Maj Sävdunge").open(f"/rapporter/{draft.id}/")
    document = as_document(reports.report(by=maj(), id=draft.id), "")
    figures = [f"Figur {number}. {title}" for number, title in enumerate(document.captions("pictures"), start=1)]
    shown = [words.partition(". ") for each in page.all("caption") if (words := text_of(each)).startswith("Tabell")]
    assert [called for called, _, _ in shown] == ["Tabell 1–2", "Tabell 3", "Tabell 4", "Tabell 5–6"]
    there = document.captions("tables")
    assert len(there) == 7, "the last is of the data sets"
    for called, _, caption in shown:
        numbers = [int(each) for each in called.removeprefix("Tabell ").split("–")]
        assert all(there[number - 1].startswith(caption) for number in numbers)
    assert all(each in page.text for each in figures)
    listed = [words for words, to in page.links().items() if to.startswith("#stycke-")]
    assert [each.split(".")[0] for each in listed] == ["Figur 1", "Tabell 1–2", "Tabell 3", "Figur 2", "Tabell 5–6"]
