"""Everything counted about a file of loops, as plain values ready for JSON: numbers unrounded, hidden ones marked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from kedjan_statistics.figure import Figure, Hidden, Missing
from kedjan_statistics.loops_counts import Slice, Summary
from kedjan_statistics.loops_marking import Extreme, Spread, emotion_spread, largest, share_cells
from kedjan_statistics.loops_pairs import Pair, summary_and_pairs
from kedjan_statistics.loops_publish import Key, Publication, publication
from kedjan_statistics.loops_sets import Combinations, combinations
from kedjan_statistics.loops_table import EMOTIONS, LoopRow, table

__all__ = ["report"]

type Json = dict[str, Any]


def report(
    rows: Iterable[LoopRow],
    tags: Sequence[str],
    groups: Mapping[str, Sequence[str]] | None = None,
    *,
    publish: bool = False,
    fewer_than: int = 5,
    sets: int = 0,
) -> Json:
    """The loops in all, by assignment, by area (groups too) and both, the largest cells, the spread and the pairs.

    Under `publish`, numbers that could point at fewer than so many persons are `{"hidden": reason}`: whole slices and
    means as `disclosure` decides, pairs by their own persons. The largest cells and the spread are then taken from
    what is shown. A mean over nothing is null. `sets`: also the sets of up to so many tags that stand together.
    """
    every = tuple(rows)
    loops = table(every, tags)
    summary, found = summary_and_pairs(loops, tags, groups)
    hidden = publication(every, groups, fewer_than=fewer_than) if publish else Publication({}, {})
    at_least = fewer_than if publish else 0
    return {
        **_slice(summary, summary.total, (None, None), hidden),
        "tag_set": list(summary.tags),
        "by_assignment": [
            {"assignment": name, **_slice(summary, part, (name, None), hidden)}
            for name, part in summary.by_assignment.items()
        ],
        "by_area": [
            {"area": name, **_slice(summary, part, (None, name), hidden)} for name, part in summary.by_area.items()
        ],
        "by_assignment_and_area": [
            {"assignment": key[0], "area": key[1], **_slice(summary, part, key, hidden)}
            for key, part in summary.by_assignment_and_area.items()
        ],
        "largest": _largest(summary, hidden),
        "emotion_spread": [_spread(spread) for spread in emotion_spread(summary, hidden=hidden.emotions)],
        "pairs": [_pair(pair, at_least) for pair in found],
        **({"sets": _sets(combinations(loops, tags, sets))} if sets else {}),
    }


def _slice(summary: Summary, part: Slice, key: Key, hidden: Publication) -> Json:
    numbers: Json = {
        "loops": part.loops,
        "persons": part.persons,
        "tags": part.tags,
        "tags_per_loop": _number(part.tags_per_loop),
        "mean_emotion": _number(part.mean_emotion),
        "emotion_answers": part.emotion_answers,
        "emotions": {str(step): count for step, count in zip(EMOTIONS, part.emotion_steps, strict=True)},
        "tag_loops": dict(zip(summary.tags, part.tag_loops, strict=True)),
    }
    if key in hidden.slices:
        return {name: _marked(hidden.slices[key]) for name in numbers}
    if key in hidden.emotions:
        mark = _marked(hidden.emotions[key])
        return numbers | dict.fromkeys(("mean_emotion", "emotion_answers", "emotions"), mark)
    return numbers


def _largest(summary: Summary, hidden: Publication) -> Json:
    shown = {name: part for name, part in summary.by_assignment.items() if (name, None) not in hidden.slices}
    found = largest(share_cells(shown, summary.tags))
    return {
        "share": float(found.share),
        "cells": found.cells,
        "k": found.k,
        "threshold": _float(found.threshold),
        "marked": [{"assignment": assignment, "tag": tag} for assignment, tag in found.marked],
    }


def _spread(spread: Spread) -> Json:
    return {
        "assignment": spread.assignment,
        "lowest": _extreme(spread.lowest),
        "highest": _extreme(spread.highest),
        "difference": _float(spread.difference),
    }


def _extreme(extreme: Extreme) -> Json:
    return {"areas": list(extreme.areas), "mean": _float(extreme.mean)}


def _pair(pair: Pair, at_least: int) -> Json:
    numbers: Json = {
        "loops": pair.loops,
        "persons": pair.persons,
        "lift": _float(pair.lift),
        "jaccard": _float(pair.jaccard),
        "phi": pair.phi,
        "p": pair.p,
        "q": pair.q,
    }
    if 0 < pair.persons < at_least:
        numbers = {name: _marked(Hidden("few_persons", at_least)) for name in numbers}
    return {"a": pair.a, "b": pair.b, "expected": float(pair.expected), **numbers}


def _sets(sets: Combinations) -> Json:
    return {
        "tests": sets.tests,
        "fewest": sets.fewest,
        "too_few": sets.too_few,
        "found": [
            {
                "tags": list(one.tags),
                "loops": one.loops,
                "persons": one.persons,
                "expected": float(one.expected),
                "by_chance": one.by_chance,
                "lift": float(one.lift),
                "jaccard": float(one.jaccard),
                "phi": one.phi,
                "mean_emotion": _number(one.mean_emotion),
                "p": one.p,
                "q": one.q,
            }
            for one in sets.found
        ],
    }


def _marked(hidden: Hidden) -> Json:
    return {"hidden": hidden.reason}


def _number(value: Figure | Missing) -> float | None:
    return float(value.value) if isinstance(value, Figure) else None


def _float(value: Fraction | None) -> float | None:
    return None if value is None else float(value)
