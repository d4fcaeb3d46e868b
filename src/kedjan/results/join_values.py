"""What is seen of two pupils who are told to be one."""

from dataclasses import dataclass
from uuid import UUID

from kedjan.facts.service import FactKind
from kedjan.pupils.service import Join


@dataclass(frozen=True, slots=True)
class JoinPart:
    """One kind and school year: how many things are told of each, of how many the `same`, and of how many not.

    What is said of the whole year, such as the unit, is no thing of its own here.
    """

    kind: FactKind
    school_year: int
    first: int
    second: int
    same: int
    differing: int


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing of which different things are said: what it is, and for each of the two what is said, by column.

    `second_counts` says whether it is the second that came in later, and counts. `school_year` is None for what is said
    of a pupil whatever the year, where both stay.
    """

    kind: FactKind
    school_year: int | None
    thing: tuple[tuple[str, str], ...]
    said: tuple[tuple[str, str, str], ...]
    second_counts: bool | None


@dataclass(frozen=True, slots=True)
class JoinSeen:
    """A pair, with what is in place of each: the first is the one whose key is kept.

    `numbers` are theirs, "" for one with a protected identity; None, as `differences` are, where they are not shown to
    the one who asks. `differing` counts the differences, of which the first fifty are listed; `in_one_file` those that
    one file tells. `since` are the deliveries with results of the pupil that came after the two were made one.
    """

    join: Join
    numbers: tuple[str, str] | None
    parts: tuple[JoinPart, ...]
    differences: tuple[Difference, ...] | None
    differing: int
    in_one_file: int
    since: tuple[UUID, ...]
