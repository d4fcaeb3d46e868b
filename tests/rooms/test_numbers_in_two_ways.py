"""A pupil whose number is written in two ways is one pupil, met twice in a file that says something twice."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from kedjan.intake import service as intake
from kedjan.results.service import LedgerState
from kedjan_formats import identity
from kedjan_site.demo import cast
from tests.rooms.results_made import (
    ATTENDANCE,
    KRAKEK,
    NILS,
    NOW,
    destinations_file,
    grades_file,
    later_file,
    sent,
    year_of_grades,
)

pytestmark = pytest.mark.django_db
NUMBER = "201103159818"
WAYS = {
    "a dash": "20110315-9818",
    "ten digits": "110315-9818",
    "a long dash": "20110315–9818",
    "a dash that keeps lines together": "20110315\u20119818",
    "a minus sign": "20110315−9818",
    "a space": "20110315 9818",
    "a space that keeps lines together": "20110315\u00a09818",
    "what is not seen": "20110315-9818\u200b",
    "a mark of direction": "\u202a20110315-9818\u202c",
    "wide digits": "２０１１０３１５９８１８",
}
FILES: dict[str, Callable[[str, str], bytes]] = {
    "grades": lambda one, other: grades_file(
        f"{one};M;{KRAKEK};2024/25;9;SV;A", f"{other};M;{KRAKEK};2024/25;9;SV;F"
    ),
    "later grades": lambda one, other: later_file(
        f"{one};{KRAKEK};2024/25;MA;E;lovskola;2025-08-12", f"{other};{KRAKEK};2024/25;MA;F;lovskola;2025-08-12"
    ),
    "destinations": lambda one, other: destinations_file(
        f"{one};{KRAKEK};2025/26;Gymnasiet;yrkesprogram", f"{other};{KRAKEK};2025/26;Ett annat;introduktionsprogram"
    ),
    "attendance": lambda one, other: "\n".join(
        (ATTENDANCE, f"{one};{KRAKEK};7;2026-09;6000;0;0", f"{other};{KRAKEK};7;2026-09;6000;3000;0")
    ).encode(),
    "a long file of grades": lambda one, other: grades_file(
        f"{one};M;{KRAKEK};2024/25;9;SV;A",
        *year_of_grades([(f"elev-{n}", "K", "C") for n in range(120)], year="2024/25", level=9),
        f"{other};M;{KRAKEK};2024/25;9;SV;F",
    ),
}  # fmt: skip


@pytest.fixture(autouse=True)
def own_shelves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give each test a fact store of its own."""
    monkeypatch.setattr(settings, "KEDJAN_FACTS", tmp_path)
    yield tmp_path


@pytest.mark.parametrize("kind", FILES)
def test_what_is_told_twice_of_a_pupil_written_in_two_ways_is_refused(kind: str) -> None:
    made = sent(FILES[kind](NUMBER, WAYS["a dash"]))
    assert made.refused == 1
    found = intake.ledger(by=cast.actor(NILS), now=NOW, id=made.id, state=LedgerState.REFUSED)
    (wrong,) = (each for row in found.rows.items for each in row.wrong)
    assert "first_row" in wrong.values, wrong


@pytest.mark.parametrize("way", WAYS)
def test_a_number_is_the_same_in_whichever_way_it_is_written(way: str) -> None:
    assert identity.in_one_way(WAYS[way]) == NUMBER
    assert sent(FILES["grades"](NUMBER, WAYS[way])).refused == 1


@pytest.mark.parametrize("way", ["a long dash", "what is not seen", "a mark of direction", "wide digits"])
def test_a_number_that_is_none_is_no_key_of_the_senders_for_a_sign_in_it(way: str) -> None:
    wrong = WAYS[way].replace("8", "7").replace("８", "７")
    made = sent(grades_file(f"{wrong};M;{KRAKEK};2024/25;9;SV;A"))
    assert (made.new, made.refused) == (0, 1)


def test_a_senders_own_key_stands_as_it_is() -> None:
    assert [identity.in_one_way(key) for key in ("elev-1", "Å 2–3", "99", "")] == ["elev-1", "Å 2–3", "99", None]


@given(st.from_regex(r"[!-~]{1,14}|(20)?1103159818|20110315-9818|TF[0-9]{4}", fullmatch=True))
def test_what_is_told_to_be_left_alone_is(text: str) -> None:
    if identity.all_in_one_way([text]):
        assert identity.in_one_way(text) == text
