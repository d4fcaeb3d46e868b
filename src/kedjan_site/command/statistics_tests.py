"""`kedjan statistics tests FILE...`: SCB's files of national tests counted."""

import argparse
from collections.abc import Iterator, Sequence
from typing import Any

from kedjan_formats import scb_tests
from kedjan_formats.grid import Grid
from kedjan_site.command.statistics_files import Kinds, divided, every, kind, long
from kedjan_site.command.statistics_written import BadInput, Report, formed, grid_of, read_bytes
from kedjan_statistics import national_tests_report

COUNTS = ("pupils", "took_part", "reached", "not_reached", "replacement", "lost", "not_taken", "untold")


def add_to(kinds: Kinds) -> None:
    """Add the kind to the command."""
    divided(kind(kinds, "tests", "national tests of years 3, 6 and 9, in SCB's files", _tests))


def _tests(asked: argparse.Namespace) -> bytes:
    by = tuple(dict.fromkeys(asked.by))
    found = national_tests_report.report(_once(every(asked.files, _rows)), by=by)
    return formed(
        asked.format,
        found,
        title="National tests",
        grids=lambda: _grids(found, by),
        long=lambda: long("National tests", found),
    )


def _rows(file: str) -> Sequence[scb_tests.TestRow]:
    return read_bytes(file, parse=scb_tests.parse).rows


def _once(rows: list[scb_tests.TestRow]) -> list[scb_tests.TestRow]:
    """The rows; refuses a pupil of whom two files tell the same, since a pupil is counted once in a part."""
    seen: set[tuple[Any, ...]] = set()
    twice = 0
    for row in rows:
        key = (row.pupil, row.school_year, row.grade_level, row.subject, row.part, row.aspect)
        twice += key in seen
        seen.add(key)
    if twice:
        raise BadInput([f"Two files tell the same of the same pupils, in {twice} places."])
    return rows


def _grids(found: Report, by: Sequence[str]) -> Iterator[Grid]:
    keys = ("school_year", "grade_level", "subject", "part")
    note = "; ".join(f"{name}: {words}" for name, words in found["definition"].items())
    for title, own, parts in (("Parts", (), "parts"), ("Divided", by, "by")):
        rows = [
            [year["school_year"], year["grade_level"], *(part[name] for name in own), *_figures(part)]
            for year in found["years"]
            for part in year[parts]
        ]
        if rows:
            yield grid_of(title, (*keys[:2], *own, *keys[2:], *COUNTS), rows, note)
    graded = [(year, part) for year in found["years"] for part in year["parts"] if part["grades"]]
    if graded:
        yield grid_of(
            "Grades of whole tests",
            (*keys[:3], *graded[0][1]["grades"]),
            (
                [year["school_year"], year["grade_level"], part["subject"], *part["grades"].values()]
                for year, part in graded
            ),
        )


def _figures(part: Report) -> list[Any]:
    return [part["subject"], part["part"] or "all", *(part[name] for name in COUNTS)]
