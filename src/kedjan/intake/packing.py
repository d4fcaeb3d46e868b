"""A ledger as it is kept while it waits: its rows as an Arrow file, what is wrong as plain lists."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

from kedjan.intake import models
from kedjan.results.service import FROM_COMPARING, Compared, LedgerState, Understood, Wrong

MOST_WRONG = 5000
"""Rows with something wrong that are listed; how many there are in all is told besides."""
SIZE = 8
"""Bytes that say how long a file is before it is pressed: its room is then made once."""


def packed(rows: Any) -> bytes:
    """Return an Arrow table as the bytes of a file of Arrow's own, which is written and read in no time."""
    from pyarrow import ipc

    out = io.BytesIO()
    with ipc.new_file(out, rows.schema, options=ipc.IpcWriteOptions(compression="zstd", unify_dictionaries=True)) as to:
        to.write_table(rows)
    return out.getvalue()


def unpacked(data: bytes) -> Any:
    """Return the Arrow table of such bytes."""
    from pyarrow import ipc

    return ipc.open_file(io.BytesIO(data)).read_all()


def pressed(data: bytes) -> bytes:
    """Return a file as it waits to be read: how long it is, then a tenth of it, since files of results repeat
    themselves."""
    import pyarrow as pa

    return len(data).to_bytes(SIZE) + bytes(pa.compress(data, codec="zstd", asbytes=True))


def unpressed(data: bytes) -> bytes:
    """Return the file as it was sent."""
    import pyarrow as pa

    return bytes(pa.decompress(data[SIZE:], int.from_bytes(data[:SIZE]), codec="zstd", asbytes=True))


def put_ledger(row: models.Delivery, waiting: models.Waiting, compared: Compared) -> None:
    """Let a delivery hold a comparison; neither row is saved."""
    waiting.ledger, waiting.data = packed(compared.rows), None
    kept = [each for each in row.remarks if each[0] not in FROM_COMPARING]
    row.remarks = [*([each.message, dict(each.values)] for each in compared.remarks), *kept]
    row.compared_with = {str(year): version for year, version in compared.versions.items()}
    counts = compared.counts()
    row.new, row.changed = counts[LedgerState.NEW], counts[LedgerState.CHANGED]
    row.unchanged = counts[LedgerState.UNCHANGED]
    row.revision += 1


def put_understood(row: models.Delivery, waiting: models.Waiting, found: Understood) -> None:
    """Let a delivery hold what was read of its file, but for the rows; neither row is saved."""
    row.kind, row.shape = found.kind.value, found.shape
    row.remarks = [[each.message, dict(each.values)] for each in found.remarks]
    row.refused = found.refused
    waiting.wrong = [
        [each.row, each.column, each.value, each.message, each.expected, dict(each.values)]
        for each in found.wrong[:MOST_WRONG]
    ]


def wrong_in(waiting: models.Waiting) -> Sequence[Wrong]:
    """Return what is wrong with a file's rows, those that are listed."""
    return [Wrong(*each) for each in waiting.wrong]


def versions_in(row: models.Delivery) -> Mapping[int, int]:
    """Return which versions a delivery was compared with, by school year."""
    return {int(year): version for year, version in row.compared_with.items()}


def words(name: str, value: Any, units: Mapping[str, str]) -> str:
    """Return what a row says as the ledger shows it: units by name."""
    if value is None:
        return ""
    if name == "school_unit":
        return units.get(str(value), "")
    if name == "school_year":
        return f"{value - 1}/{value % 100:02d}"
    return str(value)
