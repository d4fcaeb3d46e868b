"""Words and badges of what is given: states, what is missing, aspects and levels, warnings."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from kedjan.reflection.service import (
    Aspect,
    Assignment,
    AssignmentState,
    EventKind,
    Family,
    Level,
    Missing,
    Origin,
    Theme,
    Warned,
    WarningKind,
)
from kedjan_web.components.badges import Badge
from kedjan_web.components.dates import in_text

STATES = {
    AssignmentState.DRAFT: Badge(gettext_lazy("Draft"), "neutral", "pen"),
    AssignmentState.PUBLISHED: Badge(pgettext_lazy("assignment", "Published"), "success", "check"),
    AssignmentState.PAUSED: Badge(pgettext_lazy("assignment", "Paused"), "warning", "clock"),
    AssignmentState.WITHDRAWN: Badge(pgettext_lazy("assignment", "Withdrawn"), "neutral", "close"),
}
MISSING: dict[Missing, Promise] = {
    Missing.HEADING: gettext_lazy("a heading"),
    Missing.GOAL: gettext_lazy("a goal or a success factor"),
    Missing.USED_FOR: gettext_lazy("what the answers are used for"),
    Missing.MINUTES: gettext_lazy("how many minutes it takes"),
    Missing.WINDOW: gettext_lazy("a first and a last day"),
    Missing.RECIPIENTS: gettext_lazy("recipients"),
    Missing.READERS: gettext_lazy("somebody who reads"),
}
ASPECTS: dict[Aspect, Promise] = {
    Aspect.INDIVIDUAL: gettext_lazy("Individual: pupils, children, or leaders where they are the ones asked"),
    Aspect.PROCESS: gettext_lazy("Process: teaching and other work"),
    Aspect.STRUCTURE: gettext_lazy("Structure: organisation, governance, resources"),
}
LEVELS: dict[Level, Promise] = {
    Level.PUPIL: gettext_lazy("Pupil or child"),
    Level.CLASS: gettext_lazy("Class or group"),
    Level.UNIT: pgettext_lazy("level", "Unit"),
    Level.PROVIDER: pgettext_lazy("level", "Provider"),
}
ORIGINS: dict[Origin, Promise] = {
    Origin.ROLE: gettext_lazy("by role"),
    Origin.HAND: gettext_lazy("by hand"),
    Origin.FILE: gettext_lazy("from a file"),
}
EVENTS: dict[EventKind, Promise] = {
    EventKind.MEETING: gettext_lazy("Meeting where assignments are answered"),
    EventKind.FEEDBACK: gettext_lazy("Feedback on what was found"),
}
THEMES: dict[Theme, Promise] = {
    Theme.OWN: gettext_lazy("Your own"),
    Theme.STUDY: gettext_lazy("A whole situation analysis, in nine assignments"),
    Theme.MORE: gettext_lazy("Single themes"),
}
FAMILIES: dict[Family, Promise] = {
    Family.IMPORTANCE: gettext_lazy("Importance"),
    Family.FUNCTIONING: gettext_lazy("How it works"),
    Family.NEED: gettext_lazy("Need and analysis"),
    Family.CONDITIONS: gettext_lazy("Conditions"),
    Family.INSIGHT: gettext_lazy("Insight and action"),
    Family.OTHER: gettext_lazy("Other"),
}


def missing_words(missing: Iterable[Missing]) -> str:
    """Return what is missing, in a sentence; empty when nothing is."""
    words = [str(MISSING[each]) for each in missing]
    return _("Missing before it can be published: %(what)s.") % {"what": listed(words)} if words else ""


def listed(words: list[str]) -> str:
    """Return words as they stand in a sentence."""
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s and %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}


def minutes_words(minutes: int | None) -> str:
    """Return how long something takes; empty when nobody has said."""
    return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes} if minutes else ""


def named(assignment: Assignment) -> str:
    """Return an assignment as it is spoken of: its code, and its heading where it has another."""
    same = assignment.heading in {"", assignment.code}
    return assignment.code if same else f"{assignment.code} {assignment.heading}"


def warning_words(warning: Warned) -> str:
    """Return what to look at again in a schedule."""
    codes = listed(list(warning.codes))
    day = in_text(warning.day) if warning.day else ""
    if warning.kind is WarningKind.LOAD:
        return _(
            "Assignments %(codes)s open within fourteen days, outside meeting time. Spread them out, or set meeting "
            "time aside."
        ) % {"codes": codes}
    if warning.kind is WarningKind.OPENS_AFTER_DEADLINE:
        return _("Assignment %(codes)s opens %(day)s, after the round's last day.") % {"codes": codes, "day": day}
    return _("Assignment %(codes)s closes %(day)s, after the round's last day.") % {"codes": codes, "day": day}
