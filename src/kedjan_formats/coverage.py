"""Which characters the vendored font can show: a tagged PDF may hold no other, and people write emoji."""

import re
import struct
from functools import cache

from kedjan_formats.drawings import FONTS

_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
_BEYOND_ASCII = re.compile("[^\n\t -~]")
_BOX = "□"
_SEGMENTED, _GROUPED = 4, 12


def shown(text: str) -> str:
    """The text with a box for each character that the font lacks, and without invisible ones."""
    return _BEYOND_ASCII.sub(lambda found: found[0] if ord(found[0]) in covered() else _BOX, _INVISIBLE.sub("", text))


@cache
def covered() -> frozenset[int]:
    """The code points in the regular style's character map."""
    font = (FONTS / "Inter-Regular.otf").read_bytes()
    start = _table(font, b"cmap")
    (number,) = struct.unpack_from(">H", font, start + 2)
    found: set[int] = set()
    for index in range(number):
        (offset,) = struct.unpack_from(">L", font, start + 8 + 8 * index)
        found |= _characters(font, start + offset)
    return frozenset(found)


def _table(font: bytes, name: bytes) -> int:
    (number,) = struct.unpack_from(">H", font, 4)
    entries = (struct.unpack_from(">4s4xL", font, 12 + 16 * index) for index in range(number))
    return next(int(offset) for tag, offset in entries if tag == name)


def _characters(font: bytes, at: int) -> set[int]:
    """The characters of one map: of the two forms that today's fonts have, others are passed over."""
    (form,) = struct.unpack_from(">H", font, at)
    if form == _GROUPED:
        (number,) = struct.unpack_from(">L", font, at + 12)
        groups = [struct.unpack_from(">LL", font, at + 16 + 12 * index) for index in range(number)]
    elif form == _SEGMENTED:
        (doubled,) = struct.unpack_from(">H", font, at + 6)
        ends = struct.unpack_from(f">{doubled // 2}H", font, at + 14)
        starts = struct.unpack_from(f">{doubled // 2}H", font, at + 16 + doubled)
        groups = [(first, last) for first, last in zip(starts, ends, strict=True) if last < 0xFFFF]
    else:
        groups = []
    return {code for first, last in groups for code in range(first, last + 1)}
