"""Spoilt files of SS 12000: each ends in a ledger or a refusal that names the place, and no object is lost silently."""

import json
import random
from typing import Any

import pytest

from kedjan_formats import ss12000
from kedjan_formats.unreadable import MESSAGES, Unreadable
from tests.formats.ss12000_sample import as_bytes, as_lines, whole

ODD: tuple[Any, ...] = (
    None,
    "",
    "å" * 600,
    -1,
    1e300,
    10**30,
    True,
    [],
    {},
    [[]],
    [None],
    {"id": None},
    {"id": {"id": 1}},
    {"value": ["19"]},
    "2026-99-99",
    "\ud800",
    "\u0661\u0662",
    "9" * 5000,
    "0001-01-01T00:00:00+14:00",
    "1,99E+11",
    "Sekretessmarkering",
)


def places(given: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a document, the outermost left out."""
    parts = given.items() if isinstance(given, dict) else enumerate(given) if isinstance(given, list) else ()
    return [found for key, part in parts for found in [(*at, key), *places(part, (*at, key))]]


def spoil(given: Any, dice: random.Random) -> Any:
    """Put something odd at one to three places within objects, or take away what stands there."""
    made = json.loads(json.dumps(given))
    for at in dice.sample([each for each in places(made) if len(each) > 1], dice.randint(1, 3)):
        inner = made
        try:
            for key in at[:-1]:
                inner = inner[key]
            if dice.random() < 0.25:
                del inner[at[-1]]
            else:
                inner[at[-1]] = dice.choice(ODD)
        except (KeyError, IndexError, TypeError):
            continue
    return made


def accounted(found: ss12000.Parsed) -> int:
    """How many objects were read, refused or stood there again."""
    assert all(one.column and one.message and one.expected for one in found.problems)
    assert all(str(note) for note in found.notes)
    assert found.refused <= len(found.problems)
    assert len({one.row for one in found.problems}) == found.refused
    return sum(map(len, found.values.values())) + found.refused + found.repeated


@pytest.mark.parametrize("seed", range(200))
def test_no_object_is_lost_whatever_stands_in_it(seed: int) -> None:
    made = spoil(whole(), random.Random(seed))
    objects = sum(map(len, made.values()))
    assert accounted(ss12000.parse(as_bytes_of_any(made))) == objects
    mixed = [each for part in made.values() for each in part]
    assert accounted(ss12000.parse(as_bytes_of_any(mixed))) == objects


def as_bytes_of_any(given: Any) -> bytes:
    return json.dumps(given).encode()


@pytest.mark.parametrize("seed", range(200))
def test_bytes_that_are_spoilt_end_in_a_ledger_or_a_refusal(seed: int) -> None:
    dice = random.Random(seed)
    data = bytearray(as_lines(whole()) if seed % 2 else as_bytes(whole()))
    for _ in range(dice.randint(1, 4)):
        at = dice.randrange(len(data))
        match dice.randrange(4):
            case 0:
                del data[at:]
                data = data or bytearray(b"x")
            case 1:
                data[at] = dice.randrange(256)
            case 2:
                del data[at : at + dice.randint(1, 200)]
                data = data or bytearray(b"x")
            case _:
                data[at:at] = bytes(dice.randrange(256) for _ in range(dice.randint(1, 9)))
    try:
        found = ss12000.parse(bytes(data))
    except Unreadable as refused:
        assert refused.code in MESSAGES and str(refused)
        return
    assert accounted(found) == found.objects
    if seed % 2:
        assert found.objects == sum(1 for line in bytes(data).split(b"\n") if line.strip())
