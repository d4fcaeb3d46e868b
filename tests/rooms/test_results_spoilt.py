"""Files of results, spoilt in two hundred ways each: they end in rows and what is wrong, or in a refusal."""

import random
from collections.abc import Callable

import pytest

from kedjan.results.recognising import Read, recognised
from kedjan_formats.unreadable import MESSAGES, Unreadable
from kedjan_statistics.matrix import MIDTERM
from tests.formats.test_scb import line as scb_line
from tests.formats.test_scb import person

SEEDS = range(200)
ODD = (
    "", " ", "1,99E+11", "991231", "-1", "\u0663", "9999999", "2026-13", "\u2028", "1e9", "'", "½", "x" * 300, "=1+1",
    "#N/A",
    "Ã¥", "..", "0,5", "1 000", "\u00a0C\u00a0", "<b>", "\x00", "\x1a", "\t",
)  # fmt: skip


def grades(_: random.Random) -> list[str]:
    head = "elev;kön;skolenhet;läsår;årskurs;ämne;betyg"
    return [head, *(f"e{n};{'KM'[n % 2]};Ågrenska;2024/25;9;{s};C" for n in range(12) for s in ("SV", "EN", "MA"))]


def later_grades(_: random.Random) -> list[str]:
    head = "elev;skolenhet;läsår;ämne;betyg;prövning/lovskola;datum"
    rows = (f"e{n};Ågrenska;2024/25;{s};E;{w};2025-08-0{n % 9 + 1}" for n in range(12) for s, w in WAYS)
    return [head, *rows]


def destinations(_: random.Random) -> list[str]:
    kinds = ("HF", "yrkesprogram", "IM", "flyttat")
    return ["elev;skolenhet;läsår;vart;programtyp", *(f"e{n};Ågrenska;2024/25;Eken;{kinds[n % 4]}" for n in range(30))]


def steps(_: random.Random) -> list[str]:
    names = ("signal", "kartläggning", "utredning", "åtgärd")
    return ["elev;skolenhet;datum;steg", *(f"e{n};Ågrenska;2026-0{n % 6 + 1}-12;{names[n % 4]}" for n in range(30))]


def months(_: random.Random) -> list[str]:
    head = "elev;skolenhet;årskurs;månad;erbjudna minuter;giltig frånvaro;ogiltig frånvaro"
    return [head, *(f"e{n};Ågrenska;8;2026-0{m};5000;{n * 10};0" for n in range(12) for m in (1, 2, 3))]


def matrices(dice: random.Random) -> list[str]:
    names = [name for name in MIDTERM.columns if name not in ("SVA",)]
    return [
        ";".join(["Elev", *names]),
        *(";".join([f"e{n}", *(str(dice.randrange(4)) for _ in names)]) for n in range(30)),
    ]


def records(_: random.Random) -> list[str]:
    return [scb_line(number=person(980 + n)) for n in range(20)]


WAYS = (("SV", "lovskola"), ("EN", "prövning"), ("MA", "lovskola"))
KINDS: dict[str, Callable[[random.Random], list[str]]] = {
    "grades": grades, "later grades": later_grades, "months": months, "destinations": destinations,
    "steps": steps, "matrices": matrices, "scb": records,
}  # fmt: skip


def spoil_line(dice: random.Random, lines: list[str], at: int) -> None:
    fields = lines[at].split(";")
    match dice.randrange(8):
        case 0 | 1 | 2:
            fields[dice.randrange(len(fields))] = dice.choice(ODD)
        case 3:
            del fields[dice.randrange(len(fields))]
        case 4:
            fields.insert(dice.randrange(len(fields)), "något")
        case 5:
            fields = [
                dice.choice(("Summa", "Totalt", "Källa: skolan", "Samtliga", "")),
                *fields[1 : dice.choice((1, 9))],
            ]
        case 6:
            fields = [f'"{each}"' for each in fields]
        case _:
            lines.insert(dice.randrange(len(lines)), lines[at])
            return
    lines[at] = ";".join(fields)


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


def filled(lines: list[str], found: Read) -> set[int]:
    """The rows in which something stands, but for the heading, by their numbers."""
    headed = {"grades", "later_grades", "attendance", "destinations", "steps", "matrix"}
    first = 2 if found.kind.value in headed else 1
    start = 1 if lines[0].startswith("sep=") else 0
    body = [number for number, line in enumerate(lines, start=1) if line.strip('; \t"\u2028\u00a0\x1a')]
    return set(body[start:][first - 1 :])


@pytest.mark.parametrize("kind", KINDS)
def test_no_spoilt_file_crashes_and_no_row_is_lost(kind: str) -> None:
    ledgers = refusals = 0
    for seed in SEEDS:
        dice = random.Random(f"{kind} {seed}")
        lines = KINDS[kind](dice)
        for _ in range(dice.randint(1, 8)):
            spoil_line(dice, lines, dice.randrange(dice.choice((0, 1, 1, 1)), len(lines)))
        data = spoil_file(dice, lines)
        try:
            found = recognised(data, "fil.csv")
        except Unreadable as refused:
            assert refused.code in MESSAGES and str(refused), seed
            refusals += 1
            continue
        ledgers += 1
        read, wrong = {row.number for row in found.rows}, {each.row for each in found.problems}
        assert all(each.message and each.expected for each in found.problems), seed
        assert kind == "scb" or not read & wrong, seed
    assert ledgers > len(SEEDS) // 2 and refusals > 0


@pytest.mark.parametrize("kind", KINDS)
def test_every_row_of_a_file_with_spoilt_lines_is_read_or_told(kind: str) -> None:
    for seed in SEEDS:
        dice = random.Random(f"{kind} lines {seed}")
        lines = KINDS[kind](dice)
        head = [] if kind == "scb" else [lines.pop(0)]
        for _ in range(dice.randint(1, 6)):
            spoil_line(dice, lines, dice.randrange(len(lines)))
        whole = [*head, *lines]
        try:
            found = recognised("\n".join(whole).encode(), "fil.csv")
        except Unreadable as refused:
            assert str(refused), seed
            continue
        read, wrong = {row.number for row in found.rows}, {each.row for each in found.problems}
        around = {
            number
            for note in found.notes
            if note.code in ("preamble_left_out", "footer_left_out")
            for number in range(note.values["first"], note.values["last"] + 1)
        }
        lost = filled(whole, found) - read - wrong - around
        assert not lost, (seed, [whole[number - 1] for number in sorted(lost)])
