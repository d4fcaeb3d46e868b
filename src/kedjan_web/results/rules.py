"""Conditions of rules of one's own, in words: what is written in signs is read by those who did not write it."""

import re
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kedjan_web.components.numbers import computed
from kedjan_web.results.subjects import SUBJECTS

_WRITTEN = re.compile(r"(\w+?)(<=|>=|<|=)([\w.]+)")


def in_words(condition: str) -> str:
    """Return a condition such as `lacking<=2` in words; one of a kind that is not known stands as it is."""
    found = _WRITTEN.fullmatch(condition)
    measure, sign, value = found.groups() if found else ("", "", "")
    if sign == "=" and value in SUBJECTS:
        passed = _("passed in %(subject)s") if measure == "passed" else _("not passed in %(subject)s")
        return passed % {"subject": SUBJECTS[value]}
    if measure == "fall":
        points = computed(Fraction(value), 0 if Fraction(value).denominator == 1 else 1)
        text = _("fallen by at least %(points)s points") if sign == ">=" else _("fallen by less than %(points)s points")
        return text % {"points": points}
    if measure in ("lacking", "not_passed") and value.isdecimal():
        return _counted(measure, sign, int(value))
    return condition


def _counted(measure: str, sign: str, number: int) -> str:
    if measure == "lacking" and sign == "<=":
        text = ngettext("at most %(n)d pass too few", "at most %(n)d passes too few", number)
    elif measure == "lacking":
        text = ngettext("at least %(n)d pass too few", "at least %(n)d passes too few", number)
    elif sign == "<=":
        text = ngettext("not passed in at most %(n)d subject", "not passed in at most %(n)d subjects", number)
    else:
        text = ngettext("not passed in at least %(n)d subject", "not passed in at least %(n)d subjects", number)
    return text % {"n": number}
