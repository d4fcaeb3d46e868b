"""Pages of two pupils who are one: told of, made one, made two again, and nothing of it for others."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from kedjan.intake import service as intake
from kedjan.journal import models as journal_models
from kedjan.pupils import service as pupils
from kedjan.results import service as results
from kedjan_site.demo import cast
from tests.formats.ss12000_sample import person
from tests.formats.test_scb import person as number
from tests.pages.client import PageClient
from tests.rooms.results_made import HANNA, KRAKEK, NILS, NOW, grades_file, sent, taken_in, year_of_grades
from tests.rooms.test_intake_ss12000 import school

pytestmark = pytest.mark.django_db
LIST = "/inlasning/en-elev/"
OWN, PERSONAL = "elev-17", number(5)

type SignedIn = Callable[[str], PageClient]


@pytest.fixture(autouse=True)
def own_shelves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give each test a fact store of its own."""
    monkeypatch.setattr(settings, "KEDJAN_FACTS", tmp_path)
    yield tmp_path


def two(grades: str = "B", years: tuple[str, str] = ("2021/22", "2024/25")) -> None:
    taken_in(grades_file(*year_of_grades([(OWN, "K", "C")], year=years[0], level=6)))
    taken_in(grades_file(*year_of_grades([(PERSONAL, "K", grades)], year=years[1], level=6)), "senare.csv", later=1)


def told(client: PageClient) -> str:
    """Tell of the two by hand, and return the address of their page."""
    page = client.open(f"{LIST}ny/")
    return client.submit(page, "Titta på de två", one=OWN, other=PERSONAL).to


def test_two_are_told_of_looked_at_made_one_and_two_again(signed_in: SignedIn) -> None:
    two()
    nils = signed_in(NILS)
    assert LIST in nils.open("/inlasning/").links().values()
    assert "Ingen elev sägs ha två nummer" in nils.open(LIST).text
    place = told(nils)
    assert OWN not in place and PERSONAL not in place
    page = nils.open(place)
    assert page.h1 == "Två som sägs vara en" and OWN in page.text and PERSONAL in page.text
    assert "räknade som två personer" in page.text and "Vad som finns" in page.text
    assert "gäller där de två inte säger samma sak" not in page.text, "they say the same, so nobody need choose"
    lacking = nils.submit(page, "Gör dem till en elev", reason="", status=422)
    done = nils.open(nils.submit(lacking, "Gör dem till en elev", reason="Nytt personnummer").to)
    assert "De två är en elev från och med nu." in done.text and "Nytt personnummer" in done.text
    assert OWN not in done.text and PERSONAL not in done.text, "who they were is shown no longer"
    undoing = nils.open(done.links()["Gör dem till två igen"])
    assert "räknade dem som en" in undoing.text
    again = nils.open(nils.submit(undoing, "Gör dem till två").to)
    assert "De är två elever igen" in again.text and "Ångrad" in nils.open(LIST).text


def test_a_file_that_tells_of_two_leads_to_them(signed_in: SignedIn) -> None:
    bare = person(2, sex="Man")
    del bare["civicNo"]
    taken_in(school(persons=[person(1), bare]), "utan.zip")
    taken_in(grades_file(f"{number(982)};M;{KRAKEK};2024/25;8;MA;C"))
    found, nils = sent(school(), "med.zip"), signed_in(NILS)
    ledger = nils.open(f"/inlasning/{found.id}/")
    listed = nils.open(ledger.links()["Elever som sägs vara en"])
    assert "Berättat av filen med.zip" in listed.text and number(982) not in listed.text
    page = nils.open(next(url for url in listed.links().values() if url.startswith(LIST) and len(url) > 40))
    assert number(982) in page.text
    back = nils.open(nils.submit(page, "De är två").to)
    assert "De två förblir två elever." in back.text and "Två trots allt" in back.text
    assert "Elever som sägs vara en" not in nils.open(f"/inlasning/{found.id}/").links()


def test_where_they_differ_it_is_seen_and_somebody_says_what_counts(signed_in: SignedIn) -> None:
    two(years=("2024/25", "2024/25"))
    nils = signed_in(NILS)
    place = told(nils)
    page = nils.open(place)
    assert "Där de inte säger samma sak" in page.text and "Betyg: C" in page.text and "Betyg: B" in page.text
    refused = nils.submit(page, "Gör dem till en elev", reason="Samma", status=422)
    assert "Säg att det som kom in senast gäller." in refused.text
    nils.submit(refused, "Gör dem till en elev", reason="Samma", later_counts="on")
    taken_in(grades_file(*year_of_grades([(OWN, "K", "A")], year="2024/25", level=6)), "efter.csv", later=2)
    done = nils.open(place)
    assert "efter.csv" in done.text and "Gör dem till två igen" not in done.text
    late = nils.submit(nils.open(f"{place}angra/"), "Gör dem till två", status=409)
    assert "Ångra dem först." in late.text


def test_whom_one_file_tells_apart_cannot_be_made_one(signed_in: SignedIn) -> None:
    taken_in(grades_file(f"{OWN};K;{KRAKEK};2024/25;9;MA;C", f"{PERSONAL};K;{KRAKEK};2024/25;9;MA;D"))
    nils = signed_in(NILS)
    page = nils.open(told(nils))
    assert "De kan inte göras till en" in page.text and "Gör dem till en elev" not in page.text


def test_numbers_that_lead_nowhere_or_to_one_are_said_and_stand_in_no_journal(signed_in: SignedIn) -> None:
    two()
    nils = signed_in(NILS)
    page = nils.open(f"{LIST}ny/")
    nobody = nils.submit(page, "Titta på de två", one=OWN, other="ingen", status=422)
    assert "Det andra numret: Ingen elev här har det numret." in nobody.text
    assert "samma elev" in nils.submit(page, "Titta på de två", one=OWN, other=OWN, status=422).text
    told(nils)
    kept = repr([*journal_models.Entry.objects.values()])
    assert OWN not in kept and PERSONAL not in kept and "looked_at_join" not in kept
    nils.open(told(nils))
    assert "looked_at_join" in repr([*journal_models.Entry.objects.values()])


def test_only_those_with_the_duty_come_here_and_a_protected_number_is_shown_to_nobody(signed_in: SignedIn) -> None:
    two()
    nils = signed_in(NILS)
    place = told(nils)
    for name in (HANNA, "Maj Sävdunge"):
        other = signed_in(name)
        for path in (LIST, f"{LIST}ny/", place, f"{place}angra/"):
            other.open(path, status=403)
    signed_in("Sten Klockvret").open(place, status=403)
    pupils.protect(by=cast.actor(NILS), now=NOW, number=PERSONAL, protected=True)
    page = signed_in(NILS).open(place)
    assert "Skyddade personuppgifter" in page.text and PERSONAL not in page.text and OWN in page.text


@pytest.mark.parametrize("many", [1, 6])
def test_the_list_asks_as_many_questions_however_many_are_told_of(signed_in: SignedIn, many: int) -> None:
    taken_in(grades_file(*(f"e{n};K;{KRAKEK};2024/25;9;MA;C" for n in range(2 * many))))
    for n in range(many):
        results.tell_as_one(by=cast.actor(NILS), now=NOW + timedelta(n), one=f"e{2 * n}", other=f"e{2 * n + 1}")
    nils = signed_in(NILS)
    nils.open(LIST)
    listed = nils.open(LIST)
    assert len(listed.queries) == 7
    place = next(url for url in listed.links().values() if url.startswith(LIST) and len(url) > 40)
    nils.open(place)
    assert len(nils.open(place).queries) == 12
    assert intake.deliveries(by=cast.actor(NILS)).total == 1
