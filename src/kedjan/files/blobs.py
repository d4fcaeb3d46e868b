"""Bytes on disk, by checksum: written whole and flushed, or not at all."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings


def folder() -> Path:
    """Return the folder of kept bytes."""
    return Path(settings.KEDJAN_FILES) / "kept"


def put(sha256: str, data: bytes) -> None:
    """Write bytes under their checksum: temporary file, flush, rename, flush the folder."""
    target = folder() / sha256[:2] / sha256
    if target.exists() and target.stat().st_size == len(data):
        os.utime(target)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        Path(temporary).replace(target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    flush_folder(target.parent)


def flush_folder(path: Path) -> None:
    """Let the folder's entry for a renamed file reach the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read(sha256: str) -> bytes | None:
    """Return the bytes under a checksum, or None where they are not."""
    path = folder() / sha256[:2] / sha256
    return path.read_bytes() if path.is_file() else None


def paths() -> Iterator[Path]:
    """Yield every file on disk, half-written ones too."""
    if folder().is_dir():
        yield from (path for path in folder().rglob("*") if path.is_file())


def remove_path(path: Path) -> None:
    """Remove one file."""
    path.unlink(missing_ok=True)
