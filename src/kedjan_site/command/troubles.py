"""What a command says when something around it is not as it should be: what, where, and what to do about it."""

import os
import sys

from kedjan_formats.terminal import plain
from kedjan_site.settings.refusing import NotASetting

NOT_BEGUN = (
    "This installation holds nothing yet. `kedjan serve` starts it, and `kedjan user add` makes its first account;"
    " the demo is another installation: DJANGO_SETTINGS_MODULE=kedjan_site.settings.demo"
)
OTHER_VERSION = "The database is not of this version. `kedjan serve --only-prepare` brings it up to date."
DATABASE = {
    "no such table": OTHER_VERSION,
    "no such column": OTHER_VERSION,
    "does not exist": OTHER_VERSION,
    "not a database": "is not a database, or is spoilt. Put it aside, and `kedjan restore` a backup.",
    "malformed": "is spoilt. Put it aside, and `kedjan restore` a backup.",
    "locked": "is in use by a program that has been writing for half a minute. Try again when it is done.",
    "unable to open": "cannot be opened. Does its folder exist, and may this user write there?",
    "readonly": "may only be read by this user. Give it the right to write the file and its folder.",
    "full": "has no more room on its disk.",
    "disk I/O": "cannot be read or written: the disk answers with a fault.",
}


def told(error: Exception) -> str | None:
    """Return the words for trouble around a command; None for a fault of Kedjan's own, which is shown as it is."""
    if isinstance(error, NotASetting):
        return str(error)
    if isinstance(error, OSError) and error.strerror:
        return f"{plain(str(error.filename))}: {error.strerror}" if error.filename else error.strerror
    database = sys.modules.get("django.db.utils")
    if database and isinstance(error, database.DatabaseError) and not isinstance(error, _with_rows(database)):
        return _about_the_database(str(error))
    return None


def _with_rows(database: object) -> tuple[type[Exception], ...]:
    """Errors whose own words hold what was to be written: people, so never repeated."""
    return (database.IntegrityError, database.DataError)  # type: ignore[attr-defined]  # Django's module


def _about_the_database(words: str) -> str:
    from django.conf import settings

    found = next((says for part, says in DATABASE.items() if part in words), None)
    if found == OTHER_VERSION:
        return found
    kept = settings.DATABASES["default"]
    if found and kept["ENGINE"].endswith("sqlite3"):
        return f"{kept['NAME']} {found}"
    first = plain(words.strip().splitlines()[0]) if words.strip() else "no reason given"
    return f"The database does not answer: {first}" + ("" if "KEDJAN_DATABASE" in os.environ else f" ({kept['NAME']})")
