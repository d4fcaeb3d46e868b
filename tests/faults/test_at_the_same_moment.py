"""Two who do the same at once, and rights that end while somebody is signed in."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError, connection, transaction
from django.test import Client

from kedjan.access.service import Refused, Role
from kedjan.evidence import service as evidence
from kedjan.evidence import wired
from kedjan.files import blobs
from kedjan.files import service as files
from kedjan.people import service as people
from kedjan_site import due, guards
from kedjan_site.demo import cast

pytestmark = pytest.mark.django_db
NOW = cast.NOW


def client_of(name: str) -> Client:
    client = Client(raise_request_exception=False)
    account = get_user_model().objects.get(id=cast.account_id(name))
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


class Once:
    """Runs something of somebody else's the first time that a place in the code is passed."""

    def __init__(self, passed: Callable[..., Any], meanwhile: Callable[[], Any]) -> None:
        self.passed, self.meanwhile, self.done = passed, meanwhile, False

    def __call__(self, *given: Any, **named: Any) -> Any:
        if not self.done:
            self.done = True
            self.meanwhile()
        return self.passed(*given, **named)


def test_a_file_kept_twice_with_one_key_at_once_is_kept_once(monkeypatch: pytest.MonkeyPatch) -> None:
    maj, key = cast.actor("Maj Sävdunge"), uuid4()

    def keep(text: str) -> files.File:
        return files.keep(by=maj, now=NOW, purpose="prov", name="a.txt", data=text.encode(), key=key)

    monkeypatch.setattr(files, "put", Once(files.put, lambda: keep("den första")))
    assert files.content(by=maj, id=keep("den andra").id) == "den första".encode()
    assert len(files.files(by=maj, purpose="prov")) == 1


def test_a_key_of_the_neighbours_file_gives_neither_the_file_nor_a_fault() -> None:
    key = uuid4()
    files.keep(by=cast.actor("Sten Klockvret"), now=NOW, purpose="prov", name="a.txt", data=b"deras", key=key)
    with pytest.raises(IntegrityError), transaction.atomic():
        files.keep(by=cast.actor("Maj Sävdunge"), now=NOW, purpose="prov", name="a.txt", data=b"min", key=key)


def test_what_is_cited_by_two_at_once_is_cited_once(monkeypatch: pytest.MonkeyPatch) -> None:
    class Told:
        kinds = frozenset({"prov"})

        def offer(self, by: Any, query: str) -> tuple[()]:
            del by, query
            return ()

        def values(self, by: Any, kind: str, keys: Any) -> dict[str, evidence.Answer]:
            del by, kind
            return {key: evidence.Value("Ett tal", "7") for key in keys}

    maj, statement = cast.actor("Maj Sävdunge"), ("report", uuid4().hex)

    def cite() -> UUID:
        return evidence.cite(by=maj, now=NOW, statement=statement, kind="prov", key="k")

    first: list[UUID] = []
    monkeypatch.setitem(wired._sources, "prov", Told())
    monkeypatch.setattr(evidence, "answers", Once(evidence.answers, lambda: first.append(cite())))
    assert cite() == first[0]
    assert len(evidence.rests_on(by=maj, statements=[statement])[statement]) == 1


def test_bytes_that_lie_unnamed_are_left_for_an_hour_and_renewed_by_whoever_keeps_them_again(
    settings: Any, tmp_path: Path
) -> None:
    import os

    settings.KEDJAN_FILES = tmp_path
    maj = cast.actor("Maj Sävdunge")
    kept = files.keep(by=maj, now=NOW, purpose="prov", name="a.txt", data=b"namngiven", key=uuid4())
    for sha256, data in (("ab" * 32, b"ung"), ("cd" * 32, b"gammal"), (kept.sha256, b"namngiven")):
        blobs.put(sha256, data)
    old = NOW.timestamp() - 7200
    for path in blobs.paths():
        os.utime(path, (NOW.timestamp() if path.name.startswith("ab") else old,) * 2)
    assert files.sweep(now=NOW) == 1
    assert files.sweep(now=NOW + timedelta(hours=2)) == 1
    assert files.content(by=maj, id=kept.id) == b"namngiven"
    blobs.put("cd" * 32, b"gammal")
    os.utime(next(path for path in blobs.paths() if path.name.startswith("cd")), (old, old))
    blobs.put("cd" * 32, b"gammal")
    assert files.sweep(now=NOW) == 0


def test_a_closed_account_is_out_at_once_and_its_session_stays_dead_when_it_is_opened_again() -> None:
    nils, petra = cast.actor("Nils Björkspång"), client_of("Petra Lövhage")
    assert petra.get("/").status_code == 200
    people.deactivate(by=nils, now=NOW, id=cast.account_id("Petra Lövhage"))
    assert petra.get("/").status_code == 302
    people.deactivate(by=nils, now=NOW, id=cast.account_id("Petra Lövhage"), active=True)
    assert petra.get("/").status_code == 302


def test_a_duty_that_ends_while_somebody_is_signed_in_closes_what_it_opened() -> None:
    from kedjan.people.models import Duty

    nils = client_of("Nils Björkspång")
    assert nils.get("/personer/").status_code == 200
    Duty.objects.filter(account_id=cast.account_id("Nils Björkspång")).update(ends=NOW.date() - timedelta(days=1))
    assert nils.get("/personer/").status_code == 403


def test_a_duty_opens_its_pages_on_its_last_day_and_not_the_day_after() -> None:
    from kedjan.people.models import Duty

    Duty.objects.filter(account_id=cast.account_id("Nils Björkspång")).update(ends=NOW.date())
    nils = client_of("Nils Björkspång")
    assert nils.get("/personer/").status_code == 200
    Duty.objects.filter(account_id=cast.account_id("Nils Björkspång")).update(
        starts=NOW.date() + timedelta(days=1), ends=None
    )
    assert nils.get("/personer/").status_code == 403


def test_the_same_duty_from_the_same_day_is_refused_in_words() -> None:
    nils = cast.actor("Nils Björkspång")
    given = {
        "account": cast.account_id("Petra Lövhage"), "unit": cast.unit_id(cast.EKKOPING, "Kråkekskolan"),
        "role": Role.TEACHER, "starts": NOW.date(),
    }  # fmt: skip
    people.give_duty(by=nils, now=NOW, **given)
    with pytest.raises(Refused, match="already"):
        people.give_duty(by=nils, now=NOW, **given)


def test_an_account_made_with_the_key_of_the_neighbours_is_refused_with_a_page_and_changes_nothing() -> None:
    tove = cast.account_id("Tove Åsgrind")
    given = {"key": str(tove), "name": "Inkräktare", "email": "in@example.org"}
    answer = client_of("Nils Björkspång").post("/personer/ny/", given)
    assert answer.status_code == 409
    assert "Tove" not in answer.content.decode()
    account = get_user_model().objects.get(id=tove)
    assert (account.name, account.provider_id) == ("Tove Åsgrind", cast.provider_id(cast.ALLMALA))


def test_what_the_database_refuses_leaves_no_row_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    given = {"key": str(cast.account_id("Tove Åsgrind")), "name": "Inkräktare", "email": "hemlig.adress@example.org"}
    client_of("Nils Björkspång").post("/personer/ny/", given)
    assert "IntegrityError" in caplog.text
    assert "hemlig.adress" not in caplog.text
    assert "Inkräktare" not in caplog.text


def test_fields_that_the_form_does_not_have_change_nothing() -> None:
    petra = cast.account_id("Petra Lövhage")
    client = client_of("Nils Björkspång")
    extra = {
        "provider": str(cast.provider_id(cast.ALLMALA)), "provider_id": str(cast.provider_id(cast.ALLMALA)),
        "is_active": "", "email": "ny@example.org", "password": "x", "session_round": "9", "is_superuser": "on",
        "role": "chief_education_officer", "language": "en", "id": str(uuid4()),
    }  # fmt: skip
    before = get_user_model().objects.filter(id=petra).values().get()
    answer = client.post(f"/personer/{petra}/andra/", {"seen": before["version"], "name": "Petra L", **extra})
    assert answer.status_code == 302
    after = get_user_model().objects.filter(id=petra).values().get()
    assert {name for name in before if before[name] != after[name]} == {"name", "version"}


def test_every_guard_in_the_database_has_a_name_of_its_own() -> None:
    names = [pointer.name for pointer in guards.pointers()]
    assert len(names) == len(set(names))
    assert len(names) > 10


@pytest.mark.parametrize("table", ["journal_entry", "journal_reading", "journal_readperson"])
def test_the_journal_refuses_to_be_rewritten_by_any_statement(table: str) -> None:
    from kedjan.journal import service as journal

    maj = cast.actor("Maj Sävdunge")
    journal.record(by=maj, now=NOW, room="people", verb="added", kind="account", object_id="1")
    journal.record_reading(by=maj, now=NOW, kind="round", object_id="1", persons=[uuid4()])
    with pytest.raises(IntegrityError, match="append only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET id = id")


@pytest.mark.parametrize("table", ["journal_entry", "journal_reading", "journal_readperson"])
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_the_journal_refuses_to_lose_rows_by_any_statement(table: str, statement: str) -> None:
    if "TRUNCATE" in statement and connection.vendor != "postgresql":
        pytest.skip("this store has no such statement")
    if "DELETE" in statement:
        a_journal(NOW)  # whoever truncates is refused with nothing there too
    with pytest.raises(IntegrityError, match="append only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))


def test_retention_removes_what_is_over_two_years_old_and_says_so_and_the_door_shuts_behind_it() -> None:
    from kedjan.journal import service as journal
    from kedjan.journal.models import Entry, Reading, ReadPerson, Removal

    a_journal(NOW - timedelta(days=732))
    kept = (Entry.objects.count() - 1, 0, 0)
    a_journal(NOW - timedelta(days=730))
    due.TASKS["forget old happenings"]()
    assert (Entry.objects.count() - 1, Reading.objects.count() - 1, ReadPerson.objects.count() - 1) == kept
    assert [(each.why, each.rows, each.underway) for each in Removal.objects.all()] == [("retention", 1, False)] * 2
    assert journal.forget_old(now=NOW) == 0
    with pytest.raises(IntegrityError, match="append only"), transaction.atomic():
        Entry.objects.all().delete()


def test_retention_that_breaks_half_way_has_removed_nothing_and_leaves_no_door_open(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from kedjan.journal import removing
    from kedjan.journal.models import Reading, Removal

    class Breaks:
        objects = None

    a_journal(NOW - timedelta(days=800))
    monkeypatch.setattr(removing.models, "ReadPerson", Breaks)
    with pytest.raises(AttributeError):
        removing.forget_old(now=NOW)
    monkeypatch.undo()
    assert not Removal.objects.filter(underway=True).exists()
    assert Reading.objects.filter(at__lt=NOW).count() == 1
    with pytest.raises(IntegrityError, match="append only"), transaction.atomic():
        Reading.objects.all().delete()


def a_journal(moment: Any) -> None:
    """Write one entry and one reading."""
    from kedjan.journal import service as journal

    maj = cast.actor("Maj Sävdunge")
    journal.record(by=maj, now=moment, room="people", verb="added", kind="account", object_id="1")
    journal.record_reading(by=maj, now=moment, kind="round", object_id="1", persons=[uuid4()])
