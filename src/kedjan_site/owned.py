"""What an installation keeps is for its owner alone, what only passes and what earlier versions left open too."""

import logging
import os
import shutil
import stat
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings

OTHERS = stat.S_IRWXG | stat.S_IRWXO
A_DAY = 24 * 3600
LOG = logging.getLogger("kedjan.owned")


def make_passing() -> None:
    """Make the folder of what only passes: large files while they come in, and a backup's copy of the database."""
    Path(settings.FILE_UPLOAD_TEMP_DIR).mkdir(mode=0o700, parents=True, exist_ok=True)


def sweep(*, now: datetime) -> int:
    """Remove what a process that was killed left of what passes, a day after: no file is that long on its way."""
    left = [path for path in Path(settings.FILE_UPLOAD_TEMP_DIR).iterdir() if _changed(path) < now.timestamp() - A_DAY]
    for path in left:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    return len(left)


def close_to_others() -> list[Path]:
    """Take from everybody else what they may do with what is kept, and return what was open; told in the log.

    What belongs to somebody else is let be, and so is a folder that the machine shares (/tmp), should one be named.
    """
    opened = [path for path in _kept() if _is_open(path)]
    for path in opened:
        path.chmod(path.stat().st_mode & ~OTHERS & 0o7777)
    if opened:
        named = ", ".join(path.name for path in opened)
        LOG.warning("Others on this machine could reach what is kept in %s: %s. They cannot now.", settings.DATA, named)
    return opened


def _kept() -> Iterator[Path]:
    """Yield what an installation writes, the innermost first: who is stopped half-way begins again."""
    stored = settings.DATABASES["default"]
    if stored["ENGINE"].endswith("sqlite3"):
        yield from (Path(f"{stored['NAME']}{ending}") for ending in ("-wal", "-shm", ""))
    data = Path(settings.DATA)
    yield from (Path(settings.KEDJAN_FILES), Path(settings.KEDJAN_FACTS), Path(settings.FILE_UPLOAD_TEMP_DIR), data)


def _changed(path: Path) -> float:
    """Return when a file was last written; one that is gone by now has just been."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return float("inf")


def _is_open(path: Path) -> bool:
    try:
        found = path.stat()
    except OSError:
        return False
    return bool(found.st_mode & OTHERS) and found.st_uid == os.geteuid() and not found.st_mode & stat.S_ISVTX
