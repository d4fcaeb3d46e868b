"""A round in which everything has been done that can be done about what people wrote."""

from uuid import uuid4

from kedjan.reflection import service as reflection
from kedjan.themes import service as themes
from kedjan_site.demo import cast
from tests.rooms.reflection_asked import LOVE, MAJ, PETRA, an_asked_round, keep, send, written
from tests.rooms.reflection_rounds import NOW


def a_talked_about_round(title: str = "Övergångar") -> reflection.Round:
    """A round with a reflection, a draft, an abstention, a message, a theme and a quote; it ended 27 November 2026."""
    made, maj = an_asked_round(title=title, codes=("01", "02")), cast.actor(MAJ)
    loop = uuid4()
    send(cast.actor(PETRA), made, key=loop)
    keep(cast.actor(PETRA), made, written("Inte klart"), key=uuid4(), code="02")
    reflection.abstain(by=cast.actor(LOVE), now=NOW, round=made.id, code="02", reason=reflection.Reason.TIME)
    thread = reflection.open_thread(by=maj, now=NOW, round=made.id, loop=loop)
    reflection.answer(by=maj, now=NOW, key=uuid4(), round=made.id, loop=loop, seen=thread.version, text="Tack för det!")
    theme = themes.add_theme(by=maj, now=NOW, key=uuid4(), round=made.id, name="Tid")
    at = {"by": maj, "now": NOW, "round": made.id, "loop": loop, "version": 1, "chosen": [0]}
    themes.mark(themes=[theme.id], **at)
    themes.keep_quote(key=uuid4(), theme=theme.id, **at)
    return made
