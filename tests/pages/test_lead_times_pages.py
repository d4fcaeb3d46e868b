"""From a signal of absence to what was done, at one's own units: each step counted, and pupil by pupil."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings

from kedjan.pupils import service as pupils
from kedjan_site.demo import cast
from tests.pages.client import PageClient
from tests.pages.test_attendance_pages import LESSONS, PAGE, cells, months
from tests.rooms.results_made import HANNA, KRAKEK, NILS, NOW, TALL, taken_in

pytestmark = pytest.mark.django_db
HEAD = "elev;skolenhet;datum;steg"

type SignedIn = Callable[[str], PageClient]


@pytest.fixture(autouse=True)
def own_shelves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give each test a fact store of its own."""
    monkeypatch.setattr(settings, "KEDJAN_FACTS", tmp_path)
    yield tmp_path


def steps(*rows: str) -> None:
    taken_in("\n".join((HEAD, *rows)).encode(), "steg.csv")


def followed() -> None:
    """K04 to K09 are absent 24 to 54 per cent of September: four of them have steps, K01 has one and no signal."""
    taken_in(months(), "narvaro.csv")
    steps(
        f"K04;{KRAKEK};2026-09-20;signal", f"K04;{KRAKEK};2026-09-25;kartläggning", f"K04;{KRAKEK};2026-10-01;åtgärd",
        f"K05;{KRAKEK};2026-10-12;kartläggning", f"K05;{KRAKEK};2026-11-20;utredning",
        f"K06;{KRAKEK};2026-09-10;kartläggning", f"K01;{KRAKEK};2026-09-10;utredning",
    )  # fmt: skip


def test_each_step_is_counted_by_how_soon_it_followed_on_the_signal(signed_in: SignedIn) -> None:
    followed()
    page = signed_in(HANNA).open(PAGE)
    assert "6 elever har en signal om frånvaro." in page.text
    assert "För 3 av dem är inget steg dokumenterat än." in page.text
    assert cells(page, "Från signal om frånvaro till steg") == [
        ["Steg efter frånvaro", "Inom 30 dagar", "Senare", "Inte dokumenterat", "För tidigt att säga", "Före signalen",
         "Median, dagar"],
        ["Kartläggning", "2", "0", "3", "0", "1", "8,5"],
        ["Utredning", "0", "1", "5", "0", "0", "51"],
        ["Åtgärd", "1", "0", "5", "0", "0", "11"],
    ]  # fmt: skip
    assert cells(page, "Efter åtgärderna")[1:] == [["En hel månad under 20 %", "0 av 1", "–"]]
    assert "1 elev har steg men ingen signal" in page.text
    assert "inte att det beror på åtgärden" in page.text


def test_those_around_the_pupils_see_them_one_by_one_and_the_file_none(signed_in: SignedIn) -> None:
    followed()
    pupils.protect(by=cast.actor(NILS), now=NOW, number="K05", protected=True)
    hanna = signed_in(HANNA)
    page = hanna.open(PAGE)
    assert cells(page, "Elever med signal om frånvaro")[1:4] == [
        ["K04", "2026-09-20", "5 dagar", "–", "11 dagar", "–"],
        ["K06", "2026-09-30", "före", "–", "–", "–"],
        ["K07", "2026-09-30", "–", "–", "–", "–"],
    ]
    assert "K05" not in page.text and "1 till har skyddade personuppgifter" in page.text
    text = hanna.http.get(f"{PAGE}narvaro.csv").content.decode()
    assert "Kartläggning" in text and "För tidigt att säga: högst 30 dagar" in text
    assert "K04" not in text
    assert len(page.queries) == 11


def test_the_four_weeks_on_either_side_of_an_action_are_of_lessons(signed_in: SignedIn) -> None:
    followed()
    rows = [
        f"K04;{KRAKEK};2026-{day};08:20;60;MA;0;{60 * away};ja"
        for day, away in (("09-23", 1), ("09-30", 1), ("10-01", 0), ("10-08", 1))
    ]
    taken_in("\n".join((LESSONS, *rows)).encode(), "lektioner.csv")
    assert cells(signed_in(HANNA).open(PAGE), "Efter åtgärderna")[2:] == [
        ["Frånvaro fyra veckor före åtgärden", "1", "100 %"],
        ["Frånvaro fyra veckor från och med den", "1", "50 %"],
    ]


def test_steps_at_other_units_and_of_other_years_and_levels_are_not_told_here(signed_in: SignedIn) -> None:
    taken_in(months(), "narvaro.csv")
    taken_in(months(unit=TALL), "narvaro-tall.csv")
    steps(f"T05;{TALL};2026-09-20;signal", f"K05;{KRAKEK};2026-05-20;signal", f"K04;{KRAKEK};2026-09-20;signal")
    hanna = signed_in(HANNA)
    assert "Från signal om frånvaro till steg" not in hanna.open(f"{PAGE}?grade_level=8").text
    assert "3 elever har en signal om frånvaro." in hanna.open(f"{PAGE}?grade_level=7").text
