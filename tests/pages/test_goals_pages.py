"""The pages of goals: put in, tied, toned down with a motive, and what nothing covers."""

from collections.abc import Callable
from typing import Any

import pytest

from kedjan.goals import service as goals
from kedjan_site.demo import cast
from tests.pages.checks import text_of
from tests.pages.client import Page, PageClient

pytestmark = pytest.mark.django_db
type SignedIn = Callable[[str], PageClient]

FACTORS = [f"Framgångsfaktor {number}" for number in range(1, 11)]
BOARD = ["Kunskapsutveckling", "Lärmiljö", "Skolledare leder och utvecklar", "Kärnuppdraget"]
MAPPING = {0: (3, 4), 1: (8, 9), 2: (2, 6), 3: (1, 5, 8)}
"""Which factors serve which of the board's goals in the study (C03)."""


@pytest.fixture
def maj(signed_in: SignedIn) -> PageClient:
    return signed_in("Maj Sävdunge")


def added(maj: PageClient, name: str, kind: str, texts: list[str]) -> goals.Framework:
    form = maj.open("/mal/nytt/")
    maj.submit(form, "Lägg till", name=name, kind=kind, starts="2026-08-01", goals="\n".join(texts))
    return next(each for each in goals.frameworks(by=cast.actor("Maj Sävdunge")) if each.name == name)


def alone(page: Page) -> list[str]:
    return [text_of(item) for alert in page.all("div", class_="k-alert") for item in alert.iter("li")]


def test_a_page_without_goals_says_what_to_do(maj: PageClient) -> None:
    assert "Det finns inga mål än" in maj.open("/mal/").text


def test_ten_factors_tied_as_in_the_study_leave_only_what_is_toned_down_with_a_motive(
    maj: PageClient, count_queries: Any
) -> None:
    factors = added(maj, "Framgångsfaktorer", "success_factors", FACTORS)
    board = added(maj, "Nämndens mål", "board", BOARD)
    assert len(alone(maj.open("/mal/"))) == 14
    for place, numbers in MAPPING.items():
        for number in numbers:
            form = maj.open(f"/mal/{factors.goals[number - 1].id}/koppla/")
            maj.submit(form, "Koppla", served=board.goals[place].id.hex)
    assert alone(maj.open("/mal/")) == ["Framgångsfaktor 7", "Framgångsfaktor 10"]
    for number in (7, 10):
        form = maj.open(f"/mal/{factors.goals[number - 1].id}/tona-ner/")
        maj.submit(form, "Tona ner", motive="Redan beslutat.")
    with count_queries(8):
        page = maj.open("/mal/")
    assert alone(page) == []
    assert page.text.count("Redan beslutat.") == 2
    assert page.text.count("Bidrar till Kärnuppdraget") == 3


def test_a_tie_and_a_toning_down_can_be_taken_back(maj: PageClient) -> None:
    factors = added(maj, "Framgångsfaktorer", "success_factors", FACTORS[:1])
    board = added(maj, "Nämndens mål", "board", BOARD[:1])
    by, now = cast.actor("Maj Sävdunge"), cast.NOW
    goals.link(by=by, now=now, serving=factors.goals[0].id, served=board.goals[0].id)
    maj.submit(maj.open("/mal/"), action=f"/mal/{factors.goals[0].id}/slapp/")
    assert len(alone(maj.open("/mal/"))) == 2
    goals.tone_down(by=by, now=now, id=factors.goals[0].id, motive="Beslutat.")
    maj.submit(maj.open("/mal/"), action=f"/mal/{factors.goals[0].id}/lyft/")
    assert "Beslutat." not in maj.open("/mal/").text


def test_what_is_wrong_is_said_beside_its_field(maj: PageClient) -> None:
    added(maj, "Nämndens mål", "board", BOARD)
    form = maj.open("/mal/nytt/")
    given = {"name": "Nämndens mål", "kind": "board", "starts": "2026-08-01", "goals": "Ett"}
    assert (
        "Det finns redan mål som heter Nämndens mål från den dagen."
        in maj.submit(form, "Lägg till", status=200, **given).text
    )
    assert (
        "Ett mål har högst 300 tecken."
        in maj.submit(form, "Lägg till", status=200, **{**given, "goals": "x" * 301}).text
    )
    goal = goals.frameworks(by=cast.actor("Maj Sävdunge"))[0].goals[0]
    assert maj.submit(maj.open(f"/mal/{goal.id}/tona-ner/"), "Tona ner", status=200).all("div", role="alert")


def test_staff_see_goals_without_changing_them_and_neighbours_have_their_own(
    signed_in: SignedIn, maj: PageClient
) -> None:
    of = added(maj, "Nämndens mål", "board", BOARD)
    petra = signed_in("Petra Lövhage")
    assert "Kärnuppdraget" in petra.open("/mal/").text
    assert "Nya mål" not in petra.open("/mal/").links()
    for part in ("nytt/", f"{of.goals[0].id}/koppla/", f"{of.goals[0].id}/tona-ner/"):
        petra.open(f"/mal/{part}", status=403)
    sten = signed_in("Sten Klockvret")
    assert "Kärnuppdraget" not in sten.open("/mal/").text
    sten.open(f"/mal/{of.goals[0].id}/tona-ner/", status=404)
    signed_in("Gunnel Ekspång").open("/mal/", status=403)
