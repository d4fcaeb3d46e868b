"""Words for the things on the thread."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

KINDS: dict[str, Promise] = {
    "loops.cell": _("Figure of a round"),
    "loops.text": _("Reflection"),
    "loops.pattern": _("Pattern sentence"),
    "themes.quote": _("Quote of the basket"),
    "themes.theme": _("Theme"),
    "combination": _("Saved combination"),
    "conclusion": pgettext_lazy("evidence", "Conclusion"),
    "proposal": pgettext_lazy("evidence", "Proposal"),
    "action": pgettext_lazy("evidence", "Action"),
    "goal": pgettext_lazy("evidence", "Goal"),
    "strategy": pgettext_lazy("evidence", "Strategy"),
    "cause.link": _("Link between causes"),
    "observation": _("Observation"),
    "collecting": pgettext_lazy("evidence", "No longer collected"),
    "shared_figure": _("Shared figure"),
    "shared_table": _("Shared table"),
    "report.block": _("Part of a report"),
}


def kind_in_words(kind: str) -> str:
    """Return what kind of thing it is."""
    return str(KINDS.get(kind, ""))
