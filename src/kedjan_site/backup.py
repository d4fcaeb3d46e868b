"""A backup is one file: a snapshot of every row, then the kept files that the rows name, each with its checksum."""

import hashlib
import json
import os
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from django.apps import apps
from django.core import serializers
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, connections, models, transaction
from django.db.migrations.recorder import MigrationRecorder

from kedjan.files import service as files
from kedjan_site import erasures, guards
from kedjan_web import clock

LEFT_OUT = {"sessions.session", "contenttypes.contenttype", "auth.permission", "auth.group"}
CHUNK = 2000


class NotABackup(Exception):
    """The file is not a whole backup, or the place is not empty; says why."""


def stored_models() -> list[type[models.Model]]:
    """Return every model whose rows a backup takes along."""
    return [model for model in apps.get_models() if model._meta.label_lower not in LEFT_OUT and model._meta.managed]


def back_up(target: Path, now: datetime) -> dict[str, int]:
    """Write a backup while in use; return rows per model. Nothing stands at `target` unless whole."""
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".backup-")
    os.close(handle)
    try:
        with zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as archive:
            counts, sums = write_snapshot(archive)
            manifest = {
                "kedjan": 1,
                "made_at": now.isoformat(),
                "migrations": migrations(),
                "rows": counts,
                "sha256": sums,
            }
            archive.writestr("manifest.json", json.dumps(manifest, indent=1, sort_keys=True))
        with Path(temporary).open("rb") as whole:
            os.fsync(whole.fileno())
        Path(temporary).replace(target)
    finally:
        Path(temporary).unlink(missing_ok=True)
    return counts


def write_snapshot(archive: zipfile.ZipFile) -> tuple[dict[str, int], dict[str, str]]:
    """Write all rows as of one moment, then the files they name; return counts and checksums."""
    counts: dict[str, int] = {}
    sums: dict[str, str] = {}
    with snapshot() as moment:
        for model in stored_models():
            name = f"rows/{model._meta.label_lower}.jsonl"
            with archive.open(name, "w", force_zip64=True) as out:
                counts[model._meta.label_lower], sums[name] = write_rows(model, moment, out)
        named = sorted(
            apps.get_model("files", "File")._default_manager.using(moment).values_list("sha256", flat=True).distinct()
        )
    for sha256 in named:
        data = files.kept_bytes(sha256)
        if data is not None:
            archive.writestr(f"files/{sha256}", data)
    return counts, sums


@contextmanager
def snapshot() -> Iterator[str]:
    """Give the name of a connection that sees one moment, without holding up those who write meanwhile.

    SQLite is copied by its own online backup, since a transaction here would take the only writer's place;
    PostgreSQL reads in one transaction of repeatable reads.
    """
    if connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            yield "default"
        return
    with tempfile.TemporaryDirectory(prefix="kedjan-backup-") as folder:
        copy = Path(folder) / "snapshot.sqlite3"
        connection.ensure_connection()
        with closing(sqlite3.connect(copy)) as into:
            connection.connection.backup(into)
        connections.databases["snapshot"] = {**connections.settings["default"], "NAME": str(copy)}
        try:
            yield "snapshot"
        finally:
            connections["snapshot"].close()
            del connections["snapshot"]
            del connections.databases["snapshot"]


def write_rows(model: type[models.Model], moment: str, out: IO[bytes]) -> tuple[int, str]:
    """Write a model's rows, a line each, in key order; return how many and their checksum."""
    total, digest = 0, hashlib.sha256()
    for row in model._default_manager.using(moment).order_by("pk").iterator(CHUNK):
        line = serializers.serialize("jsonl", [row]).strip().encode() + b"\n"
        out.write(line)
        digest.update(line)
        total += 1
    return total, digest.hexdigest()


def migrations() -> list[str]:
    """Return the migrations that the database has seen."""
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


def restore(source: Path) -> dict[str, int]:
    """Put a backup back into an empty place, all of it or nothing; return rows per model.

    Whoever has been erased since the backup was made is erased again.
    """
    with zipfile.ZipFile(source) as archive:
        manifest = checked(archive)
        call_command("migrate", verbosity=0)
        if apps.get_model("organisation", "Provider")._default_manager.exists():
            raise NotABackup("There are already rows here. Restore into an empty place.")
        for name in archive.namelist():
            if name.startswith("files/"):
                put_file(archive, name)
        with transaction.atomic():
            guards.remove()
            for model in stored_models():
                read_rows(model, archive)
            connection.check_constraints()
            reset_sequences()
            guards.install()
    erasures.replay(now=clock.now())
    return dict(manifest["rows"])


def checked(archive: zipfile.ZipFile) -> dict[str, Any]:
    """Return the manifest of a whole backup whose every part has its checksum."""
    try:
        manifest: dict[str, Any] = json.loads(archive.read("manifest.json"))
    except (KeyError, ValueError) as wrong:
        raise NotABackup("This is not a backup of Kedjan: it has no manifest.") from wrong
    for name, sha256 in manifest["sha256"].items():
        if hashlib.sha256(archive.read(name)).hexdigest() != sha256:
            raise NotABackup(f"The backup is spoilt: {name} is not as it was written.")
    return manifest


def put_file(archive: zipfile.ZipFile, name: str) -> None:
    """Put one kept file back, if its bytes are those of its name."""
    data = archive.read(name)
    sha256 = hashlib.sha256(data).hexdigest()
    if name != f"files/{sha256}":
        raise NotABackup(f"The backup is spoilt: {name} is not as it was written.")
    files.put_back(sha256, data)


def read_rows(model: type[models.Model], archive: zipfile.ZipFile) -> None:
    """Insert a model's rows in chunks."""
    name = f"rows/{model._meta.label_lower}.jsonl"
    if name not in archive.namelist():
        return
    model._default_manager.all().delete()
    for chunk in chunks(archive, name):
        rows = [found.object for found in serializers.deserialize("jsonl", chunk)]
        model._default_manager.bulk_create(rows, batch_size=CHUNK)


def chunks(archive: zipfile.ZipFile, name: str) -> Iterator[str]:
    """Yield a member's lines, some thousands at a time."""
    with archive.open(name) as lines:
        held: list[bytes] = []
        for line in lines:
            held.append(line)
            if len(held) == CHUNK:
                yield b"".join(held).decode()
                held = []
        if held:
            yield b"".join(held).decode()


def reset_sequences() -> None:
    """Let the next row get a number that none has."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), stored_models()):
            cursor.execute(statement)
