"""A backup put back into an empty place: its rows as they were written, then brought up to this version.

One made by an earlier version is put back into tables as they were then, and migrated like any other installation.
"""

import hashlib
import json
import os
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from django.apps import apps
from django.apps.registry import Apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.color import no_style
from django.core.serializers.python import Deserializer
from django.db import connection, models, transaction
from django.db.migrations.executor import MigrationExecutor

from kedjan.access.service import NotHere
from kedjan.facts import service as facts
from kedjan.files import service as files
from kedjan_site import erasures, guards, ready
from kedjan_site.backup import CHUNK, FORMAT, KEY, stored_models
from kedjan_site.beginning import begin, holds_nothing
from kedjan_web import clock

type Node = tuple[str, str]


class NotABackup(Exception):
    """The file is not a whole backup, is of a later version, or the place is not empty; says which."""


@dataclass(frozen=True, slots=True)
class PutBack:
    """What was put back: rows per model, how many migrations came after, and what became of the SAML key."""

    rows: dict[str, int]
    migrated: int
    key: str
    """`none` in the backup, `put` back, the `same` here already, or `other`: another lies here, and stays."""


def restore(source: Path) -> PutBack:
    """Put a backup back into an empty place, all of it or nothing.

    Refused: what is no whole backup, what a later version made, and a place with rows. Whoever has been erased since
    the backup was made is erased again.
    """
    with zipfile.ZipFile(source) as archive:
        manifest = checked(archive)
        applied = {(app, name) for app, _, name in (each.partition(".") for each in manifest["migrations"])}
        refuse_later(manifest, applied)
        then = made_ready(applied)
        for name in archive.namelist():
            if name.startswith("files/"):
                put_file(archive, name)
            elif name.startswith("facts/"):
                put_data_set(archive, name)
        key = put_key(archive)
        with transaction.atomic():
            guards.remove()
            for model in stored_models(then):
                read_rows(model, archive)
            connection.check_constraints()
            reset_sequences(then)
        later = len(pending())
        call_command("migrate", verbosity=0)
    erasures.replay(now=clock.now())
    return PutBack(dict(manifest["rows"]), later, key)


def checked(archive: zipfile.ZipFile) -> dict[str, Any]:
    """Return the manifest of a whole backup whose every part has its checksum."""
    try:
        manifest: dict[str, Any] = json.loads(archive.read("manifest.json"))
        for name, sha256 in manifest["sha256"].items():
            if hashlib.sha256(archive.read(name)).hexdigest() != sha256:
                raise NotABackup(f"The backup is spoilt: {name} is not as it was written.")
    except (KeyError, ValueError) as wrong:
        raise NotABackup("This is not a backup of Kedjan: it has no manifest, or lacks what that names.") from wrong
    return manifest


def refuse_later(manifest: dict[str, Any], applied: set[Node]) -> None:
    """Refuse a backup that holds what this version does not know; nothing has been touched."""
    unknown = sorted(".".join(node) for node in applied - MigrationExecutor(connection).loader.disk_migrations.keys())
    if manifest["kedjan"] > FORMAT or unknown:
        named = f" It knows {', '.join(unknown[:3])}{' and more' if unknown[3:] else ''}." if unknown else ""
        raise NotABackup(
            f"The backup was made by a later version of Kedjan than this one.{named}"
            " Put that version, or one after it, in place and restore with it. Nothing has been changed here."
        )


def made_ready(applied: set[Node]) -> Apps:
    """Make empty tables as they were when `applied` were all migrations there were; return the models of then.

    What is put in them is not ready to be served until it has been migrated, should anything stop before that.
    """
    empty = holds_nothing()
    if not empty:
        call_command("migrate", verbosity=0)
        if apps.get_model("organisation", "Provider")._default_manager.exists():
            raise NotABackup("There are already rows here. Restore into an empty place.")
    ready.forget(Path(settings.DATA))
    guards.remove()
    executor = MigrationExecutor(connection)
    last = [node for node in applied if not followed(executor, node, applied)]
    if empty:
        begin(targets=last)
    else:
        executor.migrate(last)
    return executor.loader.project_state(last).apps if pending() else apps


def followed(executor: MigrationExecutor, node: Node, applied: set[Node]) -> bool:
    """Return whether another of the applied migrations of the same app comes after one."""
    return any(
        child.key in applied and child.key[0] == node[0] for child in executor.loader.graph.node_map[node].children
    )


def pending() -> list[Any]:
    """Return the migrations of this version that the database has not seen."""
    executor = MigrationExecutor(connection)
    return executor.migration_plan(executor.loader.graph.leaf_nodes())


def put_file(archive: zipfile.ZipFile, name: str) -> None:
    """Put one kept file back, if its bytes are those of its name."""
    data = archive.read(name)
    sha256 = hashlib.sha256(data).hexdigest()
    if name != f"files/{sha256}":
        raise NotABackup(f"The backup is spoilt: {name} is not as it was written.")
    files.put_back(sha256, data)


def put_data_set(archive: zipfile.ZipFile, name: str) -> None:
    """Put the file of one data set back, if its bytes are those of its name."""
    _, provider, sha256 = name.split("/")
    try:
        facts.put_back(UUID(hex=provider), sha256, archive.read(name))
    except NotHere as wrong:
        raise NotABackup(f"The backup is spoilt: {name} is not as it was written.") from wrong


def put_key(archive: zipfile.ZipFile) -> str:
    """Put the SAML key back, for its owner alone, where none is; return what became of it, as `PutBack` says."""
    path = Path(settings.KEDJAN_SAML_KEY)
    if KEY not in archive.namelist():
        return "none"
    data = archive.read(KEY)
    if path.exists():
        return "same" if path.read_bytes() == data else "other"
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
        target.write(data)
    return "put"


def read_rows(model: type[models.Model], archive: zipfile.ZipFile) -> None:
    """Insert a model's rows in chunks."""
    name = f"rows/{model._meta.label_lower}.jsonl"
    if name not in archive.namelist():
        return

    class Rows(Deserializer):
        """Reads rows as this model, which may be as it was once."""

        @staticmethod
        def _get_model_from_node(_: str) -> type[models.Model]:
            return model

    model._default_manager.all().delete()
    for chunk in chunks(archive, name):
        rows = [found.object for found in Rows(chunk)]
        model._default_manager.bulk_create(rows, batch_size=CHUNK)


def chunks(archive: zipfile.ZipFile, name: str) -> Iterator[list[Any]]:
    """Yield a member's rows, some thousands at a time. Only a newline ends a line, not what a text may hold."""
    with archive.open(name) as lines:
        held: list[Any] = []
        for line in lines:
            held.append(json.loads(line))
            if len(held) == CHUNK:
                yield held
                held = []
        if held:
            yield held


def reset_sequences(of: Apps) -> None:
    """Let the next row get a number that none has."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), stored_models(of)):
            cursor.execute(statement)
