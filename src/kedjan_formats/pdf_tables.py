"""Row headings in a tagged PDF: the setter tags the heads of columns, and this makes the heads of rows such too."""

import io
from collections.abc import Iterator, Sequence
from typing import Any

import pikepdf


def with_row_headings(data: bytes, wanted: Sequence[bool]) -> bytes:
    """The PDF with the first cell of each row as the row's heading, in the tables for which `wanted` says so.

    PDF/UA-1 (ISO 14289-1, 7.5) asks that the headings of columns and rows are TH, and that each cell can be traced to
    them: the heading gets Scope Row and an ID, and the cells after it name that ID beside those of their column.
    `wanted` has one entry for each table in reading order; another number of tables in the PDF is refused.
    """
    if not any(wanted):
        return data
    with pikepdf.open(io.BytesIO(data)) as pdf:
        root = pdf.Root.StructTreeRoot
        tables = [one for one in _elements(root.K) if one.S == "/Table"]
        if len(tables) != len(wanted):
            raise ValueError(f"the PDF has {len(tables)} tables, and the document {len(wanted)}")
        ids = pikepdf.NameTree(root.IDTree)
        for number, (table, headed) in enumerate(zip(tables, wanted, strict=True), start=1):
            for place, row in enumerate(_body_rows(table), start=1) if headed else ():
                key = f"R{number}y{place}"
                ids[key] = _headed(row, key)
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True)
    return out.getvalue()


def _elements(node: Any) -> Iterator[Any]:
    """Every structure element, in reading order."""
    if isinstance(node, pikepdf.Array):
        for one in node:
            yield from _elements(one)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from _elements(node.K)


def _body_rows(table: Any) -> Iterator[Any]:
    """The rows below the headings of columns."""
    for part in table.K:
        if isinstance(part, pikepdf.Dictionary) and part.get("/S") in ("/TBody", "/TFoot"):
            yield from (row for row in part.K if row.S == "/TR")


def _headed(row: Any, key: str) -> Any:
    """Make the first cell of a row its heading under an ID, let the others name it, and return it."""
    first, *others = row.K
    first.S, first.ID = pikepdf.Name.TH, pikepdf.String(key)
    _table_attributes(first).Scope = pikepdf.Name.Row
    for cell in others:
        about = _table_attributes(cell)
        about.Headers = pikepdf.Array([*about.get("/Headers", ()), pikepdf.String(key)])
    return first


def _table_attributes(cell: Any) -> Any:
    """The cell's attributes as a cell of a table; every cell that the setter makes has them."""
    return next(one for one in cell.A if one.O == "/Table")
