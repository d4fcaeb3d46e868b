"""Personal numbers whose zeros in front a spreadsheet took, told from senders' own keys of as many digits."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from kedjan_formats import identity

__all__ = ["LostZeros", "lost_zeros"]

DIGITS: Final = range(7, 10)
"""How many digits a personal number of ten has when the zeros in front are gone."""
CERTAIN_FROM: Final = 3
"""Keys that all are personal numbers with zeros put back. Of numbers of that length fewer than one in a hundred is: a
real day, and the right check digit."""
MANY: Final = 20
"""One in so many is more than chance gives."""


@dataclass(frozen=True, slots=True)
class LostZeros:
    """The numbers that certainly have lost their zeros, and those that may have: to be told, and not refused."""

    certain: frozenset[str] = frozenset()
    possible: frozenset[str] = frozenset()


def lost_zeros(numbers: Iterable[str], *, beside_personal: bool) -> LostZeros:
    """Return which of a file's different numbers have lost their zeros.

    Beside real personal numbers all that short are. Where there are none, they are where every one of three or more is
    a personal number with zeros put back, and no key of another kind stands among them; else they only may be.
    """
    every = set(numbers)
    short = {each for each in every if len(each) in DIGITS and each.isascii() and each.isdigit()}
    if beside_personal:
        return LostZeros(certain=frozenset(short))
    real = frozenset(each for each in short if identity.read(each.zfill(10)))
    if len(real) >= CERTAIN_FROM and real == every:
        return LostZeros(certain=real)
    return LostZeros(possible=real if _more_than_chance(real, short) else frozenset())


def _more_than_chance(real: Collection[str], short: Collection[str]) -> bool:
    return len(real) * MANY >= len(short)
