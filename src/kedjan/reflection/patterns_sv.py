"""The words of pattern sentences in Swedish (C14): content in a language of its own, as templates are, not messages.

A sentence says what *some* reflections describe, with how many of how many; it must never read as a finding about all.
"""

from collections.abc import Sequence
from fractions import Fraction
from itertools import groupby

from kedjan.reflection.values import Family, PatternTag
from kedjan_statistics.figure import Figure, shown

ORDER = (Family.FUNCTIONING, Family.CONDITIONS, Family.NEED, Family.INSIGHT, Family.IMPORTANCE, Family.OTHER)
"""The order of the study's own sentences: how it works, conditions, needs and analysis, then insight and action."""

FUNCTIONING: dict[str, str] = {
    "Dåligt fungerande område": "ett dåligt fungerande område",
    "Okej fungerande område": "ett okej fungerande område",
    "Välfungerande område": "ett välfungerande område",
}
SAID: dict[str, str] = {
    "Inget viktigt område": "säger att området inte är viktigt",
    "Ganska viktigt område": "beskriver området som ganska viktigt",
    "Mycket viktigt område": "beskriver området som mycket viktigt",
    "Stort behov av kompetensutveckling": "ser ett stort behov av kompetensutveckling",
    "Analysförmågan behöver utvecklas": "säger att analysförmågan behöver utvecklas",
    "Analysunderlaget brister": "säger att analysunderlaget brister",
    "Analysunderlaget är gott": "säger att analysunderlaget är gott",
    "Bra förutsättningar": "beskriver bra förutsättningar",
    "Dåliga förutsättningar": "beskriver dåliga förutsättningar",
    "Fått en viktig insikt": "berättar om en viktig insikt",
    "Konkret förslag på åtgärd": "ger ett konkret förslag på åtgärd",
    "Litet handlingsutrymme": "beskriver ett litet handlingsutrymme",
    "Stort handlingsutrymme": "beskriver ett stort handlingsutrymme",
    "Vi vet vad som behöver göras": "säger att vi vet vad som behöver göras",
}


def sentence(code: str, heading: str, tags: Sequence[tuple[PatternTag, Family]]) -> str:
    """Return the suggestion for an assignment: how it works first, then a sentence for each family of marked tags."""
    subject = heading if heading and heading != code else f"Uppdrag {code}"
    if not tags:
        return f"{subject}: ingen tagg syns mer än de flesta andra i omgången."
    ordered = sorted(tags, key=lambda pair: ORDER.index(pair[1]))
    first = ordered[0][0]
    told = []
    for family, group in groupby(ordered, key=lambda pair: pair[1]):
        mine = [tag for tag, _ in group]
        if family is Family.FUNCTIONING:
            ways = [f"av {_how_many(tag)} som {_functioning(tag)} {_of(tag, first)}" for tag in mine]
            told.append(f"{subject} beskrivs {_listed(ways)}.")
        else:
            said = [f"{_how_many(tag)} {_said(tag)} {_of(tag, first)}" for tag in mine]
            told.append(f"{_capital(_listed(said))}.")
    return " ".join(told if ordered[0][1] is Family.FUNCTIONING else [f"{subject}:", *told])


def _functioning(tag: PatternTag) -> str:
    return FUNCTIONING.get(tag.name, f"”{tag.name}”")


def _said(tag: PatternTag) -> str:
    return SAID.get(tag.name, f"har valt taggen ”{tag.name}”")


def _how_many(tag: PatternTag) -> str:
    if tag.loops == 1:
        return "någon"
    return "många" if Fraction(tag.loops, tag.of) >= Fraction(1, 2) else "en del"


def _of(tag: PatternTag, first: PatternTag) -> str:
    """The numbers behind; the first ones say what they count."""
    share = shown(Figure(tag.loops, tag.of, "share"), decimals=0, percent=True)
    return f"({tag.loops} av {tag.of}{' reflektioner' if tag is first else ''}, {share})"


def _listed(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} och {parts[-1]}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
