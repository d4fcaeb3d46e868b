"""Attendance at one's own units: counted with its definition, a list of who is away much, and nothing for others."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
from django.conf import settings

from kedjan.journal import models as journal_models
from kedjan.pupils import service as pupils
from kedjan_site.demo import cast
from kedjan_web.results import counted
from tests.pages.client import Page, PageClient, text_of
from tests.rooms.results_made import ATTENDANCE, HANNA, KRAKEK, NILS, NOW, TALL, taken_in

pytestmark = pytest.mark.django_db
PAGE = "/resultat/narvaro/"
LESSONS = "elev;skolenhet;datum;start;minuter;ämne;giltig frånvaro;ogiltig frånvaro;rapporterad"

type SignedIn = Callable[[str], PageClient]


@pytest.fixture(autouse=True)
def own_shelves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give each test a fact store of its own."""
    monkeypatch.setattr(settings, "KEDJAN_FACTS", tmp_path)
    yield tmp_path


def months(many: int = 10, unit: str = KRAKEK) -> bytes:
    """Pupil n of so many is absent 6 n per cent of 5,000 minutes in each of two months, half of it invalid."""
    rows = [
        f"{unit[0]}{number:02d};{unit};{7 + number % 2};{month};5000;{number * 150};{number * 150}"
        for number in range(many)
        for month in ("2026-09", "2026-10")
    ]
    return "\n".join((ATTENDANCE, *rows)).encode()


def cells(page: Page, caption: str) -> list[list[str]]:
    """The rows of the table with this caption, as they are read aloud, with ordinary spaces."""
    table = next(each for each in page.all("table") if text_of(next(each.iter("caption"))).startswith(caption))
    return [
        [text_of(cell).replace("\u00a0", " ") for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")
    ]


def lessons() -> bytes:
    """Pupil K01 was away two Mondays in a row of three weeks, and Tuesday's lesson was not reported."""
    rows = [
        *(f"K01;{KRAKEK};2026-09-{day:02d};08:20;60;MA;0;{60 * away};ja" for day, away in ((7, 1), (14, 1), (21, 0))),
        f"K01;{KRAKEK};2026-09-22;08:20;60;SV;0;0;nej",
    ]
    return "\n".join((LESSONS, *rows)).encode()


def test_a_principal_sees_how_much_and_who_with_what_the_figures_are(signed_in: SignedIn) -> None:
    taken_in(months(), "narvaro.csv")
    taken_in(months(4, TALL), "narvaro-tall.csv")
    page = signed_in(HANNA).open(PAGE)
    assert "10 elever." in page.text
    assert "Frånvarande 27,0 % av den erbjudna tiden, 13,5 % utan giltigt skäl." in page.text
    assert "8 av 10 var frånvarande 10 % eller mer av sin egen tid (80 %)." in page.text
    assert "6 av 10 var frånvarande 20 % eller mer av sin egen tid (60 %)." in page.text
    listed = [f"K{number:02d}" for number in range(10) if f"K{number:02d}" in page.text]
    assert listed == ["K04", "K05", "K06", "K07", "K08", "K09"]
    assert "T01" not in page.text
    assert "gränserna är huvudmannens egna" in page.text
    entry = journal_models.Entry.objects.filter(room="results", verb="looked_at_attendance").latest("id")
    assert entry.object_id == cast.unit_id(cast.EKKOPING, KRAKEK).hex
    assert "K04" not in str(entry.details)


def test_one_grade_level_and_another_limit_are_chosen_and_stay_in_the_address(signed_in: SignedIn) -> None:
    taken_in(months(), "narvaro.csv")
    page = signed_in(HANNA).open(f"{PAGE}?grade_level=7&least=50")
    assert "5 elever." in page.text
    assert "Skolenhet: Kråkekskolan · Läsår: 2026/27 · Årskurs: 7" in page.text, "on paper too"
    assert "Elever med minst 50 % frånvaro" in page.text
    assert "Ingen." in page.text
    levels = [text_of(each) for each in page.all("option")]
    assert "Förskoleklass" in levels and "0" not in levels
    assert page.form("Visa").values["least"] == "50"
    assert "grade_level=7&amp;least=50" in page.html


def test_lessons_tell_of_weekdays_subjects_reporting_and_spells(signed_in: SignedIn) -> None:
    taken_in(months(), "narvaro.csv")
    assert "Lektioner per veckodag" not in signed_in(HANNA).open(PAGE).text
    taken_in(lessons(), "lektioner.csv")
    page = signed_in(HANNA).open(PAGE)
    assert cells(page, "Lektioner per veckodag")[1:] == [
        ["Måndag", "3", "66,7 %", "66,7 %", "100,0 %"],
        ["Tisdag", "1", "0,0 %", "0,0 %", "0,0 %"],
    ]
    assert [row[0] for row in cells(page, "Lektioner per ämne")[1:]] == ["Matematik", "Svenska"], "codes have names"
    assert cells(page, "Dagar i rad")[1:3] == [
        ["Frånvarotillfällen", "1", ""],
        ["Elever med något tillfälle", "1", "100 %"],
    ]


def test_lessons_alone_are_added_up_to_months_and_that_is_told(signed_in: SignedIn) -> None:
    many = [
        f"K01;{KRAKEK};2026-{month}-{1 + day:02d};08:20;300;MA;{300 * (day < away)};0;ja"
        for month, away in (("09", 3), ("10", 0))
        for day in range(10)
    ]
    taken_in("\n".join((LESSONS, *many)).encode(), "lektioner.csv")
    hanna = signed_in(HANNA)
    page = hanna.open(PAGE)
    assert "1 elev." in page.text and "Frånvarande 15,0 % av den erbjudna tiden" in page.text
    assert [row[:4] for row in cells(page, "Frånvaro månad för månad")[1:]] == [
        ["2026-09", "1", "50", "30,0 %"],
        ["2026-10", "1", "50", "0,0 %"],
    ]
    assert cells(hanna.open(f"{PAGE}?least=15"), "Elever med minst 15 %")[1] == [
        "K01", "15 %", "0 %", "15 %", "–", "100",
    ]  # fmt: skip
    assert "Månaderna är summerade av lektioner" in page.text and "Lektioner per ämne" in page.text
    for level in (0, 9):
        assert "Det finns ingen närvaro för de här eleverna" in hanna.open(f"{PAGE}?grade_level={level}").text


def test_what_was_counted_gives_way_to_what_has_come_in_since(signed_in: SignedIn) -> None:
    hanna = signed_in(HANNA)
    for many in (12, 15):
        rows = [f"M{number:03d};{KRAKEK};9;2026-09;5000;2000;0" for number in range(many)]
        taken_in("\n".join((ATTENDANCE, *rows)).encode(), f"narvaro-{many}.csv")
        for _ in range(2):
            assert f"{many} elever." in hanna.open(PAGE).text


def test_a_protected_pupil_is_counted_and_shown_nowhere(signed_in: SignedIn) -> None:
    taken_in(months(), "narvaro.csv")
    pupils.protect(by=cast.actor(NILS), now=NOW, number="K09", protected=True)
    page = signed_in(HANNA).open(PAGE)
    assert "10 elever." in page.text and "6 av 10 var frånvarande 20 %" in page.text
    assert "K09" not in page.text
    assert "1 till har skyddade personuppgifter" in page.text


def test_the_file_has_the_counts_and_their_definition_and_no_pupils(signed_in: SignedIn) -> None:
    taken_in(months(), "narvaro.csv")
    hanna = signed_in(HANNA)
    answer = hanna.http.get(f"{PAGE}narvaro.csv")
    text = answer.content.decode()
    assert "2026-09" in text and "huvudmannens egna" in text
    assert "K04" not in text
    assert "Vad som räknas;Skolenhet;;Kråkekskolan" in text and "Vad som räknas;Läsår;;2026/27" in text
    book = openpyxl.load_workbook(io.BytesIO(hanna.http.get(f"{PAGE}narvaro.xlsx?grade_level=7").content))
    values = {row[:3]: row[3] for row in book.worksheets[0].iter_rows(values_only=True)}
    assert values["Frånvaro månad för månad", "2026-09", "Elever"] == 5, "a number, not a text"
    assert [str(values[key]) for key in values if key[:2] == ("Vad som räknas", "Årskurs")] == ["7"]


def test_two_long_lists_are_told_apart_and_one_goes_on_reading_where_one_was(
    signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counted, "LISTED", 2)
    taken_in(months(), "narvaro.csv")
    steps = "\n".join(("elev;skolenhet;datum;steg", *(f"K0{n};{KRAKEK};2026-10-02;kartläggning" for n in range(5, 10))))
    taken_in(steps.encode(), "steg.csv")
    page = signed_in(HANNA).open(f"{PAGE}?sida2=2")
    names = [each.get("aria-label") for each in page.all("nav") if "Sidor" in (each.get("aria-label") or "")]
    assert names == ["Sidor: Elever med minst 20 % frånvaro", "Sidor: Elever med signal om frånvaro"]
    ahead = [each.get("href") for each in page.all("a", rel="next")]
    assert ahead == ["?sida2=2&sida=2#elever-1", "?sida2=3#elever-2"]
    assert {each.get("id") for each in page.all("h2")} >= {"elever-1", "elever-2"}


def test_without_attendance_the_page_says_where_it_comes_from(signed_in: SignedIn) -> None:
    assert "Ingen närvaro har kommit in än" in signed_in(HANNA).open(PAGE).text
    taken_in(months(unit=TALL), "narvaro.csv")
    assert "Det finns ingen närvaro för de här eleverna" in signed_in(HANNA).open(PAGE).text


def test_others_units_and_others_duties_are_refused(signed_in: SignedIn) -> None:
    taken_in(months(unit=TALL), "narvaro.csv")
    theirs = cast.unit_id(cast.EKKOPING, TALL).hex
    hanna = signed_in(HANNA)
    page = hanna.open(f"{PAGE}?unit={theirs}", status=422)
    assert "T01" not in page.text
    for name in (NILS, "Maj Sävdunge", "Gunnel Ekspång"):
        signed_in(name).open(PAGE, status=403)
    assert hanna.http.get(f"{PAGE}narvaro.csv?unit={theirs}").content.decode().count("\n") == 1


@pytest.mark.parametrize("many", [10, 200])
def test_the_page_asks_as_many_questions_whatever_it_counts(signed_in: SignedIn, many: int) -> None:
    rows = [f"M{number:03d};{KRAKEK};9;2026-09;5000;2000;0" for number in range(many)]
    taken_in("\n".join((ATTENDANCE, *rows)).encode(), "narvaro.csv")
    hanna = signed_in(HANNA)
    hanna.open(PAGE)
    assert len(hanna.open(PAGE).queries) == 10


def test_attendance_is_shared_and_read_by_the_board_with_few_pupils_hidden(signed_in: SignedIn) -> None:
    rows = [f"M{number:03d};{KRAKEK};9;2026-09;5000;{1000 * (number < 14)};0" for number in range(40)]
    rows += [f"T{number:03d};{TALL};9;2026-09;5000;{1000 * (number < 3)};0" for number in range(20)]
    taken_in("\n".join((ATTENDANCE, *rows)).encode(), "narvaro.csv")
    maj = signed_in("Maj Sävdunge")
    page = maj.open(maj.open("/delat/").links()["Dela närvaro"])
    assert "färre än tio elever döljs" in page.text
    units = [cast.unit_id(cast.EKKOPING, name).hex for name in (KRAKEK, TALL)]
    fields = {"title": "Frånvaron 2026/27", "school_year": "2027", "by": ["school_unit"], "units": units}
    empty = maj.submit(page, "Räkna och dela", status=422, **fields, purpose="")
    assert "Syfte: Detta fält måste fyllas i." in empty.text
    made = maj.submit(page, "Räkna och dela", **fields, purpose="Till nämnden")
    board = signed_in("Gunnel Ekspång").open(made.to)
    assert "Frånvaro läsåret 2026/27" in board.text
    assert "Frånvarande minst 20 procent" in board.text and "färre än 10 elever" in board.text
    assert [row[0] for row in cells(board, "Frånvaro läsåret")[1:]] == [TALL, KRAKEK, "Alla"]
    assert "M001" not in board.text and "T001" not in board.text
    for name in (HANNA, NILS, "Gunnel Ekspång"):
        signed_in(name).open("/resultat/dela/narvaro/", status=403)
