"""What is written in the long forms of conclusions, proposals and actions is kept in the browser until it is saved."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from kedjan.improvement import service as improvement
from kedjan_site.demo import cast
from tests.pages.client import Page, PageClient
from tests.rooms.conclusions_made import MAJ, NOW
from tests.rooms.proposals_made import CYCLES, PETRA, TORUN, Proposed, begun, day, proposals_of

pytestmark = pytest.mark.django_db
type SignedIn = Callable[[str], PageClient]


@pytest.fixture
def of(db: None) -> Proposed:
    return proposals_of()


def kept(page: Page) -> list[str]:
    """The names by which the browser keeps what is written on a page."""
    return [name for form in page.all("form") if (name := form.get("data-draft-key"))]


def forgotten(page: Page) -> list[str]:
    """The names that the browser forgets when it has met a page."""
    return [name for each in page.all("div") if (name := each.get("data-draft-saved"))]


def test_an_answer_to_a_proposal_is_kept_until_it_is_given(signed_in: SignedIn, of: Proposed) -> None:
    made = of.proposal(CYCLES, PETRA)
    torun = signed_in(TORUN)
    page = torun.open(f"/forslag/{made.id}/beslut/")
    assert kept(page) == [f"decision-{made.id.hex}"]
    again = torun.submit(page, "Besluta och svara", ruling="later", motive="Vi väntar.", status=200)
    assert kept(again) and "data-draft-refused" in again.html and forgotten(again) == []
    done = torun.submit(page, "Besluta och svara", ruling="no", motive="Inte i år.")
    assert forgotten(torun.open(done.to)) == [f"decision-{made.id.hex}"]


@pytest.mark.parametrize(
    ("part", "name", "given"),
    [
        ("uppfoljning/", "follow-up", {"text": "Tre av tio.", "using": "3", "intended": "10", "follow_up_on": day(99)}),
        ("skriv/", "action", {"text": "Andra ord"}),
        ("lamna-over/", "hand-over", {"to": cast.account_id(MAJ).hex, "text": "Planen ligger hos mig."}),
        ("avsluta/", "stop", {"phase": "closed", "reason": "Den behövs inte."}),
    ],
)
def test_what_is_written_of_an_action_is_kept_until_it_is_saved(
    signed_in: SignedIn, of: Proposed, part: str, name: str, given: dict[str, str]
) -> None:
    made, torun = begun(), signed_in(TORUN)
    page = torun.open(f"/atgarder/{made.id}/{part}")
    assert kept(page) == [f"{name}-{made.id.hex}"]
    done = torun.submit(page, "Spara", **given)
    assert forgotten(torun.open(done.to)) == [f"{name}-{made.id.hex}"]


def test_what_is_said_of_one_conclusion_leaves_what_is_written_of_the_others(signed_in: SignedIn, of: Proposed) -> None:
    first, second = of.of.supported(), of.of.supported("Underlaget räcker inte")
    of.of.fed_back(first, second)
    petra = signed_in(PETRA)
    page = petra.open(f"/min-sida/slutsatser/{of.id}/")
    assert kept(page) == [f"reaction-{each.id.hex}" for each in (first, second)]
    done = petra.submit(page, action=f"/min-sida/slutsatser/{of.id}/{first.id}/", stance="true", comment="Ja.")
    assert forgotten(petra.open(done.to.partition("#")[0])) == [f"reaction-{first.id.hex}"]


def test_a_ruling_a_motive_and_how_sure_a_link_is_are_kept_until_they_are_saved(
    signed_in: SignedIn, of: Proposed
) -> None:
    made, by = of.of.supported(strength=False), cast.actor(MAJ)
    ends = [
        improvement.add_cause(by=by, now=NOW, key=uuid4(), analysis=of.id, text=text, conclusion=None)
        for text in ("Otydliga mål", "Åtgärder som inte är konkreta")
    ]
    link = improvement.link_causes(by=by, now=NOW, key=uuid4(), cause=ends[0].id, effect=ends[1].id)
    maj = signed_in(MAJ)
    for where, button, name, given in (
        (f"/slutsatser/{made.id}/beslut/", "Besluta", f"ruling-{made.id.hex}", {"do": "strike", "motive": "Fel."}),
        (f"/nulagesanalyser/{of.id}/slutsatser/styrka/", "Spara", f"no-strength-{of.id.hex}", {"motive": "Inga."}),
        (f"/orsaker/lank/{link}/", "Spara", f"link-{link.hex}", {"alternative": "Tiden räcker inte."}),
    ):
        page = maj.open(where)
        assert kept(page) == [name]
        done = maj.submit(page, button, **given)
        assert forgotten(maj.open(done.to)) == [name]


def test_an_answer_to_those_who_do_not_agree_is_kept_until_it_is_given(
    signed_in: SignedIn, of: Proposed, settings: Any
) -> None:
    made = of.of.supported()
    of.of.fed_back(made)
    said = {"seen": "0", "stance": "not_true", "comment": "Det är tiden."}
    signed_in(PETRA).post(f"/min-sida/slutsatser/{of.id}/{made.id}/", said)
    settings.KEDJAN_CLOCK = NOW + timedelta(days=60)
    maj = signed_in(MAJ)
    page = maj.open(f"/slutsatser/{made.id}/svar/")
    assert kept(page) == [f"answers-{made.id.hex}"]
    chosen = page.all("input", name="reactions")[0].get("value")
    refused = maj.submit(page, "Återkoppla", reactions=chosen, text=" ", status=200)
    assert kept(refused) and forgotten(refused) == []
    done = maj.submit(page, "Återkoppla", reactions=chosen, text="Vi läser om den.")
    assert forgotten(maj.open(done.to)) == [f"answers-{made.id.hex}"]
