"""Reflections counted: the tables, markings, patterns and pairs of a round of assignments.

A *loop* is one person's answer to one assignment: which service area they answered for, how it felt from -2 to 2, and
which tags of the round's tag set they chose. Counts are whole numbers, shares and means exact fractions.

    from kedjan_statistics import loops
    table = loops.table(rows, tags)            # or any Ibis table of the same columns: a million rows in a Parquet file
    loops.counts(table, tags, by=["area"])     # an Ibis table, run where its rows live
    loops.summarise(table, tags).total         # plain whole numbers
    held = loops.columns(table, tags)          # read once, for whoever asks the same loops often
"""

from kedjan_statistics.loops_columns import Columns, columns
from kedjan_statistics.loops_counts import Slice, Summary, counts, regrouped, summarise, tag_counts
from kedjan_statistics.loops_marking import (
    MOST_IMPORTANT,
    Cell,
    Deviation,
    Extreme,
    Largest,
    Spread,
    deviating,
    emotion_spread,
    largest,
    pattern_tags,
    share_cells,
    tag_cells,
)
from kedjan_statistics.loops_matching import matching
from kedjan_statistics.loops_pairs import Pair, pair_list, pairs, summary_and_pairs
from kedjan_statistics.loops_publish import Publication, publication
from kedjan_statistics.loops_report import report
from kedjan_statistics.loops_sets import Combination, Combinations, Shuffles, combinations, shuffled
from kedjan_statistics.loops_table import EMOTIONS, MOST_TAGS, Loop, LoopRow, table, tag_set

__all__ = [
    "EMOTIONS",
    "MOST_IMPORTANT",
    "MOST_TAGS",
    "Cell",
    "Columns",
    "Combination",
    "Combinations",
    "Deviation",
    "Extreme",
    "Largest",
    "Loop",
    "LoopRow",
    "Pair",
    "Publication",
    "Shuffles",
    "Slice",
    "Spread",
    "Summary",
    "columns",
    "combinations",
    "counts",
    "deviating",
    "emotion_spread",
    "largest",
    "matching",
    "pair_list",
    "pairs",
    "pattern_tags",
    "publication",
    "regrouped",
    "report",
    "share_cells",
    "shuffled",
    "summarise",
    "summary_and_pairs",
    "table",
    "tag_cells",
    "tag_counts",
    "tag_set",
]
