"""What crosses the door of releases: tables as they are handed in, what is decided about them, what was shared."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from kedjan.access.service import Refused
from kedjan_statistics.disclosure import Loop
from kedjan_statistics.figure import Value

type Place = tuple[str, str]
"""Where a figure stands in its table: the key of its row, the key of its column."""


@dataclass(frozen=True, slots=True)
class Source:
    """What the tables were made of: room, kind and key, for example a round of reflections by its id.

    Everything shared of one source is judged together, so no loop may belong to two sources.
    """

    room: str
    kind: str
    key: str


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of a row or column. `part` says what it is about (tag, measure, total, area), `group` what it is under.

    `is_message` where the name is a message id to translate; `closing` rows sum up and stand below the others.
    """

    key: str
    name: str
    part: str = ""
    group: str = ""
    closing: bool = False
    is_message: bool = False


@dataclass(frozen=True, slots=True)
class Given:
    """A value in a table, with how it is shown.

    `needs` are keys of other cells of the table that it is computed from too, as a difference is: where one of these
    is hidden, so is the value. It is not kept with what has been shared.
    """

    value: Value
    decimals: int = 0
    percent: bool = False
    needs: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Note:
    """A remark below a table: an English message id that `values` fill."""

    message: str
    values: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReleaseCell:
    """A group of loops and all figures that describe it (one denominator).

    `members` is loop id -> person id, both opaque; a changed loop has a new id. A figure with another denominator, as a
    mean emotion where some gave none, belongs to a cell of its own with another `measure`. `left_out` is a cell that
    the one who shares hides by choice, as the members of a merged group. `counts` is what its figures count among the
    loops: name -> (number, the most one loop can add), the same name for the same thing in every table of the source.
    Where the loops are themselves those counted, `among` names the cells of the table among which they were: name of
    what is counted there -> the cell's key; that nobody else of these was is then told of them.
    """

    key: str
    label: str
    members: Mapping[str, str]
    figures: Mapping[Place, Given]
    measure: str = "loops"
    left_out: bool = False
    counts: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    among: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReleaseTable:
    """A table to be shared. `title` is a message id or text that `values` fill; cell keys are unique in the table.

    Where `ends` names a column, only the lowest and the highest of the means that may be shown in each row are given
    out, and in that column the difference between them. All the row's cells are judged as if they were shown.
    """

    key: str
    title: str
    rows: tuple[Heading, ...]
    columns: tuple[Heading, ...]
    cells: tuple[ReleaseCell, ...]
    values: Mapping[str, str | int] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    ends: str = ""


@dataclass(frozen=True, slots=True)
class Grouping:
    """The groups chosen to stand beside each other (name -> areas; the whole and groups left out not among them).

    `loops` are all of the source, so that what a choice would show can be named by area and assignment.
    """

    loops: tuple[Loop, ...]
    groups: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Summand:
    """A cell in the sum a reader could do; `release` is the title of the earlier release it stands in, if it does."""

    label: str
    sign: int
    release: str = ""


@dataclass(frozen=True, slots=True)
class HiddenCell:
    """A cell that is hidden, for the one who shares: reason `few_persons`, `complementary` or `chosen`.

    For a complementary one, `shows` is the sum that would tell about `persons` persons (exactly, or within narrow
    bounds where not `exact`); it is empty where so many groups overlap that a leak could only not be ruled out.
    """

    table: str
    cell: str
    label: str
    reason: str
    shows: tuple[Summand, ...] = ()
    persons: int = 0
    exact: bool = True


@dataclass(frozen=True, slots=True)
class Alike:
    """A group where all answered alike, so that its shown figure tells what each of them said (decision 0006).

    `name` is what was counted, or what the mean is of; `high` where everybody was counted, or the mean is the highest.
    """

    label: str
    name: str
    high: bool


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why it cannot be shared at all: an English message id that `values` fill.

    `loops` is assignment -> loops that would be seen, and `leave_out` the group without which it can be shared.
    """

    message: str
    values: Mapping[str, str | int] = field(default_factory=dict)
    loops: Mapping[str, int] = field(default_factory=dict)
    leave_out: str = ""


@dataclass(frozen=True, slots=True)
class SharedTable:
    """A table as it is given out. Hidden values are `Hidden("protected")`, whatever the reason."""

    key: str
    title: str
    rows: tuple[Heading, ...]
    columns: tuple[Heading, ...]
    places: Mapping[Place, Given]
    values: Mapping[str, str | int] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """What sharing the tables would mean now. `seen` counts what had been shared of the source: for `release`."""

    source: Source
    kind: str
    threshold: int
    seen: int
    tables: tuple[SharedTable, ...]
    hidden: tuple[HiddenCell, ...]
    refusals: tuple[Refusal, ...]
    alike: tuple[Alike, ...] = ()


@dataclass(frozen=True, slots=True)
class ReleaseLine:
    """A release in a list."""

    id: UUID
    title: str
    purpose: str
    source: Source
    made_by: UUID
    made_at: datetime
    threshold: int
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True)
class Release:
    """What was given out, under which rules. A withdrawn one has no tables, save for those who may share."""

    line: ReleaseLine
    rules: str
    tables: tuple[SharedTable, ...]
    withdrawn_reason: str = ""


@dataclass(frozen=True, slots=True)
class Threshold:
    """The floor of a kind: no provider may show a figure about fewer persons.

    `rule` is a message id that says where it comes from.
    """

    kind: str
    persons: int
    rule: str


@dataclass(frozen=True, slots=True)
class ThresholdChange:
    """A threshold that was set, from which day on, by whom and when."""

    persons: int
    valid_from: date
    made_by: UUID
    made_at: datetime


@dataclass(frozen=True, slots=True)
class ThresholdNow:
    """The threshold of a kind as it holds today: `since` when, or None where it is still the floor of its `rule`.

    `coming` begin later; `history` is every change, the latest first; `seen` counts them: for `set_threshold`.
    """

    rule: Threshold
    persons: int
    since: date | None
    coming: tuple[ThresholdChange, ...]
    history: tuple[ThresholdChange, ...]
    seen: int


class AllAlike(Refused):
    """In some group all answered alike, which whoever shares must say that they have considered (decision 0006)."""

    def __init__(self, alike: tuple[Alike, ...]) -> None:
        refusal = Refused("In some groups everybody answered alike. Say that you have considered it.")
        super().__init__(refusal.message)
        self.alike = alike


class WouldLeak(Refused):
    """Sharing would show fewer persons than the threshold, and no hiding mends it; carries every refusal."""

    def __init__(self, refusals: tuple[Refusal, ...]) -> None:
        super().__init__(refusals[0].message, **refusals[0].values)
        self.refusals = refusals
