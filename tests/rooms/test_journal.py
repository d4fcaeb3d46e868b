"""What was done, and who read whose texts."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from kedjan.access.service import NotYours
from kedjan.journal import models
from kedjan.journal import service as journal
from kedjan_site.demo import cast

pytestmark = pytest.mark.django_db
PETRA = cast.account_id("Petra Lövhage")
IDRIS = cast.account_id("Idris Kvarnvass")
MAJ = cast.account_id("Maj Sävdunge")


def read(by: str, *persons: object) -> None:
    journal.record_reading(by=cast.actor(by), now=cast.NOW, kind="round", object_id="1", persons=list(persons))


def done(by: str, verb: str = "opened", object_id: str = "1") -> None:
    journal.record(by=cast.actor(by), now=cast.NOW, room="reflection", verb=verb, kind="round", object_id=object_id)


def test_one_sees_who_has_read_ones_texts_and_nobody_else_does() -> None:
    read("Maj Sävdunge", PETRA, IDRIS)
    assert [r.reader for r in journal.who_read(by=cast.actor("Petra Lövhage")).items] == [MAJ]
    assert journal.who_read(by=cast.actor("Torun Hedspång")).items == ()
    assert journal.who_read(by=cast.actor("Maj Sävdunge")).items == ()


def test_a_page_of_many_peoples_texts_is_one_entry() -> None:
    read("Maj Sävdunge", PETRA, IDRIS, PETRA)
    assert models.Reading.objects.count() == 1
    assert models.ReadPerson.objects.count() == 2


def test_reading_ones_own_text_is_not_noted() -> None:
    read("Petra Lövhage", PETRA)
    assert models.Reading.objects.count() == 0


def test_the_journal_holds_ids_and_nobodys_name() -> None:
    done("Maj Sävdunge")
    read("Maj Sävdunge", PETRA)
    held = [*models.Entry.objects.values_list(), *models.Reading.objects.values_list()]
    assert len(held) == 2
    assert not any("Maj" in str(value) for row in held for value in row)


def test_the_readers_of_the_neighbours_are_kept_apart() -> None:
    read("Sten Klockvret", PETRA)
    assert journal.who_read(by=cast.actor("Petra Lövhage")).items == ()


def test_only_those_who_may_read_the_journal_do_and_only_their_own_providers() -> None:
    done("Maj Sävdunge")
    done("Sten Klockvret")
    assert [e.actor for e in journal.entries(by=cast.actor("Torun Hedspång")).items] == [MAJ]
    for name in ("Maj Sävdunge", "Ester Kärrgrind", "Nils Björkspång", "Gunnel Ekspång", "Roger Hällspång"):
        with pytest.raises(NotYours):
            journal.entries(by=cast.actor(name))


def test_the_history_of_a_thing_is_of_that_thing_alone_the_latest_first() -> None:
    done("Maj Sävdunge", "opened")
    done("Maj Sävdunge", "closed")
    done("Maj Sävdunge", "opened", object_id="2")
    history = journal.history_of(by=cast.actor("Maj Sävdunge"), kind="round", object_id="1")
    assert [entry.verb for entry in history] == ["closed", "opened"]
    assert journal.history_of(by=cast.actor("Sten Klockvret"), kind="round", object_id="1") == ()


def test_handlers_read_on_from_where_they_were_without_missing_or_repeating() -> None:
    for number in range(5):
        done("Maj Sävdunge", object_id=str(number))
    first = journal.entries_after(cursor=0, limit=3)
    rest = journal.entries_after(cursor=first[-1].id)
    assert [entry.object_id for entry in (*first, *rest)] == ["0", "1", "2", "3", "4"]


def test_an_entry_and_the_change_it_tells_of_come_and_go_together() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        done("Maj Sävdunge")
        raise RuntimeError
    assert models.Entry.objects.count() == 0


@pytest.mark.parametrize("table", ["journal_entry", "journal_reading"])
def test_the_database_refuses_to_change_what_is_written(table: str) -> None:
    done("Maj Sävdunge")
    read("Maj Sävdunge", PETRA)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET kind = 'other'")


def test_readings_come_in_pages_the_latest_first() -> None:
    maj = cast.actor("Maj Sävdunge")
    for number in range(52):
        journal.record_reading(
            by=maj, now=cast.NOW + timedelta(minutes=number), kind="round", object_id="1", persons=[PETRA]
        )
    first = journal.who_read(by=cast.actor("Petra Lövhage"))
    second = journal.who_read(by=cast.actor("Petra Lövhage"), page=2)
    assert (first.total, len(first.items), first.next, len(second.items), second.next) == (52, 50, 2, 2, None)
    assert first.items[0].at > second.items[0].at
