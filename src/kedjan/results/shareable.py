"""What can be given out of pupils' results: the kinds there are, and what was asked of one as it is stored."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Final
from uuid import UUID

from kedjan.access.service import Actor
from kedjan.releases import service as releases
from kedjan.results.sharing import CohortToShare, cells_of_cohort, check_cohort, cohort_tables
from kedjan.results.sharing_attendance import (
    AttendanceToShare,
    attendance_tables,
    cells_of_attendance,
    check_attendance,
)
from kedjan.results.sharing_matrix import MatrixToShare, Term, cells_of_matrices, check_matrices, matrix_tables
from kedjan.results.values import Question

type ToShare = CohortToShare | AttendanceToShare | MatrixToShare


@dataclass(frozen=True, slots=True)
class Shareable[Asks]:
    """A kind of results: what is asked of it, who refuses what cannot be asked (and gives the title), and its tables.

    `cells` is the most cells that the tables can have at so many units; `read` makes what was stored what was asked.
    """

    asks: type[Asks]
    check: Callable[[Actor, Asks], str]
    tables: Callable[[Actor, Asks], Sequence[releases.ReleaseTable]]
    cells: Callable[[Asks, int], int]
    read: Callable[[Mapping[str, Any]], Asks]


def kind_of(asks: ToShare) -> tuple[str, Shareable[Any]]:
    """Return what a kind is called, and the kind."""
    return next((name, kind) for name, kind in KINDS.items() if type(asks) is kind.asks)


def stored(asked: Any) -> Any:
    """Return what was asked as it is stored: names and plain values."""
    if is_dataclass(asked) and not isinstance(asked, type):
        return {each.name: stored(getattr(asked, each.name)) for each in fields(asked)}
    if isinstance(asked, UUID):
        return asked.hex
    return [stored(each) for each in asked] if isinstance(asked, tuple) else asked


def _cohort(given: Mapping[str, Any]) -> CohortToShare:
    return CohortToShare(Question(**_lists(given["question"])), tuple(given["beside"]))


def _attendance(given: Mapping[str, Any]) -> AttendanceToShare:
    return AttendanceToShare(**_lists(given))


def _matrices(given: Mapping[str, Any]) -> MatrixToShare:
    return MatrixToShare(**{**_lists(given), "term": Term(**given["term"])})


def _lists(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return lists as they were before they were stored."""
    found = {name: tuple(value) if isinstance(value, list) else value for name, value in given.items()}
    return {**found, "units": tuple(UUID(hex=each) for each in given["units"])}


KINDS: Final[Mapping[str, Shareable[Any]]] = {
    "cohort": Shareable(CohortToShare, check_cohort, cohort_tables, cells_of_cohort, _cohort),
    "attendance": Shareable(AttendanceToShare, check_attendance, attendance_tables, cells_of_attendance, _attendance),
    "matrices": Shareable(MatrixToShare, check_matrices, matrix_tables, cells_of_matrices, _matrices),
}
