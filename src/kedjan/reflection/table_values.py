"""Tables of a round: cells with their figures, marking and way to the texts, and what the table must say of itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from uuid import UUID

from kedjan_statistics.figure import Value
from kedjan_statistics.uncertainty import Interval, wilson


class Show(StrEnum):
    """What a tag table's cells hold: deviation is the cell's share minus the same tag's share in the whole table."""

    SHARES = "shares"
    COUNTS = "counts"
    DEVIATION = "deviation"


class Order(StrEnum):
    """How tags are ordered: rising total use, as in the tag set, or by the alphabet."""

    USE = "use"
    LIST = "list"
    ALPHABET = "alphabet"


class Marking(StrEnum):
    """Which cells are marked (C13): the largest share of them (R5), those that deviate from the rest, or none."""

    LARGEST = "largest"
    DEVIATING = "deviating"
    NONE = "none"


class Part(StrEnum):
    """What a row or column is about. A measure's name is an English message id; the others' are content."""

    TAG = "tag"
    ASSIGNMENT = "assignment"
    AREA = "area"
    TOTAL = "total"
    MEASURE = "measure"


@dataclass(frozen=True, slots=True)
class TextFilter:
    """The texts behind a cell: the arguments of `texts`. `emotion` empty means any, also none given."""

    assignment: str | None = None
    areas: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    emotion: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of a row or column. `title` is an assignment's heading; `group` the area that a column stands under.

    `decimals` and `percent` say how the figures under it are shown.
    """

    key: str
    part: Part
    name: str
    title: str = ""
    group: str = ""
    decimals: int = 0
    percent: bool = False

    @property
    def is_message(self) -> bool:
        """Return whether the name is a message id to translate."""
        return self.part in {Part.TOTAL, Part.MEASURE}


@dataclass(frozen=True, slots=True)
class Cell:
    """A value with what it says and where it leads.

    `key` is what evidence cites: the same for the same number in any table. `hits` of `of` loops have the tag, also
    where the value is a count or a deviation. `about` says which reflections are counted (assignment, areas); `texts`
    is the way to those behind the cell, None where there are none. `over` and `q` are set where marking is by
    deviation from the rest.
    """

    key: str
    value: Value
    marked: bool = False
    about: TextFilter = TextFilter()
    texts: TextFilter | None = None
    hits: int | None = None
    of: int | None = None
    decimals: int = 0
    percent: bool = False
    over: bool | None = None
    q: float | None = None

    @property
    def interval(self) -> Interval | None:
        """Return Wilson's 95 per cent interval for the share behind the cell (R6), where there is one."""
        return wilson(self.hits, self.of) if self.hits is not None and self.of else None


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; `closing` rows (totals, tags per reflection, mean emotion) stand below the others."""

    heading: Heading
    cells: tuple[Cell, ...]
    closing: bool = False


@dataclass(frozen=True, slots=True)
class Legend:
    """The rule of marking as it fell out: message ids with values. Empty rule: nothing is marked.

    `largest`: of `pool` cells the `k` largest, `threshold` and above (ties too). `left_out` are tags not in the pool.
    """

    marking: Marking
    rule: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    pool: int = 0
    k: int = 0
    threshold: Fraction | None = None
    marked: int = 0
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """What makes a table's numbers numbers (R2): definition (message id), population, source, revision.

    `withheld`: the reader is a manager, and what those whom they lead wrote is in no number.
    """

    definition: str
    population: str
    source: str
    revision: int
    loops: int
    persons: int
    invited: int | None
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class TableNote:
    """A remark below the table: an English message id that `values` fill."""

    message: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a round. `key` is its kind: tags_by_assignment, by_area, emotion_spread, tags_by_area, ...

    `title` is a message id that `values` fill. Every row has one cell for each column.
    """

    key: str
    round: UUID
    title: str
    columns: tuple[Heading, ...]
    rows: tuple[Row, ...]
    legend: Legend
    facts: Facts
    values: Mapping[str, object] = field(default_factory=dict)
    notes: tuple[TableNote, ...] = ()

    @property
    def body(self) -> tuple[Row, ...]:
        """Return the rows above the closing ones."""
        return tuple(row for row in self.rows if not row.closing)

    @property
    def closing(self) -> tuple[Row, ...]:
        """Return the rows that sum up."""
        return tuple(row for row in self.rows if row.closing)

    def cell(self, row: str, column: str) -> Cell:
        """Return the cell by the keys of its row and column; KeyError where there is none."""
        place = {heading.key: number for number, heading in enumerate(self.columns)}[column]
        return {each.heading.key: each for each in self.rows}[row].cells[place]


@dataclass(frozen=True, slots=True)
class SpreadEnd:
    """The areas that share the lowest or highest mean emotion of an assignment, each with its number of persons."""

    areas: tuple[str, ...]
    value: Value
    persons: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SpreadRow:
    """One assignment's spread of mean emotion; `too_few` are areas left out since fewer than five persons answered."""

    assignment: str
    title: str
    lowest: SpreadEnd
    highest: SpreadEnd
    difference: Value
    too_few: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Spread:
    """Table 3b (C17): where the emotion is lowest and highest, compared as exact fractions, ties together."""

    round: UUID
    rows: tuple[SpreadRow, ...]
    largest: tuple[str, ...]
    smallest: tuple[str, ...]
    fewest_persons: int
    facts: Facts


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """Persons and loops of one assignment against those invited; `alarm` where under half answered (C15)."""

    assignment: str
    title: str
    loops: int
    persons: int
    rate: Value
    alarm: bool


@dataclass(frozen=True, slots=True)
class Curve:
    """The response curve. The rate is loops over invited (C11); `first_alarm` is the first assignment under half.

    `not_open`: the codes of assignments that are not in it, since they have not opened and nobody has answered them.
    """

    round: UUID
    points: tuple[CurvePoint, ...]
    invited: int | None
    first_alarm: str | None
    not_open: tuple[str, ...]
    facts: Facts


@dataclass(frozen=True, slots=True)
class Distribution:
    """How many loops of one assignment or area gave each step from −2 to 2, how many gave none, and the mean."""

    heading: Heading
    steps: tuple[int, int, int, int, int]
    none_given: int
    mean: Value
    persons: int
    texts: tuple[TextFilter, TextFilter, TextFilter, TextFilter, TextFilter]


@dataclass(frozen=True, slots=True)
class Difference:
    """The share of a tag in one area minus that in another, with Newcombe's 95 per cent interval.

    Only where the interval leaves out 0 (`differs`) may it be said that one uses the tag more.
    """

    tag: str
    one: str
    other: str
    one_share: Value
    other_share: Value
    difference: Value
    low: float | None
    high: float | None
    differs: bool


@dataclass(frozen=True, slots=True)
class Distributions:
    """Emotion distributions side by side, the whole last."""

    round: UUID
    items: tuple[Distribution, ...]
    facts: Facts
