"""How well rules did, as it may be shown to anyone: the four counts of each, all rules judged together.

Whoever a rule with two subjects finds, one with one subject finds too: what one rule shows is held against the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any, Final

from kedjan_statistics.engine import fetch
from kedjan_statistics.grades_eligibility import VOCATIONAL, Rule
from kedjan_statistics.grades_table import GradeRow, table
from kedjan_statistics.loops_table import natural
from kedjan_statistics.published import Counts, Slice, gathered, slices_of
from kedjan_statistics.signals import Accuracy
from kedjan_statistics.signals_report import accuracy, foretold
from kedjan_statistics.signals_rules import USUAL, Signal, signalled

__all__ = ["published"]

type Json = dict[str, Any]
type Key = tuple[Slice, int, str]

CODES: Final = {
    (True, True): "true_positive",
    (True, False): "false_positive",
    (False, True): "false_negative",
    (False, False): "true_negative",
}


def published(
    rows: Iterable[GradeRow],
    signals: Sequence[Signal] = USUAL,
    *,
    from_level: int,
    to_level: int,
    by: Sequence[str] = (),
    rule: Rule = VOCATIONAL,
) -> tuple[Json, bool]:
    """Each rule with its accuracy, in all and divided; is anything left to show?"""
    both = signalled(table(rows), signals, from_level=from_level, to_level=to_level, by=by, rule=rule)
    every = fetch(both).to_pylist()
    parts = sorted({slices_of(row, by)[-1] for row in every} - {()}, key=lambda part: [natural(name) for name in part])
    counts: Counts[Key] = Counts()
    for place in range(len(signals)):
        found = gathered(
            every,
            partial(_counted, by, place),
            lambda row: (row["pupil"],) * 2,
        )
        counts.judge(found, beside=list(counts.members))
    made = [
        {
            "rule": str(one),
            **_told(counts, (), place),
            "by": [dict(zip(by, part, strict=True)) | _told(counts, part, place) for part in parts],
        }
        for place, one in enumerate(signals)
    ]
    told = {"from": from_level, "to": to_level, "foretold": foretold(rule, to_level), "signals": made}
    return told, not counts.nothing_is_left


def _counted(by: Sequence[str], place: int, row: Mapping[str, Any]) -> list[Key]:
    code = CODES[row[f"signal_{place}"], row["came"]]
    return [(part, place, code) for part in slices_of(row, by)]


def _told(counts: Counts[Key], part: Slice, place: int) -> Json:
    keys: Mapping[str, Key] = {code: (part, place, code) for code in CODES.values()}
    made = accuracy(Accuracy(*(len(counts.members.get(key, ())) for key in keys.values())))
    return {
        name: counts.number(keys[name], *keys.values()) if name in keys else counts.shown(value, *keys.values())
        for name, value in made.items()
    }
