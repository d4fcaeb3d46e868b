"""Decisions on plain values: which cells of a tag table stand out, the rule in words, when an area may be named."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from kedjan.reflection.table_values import Legend, Marking
from kedjan_statistics import loops as statistics

FEWEST_PERSONS = 5
"""Fewer persons than this are not pointed out by an area beside a text, nor compared (R4)."""


def noop(message: str) -> str:
    """Mark a message id for the catalogues; it is translated by whoever shows it."""
    return message


LARGEST_RULE = noop(
    "The largest %(share)s of the cells are marked, and those as large. It says which numbers are largest, not that "
    "they are bad or surely different from others."
)
DEVIATING_RULE = noop(
    "Cells are marked that differ from the rest of the table (Fisher's exact test, false discovery rate below 5 %). "
    "Reflections by the same person are not independent, so this is a hint."
)
SURE = 0.05

type Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Marked:
    """The marked cells by (row of slices, tag), the deviations where that is the rule, and the legend."""

    cells: frozenset[Key]
    legend: Legend
    deviations: Mapping[Key, statistics.Deviation] = field(default_factory=dict)


def marked(
    marking: Marking,
    slices: Mapping[str, statistics.Slice],
    total: statistics.Slice,
    tags: tuple[str, ...],
    *,
    share: Fraction,
    without: Collection[str] = (),
) -> Marked:
    """Mark by the rule asked for. `slices` are the rows of loops that the tags are counted in."""
    left_out = tuple(tag for tag in tags if tag in without)
    if marking is Marking.LARGEST:
        found = statistics.largest(statistics.share_cells(slices, tags, without=without), share)
        legend = Legend(
            marking,
            LARGEST_RULE,
            {"share": share},
            found.cells,
            found.k,
            found.threshold,
            len(found.marked),
            left_out,
        )
        return Marked(frozenset(found.marked), legend)
    if marking is Marking.DEVIATING:
        deviations = statistics.deviating(statistics.tag_cells(slices, tags, total, without=without))
        sure = frozenset(key for key, each in deviations.items() if each.q < SURE)
        return Marked(
            sure, Legend(marking, DEVIATING_RULE, pool=len(deviations), marked=len(sure), left_out=left_out), deviations
        )
    return Marked(frozenset(), Legend(marking))


def may_name_area(persons: int, *, protected: bool) -> bool:
    """Return whether a text may stand with its area: five persons answered there, and the writer is not protected."""
    return persons >= FEWEST_PERSONS and not protected
