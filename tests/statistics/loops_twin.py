"""Each figure once more, in plain Python as a quality developer would count on paper: no Ibis, no masks."""

from collections.abc import Collection, Iterable, Sequence
from fractions import Fraction
from itertools import combinations
from math import comb
from typing import Any

from kedjan_statistics.loops import Loop


def counted(rows: Iterable[Loop], tags: Sequence[str]) -> dict[str, Any]:
    every = list(rows)
    felt = [row.emotion for row in every if row.emotion is not None]
    return {
        "loops": len(every),
        "persons": len({row.respondent for row in every}),
        "tags": sum(len(set(row.tags)) for row in every),
        "emotion_answers": len(felt),
        "emotion_sum": sum(felt),
        "emotion_steps": tuple(felt.count(step) for step in (-2, -1, 0, 1, 2)),
        "tag_loops": tuple(sum(tag in row.tags for row in every) for tag in tags),
    }


def slices(rows: Sequence[Loop], tags: Sequence[str], groups: dict[str, list[str]]) -> dict[Any, dict[str, Any]]:
    areas = {row.area: [row.area] for row in rows} | groups
    found: dict[Any, list[Loop]] = {(None, None): list(rows)}
    for assignment in {row.assignment for row in rows}:
        found[assignment, None] = [row for row in rows if row.assignment == assignment]
        for area, inside in areas.items():
            both = [row for row in rows if row.assignment == assignment and row.area in inside]
            if both:
                found[assignment, area] = both
    for area, inside in areas.items():
        found[None, area] = [row for row in rows if row.area in inside]
    return {key: counted(part, tags) for key, part in found.items()}


def marked(cells: dict[Any, Fraction]) -> set[Any]:
    k = len(cells) // 5
    return {key for key, share in cells.items() if k and sorted(cells.values())[-k] <= share}


def spread(rows: Iterable[Loop], areas: dict[str, list[str]]) -> tuple[set[str], set[str], Fraction] | None:
    every = list(rows)
    means = {}
    for area, inside in areas.items():
        felt = [row.emotion for row in every if row.area in inside and row.emotion is not None]
        if felt:
            means[area] = Fraction(sum(felt), len(felt))
    if not means:
        return None
    low, high = min(means.values()), max(means.values())
    return {a for a, m in means.items() if m == low}, {a for a, m in means.items() if m == high}, high - low


def pairs(rows: Sequence[Loop], tags: Sequence[str]) -> list[dict[str, Any]]:
    found = []
    for a, b in combinations(tags, 2):
        both = [row for row in rows if a in row.tags and b in row.tags]
        with_a, with_b = (sum(tag in row.tags for row in rows) for tag in (a, b))
        chances = {k: comb(with_a, k) * comb(len(rows) - with_a, with_b - k) for k in range(min(with_a, with_b) + 1)}
        no_more = sum(chance for chance in chances.values() if chance <= chances[len(both)])
        found.append(
            {
                "a": a,
                "b": b,
                "loops": len(both),
                "persons": len({row.respondent for row in both}),
                "expected": Fraction(with_a * with_b, len(rows) or 1),
                "lift": Fraction(len(both) * len(rows), with_a * with_b) if with_a * with_b else None,
                "jaccard": Fraction(len(both), with_a + with_b - len(both)) if with_a + with_b else None,
                "p": float(Fraction(no_more, sum(chances.values()))),
            }
        )
    return found


def rates(probabilities: Collection[float]) -> list[float]:
    """By definition: the smallest rate, over this and all larger p, of p times the number of tests over its rank."""
    ranked = sorted(probabilities)
    at_rank = [p * len(ranked) / (place + 1) for place, p in enumerate(ranked)]
    return [min([1.0, *(q for r, q in zip(ranked, at_rank, strict=True) if r >= p)]) for p in probabilities]
