"""National tests looked at by those around the pupils: by part, unit and sex, and beside the subjects' grades."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from kedjan.access.service import Actor, Right, UnitScope, decide, require
from kedjan.facts import service as facts
from kedjan.facts.service import FactKind
from kedjan.journal import service as journal
from kedjan.results.studying import units_to_study
from kedjan_statistics import national_tests
from kedjan_statistics.later import later
from kedjan_statistics.national_tests import BesideGrade, Key, PartCounts

if TYPE_CHECKING:
    import ibis
else:
    ibis = later("ibis")

ROOM = "results"
WITH_GRADES = (6, 9)
"""Grade levels in which the whole test has a grade, which stands beside the subject's."""


@dataclass(frozen=True, slots=True)
class TestsAsked:
    """Which tests: of a school year and a grade level, of one unit's pupils, or of all units that one may study."""

    __test__ = False

    school_year: int
    grade_level: int
    unit: UUID | None = None


@dataclass(frozen=True, slots=True)
class TestsSeen:
    """Tests counted: parts in all, by sex, and by unit where there are several; `pupils` is 0 where nothing is told.

    `beside_grades` are whole tests held against the subjects' grades, None in grade levels where the tests have no
    grade, and where no grades of the year are in place.
    """

    __test__ = False

    pupils: int
    parts: Mapping[Key, PartCounts]
    by_sex: Mapping[str, Mapping[Key, PartCounts]]
    by_unit: Mapping[UUID, Mapping[Key, PartCounts]]
    beside_grades: Mapping[str, BesideGrade] | None
    data_sets: tuple[UUID, ...]


def years_with_tests(*, by: Actor) -> tuple[int, ...]:
    """Return the school years that national tests are in place of, latest first."""
    return tuple(each.school_year for each in reversed(facts.combined(by=by, kind=FactKind.TESTS)))


def see_tests(*, by: Actor, now: datetime, asks: TestsAsked) -> TestsSeen:
    """Count national tests; that one looked is in the journal, by unit.

    To those who may study the pupils of each unit that is asked for. No pupil is shown.
    """
    chosen = [asks.unit] if asks.unit else [unit.id for unit in units_to_study(by=by)]
    for unit in chosen:
        require(decide(by, Right.STUDY_RESULTS, on=UnitScope(by.provider, unit)))
    details = {"school_year": asks.school_year, "grade_level": asks.grade_level}
    for unit in chosen:
        journal.record(
            by=by, now=now, room=ROOM, verb="looked_at_tests", kind="unit", object_id=unit.hex, details=details
        )
    here, sets = _here(by, FactKind.TESTS, asks, chosen)
    if here is None or not here.num_rows:
        return TestsSeen(0, {}, {}, {}, None, sets)
    beside, used = _beside_grades(by, here, asks)
    tests = ibis.memtable(here)
    return TestsSeen(
        national_tests.pupils(tests),
        national_tests.parts(tests),
        _divided(national_tests.parts(tests, by=["sex"])),
        {UUID(hex=unit): parts for unit, parts in _divided(national_tests.parts(tests, by=["school_unit"])).items()},
        beside,
        (*sets, *used),
    )


def _here(
    by: Actor, kind: FactKind, asks: TestsAsked, units: Sequence[UUID] | None
) -> tuple[Any | None, tuple[UUID, ...]]:
    """Return the rows of a kind, school year and grade level, at units or wherever; None where none are in place."""
    import pyarrow as pa
    import pyarrow.compute as pc

    sets = facts.combined(by=by, kind=kind, years=[asks.school_year])
    if not sets:
        return None, ()
    rows = facts.rows_of(by=by, data_set=sets[0])
    rows = rows.filter(pc.equal(rows["grade_level"], asks.grade_level))
    if units is not None:
        rows = rows.filter(pc.is_in(rows["school_unit"], value_set=pa.array([unit.hex for unit in units])))
    return rows, (sets[0].id,)


def _beside_grades(
    by: Actor, tests: Any, asks: TestsAsked
) -> tuple[Mapping[str, BesideGrade] | None, tuple[UUID, ...]]:
    """Hold the tests of these pupils against their grades, wherever they have them."""
    if asks.grade_level not in WITH_GRADES:
        return None, ()
    grades, used = _here(by, FactKind.GRADES, asks, None)
    if grades is None or not grades.num_rows:
        return None, ()
    return national_tests.beside_grades(tests.to_pylist(), grades.to_pylist()), used


def _divided(parts: Mapping[tuple[Any, ...], PartCounts]) -> dict[str, dict[Key, PartCounts]]:
    found: dict[str, dict[Key, PartCounts]] = {}
    for (name, subject, part), counts in parts.items():
        found.setdefault(name, {})[subject, part] = counts
    return found
