"""Midterm matrices at one's own units: levels, columns, each pupil's row beside an earlier day, and for nobody else."""

import io
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from django.conf import settings

from kedjan.access.service import NotHere, NotYours
from kedjan.facts import shelves
from kedjan.journal import models as journal_models
from kedjan.pupils import service as pupils
from kedjan.results import service as results
from kedjan_site.demo import cast
from kedjan_statistics.matrix import MIDTERM
from kedjan_web.results import counted
from tests.pages.client import PageClient
from tests.pages.test_attendance_pages import cells
from tests.rooms.results_made import HANNA, KRAKEK, NILS, NOW, TALL, taken_in

pytestmark = pytest.mark.django_db
PAGE = "/resultat/matris/"
SPRING, AUTUMN = date(2026, 9, 1), date(2026, 10, 12)
EXAMPLE = "0 1 2 0 3 0 0 0 0 0 0 3 0 0 0 3 3 3 3 3 3 3 3 3 3 2 - 3 0 0 0 0 0"
"""The row of the methods: 44, yellow, Medic says the most, and twelve columns at the most without support."""
SICK = " ".join(["3"] * 10 + ["0"] * 16 + ["-"] + ["0"] * 6)
CALM = " ".join(["0"] * 26 + ["-"] + ["0"] * 6)

type SignedIn = Callable[[str], PageClient]


@pytest.fixture(autouse=True)
def own_shelves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give each test a fact store of its own."""
    monkeypatch.setattr(settings, "KEDJAN_FACTS", tmp_path)
    yield tmp_path


def take_in(rows: dict[str, str], *, day: date = AUTUMN, at: str = KRAKEK) -> None:
    """A matrix with these rows, a dash where a cell is empty."""
    lines = [";".join((key, *row.replace("-", "").split(" "))) for key, row in rows.items()]
    data = "\n".join((";".join(("elev", *MIDTERM.columns)), *lines)).encode()
    taken_in(data, f"{day.isoformat()}.csv", unit=cast.unit_id(cast.EKKOPING, at), day=day)


def test_a_principal_sees_each_row_with_what_a_sum_would_hide(signed_in: SignedIn) -> None:
    take_in({"K2": EXAMPLE, "K1": SICK, "K3": CALM})
    page = signed_in(HANNA).open(PAGE)
    assert [row[1:3] + row[3:4] for row in cells(page, "Elever per nivå")[1:]] == [
        ["0", "2", "67 %"],
        ["40", "1", "33 %"],
        ["50", "0", "0 %"],
        ["65", "0", "0 %"],
    ]
    rows = cells(page, "Elever, i nummerordning")
    assert [row[0] for row in rows[1:]] == ["K1", "K2", "K3"], "by number, never by sum"
    assert rows[1][2:4] == ["Grön", "30"] and "Medic = 3" in rows[1][1] and "Utsatt = 3" in rows[1][1]
    assert rows[2][1:] == [
        "Medic = 3, 12 kolumner med högsta värdet och inget stöd",
        "Gul",
        "44",
        "3 (25 %)",
        "3 (17 %)",
        "38 (79 %)",
    ]
    columns = {row[0]: row[1:] for row in cells(page, "Formulärets kolumner")[1:]}
    assert columns["SVA"] == ["Kunskap", "0", "–", "0"]
    assert columns["Medic"] == ["Hälsa", "3", "2,0", "2"]
    entry = journal_models.Entry.objects.filter(room="results", verb="looked_at_matrix").latest("id")
    assert entry.object_id == cast.unit_id(cast.EKKOPING, KRAKEK).hex and "K1" not in str(entry.details)


def test_an_earlier_day_stands_beside_and_a_later_does_not(signed_in: SignedIn) -> None:
    take_in({"K1": CALM, "K2": EXAMPLE}, day=SPRING)
    take_in({"K1": SICK, "K3": CALM})
    hanna = signed_in(HANNA)
    rows = cells(hanna.open(PAGE), "Elever, i nummerordning")
    assert [row[:1] + row[3:5] for row in rows[1:]] == [["K1", "30", "0"], ["K3", "0", "–"]]
    assert [row[4] for row in cells(hanna.open(PAGE), "Elever per nivå")[1:]] == ["1", "1", "0", "0"]
    unit = cast.unit_id(cast.EKKOPING, KRAKEK).hex
    first = hanna.open(f"{PAGE}?of={unit}.{SPRING.isoformat()}")
    assert "Bredvid står matrisen" not in first.text
    assert [row[0] for row in cells(first, "Elever, i nummerordning")[1:]] == ["K1", "K2"]


def test_a_protected_pupil_is_counted_and_shown_nowhere(signed_in: SignedIn) -> None:
    take_in({"K1": EXAMPLE, "K2": CALM})
    pupils.protect(by=cast.actor(NILS), now=NOW, number="K1", protected=True)
    page = signed_in(HANNA).open(PAGE)
    assert "2 elever." in page.text and "1 elev har skyddade personuppgifter" in page.text
    assert [row[0] for row in cells(page, "Elever, i nummerordning")[1:]] == ["K2"]


def test_others_units_and_others_duties_are_refused(signed_in: SignedIn) -> None:
    hanna = signed_in(HANNA)
    assert "Ingen matris har kommit in än" in hanna.open(PAGE).text
    take_in({"T1": EXAMPLE}, at=TALL)
    theirs = cast.unit_id(cast.EKKOPING, TALL)
    assert "Ingen matris har kommit in än" in hanna.open(PAGE).text
    take_in({"K1": CALM})
    assert "T1" not in hanna.open(f"{PAGE}?of={theirs.hex}.{AUTUMN.isoformat()}", status=422).text
    with pytest.raises(NotYours):
        results.see_matrix(by=cast.actor(HANNA), now=NOW, unit=theirs, day=AUTUMN)
    with pytest.raises(NotHere):
        results.see_matrix(by=cast.actor(HANNA), now=NOW, unit=cast.unit_id(cast.EKKOPING, KRAKEK), day=SPRING)
    for name in (NILS, "Maj Sävdunge", "Gunnel Ekspång"):
        signed_in(name).open(PAGE, status=403)


@pytest.mark.parametrize("many", [3, 120])
def test_the_page_asks_as_many_questions_whatever_it_reviews(signed_in: SignedIn, many: int) -> None:
    take_in({f"K{number:03d}": EXAMPLE for number in range(many)})
    hanna = signed_in(HANNA)
    hanna.open(PAGE)
    assert len(hanna.open(PAGE).queries) == 10


def test_levels_are_drawn_with_the_earlier_day_below_and_told_to_those_who_hear_the_page(signed_in: SignedIn) -> None:
    take_in({"K1": CALM, "K2": EXAMPLE}, day=SPRING)
    hanna = signed_in(HANNA)
    assert "En stapel för varje nivå" in hanna.open(PAGE).text
    take_in({"K1": SICK, "K3": CALM, "K4": EXAMPLE, "K5": CALM})
    page = hanna.open(PAGE)
    wide = next(each for each in page.tree.iter() if str(each.tag).endswith("svg") and each.get("role"))
    assert "Två staplar för varje nivå" in "".join(wide.itertext())
    words = ["".join(each.itertext()) for each in wide.iter() if str(each.tag).endswith("text")]
    labels = [each for each in words if each.endswith(("2026-10-12", "2026-09-01"))]
    assert labels[:4] == ["Grön, 2026-10-12", "Grön, 2026-09-01", "Gul, 2026-10-12", "Gul, 2026-09-01"]
    shares = [each.replace("\u00a0", " ") for each in words]
    assert shares[shares.index("Grön, 2026-10-12") :][1:4] == ["75 %", "", "4"]
    assert shares[shares.index("Grön, 2026-09-01") :][1:4] == ["50 %", "", "2"]


def test_the_file_has_the_pages_tables_is_safe_to_open_and_noted(signed_in: SignedIn) -> None:
    take_in({"K1": EXAMPLE, "=1+1": CALM, "K3": SICK})
    pupils.protect(by=cast.actor(NILS), now=NOW, number="K3", protected=True)
    hanna = signed_in(HANNA)
    links = hanna.open(PAGE).links()
    looked = journal_models.Entry.objects.filter(room="results", verb="looked_at_matrix")
    before = looked.count()
    text = hanna.http.get(links["CSV"]).content.decode("utf-8-sig")
    assert "Elever per nivå;Gul;Elever;1" in text and "Formulärets kolumner;Medic" in text
    assert "K1;Summa;44" in text and "Medic = 3" in text and "Så är det räknat" in text
    assert "K3" not in text and "'=1+1" in text and ";=1+1" not in text
    assert "I korthet;1 elev har skyddade personuppgifter: räknad" in text, (
        "whoever counts the rows is told of one more"
    )
    book = openpyxl.load_workbook(io.BytesIO(hanna.http.get(links["Excel"]).content))
    values = [cell for row in book.worksheets[0].iter_rows(values_only=True) for cell in row]
    assert "K1" in values and not [each for each in values if str(each).startswith("=")]
    assert looked.count() == before + 2
    assert hanna.http.get(f"{PAGE}matris.exe").status_code == 404
    for name in (NILS, "Maj Sävdunge", "Gunnel Ekspång"):
        signed_in(name).open(f"{PAGE}matris.csv", status=403)


def test_which_days_there_are_is_found_without_reading_what_stands_in_the_cells(
    signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in({f"K{number}": EXAMPLE for number in range(30)})
    read: list[list[str] | None] = []
    whole = shelves.read
    monkeypatch.setattr(shelves, "read", lambda *given: (read.append(given[2]), whole(*given))[1])
    here = cast.unit_id(cast.EKKOPING, KRAKEK)
    assert [results.matrix_days(by=cast.actor(HANNA)) for _ in range(2)] == [{here: (AUTUMN,)}] * 2
    assert read == [["school_unit", "day", "form"]], "and once, while the file is the same"
    take_in({"K1": CALM}, day=SPRING)
    assert results.matrix_days(by=cast.actor(HANNA)) == {here: (AUTUMN, SPRING)}


def test_levels_are_shared_and_read_by_the_board_with_few_pupils_hidden(signed_in: SignedIn) -> None:
    take_in({f"K{number:03d}": EXAMPLE if number < 14 else CALM for number in range(40)})
    take_in({f"T{number:03d}": EXAMPLE if number < 3 else CALM for number in range(20)}, at=TALL)
    maj = signed_in("Maj Sävdunge")
    page = maj.open(maj.open("/delat/").links()["Dela mitterminsmatriser"])
    assert "färre än tio elever döljs" in page.text
    units = [cast.unit_id(cast.EKKOPING, name).hex for name in (KRAKEK, TALL)]
    fields = {"title": "Mitterminen", "term": "2026.autumn", "by_unit": "on", "beside": ["MA", "gap"], "units": units}
    empty = maj.submit(page, "Räkna och dela", status=422, **fields, purpose="")
    assert "Syfte: Detta fält måste fyllas i." in empty.text
    four = maj.submit(empty, "Räkna och dela", status=422, **fields | {"beside": ["MA", "BL", "SL", "TK"]}, purpose="A")
    assert "Högst 3 saker berättas bredvid nivåerna." in four.text
    made = maj.submit(four, "Räkna och dela", **fields, purpose="Till nämnden")
    board = signed_in("Gunnel Ekspång").open(made.to)
    rows = cells(board, "Mitterminsmatriser hösten 2026")
    assert [row[0] for row in rows] == ["Grupp", TALL, KRAKEK, "Alla"]
    heads = [" ".join(head.split()) for head in rows[0]]
    assert heads[1:8] == [
        *("Elever", "Grön nivå", "Gul nivå", "Orange nivå", "Röd nivå", "Mycket oro och inget stöd", "MA = 3")
    ]
    assert "K001" not in board.text and "T001" not in board.text and "färre än 10 elever" in board.text
    for name in (HANNA, NILS, "Gunnel Ekspång"):
        signed_in(name).open("/resultat/dela/matris/", status=403)


def test_a_long_list_is_shown_a_part_at_a_time_and_taken_along_whole(
    signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counted, "LISTED", 2)
    take_in({f"K{number}": CALM for number in range(1, 6)})
    client = signed_in(HANNA)
    assert [row[0] for row in cells(client.open(PAGE), "Elever, i nummerordning")[1:]] == ["K1", "K2"]
    page = client.open(f"{PAGE}?sida=3")
    assert [row[0] for row in cells(page, "Elever, i nummerordning")[1:]] == ["K5"]
    assert "5 elever." in page.text, "the counts are of all"
    assert "sida=2" in next(each.get("href", "") for each in page.all("a", rel="prev"))
    file = client.http.get(f"{PAGE}matris.csv?sida=3").content.decode("utf-8-sig")
    assert all(f"K{number}" in file for number in range(1, 6))
