"""Answering several conclusions with one send: each is kept by itself, and twice is once (C21)."""

from collections.abc import Callable
from typing import Any

import pytest

from kedjan.improvement import models
from kedjan.improvement import service as improvement
from kedjan.improvement.service import Relevance, Stance
from kedjan_site.demo import cast
from tests.pages.client import Page, PageClient
from tests.rooms.conclusions_made import MAJ, NEIGHBOUR, NOW, STAFF, Analysed, an_analysis

pytestmark = pytest.mark.django_db
type SignedIn = Callable[[str], PageClient]
PETRA = "Petra Lövhage"
THANKS = "Tack"


@pytest.fixture
def of(db: None) -> Analysed:
    made = an_analysis()
    made.fed_back(*(made.supported(text) for text in "ABC"))
    return made


def path(of: Analysed) -> str:
    return f"/min-sida/slutsatser/{of.id}/alla/"


def fields(of: Analysed, **said: dict[str, str]) -> dict[str, Any]:
    """What is sent of conclusions by their words."""
    numbers = {line.conclusion.text: line.conclusion.id.hex[:12] for line in of.overview().lines}
    return {f"s{numbers[text]}-{name}": value for text, given in said.items() for name, value in given.items()}


def kept() -> dict[str, tuple[str, str, str, int]]:
    """What Petra has said, by the words of each conclusion."""
    rows = models.Reaction.objects.filter(account_id=cast.account_id(PETRA)).select_related("conclusion")
    texts = dict(models.Wording.objects.values_list("conclusion_id", "text"))
    return {texts[row.conclusion_id]: (row.stance, row.relevance, row.comment, row.version) for row in rows}


def send(petra: PageClient, page: Page, of: Analysed, status: int = 302, **said: dict[str, str]) -> Page:
    return petra.submit(page, "Skicka allt", status=status, **fields(of, **said))


def test_all_are_answered_with_one_send_and_what_is_left_empty_is_not(signed_in: SignedIn, of: Analysed) -> None:
    petra = signed_in(PETRA)
    page = petra.open(petra.open(f"/min-sida/slutsatser/{of.id}/").links()["Svara på alla med en sändning"])
    got = send(
        petra, page, of, A={"stance": "true", "relevance": "relevant"}, C={"stance": "partly", "comment": "Nja."}
    )
    assert got.to == f"/min-sida/slutsatser/{of.id}/" and THANKS in petra.open(got.to).text
    assert kept() == {"A": ("true", "relevant", "", 1), "C": ("partly", "", "Nja.", 1)}


def test_sent_twice_is_said_once_and_a_change_of_one_changes_that_alone(signed_in: SignedIn, of: Analysed) -> None:
    petra = signed_in(PETRA)
    page = petra.open(path(of))
    for _ in range(2):
        send(petra, page, of, A={"stance": "true"}, B={"stance": "not_true"})
    assert {each[3] for each in kept().values()} == {1}
    send(petra, petra.open(path(of)), of, B={"stance": "cannot_say"})
    assert {text: (each[0], each[3]) for text, each in kept().items()} == {"A": ("true", 1), "B": ("cannot_say", 2)}


def test_one_that_cannot_be_kept_is_shown_again_and_the_others_are_kept(signed_in: SignedIn, of: Analysed) -> None:
    petra = signed_in(PETRA)
    page = petra.open(path(of))
    wrong = send(petra, page, of, 422, A={"stance": "true"}, B={"comment": "Utan ställning."})
    assert "1 svar är sparat. De andra behöver ses över." in wrong.text and "Utan ställning." in wrong.html
    assert set(kept()) == {"A"}
    send(petra, wrong, of, B={"stance": "partly"})
    assert kept()["A"][3] == 1 and kept()["B"][:3] == ("partly", "", "Utan ställning.")


def test_what_one_said_from_another_page_is_not_overwritten_unseen(signed_in: SignedIn, of: Analysed) -> None:
    petra = signed_in(PETRA)
    page = petra.open(path(of))
    one = of.overview().lines[0].conclusion
    improvement.react(
        by=cast.actor(PETRA), now=NOW, id=one.id, seen=0, stance=Stance.TRUE, relevance=Relevance.RELEVANT
    )
    late = send(petra, page, of, 409, A={"stance": "not_true"}, B={"stance": "true"})
    assert "från en annan sida" in late.text and kept()["A"][0] == "true" and kept()["B"][0] == "true"
    send(petra, late, of)
    assert kept()["A"][0] == "not_true"


def test_what_is_over_or_was_laid_before_them_since_is_not_taken_from_the_form(
    signed_in: SignedIn, of: Analysed
) -> None:
    petra = signed_in(PETRA)
    page = petra.open(path(of))
    of.fed_back(of.supported("D"))
    send(petra, page, of, A={"stance": "true"})
    assert set(kept()) == {"A"}
    improvement.take_back(
        by=cast.actor(MAJ), now=NOW, id=(one := of.overview().lines[1].conclusion).id, seen=one.version
    )
    send(petra, page, of, C={"stance": "true"})
    assert set(kept()) == {"A", "C"}


def test_only_who_was_asked_sees_the_form(signed_in: SignedIn, of: Analysed) -> None:
    signed_in(STAFF).open(path(of), status=403)
    signed_in(NEIGHBOUR).open(path(of), status=404)
    signed_in(STAFF).post(path(of), fields(of, A={"stance": "true", "seen": "0"}), status=403)
    assert models.Reaction.objects.count() == 0


def test_with_one_conclusion_there_is_no_such_way_and_without_any_the_page_says_so(
    signed_in: SignedIn, db: None
) -> None:
    alone = an_analysis("Ensam")
    made = alone.supported()
    alone.fed_back(made)
    petra = signed_in(PETRA)
    assert "Svara på alla med en sändning" not in petra.open(f"/min-sida/slutsatser/{alone.id}/").links()
    current = alone.overview().lines[0].conclusion
    improvement.take_back(by=cast.actor(MAJ), now=NOW, id=made.id, seen=current.version)
    assert "ingen slutsats som kan besvaras nu" in petra.open(path(alone)).text
