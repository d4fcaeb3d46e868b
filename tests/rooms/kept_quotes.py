"""A round with a quote basket, as reports take from it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from kedjan.reflection import service as reflection
from kedjan.reports import service as reports
from kedjan.themes import service as themes
from kedjan_site.demo import cast
from tests.rooms.answered_rounds import WRITERS, an_answered_round, loop_of
from tests.rooms.reports_made import NOW, Draft, maj

PETRA, IDRIS = "Petra Lövhage", "Idris Kvarnvass"


@dataclass(frozen=True, slots=True)
class Basket:
    """A round with a theme that six persons' texts carry, a quote by Petra for it and one by Idris against it."""

    round: reflection.Round
    theme: UUID
    quote: UUID
    counter: UUID

    def says(self, who: str, quote: UUID, *, allowed: bool) -> None:
        themes.answer_consent(by=cast.actor(who), now=NOW, id=quote, allowed=allowed)

    def put(self, draft: Draft, **more: Any) -> UUID:
        return reports.put_kept_quote(by=maj(), now=NOW, key=uuid4(), at=draft.spot(), quote=self.quote, **more)


def a_basket() -> Basket:
    """The round with both quotes asked about and unanswered."""
    made = an_answered_round("Maj Sävdunge", "Siv Blåmyr")
    theme = themes.add_theme(by=maj(), now=NOW, key=uuid4(), round=made.id, name="Brist på tid").id
    given: dict[str, Any] = {"by": maj(), "now": NOW, "round": made.id, "version": 1, "chosen": [0]}
    for writer in WRITERS:
        themes.mark(loop=loop_of(made, writer).loop, themes=[theme], **given)
    kept = [
        themes.keep_quote(key=uuid4(), loop=loop_of(made, who).loop, theme=theme, counter=counter, **given)
        for who, counter in ((PETRA, False), (IDRIS, True))
    ]
    for quote in kept:
        themes.ask_consent(by=maj(), now=NOW, id=quote)
    return Basket(made, theme, *kept)
