"""Bytes made UTF-8 without being held as text: what is said of them is what is said where they are read as one text."""

import random

import pytest

from kedjan_formats import encodings
from kedjan_formats.unreadable import Note, Unreadable

PIECES = ("å", "Ã", "¥", "Ã¥", "a", "\n", "€", "\ufeff", "elev;Ågrenska")
BYTES = (b"\0", b"\xe5", b"\xff\xfe", b"\xef\xbb\xbf", b"\xc3", b"\xa5")


def said(data: bytes) -> tuple[bytes, str, tuple[Note, ...]] | str:
    try:
        return encodings.as_utf8(data)
    except Unreadable as unreadable:
        return unreadable.message


def said_of_one_text(data: bytes) -> tuple[bytes, str, tuple[Note, ...]] | str:
    try:
        text, encoding, notes = encodings.decode(data)
    except Unreadable as unreadable:
        return unreadable.message
    return text.encode(), encoding, notes


def test_a_little_at_a_time_says_what_the_whole_text_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encodings, "_AT_ONCE", 3)
    pieces = [*(each.encode() for each in PIECES), *BYTES]
    for seed in range(3000):
        chance = random.Random(seed)
        data = b"".join(chance.choices(pieces, k=chance.randrange(8)))
        assert said(data) == said_of_one_text(data), data


def test_what_was_spoilt_over_the_edge_of_a_piece_is_put_right(monkeypatch: pytest.MonkeyPatch) -> None:
    data = "elev;Berget och dalÃ¥n".encode()
    for at in range(1, len(data)):
        monkeypatch.setattr(encodings, "_AT_ONCE", at)
        assert encodings.as_utf8(data)[0].decode() == "elev;Berget och dalån"
