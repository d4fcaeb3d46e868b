"""Figures from a file, without the web: `kedjan statistics loops FILE`. Loads neither Django nor a database."""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from kedjan_formats import csv_file, loops, tables
from kedjan_formats.grid import Cell, Column, Grid, Words
from kedjan_formats.terminal import plain
from kedjan_statistics.figure import Hidden
from kedjan_statistics.loops import report

WORDS = Words(few_persons="fewer than %(fewer_than)s persons", hidden="not shown", missing="missing")
COUNTED = ("loops", "persons", "tags", "tags_per_loop", "mean_emotion", "emotion_answers")
PAIRED = ("loops", "persons", "expected", "lift", "jaccard", "phi", "p", "q")
TOGETHER = ("loops", "persons", "expected", "by_chance", "lift", "jaccard", "phi", "mean_emotion", "p", "q")
NARROW = ("loops", "persons", "tags", "tags_per_loop", "mean_emotion")

type Report = Mapping[str, Any]


class BadInput(Exception):
    """What is wrong with what was given, a line for each thing."""

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = tuple(lines)


def run(argv: list[str]) -> int:
    """Run `kedjan statistics ...`; 0 good, 2 bad input, with every bad row on standard error."""
    asked = _parser().parse_args(argv)
    try:
        _write(_loops(asked), asked.output)
    except BadInput as bad:
        for line in bad.lines:
            print(plain(line), file=sys.stderr)
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="kedjan statistics", description="Figures from a file, without the web.")
    kinds = parser.add_subparsers(dest="kind", required=True, metavar="KIND")
    one = kinds.add_parser("loops", help="reflections: assignment;area;respondent;emotion;tags (tags divided by |)")
    one.add_argument("file", metavar="FILE", help="a CSV or Excel file, or - for standard input")
    one.add_argument(
        "--group",
        action="append",
        default=[],
        metavar="NAME=AREA,AREA",
        help="also count these service areas together, under a name of their own; may be given several times",
    )
    one.add_argument("--publish", action="store_true", help="hide what could point at fewer than five persons")
    one.add_argument(
        "--sets",
        type=int,
        choices=range(2, 6),
        default=0,
        metavar="N",
        help="also the sets of up to N tags (2 to 5) that stand together in at least five loops of five persons",
    )
    one.add_argument("--format", choices=("table", "json", "csv", "xlsx"), default="table")
    one.add_argument("--output", metavar="FILE", help="write here rather than to standard output")
    return parser


def _loops(asked: argparse.Namespace) -> bytes:
    parsed = _parsed(asked.file)
    groups = _groups(asked.group, parsed.areas)
    found = report(parsed.rows, parsed.tags, groups, publish=asked.publish, sets=asked.sets)
    match asked.format:
        case "json":
            return (json.dumps(found, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()
        case "csv":
            return csv_file.write(_long(found), words=WORDS).encode()
        case "xlsx":
            from kedjan_formats import workbook

            return workbook.write(_grids(found), title="Loops", words=WORDS)
        case _:
            return "\n".join(map(_drawn, _grids(found, NARROW, with_tags=False))).encode()


def _parsed(file: str) -> loops.Parsed:
    """Every row of the file, or all that is wrong with it. Someone may answer the same assignment twice."""
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        parsed = loops.parse(tables.read(data, name=file, expected=loops.EXPECTED), repeats_allowed=True)
    except OSError as error:
        raise BadInput([f"{file}: {error.strerror}"]) from error
    except tables.Unreadable as error:
        raise BadInput([f"{file}: {error}"]) from error
    for note in parsed.notes:
        print(plain(f"{file}: note: {note}"), file=sys.stderr)
    if parsed.problems:
        raise BadInput([f"{file}: {_told(problem)}" for problem in parsed.problems])
    return parsed


def _told(problem: loops.Problem) -> str:
    values = {name: ", ".join(map(str, v)) if isinstance(v, tuple | list) else v for name, v in problem.values.items()}
    wrong, expected = problem.message % values, problem.expected % values
    return f"row {problem.row}, column {problem.column}, value {problem.value!r}: {wrong} Expected: {expected}."


def _groups(asked: Sequence[str], areas: Sequence[str]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    wrong: list[str] = []
    for text in asked:
        name, _, members = (part.strip() for part in text.partition("="))
        inside = [area.strip() for area in members.split(",") if area.strip()]
        if not name or not inside:
            wrong.append(f"--group {text!r}: expected NAME=AREA,AREA.")
        elif name in areas or name in groups:
            wrong.append(f"--group {text!r}: there is already a service area or group named {name!r}.")
        wrong += [
            f"--group {text!r}: there is no service area {area!r}. The file has: {', '.join(areas)}."
            for area in inside
            if area not in areas
        ]
        groups[name] = inside
    if wrong:
        raise BadInput(wrong)
    return groups


def _grids(found: Report, counted: Sequence[str] = COUNTED, *, with_tags: bool = True) -> list[Grid]:
    """The tables of the report, one for each list in it."""
    tags = found["tag_set"] if with_tags else []
    slices = {
        "All": ((), [found]),
        "By assignment": (("assignment",), found["by_assignment"]),
        "By area": (("area",), found["by_area"]),
        "By assignment and area": (("assignment", "area"), found["by_assignment_and_area"]),
    }
    return [
        *(_sliced(title, keys, rows, counted, tags) for title, (keys, rows) in slices.items()),
        _marked(found),
        _spread(found),
        _grid("Pairs", ("a", "b", *PAIRED), ([row[name] for name in ("a", "b", *PAIRED)] for row in found["pairs"])),
        *([_sets(found["sets"])] if "sets" in found else []),
    ]


def _sliced(
    title: str, keys: Sequence[str], rows: Sequence[Report], counted: Sequence[str], tags: Sequence[str]
) -> Grid:
    def cells(row: Report) -> list[Any]:
        uses = row["tag_loops"]
        return [row[name] for name in (*keys, *counted)] + [uses if _is_hidden(uses) else uses[tag] for tag in tags]

    return _grid(title, (*keys, *counted, *tags), map(cells, rows))


def _marked(found: Report) -> Grid:
    rule = found["largest"]
    note = f"The {rule['k']} largest of {rule['cells']} shares and those equal to them; threshold {rule['threshold']}."
    return _grid("Largest", ("assignment", "tag"), ([row["assignment"], row["tag"]] for row in rule["marked"]), note)


def _spread(found: Report) -> Grid:
    columns = ("assignment", "lowest", "lowest_mean", "highest", "highest_mean", "difference")
    rows = (
        [
            row["assignment"],
            ", ".join(row["lowest"]["areas"]),
            row["lowest"]["mean"],
            ", ".join(row["highest"]["areas"]),
            row["highest"]["mean"],
            row["difference"],
        ]
        for row in found["emotion_spread"]
    )
    return _grid("Emotion spread", columns, rows)


def _sets(sets: Report) -> Grid:
    note = (
        f"{sets['tests']} sets were tested; {sets['too_few']} have fewer than {sets['fewest']} loops or persons, "
        "not shown. By chance: each tag dealt anew within each person; p and q are those of the weakest tag."
    )
    rows = ([" + ".join(row["tags"]), *(row[name] for name in TOGETHER)] for row in sets["found"])
    return _grid("Sets", ("tags", *TOGETHER), rows, note)


def _grid(title: str, columns: Sequence[str], rows: Any, *notes: str) -> Grid:
    return Grid(title, tuple(map(Column, columns)), [[_cell(value) for value in row] for row in rows], notes)


def _cell(value: Any) -> Cell:
    cell: Cell = Hidden(value["hidden"]) if _is_hidden(value) else value
    return cell


def _is_hidden(value: Any) -> bool:
    return isinstance(value, dict) and "hidden" in value


def _long(found: Report) -> Grid:
    """One number a row, so that a single file holds every table: what is counted, of what, and the number."""
    rows: list[list[Any]] = []
    for table, every in (
        ("all", [found]),
        *((name, found[name]) for name in ("by_assignment", "by_area", "by_assignment_and_area")),
    ):
        for part in every:
            place = [table, part.get("assignment"), part.get("area")]
            rows += [[*place, None, None, name, part[name]] for name in COUNTED]
            uses = part["tag_loops"]
            rows += [
                [*place, tag, None, "tag_loops", uses if _is_hidden(uses) else uses[tag]] for tag in found["tag_set"]
            ]
    rows += [["largest", one["assignment"], None, one["tag"], None, "marked", 1] for one in found["largest"]["marked"]]
    for spread in found["emotion_spread"]:
        for end in ("lowest", "highest"):
            place = ["emotion_spread", spread["assignment"]]
            rows += [[*place, area, None, None, end, spread[end]["mean"]] for area in spread[end]["areas"]]
        rows.append(["emotion_spread", spread["assignment"], None, None, None, "difference", spread["difference"]])
    rows += [
        ["pairs", None, None, pair["a"], pair["b"], name, pair[name]] for pair in found["pairs"] for name in PAIRED
    ]
    for one in found.get("sets", {}).get("found", ()):
        rows += [["sets", None, None, " + ".join(one["tags"]), None, name, one[name]] for name in TOGETHER]
    return _grid("Loops", ("table", "assignment", "area", "tag", "other_tag", "figure", "value"), rows)


def _drawn(grid: Grid) -> str:
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


def _write(data: bytes, output: str | None) -> None:
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
