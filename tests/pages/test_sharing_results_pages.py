"""What can be given out of pupils' results is what has come in, and a page says so where nothing has."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings

from kedjan_site.demo import cast
from kedjan_statistics.matrix import MIDTERM
from tests.pages.client import Page, PageClient
from tests.pages.test_results_pages import fields
from tests.rooms.results_made import ATTENDANCE, KRAKEK, TALL, destinations_file, grades_file, taken_in, year_of_grades
from tests.rooms.test_matrix_shared import many, row, take_in

pytestmark = pytest.mark.django_db
MAJ = "Maj Sävdunge"
COHORT, YEARS, MATRICES = "/resultat/dela/", "/resultat/dela/narvaro/", "/resultat/dela/matris/"

type SignedIn = Callable[[str], PageClient]


@pytest.fixture(autouse=True)
def own_shelves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give each test a fact store of its own."""
    monkeypatch.setattr(settings, "KEDJAN_FACTS", tmp_path)
    yield tmp_path


def offered(page: Page, name: str) -> list[str]:
    """What can be chosen in a field: of a list of boxes, or of a list to open."""
    lists = page.all("select", name=name)
    return [each.get("value", "") for each in (lists[0].iter("option") if lists else page.all("input", name=name))]


def unit(name: str) -> str:
    return cast.unit_id(cast.EKKOPING, name).hex


@pytest.mark.parametrize(
    ("url", "says"),
    [
        (COHORT, "En årskull kan delas när betyg från två årskurser har kommit in."),
        (YEARS, "Närvaro kan delas när den har kommit in månad för månad."),
        (MATRICES, "Matriser kan delas, en termin i taget, när de har kommit in."),
    ],
)
def test_where_nothing_has_come_in_the_page_says_so_and_asks_nothing(signed_in: SignedIn, url: str, says: str) -> None:
    taken_in(grades_file(*year_of_grades([("e1", "K", "C")], year="2024/25", level=9)))
    page = signed_in(MAJ).open(url)
    assert says in page.text and "Den som läser in filer" in page.text
    assert "Räkna och dela" not in page.text


def test_a_cohort_is_chosen_among_the_levels_years_and_units_that_there_are_grades_of(signed_in: SignedIn) -> None:
    pupils = [(f"e{number}", "K", "C") for number in range(12)]
    began = year_of_grades(pupils, year="2021/22", level=6, unit=TALL)
    taken_in(grades_file(*began, *year_of_grades(pupils, year="2024/25", level=9)))
    maj = signed_in(MAJ)
    page = maj.open(COHORT)
    assert offered(page, "units") == [unit(KRAKEK)], "at Tallskolan nobody ended the later level"
    assert (offered(page, "from_level"), offered(page, "to_level")) == (["6"], ["9"])
    assert offered(page, "school_year") == ["", "2025"]
    assert offered(page, "beside") == [] and "Bredvid" not in page.text
    many = len(maj.open(COHORT).queries)
    went = [f"e{number};{KRAKEK};2025/26;Eken;yrkesprogram" for number in range(12)]
    taken_in(destinations_file(*went[:9]), "vart.csv")
    assert offered(maj.open(COHORT), "beside") == [], "that some few went anywhere is not told"
    taken_in(destinations_file(*went), "vart-alla.csv")
    more = [(f"f{number}", "M", "B") for number in range(12)]
    sixes = year_of_grades(more, year="2022/23", level=3) + year_of_grades(more, year="2025/26", level=6, unit=TALL)
    taken_in(grades_file(*sixes), "fler.csv")
    page = maj.open(COHORT)
    assert offered(page, "beside") == ["destinations"]
    assert "Lovskola och prövning visas" not in page.text, "they are not offered"
    assert offered(page, "from_level") == ["3", "6"] and offered(page, "to_level") == ["6", "9"]
    assert sorted(offered(page, "units")) == sorted([unit(KRAKEK), unit(TALL)])
    assert len(maj.open(COHORT).queries) == many == 7
    wrong = maj.submit(page, "Räkna och dela", status=422, **fields(from_level="6", to_level="6"), purpose="Till alla")
    assert "senare årskurs" in wrong.text


def test_attendance_is_chosen_among_the_years_and_units_that_there_is_any_of(signed_in: SignedIn) -> None:
    lines = [f"M{number};{KRAKEK};9;2026-09;5000;0;0" for number in range(12)]
    taken_in("\n".join((ATTENDANCE, *lines)).encode(), "narvaro.csv")
    maj = signed_in(MAJ)
    page = maj.open(YEARS)
    assert offered(page, "units") == [unit(KRAKEK)] and offered(page, "school_year") == ["2027"]
    none = maj.submit(page, "Räkna och dela", status=422, title="A", purpose="B", school_year="2027", units=[])
    assert "Välj minst en skolenhet." in none.text
    many = len(maj.open(YEARS).queries)
    lines = [f"T{number};{TALL};8;2025-10;5000;0;0" for number in range(30)]
    taken_in("\n".join((ATTENDANCE, *lines)).encode(), "forra.csv")
    page = maj.open(YEARS)
    assert sorted(offered(page, "units")) == sorted([unit(KRAKEK), unit(TALL)])
    assert offered(page, "school_year") == ["2027", "2026"]
    assert len(maj.open(YEARS).queries) == many == 7


def test_a_subject_that_few_pupils_have_anything_in_is_not_offered(signed_in: SignedIn) -> None:
    nine = [row(f"n{number}") for number in range(9)]
    for _, cells in nine:
        cells[MIDTERM.columns.index("SVA")], cells[MIDTERM.columns.index("SV")] = 1, None
    take_in([*many("g", 12), *nine])
    maj = signed_in(MAJ)
    page = maj.open(MATRICES)
    assert offered(page, "units") == [unit(KRAKEK)] and offered(page, "term") == ["2026.autumn"]
    assert {"Socialt", "Hälsa", "gap", "MA", "SV"} <= set(offered(page, "beside"))
    assert not {"SVA", "ML"} & set(offered(page, "beside")), "nine have Swedish as a second language"
    asked = {"title": "A", "purpose": "B", "term": "2026.autumn", "units": [unit(KRAKEK)], "beside": ["SVA"]}
    maj.submit(page, "Räkna och dela", status=422, **asked)
    take_in(many("t", 12), at=TALL)
    assert sorted(offered(maj.open(MATRICES), "units")) == sorted([unit(KRAKEK), unit(TALL)])
    assert len(maj.open(MATRICES).queries) == 7
