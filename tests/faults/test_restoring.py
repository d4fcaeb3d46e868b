"""A backup put back by another version than made it, and the key that it holds."""

import json
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.faults.conftest import Installation

Get = Callable[[str], Installation]

EARLIER = """
import sys
from datetime import timedelta
from pathlib import Path
from uuid import UUID
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from kedjan_site.backup import back_up
from kedjan_site.demo import cast

targets = [(room, "0001_initial") for room in ("journal", "reflection", "releases", "reports", "files", "notices")]
targets.append(("people", "0003_duties_have_versions"))
executor = MigrationExecutor(connection)
executor.migrate(targets)
then = executor.loader.project_state(targets).apps
add = lambda model, **fields: then.get_model(*model.split(".")).objects.create(**fields)
of = {"provider": add("organisation.Provider", name="Ekköping", slug="ekkoping")}
root = add("organisation.Unit", name="Ekköping", kind="administration", **of)
maj, love = (
    add("people.Account", id=cast.account_id(name), email=f"{n}@ekkoping.example", name=name, password="x", **of)
    for n, name in enumerate(("Maj Sävdunge", "Love Spånghage"))
)
tags = add("reflection.TagSet", name="Taggar", valid_from=cast.NOW.date(), **of)
round = add("reflection.Round", title="Nuläget\\u2028i höst", tag_set=tags, changed_by="Maj Sävdunge",
            changed_at=cast.NOW, **of)
area = add("organisation.ServiceArea", name="Förskola", **of)
asked = add("reflection.Assignment", round=round, code="01", position=1, **of)
who = add("reflection.Respondent", round=round, key="R1", account_id=love.id, **of)
add("reflection.Loop", round=round, assignment=asked, respondent=who, service_area=area,
    text="Vi provar ämneslag", since=1, **of)
for at, verb in ((timedelta(days=1), "created"), (timedelta(), "changed")):
    add("journal.Entry", provider=of["provider"].id, at=cast.NOW - at, actor=maj.id, actor_name="Maj Sävdunge",
        room="reflection", verb=verb, kind="round", object_id=round.id.hex, details={})
back_up(Path(sys.argv[1] if len(sys.argv) > 1 else "TARGET"), cast.NOW, of=then)
"""
NOW_HERE = """
from kedjan.people.models import Account
from kedjan.reflection.models import Loop, Round
from kedjan_site.demo import cast
from kedjan_site.restoring import pending
row = Round.objects.get()
print(repr((row.title, row.changed_by == cast.account_id("Maj Sävdunge"), [l.text for l in Loop.objects.all()],
            sorted(Account.objects.values_list("name", flat=True)), len(pending()))))
"""


@pytest.fixture(scope="module")
def earlier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a backup that the version made in which rows held names; nobody writes in it."""
    folder = tmp_path_factory.mktemp("then")
    target = folder / "earlier.zip"
    Installation(folder).ask(EARLIER.replace("TARGET", str(target)))
    return target


def changed(source: Path, target: Path, change: Callable[[dict[str, Any]], None]) -> Path:
    """Write a backup with another manifest."""
    with zipfile.ZipFile(source) as given, zipfile.ZipFile(target, "w") as made:
        for name in given.namelist():
            data = given.read(name)
            if name == "manifest.json":
                manifest = json.loads(data)
                change(manifest)
                data = json.dumps(manifest).encode()
            made.writestr(name, data)
    return target


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("begun", [False, True])
def test_what_an_earlier_version_backed_up_is_put_back_and_brought_up_to_date(
    installation: Get, earlier: Path, begun: bool
) -> None:
    here = installation("here")
    if begun:
        here.ask("from kedjan_site.starting import prepare; assert prepare() == []")
    done = here.run("restore", str(earlier))
    assert done.returncode == 0, done.stderr
    assert "earlier version" in done.stdout
    texts, names = ["Vi provar ämneslag"], ["Love Spånghage", "Maj Sävdunge"]
    assert here.ask(NOW_HERE) == repr(("Nuläget\u2028i höst", True, texts, names, 0))
    guarded = "from kedjan.journal.models import Entry; Entry.objects.update(verb='x')"
    with pytest.raises(Exception, match="returned non-zero"):
        here.ask(guarded)
    assert here.run("backup", str(here.folder / "again.zip")).returncode == 0


def test_an_earlier_backup_is_put_back_into_postgresql_too(
    installation: Get, earlier: Path, postgresql: Callable[[str], str]
) -> None:
    here = installation("here")
    here.environment["KEDJAN_DEMO_DATABASE"] = postgresql("earlier")
    done = here.run("restore", str(earlier))
    assert done.returncode == 0, done.stderr
    assert here.ask(NOW_HERE).endswith("0)")
    begun = (
        "from kedjan.journal import service as j; from kedjan_site.demo import cast; "
        "from kedjan.journal.models import Entry; from kedjan.access.service import Actor; "
        "from kedjan.people.models import Account; a = Account.objects.first(); "
        "j.record(by=Actor(a.id, a.provider_id, ''), now=cast.NOW, room='x', verb='x', kind='x', object_id='x'); "
        "print(Entry.objects.count())"
    )
    assert here.ask(begun) == "3", "the next row gets a number that none has"


def test_whoever_was_erased_since_is_erased_from_an_earlier_backup_too(
    installation: Get, earlier: Path, tmp_path: Path
) -> None:
    here, listed = installation("here"), tmp_path / "erasures.txt"
    ids = "from kedjan_site.demo import cast; print(cast.account_id('Love Spånghage').hex)"
    with zipfile.ZipFile(earlier) as archive:
        provider = json.loads(archive.read("rows/organisation.provider.jsonl").splitlines()[0])["pk"]
    listed.write_text(f"{provider.replace('-', '')} {here.ask(ids)}\n", encoding="ascii")
    done = here.run("restore", str(earlier), "--erasures", str(listed))
    assert done.returncode == 0, done.stderr
    assert "Love" not in here.ask(NOW_HERE) and "Borttagen person" in here.ask(NOW_HERE)


def test_a_restore_that_is_killed_before_it_has_migrated_is_finished_by_the_next_start(
    installation: Get, earlier: Path
) -> None:
    here = installation("here")
    killed = "import os; import kedjan_site.restoring as r; r.call_command = lambda *a, **k: os._exit(9); "
    with pytest.raises(Exception, match="exit status 9"):
        here.ask(f"{killed}from pathlib import Path; r.restore(Path({str(earlier)!r}))")
    done = here.run("serve", "--only-prepare")
    assert done.returncode == 0, done.stderr
    assert here.ask(NOW_HERE).endswith("0)")


LATER: dict[str, Callable[[dict[str, Any]], None]] = {
    "people.0999_from_the_future": lambda m: m["migrations"].append("people.0999_from_the_future"),
    "unknown_room.0001_initial": lambda m: m["migrations"].append("unknown_room.0001_initial"),
    "later version": lambda m: m.update(kedjan=2),
}


def test_what_a_later_version_backed_up_is_refused_and_nothing_is_touched(
    installation: Get, earlier: Path, tmp_path: Path
) -> None:
    here = installation("here")
    for said, change in LATER.items():
        done = here.run("restore", str(changed(earlier, tmp_path / "later.zip", change)))
        assert done.returncode == 2
        assert said in done.stderr and "Nothing has been changed" in done.stderr
        assert here.ask("from kedjan_site.beginning import holds_nothing; print(holds_nothing())") == "True"
    assert here.run("restore", str(earlier)).returncode == 0


KEY = "from kedjan.people.saml_key import own_key; print(len(own_key()[0]) > 100)"


def test_the_key_for_saml_goes_along_as_a_secret_and_comes_back_for_its_owner_alone(
    installation: Get, tmp_path: Path
) -> None:
    here, there, target = installation("cast"), installation("there"), tmp_path / "backup.zip"
    assert here.ask(KEY) == "True"
    done = here.run("backup", str(target))
    assert "saml.pem" in done.stdout and "secret" in done.stdout
    assert mode(target) == 0o600
    with zipfile.ZipFile(target) as archive:
        assert json.loads(archive.read("manifest.json"))["secrets"] == ["saml.pem"]
    done = there.run("restore", str(target))
    assert "put back" in done.stdout.splitlines()[-1]
    kept = there.folder / "demo" / "saml.pem"
    assert kept.read_bytes() == (here.folder / "demo" / "saml.pem").read_bytes()
    assert mode(kept) == 0o600


def test_the_key_can_be_left_out_and_its_lack_is_told(installation: Get, tmp_path: Path) -> None:
    here, there, target = installation("cast"), installation("there"), tmp_path / "backup.zip"
    here.ask(KEY)
    assert "secret" not in here.run("backup", str(target), "--without-key").stdout
    with zipfile.ZipFile(target) as archive:
        assert "saml.pem" not in archive.namelist()
        assert b"PRIVATE KEY" not in b"".join(map(archive.read, archive.namelist()))
    assert "no key for SAML" in there.run("restore", str(target)).stdout


def test_another_key_that_lies_here_stays_and_that_is_told(installation: Get, tmp_path: Path) -> None:
    here, there, target = installation("cast"), installation("there"), tmp_path / "backup.zip"
    here.ask(KEY)
    there.ask(KEY)
    ours = (there.folder / "demo" / "saml.pem").read_bytes()
    here.run("backup", str(target))
    done = there.run("restore", str(target))
    assert done.returncode == 0, done.stderr
    assert "Another key" in done.stdout
    assert (there.folder / "demo" / "saml.pem").read_bytes() == ours


def test_a_key_that_is_spoilt_is_refused_with_the_whole_backup(installation: Get, tmp_path: Path) -> None:
    here, there, target = installation("cast"), installation("there"), tmp_path / "backup.zip"
    here.ask(KEY)
    here.run("backup", str(target))

    def other(manifest: dict[str, Any]) -> None:
        manifest["sha256"]["saml.pem"] = "0" * 64

    done = there.run("restore", str(changed(target, tmp_path / "spoilt.zip", other)))
    assert done.returncode == 2
    assert "saml.pem is not as it was written" in done.stderr
    assert not (there.folder / "demo" / "saml.pem").exists()
