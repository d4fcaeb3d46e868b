"""Saved combinations: kept with an interpretation by hand and the figures as they were, and worded anew."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from kedjan.access.service import Actor, Changed, NotHere, Refused
from kedjan.combinations import models
from kedjan.combinations.asking import Ground, ground, words_in
from kedjan.combinations.values import Answer, Figures, Saved, SavedVersion
from kedjan.journal import service as journal
from kedjan.people import service as people
from kedjan.reflection import service as reflection
from kedjan_statistics import loops_where as where

LONGEST_TITLE, LONGEST = 120, 8000


def saved(*, by: Actor, round: UUID) -> tuple[Saved, ...]:
    """Return the round's saved combinations to its readers, by title, each with its figures then and now."""
    reflection.as_reader(by=by, round=round)
    rows = models.Combination.objects.filter(provider_id=by.provider, round_id=round, removed=False)
    return tuple(sorted(_values(by, list(rows)), key=lambda each: each.title.casefold()))


def saved_one(*, by: Actor, id: UUID) -> Saved:
    """Return one saved combination to the readers of its round."""
    return _values(by, [_stored(by, id)])[0]


def versions(*, by: Actor, id: UUID) -> tuple[SavedVersion, ...]:
    """Return every wording of a saved combination, the latest first, to the readers of its round."""
    stored = _stored(by, id)
    withheld = people.is_manager(by=by) and ground(by, stored.round_id).of.withheld
    rows = list(models.Wording.objects.filter(combination=stored).order_by("-number"))
    names = people.shown_names(by=by, ids={row.by for row in rows})
    return tuple(
        SavedVersion(
            row.number,
            row.title,
            row.where,
            row.interpretation,
            names[row.by],
            row.at,
            None if withheld else kept_figures(row),
        )
        for row in rows
    )


@transaction.atomic
def save(
    *, by: Actor, now: datetime, key: UUID, round: UUID, title: str, where: str, interpretation: str = ""
) -> Saved:
    """Save what an expression finds in a round, under a title. The same key twice is once.

    Refuses what the round cannot be asked for. The figures are kept as they are now.
    """
    reflection.as_reader(by=by, round=round)
    if not models.Combination.objects.filter(id=key, provider_id=by.provider, round_id=round).exists():
        if models.Combination.objects.filter(id=key).exists():
            raise NotHere("There is no such combination here.")
        row = models.Combination.objects.create(id=key, provider_id=by.provider, round_id=round)
        _word(by, now, row, title=title, line=where, interpretation=interpretation)
        _record(by, now, row, "saved")
    return saved_one(by=by, id=key)


@transaction.atomic
def change(
    *, by: Actor, now: datetime, id: UUID, seen: int, title: str, interpretation: str, where: str | None = None
) -> Saved:
    """Word a combination anew from version `seen`, else Changed; the figures kept are then those of now."""
    row = _stored(by, id)
    before = saved_one(by=by, id=id)
    if before.version != seen:
        raise Changed(by=before.by, at=before.at, current=before)
    row.version = seen + 1
    try:
        with transaction.atomic():
            line = before.where if where is None else where
            _word(by, now, row, title=title, line=line, interpretation=interpretation)
    except IntegrityError:
        current = saved_one(by=by, id=id)
        raise Changed(by=current.by, at=current.at, current=current) from None
    models.Combination.objects.filter(id=id).update(version=row.version)
    _record(by, now, row, "changed")
    return saved_one(by=by, id=id)


@transaction.atomic
def take_away(*, by: Actor, now: datetime, id: UUID) -> None:
    """Take a saved combination away; it can be brought back."""
    row = _stored(by, id)
    models.Combination.objects.filter(id=id).update(removed=True)
    _record(by, now, row, "took_away")


@transaction.atomic
def bring_back(*, by: Actor, now: datetime, id: UUID) -> Saved:
    """Undo the taking away of a saved combination."""
    row = _stored(by, id, removed=True)
    models.Combination.objects.filter(id=id).update(removed=False)
    _record(by, now, row, "brought_back")
    return saved_one(by=by, id=id)


def figures_of(answer: Answer) -> Figures:
    """Return what an answer came to, as it is kept."""
    return Figures(
        answer.of.revision,
        answer.found.loops,
        answer.found.persons,
        answer.of.everyone.loops,
        answer.of.everyone.persons,
        answer.found.emotion_answers,
        answer.found.emotion_sum,
    )


def read(line: str) -> where.Expression:
    """Return the expression that a line holds. Refuses one that cannot be read."""
    try:
        return where.parse(line)
    except where.Unreadable as unreadable:
        raise Refused("The conditions cannot be read: they go wrong at character %(at)s.", at=unreadable.at) from None


def kept_figures(wording: models.Wording) -> Figures | None:
    """Return the figures as they were; None where they have gone with somebody who was erased."""
    return Figures(**wording.figures) if wording.figures else None


def figures_now(ground: Ground, line: str) -> Figures | None:
    """Return what an expression comes to now; None where the round can no longer be asked for it."""
    try:
        return figures_of(ground.answer(read(line)))
    except Refused as refusal:
        if type(refusal) is not Refused:
            raise
        return None


def _word(by: Actor, now: datetime, row: models.Combination, *, title: str, line: str, interpretation: str) -> None:
    named, words = " ".join(title.split()), interpretation.strip()
    if not 1 <= len(named) <= LONGEST_TITLE:
        raise Refused("The title should have from 1 to %(most)s characters.", most=LONGEST_TITLE)
    if len(words) > LONGEST:
        raise Refused("The interpretation should have at most %(most)s characters.", most=LONGEST)
    expression = read(line)
    models.Wording.objects.create(
        provider_id=by.provider,
        combination=row,
        number=row.version,
        title=named,
        where=where.text(expression),
        interpretation=words,
        figures=asdict(figures_of(ground(by, row.round_id, expression).answer(expression))),
        by=by.account,
        at=now,
    )


def _values(by: Actor, rows: Collection[models.Combination]) -> list[Saved]:
    wordings = models.Wording.objects.filter(combination__in=rows).order_by("number")
    present = {each.combination_id: each for each in wordings}
    names = people.shown_names(by=by, ids={each.by for each in present.values()})
    lines: dict[UUID, list[where.Expression]] = {row.round_id: [] for row in rows}
    for row in rows:
        lines[row.round_id] += _as_asked(present[row.id].where)
    grounds = {of: ground(by, of, *some) for of, some in lines.items()}
    return [_value(grounds[row.round_id], row, present[row.id], names[present[row.id].by]) for row in rows]


def _as_asked(line: str) -> list[where.Expression]:
    """The expression of a line; nothing where it can no longer be asked."""
    try:
        found = read(line)
        for words in words_in(found):
            reflection.check_search(words)
    except Refused:
        return []
    return [found]


def _value(ground: Ground, row: models.Combination, wording: models.Wording, name: str) -> Saved:
    return Saved(
        row.id,
        row.round_id,
        wording.title,
        wording.where,
        wording.interpretation,
        row.version,
        name,
        wording.at,
        None if ground.of.withheld else kept_figures(wording),
        figures_now(ground, wording.where),
    )


def _stored(by: Actor, id: UUID, *, removed: bool = False) -> models.Combination:
    row = models.Combination.objects.filter(id=id, provider_id=by.provider, removed=removed).first()
    if row is None:
        raise NotHere("There is no such combination here.")
    reflection.as_reader(by=by, round=row.round_id)
    return row


def _record(by: Actor, now: datetime, row: models.Combination, verb: str) -> None:
    journal.record(
        by=by,
        now=now,
        room="combinations",
        verb=verb,
        kind="round",
        object_id=row.round_id.hex,
        details={"combination": row.id.hex, "version": row.version},
    )
