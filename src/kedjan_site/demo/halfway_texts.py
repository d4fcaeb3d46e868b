"""The situation analysis of transitions in Ekköping, half-way: what is believed so far, and what it rests on."""

from typing import NamedTuple

from kedjan.actions.service import Sight
from kedjan.improvement.service import Status
from kedjan_site.demo.boards_texts import Text as Observation

type Said = tuple[str, str]
"""Who wrote a reflection, and to which assignment."""


class Conclusion(NamedTuple):
    """A conclusion in its first words, what is meant, and what speaks for it and against it; `area` is its place."""

    text: str
    means: str
    area: int | None
    supports: tuple[Said, ...]
    counters: tuple[Said, ...] = ()
    strength: bool = False


class Proposal(NamedTuple):
    """A proposal with the answers that it stands in."""

    text: str
    means: str
    said: tuple[tuple[str, str, Sight], ...]


CONCLUSIONS = (
    Conclusion(
        "Samtalet behöver komma före schemat",
        "Där samtalet hölls i maj gick det att flytta en vuxen. Där det hölls i augusti var alla redan utplacerade. Vi "
        "vet inte än om det gäller även på små skolor.",
        1,
        (("Idris Kvarnvass", "01"), ("Adnan Vidspång", "01"), ("Idris Kvarnvass", "02"), ("Hanna Ekgrind", "02")),
        (("Jonas Myrgrind", "02"),),
    ),
    Conclusion(
        "Stödkortet säger vad som gavs, men sällan vad som hjälpte",
        "Flera skriver att de inte själva kan skilja på det. Då hjälper det inte att lägga till en ruta.",
        2,
        (("Siv Blåmyr", "01"), ("Tuva Videhage", "01"), ("Jonas Myrgrind", "01")),
        (("Elis Ormvass", "01"),),
    ),
    Conclusion(
        "Ingen äger övergången mellan årskurs 9 och gymnasiet",
        "Tre har skrivit om den, och alla tre arbetar där. Vi letar efter någon som ser det på ett annat sätt.",
        4,
        (("Mira Tuvdal", "01"), ("Disa Hagvret", "01"), ("Axel Ljungvret", "01")),
    ),
    Conclusion(
        "Det går bra där någon har träffat barnet före bytet",
        "Fyra onsdagar, en lunch, femton minuter i augusti: det är inte tiden som skiljer, utan att det blir av.",
        None,
        (("Tilde Rosenvret", "01"), ("Signe Tranhage", "01"), ("Elis Ormvass", "02")),
        strength=True,
    ),
)
STATEMENTS = {
    "posts": "Tjänster och schema läggs i april",
    "talk": "Samtalet kommer efter schemat",
    "adult": "Den vuxna som behövs i augusti har redan en annan klass",
    "june": "Sista veckan i juni ska allt bli klart",
    "evening": "Korten skrivs alla på en kväll",
}
SAYS = {"talk": 0}
"""Which conclusion says a statement, by its place."""
LINKS: tuple[tuple[str, str, Status, tuple[Said, ...], str], ...] = (
    ("posts", "talk", Status.SUPPORT, (("Hanna Ekgrind", "02"),), ""),
    (
        "talk",
        "adult",
        Status.HYPOTHESIS,
        (("Mira Tuvdal", "02"),),
        "Mentorer utses sent även där samtalet hölls i maj.",
    ),
    ("june", "evening", Status.SUPPORT, (("Arvid Mossvret", "01"), ("Jonas Myrgrind", "01")), ""),
)
OBSERVATIONS = (
    Observation(
        1, "S", "good", "unit", "En vikarie fyra förmiddagar i maj, så att förskolan kunde följa med till skolan"
    ),
    Observation(1, "P", "good", "unit", "Arbetslagen läser korten högt tillsammans på en studiedag"),
    Observation(1, "P", "good", "pupil", "Barnen ritar det som den nya läraren ska veta", 4),
    Observation(1, "S", "poor", "unit", "Schemat läggs före samtalet", 1),
    Observation(1, "S", "poor", "provider", "Rutinen gäller augusti, men de flesta flyttar mitt i terminen"),
    Observation(1, "S", "poor", "unit", "Tid för att ta emot ligger jämnt över året, fast den behövs i augusti"),
    Observation(1, "P", "poor", "unit", "Korten skrivs sista veckan i juni"),
    Observation(1, "P", "poor", "class", "Fritidshemmet får veta vilka som börjar när de står i hallen"),
)
PROPOSALS = (
    Proposal(
        "Skriv stödkorten i april, ett i veckan",
        "I juni konkurrerar de med betygen.",
        (("Jonas Myrgrind", "01", Sight.SHORT), ("Arvid Mossvret", "01", Sight.SHORT)),
    ),
    Proposal(
        "Samma stödkort mellan nian och gymnasiet som till sjuan",
        "",
        (("Disa Hagvret", "01", Sight.LONG), ("Axel Ljungvret", "01", Sight.SHORT)),
    ),
    Proposal(
        "Ett telefonnummer per avlämnande skola som gäller hela augusti",
        "Den som visste har ibland slutat.",
        (("Mira Tuvdal", "01", Sight.SHORT), ("Idris Kvarnvass", "02", Sight.SHORT)),
    ),
)
