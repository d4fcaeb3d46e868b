"""A backup taken while the house is in use, put back elsewhere, is the same to the last row."""

import json
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.faults.conftest import Installation


def rows_of(path: Path) -> dict[str, Any]:
    """Return the manifest's checksums of rows, but for the clock's own tables."""
    with zipfile.ZipFile(path) as archive:
        sums: dict[str, Any] = json.loads(archive.read("manifest.json"))["sha256"]
    return sums


def test_what_is_put_back_elsewhere_is_the_same_to_the_last_row(
    installation: Callable[[str], Installation], tmp_path: Path
) -> None:
    here, there = installation("demo"), installation("elsewhere")
    first, second = tmp_path / "first.zip", tmp_path / "second.zip"
    assert here.run("backup", str(first)).returncode == 0
    done = there.run("restore", str(first))
    assert done.returncode == 0, done.stderr
    assert there.run("backup", str(second)).returncode == 0
    assert rows_of(first) == rows_of(second)
    with zipfile.ZipFile(first) as one, zipfile.ZipFile(second) as other:
        assert sorted(one.namelist()) == sorted(other.namelist())
        kept = [name for name in one.namelist() if name.startswith("facts/")]
        assert len(kept) >= 10, "the data sets of pupils' results"
        assert all(one.read(name) == other.read(name) for name in kept)


def contents(path: Path) -> dict[str, dict[str, Any]]:
    """Return every row by kind and key; the two stores put keys and the names within a value in orders of their own."""
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name.startswith("rows/")]
        lines = {name: map(json.loads, archive.read(name).splitlines()) for name in names}
        return {name: {str(row["pk"]): row["fields"] for row in rows} for name, rows in lines.items()}


def test_the_whole_demo_moves_to_postgresql_and_back_row_by_row(
    installation: Callable[[str], Installation], postgresql: Callable[[str], str], tmp_path: Path
) -> None:
    first, second, third = (tmp_path / f"{number}.zip" for number in (1, 2, 3))
    here, there, back = installation("demo"), installation("there"), installation("back")
    there.environment["KEDJAN_DEMO_DATABASE"] = postgresql("moved")
    for source, written, target in ((here, first, there), (there, second, back)):
        assert source.run("backup", str(written)).returncode == 0
        done = target.run("restore", str(written))
        assert done.returncode == 0, done.stderr
    assert back.run("backup", str(third)).returncode == 0
    one, two, three = map(contents, (first, second, third))
    assert one.keys() == two.keys() == three.keys()
    assert sum(map(len, one.values())) > 500
    for name, rows in one.items():
        assert rows == two[name] == three[name], name
    with zipfile.ZipFile(first) as given, zipfile.ZipFile(second) as moved, zipfile.ZipFile(third) as returned:
        assert sorted(given.namelist()) == sorted(moved.namelist()) == sorted(returned.namelist())
    assert "'append only'" in there.ask(
        "from django.db import connection as c; k = c.cursor(); "
        "k.execute(\"SELECT prosrc FROM pg_proc WHERE proname = 'kedjan_append_only'\"); print(k.fetchone()[0])"
    )
    begun = there.ask(
        "from kedjan.journal import service as j; from kedjan.journal.models import Entry; "
        "from kedjan_site.demo import cast; before = Entry.objects.order_by('-id')[0].id; "
        "j.record(by=cast.actor('Maj Sävdunge'), now=cast.NOW, room='x', verb='x', kind='x', object_id='x'); "
        "print(Entry.objects.order_by('-id')[0].id > before)"
    )
    assert begun == "True", "the next row gets a number that none has"


def test_a_backup_does_not_wait_for_somebody_who_is_writing(
    installation: Callable[[str], Installation], tmp_path: Path
) -> None:
    here = installation("demo")
    writer = sqlite3.connect(here.folder / "demo" / "kedjan.sqlite3", isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("UPDATE organisation_unit SET name = 'halvskriven' WHERE parent_id IS NULL")
    done = here.run("backup", str(tmp_path / "meanwhile.zip"))
    writer.execute("ROLLBACK")
    writer.close()
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(tmp_path / "meanwhile.zip") as archive:
        assert b"halvskriven" not in archive.read("rows/organisation.unit.jsonl")


def test_a_backup_is_not_put_back_over_what_is_there(
    installation: Callable[[str], Installation], tmp_path: Path
) -> None:
    here = installation("demo")
    here.run("backup", str(tmp_path / "backup.zip"))
    done = here.run("restore", str(tmp_path / "backup.zip"))
    assert done.returncode == 2
    assert "empty place" in done.stderr


def test_a_spoilt_backup_is_refused_whole(installation: Callable[[str], Installation], tmp_path: Path) -> None:
    here, there = installation("demo"), installation("elsewhere")
    whole, spoilt = tmp_path / "whole.zip", tmp_path / "spoilt.zip"
    here.run("backup", str(whole))
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(spoilt, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, data[:-20] if name == "rows/people.account.jsonl" else data)
    done = there.run("restore", str(spoilt))
    assert done.returncode == 2
    assert "people.account" in done.stderr


def test_a_place_with_guards_and_rows_can_be_migrated_back_and_forth(
    installation: Callable[[str], Installation],
) -> None:
    here = installation("demo")
    for target in ("0001", ""):
        done = here.run("django", "migrate", "people", *([target] if target else []))
        assert done.returncode == 0, done.stderr
    count = "from django.db import connection as c; k = c.cursor(); "
    query = "k.execute(\"SELECT count(*) FROM sqlite_master WHERE type='trigger'\"); print(k.fetchone()[0])"
    assert int(here.ask(count + query)) > 10


def test_whoever_was_erased_after_a_backup_is_erased_again_when_it_is_put_back(
    installation: Callable[[str], Installation], tmp_path: Path
) -> None:
    here, there = installation("demo"), installation("elsewhere")
    backup, listed = tmp_path / "before.zip", here.folder / "demo" / "erasures.txt"
    assert here.run("backup", str(backup)).returncode == 0
    setting = (
        "from uuid import uuid4; from kedjan.people import service as p; from kedjan.people.models import Account; "
        "from kedjan.reflection.models import Loop; from kedjan_site.demo import cast; "
        "a = cast.account_id('Love Spånghage'); "
    )
    erased = "p.erase_person(by=p.system_actor(provider=Account.objects.get(id=a).provider_id), now=cast.NOW, id=a, "
    said = "print(Loop.objects.filter(respondent__account=a).count(), Account.objects.get(id=a).name)"
    before = here.ask(setting + said)
    assert before.endswith("Love Spånghage") and not before.startswith("0 ")
    assert here.ask(f"{setting}{erased}reason='Har bett om det.', key=uuid4()); {said}") == "0 Borttagen person"
    done = there.run("restore", str(backup), "--erasures", str(listed))
    assert done.returncode == 0, done.stderr
    assert there.ask(setting + said) == "0 Borttagen person"
    assert (there.folder / "demo" / "erasures.txt").read_text() == listed.read_text()
