"""Attendance given out beyond those around the pupils: how many missed how much, never who and never when."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext_noop as noop

from kedjan.access.service import Actor, Refused
from kedjan.facts import service as facts
from kedjan.facts.service import FactKind
from kedjan.releases import service as releases
from kedjan.results.giving_out import (
    WHOLE,
    Measures,
    Members,
    Offer,
    Slice,
    may_give_out,
    nobody_or_few,
    table_of,
    titled_of_units,
    whole,
)
from kedjan.results.remembered import each_once
from kedjan_statistics import attendance
from kedjan_statistics.engine import fetch
from kedjan_statistics.later import later

if TYPE_CHECKING:
    import ibis
else:
    ibis = later("ibis")

TABLE = "attendance"
TITLE = noop("Absence in the school year %(begun)s/%(ended)s")
BY = ("school_unit", "grade_level")
MEASURES: Mapping[str, str] = {
    "pupils": noop("Pupils"),
    "from_10": noop("Absent 10 per cent or more"),
    "from_20": noop("Absent 20 per cent or more"),
}
SHARES: Mapping[str, str] = {
    "from_10": noop("Share absent 10 per cent or more"),
    "from_20": noop("Share absent 20 per cent or more"),
}
LEVELS: Mapping[str, str] = {
    "0": noop("Preschool class"),
    "1": noop("Grade level 1"),
    "2": noop("Grade level 2"),
    "3": noop("Grade level 3"),
    "4": noop("Grade level 4"),
    "5": noop("Grade level 5"),
    "6": noop("Grade level 6"),
    "7": noop("Grade level 7"),
    "8": noop("Grade level 8"),
    "9": noop("Grade level 9"),
    "10": noop("Grade level 10"),
}
NOUGHTS: Mapping[str, tuple[str, ...]] = {"from_20": ("from_10",)}
SINCE: Mapping[str, int] = {"pupils": 0, "from_10": 10, "from_20": 20}
NOTES = (
    noop("Absent of the time that each pupil was offered in the school year, for a valid reason or not."),
    noop("Who was offered under 40 hours is in no figure. The limits are the provider's own: there is none in law."),
)


@dataclass(frozen=True, slots=True)
class AttendanceToShare:
    """What is given out of attendance: one school year, of some units or all, divided by what `BY` names."""

    title: str
    school_year: int
    units: tuple[UUID, ...] = ()
    by: tuple[str, ...] = ()


def check_attendance(by: Actor, asks: AttendanceToShare) -> str:
    """Return the title tidied; refuse what cannot be asked of attendance."""
    title, _ = titled_of_units(by, asks.title, asks.units)
    if not set(asks.by) <= set(BY):
        raise Refused("This is not a way to divide attendance.")
    return title


def cells_of_attendance(asks: AttendanceToShare, units: int) -> int:
    """Return the most cells that a table of attendance can have at so many units, known before it is counted."""
    parts = 1 + units * ("school_unit" in asks.by) + len(LEVELS) * ("grade_level" in asks.by)
    return parts * len(MEASURES)


def attendance_to_share(*, by: Actor) -> Offer[int]:
    """Return the school years and units that attendance by month is in place of, to those who may share."""
    may_give_out(by)
    there = each_once(by, facts.combined(by=by, kind=FactKind.ATTENDANCE), "school_unit", "school_year")
    years = sorted({row["school_year"] for row in there}, reverse=True)
    return Offer(tuple(years), frozenset(UUID(hex=row["school_unit"]) for row in there))


def attendance_tables(by: Actor, asks: AttendanceToShare) -> list[releases.ReleaseTable]:
    """Count who was absent how much, of what is in place; refuse attendance of nobody."""
    _, names = titled_of_units(by, asks.title, asks.units)
    sets = facts.combined(by=by, kind=FactKind.ATTENDANCE, years=[asks.school_year])
    rows = ibis.memtable(facts.rows_of(by=by, data_set=sets[0])) if sets else None
    if rows is not None and asks.units:
        rows = rows.filter(rows.school_unit.isin([each.hex for each in asks.units]))
    slices = list(_slices(rows, asks.by, names)) if rows is not None else []
    if not slices:
        raise nobody_or_few()
    measures = Measures(MEASURES, SHARES, noughts=NOUGHTS)
    values: dict[str, str | int] = {"begun": asks.school_year - 1, "ended": f"{asks.school_year % 100:02d}"}
    return [table_of(TABLE, TITLE, slices, measures, values=values, notes=NOTES)]


def _slices(rows: Any, by: tuple[str, ...], names: Mapping[str, str]) -> Iterator[Slice]:
    """Yield each part of a division, units in the organisation's order, and the whole where there is anybody."""
    for name, texts in (("school_unit", names), ("grade_level", LEVELS)):
        parts = _members(rows, name) if name in by else {}
        for part, text in texts.items():
            if part in parts:
                is_message = name == "grade_level"
                heading = releases.Heading(f"{name}-{part}", text, part=name, is_message=is_message)
                yield Slice(heading, parts[part])
    yield from (whole(members) for members in _members(rows, None).values())


def _members(rows: Any, name: str | None) -> dict[str, Members]:
    """Return the pupils of each measure in each part, those alone who were offered enough to have a share."""
    every = rows.mutate(part=rows[name].cast("string") if name else ibis.literal(WHOLE))
    each = every.group_by(["part", "pupil"]).aggregate(
        **{minutes: every[minutes].cast("int64").sum() for minutes in attendance.MINUTES}
    )
    found: dict[str, dict[str, set[str]]] = {}
    for row in fetch(each).to_pylist():
        if row["offered_minutes"] < attendance.DEFAULT.least_offered_minutes:
            continue
        absent = row["valid_absence_minutes"] + row["invalid_absence_minutes"]
        inside = found.setdefault(row["part"], {measure: set() for measure in MEASURES})
        for measure, since in SINCE.items():
            if absent * 100 >= row["offered_minutes"] * since:
                inside[measure].add(str(row["pupil"]))
    return {part: {name: frozenset(them) for name, them in inside.items()} for part, inside in found.items()}
