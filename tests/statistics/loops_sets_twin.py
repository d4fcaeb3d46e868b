"""Sets of tags in plain Python: counted row by row, and the chance of them dealt out in full with whole numbers."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations
from math import comb, prod, sqrt
from typing import Any

from kedjan_statistics.loops import Loop
from tests.statistics.loops_twin import rates


def sets(rows: Sequence[Loop], tags: Sequence[str], largest: int, fewest: int) -> list[dict[str, Any]]:
    """Every set with enough behind it, by size and then in the order of the tag set; q over all that could be."""
    enough = [tag for tag in tags if len(having(rows, [tag])) >= max(fewest, 1)]
    possible = [chosen for size in range(2, largest + 1) for chosen in combinations(enough, size)]
    found = []
    for chosen in possible:
        both = having(rows, chosen)
        if len(both) >= max(fewest, 1) and len({row.respondent for row in both}) >= fewest:
            found.append(counted(rows, chosen))
    q = rates([*(each["p"] for each in found), *[1.0] * (len(possible) - len(found))])
    return [{**each, "q": rate, "tests": len(possible)} for each, rate in zip(found, q, strict=False)]


def having(rows: Sequence[Loop], tags: Sequence[str]) -> list[Loop]:
    return [row for row in rows if all(tag in row.tags for tag in tags)]


def counted(rows: Sequence[Loop], chosen: Sequence[str]) -> dict[str, Any]:
    both = having(rows, chosen)
    each = [len(having(rows, [tag])) for tag in chosen]
    felt = [row.emotion for row in both if row.emotion is not None]
    upper, lower = ([at(rows, chosen, tag)[place] for tag in chosen] for place in (0, 1))
    correlations = [phi(rows, tag, [other for other in chosen if other != tag]) for tag in chosen]
    return {
        "tags": tuple(chosen),
        "loops": len(both),
        "persons": len({row.respondent for row in both}),
        "expected": Fraction(prod(each), len(rows) ** (len(chosen) - 1)),
        "lift": Fraction(len(both) * len(rows) ** (len(chosen) - 1), prod(each)),
        "jaccard": Fraction(len(both), sum(any(tag in row.tags for tag in chosen) for row in rows)),
        "phi": min((phi for phi in correlations if phi is not None), default=None),
        "emotion_answers": len(felt),
        "emotion_sum": sum(felt),
        "p": float(min(1, 2 * min(max(upper), max(lower)))),
    }


def phi(rows: Sequence[Loop], tag: str, rest: Sequence[str]) -> float | None:
    n, both, first, second = (
        len(each) for each in (rows, having(rows, [tag, *rest]), having(rows, [tag]), having(rows, rest))
    )
    spread = first * (n - first) * second * (n - second)
    return (n * both - first * second) / sqrt(spread) if spread else None


def strata(rows: Sequence[Loop]) -> list[list[Loop]]:
    """A person's loops together; those of persons with one only together, by assignment."""
    own: dict[Any, list[Loop]] = {}
    for row in rows:
        own.setdefault(row.respondent, []).append(row)
    found: dict[Any, list[Loop]] = {}
    for person, loops in own.items():
        found.setdefault((person,) if len(loops) > 1 else ("", loops[0].assignment), []).extend(loops)
    return list(found.values())


def dealt(rows: Sequence[Loop], chosen: Sequence[str], tag: str) -> list[Fraction]:
    """The probability of every number of loops with all the chosen, when the tag is dealt anew in each stratum."""
    rest = [other for other in chosen if other != tag]
    chances = [Fraction(1)]
    for loops in strata(rows):
        n, a, r = len(loops), len(having(loops, [tag])), len(having(loops, rest))
        here = [Fraction(comb(r, k) * comb(n - r, a - k), comb(n, a)) if k <= a else Fraction(0) for k in range(r + 1)]
        both = [Fraction(0)] * (len(chances) + r)
        for i, one in enumerate(chances):
            for j, other in enumerate(here):
                both[i + j] += one * other
        chances = both
    return chances


def at(rows: Sequence[Loop], chosen: Sequence[str], tag: str) -> tuple[Fraction, Fraction]:
    """The probability of so many loops or more, and of so many or fewer."""
    chances, observed = dealt(rows, chosen, tag), len(having(rows, chosen))
    return sum(chances[observed:], Fraction(0)), sum(chances[: observed + 1], Fraction(0))


def mean(chances: Sequence[Fraction]) -> Fraction:
    return sum((k * chance for k, chance in enumerate(chances)), Fraction(0))


def variance(chances: Sequence[Fraction]) -> Fraction:
    return sum((k * k * chance for k, chance in enumerate(chances)), Fraction(0)) - mean(chances) ** 2
