"""How far one has come, why one abstains, and why it cannot be answered, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kedjan.reflection.service import OwnState, Reason, Window
from kedjan_web.components.badges import Badge

OWN_STATES: dict[OwnState, Badge] = {
    OwnState.NEW: Badge(_("Not begun"), "neutral", "empty"),
    OwnState.BEGUN: Badge(_("Begun"), "info", "half"),
    OwnState.SENT: Badge(_("Sent"), "success", "check"),
    OwnState.READ: Badge(_("Read"), "accent", "check"),
    OwnState.ASKED: Badge(_("A question to you"), "warning", "clock"),
    OwnState.ANSWERED: Badge(_("Answered"), "accent", "check"),
    OwnState.ABSTAINED: Badge(_("You abstain"), "neutral", "dash"),
}

REASONS: dict[Reason, Promise] = {
    Reason.TIME: _("There is no time for it"),
    Reason.PURPOSE: _("I do not understand what it is for"),
    Reason.NOT_ME: _("It does not concern me"),
    Reason.OTHER: _("Something else, or I would rather not say"),
}

WHY_NOT: dict[Window, Promise] = {
    Window.NOT_YET: _("It opens on %(day)s."),
    Window.CLOSED: _("The last day to answer was %(day)s."),
    Window.PAUSED: _("The assignment is paused for now."),
    Window.WITHDRAWN: _("The assignment has been withdrawn, and needs no answer."),
    Window.NOT_ASKED: _("You are no longer asked in this round."),
}


def in_words(names: tuple[str, ...]) -> str:
    """Return names as they stand in a sentence."""
    if len(names) < 2:
        return "".join(names)
    return gettext("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}
