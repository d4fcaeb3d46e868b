"""`kedjan statistics attendance FILE...` of a report of schools: sums, and nothing of pupils."""

import argparse
from collections.abc import Iterator, Sequence

from kedjan_formats.grid import Grid
from kedjan_formats.vklass_school_files import SchoolRow
from kedjan_site.command.statistics_files import long
from kedjan_site.command.statistics_written import BadInput, Report, formed, grid_of
from kedjan_statistics import attendance_sums

WITHOUT_PUPILS = "sums by school do not say how many pupils they are of"


def sums(asked: argparse.Namespace, rows: Sequence[SchoolRow]) -> bytes:
    """Return the report of sums by school. Refuses what needs pupils: to hide those who are few, and lead times."""
    if asked.publish:
        raise BadInput([f"--publish: {WITHOUT_PUPILS}, so nobody knows what must be hidden."])
    if asked.steps:
        raise BadInput([f"--steps: {WITHOUT_PUPILS}, and lead times are of pupils."])
    found = attendance_sums.report(rows)
    return formed(
        asked.format, found, title="Attendance", grids=lambda: _grids(found), long=lambda: long("Attendance", found)
    )


def _grids(found: Report) -> Iterator[Grid]:
    definition = found["definition"]
    note = f"Absence, {definition['absence']}, of {definition['of']}; {definition['from']}."
    figures = ("offered_minutes", "absence", "invalid_absence")
    yield grid_of("All", figures, [[found[name] for name in figures]], note)
    each = ("school_unit", *figures, "unreported_percent")
    yield grid_of("By school unit", each, ([part[name] for name in each] for part in found["by_school_unit"]), note)
