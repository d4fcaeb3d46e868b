"""Files with pupils' results, in words."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kedjan.intake.service import Delivery, DeliveryState, Ledger, LedgerRow
from kedjan.results.service import FactKind, LedgerState
from kedjan_formats.unreadable import REMARKS, in_words
from kedjan_web.components.badges import Badge, ledger_badge
from kedjan_web.components.numbers import whole
from kedjan_web.errors import said
from kedjan_web.rounds.ledger import ShownChange, ShownProblem, shown_problem

KINDS: dict[FactKind, Promise] = {
    FactKind.GRADES: gettext_lazy("Grades"),
    FactKind.LATER_GRADES: gettext_lazy("Examinations and holiday school"),
    FactKind.ATTENDANCE: gettext_lazy("Attendance"),
    FactKind.LESSONS: gettext_lazy("Attendance by lesson"),
    FactKind.TESTS: gettext_lazy("National tests"),
    FactKind.DESTINATIONS: gettext_lazy("Where pupils went"),
    FactKind.STEPS: gettext_lazy("Steps upon absence"),
    FactKind.MATRIX: gettext_lazy("Midterm matrix"),
}
STATES: dict[DeliveryState, Badge] = {
    DeliveryState.READING: Badge(gettext_lazy("Being read"), "info", "clock"),
    DeliveryState.PROPOSED: Badge(gettext_lazy("Waits for a decision"), "warning", "clock"),
    DeliveryState.ACCEPTED: Badge(gettext_lazy("Read in"), "success", "check"),
    DeliveryState.DISCARDED: Badge(gettext_lazy("Thrown away"), "neutral", "close"),
    DeliveryState.UNDONE: Badge(gettext_lazy("Undone"), "neutral", "undo"),
    DeliveryState.UNREADABLE: Badge(gettext_lazy("Could not be read"), "danger", "close"),
    DeliveryState.EMPTIED: Badge(gettext_lazy("Emptied after two weeks"), "neutral", "close"),
}
COLUMNS: dict[str, Promise] = {
    "sex": gettext_lazy("Sex"),
    "school_unit": gettext_lazy("School unit"),
    "school_year": gettext_lazy("School year"),
    "grade_level": gettext_lazy("Grade level"),
    "subject": gettext_lazy("Subject"),
    "grade": gettext_lazy("Grade"),
    "gained_through": gettext_lazy("Gained through"),
    "destination": gettext_lazy("Where to"),
    "programme_kind": gettext_lazy("Kind of programme"),
    "month": gettext_lazy("Month"),
    "offered_minutes": gettext_lazy("Minutes offered"),
    "valid_absence_minutes": gettext_lazy("Minutes absent, valid"),
    "invalid_absence_minutes": gettext_lazy("Minutes absent, invalid"),
    "date": gettext_lazy("Day"),
    "start": gettext_lazy("Begins"),
    "minutes": gettext_lazy("Minutes"),
    "reported": gettext_lazy("Reported"),
    "part": gettext_lazy("Part"),
    "aspect": gettext_lazy("What is told"),
    "value": gettext_lazy("Result"),
    "day": gettext_lazy("Day"),
    "step": gettext_lazy("Step upon absence"),
    "form": gettext_lazy("Form"),
    "cells": gettext_lazy("Cells"),
}

VALUES: dict[str, Promise] = {
    "True": gettext_lazy("yes"),
    "False": gettext_lazy("no"),
    "yes": gettext_lazy("yes"),
    "no": gettext_lazy("no"),
    "not_taken": gettext_lazy("not taken"),
    "lost": gettext_lazy("lost"),
    "replacement": gettext_lazy("replacement test done"),
    "unknown": gettext_lazy("not known"),
    "requirement_met": gettext_lazy("Level required reached"),
    "took_part": gettext_lazy("Part taken"),
    "points": gettext_lazy("Points"),
    "test_grade": gettext_lazy("Test grade"),
    "syllabus": gettext_lazy("Syllabus"),
    "examination": gettext_lazy("examination"),
    "holiday_school": gettext_lazy("holiday school"),
    "test_subject": gettext_lazy("Subject tested"),
    "preparatory": gettext_lazy("preparatory programme"),
    "vocational": gettext_lazy("vocational programme"),
    "introductory": gettext_lazy("introductory programme"),
    "adapted": gettext_lazy("adapted upper secondary school"),
    "other": gettext_lazy("other education"),
    "none": gettext_lazy("no education"),
    "moved": gettext_lazy("moved from the municipality"),
    "signal": gettext_lazy("signal of absence"),
    "mapping": gettext_lazy("mapping"),
    "investigation": gettext_lazy("investigation"),
    "action": gettext_lazy("action upon absence"),
}
"""What values of rows are called, where they are words."""


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row of the file as the ledger shows it."""

    number: int
    badge: Badge
    pupil: str
    said: tuple[str, ...]
    changes: tuple[ShownChange, ...]
    problems: tuple[ShownProblem, ...]


def shown_rows(found: Ledger) -> list[ShownRow]:
    """Return the rows in words; a pupil whose number may not be shown is said to be protected."""
    return [_shown(row, found.columns) for row in found.rows.items]


def _shown(row: LedgerRow, columns: tuple[str, ...]) -> ShownRow:
    changes = tuple(
        ShownChange(str(COLUMNS[name]), told(old), told(new), hidden=False)
        for name, new, old in zip(columns, row.said, row.was, strict=False)
        if old is not None
    )
    pupil = row.pupil or ("" if row.state is LedgerState.REFUSED else _("Protected identity"))
    return ShownRow(
        row.number,
        ledger_badge(row.state.value),
        pupil,
        tuple(map(told, row.said)),
        changes,
        tuple(map(shown_problem, row.wrong)),
    )


def told(text: str) -> str:
    """Return a value of a row in words."""
    return str(VALUES.get(text, text))


def counts(of: Delivery) -> str:
    """Return how many rows were what, those that are not nought."""
    numbers = (
        (of.new, ngettext("%(n)s new", "%(n)s new", of.new)),
        (of.changed, ngettext("%(n)s changed", "%(n)s changed", of.changed)),
        (of.unchanged, ngettext("%(n)s unchanged", "%(n)s unchanged", of.unchanged)),
        (of.refused, ngettext("%(n)s refused", "%(n)s refused", of.refused)),
    )
    return ", ".join(text % {"n": whole(number)} for number, text in numbers if number)


def summary(of: Delivery) -> str:
    """Return in a sentence what reading a file in means."""
    if of.refused:
        text = ngettext(
            "%(n)s row cannot be read in, so nothing can be. Mend it in the file and choose the file again.",
            "%(n)s rows cannot be read in, so nothing can be. Mend them in the file and choose the file again.",
            of.refused,
        )
        return text % {"n": whole(of.refused)}
    if not of.rows:
        return _("There is no row below the headings. Reading the file in changes nothing.")
    if not of.new and not of.changed:
        return _("Everything in the file is in place already. Reading it in changes nothing.")
    return _("Nothing counts until you read the file in. It is then read in whole, and can be undone.")


TOGETHER: dict[str, Promise] = {
    REMARKS["ss12000_not_used"]: gettext_lazy("The fields %(listed)s are not used."),
    REMARKS["column_not_used"]: gettext_lazy("The columns %(listed)s are not used."),
    REMARKS["ss12000_kind_not_used"]: gettext_lazy("Not read in, with how many there are: %(listed)s."),
}
"""What is said in one sentence of all remarks of a kind, where there are several."""


def remarks(of: Delivery) -> list[str]:
    """Return how the file was read, in words; what is not used is listed in one sentence."""
    alike: dict[str, list[dict[str, object]]] = {}
    for each in of.remarks:
        alike.setdefault(each.message, []).append(in_words(each.values))
    told = []
    for message, every in alike.items():
        if message in TOGETHER and len(every) > 1:
            listed = ", ".join(" ".join(map(str, values.values())) for values in every)
            told.append(str(TOGETHER[message]) % {"listed": listed})
        else:
            told += [said(message, values) for values in every]
    return told


def kind_of(of: Delivery) -> str:
    """Return what kind of file it is, as far as that is known, with what its shape is called.

    A shape that begins with the kind's own name says both.
    """
    if of.kind is None:
        return ""
    kind, shape = str(KINDS[of.kind]), said(of.shape, {}) if of.shape else ""
    if shape.casefold().startswith(kind.casefold()):
        return shape[0].upper() + shape[1:]
    return f"{kind} ({shape})" if shape else kind
