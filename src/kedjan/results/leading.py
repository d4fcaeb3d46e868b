"""Lead times at a unit: from signals of absence to what was done and what came of it, for those around the pupils."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from kedjan.access.service import Actor
from kedjan.facts import service as facts
from kedjan.facts.service import DataSet
from kedjan.pupils import service as pupils
from kedjan_statistics import attendance_leads
from kedjan_statistics.attendance_leads import Case, Leads, Step
from kedjan_statistics.later import later
from kedjan_statistics.loops_table import fetch

if TYPE_CHECKING:
    import pyarrow.compute as pc
else:
    pc = later("pyarrow.compute")


@dataclass(frozen=True, slots=True)
class LeadTimes:
    """Every signal at a unit in a school year and what followed: `cases` are shown, by the pupils' numbers, without the
    `protected` ones, who are counted."""

    leads: Leads
    cases: Mapping[str, Case]
    protected: int


def lead_times(by: Actor, steps: DataSet | None, unit: UUID, months: Any, days: Any | None) -> LeadTimes | None:
    """Follow the signals of the pupils of some months of attendance; None where no steps are told of any of them.

    `months` and `days` (of lessons) have keys as pupils. Steps of pupils without attendance in those months are none of
    them.
    """
    taken = _taken(by, steps, unit) if steps else []
    if taken:
        here = set(map(str, fetch(months.select("pupil").distinct())["pupil"].to_pylist()))
        taken = [each for each in taken if each.pupil in here]
    if not taken:
        return None
    found = attendance_leads.leads(
        months.mutate(pupil=months.pupil.cast("string")),
        taken,
        lessons=days if days is None else days.mutate(pupil=days.pupil.cast("string")),
    )
    keys = {int(case.pupil) for case in found.cases}
    numbers = pupils.numbers_of(by=by, keys=keys)
    shown = {numbers[int(case.pupil)]: case for case in found.cases if int(case.pupil) in numbers}
    return LeadTimes(found, dict(sorted(shown.items())), len(found.cases) - len(shown))


def _taken(by: Actor, steps: DataSet, unit: UUID) -> list[Step]:
    rows = facts.rows_of(by=by, data_set=steps)
    rows = rows.filter(pc.equal(rows["school_unit"], unit.hex)).select(["pupil", "day", "step"]).to_pylist()
    return [Step(str(row["pupil"]), row["day"], row["step"]) for row in rows]
