"""The results of an evaluation as tables: counts and shares with their intervals, and nobody by name."""

from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from kedjan.reflection.service import InRound, MethodEvaluation, Share, Stance
from kedjan_statistics.figure import Figure, Hidden, Value, count, round_half_away
from kedjan_web.components.numbers import end_in_per_cent, shown
from kedjan_web.evaluating.words import STANCES, STATEMENTS
from kedjan_web.rounds.response_tables import name_of
from kedjan_web.rounds.tables.view import Head, LegendLine, Line, Shown, ShownTable
from kedjan_web.rounds.tables.words import WITHHELD, absence, absence_words, in_per_cent, per_cent, whole, written


def statements(found: MethodEvaluation) -> ShownTable:
    """Return how many took which stand on each statement, and the share that agrees."""
    heads = (
        Head(_("Agree, per cent"), words=_("Per cent that agree fully or largely, of those who took a stand")),
        Head(_("Interval"), words=_("Wilson's 95 per cent interval of the share")),
        Head(_("Of"), words=_("How many took a stand")),
        *(Head(str(words), apart=stance is Stance.FULLY) for stance, words in STANCES.items()),
        Head(_("Left alone")),
    )
    lines = []
    for each in found.statements:
        cells = (*_share(each.agree), *(_number(each.counts[stance]) for stance in STANCES), _number(count(each.blank)))
        lines.append(Line(str(STATEMENTS[each.statement]), cells))
    values = [value for each in found.statements for value in (each.agree.value, *each.counts.values())]
    return ShownTable(
        key="statements",
        caption=_("Four statements"),
        note=_("Persons. The share is of those who took a stand: who cannot say, or left it alone, is in none of it."),
        corner=_("Statement"),
        heads=heads,
        lines=tuple(lines),
        legend=_hidden(values),
    )


def groups(found: MethodEvaluation) -> ShownTable:
    """Return the share that agrees with each statement, by group."""
    lines = [
        Line(name_of(group.parts), tuple(map(_beside, group.agree)), _persons(group.evaluated))
        for group in found.groups
    ]
    return ShownTable(
        key="groups",
        caption=_("By service area"),
        note=_("Per cent that agree fully or largely, with the interval. Groups of under five are counted together."),
        corner=_("Group"),
        heads=tuple(Head(str(STATEMENTS[each.statement])) for each in found.statements),
        lines=tuple(lines),
        legend=_hidden([share.value for group in found.groups for share in group.agree]),
    )


def in_round(found: InRound) -> ShownTable:
    """Return what the round's own reflections say of insight, beside importance."""
    return ShownTable(
        key="in-round",
        caption=_("In the reflections themselves"),
        note=f"{found.code} {found.heading}".strip(),
        corner=_("Tag"),
        heads=(Head(_("Reflections")), Head(_("Of")), Head(_("Per cent")), Head(_("Interval"))),
        lines=tuple(
            Line(
                each.name,
                (Shown(_hits(each.share.value)), Shown(_of(each.share.value)), *_share(each.share)[:2]),
            )
            for each in found.tags
        ),
        foot=((_("Left out"), _(WITHHELD)),) if found.withheld else (),
    )


def minutes(found: MethodEvaluation) -> list[tuple[str, str]]:
    """Return declared minutes beside expected ones, in words."""
    said, expected = found.minutes, found.expected
    lines = [(_("Expected, for who answers all"), _minutes(Fraction(expected.each)) if expected.each else "–")]
    if said.median is not None and said.low is not None and said.high is not None:
        spread = _("%(median)s at the median; half of them lie between %(low)s and %(high)s")
        values = {"median": _minutes(said.median), "low": _minutes(said.low), "high": _minutes(said.high)}
        lines.append((_("Declared, by %(n)s persons") % {"n": written(said.said)}, spread % values))
    elif isinstance(said.said, Hidden):
        lines.append((_("Declared"), _("by fewer than five persons, so it is not shown")))
    else:
        lines.append((_("Declared"), _("by nobody")))
    if expected.total:
        words = _("%(reflections)s reflections at what they were said to take: %(hours)s hours")
        text = words % {"reflections": whole(expected.reflections), "hours": _hours(Fraction(expected.total))}
        if expected.per_invited is not None:
            each = _("That is %(minutes)s for each of the %(n)s who were asked")
            text += ". " + each % {"minutes": _minutes(expected.per_invited), "n": whole(expected.invited or 0)}
        lines.append((_("In all"), text + "."))
    return lines


def interval(share: Share) -> str:
    """Return an interval in per cent: `11,7–34,3`."""
    if share.low is None or share.high is None:
        return ""
    return f"{end_in_per_cent(share.low)}\N{EN DASH}{end_in_per_cent(share.high)}"


def _share(each: Share) -> tuple[Shown, Shown, Shown]:
    value = each.value
    return (
        Shown(written(value, percent=True), spoken=absence_words(value), absent=absence(value), raw=in_per_cent(value)),
        Shown(interval(each) or written(value), spoken=absence_words(value), absent=absence(value)),
        Shown(_of(value), spoken=absence_words(value), absent=absence(value)),
    )


def _beside(each: Share) -> Shown:
    value = each.value
    if not isinstance(value, Figure):
        return Shown(written(value), spoken=absence_words(value), absent=absence(value))
    words = _("%(hits)s of %(of)s, %(share)s, from %(low)s to %(high)s")
    low, _dash, high = interval(each).partition("\N{EN DASH}")
    said = {"hits": _hits(value), "of": _of(value), "share": per_cent(value.value), "low": low, "high": high}
    return Shown(f"{written(value, percent=True)} ({interval(each)})", spoken=words % said, raw=in_per_cent(value))


def _hits(value: Value) -> str:
    return whole(value.numerator) if isinstance(value, Figure) else written(value)


def _of(value: Value) -> str:
    return whole(value.denominator) if isinstance(value, Figure) else written(value)


def _number(value: Value) -> Shown:
    return Shown(written(value), spoken=absence_words(value), absent=absence(value), raw=value)


def _persons(n: int) -> str:
    return ngettext("%(n)s person", "%(n)s persons", n) % {"n": whole(n)}


def _minutes(number: Fraction) -> str:
    return pgettext("time", "%(n)s min") % {"n": round_half_away(number, 0)}


def _hours(number: Fraction) -> str:
    return shown(Figure(number.numerator, number.denominator * 60, "mean"), decimals=1)


def _hidden(values: list[Value]) -> tuple[LegendLine, ...]:
    hidden = [value for value in values if isinstance(value, Hidden)]
    return (LegendLine(written(hidden[0]), _("not shown, to protect fewer than five persons")),) if hidden else ()
