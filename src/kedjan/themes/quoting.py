"""The quote basket: words kept to be used, with their writer's consent, or else as a paraphrase with its count."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop as noop

from kedjan.access.service import Actor, Changed, NotHere, Refused
from kedjan.journal import service as journal
from kedjan.notices import service as notices
from kedjan.reflection import service as reflection
from kedjan.themes import models
from kedjan.themes.marking import words_at
from kedjan.themes.rules import runs
from kedjan.themes.theming import shown_passages, stored_theme
from kedjan.themes.values import Quote, QuoteRequest, QuoteState

LONGEST = 1_000
NO_QUOTE = noop("There is no such quote here.")


@transaction.atomic
def keep_quote(
    *,
    by: Actor,
    now: datetime,
    key: UUID,
    round: UUID,
    loop: UUID,
    version: int,
    chosen: Collection[int],
    theme: UUID | None = None,
    counter: bool = False,
) -> UUID:
    """Put the chosen sentences in the round's basket and return the quote's id; sentences already there stay once.

    The sentences must be neighbours: a quote is not put together of what stands apart. `counter` says that it speaks
    against the theme.
    """
    text = reflection.texts_of(by=by, now=now, round=round, loops=[loop]).get(loop)
    if text is None:
        raise NotHere("There is no such reflection here.")
    if text.version != version:
        raise Refused("The text has been changed since you opened it. Read it again.")
    spans = runs(text.text, chosen)
    if len(spans) != 1:
        raise Refused("Choose sentences that stand beside each other: a quote is not put together of pieces.")
    of = stored_theme(by, theme) if theme else None
    if of and of.round_id != round:
        raise NotHere("There is no such theme here.")
    (start, end) = spans[0]
    quote, new = models.Quote.objects.get_or_create(
        loop=loop,
        starts=start,
        ends=end,
        provider_id=by.provider,
        round_id=round,
        defaults={
            "id": key,
            "theme": of,
            "counter": counter,
            "text_version": version,
            "kept_by": by.account,
            "kept_at": now,
        },
    )
    if new:
        _record(by, now, quote, "kept_quote")
    return quote.id


def quotes(*, by: Actor, now: datetime, round: UUID) -> tuple[Quote, ...]:
    """Return the round's basket to its readers, counter-voices last under each theme. The reading is journalled.

    What own staff of the reader wrote is left out.
    """
    reflection.as_reader(by=by, round=round)
    rows = models.Quote.objects.filter(round_id=round, provider_id=by.provider).select_related("theme")
    rows = rows.exclude(loop__in=reflection.kept_from(by=by, rounds=[round]))
    return _shown(by, now, round, list(rows.order_by("theme__name", "counter", "kept_at", "id")))


def texts_behind(*, by: Actor, quotes: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """Return, by round, the reflections that some quotes are taken from; ids alone, for writing down who reads."""
    found: dict[UUID, set[UUID]] = {}
    rows = models.Quote.objects.filter(provider_id=by.provider, id__in=set(quotes))
    for of, loop in rows.values_list("round_id", "loop"):
        found.setdefault(of, set()).add(loop)
    return found


def quote(*, by: Actor, now: datetime, id: UUID) -> Quote:
    """Return one quote to a reader of its round. The reading of its text is journalled."""
    row = _stored(by, id)
    return _shown(by, now, row.round_id, [row])[0]


@transaction.atomic
def ask_consent(*, by: Actor, now: datetime, id: UUID) -> None:
    """Ask the one who wrote whether the words may be quoted. Asked twice is once; a no is not asked again."""
    row = _stored(by, id)
    if row.state == QuoteState.ASKED:
        return
    if row.state != QuoteState.KEPT:
        raise Refused("The writer has answered already.")
    reflection.tell_writer(
        by=by,
        now=now,
        round=row.round_id,
        loop=row.loop,
        event_key=f"quote:{row.id.hex}",
        kind=notices.Kind.QUOTE_ASKED,
    )
    _take(row, row.version, state="asked", asked_at=now)
    _record(by, now, row, "asked_consent")


@transaction.atomic
def answer_consent(*, by: Actor, now: datetime, id: UUID, allowed: bool) -> None:
    """Say yes or no to being quoted; the writer alone can, and can change the answer. It is kept in the journal."""
    row = models.Quote.objects.filter(id=id, provider_id=by.provider).exclude(state="kept").first()
    if row is None or row.loop not in reflection.own_loops(by=by):
        raise NotHere("There is no such question here.")
    _take(row, row.version, state="allowed" if allowed else "refused", answered_at=now)
    models.Answer.objects.create(provider_id=row.provider_id, quote=row, allowed=allowed, at=now)
    _record(by, now, row, "gave_consent" if allowed else "refused_consent")


def quote_requests(*, by: Actor) -> tuple[QuoteRequest, ...]:
    """Return what one has been asked about being quoted, the unanswered first.

    What one has changed or taken back since is left out: those words are not there to agree to.
    """
    own = reflection.own_loops(by=by)
    rows = list(models.Quote.objects.filter(loop__in=own, provider_id=by.provider).exclude(state="kept"))
    words = reflection.own_words(by=by, loops={row.loop for row in rows})
    found = [
        QuoteRequest(
            row.id,
            row.round_id,
            row.loop,
            words[row.loop][1][row.starts : row.ends],
            row.asked_at,
            QuoteState(row.state),
        )
        for row in rows
        if row.asked_at and row.loop in words and words[row.loop][0] == row.text_version
    ]
    return tuple(sorted(found, key=lambda each: (each.state is not QuoteState.ASKED, each.asked_at)))


@transaction.atomic
def paraphrase(*, by: Actor, now: datetime, id: UUID, seen: int, text: str) -> None:
    """Say a quote in other words, from its version `seen`. Refused where it is the writer's own words again."""
    row = _stored(by, id)
    said = " ".join(text.replace("\x00", "").split())
    if len(said) > LONGEST:
        raise Refused("The message has %(n)d characters; at most %(most)d fit.", n=len(said), most=LONGEST)
    original = reflection.texts_of(by=by, now=now, round=row.round_id, loops=[row.loop]).get(row.loop)
    words = words_at(original, row.text_version, (row.starts, row.ends)) or ""
    if said and words and said.casefold() in " ".join(words.split()).casefold():
        raise Refused("These are the writer's own words. Say it in others, or ask the writer.")
    _take(row, seen, paraphrase=said)
    _record(by, now, row, "paraphrased")


@transaction.atomic
def change_quote(*, by: Actor, now: datetime, id: UUID, seen: int, theme: UUID | None, counter: bool) -> None:
    """Put a quote under another theme, for it or against it."""
    row = _stored(by, id)
    of = stored_theme(by, theme) if theme else None
    if of and of.round_id != row.round_id:
        raise NotHere("There is no such theme here.")
    _take(row, seen, theme=of, counter=counter)
    _record(by, now, row, "moved_quote")


@transaction.atomic
def drop_quote(*, by: Actor, now: datetime, id: UUID) -> None:
    """Take a quote out of the basket; one whose writer has been asked stays, so that the answer is not lost."""
    row = _stored(by, id)
    if row.state != QuoteState.KEPT:
        raise Refused("The writer has been asked about this quote, so it stays.")
    _record(by, now, row, "dropped_quote")
    row.delete()


def _shown(by: Actor, now: datetime, round: UUID, rows: list[models.Quote]) -> tuple[Quote, ...]:
    loops = {row.loop for row in rows}
    texts = reflection.texts_of(by=by, now=now, round=round, loops=loops)
    reached = reflection.can_be_reached(by=by, round=round, loops=loops)
    behind = _behind(by, round, rows)
    return tuple(_quote(row, texts.get(row.loop), behind[row.id], can_be_asked=row.loop in reached) for row in rows)


def _behind(by: Actor, round: UUID, rows: Collection[models.Quote]) -> dict[UUID, int]:
    """Return how many persons stand behind each quote: those whose texts carry its theme, or else the one writer."""
    of_theme: dict[UUID, set[UUID]] = {}
    for theme, loop in shown_passages(by, round).filter(theme__retired=False).values_list("theme_id", "loop"):
        of_theme.setdefault(theme, set()).add(loop)
    groups = {
        row.id: {row.loop} | (of_theme.get(row.theme_id, set()) if row.theme_id and not row.counter else set())
        for row in rows
    }
    return reflection.persons_behind(by=by, round=round, groups=groups)


def _quote(row: models.Quote, text: reflection.Text | None, persons: int, *, can_be_asked: bool) -> Quote:
    words = words_at(text, row.text_version, (row.starts, row.ends))
    return Quote(
        id=row.id,
        round=row.round_id,
        theme=row.theme_id,
        theme_name=row.theme.name if row.theme else "",
        counter=row.counter,
        loop=row.loop,
        text=words,
        assignment=text.assignment if text else "",
        heading=text.heading if text else "",
        area=text.area if text else None,
        state=QuoteState(row.state),
        paraphrase=row.paraphrase,
        persons=persons,
        may_go_out=(words or "") if row.state == QuoteState.ALLOWED else row.paraphrase,
        can_be_asked=can_be_asked and words is not None,
        version=row.version,
    )


def _stored(by: Actor, id: UUID) -> models.Quote:
    row = models.Quote.objects.filter(id=id, provider_id=by.provider).select_related("theme").first()
    if row is None:
        raise NotHere(NO_QUOTE)
    reflection.as_reader(by=by, round=row.round_id)
    if row.loop in reflection.kept_from(by=by, rounds=[row.round_id]):
        raise NotHere(NO_QUOTE)
    return row


def _take(row: models.Quote, seen: int, **fields: Any) -> None:
    if not models.Quote.objects.filter(id=row.id, version=seen).update(version=seen + 1, **fields):
        row.refresh_from_db()
        raise Changed(by="", at=None, current=row.version)


def _record(by: Actor, now: datetime, row: models.Quote, verb: str) -> None:
    details = {"quote": row.id.hex}
    journal.record(by=by, now=now, room="themes", verb=verb, kind="round", object_id=row.round_id.hex, details=details)
