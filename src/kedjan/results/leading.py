"""Lead times at a unit: from signals of absence to what was done and what came of it, for those around the pupils."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from kedjan.access.service import Actor
from kedjan.facts import service as facts
from kedjan.facts.service import DataSet
from kedjan.pupils import service as pupils
from kedjan_statistics import attendance_leads
from kedjan_statistics.attendance_leads import ACTION, Case, Leads, Step
from kedjan_statistics.later import later

if TYPE_CHECKING:
    import ibis
    import pyarrow.compute as pc
else:
    ibis, pc = later("ibis"), later("pyarrow.compute")


@dataclass(frozen=True, slots=True)
class LeadTimes:
    """Every signal at a unit in a school year and what followed: `cases` are shown, by the pupils' numbers, without the
    `protected` ones, who are counted."""

    leads: Leads
    cases: Mapping[str, Case]
    protected: int


def lead_times(
    by: Actor, steps: DataSet, unit: UUID, months: Any, days_of: Callable[[Collection[int]], Any | None]
) -> LeadTimes | None:
    """Follow the signals of the pupils of some months of attendance; None where no steps are told of any of them.

    `months`, and what `days_of` some pupils tells of their lessons, are Arrow tables with keys as pupils. Steps of
    pupils without attendance in those months are none of them.
    """
    taken = _taken(by, steps, unit, pc.unique(months["pupil"]))
    if not taken:
        return None
    days = days_of({int(each.pupil) for each in taken if each.step == ACTION})
    lessons = None if days is None else ibis.memtable(days)
    found = attendance_leads.leads(ibis.memtable(months), taken, lessons=lessons)
    keys = {int(case.pupil) for case in found.cases}
    numbers = pupils.numbers_of(by=by, keys=keys)
    shown = {numbers[int(case.pupil)]: case for case in found.cases if int(case.pupil) in numbers}
    return LeadTimes(found, dict(sorted(shown.items())), len(found.cases) - len(shown))


def _taken(by: Actor, steps: DataSet, unit: UUID, here: Any) -> list[Step]:
    rows = facts.rows_of(by=by, data_set=steps, columns=("pupil", "day", "step"), school_unit=unit.hex)
    rows = rows.filter(pc.is_in(rows["pupil"], value_set=here)).to_pylist()
    return [Step(str(row["pupil"]), row["day"], row["step"]) for row in rows]
