"""Names of assignments whose leading zeros a spreadsheet has taken away: "1" for "01", "5a" for "05a"."""

import re
from collections.abc import Iterable, Sequence

from kedjan_formats.folding import folded, tidy

_NUMBERED = re.compile(r"(0*)(\d+)(\D.*)?", re.DOTALL)


class Assignments:
    """Which assignment a text means: among known names, or else among the names that the file itself holds."""

    def __init__(self, known: Sequence[str], met: Iterable[str]) -> None:
        self.names = tuple(known)
        self._width = 0 if known else _width({tidy(text) for text in met})
        self._exact = {folded(name): name for name in known}
        self._bare: dict[str, list[str]] = {}
        for name in known:
            self._bare.setdefault(_without_zeros(name), []).append(name)

    def meant(self, text: str) -> str | None:
        """The assignment's name; None where it is unknown, or where leaving out zeros fits several."""
        if not self.names:
            return _padded(text, self._width)
        if folded(text) in self._exact:
            return self._exact[folded(text)]
        candidates = self._bare.get(_without_zeros(text), [])
        return candidates[0] if len(candidates) == 1 else None


def _width(names: set[str]) -> int:
    """How many digits the file's names have where one of them begins with a zero and all such agree; otherwise 0."""
    widths = set()
    for name in names:
        found = _NUMBERED.fullmatch(name)
        if found and found[1]:
            widths.add(len(found[1] + found[2]))
    return widths.pop() if len(widths) == 1 else 0


def _padded(text: str, width: int) -> str:
    found = _NUMBERED.fullmatch(text)
    return text if not found else (found[1] + found[2]).zfill(width) + (found[3] or "")


def _without_zeros(text: str) -> str:
    found = _NUMBERED.fullmatch(folded(text))
    return folded(text) if not found else found[2] + (found[3] or "")
