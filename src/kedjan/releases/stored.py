"""Shared tables and their members as JSON, there and back."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import Any

from kedjan.releases.rules import EarlierCell
from kedjan.releases.values import Given, Heading, Note, ReleaseTable, SharedTable
from kedjan_statistics.figure import Figure, Hidden, Missing, NotApplicable, Value

KINDS: dict[str, type[Figure | Hidden | Missing | NotApplicable]] = {
    "figure": Figure,
    "hidden": Hidden,
    "missing": Missing,
    "not_applicable": NotApplicable,
}


def tables_to_json(tables: Iterable[SharedTable]) -> list[dict[str, Any]]:
    """Write tables; a hidden value is written as hidden, without its figure."""
    return [
        {
            "key": table.key,
            "title": table.title,
            "values": dict(table.values),
            "rows": [asdict(heading) for heading in table.rows],
            "columns": [asdict(heading) for heading in table.columns],
            "places": [
                [row, column, given.decimals, given.percent, *_value_to_json(given.value)]
                for (row, column), given in table.places.items()
            ],
            "notes": [asdict(note) for note in table.notes],
        }
        for table in tables
    ]


def tables_from_json(stored: Iterable[dict[str, Any]]) -> tuple[SharedTable, ...]:
    """Read tables as they were written."""
    return tuple(
        SharedTable(
            key=table["key"],
            title=table["title"],
            values=table["values"],
            rows=tuple(Heading(**heading) for heading in table["rows"]),
            columns=tuple(Heading(**heading) for heading in table["columns"]),
            places={
                (row, column): Given(_value_from_json(kind, content), decimals, percent)
                for row, column, decimals, percent, kind, content in table["places"]
            },
            notes=tuple(Note(**note) for note in table["notes"]),
        )
        for table in stored
    )


def members_to_json(
    tables: Iterable[ReleaseTable], shown: Sequence[bool]
) -> tuple[list[tuple[str, str]], list[dict[str, Any]]]:
    """Write whose loops the cells describe: all loops once, and each cell by their places."""
    cells = [(table.key, cell) for table in tables for cell in table.cells]
    at = {(table, cell.key): place for place, (table, cell) in enumerate(cells)}
    loops = sorted({item for _, cell in cells for item in cell.members.items()})
    places = {loop: place for place, (loop, _) in enumerate(loops)}
    return loops, [
        {
            "label": cell.label,
            "measure": cell.measure,
            "shown": visible,
            "loops": sorted(places[loop] for loop in cell.members),
            "counts": {name: list(number) for name, number in cell.counts.items()},
            "among": {name: at[table, key] for name, key in cell.among.items()},
        }
        for (table, cell), visible in zip(cells, shown, strict=True)
    ]


def members_from_json(
    release: str, loops: Sequence[Sequence[str]], cells: Iterable[dict[str, Any]]
) -> Iterator[EarlierCell]:
    """Read the cells of a release with that title; older ones did not keep what they counted, nor among whom, and some
    wrote keys that are numbers as numbers, which no text is the same as."""
    cells = list(cells)
    every = [{str(loops[place][0]): str(loops[place][1]) for place in cell["loops"]} for cell in cells]
    for cell, members in zip(cells, every, strict=True):
        counts = {name: (number, most) for name, (number, most) in cell.get("counts", {}).items()}
        among = {
            name: frozenset({frozenset(every[place].values()) | frozenset(members.values())})
            for name, place in cell.get("among", {}).items()
        }
        yield EarlierCell(release, cell["label"], members, cell["measure"], cell["shown"], counts, among)


def _value_to_json(value: Value) -> tuple[str, dict[str, Any]]:
    kind = next(kind for kind, its_class in KINDS.items() if isinstance(value, its_class))
    return kind, asdict(value)


def _value_from_json(kind: str, content: dict[str, Any]) -> Value:
    return KINDS[kind](**content)
