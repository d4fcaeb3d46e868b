"""Two areas held against each other on one tag (C18): a form to choose with, and the difference in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kedjan.reflection import service as reflection
from kedjan.reflection.service import Difference
from kedjan_statistics.figure import Figure, Value
from kedjan_web.components.numbers import shown
from kedjan_web.rounds.tables.choices import COMPARED, ONE, OTHER, TAG, Choices
from kedjan_web.rounds.tables.controls import Control, Words, one_of
from kedjan_web.rounds.tables.kinds import Asked
from kedjan_web.rounds.tables.words import per_cent, whole

NOT_CHOSEN = gettext_lazy("Choose …")


@dataclass(frozen=True, slots=True)
class Compared:
    """A difference as it is read: each area's share with its n, the conclusion, and what it rests on."""

    heading: str
    shares: tuple[tuple[str, str], ...]
    conclusion: str
    difference: str = ""


@dataclass(frozen=True, slots=True)
class Comparing:
    """The lists to choose from, the choices kept from the rest of the page, and the answer once all is chosen."""

    lists: tuple[Control, ...]
    kept: tuple[tuple[str, str], ...]
    compared: Compared | None


def comparing(asked: Asked, tags: Sequence[str]) -> Comparing | None:
    """Return the form and its answer; nothing where there are no two areas to compare."""
    choices = asked.choices
    areas = (*asked.areas, *choices.groups)
    if len(areas) < 2 or not tags:
        return None
    lists = (
        one_of(TAG, _("Tag"), words(tags), choices.tag),
        one_of(ONE, _("One area"), words(areas), choices.one),
        one_of(OTHER, _("Another area"), words(areas), choices.other),
    )
    kept = tuple(pair for pair in choices.pairs() if pair[0] not in COMPARED)
    return Comparing(lists, kept, compared(asked, choices) if choices.tag and choices.one and choices.other else None)


def words(names: Sequence[str]) -> dict[str, Words]:
    """Return the names as answers of a list, after the one that chooses none."""
    unchosen: dict[str, Words] = {"": NOT_CHOSEN}
    return unchosen | {name: name for name in names}


def compared(asked: Asked, choices: Choices) -> Compared:
    """Return the difference between the two areas, said as surely as the interval allows."""
    found = reflection.difference(
        by=asked.by, round=asked.round, tag=choices.tag, one=choices.one, other=choices.other, groups=choices.groups
    )
    shares = ((found.one, share_words(found.one_share)), (found.other, share_words(found.other_share)))
    heading = _("%(tag)s: %(one)s and %(other)s") % {"tag": found.tag, "one": found.one, "other": found.other}
    if not isinstance(found.difference, Figure) or found.low is None or found.high is None:
        return Compared(heading, shares, incomparable(choices, found))
    return Compared(heading, shares, conclusion(found), difference_words(found.difference, found.low, found.high))


def incomparable(choices: Choices, found: Difference) -> str:
    """Return why two areas cannot be compared: they are the same, one holds the other, or one has no reflections."""
    if choices.one == choices.other:
        return _("Choose two different areas.")
    if isinstance(found.one_share, Figure) and isinstance(found.other_share, Figure):
        return _("The two cannot be compared: some reflections are in both.")
    return _("The two cannot be compared: one of them has no reflections.")


def conclusion(found: Difference) -> str:
    """Return that one area uses the tag more, only where the interval leaves out no difference at all."""
    if not found.differs or not isinstance(found.difference, Figure):
        return _("No certain difference.")
    names = (found.one, found.other) if found.difference.numerator > 0 else (found.other, found.one)
    return _("%(more)s uses the tag to a greater extent than %(less)s.") % {"more": names[0], "less": names[1]}


def difference_words(difference: Figure, low: float, high: float) -> str:
    """Return the difference in percentage points with its interval, one decimal each."""
    ends = [points(Fraction(end)) for end in (low, high)]
    span = "–".join(ends) if low >= 0 else _("%(low)s to %(high)s") % {"low": ends[0], "high": ends[1]}
    return _("%(difference)s percentage points (%(span)s)") % {"difference": points(difference.value), "span": span}


def points(share: Fraction) -> str:
    """Return a difference of shares in percentage points, without a sign of its unit."""
    times = share * 100
    return shown(Figure(times.numerator, times.denominator, "difference"), decimals=1)


def share_words(share: Value) -> str:
    """Return a share with how many of how many reflections."""
    if not isinstance(share, Figure):
        return _("no reflections")
    values = {
        "share": per_cent(share.value),
        "hits": whole(share.numerator),
        "n": whole(share.denominator),
    }
    return _("%(share)s (%(hits)s of %(n)s reflections)") % values
