"""Words and badges of proposals, actions and strategies."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kedjan.actions.service import Order, Phase, Ruling, Sight, Standing, StepKind, StrategyKind
from kedjan_web.components.badges import Badge

STANDINGS: dict[Standing, Badge] = {
    Standing.WAITING: Badge(pgettext_lazy("proposal", "Waits for an answer"), "neutral", "clock"),
    Standing.OVERDUE: Badge(pgettext_lazy("proposal", "The day has passed"), "warning", "warning"),
    Standing.YES: Badge(pgettext_lazy("proposal", "Yes"), "success", "check"),
    Standing.NO: Badge(pgettext_lazy("proposal", "No"), "neutral", "close"),
    Standing.LATER: Badge(pgettext_lazy("proposal", "Later"), "info", "calendar"),
    Standing.TAKEN_BACK: Badge(pgettext_lazy("proposal", "Yes, taken back"), "warning", "undo"),
}
RULINGS: dict[Ruling, Promise] = {
    Ruling.YES: _("Yes: it becomes an action"),
    Ruling.NO: _("No"),
    Ruling.LATER: _("Later: it is taken up again on a day"),
    Ruling.TAKEN_BACK: _("The yes is taken back"),
}
ORDERS: dict[Order, Promise] = {
    Order.NUMBER: pgettext_lazy("proposals", "By number"),
    Order.SUPPORT: pgettext_lazy("proposals", "Most persons behind first"),
    Order.DAY: pgettext_lazy("proposals", "First promised first"),
}
SIGHTS: dict[Sight, Promise] = {
    Sight.SHORT: pgettext_lazy("proposal", "Proposed at short sight"),
    Sight.LONG: pgettext_lazy("proposal", "Proposed at long sight"),
    Sight.TEXT: pgettext_lazy("proposal", "In the reflection"),
}
PHASES: dict[Phase, Badge] = {
    Phase.INITIATED: Badge(pgettext_lazy("action", "Initiated"), "neutral", "empty"),
    Phase.IMPLEMENTED: Badge(pgettext_lazy("action", "Implemented"), "info", "half"),
    Phase.EMBEDDED: Badge(pgettext_lazy("action", "Part of everyday work"), "success", "check"),
    Phase.SPREAD: Badge(pgettext_lazy("action", "Spread"), "success", "people"),
    Phase.PAUSED: Badge(pgettext_lazy("action", "Paused"), "warning", "dash"),
    Phase.CLOSED: Badge(pgettext_lazy("action", "Closed"), "neutral", "close"),
    Phase.WITHDRAWN: Badge(pgettext_lazy("action", "Withdrawn"), "neutral", "undo"),
}
STEPS: dict[StepKind, Promise] = {
    StepKind.BEGUN: pgettext_lazy("action", "Begun"),
    StepKind.FOLLOWED_UP: pgettext_lazy("action", "Followed up"),
    StepKind.HANDED_OVER: pgettext_lazy("action", "Handed over"),
    StepKind.PAUSED: pgettext_lazy("action", "Paused"),
    StepKind.RESUMED: pgettext_lazy("action", "Taken up again"),
    StepKind.CLOSED: pgettext_lazy("action", "Closed"),
    StepKind.WITHDRAWN: pgettext_lazy("action", "Withdrawn: the yes was taken back"),
}
STRATEGIES: dict[StrategyKind, Promise] = {
    StrategyKind.SAVES_TIME: pgettext_lazy("strategy", "Makes it easier and saves time"),
    StrategyKind.METHOD: pgettext_lazy("strategy", "A common method that is easy to use"),
    StrategyKind.FEWER_GOALS: pgettext_lazy("strategy", "Few goals for a longer time"),
    StrategyKind.TRUST: pgettext_lazy("strategy", "Leading with trust"),
    StrategyKind.OTHER: pgettext_lazy("strategy", "Something else"),
}
