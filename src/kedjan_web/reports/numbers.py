"""The numbers of figures and tables in a report, the same on its page as in Word and PDF."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from kedjan.reports import service as reports
from kedjan_formats.document import Labels
from kedjan_web.reports.tables import pieces_of

type Tables = dict[tuple[str, str], str]
LABELS = Labels()
"""What figures and tables are called in the language of reports."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """What a block's figure and table are called: `Figur 3`, `Tabell 2`; empty where it has none.

    A table too wide for a page of paper is several there: `Tabell 2–3`.
    """

    figure: str = ""
    table: str = ""


NONE = Numbers()


def numbers_in(report: reports.Report) -> dict[UUID, Numbers]:
    """Return what the figures and tables of a report are called, by block; a picture's own table is numbered too."""
    return dict(_numbered(report))


def tables_in(report: reports.Report) -> Tables:
    """Return the block of each table that stands in the report itself, by its release and kind."""
    found: Tables = {}
    for block in (block for section in report.sections for block in section.blocks):
        if isinstance(block.content, reports.ShownTable):
            found.setdefault((block.content.table.facts.release, block.content.table.kind), block.id.hex)
    return found


def _numbered(report: reports.Report) -> Iterator[tuple[UUID, Numbers]]:
    there = tables_in(report)
    figures = tables = 0
    for block in (block for section in report.sections for block in section.blocks):
        content = block.content
        if isinstance(content, reports.ShownTable):
            first, tables = tables + 1, tables + pieces_of(content.table)
            many = f"–{tables}" if tables > first else ""
            yield block.id, Numbers(table=f"{LABELS.table} {first}{many}")
        elif isinstance(content, reports.ShownPicture):
            figures += 1
            own = (content.table.facts.release, content.table.kind) not in there
            tables += own
            yield block.id, Numbers(f"{LABELS.figure} {figures}", f"{LABELS.table} {tables}" if own else "")
