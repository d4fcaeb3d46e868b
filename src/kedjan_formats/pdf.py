"""Documents written as tagged PDF: PDF/UA-1, or PDF/UA-1 and PDF/A-2a together for the archive.

Set by typst from data (a virtual `report.json`), with vendored fonts and nothing else of the machine or network.
"""

import datetime as dt
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kedjan_formats import coverage, drawings, pdf_tables
from kedjan_formats.document import (
    Block,
    Citation,
    Contents,
    Definitions,
    Document,
    Heading,
    Inline,
    Labels,
    List,
    Listing,
    PageBreak,
    Paragraph,
    Picture,
    Quote,
    Reference,
    Slot,
    Sources,
    Table,
    Text,
    runs,
)
from kedjan_formats.widths import weights

__all__ = ["write"]

_SETTING = Path(__file__).parent / "typst_report"
_UNDATED = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)

type Plain = dict[str, object]


def write(document: Document, *, archive: bool = False) -> bytes:
    """The document as PDF/UA-1; `archive` makes it PDF/A-2a as well.

    Characters that the font lacks, such as emoji, are shown as □. The same document gives the same bytes: the file's
    date is the document's, and no clock is read.
    """
    files = {**_setting(), "report.json": json.dumps(_shown(_report(document))).encode()}
    standards = ["ua-1", "a-2a"] if archive else ["ua-1"]
    created = document.metadata.created or _UNDATED
    made = drawings.compiled(files, pdf_standards=standards, timestamp=created)
    return pdf_tables.with_row_headings(made, [table.row_headings for table in document.tables()])


@cache
def _setting() -> dict[str, bytes]:
    return {
        "main.typ": (_SETTING / "report.typ").read_bytes(),
        "blocks.typ": (_SETTING / "blocks.typ").read_bytes(),
    }


def _shown(value: object) -> object:
    """The data with every text brought within what the font can show."""
    match value:
        case str():
            return coverage.shown(value)
        case list():
            return [_shown(one) for one in value]
        case dict():
            return {key: _shown(one) for key, one in value.items()}
        case _:
            return value


def _report(document: Document) -> Plain:
    about, (language, _, region) = document.metadata, document.language.partition("-")
    date = about.created
    return {
        "title": document.title,
        "subtitle": document.subtitle,
        "lang": language,
        "region": region or None,
        "organisation": about.organisation,
        "author": [name for name in (about.author or about.organisation,) if name],
        "subject": about.subject or None,
        "keywords": list(about.keywords),
        "date": [date.year, date.month, date.day] if date else None,
        "facts": [list(fact) for fact in about.facts],
        "status": about.status,
        "labels": {
            "contents": document.labels.contents,
            "page": document.labels.page,
            "of": document.labels.of,
            "pictures": document.labels.pictures,
            "tables": document.labels.tables,
        },
        "blocks": [
            _block(block, document.labels, _Known(document.source_keys(), tuple(document.numbered())))
            for block in document.blocks
            if not isinstance(block, Slot)
        ],
    }


@dataclass(frozen=True, slots=True)
class _Known:
    """The keys that marks in the text can lead to: sources, and tables and pictures with numbers."""

    sources: tuple[str, ...]
    numbered: tuple[str, ...]


def _block(block: Block, labels: Labels, known: _Known) -> Plain:
    match block:
        case Table():
            return _table(block, labels.table, known)
        case Picture():
            table = _table(block.table, labels.table, known) if block.table else None
            about: Plain = {
                "title": block.title,
                "description": block.description,
                "width": block.width,
                "key": _label(block.key, known),
            }
            return {"kind": "picture", "svg": block.svg, "supplement": labels.figure, "table": table, **about}
        case _:
            return _written(block, known)


def _written(  # noqa: PLR0911 - one kind of block, one line
    block: Heading | Paragraph | List | Quote | Definitions | Sources | Contents | Listing | PageBreak, known: _Known
) -> Plain:
    match block:
        case Heading():
            return {"kind": "heading", "level": block.level, "text": block.text}
        case Paragraph():
            return {"kind": "paragraph", "style": block.style, "text": _text(block.text, known)}
        case List():
            return {"kind": "list", "ordered": block.ordered, "items": [_text(item, known) for item in block.items]}
        case Quote():
            return {"kind": "quote", "text": block.text, "attribution": block.attribution}
        case Definitions():
            items = [{"term": item.term, "text": _text(item.text, known)} for item in block.items]
            return {"kind": "definitions", "items": items}
        case Sources():
            sources = [
                {
                    "key": one.key,
                    "place": known.sources.index(one.key),
                    "text": _text(one.text, known),
                    "remark": one.remark,
                }
                for one in block.items
            ]
            return {"kind": "sources", "items": sources}
        case Contents():
            return {"kind": "contents", "depth": block.depth}
        case Listing():
            return {"kind": "listing", "of": block.of}
        case PageBreak():
            return {"kind": "break"}


def _text(text: Text, known: _Known) -> list[Plain]:
    return [_piece(piece, known) for piece in runs(text)]


def _piece(piece: Inline, known: _Known) -> Plain:
    match piece:
        case Citation(key=key):
            return {"kind": "citation", "key": key, "place": known.sources.index(key) if key in known.sources else None}
        case Reference(key=key):
            return {"kind": "reference", "label": _label(key, known)}
    return {"kind": "run", "text": piece.text, "strong": piece.strong, "emphasis": piece.emphasis}


def _label(key: str, known: _Known) -> str | None:
    return f"numbered-{known.numbered.index(key)}" if key in known.numbered else None


def _table(table: Table, supplement: str, known: _Known) -> Plain:
    rows = [
        {
            "total": row.total,
            "cells": [
                {
                    "text": cell.text,
                    "symbol": cell.mark.symbol if cell.mark else "",
                    "colour": cell.mark.colour if cell.mark else "",
                    "note": cell.note,
                    "absent": cell.absent,
                }
                for cell in cells
            ],
        }
        for row, cells in zip(table.rows, table.cells(), strict=True)
    ]
    return {
        "kind": "table",
        "key": _label(table.key, known),
        "supplement": supplement,
        "caption": table.caption,
        "columns": table.columns,
        "head": [[{"text": cell.text, "span": cell.span} for cell in row] for row in table.headings()],
        "rows": rows,
        "notes": list(table.notes),
        "marks": [{"symbol": m.symbol, "colour": m.colour, "meaning": m.meaning} for m in table.marks()],
        "align": list(table.aligned()),
        "widths": list(weights(table)),
    }
