"""Proposals of an analysis whose round six members of the cast have answered, for the tests."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from kedjan.actions import service as actions
from kedjan.actions.service import Action, Decision, Plan, Proposal, Ruling, Sight
from kedjan.people import service as people
from kedjan.reflection import models
from kedjan.reflection import service as reflection
from kedjan_site.demo import cast
from tests.rooms.conclusions_made import MAJ, NOW, Analysed, an_analysis

TORUN, PETRA, IDRIS = "Torun Hedspång", "Petra Lövhage", "Idris Kvarnvass"
TODAY = people.day_of(NOW)
CYCLES = "Planera i rullande treårscykler"


def day(days: int) -> Any:
    """A day so many days from today."""
    return TODAY + timedelta(days=days)


def plan(text: str = "Treårsplan prövas på två enheter", **more: Any) -> Plan:
    """A plan of which Petra is responsible."""
    given: dict[str, Any] = {
        "text": text, "responsible": cast.account_id(PETRA), "by_when": day(90), "sign": "Färre mål i höstens planer",
        "follow_up_on": day(120),
    }  # fmt: skip
    return Plan(**{**given, **more})


@dataclass(frozen=True, slots=True)
class Proposed:
    """The analysis with its round, in which everybody has proposed something at short sight."""

    of: Analysed

    @property
    def id(self) -> UUID:
        return self.of.id

    def answer(self, writer: str, sight: Sight = Sight.SHORT) -> tuple[UUID, UUID, Sight]:
        """What somebody proposed."""
        row = models.Loop.objects.get(
            round_id=self.of.round, respondent__account_id=cast.account_id(writer), until=None
        )
        return (self.of.round, row.loop, sight)

    def proposal(self, text: str = CYCLES, *writers: str, by: str = MAJ, **more: Any) -> Proposal:
        """Add a proposal that some members of the cast are behind."""
        answers = [self.answer(each) for each in writers]
        return actions.add_proposal(
            by=cast.actor(by), now=NOW, key=uuid4(), analysis=self.id, text=text, answers=answers, **more
        )

    def overview(self, name: str = MAJ, now: Any = NOW, **sought: Any) -> actions.Overview:
        """What somebody sees of the proposals."""
        asked = actions.Sought(**sought)
        return actions.proposals(by=cast.actor(name), now=now, analysis=self.id, sought=asked)

    def seen(self, name: str = MAJ, **sought: Any) -> list[str]:
        """The words of the proposals that somebody sees."""
        return [line.proposal.text for line in self.overview(name, **sought).lines.items]


def proposals_of(title: str = "Läget") -> Proposed:
    """An analysis whose round Maj and Siv read, and in which six others propose something."""
    of = an_analysis(title)
    models.Loop.objects.filter(round_id=of.round).update(action_short="Gör planen kortare", action_long="")
    return Proposed(of)


def whole(id: UUID, name: str = MAJ, now: Any = NOW) -> actions.Whole:
    """What somebody sees of a proposal."""
    return actions.proposal(by=cast.actor(name), now=now, id=id)


def decide(id: UUID, ruling: Ruling, *, name: str = TORUN, now: Any = NOW, **more: Any) -> Decision:
    """Decide on a proposal as it stands."""
    if ruling is Ruling.YES:
        more.setdefault("plan", plan())
    if ruling is Ruling.LATER:
        more.setdefault("again_on", day(60))
    seen = whole(id, name, now).line.proposal.version
    more.setdefault("motive", "Vi har hört er.")
    return actions.decide_proposal(by=cast.actor(name), now=now, id=id, seen=seen, ruling=ruling, **more)


def begun(**more: Any) -> Action:
    """An action that Petra is responsible for."""
    return actions.begin_action(by=cast.actor(TORUN), now=NOW, key=uuid4(), plan=plan(**more))


def belonging(of: Proposed, name: str) -> reflection.Belonging:
    """How somebody stands to the analysis."""
    return reflection.belonging(by=cast.actor(name), analysis=of.id)
