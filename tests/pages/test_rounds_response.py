"""The page that says how a round is answered: to those who read or lead it, by group, and nobody by name."""

from collections.abc import Callable
from typing import Any

import pytest

from kedjan.reflection import models
from kedjan.reflection.service import Reason
from tests.pages.client import PageClient
from tests.pages.rounds_pages import LEADER, NEIGHBOUR, READER, STAFF, address, figures, study
from tests.rooms.reflection_asked import an_asked_round
from tests.rooms.test_reflection_responding import AT_PRESCHOOL, AT_SCHOOL, a_round_of_three_areas, abstain, answer

pytestmark = pytest.mark.django_db
type SignedIn = Callable[[str], PageClient]


@pytest.fixture
def maj(signed_in: SignedIn) -> PageClient:
    return signed_in(READER)


def test_the_studys_round_has_its_curve_its_alarm_and_says_what_is_not_known(maj: PageClient) -> None:
    of = study()
    page = maj.open(address(of, "svar/"))
    assert page.h1 == "Svar"
    assert "Uppdrag 05b är det första som under hälften svarade på: 29 av 65." in page.text
    shown = figures(page, "response")
    assert [row[0] for row in shown.values()] == ["65", "62", "53", "41", "45", "29", "29", "30", "48"]
    assert shown["05b"] == ["29", "29", "45"]
    assert "Den säger vem som svarade, inte vem som tillfrågades" in page.text
    assert "Varför en del avstår" not in page.text
    assert page.links()["Hur många reflektioner varje verksamhetsområde har"] == address(
        of, "tabeller/verksamhetsomraden/"
    )


def test_groups_are_counted_and_it_is_said_which_of_them_is_missing(maj: PageClient, count_queries: Any) -> None:
    of = a_round_of_three_areas(codes=("01", "02"))
    answer(of, *AT_SCHOOL)
    answer(of, AT_PRESCHOOL[0], within="Förskola")
    abstain(of, Reason.TIME, *AT_PRESCHOOL[1:])
    with count_queries(20):
        page = maj.open(address(of, "svar/", ("uppdrag", "01")))
    both = "Förskola och Gymnasieskola tillsammans"
    assert f"I {both} har 7 av 8 inte svarat (88 %). I de andra är det 0 av 10 (0 %)." in page.text
    shown = figures(page, "response_areas")
    assert shown == {"Grundskola": ["10", "10", "100", "0", "0"], both: ["8", "1", "13", "5", "2"]}
    assert ("Det finns ingen tid för det" in page.text) is False
    assert "5 gånger" in page.text
    for name in (*AT_SCHOOL, *AT_PRESCHOOL):
        assert name not in page.text


def test_every_open_assignment_that_under_half_have_answered_is_warned_of(maj: PageClient) -> None:
    of = a_round_of_three_areas(codes=("01", "02", "03"))
    models.Round.objects.filter(id=of.id).update(invited=18)
    answer(of, *AT_SCHOOL)
    answer(of, *AT_SCHOOL[:4], code="02")
    page = maj.open(address(of, "svar/"))
    assert (
        "Under hälften har hittills svarat på uppdragen 02 (4 av 18, till och med 27 november) "
        "och 03 (0 av 18, till och med 27 november)."
    ) in page.text


def test_what_few_have_not_answered_is_not_split(maj: PageClient) -> None:
    of = an_asked_round(people=AT_SCHOOL)
    answer(of, *AT_SCHOOL[:7])
    abstain(of, Reason.TIME, AT_SCHOOL[8])
    page = maj.open(address(of, "svar/"))
    assert figures(page, "response")["01"] == ["7", "7", "70", "..", ".."]
    assert "visas inte, för att skydda färre än fem personer" in page.text


def test_the_last_assignment_that_has_opened_is_shown_first_and_the_others_are_a_link_away(maj: PageClient) -> None:
    of = a_round_of_three_areas(codes=("01", "02"))
    page = maj.open(address(of, "svar/"))
    assert [link.get("aria-current") for link in page.all("a") if link.text == "02"] == ["page"]
    assert page.links()["01"] == address(of, "svar/", ("uppdrag", "01"))
    maj.open(address(of, "svar/", ("uppdrag", "99")), status=404)


def test_the_page_is_for_those_who_read_or_lead(signed_in: SignedIn) -> None:
    of = a_round_of_three_areas()
    for name, status in ((LEADER, 200), (STAFF, 403), ("Torun Hedspång", 403), (NEIGHBOUR, 404)):
        for part in ("svar/", "svar/svar.csv"):
            signed_in(name).open(address(of, part), status=status)
    page = signed_in(LEADER).open(address(of, "svar/"))
    assert "Vilka omgången frågar" in page.links()
    assert "Svar" in signed_in(LEADER).open(address(of)).links()
    assert "Svar" not in signed_in(STAFF).open(address(of)).links()
    assert not any("texter" in url for url in page.links().values()), "who leads and does not read is led to no texts"


def test_the_file_holds_each_assignment_with_its_groups(maj: PageClient) -> None:
    of = a_round_of_three_areas(codes=("01", "02"))
    answer(of, *AT_SCHOOL[:4], code="02")
    got = maj.open(address(of, "svar/svar.csv")).html
    lines = got.removeprefix("\ufeff").splitlines()
    assert lines[0] == "Uppdrag;Grupp;Inom;Tillfrågade;Svarat;Avstår;Inte svarat;Svarsfrekvens, procent"
    assert "01;Alla;;18;0;0;18;0" in lines
    assert "02;Grundskola;;10;4;0;6;40" in lines
    assert not any(name in got for name in (*AT_SCHOOL, *AT_PRESCHOOL))


def test_a_round_that_has_not_opened_says_so(maj: PageClient) -> None:
    from datetime import date

    of = an_asked_round(people=AT_SCHOOL, opens_on=date(2026, 11, 20))
    page = maj.open(address(of, "svar/"))
    assert "Inget uppdrag har öppnat än" in page.text
    assert "Uppdrag 01 har inte öppnat." in page.text
    assert len(maj.open(address(of, "svar/svar.csv")).html.splitlines()) > 1
