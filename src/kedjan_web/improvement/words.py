"""Words and badges of conclusions."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kedjan.improvement.service import BoardLevel, Part, Relevance, Ruling, Stance, State, Status, Worth
from kedjan_web.components.badges import Badge

STATES: dict[State, Badge] = {
    State.PRELIMINARY: Badge(pgettext_lazy("conclusion", "Preliminary"), "neutral", "pen"),
    State.FED_BACK: Badge(pgettext_lazy("conclusion", "Fed back"), "info", "people"),
    State.SETTLED: Badge(pgettext_lazy("conclusion", "Settled"), "accent", "lock"),
    State.REVISED: Badge(pgettext_lazy("conclusion", "Revised"), "accent", "undo"),
    State.STRUCK: Badge(pgettext_lazy("conclusion", "Struck"), "neutral", "close"),
}
STRENGTH = Badge(pgettext_lazy("conclusion", "A strength"), "success", "check")
STATUSES: dict[Status, Badge] = {
    Status.HYPOTHESIS: Badge(pgettext_lazy("cause", "Hypothesis"), "neutral", "empty"),
    Status.SUPPORT: Badge(pgettext_lazy("cause", "Support"), "success", "check"),
    Status.CONTRADICTED: Badge(pgettext_lazy("cause", "Contradicted"), "danger", "close"),
}
STANCES: dict[Stance, Promise] = {
    Stance.TRUE: pgettext_lazy("conclusion", "Holds"),
    Stance.PARTLY: pgettext_lazy("conclusion", "Holds in part"),
    Stance.NOT_TRUE: pgettext_lazy("conclusion", "Does not hold"),
    Stance.CANNOT_SAY: pgettext_lazy("conclusion", "Cannot say"),
}
RELEVANCE: dict[Relevance, Promise] = {
    Relevance.RELEVANT: pgettext_lazy("conclusion", "Matters to us"),
    Relevance.SOMEWHAT: pgettext_lazy("conclusion", "Matters somewhat"),
    Relevance.NOT: pgettext_lazy("conclusion", "Does not matter to us"),
}
RULINGS: dict[Ruling, Promise] = {
    Ruling.KEPT: _("Settled as it was fed back"),
    Ruling.CHANGED: _("Settled in other words"),
    Ruling.STRUCK: _("Struck"),
    Ruling.REOPENED: _("Taken up again"),
}
PARTS: dict[Part, Promise] = {
    Part.STRUCTURE: _("S – structure: organisation, leadership, resources"),
    Part.PROCESS: _("P – process: teaching and other work"),
    Part.INDIVIDUAL: _("I – individual: results and attainment"),
}
PART_NAMES: dict[Part, Promise] = {
    Part.STRUCTURE: pgettext_lazy("board", "Structure (S)"),
    Part.PROCESS: pgettext_lazy("board", "Process (P)"),
    Part.INDIVIDUAL: pgettext_lazy("board", "Individual (I)"),
}
WORTHS: dict[Worth, Promise] = {
    Worth.GOOD: pgettext_lazy("board", "Good"),
    Worth.POOR: pgettext_lazy("board", "Poor"),
    Worth.PROPOSAL: pgettext_lazy("board", "Proposal"),
}
LEVELS: dict[BoardLevel, Promise] = {
    BoardLevel.PUPIL: pgettext_lazy("board", "Pupil"),
    BoardLevel.CLASS: pgettext_lazy("board", "Class"),
    BoardLevel.UNIT: pgettext_lazy("board", "Unit"),
    BoardLevel.PROVIDER: pgettext_lazy("board", "Provider"),
}
DIVIDED = Badge(pgettext_lazy("board", "Divided picture"), "info", "half")
