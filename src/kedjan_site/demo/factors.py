"""Ekköping's success factors, and which of the board's goals each serves."""

from datetime import date
from uuid import uuid5

from kedjan.goals import service as goals
from kedjan_site.demo import cast
from kedjan_site.demo.moments import CLOSED, ROUND_ID

FACTORS = (
    "Alla vet vem som ansvarar för vad",
    "Vi litar på varandra och säger som det är",
    "Kvalitetsarbetet fungerar i alla verksamheter",
    "Utvecklingsarbetet handlar om undervisningen",
    "Organisationen hjälper oss att lära av varandra",
    "Ledarskapet är tydligt på alla nivåer",
    "Vi har de medarbetare och den kompetens vi behöver",
    "Ledning, stimulans och stöd kommer tidigt",
    "Vi arbetar hälsofrämjande och förebyggande",
    "Resurserna fördelas efter behov",
)
SERVES = {0: (3, 4, 1, 5), 1: (8, 1), 2: (9, 2, 6)}
"""By place of the board's goal: the numbers of the factors that serve it."""
TONED_DOWN = {
    7: "Kompetensförsörjningsplanen är beslutad och följs upp av HR.",
    10: "Fördelningsmodellen är beslutad i budgeten och prövas om 2028.",
}


def load(board: goals.Framework) -> goals.Framework:
    """Put the factors in place with their links; loading again changes nothing."""
    maj = cast.actor("Maj Sävdunge", now=CLOSED)
    made = goals.add_framework(
        by=maj,
        now=CLOSED,
        name="Framgångsfaktorer 2026–2027",
        kind="success_factors",
        starts=date(2026, 8, 1),
        ends=date(2027, 12, 31),
        goals=FACTORS,
        key=uuid5(ROUND_ID, "success factors"),
    )
    for each in made.goals:
        seen = each.version
        for place in (place for place, numbers in SERVES.items() if each.position in numbers and not each.serves):
            goals.link(by=maj, now=CLOSED, serving=each.id, seen=seen, served=board.goals[place].id)
            seen += 1
        if each.position in TONED_DOWN and not each.toned_down:
            goals.tone_down(by=maj, now=CLOSED, id=each.id, seen=seen, motive=TONED_DOWN[each.position])
    return made
