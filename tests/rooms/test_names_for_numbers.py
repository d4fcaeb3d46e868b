"""A pupil's name is taken for no number: two may be called the same, and results have no business with names."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from kedjan.intake import service as intake
from kedjan.pupils import models
from kedjan.pupils import service as pupils
from kedjan.results import service as results
from kedjan_site.demo import cast
from tests.rooms.results_made import GRADES, KRAKEK, NILS, NOW, grades_file, sent

pytestmark = pytest.mark.django_db
NAMES = ("Kråka Fjäder", "Fjäder, Kråka", "Kråka-Lisa Fjäder", "Kråka d’Fjäder", "Björk Ö Al.", "K Fjäder")
KEYS = ("elev-1", "Fjäder", "8A Kråka", "8 17", "A,7", "KRAKFJA", "kråka_fjäder", "a", "+ +", "A–B")


@pytest.fixture(autouse=True)
def own_shelves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(settings, "KEDJAN_FACTS", tmp_path)
    yield tmp_path


def line(of: str) -> str:
    return f'"{of}";K;{KRAKEK};2024/25;9;MA;C'


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_refused_without_being_said(name: str) -> None:
    made = sent(grades_file(line("elev-1"), line(name)))
    assert (made.new, made.refused) == (1, 1)
    refused, _good = intake.ledger(by=cast.actor(NILS), now=NOW, id=made.id).rows.items
    (wrong,) = refused.wrong
    assert (wrong.row, wrong.column, wrong.value) == (3, "pupil", "")
    assert wrong.message.startswith("This is a name.")
    assert not models.PupilNumber.objects.exists()


def test_a_pupil_who_came_by_a_name_before_is_erased_by_it() -> None:
    nils = cast.actor(NILS)
    pupils.register(by=nils, now=NOW, numbers=[NAMES[0]])
    results.erase_pupil(by=nils, now=NOW, number=NAMES[0], reason="Begäran")
    assert not models.PupilNumber.objects.exists()


@pytest.mark.parametrize("key", KEYS)
def test_a_senders_own_key_is_not_taken_for_a_name(key: str) -> None:
    assert sent(grades_file(line(key))).refused == 0


@pytest.mark.parametrize("heading", ["Personnummer", "Personnr", "elev"])
def test_the_column_of_numbers_may_be_called_what_school_systems_call_it(heading: str) -> None:
    made = sent("\n".join((GRADES.replace("pupil", heading), line("elev-1"))).encode())
    assert (made.new, made.refused, made.error) == (1, 0, "")


def test_attendance_by_the_words_of_school_systems_is_read() -> None:
    heads = "Personnr;Skola;Åk;Månad;Lektionstid (min);Giltig frånvaro (min);Ogiltig frånvaro (min)"
    made = sent(f"{heads}\nelev-1;{KRAKEK};7;2026-09;6000;300;60\n".encode(), "franvaro.csv")
    assert (made.new, made.refused, made.error) == (1, 0, "")
