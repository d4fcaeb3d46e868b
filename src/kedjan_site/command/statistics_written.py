"""What all of `kedjan statistics` shares: files read or refused, and figures written as a table, CSV or a workbook."""

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, Protocol

from kedjan_formats import csv_file, tables
from kedjan_formats.grid import Cell, Column, Grid, Words
from kedjan_formats.problems import Problem
from kedjan_formats.tables import Name, Sheet
from kedjan_formats.terminal import plain
from kedjan_formats.unreadable import Note, in_words
from kedjan_statistics.figure import Hidden

WORDS = Words(few_persons="fewer than %(fewer_than)s persons", hidden="not shown", missing="missing")
FORMATS = ("table", "json", "csv", "xlsx")

type Report = Mapping[str, Any]


class BadInput(Exception):
    """What is wrong with what was given, a line for each thing."""

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = tuple(lines)


class Parsed(Protocol):
    """What a reader of a kind of file returns."""

    @property
    def problems(self) -> Sequence[Problem]: ...
    @property
    def notes(self) -> Sequence[Note]: ...


def outputs(parser: argparse.ArgumentParser) -> None:
    """Add what every kind of statistics takes: the form of what is written, and where to."""
    parser.add_argument("--format", choices=FORMATS, default="table", help="how it is written (table)")
    parser.add_argument("--output", metavar="FILE", help="write here rather than to standard output")


def read[P: Parsed](file: str, *, expected: Sequence[Name], parse: Callable[[Sheet], P]) -> P:
    """Return every row of a file with a table in it; or refuse it with all that is wrong, and tell remarks."""
    return read_bytes(file, parse=lambda data: parse(tables.read(data, name=file, expected=expected)))


def read_bytes[P: Parsed](file: str, *, parse: Callable[[bytes], P]) -> P:
    """Return every row of a file; or refuse it with all that is wrong, and tell remarks on standard error."""
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        parsed = parse(data)
    except OSError as error:
        raise BadInput([f"{file}: {error.strerror}"]) from error
    except tables.Unreadable as error:
        raise BadInput([f"{file}: {error}"]) from error
    for note in parsed.notes:
        print(plain(f"{file}: note: {note}"), file=sys.stderr)
    if parsed.problems:
        raise BadInput([told(file, problem) for problem in parsed.problems])
    return parsed


def told(file: str, problem: Problem) -> str:
    """Return what is wrong with a value of a file, in a line."""
    values = in_words(problem.values)
    wrong, expected = problem.message % values, problem.expected % values
    return f"{file}: row {problem.row}, column {problem.column}, value {problem.value!r}: {wrong} Expected: {expected}."


def formed(
    form: str, found: Report, *, title: str, grids: Callable[[], Iterable[Grid]], long: Callable[[], Grid]
) -> bytes:
    """Return figures in the form that was asked for; `grids` for tables and workbooks, `long` for CSV."""
    match form:
        case "json":
            return (json.dumps(found, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()
        case "csv":
            return csv_file.write(long(), words=WORDS).encode()
        case "xlsx":
            from kedjan_formats import workbook

            return workbook.write(list(grids()), title=title, words=WORDS)
        case _:
            return "\n".join(map(drawn, grids())).encode()


def grid_of(title: str, columns: Sequence[str], rows: Iterable[Iterable[Any]], *notes: str) -> Grid:
    """Return a table of figures; what is hidden in a report is hidden in it."""
    return Grid(title, tuple(map(Column, columns)), [[_cell(value) for value in row] for row in rows], notes)


def is_hidden(value: Any) -> bool:
    """Return whether a value of a report is there unshown."""
    return isinstance(value, Mapping) and "hidden" in value


def share_of(told: Any) -> Any:
    """Return the share of what a report tells of one, or what stands in its place."""
    return told if is_hidden(told) else told["share"]


def _cell(value: Any) -> Cell:
    cell: Cell = Hidden(value["hidden"]) if is_hidden(value) else value
    return cell


def drawn(grid: Grid) -> str:
    """The table for a terminal: text to the left, numbers to the right, three decimals."""
    lines = [[column.heading for column in grid.columns], *([_short(cell) for cell in row] for row in grid.rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    numeric = [not any(isinstance(row[n], str) for row in grid.rows) for n in range(len(widths))]
    drawn = (
        "  ".join(
            text.rjust(w) if right else text.ljust(w) for text, w, right in zip(line, widths, numeric, strict=True)
        )
        for line in lines
    )
    return "\n".join(
        chain([grid.title], (f"  {line}".rstrip() for line in drawn), (f"  {n}" for n in grid.notes), [""])
    )


def _short(cell: Cell) -> str:
    match cell:
        case Hidden():
            return ".."
        case None:
            return "."
        case str():
            return plain(cell)
        case float():
            return f"{cell:.3f}" if abs(cell) >= 0.0005 or cell == 0 else f"{cell:.1e}"
        case _:
            return str(cell)


def write(data: bytes, output: str | None) -> None:
    """Write to a file or to standard output; a workbook is refused on a terminal."""
    if output is None:
        if data.startswith(b"PK") and sys.stdout.isatty():
            raise BadInput(["A workbook is no text for a terminal. Say where to with --output FILE."])
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    try:
        Path(output).write_bytes(data)
    except OSError as error:
        raise BadInput([f"{output}: {error.strerror}"]) from error
