"""Cohort studies in words: groups, rules, and what is said about them."""

from fractions import Fraction

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kedjan.results.service import Question
from kedjan_statistics.figure import Figure
from kedjan_web.components.numbers import shown

GROUPS: dict[int, Promise] = {
    6: gettext_lazy("Lost: eligible then, not now"),
    5: gettext_lazy("Gained: not eligible then, but now"),
    1: gettext_lazy("Eligible both times, risen"),
    2: gettext_lazy("Eligible both times, fallen"),
    4: gettext_lazy("Eligible neither time, risen"),
    3: gettext_lazy("Eligible neither time, fallen"),
    0: gettext_lazy("Unchanged mean"),
}
"""The six groups (and those whose mean is unchanged), with those one should look at first."""

SEXES: dict[str, Promise] = {"K": gettext_lazy("Girls"), "M": gettext_lazy("Boys")}
DIVISIONS: dict[str, Promise] = {"school_unit": gettext_lazy("School unit"), "sex": gettext_lazy("Sex")}


def year_text(year: int) -> str:
    """Return a school year by the year in which it ends, as 2024/25."""
    return f"{year - 1}/{year % 100:02d}"


def level_text(level: int) -> str:
    """Return a grade level as it is called; 0 is the preschool class."""
    return str(level) if level else _("Preschool class")


def asked_in_words(asks: Question, units: dict[str, str]) -> str:
    """Return whom a study follows, in a sentence."""
    where = ", ".join(sorted(units.get(each.hex, "–") for each in asks.units)) or _("all school units")
    when = _("who ended in %(year)s") % {"year": year_text(asks.school_year)} if asks.school_year else _("of all years")
    values = {"early": asks.from_level, "late": asks.to_level, "where": where, "when": when}
    return _("Pupils %(when)s at %(where)s, from grade level %(early)d to %(late)d.") % values


def points_text(value: float | None) -> str:
    """Return mean points with two decimals, or a dash where there is none."""
    if value is None:
        return "–"
    exact = Fraction(value).limit_denominator(10**9)
    return shown(Figure(exact.numerator, exact.denominator, "mean"), decimals=2)


def per_cent(part: int, whole: int) -> str:
    """Return a share in whole per cent; a dash of nobody."""
    return shown(Figure(part, whole, "share"), decimals=0, percent=True) if whole else "–"


def interval_text(rate: dict[str, float | int | None]) -> str:
    """Return a share with its interval, as 72 % (59–82); a dash of nobody."""
    share, low, high = rate["share"], rate["low"], rate["high"]
    if share is None or low is None or high is None:
        return "–"
    low_text, high_text = (round_percent(each) for each in (low, high))
    return f"{round_percent(share)}\u00a0% ({low_text}–{high_text})"


def round_percent(share: float) -> str:
    """Return a share as whole per cent without the sign, half away from zero."""
    exact = Fraction(share).limit_denominator(10**9)
    return shown(Figure(exact.numerator, exact.denominator, "share"), decimals=0, percent=True).removesuffix("\u00a0%")
