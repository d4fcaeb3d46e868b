"""The pages on which strategies are measured, ended and taken up again (C25)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from kedjan.actions import service as actions
from kedjan_site.demo import cast
from tests.pages.client import PageClient
from tests.rooms.conclusions_made import NEIGHBOUR, NOW, STAFF
from tests.rooms.proposals_made import PETRA, TORUN, begun, day
from tests.rooms.test_actions_strategies import end, measure, saving

pytestmark = pytest.mark.django_db
type SignedIn = Callable[[str], PageClient]
LIST = "/strategier/"


def test_who_leads_is_asked_says_what_it_takes_and_all_see_how_it_has_gone(signed_in: SignedIn, settings: Any) -> None:
    made = saving()
    measure(made, 70)
    settings.KEDJAN_CLOCK = NOW + timedelta(days=61)
    petra, staff = signed_in(PETRA), signed_in(STAFF)
    page = petra.open(petra.open("/").links()["Öppna: Säg hur mycket tid det tar nu: Spara tid"])
    where = f"{LIST}{made.id}/tid/"
    assert page.path == where and page.form("Spara").values["whom"] == "rektorer"
    refused = petra.submit(page, "Spara", value="55", number="4", status=200)
    assert "färre än 5 personer" in refused.text
    petra.submit(page, "Spara", value="55.5", number="12")
    assert "Säg hur mycket tid det tar nu" not in petra.open("/").text
    page = staff.open(LIST)
    assert "Hur det har gått: SKA per rektor (minuter i veckan, median)" in page.text and "55,5" in page.text
    assert "12 rektorer" in page.text and f"Leds av {PETRA}" in page.text and 'class="picture-accent"' in page.html
    assert "Ta bort" not in page.text
    staff.open(where, status=403)
    signed_in(NEIGHBOUR).open(where, status=404)
    page = petra.open(LIST)
    take_away = [str(form.get("action")) for form in page.all("form") if "/ta-bort/" in str(form.get("action"))]
    petra.submit(page, action=take_away[-1])
    page = petra.open(LIST)
    assert "borttaget" in page.text
    petra.submit(page, action=take_away[-1].replace("ta-bort", "tillbaka"))
    assert "borttaget" not in petra.open(LIST).text.replace("Värdet är tillbakalagt", "")


def test_a_strategy_ends_and_is_taken_up_again_through_the_pages(signed_in: SignedIn) -> None:
    stays, closes = begun(text="Fortsätter"), begun(text="Stängs")
    made = saving(actions=[stays.id, closes.id])
    torun = signed_in(TORUN)
    page = torun.open(torun.open(LIST).links()["Avsluta strategin: Spara tid"])
    assert torun.submit(page, "Spara", motive="Klar.", ended_on=day(9).isoformat(), status=200).status == 200
    torun.submit(page, "Spara", motive="Den har gjort sitt.", close=closes.id.hex)
    page = torun.open(LIST)
    assert "Strategin är avslutad." in page.text and "Den har gjort sitt." in page.text and "Avslutad" in page.text
    assert "Ändra strategin: Spara tid" not in page.links()
    signed_in(STAFF).post(f"{LIST}{made.id}/ta-upp/", status=403)
    torun.submit(page, action=f"{LIST}{made.id}/ta-upp/")
    page = torun.open(LIST)
    assert "Strategin är upptagen igen." in page.text and "Ändra strategin: Spara tid" in page.links()


def test_who_ends_what_somebody_else_has_changed_sees_that(signed_in: SignedIn) -> None:
    made, torun = saving(), signed_in(TORUN)
    page = torun.open(f"{LIST}{made.id}/avsluta/")
    end(made)
    late = torun.submit(page, "Spara", motive="Jag hann inte.", status=409)
    assert "Den har gjort sitt." in late.text and "Jag hann inte." in late.html
    assert actions.strategy(by=cast.actor(TORUN), id=made.id).why_ended == "Den har gjort sitt."


def test_three_years_are_begun_from_a_template(signed_in: SignedIn) -> None:
    torun = signed_in(TORUN)
    page = torun.open(torun.open(LIST).links()["Treårscykel"])
    values = page.form("Spara").values
    assert (
        values["done_2"] == "Låt alla som det är tänkt för använda det, med stöd" and "80 procent" in values["sign_2"]
    )
    torun.submit(page, "Spara", text="Läsning i alla ämnen", responsible=cast.account_id(PETRA).hex)
    (made,) = actions.strategies(by=cast.actor(TORUN))
    assert made.leader == cast.account_id(PETRA) and len(made.actions) == 3
    page = torun.open(LIST)
    assert "De tre åren är påbörjade" in page.text and values["done_2"] in page.text
    signed_in(STAFF).open(f"{LIST}trearscykel/", status=403)
