"""Whether an installation is as ready as the source asks; told without Django, so that a second start is quick."""

import hashlib
import os
from pathlib import Path

from kedjan_site.settings.places import SOURCE

DATABASES = ("KEDJAN_DATABASE", "KEDJAN_DEMO_DATABASE")
STAMPED = (
    "kedjan/*/migrations/*.py",
    "kedjan_site/demo/**/*.*",
    "kedjan_site/settings/*.py",
    "kedjan_web/static/**/*.*",
    "kedjan_web/locale/**/*.po",
)


def changed(data: Path) -> bool:
    """Return whether migrations, words, static files, settings or demo differ from when `data` was last made ready."""
    path = data / "ready"
    return not path.exists() or path.read_text(encoding="ascii") != stamp()


def remember(data: Path) -> None:
    """Note that the installation in `data` is ready for what the source holds now."""
    (data / "ready").write_text(stamp(), encoding="ascii")


def forget(data: Path) -> None:
    """Note that the installation in `data` has to be made ready before it is served."""
    (data / "ready").unlink(missing_ok=True)


def stamp() -> str:
    """Return a checksum of names, sizes and times of what making ready works on, and of which database it is."""
    found = hashlib.sha256("|".join(os.environ.get(name, "") for name in DATABASES).encode())
    for pattern in STAMPED:
        for path in sorted(SOURCE.glob(pattern)):
            status = path.stat()
            found.update(f"{path}|{status.st_size}|{status.st_mtime_ns}\n".encode())
    return found.hexdigest()
