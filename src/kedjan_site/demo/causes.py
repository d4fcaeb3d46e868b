"""The cause graph of the spring's situation analysis in Ekköping: why the analysis is so hard, as far as is known."""

from datetime import datetime
from uuid import UUID, uuid5

from kedjan.improvement import service as improvement
from kedjan.improvement.service import Status
from kedjan_site.demo import cast
from kedjan_site.demo.conclusions import ANALYSIS_ID, conclusion_id, key_of
from kedjan_site.demo.conclusions_texts import CELL, TEXT
from kedjan_site.demo.moments import STOCKHOLM

DRAWN = datetime(2026, 6, 12, 9, 30, tzinfo=STOCKHOLM)
STATEMENTS = {
    "goals": "Målen säger inte vad som ska hända i undervisningen",
    "actions": "Åtgärderna blir inte konkreta",
    "follow-up": "Uppföljningen blir svår: ingen vet vad vi ska titta efter",
    "paper": "Vi dokumenterar för säkerhets skull, eller nästan inte alls",
    "meaning": "Kvalitetsarbetet känns mindre meningsfullt",
    "skill": "Vi saknar kunskap om hur man analyserar",
    "analysis": "Analysen blir svår: utgångspunkt, metod och underlag är otydliga",
}
SAYS = {"analysis": 1}
"""Which conclusion says a statement."""

type Cited = tuple[tuple[str, str], ...]
type Link = tuple[str, str, Status, Cited, Cited, str]
LINKS: tuple[Link, ...] = (
    (
        "goals",
        "actions",
        Status.SUPPORT,
        (
            (TEXT, "Målen kan jag utantill, så långt har styrningen nått."),
            (TEXT, "Vi gick igenom alla åtgärdsprogram på en eftermiddag."),
        ),
        ((TEXT, "Tre mål! Jag kan dem, vikarien kan dem"),),
        "Att målen är många kan betyda mer än hur de är skrivna.",
    ),
    (
        "actions",
        "follow-up",
        Status.SUPPORT,
        ((TEXT, "Vi gör mycket och det mesta blir bra, men fråga mig inte vad som gav vad."),),
        (),
        "",
    ),
    (
        "follow-up",
        "paper",
        Status.HYPOTHESIS,
        ((TEXT, "Vi har dokumenterat lärmiljön i 214 foton."),),
        (),
        "Mallarna frågar efter mycket, oavsett vad vi vill följa upp.",
    ),
    ("paper", "meaning", Status.HYPOTHESIS, ((TEXT, "Återigen ska vi beskriva nuläget."),), (), ""),
    ("meaning", "analysis", Status.HYPOTHESIS, (), (), "Det kan vara tvärtom: en svår analys känns meningslös."),
    (
        "skill",
        "analysis",
        Status.CONTRADICTED,
        ((TEXT, "Viktigt, javisst. Men jag har fått lära mig att undervisa, aldrig att analysera"),),
        (
            (CELL, "05b Stort behov av kompetensutveckling"),
            (TEXT, "Att analysförmågan behöver stärkas låter som om vi inte kunde tänka."),
        ),
        "",
    ),
)


def load() -> None:
    """Draw the graph; loading again changes nothing."""
    maj = cast.actor("Maj Sävdunge", now=DRAWN)
    if improvement.cause_graph(by=maj, now=DRAWN, analysis=ANALYSIS_ID).causes:
        return
    for name, text in STATEMENTS.items():
        says = conclusion_id(SAYS[name]) if name in SAYS else None
        improvement.add_cause(by=maj, now=DRAWN, key=cause_id(name), analysis=ANALYSIS_ID, text=text, conclusion=says)
    for each in LINKS:
        load_link(each)


def load_link(each: Link) -> None:
    """Draw one link with what it rests on."""
    cause, effect, status, supports, counters, alternative = each
    maj, key = cast.actor("Maj Sävdunge", now=DRAWN), uuid5(ANALYSIS_ID, f"{cause} leads to {effect}")
    improvement.link_causes(by=maj, now=DRAWN, key=key, cause=cause_id(cause), effect=cause_id(effect))
    for against, cited in ((False, supports), (True, counters)):
        for kind, words in cited:
            source = key_of(maj, kind, words)
            improvement.cite_for_link(by=maj, now=DRAWN, id=key, kind=kind, key=source, against=against)
    seen = improvement.cause_link(by=maj, now=DRAWN, id=key).link.version
    improvement.judge_link(by=maj, now=DRAWN, id=key, seen=seen, status=status, alternative=alternative)


def cause_id(name: str) -> UUID:
    """Return a statement's id."""
    return uuid5(ANALYSIS_ID, f"cause {name}")
