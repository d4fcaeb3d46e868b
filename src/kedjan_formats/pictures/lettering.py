"""How wide words are and how they break, without a font at hand.

Widths are Helvetica's, in thousandths of the type size, with room to spare for the fonts that may stand in for it.
"""

from collections.abc import Sequence

_ROOM = 1.07
_DEFAULT = 600
_WIDTHS = {
    character: width
    for width, characters in (
        (191, "'"), (222, "ijl"), (278, " !,./:;I[]\\ft|\u00a0"), (333, "()-r`{}"), (389, "*"),
        (500, "cksvxyzJ"), (556, "0123456789abdeghnopquåäöéàü?#$_L–"), (584, "+<=>~−±×"), (611, "FTZ"),
        (667, "ABEKPSVXYÅÄ&É"), (722, "CDHNRUwÜ"), (778, "GOQÖ"), (833, "mM"), (889, "%"), (944, "W"),
        (1000, "—…"), (1015, "@"),
    )
    for character in characters
}  # fmt: skip


def width(words: str, size: float, *, bold: bool = False) -> float:
    """The room words take, in pixels."""
    return sum(_WIDTHS.get(character, _DEFAULT) for character in words) * size / 1000 * _ROOM * (1.06 if bold else 1)


def wrapped(words: str, room: float, size: float, *, lines: int = 2, bold: bool = False) -> tuple[str, ...]:
    """Words broken at spaces (or inside a word that is wider than the room), cut with … after `lines` lines."""
    broken: list[str] = []
    for word in words.split():
        piece = word
        if broken and width(f"{broken[-1]} {piece}", size, bold=bold) <= room:
            broken[-1] += f" {piece}"
            continue
        while len(piece) > 1 and width(piece, size, bold=bold) > room:
            cut = _fitting(piece, room, size, bold=bold)
            broken.append(piece[:cut])
            piece = piece[cut:]
        broken.append(piece)
    if len(broken) <= lines:
        return tuple(broken) or ("",)
    rest = " ".join(broken[lines - 1 :])
    return (*broken[: lines - 1], cut_short(rest, room, size, bold=bold))


def cut_short(words: str, room: float, size: float, *, bold: bool = False) -> str:
    """Words as they are where they fit, else as many letters as fit and an ellipsis."""
    if width(words, size, bold=bold) <= room:
        return words
    kept = words[: _fitting(words, room - width("…", size, bold=bold), size, bold=bold)]
    return kept.rstrip() + "…"


def widest(labels: Sequence[str], size: float, *, bold: bool = False) -> float:
    return max((width(label, size, bold=bold) for label in labels), default=0)


def longest_word(labels: Sequence[str], size: float, *, bold: bool = False) -> float:
    return widest([word for label in labels for word in label.split()], size, bold=bold)


def _fitting(words: str, room: float, size: float, *, bold: bool) -> int:
    count = len(words)
    while count > 1 and width(words[:count], size, bold=bold) > room:
        count -= 1
    return count
