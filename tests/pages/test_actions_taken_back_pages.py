"""The pages on which a yes to a proposal is taken back, and where that is read."""

from collections.abc import Callable

import pytest

from kedjan.actions.service import Ruling
from kedjan_site.demo import cast
from kedjan_web.components.dates import in_text
from tests.pages.client import PageClient
from tests.rooms.conclusions_made import READER, STAFF
from tests.rooms.proposals_made import CYCLES, IDRIS, PETRA, TODAY, TORUN, Proposed, day, decide, proposals_of, whole

pytestmark = pytest.mark.django_db
type SignedIn = Callable[[str], PageClient]


@pytest.fixture
def of(db: None) -> Proposed:
    return proposals_of()


def one(made: object, part: str = "") -> str:
    return f"/forslag/{made}/{part}"


def test_a_yes_is_taken_back_told_and_said_again_through_the_pages(signed_in: SignedIn, of: Proposed) -> None:
    made = of.proposal(CYCLES, IDRIS)
    decide(made.id, Ruling.YES, motive="Vi prövar.")
    torun, petra, idris = signed_in(TORUN), signed_in(PETRA), signed_in(IDRIS)
    page = torun.open(torun.open(one(made.id)).links()["Ta tillbaka jaet"])
    assert "Vi prövar." in page.text and "Treårsplan prövas på två enheter" in page.text
    refused = torun.submit(page, "Ta tillbaka jaet", motive="Nej.", taken_back_on=day(3).isoformat(), status=200)
    assert "inte en dag som ligger framåt" in refused.text and "Nej." in refused.html
    torun.submit(page, "Ta tillbaka jaet", motive="Pengarna gick till annat.")
    page = torun.open(one(made.id))
    assert "Ja, taget tillbaka" in page.text and f"Taget tillbaka {in_text(TODAY)}." in page.text
    assert "Vi prövar." in page.text and "Pengarna gick till annat." in page.text
    assert "Ta tillbaka jaet" not in page.links() and "Återkallad" in page.text
    assert torun.open(one(made.id, "ta-tillbaka/"), status=302).to == one(made.id)
    assert "Jaet till det du föreslog är taget tillbaka" in idris.open("/").text
    assert "Pengarna gick till annat." in idris.open("/min-sida/forslag/").text
    page = petra.open(f"/atgarder/{made.id}/")
    assert "Återkallad: jaet togs tillbaka" in page.text and "Ta upp den igen" not in page.text
    assert "Pengarna gick till annat." in petra.open("/atgarder/?fas=stannat").text
    page = torun.open(torun.open(f"/atgarder/{made.id}/").links()["Besluta om förslaget på nytt"])
    values = page.form("Besluta och svara").values
    assert values["responsible"] == cast.account_id(PETRA).hex and values["sign"] == "Färre mål i höstens planer"
    torun.submit(page, "Besluta och svara", ruling="yes", motive="Nu finns de.")
    assert "Nu finns de." in torun.open(one(made.id)).text and "Ta upp" not in petra.open("/atgarder/").text
    action = whole(made.id).action
    assert action and not action.stopped


def test_two_who_take_back_one_yes_see_what_the_other_did(signed_in: SignedIn, of: Proposed) -> None:
    made = of.proposal(CYCLES)
    decide(made.id, Ruling.YES)
    torun, again = signed_in(TORUN), signed_in(TORUN)
    page, first = torun.open(one(made.id, "ta-tillbaka/")), again.open(one(made.id, "ta-tillbaka/"))
    again.submit(first, "Ta tillbaka jaet", motive="Pengarna gick till annat.")
    late = torun.submit(page, "Ta tillbaka jaet", motive="Ingen vill.", status=409)
    assert "Pengarna gick till annat." in late.text and "Ingen vill." in late.html
    assert len(whole(made.id).decisions) == 2


def test_only_who_decides_takes_a_yes_back(signed_in: SignedIn, of: Proposed) -> None:
    made = of.proposal(CYCLES)
    decide(made.id, Ruling.YES)
    for name in (READER, STAFF):
        client = signed_in(name)
        assert "Ta tillbaka jaet" not in client.open(one(made.id)).links()
        client.open(one(made.id, "ta-tillbaka/"), status=403)


def test_where_nothing_has_been_decided_there_is_no_yes_to_take_back(signed_in: SignedIn) -> None:
    made, torun = proposals_of().proposal(), signed_in(TORUN)
    assert torun.open(one(made.id, "ta-tillbaka/"), status=302).to == one(made.id)
    sent = {"seen": "1", "motive": "", "taken_back_on": "x"}
    assert torun.post(one(made.id, "ta-tillbaka/"), sent).to == one(made.id)
