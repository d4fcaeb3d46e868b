"""Files of reports: with the owner's rights, once for what is settled, and again after a crash."""

import io
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID, uuid4

import docx
import pikepdf
import pytest
from django.db import IntegrityError, connection, transaction

from kedjan.access.service import NotHere, NotYours, Refused
from kedjan.people.models import Duty
from kedjan.reports import models, ports
from kedjan.reports import service as reports
from kedjan_site.demo import cast
from tests.rooms.reports_made import (
    CONSENT,
    NOW,
    a_draft,
    maj,
    put_quote,
    put_table,
    put_text,
    settled,
    shared,
    the_study,
    torun,
    with_texts,
)

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=6)


@pytest.fixture
def nobody_works(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let exports wait, as when every worker is busy."""
    monkeypatch.setattr(ports.house(), "start", lambda export: None)


@pytest.fixture
def crash(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the machine give up while a file is written."""

    def given_up(*args: object) -> bytes:
        raise MemoryError

    with monkeypatch.context() as patched:
        patched.setattr(ports.house(), "write", given_up)
        yield


def a_settled_report() -> UUID:
    draft = a_draft(maj())
    put_text(maj(), draft, "Vi såg tre saker.")
    return settled(torun(), draft.id).id


def ask(by: object, report: UUID, format: reports.Format = reports.Format.WORD) -> reports.Export:
    return reports.ask_for_export(by=by, now=NOW, key=uuid4(), report=report, format=format)


def content(by: object, export: reports.Export) -> bytes:
    return reports.export_content(by=by, now=NOW, id=export.id)[1]


def test_a_board_member_takes_a_settled_report_along_as_word_and_pdf() -> None:
    report, gunnel = a_settled_report(), cast.actor("Gunnel Ekspång")
    made = ask(gunnel, report)
    assert (made.state, made.name) == (reports.ExportState.DONE, "Nulägesanalys.docx")
    words = [each.text for each in docx.Document(io.BytesIO(content(gunnel, made))).paragraphs]
    assert "Vi såg tre saker." in words
    as_pdf = ask(gunnel, report, reports.Format.PDF)
    with pikepdf.open(io.BytesIO(content(gunnel, as_pdf))) as pdf:
        assert pdf.Root.MarkInfo.Marked and str(pdf.Root.Lang).startswith("sv")


def test_a_draft_is_taken_along_only_by_those_who_write_and_says_that_it_is_one() -> None:
    draft = a_draft(maj())
    put_text(maj(), draft)
    with pytest.raises(NotYours):
        ask(cast.actor("Gunnel Ekspång"), draft.id)
    document = docx.Document(io.BytesIO(content(maj(), ask(maj(), draft.id))))
    feet = " ".join(p.text for section in document.sections for p in section.footer.paragraphs)
    assert "Utkast" in feet


def test_nobody_takes_another_providers_report_along() -> None:
    with pytest.raises(NotHere):
        ask(cast.actor("Lo Vinterklint"), a_settled_report())


def test_a_file_belongs_to_the_one_who_asked() -> None:
    made = ask(maj(), a_settled_report())
    with pytest.raises(NotYours, match="Only the person who asked"):
        reports.export(by=torun(), id=made.id)
    with pytest.raises(NotHere):
        content(cast.actor("Lo Vinterklint"), made)


@pytest.mark.usefixtures("nobody_works")
def test_a_job_has_the_rights_its_owner_has_when_it_runs() -> None:
    draft = a_draft(maj())
    put_text(maj(), draft)
    asked = ask(maj(), draft.id)
    Duty.objects.filter(account_id=maj().account).delete()
    assert not reports.make_export(id=asked.id, now=NOW)
    found = reports.export(by=maj(), id=asked.id)
    assert (found.state, found.file) == (reports.ExportState.FAILED, None)
    assert found.error == "None of your duties today gives the right to this."


def test_a_finished_file_is_not_handed_out_when_the_right_is_gone() -> None:
    draft = a_draft(maj())
    put_text(maj(), draft)
    made = ask(maj(), draft.id)
    Duty.objects.filter(account_id=maj().account).delete()
    with pytest.raises(NotYours):
        content(maj(), made)


def test_what_is_settled_is_written_once() -> None:
    report = a_settled_report()
    first, second = ask(maj(), report), ask(cast.actor("Ester Kärrgrind"), report)
    assert first.id != second.id and first.file == second.file
    assert ask(maj(), report, reports.Format.PDF).file != first.file


def test_a_draft_is_written_anew_each_time() -> None:
    draft = a_draft(maj())
    block = put_text(maj(), draft, "Första lydelsen.")
    first = ask(maj(), draft.id)
    reports.change_text(by=maj(), now=NOW, report=draft.id, block=block, seen=1, text="Andra lydelsen.")
    second = ask(maj(), draft.id)
    assert first.file != second.file
    assert "Andra lydelsen." in [p.text for p in docx.Document(io.BytesIO(content(maj(), second))).paragraphs]


@pytest.mark.usefixtures("nobody_works")
def test_a_crashed_job_is_run_again_when_its_lease_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = ask(maj(), a_settled_report())
    good = ports.house().write
    monkeypatch.setattr(ports.house(), "write", lambda *args: (_ for _ in ()).throw(MemoryError))
    with pytest.raises(MemoryError):
        reports.make_export(id=asked.id, now=NOW)
    assert reports.export(by=maj(), id=asked.id).state is reports.ExportState.RUNNING
    monkeypatch.setattr(ports.house(), "write", good)
    assert reports.run_due_exports(now=NOW + timedelta(minutes=4)) == 0
    assert reports.run_due_exports(now=LATER) == 1
    assert reports.export(by=maj(), id=asked.id).state is reports.ExportState.DONE


@pytest.mark.usefixtures("nobody_works", "crash")
def test_a_job_that_crashes_three_times_is_given_up() -> None:
    asked, moment = ask(maj(), a_settled_report()), NOW
    for _ in range(3):
        with pytest.raises(MemoryError):
            reports.make_export(id=asked.id, now=moment)
        moment += timedelta(minutes=6)
    assert reports.run_due_exports(now=moment) == 0
    found = reports.export(by=maj(), id=asked.id)
    assert found.state is reports.ExportState.FAILED and "several times" in found.error


@pytest.mark.usefixtures("nobody_works")
def test_a_job_that_no_worker_took_is_found_by_the_scheduler() -> None:
    asked = ask(maj(), a_settled_report())
    assert reports.run_due_exports(now=NOW) == 0
    assert reports.run_due_exports(now=NOW + timedelta(seconds=31)) == 1
    assert reports.export(by=maj(), id=asked.id).state is reports.ExportState.DONE


@pytest.mark.usefixtures("nobody_works")
def test_nothing_is_locked_while_a_file_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    asked, outside = ask(maj(), a_settled_report()), len(connection.savepoint_ids)
    good, inside = ports.house().write, []

    def slow(*args: object) -> bytes:
        inside.append(len(connection.savepoint_ids))
        return good(*args)

    monkeypatch.setattr(ports.house(), "write", slow)
    assert reports.make_export(id=asked.id, now=NOW)
    assert inside == [outside]


@pytest.mark.usefixtures("nobody_works")
def test_two_workers_do_not_write_the_same_file() -> None:
    asked = ask(maj(), a_settled_report())
    models.Export.objects.filter(id=asked.id).update(
        state="running", lease=uuid4(), lease_until=NOW + timedelta(minutes=5)
    )
    assert not reports.make_export(id=asked.id, now=NOW)


def test_the_same_key_asked_twice_is_one_file() -> None:
    report, key = a_settled_report(), uuid4()
    for _ in range(2):
        reports.ask_for_export(by=maj(), now=NOW, key=key, report=report, format=reports.Format.WORD)
    assert len(reports.exports(by=maj(), report=report)) == 1


def test_files_asked_for_long_ago_are_forgotten_but_not_those_in_use() -> None:
    report = a_settled_report()
    old = ask(maj(), report)
    assert reports.forget_exports(now=NOW + timedelta(days=89)) == 0
    reports.ask_for_export(
        by=torun(), now=NOW + timedelta(days=60), key=uuid4(), report=report, format=reports.Format.WORD
    )
    assert reports.forget_exports(now=NOW + timedelta(days=91)) == 1
    kept = reports.exports(by=torun(), report=report)[0]
    assert kept.file == old.file and content(torun(), kept)
    assert reports.forget_exports(now=NOW + timedelta(days=200)) == 1


def parts(data: bytes) -> str:
    """Everything in a Word file, in a web page, or in a PDF, as text."""
    if data.startswith(b"<!DOCTYPE html>"):
        return data.decode()
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return " ".join(package.read(name).decode("utf-8", "ignore") for name in package.namelist())
    with pikepdf.open(io.BytesIO(data)) as pdf:
        streams = [bytes(each.read_bytes()) for each in pdf.objects if isinstance(each, pikepdf.Stream)]
    return b" ".join(streams).decode("latin-1")


@pytest.mark.parametrize("format", list(reports.Format))
def test_hidden_numbers_and_words_without_consent_are_in_no_file(format: reports.Format) -> None:
    study, _ = the_study(maj())
    release = shared(maj(), study.id, "by_area", title="Per område")
    texts, draft = with_texts(maj()), a_draft(maj())
    put_table(maj(), draft, release, "by_area")
    put_quote(maj(), draft, texts, reports.Wording(CONSENT.quote), "Uppföljningen kommer sent på året.")
    data = content(torun(), ask(torun(), settled(torun(), draft.id).id, format))
    assert "dem det gällde" not in parts(data)
    hidden = [given for given in release.tables[0].places.values() if given.value.__class__.__name__ == "Hidden"]
    assert hidden and all(not hasattr(given.value, "numerator") for given in hidden)


@pytest.mark.parametrize(
    "change",
    [{"state": "done"}, {"state": "running"}, {"state": "lost"}, {"progress": 101}, {"format": "odt"}],
)
def test_the_database_refuses_an_export_that_cannot_be(change: dict[str, object]) -> None:
    report = a_settled_report()
    row = models.Export.objects.create(
        provider_id=maj().provider, report_id=report, format="pdf", owner=maj().account, asked_at=NOW
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Export.objects.filter(id=row.id).update(**change)


def test_a_file_that_is_not_ready_is_not_handed_out(nobody_works: None) -> None:
    asked = ask(maj(), a_settled_report())
    with pytest.raises(Refused, match="not ready"):
        content(maj(), asked)
