"""A database of an earlier version becomes one of this, with everything that it held.

Upgrading takes long, so what each test speaks of is written first, at a provider of its own, and all is upgraded once.
"""

import hashlib
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import translation

from kedjan.evidence.models import Citation
from kedjan.evidence.words import from_json
from kedjan.journal.models import Entry, Reading
from kedjan.people.models import Account
from kedjan.pupils.models import ProtectedPupil, PupilNumber
from kedjan.reflection.models import Batch, Pattern, Round
from kedjan.releases.models import Release
from kedjan.reports.models import Block, Export, Report, Section
from kedjan_site import guards
from kedjan_site.demo import cast
from kedjan_web.components.worded import worded

OLDER = "older"
ROOMS = ("journal", "reflection", "releases", "reports", "evidence", "combinations")
EARLIER = [
    *((room, "0001_initial") for room in ROOMS),
    ("people", "0003_duties_have_versions"),
    ("pupils", "0002_fewer_indexes"),
]
"""As it was while rows held the names of those who did something, accounts were known by their address alone, and
pupils had rows beside their numbers."""
NOW, BEFORE = cast.NOW, cast.NOW - timedelta(days=1)
MAJ, TORUN = cast.account_id("Maj Sävdunge"), cast.account_id("Torun Hedspång")
ANNA, ANNA_TOO = cast.account_id("Anna i förskolan"), cast.account_id("Anna i skolan")
BOTH = "Anna Ek"


@pytest.fixture(scope="module")
def older(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Iterator[None]:
    """Give a database of its own beside that of the tests."""
    with django_db_blocker.unblock():
        own = {**connections.settings["default"], "NAME": str(tmp_path_factory.mktemp("older") / "older.sqlite3")}
        if connection.vendor == "postgresql":
            own["NAME"] = f"{connection.settings_dict['NAME']}_older_{uuid4().hex[:8]}"
            with connection._nodb_cursor() as cursor:
                cursor.execute(f'CREATE DATABASE "{own["NAME"]}"')
        connections.databases[OLDER] = own
        try:
            yield
        finally:
            connections[OLDER].close()
            del connections[OLDER]
            del connections.databases[OLDER]
            if connection.vendor == "postgresql":
                with connection._nodb_cursor() as cursor:
                    cursor.execute(f'DROP DATABASE "{own["NAME"]}"')


class Earlier:
    """The models as they were, in the older database."""

    def __init__(self) -> None:
        executor = MigrationExecutor(connections[OLDER])
        executor.migrate(EARLIER)
        self.apps = executor.loader.project_state(EARLIER).apps

    def add(self, model: str, **fields: Any) -> Any:
        return self.apps.get_model(*model.split(".")).objects.using(OLDER).create(**fields)

    def add_provider(self, slug: str) -> Any:
        return self.add("organisation.Provider", name=slug.capitalize(), slug=slug)


class Place:
    """A provider with a round and reports as the earlier version wrote them, by Maj, Torun and two called the same."""

    def __init__(self, then: Earlier, slug: str) -> None:
        self.then = then
        self.provider = then.add_provider(slug)
        tags = then.add("reflection.TagSet", provider=self.provider, name="Taggar", valid_from=NOW.date())
        self.round = self.then.add(
            "reflection.Round", provider=self.provider, title="Nuläget", tag_set=tags, changed_by="Maj Sävdunge",
            changed_at=NOW,
        )  # fmt: skip
        self.did(TORUN, "Torun Hedspång", "reflection", "created", "round", self.round.id, BEFORE)
        self.did(MAJ, "Maj Sävdunge", "reflection", "changed", "round", self.round.id, NOW)

    def did(self, actor: UUID, name: str, room: str, verb: str, kind: str, of: UUID, at: Any, **details: Any) -> None:
        self.then.add(
            "journal.Entry", provider=self.provider.id, at=at, actor=actor, actor_name=name, room=room, verb=verb,
            kind=kind, object_id=of.hex, details=details,
        )  # fmt: skip

    def file(self, state: str, by: str, verb: str, actor: UUID, **fields: Any) -> UUID:
        """Add a file that somebody decided on; `undoes` is of another one."""
        row = self.then.add(
            "reflection.Batch", id=uuid4(), provider=self.provider, round=self.round, state=state, file_name="a.csv",
            sha256="0" * 64, compared_with=0, made_by=TORUN, made_by_name="Torun Hedspång", made_at=BEFORE,
            decided_by_name=by, decided_at=NOW if by else None, **fields,
        )  # fmt: skip
        if verb:
            decided = fields.get("undoes_id") or row.id
            self.did(actor, by, "reflection", verb, "round", self.round.id, NOW, **{"import": decided.hex})
        return row.id

    def report(self, **fields: Any) -> Any:
        named = {"title": "R", "begun_by_name": "Maj Sävdunge", "changed_by_name": "Torun Hedspång", "changed_at": NOW}
        return self.then.add("reports.Report", id=uuid4(), provider=self.provider, **{**named, **fields})

    def now(self, model: Any) -> Any:
        """Return the rows of a model that this provider has after the upgrade."""
        return model.objects.using(OLDER).filter(provider=self.provider.id)


WRITTEN: list[Callable[[Earlier], object]] = []
"""What is written before the upgrade, by the tests below."""


def written[T](write: Callable[[Earlier], T]) -> Callable[[Earlier], T]:
    """Have this written before the upgrade; what it returns is found in `held` by its name."""
    WRITTEN.append(write)
    return write


@pytest.fixture(scope="module")
def held(older: None) -> dict[str, Any]:
    """Return what was written, by the names of those who wrote it, when all of it has been upgraded."""
    then = Earlier()
    found = {write.__name__: write(then) for write in WRITTEN}
    upgrade()
    return found


def upgrade() -> None:
    """Upgrade the rooms as `migrate` does in an installation, guards and all."""
    guards.remove(OLDER)
    executor = MigrationExecutor(connections[OLDER])
    rooms = {each.label for each in apps.get_app_configs() if each.name.startswith("kedjan.")}
    executor.migrate([node for node in executor.loader.graph.leaf_nodes() if node[0] in rooms])
    guards.install(OLDER)


@written
def accounts(then: Earlier) -> tuple[Any, Any, Any, Any]:
    ours, theirs = map(then.add_provider, ("ours", "theirs"))
    anna = then.add("people.Account", provider=ours, email="anna@ekkoping.example", name="Anna Ek", password="x")
    sten = then.add("people.Account", provider=theirs, email="sten@allmala.example", name="Sten", password="y")
    return ours, theirs, anna, sten


def test_accounts_keep_their_addresses_which_another_provider_may_use_too(held: dict[str, Any]) -> None:
    ours, theirs, anna, sten = held["accounts"]
    accounts = Account.objects.using(OLDER).filter(provider_id__in=(ours.id, theirs.id))
    kept = set(accounts.values_list("id", "email", "password", "provider"))
    assert kept == {(anna.id, anna.email, "x", ours.id), (sten.id, sten.email, "y", theirs.id)}
    accounts.create(provider_id=theirs.id, email="anna@ekkoping.example", name="Anna Ek")
    with pytest.raises(IntegrityError), transaction.atomic(using=OLDER):
        accounts.create(provider_id=ours.id, email="Anna@ekkoping.example", name="En annan Anna")


def columns(table: str) -> set[str]:
    with connections[OLDER].cursor() as cursor:
        return {each.name for each in connections[OLDER].introspection.get_table_description(cursor, table)}


@written
def files(then: Earlier) -> tuple[Place, dict[UUID, UUID | None], UUID]:
    place = Place(then, "files")
    accepted = place.file("undone", "Maj Sävdunge", "accepted_import", MAJ)
    undoing = place.file("accepted", "Torun Hedspång", "undid_import", TORUN, undoes_id=accepted)
    discarded = place.file("discarded", "Torun Hedspång", "discarded_import", TORUN)
    waiting = place.file("proposed", "", "", MAJ, data=b"x", comparison=b"y")
    question = place.then.add(
        "reflection.Assignment", provider=place.provider, round=place.round, code="01", position=1
    )
    place.then.add(
        "reflection.Pattern", provider=place.provider, round=place.round, assignment=question, text="En del tvekar.",
        edited_by=TORUN, edited_by_name="Torun Hedspång", edited_at=NOW,
    )  # fmt: skip
    return place, {accepted: MAJ, undoing: TORUN, discarded: TORUN, waiting: None}, waiting


def test_a_round_and_its_files_know_by_their_accounts_who_did_what(held: dict[str, Any]) -> None:
    place, decided, waiting = held["files"]
    row = place.now(Round).get()
    assert (row.title, row.changed_by, row.changed_at) == ("Nuläget", MAJ, NOW)
    found = {row.id: row for row in place.now(Batch)}
    assert {row.id: row.decided_by for row in found.values()} == decided
    assert {row.made_by for row in found.values()} == {TORUN}
    assert (bytes(found[waiting].data or b""), bytes(found[waiting].comparison or b"")) == (b"x", b"y")
    assert place.now(Pattern).values_list("text", "edited_by").get() == ("En del tvekar.", TORUN)


@written
def parts(then: Earlier) -> Place:
    place = Place(then, "parts")
    report = place.report()
    named = {"provider": place.provider, "position": 1, "changed_at": BEFORE}
    section = place.then.add(
        "reports.Section", id=uuid4(), report=report, heading="Det vi såg", changed_by_name="Maj Sävdunge", **named
    )
    place.then.add(
        "reports.Block", id=uuid4(), section=section, kind="text", text="Tre.", changed_by_name="Torun Hedspång",
        **{**named, "changed_at": NOW},
    )  # fmt: skip
    place.did(MAJ, "Maj Sävdunge", "reports", "began", "report", report.id, BEFORE)
    place.did(MAJ, "Maj Sävdunge", "reports", "added_section", "report", report.id, BEFORE)
    place.did(TORUN, "Torun Hedspång", "reports", "put_block", "report", report.id, NOW)
    return place


def test_a_report_knows_by_their_accounts_who_wrote_what(held: dict[str, Any]) -> None:
    place = held["parts"]
    assert place.now(Report).values_list("begun_by", "changed_by", "settled_by").get() == (MAJ, TORUN, None)
    assert place.now(Section).values_list("heading", "changed_by").get() == ("Det vi såg", MAJ)
    assert place.now(Block).values_list("text", "changed_by").get() == ("Tre.", TORUN)


@written
def two_with_one_name(then: Earlier) -> Place:
    place = Place(then, "two")
    sure = place.report(title="Säkert", begun_by_name=BOTH, changed_by_name=BOTH)
    place.did(ANNA, BOTH, "reports", "began", "report", sure.id, BEFORE)
    place.did(ANNA_TOO, BOTH, "reports", "named", "report", sure.id, NOW)
    unsure = place.report(title="Osäkert", begun_by_name="Någon Annan", changed_by_name=BOTH)
    for at, who in ((BEFORE, ANNA), (BEFORE, ANNA_TOO)):
        place.did(who, BOTH, "reports", "named", "report", unsure.id, at)
    return place


def test_of_two_with_the_same_name_the_one_who_did_it_at_that_moment_is_found_and_nobody_is_guessed(
    held: dict[str, Any],
) -> None:
    found = held["two_with_one_name"].now(Report)
    assert dict(found.values_list("title", "changed_by")) == {"Säkert": ANNA_TOO, "Osäkert": None}
    assert dict(found.values_list("title", "begun_by")) == {"Säkert": ANNA, "Osäkert": None}


@written
def pupils(then: Earlier) -> tuple[Place, dict[str, tuple[int, UUID]]]:
    place, told = Place(then, "pupils"), {}
    for key, numbers in ((4, ("elev-4", "id-4")), (7, ("elev-7",))):
        pupil = then.add(
            "pupils.Pupil", id=uuid4(), provider=place.provider, key=key, protected=key == 4, registered_at=BEFORE
        )
        for number in numbers:
            then.add(
                "pupils.PupilNumber", provider=place.provider, pupil=pupil, number=number, kind="senders", since=BEFORE
            )
            told[number] = (key, pupil.id)
    return place, told


def test_pupils_are_the_same_by_their_numbers_and_protected_ones_stay_so(held: dict[str, Any]) -> None:
    place, told = held["pupils"]
    rows = place.now(PupilNumber)
    assert {row.number: (row.key, row.pupil) for row in rows} == told
    assert {row.since for row in rows} == {BEFORE}
    assert [row.key for row in place.now(ProtectedPupil)] == [4]


SNAPSHOT = {"title": "R", "settled_by": "Torun Hedspång", "sections": []}


@written
def settled_and_exported(then: Earlier) -> Place:
    place = Place(then, "settled")
    settled = {"state": "settled", "settled_at": NOW, "settled_by": TORUN, "settled_by_name": "Torun Hedspång"}
    report = place.report(**settled, snapshot=SNAPSHOT, sha256="a" * 64)
    for print_of in ("f" * 64, ""):
        place.then.add(
            "reports.Export", id=uuid4(), provider=place.provider, report=report, format="pdf", owner=MAJ,
            asked_at=NOW, fingerprint=print_of,
        )  # fmt: skip
    return place


def test_a_settled_report_stays_as_it_was_settled_and_its_files_know_what_name_they_hold(held: dict[str, Any]) -> None:
    place = held["settled_and_exported"]
    row = place.now(Report).get()
    assert (row.settled_by, row.settled_at, row.snapshot, row.sha256) == (TORUN, NOW, SNAPSHOT, "a" * 64)
    name = hashlib.sha256(b"Torun Hedsp\xc3\xa5ng").hexdigest()
    assert dict(place.now(Export).values_list("fingerprint", "names")) == {"f" * 64: name, "": ""}


@written
def read_and_shared(then: Earlier) -> Place:
    place = Place(then, "shared")
    place.then.add(
        "journal.Reading", provider=place.provider.id, at=NOW, reader=MAJ, reader_name="Maj Sävdunge", kind="round",
        object_id="1",
    )  # fmt: skip
    place.then.add(
        "releases.Release", provider=place.provider, source_room="reflection", source_kind="round", source_key="1",
        number=1, title="Delat", purpose="Prov", kind="staff", threshold=5, rules="1", tables=[], made_by=TORUN,
        made_by_name="Torun Hedspång", made_at=NOW,
    )  # fmt: skip
    return place


def test_journal_and_shared_material_keep_every_row_and_lose_the_names(held: dict[str, Any]) -> None:
    place = held["read_and_shared"]
    assert list(place.now(Entry).order_by("id").values_list("actor", "verb")) == [
        (TORUN, "created"),
        (MAJ, "changed"),
    ]
    assert place.now(Reading).values_list("reader", "kind").get() == (MAJ, "round")
    assert place.now(Release).values_list("title", "made_by").get() == ("Delat", TORUN)
    for table in ("journal_entry", "journal_reading", "releases_release", "reflection_batch", "reports_report"):
        assert not {name for name in columns(table) if name.endswith("_name")} - {"file_name"}
    with pytest.raises(Exception, match="append only"):
        Entry.objects.using(OLDER).update(verb="nothing")


@written
def cited_in_words(then: Earlier) -> tuple[Any, dict[tuple[str, str], tuple[str, str]], str, str]:
    provider = then.add_provider("cited")
    shared = then.add(
        "releases.Release", provider=provider, source_room="reflection", source_kind="round", source_key="1",
        number=1, title="Delat: juni", purpose="Prov", kind="staff", threshold=5, rules="1", made_by=TORUN,
        made_by_name="Torun Hedspång", made_at=NOW,
        tables=[{"key": "by_area", "title": "Tags in each assignment", "values": {}}],
    )  # fmt: skip
    of, table = f"{uuid4().hex}:{{}}:01::", f"{shared.id.hex}/by_area"
    cited = {
        ("loops.cell", of.format("share") + "7"): ("Nuläget, 01, Litet", "33 av 66 (50\xa0%)"),
        ("loops.cell", of.format("emotion")): ("Nuläget, 01, emotion", "−0,1 (n = 65)"),
        ("loops.cell", of.format("tags")): ("Nuläget, 01, tags", "12\xa0402"),
        ("loops.text", "t"): ("Nuläget, 01", "33 av 66 (50\xa0%)"),
        ("combination", "c"): ("Tid", "8 av 402 reflektioner (2\xa0%), 1 personer. Tiden. Räcker inte."),
        ("combination", "bare"): ("Tid", "8 av 402 reflektioner (2\xa0%), 8 personer."),
        ("shared_table", table): ("Delat: juni: Taggar per uppdrag", "12 tal, 3 visas inte"),
        ("shared_table", f"{uuid4().hex}/gone"): ("Borta: Mått", "Något annat"),
    }
    for place, ((kind, key), (label, value)) in enumerate(cited.items()):
        then.add(
            "evidence.Citation", provider=provider, statement_kind="report.block", statement_id=str(place),
            source_kind=kind, source_key=key, label=label, value=value, cited_by=MAJ, cited_at=NOW,
        )  # fmt: skip
    return provider, cited, of, table


def test_what_was_cited_in_swedish_words_is_in_parts_and_nothing_that_it_said_is_lost(held: dict[str, Any]) -> None:
    provider, cited, of, table = held["cited_in_words"]
    rows = list(Citation.objects.using(OLDER).filter(provider=provider.id))
    found = {(row.source_kind, row.source_key): (from_json(row.label), from_json(row.value)) for row in rows}
    with translation.override("sv"):
        read = {each: (worded(label), worded(value)) for each, (label, value) in found.items()}
    assert read == cited | {
        ("loops.cell", of.format("emotion")): ("Nuläget, 01, Medelkänsla", "−0,1 (n = 65)"),
        ("loops.cell", of.format("tags")): ("Nuläget, 01, Antal taggar", "12\xa0402"),
        ("combination", "c"): ("Tid", "8 av 402 reflektioner (2\xa0%), 1 person. Tiden. Räcker inte."),
        ("combination", "bare"): ("Tid", "8 av 402 reflektioner (2\xa0%), 8 personer"),
    }
    with translation.override("en"):
        assert worded(found["shared_table", table][1]) == "12 numbers, 3 not shown"
        assert worded(found["loops.cell", of.format("share") + "7"][1]) == "33 of 66 (50\xa0%)"
    assert isinstance(found["loops.text", "t"][1], str), "somebody's own words are never taken apart"
