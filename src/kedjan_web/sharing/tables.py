"""Shared tables in the shape that the tables of rounds have, so that both look the same. No cell leads to texts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from kedjan.reflection.service import Cell, Facts, Heading, Legend, Marking, Part, Row, Show, Table
from kedjan.releases import service as releases
from kedjan_statistics.figure import Figure, Missing
from kedjan_web.errors import said
from kedjan_web.rounds.tables.pictures import Drawn, emotion_multiples, tag_heat
from kedjan_web.rounds.tables.tags import shown_measures, shown_tags
from kedjan_web.rounds.tables.view import ShownTable
from kedjan_web.sharing import cohorts, emotions, pictures
from kedjan_web.sharing.since import Changed

NOWHERE = UUID(int=0)
NOTHING_TO_SAY = Facts("", "", "", 0, 0, 0, None)


@dataclass(frozen=True, slots=True)
class SharedView:
    """A shared table with its picture, where figures enough are left to draw."""

    key: str
    table: ShownTable
    picture: Drawn | None
    changed: Changed | None = None
    cited_as: str = ""

    @property
    def anchor(self) -> str:
        """The table's place on the page."""
        return f"delad-{self.key}"


type ShowTable = Callable[[releases.SharedTable], ShownTable]
type Draw = Callable[[releases.SharedTable, str], Drawn | None]
SHAPES: Mapping[str, tuple[ShowTable, Draw]] = {
    "emotion_spread": (emotions.shown_spread, pictures.spread),
    "emotion_by_assignment": (emotions.shown_distribution, pictures.distribution),
    "emotion_by_area": (emotions.shown_distribution, pictures.distribution),
    "response_curve": (emotions.shown_curve, pictures.curve),
    "cohort": (cohorts.shown_cohort, cohorts.no_picture),
    "attendance": (cohorts.shown_cohort, cohorts.no_picture),
    "destinations": (cohorts.shown_cohort, cohorts.no_picture),
    "matrix": (cohorts.shown_cohort, cohorts.no_picture),
}


def view(
    shared: releases.SharedTable, foot: Sequence[tuple[str, str]], place: int = 0, *, picture: bool = True
) -> SharedView:
    """Return a shared table as the page shows it; `foot` says where it comes from. `place` tells pictures apart."""
    notes = tuple(said(note.message, note.values) for note in shared.notes)
    seen = picture and any(isinstance(given.value, Figure) for given in shared.places.values())
    if shared.key in SHAPES:
        show, draw = SHAPES[shared.key]
        left_out = emotions.not_compared(shared) if shared.key == "emotion_spread" else ()
        made = replace(show(shared), notes=(*left_out, *notes), foot=tuple(foot))
        return SharedView(shared.key, made, draw(shared, f"delad{place}") if seen else None)
    table = as_table(shared)
    tags = any(heading.part is Part.TAG for heading in (*table.columns, *(row.heading for row in table.rows)))
    made = shown_tags(table, Show.SHARES) if tags else shown_measures(table)
    return SharedView(shared.key, replace(made, notes=notes, foot=tuple(foot)), drawn(table, tags, place, seen))


def drawn(table: Table, tags: bool, place: int, seen: bool) -> Drawn | None:
    """Draw a shared table; nothing where every figure is hidden."""
    if not seen:
        return None
    key = f"delad{place}"
    return tag_heat(table, Show.SHARES, key=key) if tags else emotion_multiples(table, key=key)


def as_table(shared: releases.SharedTable) -> Table:
    """Return a shared table as a table of a round, without ways to texts, marking or facts."""
    columns = tuple(heading(each) for each in shared.columns)
    rows = tuple(
        Row(heading(row), tuple(cell(shared, row, column) for column in shared.columns), closing=row.closing)
        for row in shared.rows
    )
    return Table(
        shared.key, NOWHERE, shared.title, columns, rows, Legend(Marking.NONE), NOTHING_TO_SAY, dict(shared.values)
    )


def heading(shared: releases.Heading) -> Heading:
    """Return a heading as the tables of rounds have it."""
    part = Part(shared.part) if shared.part else Part.MEASURE
    return Heading(shared.key, part, shared.name, group=shared.group)


def cell(shared: releases.SharedTable, row: releases.Heading, column: releases.Heading) -> Cell:
    """Return one place of a shared table."""
    given = shared.places.get((row.key, column.key))
    if given is None:
        return Cell("", Missing())
    return Cell("", given.value, decimals=given.decimals, percent=given.percent)
