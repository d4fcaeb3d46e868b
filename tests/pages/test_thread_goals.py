"""The thread from a goal, and from a strategy: what it rests on, and what became of it."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from kedjan.access.service import NotHere, NotYours
from kedjan.actions import service as actions
from kedjan.evidence import service as evidence
from kedjan.evidence.service import State, Step
from kedjan.goals import service as goals
from kedjan.improvement import service as improvement
from kedjan.improvement.service import Part, Worth
from kedjan_site.demo import cast
from tests.pages.client import PageClient
from tests.rooms.conclusions_made import MAJ, NEIGHBOUR, NOW, STAFF
from tests.rooms.proposals_made import TORUN, Proposed, decide, proposals_of

pytestmark = pytest.mark.django_db
type SignedIn = Callable[[str], PageClient]
BOARD = "Gunnel Ekspång"


class Aimed:
    """A goal that serves another, with a conclusion, an observation, a proposal and a strategy's action about it."""

    def __init__(self) -> None:
        maj: dict[str, Any] = {"by": cast.actor(MAJ), "now": NOW}
        self.of: Proposed = proposals_of()
        given: dict[str, Any] = {"starts": date(2026, 1, 1)}
        (upper,) = goals.add_framework(
            **maj, **given, kind="national", name="Staten", goals=["Likvärdighet"], key=uuid4()
        ).goals
        given |= {"kind": "board", "name": "Nämnden", "goals": ["Lärmiljön"]}
        (goal,) = goals.add_framework(**maj, **given, key=uuid4()).goals
        goals.link(**maj, serving=goal.id, served=upper.id, seen=goal.version)
        self.upper, self.goal = upper.id, goal.id
        self.conclusion = self.concluded("Om lärmiljön")
        said = {"goal": goal.id, "worth": Worth.POOR, "part": Part.STRUCTURE, "text": "Ont om rum"}
        improvement.add_observation(**maj, key=uuid4(), analysis=self.of.id, **said)
        self.proposal = self.of.proposal("Bygg rum", goal=goal.id).id
        decide(self.proposal, actions.Ruling.YES)
        at: dict[str, Any] = {"by": cast.actor(TORUN), "now": NOW, "kind": actions.StrategyKind.METHOD}
        self.strategy = actions.add_strategy(**at, key=uuid4(), text="Rum för alla", actions=[self.proposal]).id

    def concluded(self, text: str) -> UUID:
        made = self.of.of.concluded(text)
        given = {"strength": True, "problem_area": None, "goal": self.goal}
        improvement.describe(by=cast.actor(MAJ), now=NOW, id=made.id, seen=made.version, **given)
        return made.id

    def thread(self, kind: str, id: UUID, name: str = MAJ) -> evidence.Thread:
        return evidence.thread(by=cast.actor(name), kind=kind, key=id.hex)


def said(steps: tuple[Step, ...]) -> set[tuple[str, str]]:
    return {(each.kind, evidence.plain(each.value).partition(" (")[0]) for each in steps if each.state is State.SAME}


@pytest.fixture
def at(db: None) -> Aimed:
    return Aimed()


def test_a_goal_rests_on_what_it_serves_and_what_is_said_and_done_about_it_came_of_it(at: Aimed) -> None:
    found = at.thread("goal", at.goal)
    assert said(found.rests_on) == {("goal", "Likvärdighet")}
    about = {("conclusion", "Om lärmiljön"), ("observation", "Ont om rum"), ("proposal", "Bygg rum")}
    assert about <= said(found.became)
    assert said(at.thread("goal", at.upper).became) == {("goal", "Lärmiljön")}
    assert ("goal", "Lärmiljön") in said(at.thread("conclusion", at.conclusion).rests_on)


def test_a_strategy_rests_on_its_actions_and_they_on_the_proposals_that_were_answered(at: Aimed) -> None:
    found = at.thread("strategy", at.strategy)
    (action,) = found.rests_on
    assert action.kind == "action" and ("proposal", "Bygg rum") in said(action.steps)
    assert found.became == ()
    assert ("strategy", "Rum för alla") in said(at.thread("action", at.proposal).became)


def test_others_follow_as_far_as_their_right_reaches(at: Aimed) -> None:
    found = at.thread("goal", at.goal, STAFF)
    assert ("conclusion", "Om lärmiljön") not in said(found.became)
    assert sum(each.state is State.UNNAMED for each in found.became) == 2
    for kind, number in (("goal", at.goal), ("strategy", at.strategy)):
        with pytest.raises(NotYours):
            at.thread(kind, number, BOARD)
        with pytest.raises(NotHere):
            at.thread(kind, number, NEIGHBOUR)
        with pytest.raises(NotHere):
            at.thread(kind, uuid4())
        with pytest.raises(NotHere):
            evidence.thread(by=cast.actor(MAJ), kind=kind, key="x")


def test_the_lists_of_goals_and_of_strategies_lead_into_the_thread_and_back(signed_in: SignedIn, at: Aimed) -> None:
    maj = signed_in(MAJ)
    page = maj.open(maj.open("/mal/").links()["Följ tråden: Lärmiljön"])
    assert "Mål" in page.text and "Om lärmiljön" in page.text
    assert page.links()["Nämnden"] == f"/mal/#mal-{at.goal.hex}"
    page = maj.open(maj.open("/strategier/").links()["Följ tråden: Rum för alla"])
    assert f"/strategier/#strategi-{at.strategy.hex}" in page.links().values()
    assert not [url for url in page.links().values() if url.startswith("/underlag/strategy/")]


def test_the_thread_of_a_goal_asks_as_much_with_more_about_it(signed_in: SignedIn, at: Aimed) -> None:
    maj, path = signed_in(MAJ), f"/traden/goal/{at.goal.hex}/"
    maj.open(path)
    few = len(maj.open(path).queries)
    for n in range(4):
        at.concluded(f"Mer om lärmiljön {n}")
        at.of.proposal(f"Bygg mer {n}", goal=at.goal)
    assert len(maj.open(path).queries) == few
