"""The language of reports: Swedish, whoever reads them, since a report is a document and not a page."""

from collections.abc import Mapping
from typing import Any

from django.utils import translation

from kedjan_web import errors

LANGUAGE = "sv"


def in_report(message: str, values: Mapping[str, Any]) -> str:
    """Return a message id with its values in the language of reports."""
    with translation.override(LANGUAGE):
        return errors.said(message, values)
