"""Pupils' results in files: read one or several together, and what every kind of statistics of them shares."""

import argparse
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from kedjan_formats import later_grades_files, results_files, scb, tables
from kedjan_formats.grid import Grid
from kedjan_site.command.statistics_written import BadInput, Report, grid_of, is_hidden, outputs, read_bytes
from kedjan_statistics.cohorts_followed import BY
from kedjan_statistics.grades_scale import A_TO_F, COMPULSORY_SCHOOL

GRADES = "pupil;sex;school_unit;school_year;grade_level;subject;grade"

type Kinds = "argparse._SubParsersAction[argparse.ArgumentParser]"


def kind(
    kinds: Kinds, name: str, about: str, counted: Callable[[argparse.Namespace], bytes]
) -> argparse.ArgumentParser:
    """Add a kind of statistics to the command, with the files that it reads and what it writes."""
    one = kinds.add_parser(name, help=about)
    one.add_argument("files", metavar="FILE", nargs="+", help="a CSV or Excel file, or - for standard input")
    outputs(one)
    one.set_defaults(counted=counted)
    return one


def divided(parser: argparse.ArgumentParser) -> None:
    """Add what figures are divided by."""
    parser.add_argument(
        "--by",
        action="append",
        choices=BY,
        default=[],
        help="also count each school unit or sex by itself; twice for both at once",
    )


def publishable(parser: argparse.ArgumentParser) -> None:
    """Add whether figures are made for everybody to see."""
    parser.add_argument(
        "--publish",
        action="store_true",
        help="hide what could point at fewer than ten pupils; judged by itself, not beside what was published before",
    )


def to_publish(made: tuple[Report, bool]) -> Report:
    """Return what may be shown; refuse where nothing is left."""
    found, anything = made
    if not anything:
        raise BadInput(["--publish: everything would be hidden, so there is nothing to publish."])
    return found


def graded(asked: argparse.Namespace) -> list[results_files.GradeRow]:
    """Every row of every file, SCB's or one with a grade a row; the same grade in two is refused as it is in one."""
    met = results_files.Met()

    def parse(file: str, data: bytes) -> results_files.Parsed | scb.Parsed:
        if scb.recognise(data):
            return scb.parse(data, name=file, met=met)
        sheet = tables.read(data, name=file, expected=results_files.EXPECTED)
        if later_grades_files.recognise(sheet):
            raise BadInput([f"{file}: these are grades after the final ones, and not counted among them (--later)."])
        return results_files.parse(
            sheet,
            subjects=COMPULSORY_SCHOOL.names,
            grades=tuple(A_TO_F.points),
            no_basis=A_TO_F.no_basis,
            met=met,
        )

    return every(asked.files, lambda file: read_bytes(file, parse=partial(parse, file)).rows)


def every[R](files: Sequence[str], rows: Callable[[str], Sequence[R]]) -> list[R]:
    """The rows of all files; what is wrong in any of them is told of all."""
    found: list[R] = []
    wrong: list[str] = []
    for file in files:
        try:
            found += rows(file)
        except BadInput as bad:
            wrong += bad.lines
    if wrong:
        raise BadInput(wrong)
    return found


def understood[R](option: str, texts: Sequence[str], rule: Callable[[str], R]) -> list[R]:
    """The rules that texts say; or refuse all that are none."""
    found: list[R] = []
    wrong: list[str] = []
    for text in texts:
        try:
            found.append(rule(text))
        except ValueError as error:
            wrong.append(f"{option} {error}.")
    if wrong:
        raise BadInput(wrong)
    return found


def long(title: str, found: Report) -> Grid:
    """One value a row, so that a single file holds everything: where it stands in the report, and the value."""
    return grid_of(title, ("figure", "value"), _leaves("", found))


def _leaves(place: str, value: Any) -> Iterator[list[Any]]:
    if isinstance(value, Mapping) and not is_hidden(value):
        for name, part in value.items():
            yield from _leaves(f"{place}.{name}" if place else str(name), part)
    elif isinstance(value, list):
        for number, part in enumerate(value, start=1):
            yield from _leaves(f"{place}.{number}", part)
    else:
        yield [place, value]
