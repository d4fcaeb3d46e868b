"""The state of a thing in a word, a colour and a sign: never by colour alone."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Badge:
    """`colour` is one of Designsystemet's: neutral, accent, brand1, brand2, info, success, warning, danger."""

    text: str | Promise
    colour: str = "neutral"
    icon: str = ""


WORK = {
    "not_begun": Badge(_("Not begun"), "neutral", "empty"),
    "under_way": Badge(_("Under way"), "info", "half"),
    "done": Badge(_("Done"), "success", "check"),
    "not_this_year": Badge(_("Not this year"), "neutral", "dash"),
    "waiting": Badge(_("Waiting for material"), "warning", "clock"),
    "draft": Badge(_("Draft"), "neutral", "pen"),
    "ready": Badge(_("Ready to settle"), "info", "check"),
    "settled": Badge(_("Settled"), "accent", "lock"),
}
LEDGER = {
    "new": Badge(_("New"), "success", "plus"),
    "unchanged": Badge(_("Unchanged"), "neutral", "equal"),
    "changed": Badge(_("Changed"), "info", "pen"),
    "refused": Badge(_("Refused"), "danger", "close"),
}


def work_badge(state: str) -> Badge:
    """How far something has come; `state` is a key of WORK."""
    return WORK[state]


def ledger_badge(state: str) -> Badge:
    """What a row of a file would do here; `state` is a key of LEDGER."""
    return LEDGER[state]
