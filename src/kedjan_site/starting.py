"""What is done before serving: migrate, gather static files, sweep; skipped when nothing has changed."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.core.checks import Error, run_checks
from django.core.management import call_command

from kedjan.files import service as files
from kedjan_site.command.translations import compile_all

SOURCE = Path(__file__).resolve().parents[1]
STAMPED = ("kedjan*/**/migrations/*.py", "kedjan_site/demo/**/*", "kedjan_web/static/**/*", "kedjan_web/locale/**/*.po")


def prepare() -> list[str]:
    """Make the installation ready to serve; return what stands in the way, in words."""
    problems = [str(found) for found in run_checks(include_deployment_checks=False) if isinstance(found, Error)]
    if problems:
        return problems
    if changed():
        compile_all()
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        remember()
    files.sweep()
    return []


def changed() -> bool:
    """Return whether migrations, static files, words or demo differ from when the installation was last made ready."""
    path = stamp_path()
    return not path.exists() or path.read_text(encoding="ascii") != stamp()


def remember() -> None:
    """Note that the installation is ready for what the source holds now."""
    stamp_path().write_text(stamp(), encoding="ascii")


def stamp() -> str:
    """Return a checksum of names, sizes and times of what `prepare` works on, and of which database it is."""
    found = hashlib.sha256(str(settings.DATABASES["default"]["NAME"]).encode())
    for pattern in STAMPED:
        for path in sorted(SOURCE.glob(pattern)):
            status = path.stat()
            found.update(f"{path}|{status.st_size}|{status.st_mtime_ns}\n".encode())
    return found.hexdigest()


def stamp_path() -> Path:
    """Return where the checksum is kept."""
    return Path(settings.DATA) / "ready"
