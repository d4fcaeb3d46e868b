"""Quotes and themes of the close reading in a report: as their writers have agreed to, followed until it is settled."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from kedjan.access.service import Actor, Refused
from kedjan.evidence.service import Words, plain
from kedjan.reflection import service as reflection
from kedjan.reports import models
from kedjan.reports.contents import Content, Paraphrased, Quoted, Unavailable, Unconsented
from kedjan.reports.ports import noop, said
from kedjan.reports.taking import Taken
from kedjan.reports.texts import FEWEST, TEXT
from kedjan.reports.values import Block, BlockKind, Since
from kedjan.themes import service as themes

BASKET = "basket"
"""In what a block keeps: the quote in the basket that it shows."""
GONE = noop("The quote is no longer in the basket: its writer has changed or taken back the text.")
NOT_YOURS = noop("A quote whose author has not consented. Only those who may read the reflection see it.")
TAKEN_BACK = noop("The one who wrote this has since taken back the consent to be quoted.")
PARAPHRASED = noop("The writer has taken back the consent, so the quote stands in other words.")
WAITS = noop("The writer has taken back the consent, and there are no other words for the quote.")


def taken_quote(by: Actor, now: datetime, id: UUID) -> Taken:
    """Return a quote of the basket, with the persons who say the same as far as they may be told."""
    found = themes.quote(by=by, now=now, id=id)
    if found.text is None:
        raise Refused(GONE)
    persons = found.persons if found.persons >= FEWEST else 0
    reference = {
        "round": found.round.hex,
        "text": found.loop.hex,
        "about": found.heading or found.assignment,
        "group": found.area or "",
        "quote": found.text,
        "consents": False,
        "obtained": "",
        BASKET: id.hex,
        "counter": found.counter,
        "theme": found.theme_name,
        "reflections": persons,
        "persons": persons,
    }
    cites = ((themes.QUOTE, themes.quote_key(found.round, id)), (TEXT, reflection.text_key(found.round, found.loop)))
    return Taken(BlockKind.QUOTE, reference, cites)


def taken_counter(by: Actor, now: datetime, id: UUID, against: Taken) -> Taken:
    """Return a counter-voice; refused where it does not speak against the theme of the quote."""
    taken = taken_quote(by, now, id)
    if not taken.reference["counter"] or taken.reference["theme"] != against.reference["theme"]:
        raise Refused("That is no counter-voice to this theme.")
    return taken


def taken_theme(by: Actor, round: UUID, theme: UUID) -> Taken:
    """Return a theme with its number of persons; refused while the readers code apart and share no number."""
    if themes.apart(by=by, round=round):
        raise Refused("The readers code apart just now, so the theme has no number that they share.")
    found, seen = themes.theme(by=by, id=theme), reflection.round(by=by, id=round)
    reference = {
        "round": round.hex,
        "about": found.name,
        "sentence": _sentence(themes.counted(found)),
        "revision": seen.revision,
    }
    return Taken(BlockKind.PATTERN, reference, ((themes.THEME, themes.theme_key(round, theme)),))


def consents_of(by: Actor, blocks: Iterable[models.Block]) -> Mapping[str, themes.Consented]:
    """Return how the quotes of the basket among some blocks stand now, by their ids as the blocks keep them."""
    ids = {UUID(hex=block.content[BASKET]) for block in blocks if block.content.get(BASKET)}
    return {quote.hex: found for quote, found in themes.consented(by=by, quotes=ids).items()}


def shown_quote(row: models.Block, now: themes.Consented | None, *, closed: bool) -> Content:
    """Return what a quote of the basket shows in a draft: the words by consent, other words, or that neither is there.

    Words that wait are for those who may read the reflection; to others the block is `closed`.
    """
    kept = row.content
    if now is None or not now.still:
        return Unavailable(said(GONE))
    given: dict[str, Any] = {"comment": row.text, "counter": kept["counter"], "theme": kept["theme"]}
    given["basket"] = kept[BASKET]
    if now.in_own_words:
        return Quoted(kept["quote"], kept["group"], kept["about"], **given)
    if now.paraphrase:
        return Paraphrased(now.paraphrase, kept["reflections"], kept["about"], kept["persons"], **given)
    if closed:
        return Unavailable(said(NOT_YOURS))
    return Unconsented(kept["quote"], kept["group"], kept["about"])


def consents_since(*, by: Actor, blocks: Collection[Block], settled: bool) -> dict[UUID, tuple[Since, ...]]:
    """Return, for blocks that quote the basket, what their writers have taken back since they stood there.

    A settled report keeps the words that were settled, and whoever reads it is told that the consent is gone.
    """
    quoted = {block.id: quote for block in blocks if (quote := _basket(block))}
    standing = themes.consented(by=by, quotes=quoted.values()) if quoted else {}
    found: dict[UUID, tuple[Since, ...]] = {}
    for block in blocks:
        now = standing.get(quoted[block.id]) if block.id in quoted else None
        if now is None or not now.asked_back:
            continue
        if not settled:
            found[block.id] = (Since(PARAPHRASED if now.paraphrase else WAITS),)
        elif isinstance(block.content, Quoted):
            found[block.id] = (Since(TAKEN_BACK),)
    return found


def _basket(block: Block) -> UUID | None:
    kept = getattr(block.content, "basket", "") or str(block.reference.get(BASKET, ""))
    return UUID(hex=kept) if kept else None


def _sentence(words: Words) -> str:
    """Put what evidence says in parts in the language of reports, as a sentence."""
    text = said(words.message, **{name: plain(part) for name, part in words.values.items()})
    return f"{text[:1].upper()}{text[1:]}."
