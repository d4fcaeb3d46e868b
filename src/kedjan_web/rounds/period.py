"""The days between which something is open, in words."""

from datetime import date

from django.utils.translation import gettext as _

from kedjan_web.components.dates import in_text


def period(first: date | None, last: date | None) -> str:
    """Return `2 mars 2026 – 5 juni 2026`, or the end that is known; empty where neither is."""
    if first and last:
        return f"{in_text(first)} – {in_text(last)}"
    if first:
        return _("from %(day)s") % {"day": in_text(first)}
    return _("until %(day)s") % {"day": in_text(last)} if last else ""
