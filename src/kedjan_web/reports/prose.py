"""A writer's plain text as paragraphs and lists: empty lines divide it, lines that begin with a dash are items."""

import re
from collections.abc import Iterator
from typing import Literal

type Piece = tuple[Literal["paragraph", "list"], tuple[str, ...]]

_ITEM = re.compile(r"\s*[-–•*]\s+")


def pieces(text: str) -> Iterator[Piece]:
    """Yield each paragraph as one line, and each list as its items."""
    for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip()):
        lines = [line for line in part.split("\n") if line.strip()]
        if lines and all(_ITEM.match(line) for line in lines):
            yield "list", tuple(_ITEM.sub("", line, count=1).strip() for line in lines)
        elif lines:
            yield "paragraph", (" ".join(line.strip() for line in lines),)
