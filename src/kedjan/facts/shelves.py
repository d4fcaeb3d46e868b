"""Files of data sets on disk: a folder for each provider, a file by its checksum, written whole or not at all."""

import hashlib
import os
import tempfile
from collections.abc import Collection, Iterator
from io import BufferedIOBase
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from kedjan.access.service import NotHere
from kedjan.facts.values import Stored

ENDING = ".parquet"
AT_ONCE = 2**17
"""Rows that are read or passed over together: a unit's lessons of a year are two or three times as many."""


def folder() -> Path:
    """Return the folder of all data sets."""
    return Path(settings.KEDJAN_FACTS)


def path_of(provider: UUID, sha256: str) -> Path:
    """Return where a provider's file lies."""
    return folder() / provider.hex / f"{sha256}{ENDING}"


def put(provider: UUID, table: Any) -> Stored:
    """Write an Arrow table: temporary file, flush, rename to its checksum, flush the folder. No row names it yet.

    Dictionaries are read back as plain texts.
    """
    import pyarrow.parquet as pq

    place = folder() / provider.hex
    place.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=place, prefix=".")
    os.close(handle)
    try:
        form = {"compression": "zstd", "write_page_checksum": True, "store_schema": False}
        pq.write_table(table, temporary, row_group_size=AT_ONCE, **form)
        with Path(temporary).open("rb+") as written:
            sha256 = checksum(written)
            os.fsync(written.fileno())
        target = path_of(provider, sha256)
        Path(temporary).replace(target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    _flush(place)
    return Stored(sha256, target.stat().st_size, table.num_rows)


def read(
    provider: UUID,
    sha256: str,
    columns: list[str] | None = None,
    pupils: Collection[int] | None = None,
    school_unit: str | None = None,
) -> Any:
    """Return a file's rows as an Arrow table: some columns or all, of some pupils by key or all, of one unit or all.

    Each page that is read is held against its checksum; groups of rows with nothing of what is asked for are not read.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = path_of(provider, sha256)
    try:
        asked = [("pupil", "in", None if pupils is None else set(pupils)), ("school_unit", "==", school_unit)]
        some = [each for each in asked if each[2] is not None] or None
        return pq.read_table(path, columns=columns, filters=some, page_checksum_verification=True)
    except (OSError, pa.ArrowException) as wrong:
        raise NotHere("The file of a data set is not on disk as it was kept.") from wrong


def checksum(data: BufferedIOBase) -> str:
    """Return the SHA-256 of an open file, in hex."""
    return hashlib.file_digest(data, "sha256").hexdigest()


def put_back(provider: UUID, sha256: str, data: bytes) -> None:
    """Put a backup's bytes back where they lay; refused when they are not those of the checksum."""
    if hashlib.sha256(data).hexdigest() != sha256:
        raise NotHere("The file of a data set is not on disk as it was kept.")
    target = path_of(provider, sha256)
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".")
    with os.fdopen(handle, "wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    Path(temporary).replace(target)
    _flush(target.parent)


def paths() -> Iterator[Path]:
    """Yield every file of every provider, half-written ones too."""
    if folder().is_dir():
        yield from (path for path in folder().rglob("*") if path.is_file())


def _flush(place: Path) -> None:
    handle = os.open(place, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
