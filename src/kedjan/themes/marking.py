"""Marking passages: some sentences of a reflection, with one or more themes."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from kedjan.access.service import PAGE, Actor, Decision, NotHere, NotYours, Refused, Slice
from kedjan.reflection import service as reflection
from kedjan.themes import models
from kedjan.themes.rules import Span, fits, runs, sentences
from kedjan.themes.theming import codes_apart, record, shown_passages, shown_passages_in, stored_theme, theme_values
from kedjan.themes.values import Mark, MarkedText, PassagePage, PassageText, Sentence


def marked_text(*, by: Actor, now: datetime, round: UUID, loop: UUID) -> MarkedText:
    """Return a reflection with its sentences and their themes, to a reader of its round. The reading is journalled."""
    text = _text(by, now, round, loop)
    marks = tuple(
        Mark(each.id, each.theme_id, each.theme.name, each.starts, each.ends, each.reader, each.reader == by.account)
        for each in shown_passages(by, round)
        .filter(loop=loop, text_version=text.version, theme__retired=False)
        .select_related("theme")
        .order_by("starts", "theme__name")
    )
    spans = sentences(text.text)
    return MarkedText(
        loop=loop,
        text_version=text.version,
        assignment=text.assignment,
        heading=text.heading,
        area=text.area,
        emotion=text.emotion,
        tags=text.tags,
        sentences=tuple(
            Sentence(number, text.text[span[0] : span[1]], _standing(span, marks)) for number, span in enumerate(spans)
        ),
        marks=marks,
        gone_through=models.Reading.objects.filter(loop=loop, reader=by.account).exists(),
        apart=codes_apart(round),
    )


@transaction.atomic
def mark(
    *,
    by: Actor,
    now: datetime,
    round: UUID,
    loop: UUID,
    version: int,
    chosen: Collection[int],
    themes: Collection[UUID],
) -> int:
    """Mark the chosen sentences with each theme, neighbours as one passage; return how many passages are new.

    What one has marked already stays as it is. Refused where the text is not the version that was read.
    """
    text = _text(by, now, round, loop)
    if text.version != version:
        raise Refused("The text has been changed since you opened it. Read it again.")
    rows = [stored_theme(by, each) for each in dict.fromkeys(themes)]
    if any(row.round_id != round for row in rows):
        raise NotHere("There is no such theme here.")
    spans = runs(text.text, chosen)
    if not spans or not rows:
        raise Refused("Choose at least one sentence and one theme.")
    mine = models.Passage.objects.filter(loop=loop, reader=by.account, removed=False)
    there = set(mine.values_list("theme_id", "starts", "ends"))
    new = [
        models.Passage(
            id=uuid4(),
            provider_id=by.provider,
            round_id=round,
            theme=row,
            loop=loop,
            text_version=version,
            starts=start,
            ends=end,
            reader=by.account,
            at=now,
        )
        for row in rows
        for start, end in spans
        if (row.id, start, end) not in there
    ]
    models.Passage.objects.bulk_create(new)
    if new:
        record(by, now, round, "marked", rows[0].id)
    return len(new)


@transaction.atomic
def unmark(*, by: Actor, now: datetime, loop: UUID, passage: UUID, back: bool = False) -> None:
    """Take a passage of one's own in a reflection away, or with `back` put it there again."""
    row = models.Passage.objects.filter(id=passage, loop=loop, provider_id=by.provider).select_related("theme").first()
    if row is None:
        raise NotHere("There is no such passage here.")
    reflection.as_reader(by=by, round=row.round_id)
    if row.reader != by.account:
        raise NotYours(Decision(allowed=False, reason="Somebody else marked this. Only they take it away."))
    models.Passage.objects.filter(id=row.id).update(removed=not back)
    record(by, now, row.round_id, "marked" if back else "unmarked", row.theme_id)


def passages_of(*, by: Actor, now: datetime, theme: UUID, page: int = 1) -> PassagePage:
    """Return a page of a theme's passages with their words, to a reader of its round. The reading is journalled."""
    row = stored_theme(by, theme)
    found = shown_passages(by, row.round_id).filter(theme=row).order_by("loop", "starts", "id")
    total = found.count()
    start = (max(page, 1) - 1) * PAGE
    shown = list(found[start : start + PAGE])
    texts = reflection.texts_of(by=by, now=now, round=row.round_id, loops={each.loop for each in shown})
    items = tuple(_passage(by, each, texts) for each in shown)
    following = page + 1 if start + PAGE < total else None
    its = theme_values(by, row.round_id, [row])[0]
    return PassagePage(its, Slice(items, total, following), codes_apart(row.round_id))


@transaction.atomic
def go_through(*, by: Actor, now: datetime, round: UUID, loop: UUID, done: bool = True) -> None:
    """Say that one has gone through a reflection with the themes in mind, or take that back."""
    _text(by, now, round, loop)
    if done:
        models.Reading.objects.get_or_create(loop=loop, reader=by.account, provider_id=by.provider, round_id=round)
    else:
        models.Reading.objects.filter(loop=loop, reader=by.account).delete()


def next_to_go_through(*, by: Actor, round: UUID, after: UUID | None = None) -> UUID | None:
    """Return the next reflection that one has not gone through, beginning again at the first; None when all are."""
    done = set(models.Reading.objects.filter(round_id=round, reader=by.account).values_list("loop", flat=True))
    order = reflection.reading_order(by=by, round=round)
    place = order.index(after) + 1 if after in order else 0
    return next((loop for loop in (*order[place:], *order[:place]) if loop not in done and loop != after), None)


def gone_through(*, by: Actor, round: UUID) -> tuple[int, int]:
    """Return how many reflections one has gone through, of how many that one may read."""
    order = set(reflection.reading_order(by=by, round=round))
    done = models.Reading.objects.filter(round_id=round, reader=by.account).values_list("loop", flat=True)
    return len(order & set(done)), len(order)


def themes_of_loops(*, by: Actor, rounds: Collection[UUID]) -> dict[UUID, dict[str, tuple[UUID, ...]]]:
    """Return, for each round and theme in use by name, the reflections it stands in: what combinations count.

    As many questions for several rounds as for one.
    """
    reflection.as_reader_of(by=by, rounds=rounds)
    found: dict[UUID, dict[str, dict[UUID, None]]] = {of: {} for of in rounds}
    rows = shown_passages_in(by, rounds).filter(theme__retired=False).order_by("theme__name", "loop")
    for of, name, loop in rows.values_list("round_id", "theme__name", "loop"):
        found[of].setdefault(name, {})[loop] = None
    return {of: {name: tuple(loops) for name, loops in named.items()} for of, named in found.items()}


def words_at(text: reflection.Text | None, version: int, span: Span) -> str | None:
    """Return the words of a passage; None where the text is gone or is another version by now."""
    if text is None or text.version != version or not fits(text.text, span):
        return None
    return text.text[span[0] : span[1]]


def _passage(by: Actor, each: models.Passage, texts: Mapping[UUID, reflection.Text]) -> PassageText:
    text = texts.get(each.loop)
    words = words_at(text, each.text_version, (each.starts, each.ends))
    return PassageText(
        each.id,
        each.loop,
        words,
        text.assignment if text else "",
        text.area if text else None,
        each.reader,
        each.reader == by.account,
    )


def _standing(span: Span, marks: Collection[Mark]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.theme_name for each in marks if each.starts < span[1] and span[0] < each.ends))


def _text(by: Actor, now: datetime, round: UUID, loop: UUID) -> reflection.Text:
    found = reflection.texts_of(by=by, now=now, round=round, loops=[loop]).get(loop)
    if found is None:
        raise NotHere("There is no such reflection here.")
    return found
