"""What crosses the door about responding: counts of assignments and of groups, never of anybody by name."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from kedjan.reflection.answering.values import Reason
from kedjan_statistics.figure import Value


@dataclass(frozen=True, slots=True)
class AssignmentResponse:
    """How one assignment that has opened was met. `rate` is reflections of those invited (C11).

    `abstained` and `unanswered` are persons, hidden where fewer than five have not answered. `alarm` says that under
    half of those invited answered (C15), `is_open` that it can still be answered.
    """

    code: str
    title: str
    closes_on: date | None
    is_open: bool
    loops: int
    persons: int
    rate: Value
    alarm: bool
    abstained: Value
    unanswered: Value


@dataclass(frozen=True, slots=True)
class Group:
    """Persons counted together. Each of `parts` is one or more names: somebody asked in two areas is in neither alone.

    More than one part: groups of fewer than five persons, and if need be the smallest of the others, together.
    """

    parts: tuple[tuple[str, ...], ...]
    persons: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class GroupResponse:
    """How a group of at least five persons met an assignment; `within` is the larger group that it is a part of."""

    parts: tuple[tuple[str, ...], ...]
    asked: int
    answered: int
    rate: Value
    abstained: Value
    unanswered: Value
    within: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Lacking:
    """A group from which more answers are lacking than from all the others, by more than chance would have it."""

    parts: tuple[tuple[str, ...], ...]
    lacking: int
    asked: int
    others_lacking: int
    others_asked: int


@dataclass(frozen=True, slots=True)
class ReasonCount:
    """How many times a reason for abstaining was given, by five persons or more; `others` are those pooled with it."""

    reason: Reason
    times: int
    others: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Response:
    """How a round is answered. `invited` None: it is not said. `by_name`: it is known whom the round asks, one by one.

    `points` are the assignments that have opened and `first_alarm` the first that under half answered. `areas` and
    `units` are about the assignment `code`. `reasons` is empty where fewer than five persons have abstained, and then
    `too_few_reasons` says whether anybody has.
    """

    round: UUID
    invited: int | None
    by_name: bool
    points: tuple[AssignmentResponse, ...]
    first_alarm: str | None
    not_open: tuple[str, ...]
    code: str | None = None
    areas: tuple[GroupResponse, ...] = ()
    units: tuple[GroupResponse, ...] = ()
    lacking: tuple[Lacking, ...] = ()
    reasons: tuple[ReasonCount, ...] = ()
    too_few_reasons: bool = False
