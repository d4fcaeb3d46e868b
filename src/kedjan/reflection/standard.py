"""The tag set of the published study (C08): 18 tags in order, with families and the spelling that its table 1 has."""

from kedjan.reflection.values import Family, Tag

_STANDARD: tuple[tuple[str, Family, int | None], ...] = (
    ("Inget viktigt område", Family.IMPORTANCE, 0),
    ("Ganska viktigt område", Family.IMPORTANCE, 1),
    ("Mycket viktigt område", Family.IMPORTANCE, 2),
    ("Dåligt fungerande område", Family.FUNCTIONING, 0),
    ("Okej fungerande område", Family.FUNCTIONING, 1),
    ("Välfungerande område", Family.FUNCTIONING, 2),
    ("Stort behov av kompetensutveckling", Family.NEED, None),
    ("Analysförmågan behöver utvecklas", Family.NEED, None),
    ("Analysunderlaget brister", Family.NEED, None),
    ("Analysunderlaget är gott", Family.NEED, None),
    ("Bra förutsättningar", Family.CONDITIONS, None),
    ("Dåliga förutsättningar", Family.CONDITIONS, None),
    ("Fått en viktig insikt", Family.INSIGHT, None),
    ("Konkret förslag på åtgärd", Family.INSIGHT, None),
    ("Litet handlingsutrymme", Family.INSIGHT, None),
    ("Stort handlingsutrymme", Family.INSIGHT, None),
    ("Vi vet vad som behöver göras", Family.INSIGHT, None),
    ("Övrigt", Family.OTHER, None),
)
_ALIASES = {"Inget viktigt område": ("Inget viktig område",)}


def standard_tags() -> tuple[Tag, ...]:
    """Return the 18 tags of C08 in their order."""
    return tuple(
        Tag(position, name, family, ordinal, _ALIASES.get(name, ()))
        for position, (name, family, ordinal) in enumerate(_STANDARD)
    )
