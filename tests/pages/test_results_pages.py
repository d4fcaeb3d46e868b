"""Pages of pupils' results: files sent and decided on, a cohort followed, and nothing of it for anybody else."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from kedjan.intake import service as intake
from kedjan.results import service as results
from kedjan_site.demo import cast
from kedjan_web import uploads
from tests.pages.client import PageClient
from tests.pages.test_attendance_pages import cells
from tests.rooms.results_made import (
    HANNA,
    KRAKEK,
    NILS,
    NOW,
    TALL,
    destinations_file,
    grades_file,
    later_file,
    sent,
    taken_in,
    year_of_grades,
)

pytestmark = pytest.mark.django_db
ONE = f"e1;K;{KRAKEK};2024/25;9;MA;C"


@pytest.fixture(autouse=True)
def own_shelves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give each test a fact store of its own."""
    monkeypatch.setattr(settings, "KEDJAN_FACTS", tmp_path)
    yield tmp_path


def upload(data: bytes, name: str = "betyg.csv") -> dict[str, object]:
    return {"file": SimpleUploadedFile(name, data), "key": str(uuid4()), "unit": "", "day": ""}


def two_years() -> bytes:
    pupils = [(f"p{number}", "KM"[number % 2], "ABCDEF"[number % 6]) for number in range(40)]
    later = [(key, sex, "BCDEFA"[number % 6]) for number, (key, sex, _) in enumerate(pupils)]
    six = year_of_grades(pupils, year="2021/22", level=6)
    return grades_file(*six, *year_of_grades(later, year="2024/25", level=9))


type SignedIn = Callable[[str], PageClient]
LIST, SEND, STUDIES = "/inlasning/", "/inlasning/skicka/", "/resultat/"


def fields(**other: object) -> dict[str, object]:
    """What somebody fills in for a study of Kråkekskolan."""
    return {
        "title": "Från sexan till nian",
        "from_level": "6",
        "to_level": "9",
        "units": [cast.unit_id(cast.EKKOPING, KRAKEK).hex],
        **other,
    }


def test_a_file_is_sent_looked_at_read_in_and_undone(signed_in: SignedIn) -> None:
    nils = signed_in(NILS)
    assert "Ingen fil har kommit in" in nils.open(LIST).text
    page = nils.submit(nils.open(SEND), "Granska filen", file=SimpleUploadedFile("betyg.csv", grades_file(ONE)))
    ledger = nils.open(page.to)
    assert ledger.h1 == "betyg.csv" and "Inget räknas förrän du läser in filen" in ledger.text
    assert "e1" in ledger.text and KRAKEK in ledger.text and "2024/25" in ledger.text
    listed = nils.open(nils.submit(ledger, "Läs in allt").to)
    assert "1 rad räknas från och med nu." in listed.text and "Inläst" in listed.text
    assert "e1" not in listed.text, "no pupil stands in the list"
    assert "e1" not in nils.open(page.to).text, "nor in the ledger once it is decided on"
    undoing = nils.open(next(url for words, url in listed.links().items() if words.startswith("Ångra")))
    assert "1 rad räknas inte längre." in undoing.text
    assert "Filen är ångrad" in nils.open(nils.submit(undoing, "Ångra").to).text


def test_a_file_of_holiday_school_is_told_from_final_grades(signed_in: SignedIn) -> None:
    nils = signed_in(NILS)
    assert "Prövning och lovskola efter slutbetygen, ett betyg per rad:" in nils.open(SEND).text
    rows = f"e1;{KRAKEK};2024/25;MA;E;lovskola;2025-06-27", f"e2;{KRAKEK};2024/25;MA;E;prövning;2025-05-01"
    file = SimpleUploadedFile("lovskola.csv", later_file(*rows))
    ledger = nils.open(nils.submit(nils.open(SEND), "Granska filen", file=file).to)
    assert "Prövning och lovskola (ett betyg per rad)" in ledger.text
    assert "Genom" in ledger.text and "2025-06-27" in ledger.text
    assert "Dagen är före läsårets slutbetyg." in ledger.text and "en dag från och med 2025-06-01" in ledger.text


def test_what_is_wrong_is_told_and_given_as_a_list(signed_in: SignedIn) -> None:
    nils = signed_in(NILS)
    wrong = grades_file(ONE, f"e2;M;{KRAKEK};2024/25;9;MA;H", "e3;K;Nånstans;2024/25;9;MA;C")
    page = nils.open(nils.submit(nils.open(SEND), "Granska filen", file=SimpleUploadedFile("b.csv", wrong)).to)
    assert "2 rader kan inte läsas in" in page.text and "Det här är inget betyg på skalan." in page.text
    assert "Läs in allt" not in page.text
    refused = nils.open(f"{page.path}?rader=refused")
    assert "e1" not in refused.text
    file = nils.http.get(f"{page.path}att-ratta.csv")
    assert "Nånstans" in file.content.decode("utf-8-sig")
    assert "borttagen" in nils.open(nils.submit(page, "Ta bort filen").to).text


def test_a_file_of_something_else_says_what_was_expected(signed_in: SignedIn) -> None:
    nils = signed_in(NILS)
    made = nils.submit(nils.open(SEND), "Granska filen", file=SimpleUploadedFile("x.csv", b"namn;gata\nA;B\n"))
    assert "Filen gick inte att läsa" in nils.open(made.to).text
    empty = nils.submit(nils.open(SEND), "Granska filen", status=422, file=SimpleUploadedFile("x.csv", b""))
    assert "Filen är tom." in empty.text


def test_others_came_in_meanwhile_is_told_and_the_ledger_is_new(signed_in: SignedIn) -> None:
    nils = signed_in(NILS)
    made = sent(grades_file(ONE.replace(";C", ";B")))
    page = nils.open(f"{LIST}{made.id}/")
    taken_in(grades_file(ONE))
    shown = nils.open(nils.submit(page, "Läs in allt").to)
    assert "Andra resultat har kommit in sedan dess" in shown.text and "Ändrad" in shown.text


def test_while_a_large_file_is_read_the_page_says_how_far_it_has_come(
    signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kedjan.intake.proposing.SMALL", 10)
    monkeypatch.setattr("kedjan.intake.proposing.house", lambda: type("House", (), {"start": lambda _: None}))
    made, nils = sent(grades_file(ONE)), signed_in(NILS)
    page = nils.open(f"{LIST}{made.id}/")
    assert "Filen läses" in page.text
    part = nils.http.get(f"{LIST}{made.id}/", HTTP_HX_REQUEST="true").content.decode()
    assert "<main" not in part and "Filen läses" in part
    intake.read_delivery(id=made.id, now=NOW, moment=NOW)
    done = nils.http.get(f"{LIST}{made.id}/", HTTP_HX_REQUEST="true")
    assert done.headers["HX-Refresh"] == "true"


def test_a_file_of_three_hundred_thousand_rows_is_taken_and_read_by_the_worker(
    signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kedjan.intake.proposing.house", lambda: type("House", (), {"start": lambda _: None}))
    rows = (f"{number:-^30};K;{KRAKEK};2024/25;9;SV;A" for number in range(300_000))
    nils = signed_in(NILS)
    file = SimpleUploadedFile("betyg.csv", grades_file(*rows))
    assert file.size and file.size > uploads.LARGEST
    nils.submit(nils.open(SEND), "Granska filen", file=file)
    made = intake.deliveries(by=cast.actor(NILS)).items[0]
    assert made.state is intake.DeliveryState.READING
    assert intake.read_delivery(id=made.id, now=NOW, moment=NOW)
    assert intake.delivery(by=cast.actor(NILS), id=made.id).new == 300_000


def test_only_those_with_the_duty_come_to_the_intake(signed_in: SignedIn) -> None:
    made = sent(grades_file(ONE))
    for name in (HANNA, "Maj Sävdunge", "Gunnel Ekspång"):
        client = signed_in(name)
        for path in (LIST, SEND, f"{LIST}{made.id}/", f"{LIST}radera-elev/"):
            client.open(path, status=403)
    neighbour = signed_in("Sten Klockvret")
    neighbour.open(f"{LIST}{made.id}/", status=403)


def test_files_call_a_unit_by_its_code(signed_in: SignedIn) -> None:
    nils = signed_in(NILS)
    listed = nils.open("/organisation/")
    page = nils.open(next(url for words, url in listed.links().items() if words == f"i filer: {KRAKEK}"))
    wrong = nils.submit(page, "Spara", status=422, code="123")
    assert "åtta siffror" in wrong.text
    saved = nils.open(nils.submit(wrong, "Spara", code="12345678", aliases="Kråkan\nKråkeken").to)
    assert "12345678" in saved.text


def test_a_pupil_is_erased_without_the_number_standing_anywhere(signed_in: SignedIn) -> None:
    taken_in(grades_file(ONE))
    nils = signed_in(NILS)
    page = nils.open(f"{LIST}radera-elev/")
    gone = nils.submit(page, "Radera", number="e1", reason="Begäran från vårdnadshavare")
    assert "e1" not in gone.to and "raderad" in nils.open(gone.to).text
    again = nils.submit(page, "Radera", number="e1", reason="Igen", status=422)
    assert "Ingen elev här har det numret." in again.text
    asked: Any = again.response
    assert set(asked.wsgi_request.sensitive_post_parameters) == {"number", "reason"}, "in no report of what went wrong"


def test_a_principal_follows_a_cohort_and_sees_pictures_with_their_tables(signed_in: SignedIn) -> None:
    hanna = signed_in(HANNA)
    assert "Inga betyg har kommit in än" in hanna.open(STUDIES).text
    taken_in(two_years())
    page = hanna.open(hanna.open(STUDIES).links()["Ny studie"])
    study = hanna.open(hanna.submit(page, "Räkna", **fields(by=["sex"], subgroups="Matematik: not_passed=MA")).to)
    assert study.h1 == "Från sexan till nian"
    assert "40 elever har betyg båda gångerna." in study.text
    assert "Tappade" in study.text and "Flickor" in study.text and "Matematik" in study.text
    assert study.html.count('class="picture"') == 4, "two pictures, each in two widths"
    assert "År för år" in study.text and "Lämnat" in study.text and "Kvar" not in study.text
    assert study.text.count("6 till 9 (inga betyg i årskurserna 7, 8)") == 3, "all, girls and boys"
    assert "År för år, uppdelat" in study.text
    assert "p1" not in re.findall(r"\w+", study.text)
    file = hanna.http.get(f"{study.path}studie.csv")
    assert "Tappad" in file.content.decode("utf-8-sig")
    assert "År för år" in file.content.decode("utf-8-sig")
    assert hanna.http.get(f"{study.path}studie.xlsx").status_code == 200
    hanna.open(f"{study.path}studie.pdf", status=404)


def test_a_study_shows_where_they_went(signed_in: SignedIn) -> None:
    taken_in(two_years())
    kinds = ("HF", "YP", "IM", "flyttat")
    went = [f"p{n};{KRAKEK};2025/26;{'' if n % 4 == 3 else 'Eken'};{kinds[n % 4]}" for n in range(30)]
    nils = signed_in(NILS)
    file = SimpleUploadedFile("vart.csv", destinations_file(*went))
    ledger = nils.open(nils.submit(nils.open(SEND), "Granska filen", file=file).to)
    assert "Vart elever gick, en per rad" in ledger.text and "(vart" not in ledger.text
    assert "introduktionsprogram" in ledger.text and "Programtyp" in ledger.text
    nils.open(nils.submit(ledger, "Läs in allt").to)
    hanna = signed_in(HANNA)
    made = hanna.submit(hanna.open(f"{STUDIES}ny/"), "Räkna", **fields(subgroups="Matte: not_passed=MA"))
    study = hanna.open(made.to)
    assert "Vart de gick" in study.text and "8 (27 %)" in study.text and "Efter egen regel: Matte" in study.text
    assert "Vart de gick som inte har flyttat" in study.text and "Till vilka skolor" in study.text
    assert "Eken" in hanna.http.get(f"{study.path}studie.csv").content.decode("utf-8-sig")


def test_a_study_is_counted_again_with_one_click_when_there_is_something_new(signed_in: SignedIn) -> None:
    taken_in(two_years())
    hanna = signed_in(HANNA)
    made = hanna.submit(hanna.open(f"{STUDIES}ny/"), "Räkna", **fields())
    assert "Nya resultat" not in hanna.open(made.to).text
    taken_in(grades_file(*year_of_grades([("p3", "M", "A")], year="2024/25", level=9)), later=1)
    page = hanna.open(made.to)
    assert "Nya resultat har kommit in" in page.text
    counted = hanna.open(hanna.submit(page, "Räkna på de senaste resultaten").to)
    assert "räknad på de senaste resultaten" in counted.text and "Nya resultat" not in counted.text


def test_a_study_is_changed_taken_away_and_put_back(signed_in: SignedIn) -> None:
    taken_in(two_years())
    hanna = signed_in(HANNA)
    made = hanna.submit(hanna.open(f"{STUDIES}ny/"), "Räkna", **fields())
    page = hanna.open(f"{made.to}andra/")
    other = hanna.submit(page, "Spara", title="Niornas väg")
    assert hanna.open(other.to).h1 == "Niornas väg"
    late = hanna.submit(page, "Spara", title="Något annat", status=409)
    assert "Niornas väg" in late.text and "Något annat" in late.html
    wrong = hanna.submit(hanna.open(f"{made.to}andra/"), "Spara", status=422, subgroups="hej", to_level="6")
    assert "senare årskurs" in wrong.text
    wrong = hanna.submit(hanna.open(f"{made.to}andra/"), "Spara", status=422, subgroups="Nära: fattas<=1")
    assert "Rad 1: fattas<=1 är inget villkor som går att förstå" in wrong.text and "lacking<=1" in wrong.text
    gone = hanna.open(hanna.submit(hanna.open(made.to), "Ta bort").to)
    assert "Studien är borttagen." in gone.text and "Niornas väg" not in hanna.open(STUDIES).text
    assert hanna.open(hanna.submit(gone, "Lägg tillbaka").to).h1 == "Niornas väg"


def test_a_cohort_of_nobody_says_so(signed_in: SignedIn) -> None:
    taken_in(two_years())
    hanna = signed_in(HANNA)
    made = hanna.submit(hanna.open(f"{STUDIES}ny/"), "Räkna", **fields(from_level="1"))
    assert "Det finns inga elever att följa" in hanna.open(made.to).text


def test_others_units_are_nobody_elses(signed_in: SignedIn) -> None:
    taken_in(two_years())
    hanna = cast.actor(HANNA)
    units = (cast.unit_id(cast.EKKOPING, KRAKEK),)
    made = results.save_study(by=hanna, now=NOW, key=uuid4(), asks=results.Question("Kullen", 6, 9, units=units))
    for name in ("Ester Kärrgrind", "Maj Sävdunge", "Idris Kvarnvass", NILS):
        signed_in(name).open(f"{STUDIES}{made.id}/", status=403)
    signed_in("Tove Åsgrind").open(f"{STUDIES}{made.id}/", status=404)
    ester = signed_in("Ester Kärrgrind")
    assert KRAKEK not in ester.open(f"{STUDIES}ny/").text
    tall = cast.unit_id(cast.EKKOPING, TALL).hex
    forged = {**fields(units=[units[0].hex, tall]), "group": "6", "key": str(uuid4())}
    ester.post(f"{STUDIES}ny/", forged, status=422)


@pytest.mark.parametrize("rows", [1, 60])
def test_a_ledger_asks_as_many_questions_whatever_stands_in_it(signed_in: SignedIn, rows: int) -> None:
    pupils = [(f"e{number}", "K", "C") for number in range(rows)]
    made, nils = sent(grades_file(*year_of_grades(pupils, year="2024/25", level=9))), signed_in(NILS)
    nils.open(LIST)
    assert len(nils.open(f"{LIST}{made.id}/").queries) == 12


@pytest.mark.parametrize("pupils", [4, 40])
def test_a_study_asks_as_many_questions_whatever_it_counts(signed_in: SignedIn, pupils: int) -> None:
    keys = [(f"e{number}", "K", "C") for number in range(pupils)]
    rows = [*year_of_grades(keys, year="2021/22", level=6), *year_of_grades(keys, year="2024/25", level=9)]
    taken_in(grades_file(*rows))
    hanna = signed_in(HANNA)
    made = hanna.submit(hanna.open(f"{STUDIES}ny/"), "Räkna", **fields())
    hanna.open(STUDIES)
    assert len(hanna.open(made.to).queries) == 11


NO_MATHEMATICS = "EEFEEEEEEE"


def with_later_grades(pupils: int) -> None:
    """Take in so many pupils without mathematics, half of whom passed it in August, and one without final grades."""
    keys = [(f"e{number}", "K", NO_MATHEMATICS) for number in range(pupils)]
    rows = [*year_of_grades(keys, year="2021/22", level=6), *year_of_grades(keys, year="2024/25", level=9)]
    taken_in(grades_file(*rows))
    passed = [f"e{number}" for number in range(pupils // 2)]
    taken_in(later_file(*(f"{key};{KRAKEK};2024/25;MA;E;lovskola;2025-08-08" for key in (*passed, "x"))))


@pytest.mark.parametrize("pupils", [4, 40])
def test_a_study_with_later_grades_asks_as_many_questions_whatever_it_counts(signed_in: SignedIn, pupils: int) -> None:
    with_later_grades(pupils)
    hanna = signed_in(HANNA)
    made = hanna.submit(hanna.open(f"{STUDIES}ny/"), "Räkna", **fields())
    hanna.open(STUDIES)
    assert len(hanna.open(made.to).queries) == 11


def test_a_study_shows_who_became_eligible_after_the_final_grades(signed_in: SignedIn) -> None:
    with_later_grades(40)
    hanna = signed_in(HANNA)
    study = hanna.open(hanna.submit(hanna.open(f"{STUDIES}ny/"), "Räkna", **fields()).to)
    assert "Av 40 elever med slutbetyg läsåret 2024/25 var 0 (0 %) behöriga till yrkesprogram." in study.text
    assert "Efter lovskola och prövning är 20 det (50 %)." in study.text
    assert "1 elev med ett senare betyg har inget slutbetyg här, och är inte med i någon siffra." in study.text
    assert "20 (50 %, 35–65)" in study.text and "Matematik, lovskola" in study.text
    assert "så räknar den officiella statistiken, som inte tar med senare betyg" in study.text
    file = hanna.http.get(f"{study.path}studie.csv").content.decode("utf-8-sig")
    assert "Behöriga före och efter" in file and "Matematik, lovskola" in file


def test_a_cohort_is_shared_and_read_by_the_board_with_what_is_hidden_said(signed_in: SignedIn) -> None:
    pupils = [(f"p{number}", "K", "C") for number in range(14)] + [(f"q{number}", "M", "C") for number in range(3)]
    later = [(key, sex, "F" if key[0] == "q" else "B") for key, sex, _ in pupils]
    six = year_of_grades(pupils, year="2021/22", level=6)
    taken_in(grades_file(*six, *year_of_grades(later, year="2024/25", level=9)))
    maj = signed_in("Maj Sävdunge")
    page = maj.open(maj.open("/delat/").links()["Dela en årskull"])
    assert "färre än tio elever döljs" in page.text
    wrong = maj.submit(page, "Räkna och dela", status=422, **fields(from_level="9"), purpose="Till nämnden")
    assert "senare årskurs" in wrong.text
    made = maj.submit(page, "Räkna och dela", **fields(), purpose="Till nämnden")
    board = signed_in("Gunnel Ekspång").open(made.to)
    assert "Årskull från årskurs 6 till 9" in board.text and "17" in board.text and ".." in board.text
    assert "färre än 10 elever" in board.text
    assert "Tappade" in board.text and not re.search(r"\b14\b|\b3\b", board.text.replace("Årskull från årskurs", ""))
    signed_in(HANNA).open("/resultat/dela/", status=403)


def test_later_grades_and_where_pupils_went_are_shared_beside_a_cohort(signed_in: SignedIn) -> None:
    with_later_grades(40)
    maj = signed_in("Maj Sävdunge")
    page = maj.open("/resultat/dela/")
    assert "Behöriga efter lovskola och prövning" in page.text and "Vart eleverna gick" not in page.text
    asked = fields() | {"school_year": "2025", "beside": ["after", "destinations"]}
    none = maj.submit(page, "Räkna och dela", status=422, **asked, purpose="Till nämnden")
    keys = [f"e{number}" for number in range(40)]
    kinds = ["yrkesprogram"] * 20 + ["högskoleförberedande"] * 20
    went = [f"{key};{KRAKEK};2025/26;Eken;{kind}" for key, kind in zip(keys, kinds, strict=True)]
    taken_in(destinations_file(*went), "vart.csv")
    board = signed_in("Gunnel Ekspång").open(maj.submit(none, "Räkna och dela", **asked, purpose="Till nämnden").to)
    (whole,) = cells(board, "Årskull från årskurs 6 till 9")[1:]
    heads = cells(board, "Årskull från årskurs 6 till 9")[0]
    assert whole[heads.index("Behöriga efter lovskola och prövning")] == "20"
    went_to = {row[0]: row[1:5] for row in cells(board, "Vart årskullen gick efter årskurs 9")}
    assert went_to["Alla"] == ["40", "40", "20", "20"] and "Eken" not in board.text
