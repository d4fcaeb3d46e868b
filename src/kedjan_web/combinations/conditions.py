"""Conditions in words, each with the way to take it away."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce

from django.utils.translation import gettext as _

from kedjan_statistics import loops_where as where
from kedjan_statistics.loops_where import And, Condition, Expression, Not, Or
from kedjan_web.combinations.wanted import Path, Wanted
from kedjan_web.components.dates import in_text
from kedjan_web.rounds.emotions import emotion_words
from kedjan_web.rounds.text_form import titled

CONDITIONS = "#villkor"
"""Where on the page they stand: whoever adds or takes away goes on there, by keyboard or by ear, not from the top."""


@dataclass(frozen=True, slots=True)
class Line:
    """A condition, or a group of them under its words; `remove_url` leads to the page without it."""

    words: str
    remove_url: str
    lines: tuple["Line", ...] = ()


class Leading:
    """The page that ways out lead to, and what is asked there."""

    def __init__(self, base: str, wants: Wanted, headings: Mapping[str, str]) -> None:
        self.base, self.wants, self.headings = base, wants, headings

    def without(self, path: Path) -> str:
        """Return the address of the page without one of the conditions."""
        return self.base + self.wants.without(path) + CONDITIONS


def lines(to: Leading) -> tuple[Line, ...]:
    """Return the conditions that all are to hold, in order."""
    return tuple(line(part, to, (place,)) for place, part in enumerate(to.wants.where.parts))


def line(part: Expression, to: Leading, path: Path) -> Line:
    """Return one part with its way out; a negated condition is said in one breath."""
    remove = to.without(path)
    match part:
        case And(parts):
            return Line(_("All of these"), remove, inner(parts, to, path))
        case Or(parts):
            return Line(_("Any of these"), remove, inner(parts, to, path))
        case Not(And() | Or() | Not() as negated):
            return Line(_("Not this"), remove, (line(negated, to, (*path, 0)),))
        case Not(negated):
            return Line(_("not %(condition)s") % {"condition": in_one_line(negated, to.headings)}, remove)
        case _:
            return Line(words(part, to.headings), remove)


def inner(parts: tuple[Expression, ...], to: Leading, path: Path) -> tuple[Line, ...]:
    """Return the lines of a group."""
    return tuple(line(part, to, (*path, place)) for place, part in enumerate(parts))


def words(condition: Condition, headings: Mapping[str, str]) -> str:  # noqa: PLR0911 - a line for each kind
    """Return a condition as it is said."""
    match condition:
        case where.Tag(name):
            return _("the tag %(name)s") % {"name": name}
        case where.Code(name):
            return _("the theme %(name)s") % {"name": name}
        case where.Emotion(steps):
            return _("emotion: %(steps)s") % {"steps": ", ".join(map(emotion_words, steps))}
        case where.Area(name):
            return _("answered for %(name)s") % {"name": name}
        case where.Assignment(code):
            return _("assignment %(name)s") % {"name": titled(code, headings.get(code, code))}
        case where.Period(since, until):
            return period(in_text(since) if since else "", in_text(until) if until else "")
        case where.Words(text):
            return _("the words %(text)s") % {"text": f"”{text}”" if '"' not in text else text}


def period(since: str, until: str) -> str:
    """Return the days between, before or after."""
    if since and until:
        return _("answered %(since)s to %(until)s") % {"since": since, "until": until}
    if since:
        return _("answered from %(since)s") % {"since": since}
    return _("answered no later than %(until)s") % {"until": until} if until else _("answered on a known day")


def in_one_line(expression: Expression, headings: Mapping[str, str]) -> str:
    """Return a whole expression on one line."""
    match expression:
        case And(()) | Or(()):
            return _("no condition")
        case And(parts):
            return reduce(both, (within(part, headings) for part in parts))
        case Or(parts):
            return reduce(either, (within(part, headings) for part in parts))
        case Not(part):
            return _("not %(condition)s") % {"condition": within(part, headings)}
        case _:
            return words(expression, headings)


def both(one: str, other: str) -> str:
    """Return that one thing and another hold."""
    return _("%(one)s and %(other)s") % {"one": one, "other": other}


def either(one: str, other: str) -> str:
    """Return that one thing or another holds."""
    return _("%(one)s or %(other)s") % {"one": one, "other": other}


def within(part: Expression, headings: Mapping[str, str]) -> str:
    """Return a part of a line, within brackets where it holds several."""
    line_ = in_one_line(part, headings)
    return f"({line_})" if isinstance(part, And | Or) and len(part.parts) > 1 else line_
