"""The lowest and the highest of each row, out of what may be shown."""

from collections.abc import Mapping, Sequence

from kedjan.releases.values import Given, Place
from kedjan_statistics.figure import Figure, Hidden, Missing, Value


def only_ends(places: Mapping[Place, Given], rows: Sequence[str], difference: str) -> dict[Place, Given]:
    """Return of each row only its lowest and highest means, ties together, what is hidden, and the difference.

    Means are compared as exact fractions. Where fewer than two are shown there is nothing to compare.
    """
    found: dict[Place, Given] = {}
    for row in rows:
        across = {place: given for place, given in places.items() if place[0] == row}
        means = {place: given.value for place, given in across.items() if isinstance(given.value, Figure)}
        sizes = [figure.value for figure in means.values()]
        kept = {place for place, figure in means.items() if figure.value in {min(sizes), max(sizes)}}
        found |= {place: each for place, each in across.items() if place in kept or isinstance(each.value, Hidden)}
        gap: Value = Missing("too_few")
        if len(sizes) > 1:
            apart = max(sizes) - min(sizes)
            gap = Figure(apart.numerator, apart.denominator, "difference")
        found[row, difference] = Given(gap, decimals=1)
    return found
