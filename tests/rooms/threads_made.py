"""From what somebody wrote to a quote, to a conclusion, to a cause and a report, for the tests of the thread."""

from typing import Any
from uuid import UUID, uuid4

from kedjan.evidence import service as evidence
from kedjan.improvement import service as improvement
from kedjan.reflection import service as reflection
from kedjan.reports import service as reports
from kedjan.themes import service as themes
from kedjan_site.demo import cast
from tests.rooms.answered_rounds import loop_of
from tests.rooms.conclusions_made import MAJ, NOW, Analysed, an_analysis, settle
from tests.rooms.reports_made import a_draft, torun

PETRA = "Petra Lövhage"


class Chain:
    """From what Petra wrote to a quote, to a conclusion, to a cause that it makes likely, and to a report."""

    def __init__(self) -> None:
        maj: dict[str, Any] = {"by": cast.actor(MAJ), "now": NOW}
        self.at: Analysed = an_analysis()
        self.loop: UUID = loop_of(reflection.round(by=maj["by"], id=self.at.round), PETRA).loop
        given = {**maj, "round": self.at.round, "loop": self.loop, "version": 1, "chosen": [0]}
        quote = themes.keep_quote(key=uuid4(), **given)
        themes.paraphrase(**maj, id=quote, seen=1, text="Det är tiden som fattas.")
        self.quote = themes.quote_key(self.at.round, quote)
        self.text = reflection.text_key(self.at.round, self.loop)
        self.conclusion = self.at.supported().id
        improvement.cite(**maj, id=self.conclusion, kind=themes.QUOTE, key=self.quote, against=True)

    def settled(self) -> None:
        self.at.fed_back(improvement.conclusion(by=cast.actor(MAJ), now=NOW, id=self.conclusion).conclusion)
        settle(self.conclusion)

    def caused(self) -> UUID:
        maj: dict[str, Any] = {"by": cast.actor(MAJ), "now": NOW}
        one, other = (
            improvement.add_cause(**maj, key=uuid4(), analysis=self.at.id, text=text).id
            for text in ("Ont om tid", "Tunt")
        )
        link = improvement.link_causes(**maj, key=uuid4(), cause=one, effect=other)
        key = improvement.conclusion_key(self.conclusion)
        improvement.cite_for_link(**maj, id=link, kind="conclusion", key=key)
        return link

    def reported(self, kind: str, key: str, *, settled: bool = True) -> UUID:
        """Cite a thing in a report of Maj's, which is settled unless said otherwise."""
        draft = a_draft(cast.actor(MAJ))
        at = {"by": cast.actor(MAJ), "now": NOW}
        block = reports.put_text(**at, key=uuid4(), at=draft.spot(), text="Så är det.")
        evidence.cite(**at, statement=("report.block", block.hex), kind=kind, key=key)
        if settled:
            seen = reports.report(by=torun(), id=draft.id).revision
            reports.settle(by=torun(), now=NOW, report=draft.id, seen=seen, publish_to=list(reports.Audience))
        return block

    def thread(self, name: str = MAJ) -> evidence.Thread:
        key = improvement.conclusion_key(self.conclusion)
        return evidence.thread(by=cast.actor(name), kind="conclusion", key=key)
