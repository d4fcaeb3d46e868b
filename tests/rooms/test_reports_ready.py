"""Saying of a draft that it can be settled: by whom, of which revision, and taken back."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from kedjan.access.service import Changed, NotHere, NotYours, Refused
from kedjan.journal import service as journal
from kedjan.reports import models
from kedjan.reports import service as reports
from kedjan_site.demo import cast
from tests.rooms.reports_made import NOW, Draft, a_draft, maj, put_text, settled, torun

pytestmark = pytest.mark.django_db


def a_written_draft() -> Draft:
    draft = a_draft(maj())
    put_text(maj(), draft)
    return draft


def mark(draft: Draft) -> None:
    seen = reports.report(by=maj(), id=draft.id).revision
    reports.mark_ready(by=maj(), now=NOW, report=draft.id, seen=seen)


def ready(draft: Draft) -> reports.Ready | None:
    return reports.report(by=torun(), id=draft.id).ready


def test_a_draft_that_is_ready_says_who_said_so_and_of_which_revision() -> None:
    draft = a_written_draft()
    revision = reports.report(by=maj(), id=draft.id).revision
    mark(draft)
    assert ready(draft) == reports.Ready(maj().account, NOW, revision)
    (line,) = reports.reports(by=torun(), state=reports.State.DRAFT).items
    assert line.ready == ready(draft)
    assert reports.report(by=maj(), id=draft.id).revision == revision, "marking is not an edit"


def test_what_is_written_afterwards_shows_against_the_mark() -> None:
    draft = a_written_draft()
    mark(draft)
    put_text(maj(), draft, "Ett stycke till.")
    marked = ready(draft)
    assert marked is not None and marked.revision == reports.report(by=torun(), id=draft.id).revision - 1


def test_a_draft_with_something_in_the_way_is_not_ready() -> None:
    draft = a_draft(maj())
    with pytest.raises(Refused, match="in the way"):
        mark(draft)
    assert ready(draft) is None


def test_a_draft_that_somebody_changed_meanwhile_is_looked_at_again_first() -> None:
    draft = a_written_draft()
    seen = reports.report(by=maj(), id=draft.id).revision
    put_text(torun(), draft, "Toruns stycke.")
    with pytest.raises(Changed) as changed:
        reports.mark_ready(by=maj(), now=NOW, report=draft.id, seen=seen)
    assert changed.value.by == "Torun Hedspång"
    assert ready(draft) is None


def test_the_mark_is_taken_back_and_both_are_journalled_once() -> None:
    draft = a_written_draft()
    mark(draft)
    marked = reports.report(by=maj(), id=draft.id).revision
    for _ in range(2):
        reports.take_back_ready(by=maj(), now=NOW, report=draft.id, seen=marked)
    assert ready(draft) is None
    verbs = [each.verb for each in journal.history_of(by=maj(), kind="report", object_id=draft.id.hex)]
    assert verbs[:2] == ["took_back_ready", "marked_ready"] and verbs.count("took_back_ready") == 1


def test_a_mark_stays_with_who_made_it_and_a_later_one_is_not_taken_back_unseen() -> None:
    draft = a_written_draft()
    mark(draft)
    first = ready(draft)
    assert first is not None
    reports.mark_ready(by=torun(), now=NOW, report=draft.id, seen=first.revision)
    assert ready(draft) == first
    put_text(torun(), draft, "Toruns stycke.")
    reports.mark_ready(by=torun(), now=NOW, report=draft.id, seen=first.revision + 1)
    with pytest.raises(Changed) as late:
        reports.take_back_ready(by=maj(), now=NOW, report=draft.id, seen=first.revision)
    assert late.value.by == "Torun Hedspång" and ready(draft) is not None


def test_those_who_do_not_write_reports_and_other_providers_do_not_mark_them() -> None:
    draft = a_written_draft()
    with pytest.raises(NotYours):
        reports.mark_ready(by=cast.actor("Ester Kärrgrind"), now=NOW, report=draft.id, seen=3)
    with pytest.raises(NotHere):
        reports.mark_ready(by=cast.actor("Sten Klockvret"), now=NOW, report=draft.id, seen=3)
    with pytest.raises(NotYours):
        reports.take_back_ready(by=cast.actor("Ester Kärrgrind"), now=NOW, report=draft.id, seen=3)


def test_a_settled_report_waits_for_nothing_and_its_next_edition_is_not_ready() -> None:
    draft = a_written_draft()
    mark(draft)
    assert settled(torun(), draft.id).ready is None
    with pytest.raises(Refused, match="settled"):
        reports.take_back_ready(by=maj(), now=NOW, report=draft.id, seen=3)
    new = reports.new_edition(by=maj(), now=NOW, key=uuid4(), report=draft.id)
    assert reports.report(by=maj(), id=new).ready is None
    assert all(line.ready is None for line in reports.reports(by=torun(), state=reports.State.SETTLED).items)


@pytest.mark.parametrize("change", [{"ready_at": NOW}, {"ready_by": uuid4()}, {"ready_revision": 3}])
def test_the_database_refuses_a_mark_that_is_not_whole(change: dict[str, object]) -> None:
    draft = a_written_draft()
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Report.objects.filter(id=draft.id).update(**change)
