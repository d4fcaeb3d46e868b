"""What all said of a conclusion as a table, by group; nobody by name."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from kedjan.improvement.service import Reactions, Relevance, Stance
from kedjan_statistics.figure import Figure, Hidden, Value, count
from kedjan_web.components.numbers import end_in_per_cent, shown
from kedjan_web.improvement.words import RELEVANCE, STANCES
from kedjan_web.rounds.response_tables import name_of
from kedjan_web.rounds.tables.view import Head, LegendLine, Line, Shown, ShownTable
from kedjan_web.rounds.tables.words import absence, absence_words, whole, written


def reactions(found: Reactions) -> ShownTable:
    """Return how many said what: all together, and each group of at least five."""
    heads = (
        Head(_("Answered")),
        *(Head(str(words), apart=each is Stance.TRUE) for each, words in STANCES.items()),
        *(Head(str(words), apart=each is Relevance.RELEVANT) for each, words in RELEVANCE.items()),
    )
    groups = [
        Line(name_of(each.parts), _cells(count(each.persons), each.stances, each.relevance)) for each in found.groups
    ]
    hidden = isinstance(found.reacted, Hidden)
    sign = written(found.reacted) if hidden else ""
    return ShownTable(
        key="reactions",
        caption=_("Answers by group"),
        note=_("Persons. Groups of fewer than five, or in which all said the same, are counted together with others."),
        corner=_("Group"),
        heads=heads,
        lines=(Line(_("All"), _cells(found.reacted, found.stances, found.relevance)), *groups),
        legend=(LegendLine(sign, _("not shown, to protect fewer than five persons")),) if hidden else (),
        foot=((_("Left out"), _("What those whom you lead, or have led, said is in no number here.")),)
        if found.withheld
        else (),
    )


def holds(found: Reactions) -> str:
    """Return how many of all say that it holds, with the interval; empty where that is not shown."""
    value = found.holds
    if not isinstance(value, Figure) or found.low is None or found.high is None:
        return ""
    words = _("%(hits)s of %(of)s say that it holds: %(share)s (%(low)s–%(high)s). %(asked)s were asked.")
    return words % {
        "hits": whole(value.numerator),
        "of": whole(value.denominator),
        "share": shown(value, decimals=0, percent=True),
        "low": end_in_per_cent(found.low),
        "high": end_in_per_cent(found.high),
        "asked": whole(found.asked),
    }


def _cells(persons: Value, stances: Mapping[Stance, Value], relevance: Mapping[Relevance, Value]) -> tuple[Shown, ...]:
    values = (persons, *(stances[each] for each in STANCES), *(relevance[each] for each in RELEVANCE))
    return tuple(Shown(written(each), spoken=absence_words(each), absent=absence(each), raw=each) for each in values)
