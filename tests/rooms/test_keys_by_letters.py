"""Keys of a sender's own that differ in capital and small letters alone are two pupils', and that is told."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from kedjan.pupils import service as pupils
from kedjan.results.comparing import BY_LETTERS
from kedjan_site.demo import cast
from tests.formats.test_scb import person as number
from tests.rooms.results_made import KRAKEK, NILS, grades_file, sent, taken_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_shelves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give each test a fact store of its own."""
    monkeypatch.setattr(settings, "KEDJAN_FACTS", tmp_path)
    yield tmp_path


def grades(*keys: str) -> bytes:
    return grades_file(*(f"{each};K;{KRAKEK};2024/25;9;MA;C" for each in keys))


def told(*keys: str) -> list[dict[str, object]]:
    return [dict(each.values) for each in sent(grades(*keys)).remarks if each.message == BY_LETTERS]


def test_two_keys_of_a_file_that_differ_in_letters_alone_are_told_and_are_two_pupils() -> None:
    assert told("elev-1", "Anna17", "ANNA17", "elev-2") == [{"times": 2, "row": 3}]
    taken_in(grades("Anna17", "ANNA17"))
    assert len(set(pupils.keys_of(by=cast.actor(NILS), numbers=["Anna17", "ANNA17"]).values())) == 2


def test_a_new_key_that_is_known_in_other_letters_is_told_until_it_is_known_itself() -> None:
    taken_in(grades("Anna17"))
    assert told("anna17", "berit3") == [{"times": 1, "row": 2}]
    assert told("Anna17", "berit3") == []
    taken_in(grades("anna17"))
    assert told("anna17") == []


def test_numbers_without_letters_are_told_of_nothing() -> None:
    taken_in(grades("1017", number(3)))
    assert told("1018", number(4)) == []
