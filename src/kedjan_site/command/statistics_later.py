"""`kedjan statistics grades FILE... --later FILE`: grades from examinations and holiday school over the final ones."""

import argparse
from collections.abc import Iterator, Sequence
from functools import partial

from kedjan_formats import later_grades_files, results_files, tables
from kedjan_formats.grid import Grid
from kedjan_site.command.statistics_files import every
from kedjan_site.command.statistics_written import BadInput, Report, grid_of, read_bytes
from kedjan_statistics import grades_later_report
from kedjan_statistics.cohorts_followed import BY
from kedjan_statistics.grades_scale import A_TO_F, COMPULSORY_SCHOOL

LATER = "pupil;school_unit;school_year;subject;grade;gained_through;day"


def add_later(parser: argparse.ArgumentParser) -> None:
    """Add the files of later grades to a kind of statistics."""
    parser.add_argument(
        "--later",
        action="append",
        default=[],
        metavar="FILE",
        help=f"also count eligibility after examinations and holiday school: {LATER}; may be given several times",
    )


def after_final(
    asked: argparse.Namespace, rows: Sequence[results_files.GradeRow], by: Sequence[str]
) -> dict[str, Report]:
    """Eligibility before and after the later grades of the files; nothing where none are given.

    Refuses grades of which none are final, since there is nothing to lay the later ones over.
    """
    if not asked.later:
        return {}
    met = later_grades_files.Met()

    def parse(file: str, data: bytes) -> later_grades_files.Parsed:
        return later_grades_files.parse(
            tables.read(data, name=file, expected=later_grades_files.EXPECTED),
            subjects=COMPULSORY_SCHOOL.names,
            grades=tuple(A_TO_F.points),
            no_basis=A_TO_F.no_basis,
            met=met,
        )

    later = every(asked.later, lambda file: read_bytes(file, parse=partial(parse, file)).rows)
    found = grades_later_report.report(rows, later, by=by)
    if not found["years"]:
        there = ", ".join(map(str, sorted({row.grade_level for row in rows})))
        raise BadInput([f"--later: there are no final grades. The files have grades of grade level {there}."])
    return {"after_final_grades": found}


def later_grids(found: Report) -> Iterator[Grid]:
    """Yield eligibility before and after, the grades by subject, and those without final grades, as tables."""
    said = found["definition"]
    note = f"Of {said['of']}. Before: {said['before']}. After: {said['after']}."
    keys = ("school_year", "grade_level")
    for title, parts in (("After final grades", found["years"]), ("After, divided", found["by"])):
        if parts:
            own = (*keys, *(name for name in BY if name in parts[0]))
            rows = (
                [*(part[name] for name in own), kind, *_changed(each)]
                for part in parts
                for kind, each in part["eligible"].items()
            )
            yield grid_of(
                title, (*own, "eligible", "pupils", "before", "share", "after", "share", "gained"), rows, note
            )
    names = ("subject", "gained_through", "grades", "passed")
    rows = (
        [*(part[name] for name in keys), *(one[name] for name in names)]
        for part in found["years"]
        for one in part["subjects"]
    )
    yield grid_of("Later grades", (*keys, *names), rows, f"passed: {said['passed']}.")
    if found["without_final_grades"]:
        told = ("school_year", "pupils", "grades")
        rows = ([one[name] for name in told] for one in found["without_final_grades"])
        yield grid_of("Later grades without final ones", told, rows, "They are in no other figure.")


def _changed(each: Report) -> list[object]:
    before, after = each["before"], each["after"]
    return [before["of"], before["pupils"], before["share"], after["pupils"], after["share"], each["gained"]]
