"""How many a round holds: asked once for each revision, and never remembered from what may be taken back."""

from types import SimpleNamespace

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from kedjan.reflection import models, numbers
from kedjan.reflection import service as reflection
from kedjan_site.demo import cast
from tests.rooms.reflection_rounds import a_round, file_of, read_in

pytestmark = pytest.mark.django_db

FILE = file_of("01;Förskola;F1;1;Övrigt;Ett.", "02;Förskola;F1;0;Övrigt;Två.", "01;Grundskola;G1;;Övrigt;Tre.")


@pytest.fixture
def made() -> reflection.Round:
    made = a_round(cast.actor("Maj Sävdunge"))
    read_in(cast.actor("Maj Sävdunge"), made, FILE)
    return made


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the test stand outside the transaction that it is rolled back with."""
    monkeypatch.setattr(numbers, "connection", SimpleNamespace(in_atomic_block=False))


def row_of(made: reflection.Round) -> models.Round:
    return models.Round.objects.get(id=made.id)


def asked(row: models.Round) -> tuple[numbers.Numbers, int, int]:
    with CaptureQueriesContext(connection) as queries:
        return numbers.numbers_of([row])[row.id], len(numbers.areas_in(row)), len(queries)


@pytest.mark.usefixtures("settled")
def test_a_revision_is_asked_about_once(made: reflection.Round) -> None:
    row = row_of(made)
    assert asked(row) == (numbers.Numbers(3, 2), 2, 2)
    assert asked(row) == (numbers.Numbers(3, 2), 2, 0)


@pytest.mark.usefixtures("settled")
def test_a_new_revision_is_counted_anew(made: reflection.Round) -> None:
    asked(row_of(made))
    more = file_of("02;Grundskola;G2;0;Övrigt;Fyra.")
    read_in(cast.actor("Maj Sävdunge"), made, more)
    assert asked(row_of(made)) == (numbers.Numbers(4, 3), 2, 2)


def test_nothing_is_remembered_from_within_a_transaction(made: reflection.Round) -> None:
    with transaction.atomic():
        assert asked(row_of(made))[2] == asked(row_of(made))[2] == 2


@pytest.mark.usefixtures("settled")
def test_many_rounds_are_asked_about_at_once_and_an_empty_one_is_remembered_too(made: reflection.Round) -> None:
    empty = models.Round.objects.create(
        provider_id=row_of(made).provider_id, title="En tom omgång", tag_set_id=row_of(made).tag_set_id
    )
    rows = [row_of(made), empty]
    found = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            found.append((numbers.numbers_of(rows), len(queries)))
    counted = {made.id: numbers.Numbers(3, 2), empty.id: numbers.Numbers(0, 0)}
    assert found == [(counted, 1), (counted, 0)]


def test_the_least_used_is_forgotten_first(settled: None) -> None:
    kept: numbers.Kept[int] = numbers.Kept(most=2)
    first, second, third = ((models.Round().id, revision) for revision in range(3))
    kept.keep(first, 1)
    kept.keep(second, 2)
    assert kept.get(first) == 1
    kept.keep(third, 3)
    assert (kept.get(first), kept.get(second), kept.get(third)) == (1, None, 3)
