"""An analysis with a round that six members of the cast have answered, and conclusions of it, for the tests."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from kedjan.improvement import service as improvement
from kedjan.improvement.service import Conclusion, Whole
from kedjan.people import service as people
from kedjan.reflection import service as reflection
from kedjan_site.demo import cast
from tests.rooms.answered_rounds import an_answered_round

NOW = cast.NOW
MAJ, READER, STAFF, NEIGHBOUR = "Maj Sävdunge", "Siv Blåmyr", "Vera Kvällsmyr", "Sten Klockvret"
CLOSES = people.day_of(NOW + timedelta(days=14))
AFTER = NOW + timedelta(days=15)
TEXT = "Vi beskriver mer än vi förklarar"


@dataclass(frozen=True, slots=True)
class Analysed:
    """The analysis and its round."""

    id: UUID
    round: UUID

    def concluded(self, text: str = TEXT, *, by: str = MAJ, **more: Any) -> Conclusion:
        """Add a conclusion, which is a strength where nothing else is said."""
        given = {"strength": True, **more}
        return improvement.add_conclusion(by=cast.actor(by), now=NOW, key=uuid4(), analysis=self.id, text=text, **given)

    def cell(self, tag: str = "share") -> str:
        """The key of the number of reflections in the round."""
        return f"{self.round.hex}:loops:::"

    def supported(self, text: str = TEXT, **more: Any) -> Conclusion:
        """Add a conclusion with one figure for it."""
        made = self.concluded(text, **more)
        improvement.cite(by=cast.actor(MAJ), now=NOW, id=made.id, kind="loops.cell", key=self.cell())
        return whole(made.id).conclusion

    def fed_back(self, *made: Conclusion, now: datetime = NOW) -> None:
        """Lay conclusions before those who were asked."""
        ids = {each.id: whole(each.id).conclusion.version for each in made}
        improvement.feed_back(
            by=cast.actor(MAJ), now=now, key=uuid4(), analysis=self.id, conclusions=ids, closes_on=CLOSES
        )

    def overview(self, name: str = MAJ, now: datetime = NOW) -> improvement.Overview:
        """What somebody sees of the analysis's conclusions."""
        return improvement.conclusions(by=cast.actor(name), now=now, analysis=self.id)

    def seen(self, name: str) -> list[str]:
        """The words of the conclusions that somebody sees."""
        return [line.conclusion.text for line in self.overview(name).lines]


def an_analysis(title: str = "Läget") -> Analysed:
    """An analysis whose round Maj and Siv read, and six others have answered."""
    maj = cast.actor(MAJ)
    made = an_answered_round(MAJ, READER, title=f"Omgång om {title}")
    analysis = reflection.begin_analysis(by=maj, now=NOW, title=title, key=uuid4())
    seen = reflection.round(by=maj, id=made.id).version
    reflection.place_round(by=maj, now=NOW, round=made.id, seen=seen, analysis=analysis.id)
    return Analysed(analysis.id, made.id)


def whole(id: UUID, name: str = MAJ, now: datetime = NOW) -> Whole:
    """What somebody sees of a conclusion."""
    return improvement.conclusion(by=cast.actor(name), now=now, id=id)


def settle(
    id: UUID, motive: str = "De flesta känner igen sig.", *, name: str = MAJ, now: datetime = AFTER
) -> Conclusion:
    """Settle a conclusion as it stands."""
    seen = whole(id, name, now).conclusion.version
    return improvement.settle(by=cast.actor(name), now=now, id=id, seen=seen, motive=motive)
