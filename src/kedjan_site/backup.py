"""A backup is one file: a snapshot of every row, the kept files that the rows name, and the installation's SAML key.

Each part has its checksum. The file is its owner's alone (mode 0600): it holds what people wrote, and a key.
"""

import hashlib
import json
import os
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from django.apps import apps
from django.apps.registry import Apps
from django.conf import settings
from django.core import serializers
from django.db import connection, connections, models, transaction
from django.db.migrations.recorder import MigrationRecorder

from kedjan.facts import service as facts
from kedjan.files import service as files

LEFT_OUT = {"sessions.session", "people.seat", "contenttypes.contenttype", "auth.permission", "auth.group"}
CHUNK = 2000
KEY = "saml.pem"
FORMAT = 1
BEGUN = ".backup-"


@dataclass(frozen=True, slots=True)
class Written:
    """What a backup holds: rows per model, and the names of the secrets in it."""

    rows: dict[str, int]
    secrets: tuple[str, ...]


def stored_models(of: Apps = apps) -> list[type[models.Model]]:
    """Return every model whose rows a backup takes along; `of`: the models as they are, or as they were once."""
    return [model for model in of.get_models() if model._meta.label_lower not in LEFT_OUT and model._meta.managed]


def back_up(target: Path, now: datetime, *, with_key: bool = True, of: Apps = apps) -> Written:
    """Write a backup while in use. Nothing stands at `target` unless whole. `with_key`: the SAML key goes along."""
    with _beside(target) as temporary:
        with zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as archive:
            counts, sums = write_snapshot(archive, of)
            secrets = write_key(archive, sums) if with_key else ()
            manifest = {
                "kedjan": FORMAT,
                "made_at": now.isoformat(),
                "migrations": migrations(),
                "rows": counts,
                "sha256": sums,
                "secrets": secrets,
            }
            archive.writestr("manifest.json", json.dumps(manifest, indent=1, sort_keys=True))
        with Path(temporary).open("rb") as whole:
            os.fsync(whole.fileno())
        Path(temporary).replace(target)
    return Written(counts, secrets)


@contextmanager
def _beside(target: Path) -> Iterator[str]:
    """Give a file of another name to write, gone afterwards; what is wrong with it is told of the `target`."""
    temporary = None
    try:
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=BEGUN)
        os.close(handle)
        yield temporary
    except OSError as wrong:
        if wrong.filename is None or Path(wrong.filename).name.startswith(BEGUN):
            raise OSError(wrong.errno, wrong.strerror, str(target)) from wrong
        raise
    finally:
        if temporary:
            Path(temporary).unlink(missing_ok=True)


def write_key(archive: zipfile.ZipFile, sums: dict[str, str]) -> tuple[str, ...]:
    """Write the SAML key, where one has been made; return the names of the secrets written."""
    path = Path(settings.KEDJAN_SAML_KEY)
    if not path.exists():
        return ()
    data = path.read_bytes()
    archive.writestr(KEY, data)
    sums[KEY] = hashlib.sha256(data).hexdigest()
    return (KEY,)


def write_snapshot(archive: zipfile.ZipFile, of: Apps) -> tuple[dict[str, int], dict[str, str]]:
    """Write all rows as of one moment, then the files they name; return counts and checksums."""
    counts: dict[str, int] = {}
    sums: dict[str, str] = {}
    with snapshot() as moment:
        for model in stored_models(of):
            name = f"rows/{model._meta.label_lower}.jsonl"
            with archive.open(name, "w", force_zip64=True) as out:
                counts[model._meta.label_lower], sums[name] = write_rows(model, moment, out)
        named = sorted(
            of.get_model("files", "File")._default_manager.using(moment).values_list("sha256", flat=True).distinct()
        )
        counted = sorted(facts.named_on_disk(moment=moment)) if of is apps else []
    for sha256 in named:
        data = files.kept_bytes(sha256)
        if data is not None:
            archive.writestr(f"files/{sha256}", data)
    for provider, sha256 in counted:
        data = facts.kept_bytes(provider, sha256)
        if data is not None:
            archive.writestr(f"facts/{provider.hex}/{sha256}", data)
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
    with tempfile.TemporaryDirectory(dir=settings.FILE_UPLOAD_TEMP_DIR) as folder:
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
