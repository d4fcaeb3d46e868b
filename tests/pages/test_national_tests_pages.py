"""National tests at one's own units: counted by part with what each number is, beside grades, nothing for others."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings

from kedjan.journal import models as journal_models
from kedjan.organisation import service as organisation
from kedjan_site.demo import cast
from tests.formats.test_scb import person
from tests.formats.test_scb_tests import NINE, SIX, THREE
from tests.formats.test_scb_tests import line as line_of
from tests.pages.client import PageClient
from tests.pages.test_attendance_pages import cells
from tests.rooms.results_made import GRADES, HANNA, KRAKEK, NILS, NOW, TALL, sent, taken_in

pytestmark = pytest.mark.django_db
PAGE = "/resultat/nationella-prov/"
CODES = {KRAKEK: "12345678", TALL: "12345679"}

type SignedIn = Callable[[str], PageClient]


@pytest.fixture(autouse=True)
def own_shelves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give each test a fact store of its own, and two units codes that files know them by."""
    monkeypatch.setattr(settings, "KEDJAN_FACTS", tmp_path)
    for name, code in CODES.items():
        unit = cast.unit_id(cast.EKKOPING, name)
        organisation.name_in_files(by=cast.actor(NILS), now=NOW, unit=unit, code=code, aliases=[], seen="")
    yield tmp_path


def lines(layout: object, *pupils: dict[str, str], unit: str = KRAKEK, since: int = 980) -> bytes:
    """A file of SCB's with a row for each pupil, girls and boys by turns."""
    rows = [line_of(layout, person(since + number), **told) for number, told in enumerate(pupils)]
    return "\n".join(row.replace("12345678", CODES[unit]) for row in rows).encode()


def nine(unit: str = KRAKEK, since: int = 980) -> bytes:
    """Six pupils: mathematics A, C, E, F, lost and not taken; English has points and a replacement test."""
    grades = ("A", "C", "E", "F", "88", "99")
    told = [{"MA_A_DELT": "1", "MA_PROVB": grade, "EN_A_PRP": "9"} for grade in grades]
    told[2] |= {"EN_B_PRP": "77"}
    told[5] |= {"MA_A_DELT": "99"}
    return lines(NINE, *told, unit=unit, since=since)


def grades_of(*grades: str) -> bytes:
    rows = [f"{person(980 + n)};{'KM'[n % 2]};{KRAKEK};2025/26;9;MA;{grade}" for n, grade in enumerate(grades)]
    return "\n".join((GRADES, *rows)).encode()


def test_a_principal_sees_each_part_with_what_is_no_result_apart(signed_in: SignedIn) -> None:
    taken_in(nine(), "prov.txt")
    page = signed_in(HANNA).open(PAGE)
    assert "6 elever." in page.text
    assert "Matematik: 3 av 4 med provbetyg har E eller högre (75 %)." in page.text
    assert cells(page, "Proven och deras delar")[1:] == [
        ["Matematik, delprov A", "6", "5", "–", "–", "0", "0", "1", "0"],
        ["Matematik, hela provet", "6", "4", "3 (75 %)", "1", "0", "1", "1", "0"],
        ["Engelska, delprov A", "6", "6", "–", "–", "0", "0", "0", "0"],
        ["Engelska, delprov B", "6", "0", "–", "–", "1", "0", "0", "5"],
    ]
    assert cells(page, "Provbetyg")[1:] == [["Matematik", "1", "0", "1", "0", "1", "1"]]
    assert "Inget av dem räknas som en nolla" in page.text
    assert person(980) not in page.html
    entry = journal_models.Entry.objects.filter(room="results", verb="looked_at_tests").latest("id")
    assert entry.object_id == cast.unit_id(cast.EKKOPING, KRAKEK).hex


def test_girls_and_boys_stand_side_by_side(signed_in: SignedIn) -> None:
    taken_in(nine(), "prov.txt")
    whole = cells(signed_in(HANNA).open(PAGE), "Flickor och pojkar")[2]
    assert whole[0] == "Matematik, hela provet"
    both = [text.split(" (")[0] for text in whole[1:]]
    assert sum(int(both[place].split(" av ")[0]) for place in (0, 2)) == 4
    assert sum(int(both[place]) for place in (1, 3)) == 3


def test_grades_of_tests_stand_beside_those_of_the_subject(signed_in: SignedIn) -> None:
    taken_in(nine(), "prov.txt")
    assert "bredvid betygen i ämnena" not in signed_in(HANNA).open(PAGE).text.split("Tabeller")[1]
    taken_in(grades_of("A", "B", "F", "-"))
    page = signed_in(HANNA).open(PAGE)
    assert cells(page, "Provens betyg bredvid betygen")[1:] == [
        ["Matematik", "3", "1 (33 %)", "1 (33 %)", "1 (33 %)", "1", "0"]
    ]
    assert "ämnesbetyget vilar på mer än provet" in page.text


@pytest.mark.parametrize(
    ("layout", "level", "told", "row"),
    [
        (
            THREE,
            3,
            {"MA_A_PR": "1", "MA_B_PR": "0", "SV_B_POANG": "12"},
            ["Matematik, delprov B", "1", "1", "0 (0 %)", "1"],
        ),
        (SIX, 6, {"SV_B_DELT": "77", "SV_PROVB": "D"}, ["Svenska (sv och sva), delprov B", "1", "0"]),
    ],
)
def test_years_3_and_6_are_chosen(
    signed_in: SignedIn, layout: object, level: int, told: dict[str, str], row: list[str]
) -> None:
    taken_in(lines(layout, told), "prov.txt")
    hanna = signed_in(HANNA)
    assert "Inga prov har kommit in för den skolenheten" in hanna.open(PAGE).text
    page = hanna.open(f"{PAGE}?grade_level={level}")
    assert row in [each[: len(row)] for each in cells(page, "Proven och deras delar")]


def test_the_file_has_the_counts_and_their_definition_and_no_pupils(signed_in: SignedIn) -> None:
    taken_in(nine(), "prov.txt")
    hanna = signed_in(HANNA)
    text = hanna.http.get(f"{PAGE}prov.csv").content.decode()
    assert "Matematik, hela provet" in text and "fyra olika saker" in text
    assert person(980) not in text
    assert hanna.http.get(f"{PAGE}prov.xlsx").content.startswith(b"PK")


def test_without_tests_the_page_says_where_they_come_from_and_results_lead_to_it(signed_in: SignedIn) -> None:
    hanna = signed_in(HANNA)
    page = hanna.open(hanna.open("/resultat/").links()["Nationella prov"])
    assert "Inga nationella prov har kommit in än" in page.text


def test_others_units_and_others_duties_are_refused(signed_in: SignedIn) -> None:
    taken_in(nine(TALL), "prov.txt")
    theirs = cast.unit_id(cast.EKKOPING, TALL).hex
    hanna = signed_in(HANNA)
    page = hanna.open(f"{PAGE}?unit={theirs}", status=422)
    assert "hela provet" not in page.text
    assert "Inga prov har kommit in för den skolenheten" in hanna.open(PAGE).text
    for name in (NILS, "Maj Sävdunge", "Gunnel Ekspång"):
        signed_in(name).open(PAGE, status=403)
    assert hanna.http.get(f"{PAGE}prov.csv?unit={theirs}").content.decode().count("\n") == 1


@pytest.mark.parametrize("many", [3, 19])
def test_the_page_asks_as_many_questions_whatever_it_counts(signed_in: SignedIn, many: int) -> None:
    taken_in(lines(NINE, *({"MA_PROVB": "C"} for _ in range(many))), "prov.txt")
    taken_in(grades_of(*("C" for _ in range(many))))
    hanna = signed_in(HANNA)
    hanna.open(PAGE)
    page = hanna.open(PAGE)
    assert f"{many} elever." in page.text and cells(page, "Provens betyg")[1][1] == str(many)
    assert len(page.queries) == 10


def test_a_row_of_many_results_is_one_row_that_is_wrong_and_is_told_once(signed_in: SignedIn) -> None:
    wrong = nine().replace(b"12345678", b"11112222", 2)
    made, nils = sent(wrong, "prov.txt"), signed_in(NILS)
    assert made.refused == 2
    page = nils.open(f"/inlasning/{made.id}/?rader=refused")
    assert "2 rader kan inte läsas in" in page.text
    assert page.text.count("Ingen enhet här har det namnet eller den koden.") == 2
