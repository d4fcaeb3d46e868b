"""The language of reports: Swedish, whoever reads them, since a report is a document and not a page."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from kedjan.reports import service as reports
from kedjan_formats.pictures import Words
from kedjan_web import errors

LANGUAGE = "sv"


def paraphrased_from(content: reports.Paraphrased) -> str:
    """Say that words are a paraphrase, and of how many persons; fewer than five are never told by number."""
    if content.persons < 0:
        return _("paraphrased")
    if content.persons == 0:
        return _("paraphrased, fewer than 5 persons")
    return _("paraphrased, %(number)d persons") % {"number": content.persons}


def speaking() -> AbstractContextManager[None]:
    """Let everything be said in the language of reports until the block ends."""
    return translation.override(LANGUAGE)


def in_report(message: str, values: Mapping[str, Any]) -> str:
    """Return a message id with its values in the language of reports."""
    with speaking():
        return errors.said(message, values)


def picture_words(table: reports.Table) -> Words:
    """Return the reader's words for what is no number, with the limit under which a table's figures are hidden."""
    fewest = next((cell.fewer_than for row in table.rows for cell in row.cells if cell.kind == "hidden"), 0)
    return Words(
        hidden=_("Not shown: fewer than %(limit)d persons") % {"limit": fewest},
        missing=_("No figure is available"),
        not_applicable=_("Not applicable"),
        empty=_("There is nothing to show."),
    )
