"""Files spoilt as on people's desks and on the way, and the account that none of their rows is lost."""

import random
from collections.abc import Iterable, Sequence
from typing import Any

from kedjan_formats.tables import Sheet
from kedjan_formats.unreadable import MESSAGES, Unreadable

ODD = (
    "",
    "1,99E+11",
    "x" * 300,
    "-1",
    "\u0663",
    "\u00b2",
    "9999999",
    "2026-13-01",
    "0000-01-01",
    "9999-12",
    "9999/00",
    "\u2028",
    "1e9",
    "'",
    "0x10",
    "½",
    "#N/A",
    "=1+1",
    "\u200b",
    "A" * 40_000,
    " ",
    "991231",
    "Ã¥",
    "..",
    "0,5",
    "1 000",
    "\u00a0C\u00a0",
    "<b>",
    "\x00",
    "\x1a",
    "\t",
)
AROUND = ("Källa: skolan", "", "Samtliga")


def spoilt(lines: Sequence[str], dice: random.Random) -> list[str]:
    """Spoil one to eight of the lines: a field odd, lacking or too many, a sum, a note, in
    quotes, a line twice or none."""
    made = list(lines)
    for _ in range(dice.randint(1, 8)):
        at = dice.randrange(len(made))
        fields = made[at].split(";")
        match dice.randrange(8):
            case 0 | 1:
                fields[dice.randrange(len(fields))] = dice.choice(ODD)
            case 2:
                del fields[dice.randrange(len(fields))]
            case 3:
                fields.insert(dice.randrange(len(fields)), "något")
            case 4:
                fields = ["Summa", *fields[1:]]
            case 5:
                fields = dice.choice(made).split(";")
            case 6:
                fields = [f'"{each}"' for each in fields]
            case _:
                fields = [dice.choice(AROUND)]
        made[at] = ";".join(fields) or " "
    return made


def spoilt_bytes(data: bytes, dice: random.Random) -> bytes:
    """Spoil one to four places of a file: cut off, a byte changed, some lost, some added."""
    made = bytearray(data)
    for _ in range(dice.randint(1, 4)):
        at = dice.randrange(len(made))
        match dice.randrange(4):
            case 0:
                del made[at:]
            case 1:
                made[at] = dice.randrange(256)
            case 2:
                del made[at : at + dice.randint(1, 200)]
            case _:
                made[at:at] = bytes(dice.randrange(256) for _ in range(dice.randint(1, 9)))
        made = made or bytearray(b"x")
    return bytes(made)


def filled(lines: Iterable[str], first: int) -> set[int]:
    """Rows in which something stands, by their numbers in the file."""
    return {number for number, line in enumerate(lines, start=first) if line.replace(";", "").strip()}


def told_around(sheet: Sheet) -> set[int]:
    """Rows that a table left out above and below, all of which remarks tell."""
    ranges = [note.values for note in sheet.notes if note.code in ("preamble_left_out", "footer_left_out")]
    return {row for each in ranges for row in range(whole(each["first"]), whole(each["last"]) + 1)}


def told_rows(parsed: Any, code: str) -> set[int]:
    """Rows that remarks with this code name."""
    return {row for note in parsed.notes if note.code == code for row in note.values["rows"]}


def accounted(parsed: Any, rows: set[int], told: set[int]) -> None:
    """Every row is read, or told as wrong, or told as left out; never two of them; all that is told can be said."""
    read, wrong = {row.number for row in parsed.rows}, {one.row for one in parsed.problems}
    assert not read & wrong and not read & told and not wrong & told
    assert rows <= read | wrong | told
    assert all(one.message % one.values and one.expected % one.values for one in parsed.problems)
    assert all(str(note) for note in parsed.notes)


def refused(found: Unreadable) -> None:
    """A refusal says what was wrong, with its values filled in."""
    assert found.code in MESSAGES and str(found) and "%(" not in str(found)


def whole(value: object) -> int:
    """A row's number that a remark tells."""
    assert isinstance(value, int)
    return value
