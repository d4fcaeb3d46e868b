"""Figures of pupils read in two languages: the decimal sign is the reader's, and files are the same for both."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from kedjan.evidence.service import Number
from kedjan_statistics.figure import Figure
from kedjan_web.components import numbers
from kedjan_web.components.worded import worded
from tests.house.test_numbers import decimals, in_language
from tests.pages.client import PageClient
from tests.pages.test_attendance_pages import months
from tests.pages.test_matrix_pages import CALM, EXAMPLE, SICK, take_in
from tests.pages.test_results_pages import fields, two_years
from tests.rooms.results_made import HANNA, taken_in

type SignedIn = Callable[[str], PageClient]


@pytest.fixture(autouse=True)
def own_shelves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give each test a fact store of its own."""
    monkeypatch.setattr(settings, "KEDJAN_FACTS", tmp_path)
    yield tmp_path


@pytest.mark.django_db
def test_results_are_written_in_the_language_that_is_chosen_and_files_are_the_same(signed_in: SignedIn) -> None:
    taken_in(two_years())
    taken_in(months(), "narvaro.csv")
    take_in({"K2": EXAMPLE, "K1": SICK, "K3": CALM})
    hanna = signed_in(HANNA)
    study = hanna.submit(hanna.open("/resultat/ny/"), "Räkna", **fields()).to
    for page, file in (
        (study, f"{study}studie.csv"),
        ("/resultat/narvaro/", "/resultat/narvaro/narvaro.csv"),
        ("/resultat/matris/", "/resultat/matris/matris.csv"),
    ):
        swedish, english = (in_language(hanna.http, language, page) for language in ("sv", "en"))
        assert decimals(swedish, ","), page
        assert decimals(english, ",") == [] and len(decimals(english, ".")) == len(decimals(swedish, ",")), page
        taken = [in_language(hanna.http, language, file).decode("utf-8-sig") for language in ("sv", "en")]
        values = [[line.rsplit(";", 1)[-1] for line in each.splitlines()[1:]] for each in taken]
        figures = [[value for value in each if value[:1].isdigit()] for each in values]
        assert figures[0] == figures[1] and figures[0], file
    assert any("," in value for value in figures[0])


def test_a_number_of_any_kind_is_written_in_the_language() -> None:
    with translation.override("sv"):
        assert numbers.shown(Figure(-1, 8, "mean"), decimals=2) == "−0,13"
        assert numbers.computed(-0.125, 2) == "−0,13" and numbers.computed(-0.001, 2) == "0,00"
        assert worded(Number(Figure(5, 8, "share"), 1, percent=True)) == "62,5\u00a0%"
    with translation.override("en"):
        assert numbers.shown(Figure(123456, 10, "mean"), decimals=1) == "12\u00a0345.6"
        assert numbers.end_in_per_cent(0.117) == "11.7"
        assert worded(Number(Figure(5, 8, "share"), 1, percent=True)) == "62.5\u00a0%"
        with numbers.of_a_file():
            assert numbers.shown(Figure(5, 2, "mean"), decimals=1) == "2,5"
        assert numbers.shown(Figure(5, 2, "mean"), decimals=1) == "2.5"
