"""Loops as one Ibis table: a row per answer to an assignment, its tags in a bit mask.

Columns: `assignment`, `area` (service area), `respondent`: text; `emotion`: -2 to 2 or null;
`tags`: a whole number in which bit *i* says that the loop has the *i*-th tag of the tag set.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from kedjan_statistics.later import later

if TYPE_CHECKING:
    import ibis
    import pyarrow as pa
    from typing_extensions import TypeIs
else:
    ibis = later("ibis")
    pa = later("pyarrow")


__all__ = [
    "EMOTIONS",
    "MOST_TAGS",
    "Loop",
    "LoopRow",
    "emotion_step",
    "is_table",
    "mask",
    "natural",
    "table",
    "tag_set",
]

EMOTIONS: Final = (-2, -1, 0, 1, 2)
MOST_TAGS: Final = 62
"""Tags that fit a signed 64-bit mask on every engine with a bit to spare."""


@cache
def schema() -> pa.Schema:
    """The columns of a table of loops."""
    return pa.schema(
        [
            ("assignment", pa.string()),
            ("area", pa.string()),
            ("respondent", pa.string()),
            ("emotion", pa.int8()),
            ("tags", pa.int64()),
        ]
    )


class LoopRow(Protocol):
    """What a row must have to be counted; `tags` by name, or already as a mask over the tag set."""

    @property
    def assignment(self) -> str: ...
    @property
    def area(self) -> str: ...
    @property
    def respondent(self) -> str: ...
    @property
    def emotion(self) -> int | None: ...
    @property
    def tags(self) -> int | Collection[str]: ...


class Loop(NamedTuple):
    """One answer by one person to one assignment."""

    assignment: str
    area: str
    respondent: str
    emotion: int | None
    tags: int | Collection[str]


def tag_set(tags: Iterable[str]) -> tuple[str, ...]:
    """The tag set in its order. Refuses a tag named twice and more tags than a mask holds."""
    names = tuple(tags)
    if len(set(names)) != len(names):
        raise ValueError("a tag set names each tag once")
    if len(names) > MOST_TAGS:
        raise ValueError(f"a tag set holds at most {MOST_TAGS} tags, not {len(names)}")
    return names


def table(rows: Iterable[LoopRow], tags: Sequence[str]) -> ibis.Table:
    """The rows as a table of loops. Refuses a tag outside the tag set and an emotion outside -2 to 2."""
    bits = {name: 1 << index for index, name in enumerate(tag_set(tags))}
    every = tuple(rows)
    columns = [
        [row.assignment for row in every],
        [row.area for row in every],
        [row.respondent for row in every],
        [emotion_step(row.emotion) for row in every],
        [mask(row.tags, bits) for row in every],
    ]
    return ibis.memtable(pa.table(dict(zip(schema().names, columns, strict=True)), schema=schema()))


def mask(tags: int | Collection[str], bits: dict[str, int]) -> int:
    """The tags of one loop as a mask; a tag written twice in a loop is one."""
    if isinstance(tags, int):
        if tags >> len(bits):
            raise ValueError(f"a mask of {tags} reaches outside a tag set of {len(bits)}")
        return tags
    unknown = [tag for tag in tags if tag not in bits]
    if unknown:
        raise ValueError(f"tag {unknown[0]!r} is not in the tag set: {', '.join(bits)}")
    return sum(bits[tag] for tag in set(tags))


def natural(name: str) -> tuple[tuple[str, int, str], ...]:
    """A sorting key that puts 2 before 10, 05a before 05b, and å, ä, ö last, as Swedish readers expect."""
    swedish = name.casefold().translate(str.maketrans("åäö", "{|}"))
    return tuple((text, int(digits or 0), digits) for text, digits in re.findall(r"(\D*)(\d*)", swedish))


def is_table(loops: object) -> TypeIs[ibis.Table]:
    """Whether these are loops in an engine. Asked by what a table can, so that rows are counted without loading one."""
    return hasattr(loops, "to_pyarrow")


def emotion_step(emotion: int | None) -> int | None:
    """The emotion as it is. Refuses one outside -2 to 2."""
    if emotion is not None and emotion not in EMOTIONS:
        raise ValueError(f"an emotion is one of -2, -1, 0, 1, 2 or absent, not {emotion}")
    return emotion
