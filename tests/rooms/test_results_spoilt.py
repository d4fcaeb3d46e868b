"""Files of results, spoilt in two hundred ways each, become rows and what is wrong, or a refusal, whatever they are."""

import random

import pytest

from kedjan.results.recognising import recognised
from kedjan_formats.unreadable import Unreadable
from tests.formats.spoiling import refused, spoilt
from tests.formats.test_scb import NINE
from tests.formats.test_spoilt import DESTINATIONS, LATER, LONG, MATRIX, MONTHS, STEPS, scb_lines

SEEDS = range(200)
KINDS = {
    "grades": LONG[:2], "later grades": LATER[:2], "months": MONTHS[:2], "destinations": DESTINATIONS[:2],
    "steps": STEPS[:2], "matrices": MATRIX[:2], "scb": (scb_lines(NINE)[0], scb_lines(NINE)[1:]),
}  # fmt: skip
"""The first line and the others."""


def spoil_file(dice: random.Random, lines: list[str]) -> bytes:
    if dice.random() < 0.3:
        lines += dice.choice((["", "Källa: skolan"], ["Totalt;;;;12"], ["\x1a"], ["", "", "* preliminärt"]))
    if dice.random() < 0.2:
        lines[:0] = dice.choice((["Uttag 2026-06-12", ""], ["sep=;"], [";;;"]))
    text = dice.choice(("\n", "\r\n", "\r")).join(lines)
    if dice.random() < 0.1:
        text = text.replace(";", dice.choice("\t,|"))
    if dice.random() < 0.1:
        text = text.replace(";", ';"', 1 + dice.randrange(3))
    data = text.encode(dice.choice(("utf-8", "utf-8-sig", "cp1252", "cp850", "utf-16", "mac-roman")), "replace")
    if dice.random() < 0.15:
        at = dice.randrange(len(data))
        data = dice.choice((data[:at], data[:at] + bytes([dice.randrange(256)]) + data[at + 1 :], data[at:]))
    return data


@pytest.mark.parametrize("kind", KINDS)
def test_no_spoilt_file_crashes_and_no_row_is_both_read_and_wrong(kind: str) -> None:
    ledgers = refusals = 0
    for seed in SEEDS:
        dice = random.Random(f"{kind} {seed}")
        first, others = KINDS[kind]
        lines = [*(spoilt([first], dice) if dice.random() < 0.25 else [first]), *spoilt(others, dice)]
        try:
            found = recognised(spoil_file(dice, lines), "fil.csv")
        except Unreadable as trouble:
            refused(trouble)
            refusals += 1
            continue
        ledgers += 1
        read, wrong = {row.number for row in found.rows}, {each.row for each in found.problems}
        assert all(each.message and each.expected for each in found.problems), seed
        assert kind == "scb" or not read & wrong, seed
    assert ledgers > len(SEEDS) // 2 and refusals > 0
