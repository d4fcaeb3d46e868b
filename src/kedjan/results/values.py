"""What results answers with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

from kedjan.facts.service import FactKind, Stored
from kedjan.pupils.service import GivenUp
from kedjan_statistics.later import later

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.compute as pc
else:
    pa, pc = later("pyarrow"), later("pyarrow.compute")


class LedgerState(StrEnum):
    """What accepting a file would make of one of its rows."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a value in a file: where it stands, and message ids that `values` fill.

    The value is left out where it would tell who a pupil is.
    """

    row: int
    column: str
    value: str
    message: str
    expected: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Remark:
    """A remark on how a file was read: a message id that `values` fill."""

    message: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a file does not say itself and its sender is asked for: the unit and the day of a midterm matrix."""

    unit: UUID | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Understood:
    """A file as it was read: its kind, what its shape is called, its good rows, what is wrong, remarks.

    `rows` is an Arrow table of the kind's layout: `number` (the row in the file), `pupil` (the sender's number),
    and what it says, texts as dictionaries; where the sender tells what else it knows pupils by, `sender_id` too.
    `refused` is how many rows are wrong; of a great many not all are listed. `protected` are the sender's ids of pupils
    with a protected identity. `beside` is what else of another kind is in the same file.
    """

    kind: FactKind
    shape: str
    rows: Any
    wrong: Sequence[Wrong]
    remarks: Sequence[Remark]
    refused: int
    protected: frozenset[str] = frozenset()
    beside: tuple["Understood", ...] = ()


@dataclass(frozen=True, slots=True)
class Compared:
    """Rows held against what is in place: the same table with `key`, `state` and, of rows that change, `was_...`.

    `versions` says, by school year, which version it was held against; `remarks` what to think of before accepting.
    `told_as_one` are pairs of pupils, by key, who are two here and one in the file.
    """

    rows: Any
    versions: Mapping[int, int]
    remarks: tuple[Remark, ...] = ()
    told_as_one: frozenset[tuple[int, int]] = frozenset()

    def counts(self) -> Mapping[LedgerState, int]:
        """Return how many rows are in each state."""
        found = {each["values"]: each["counts"] for each in pc.value_counts(self.rows["state"]).to_pylist()}
        return {state: found.get(state.value, 0) for state in LedgerState}

    def says_as(self, rows: Any) -> bool:
        """Return whether the same rows, held against what was in place before, said the same of each: its state, and
        what it changes."""
        names = [name for name in self.rows.column_names if name == "state" or name.startswith("was_")]
        return all(_by_value(self.rows[name]).equals(_by_value(rows[name])) for name in names)


@dataclass(frozen=True, slots=True)
class Part:
    """What a change puts in place for one school year: files on disk, what the combined one is made of, and by which
    joins of pupils some of its rows lie under another key than they came by.

    `read` are the data sets that it was laid out of, with their checksums.
    """

    seen: int
    kept_until: date
    combined: Stored
    made_of: tuple[UUID, ...]
    received: Stored | None = None
    joins: frozenset[UUID] = frozenset()
    read: frozenset[tuple[UUID, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Prepared:
    """A change ready to be put in place: by school year. Nothing of it is visible.

    `given_up` are the keys of pupils by which it was laid out, and `erased` how many pupils had been erased when those
    of new rows were looked up; None where there are no new rows.
    """

    kind: FactKind
    parts: Mapping[int, Part]
    given_up: GivenUp
    erased: int | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a cohort: from one grade level to a later, divided, with groups of one's own.

    `school_year` is the year in which the later level ended; none means all years together. `units` limits it to
    pupils who went there at the later level; none means all. `subgroups` are rules as text, tried in order on the
    pupils of `group`.
    """

    title: str
    from_level: int
    to_level: int
    school_year: int | None = None
    by: tuple[str, ...] = ()
    units: tuple[UUID, ...] = ()
    subgroups: tuple[str, ...] = ()
    group: int = 6


@dataclass(frozen=True, slots=True)
class Study:
    """A saved question, with its version, and when it was counted last."""

    id: UUID
    asks: Question
    version: int
    made_by: UUID
    changed_at: datetime
    counted_at: datetime
    removed: bool = False


@dataclass(frozen=True, slots=True)
class Dot:
    """One pupil of a scatter: mean points at both levels, and the group. Whose it is is told nobody."""

    early: float
    late: float
    group: int


@dataclass(frozen=True, slots=True)
class Studied:
    """A study counted: the report as `kedjan_statistics.cohorts.report` gives it (nothing where there are no grades of
    both levels), a dot for each pupil with a mean at both, and what it was counted on.

    `data_sets` are the ids; `years` are the school years of the grades; `newer` says that other results are in place by
    now. `after_final` is eligibility before and after examinations and holiday school, of all who ended with final
    grades, as `kedjan_statistics.grades_later_report` gives it; None where no such grades have come in.
    """

    report: Mapping[str, Any]
    dots: tuple[Dot, ...]
    data_sets: tuple[UUID, ...]
    years: tuple[int, ...]
    newer: bool
    after_final: Mapping[str, Any] | None = None


def _by_value(column: Any) -> Any:
    """Return a column that says each value in its row, whatever order its dictionary is in."""
    kind = column.type
    return column.cast(kind.value_type) if pa.types.is_dictionary(kind) else column
