"""Words of the tables: headings, absences, rules and facts, translated."""

from collections.abc import Mapping
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from kedjan.reflection.service import Facts, Heading, Legend, Marking, Part, Show, TableNote
from kedjan_formats.pictures import Words
from kedjan_statistics.figure import Figure, Hidden, Missing, NotApplicable, Value, count, round_half_away
from kedjan_web.answering.words import in_words
from kedjan_web.components.numbers import NO_BREAK_PER_CENT, point, shown
from kedjan_web.errors import said
from kedjan_web.rounds.tables.view import Absence


def heading_text(heading: Heading) -> str:
    """Return a heading's name: content as it is, messages translated."""
    return _(heading.name) if heading.is_message else heading.name


def heading_words(heading: Heading) -> str:
    """Return a heading said whole: an assignment's code with its title."""
    return f"{heading.name} {heading.title}" if heading.title else heading_text(heading)


def group_text(heading: Heading) -> str:
    """Return what a column stands under: all areas together translated, an area by its name."""
    return _(heading.group) if heading.group == "All" else heading.group


def is_difference(value: Value) -> bool:
    """Return whether a value is a difference, shown with its sign."""
    return isinstance(value, Figure) and value.unit == "difference"


def written(value: Value, *, decimals: int = 0, percent: bool = False) -> str:
    """Return a value as it stands in a table: per cent without its sign, differences with theirs."""
    text = shown(value, decimals=decimals, percent=percent).removesuffix(NO_BREAK_PER_CENT)
    if isinstance(value, Figure) and is_difference(value):
        return f"+{text}" if round_half_away(value.value * (100 if percent else 1), decimals) > 0 else text
    return text


def in_per_cent(value: Value) -> Fraction | Value:
    """Return a share as its exact number of per cent, and an absence as it is."""
    return value.value * 100 if isinstance(value, Figure) else value


def absence(value: Value) -> Absence:
    """Return which kind of absence stands in place of a number."""
    match value:
        case Hidden():
            return "hidden"
        case Missing():
            return "missing"
        case NotApplicable():
            return "not_applicable"
    return ""


def absence_words(value: Value) -> str:
    """Return why there is no number; empty where there is one."""
    match value:
        case Hidden(reason="few_persons", fewer_than=limit):
            return _("fewer than %(limit)d persons") % {"limit": limit}
        case Hidden(fewer_than=limit):
            return _("hidden, to protect fewer than %(limit)d persons") % {"limit": limit}
        case Missing():
            return _("no figure is available")
        case NotApplicable():
            return _("not applicable")
    return ""


def picture_words() -> Words:
    """Return the words of pictures for what is no number, and the decimal sign of those that are."""
    return Words(
        _("not shown"),
        _("no figure is available"),
        _("not applicable"),
        _("There is nothing to show yet."),
        point(),
    )


def whole(number: int) -> str:
    """Return a count with the spaces of thousands."""
    return shown(count(number), decimals=0)


def per_cent(share: Fraction, decimals: int = 0) -> str:
    """Return a share in per cent."""
    return shown(Figure(share.numerator, share.denominator, "share"), decimals=decimals, percent=True)


def show_note(show: Show) -> str:
    """Return what the figures of a tag table are."""
    return {
        Show.SHARES: _("Per cent of the reflections"),
        Show.COUNTS: _("Number of reflections"),
        Show.DEVIATION: _("Percentage points above or below the whole table"),
    }[show]


def mark_words(*, over: bool | None) -> tuple[str, str]:
    """Return the kind of a mark and its words."""
    if over is None:
        return "largest", _("among the largest")
    return ("over", _("more than the rest")) if over else ("under", _("less than the rest"))


def rule_lines(legend: Legend) -> tuple[str, ...]:
    """Return the rule of marking as it fell out, in a few sentences; empty where nothing is marked by rule."""
    if not legend.rule:
        return ()
    values: Mapping[str, object] = {
        name: per_cent(value) if isinstance(value, Fraction) else value for name, value in legend.values.items()
    }
    lines = [said(legend.rule, values)]
    if legend.marking is Marking.LARGEST and legend.threshold is not None:
        words = _("%(pool)s cells, of which the %(k)s largest: %(threshold)s and above. Marked: %(marked)s.")
        numbers = {
            "pool": whole(legend.pool),
            "k": whole(legend.k),
            "threshold": per_cent(legend.threshold, 1),
            "marked": whole(legend.marked),
        }
        lines.append(words % numbers)
    else:
        words = _("%(pool)s cells were compared. Marked: %(marked)s.")
        lines.append(words % {"pool": whole(legend.pool), "marked": whole(legend.marked)})
    if legend.left_out:
        lines.append(_("Not among the cells compared: %(tags)s.") % {"tags": ", ".join(legend.left_out)})
    return tuple(lines)


def note_words(note: TableNote) -> str:
    """Return a remark below a table."""
    return said(note.message, note.values)


WITHHELD = gettext_noop(
    "What was written by those whose manager you are, or were, is left out of every number here: they were not told "
    "that you would read."
)


def fact_lines(facts: Facts) -> tuple[tuple[str, str], ...]:
    """Return what makes the numbers numbers: definition, those asked, those who answered, source."""
    reflections = ngettext("%(n)s reflection", "%(n)s reflections", facts.loops) % {"n": whole(facts.loops)}
    persons = ngettext("%(n)s person", "%(n)s persons", facts.persons) % {"n": whole(facts.persons)}
    answered = _("%(reflections)s by %(persons)s") % {"reflections": reflections, "persons": persons}
    if facts.invited:
        answered = _("%(answered)s, of %(invited)s asked") % {"answered": answered, "invited": whole(facts.invited)}
    lines = [(_("What the figures are"), _(facts.definition)), (_("What they rest on"), answered)]
    if facts.population:
        lines.append((_("Who was asked"), facts.population))
    lines.append((_("Source"), _("%(round)s, version %(revision)s of the reflections") % {
        "round": facts.source, "revision": facts.revision
    }))  # fmt: skip
    if facts.withheld:
        lines.append((_("Left out"), _(WITHHELD)))
    return tuple(lines)


def not_open(codes: tuple[str, ...]) -> str:
    """Return which assignments have not opened; empty where all have."""
    words = ngettext("Assignment %(codes)s has not opened.", "Assignments %(codes)s have not opened.", len(codes))
    return words % {"codes": in_words(codes)} if codes else ""


def is_measure(heading: Heading) -> bool:
    """Return whether a heading is of a measure: reflections, tags per reflection, emotion."""
    return heading.part is Part.MEASURE
