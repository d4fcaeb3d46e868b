"""Pattern sentences: suggested from the marked tags, edited and approved by a person (C14)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from kedjan.access.service import Actor, Changed, NotHere, Refused
from kedjan.journal import service as journal
from kedjan.people import service as people
from kedjan.reflection import models, patterns_sv
from kedjan.reflection.circle import kept_apart, round_to_read
from kedjan.reflection.counting import Counted, counts_of
from kedjan.reflection.values import Pattern, PatternState, PatternTag
from kedjan_statistics import loops as statistics

LONGEST = 4000


def patterns(*, by: Actor, round: UUID) -> tuple[Pattern, ...]:
    """Return a pattern sentence for each assignment with reflections: the kept one, or else a suggestion.

    The suggestion is made of the marked tags of table 1 (the largest fifth, ties too), save the tag of greatest
    importance. It is a draft until a person has approved it. To a manager it is made without those whom they lead, as
    every number is; whether a kept sentence is stale is told of all.
    """
    row = round_to_read(by, round)
    apart = kept_apart(by, [row])
    whole = counts_of(row)
    counts = counts_of(row, apart=apart) if apart else whole
    kept = {each.assignment.code: each for each in _stored(row)}
    marked = _tags(whole)
    shown = _tags(counts) if apart else marked
    return tuple(
        _pattern(counts, code, heading, shown[code], kept.get(code), basis=_basis(marked[code]))
        for code, heading in whole.assignments
        if whole.at(code).loops
    )


def edit_pattern(*, by: Actor, now: datetime, round: UUID, assignment: str, text: str, seen: int) -> Pattern:
    """Keep a sentence as a draft. `seen` is the version it was made from (0: the suggestion), else Changed."""
    return _keep(by, now, round, assignment, seen, verb="edited_pattern", state=PatternState.DRAFT, text=text)


def approve_pattern(
    *, by: Actor, now: datetime, round: UUID, assignment: str, seen: int, text: str | None = None
) -> Pattern:
    """Approve a sentence as it stands, or with another `text`; from then on reports may use it."""
    return _keep(by, now, round, assignment, seen, verb="approved_pattern", state=PatternState.APPROVED, text=text)


@transaction.atomic
def _keep(
    by: Actor,
    now: datetime,
    round: UUID,
    code: str,
    seen: int,
    *,
    verb: str,
    state: PatternState,
    text: str | None,
) -> Pattern:
    row = round_to_read(by, round)
    before = next((each for each in patterns(by=by, round=round) if each.assignment == code), None)
    if before is None:
        raise NotHere("There is no such assignment here.")
    words = (before.text if text is None else text).strip()
    if not 1 <= len(words) <= LONGEST:
        raise Refused("The sentence should have from 1 to %(most)s characters.", most=LONGEST)
    if before.version != seen:
        raise _changed(by, before)
    _store(by, now, row, before, state=state, words=words)
    details = {"assignment": code, "version": seen + 1}
    journal.record(by=by, now=now, room="reflection", verb=verb, kind="round", object_id=row.id.hex, details=details)
    return next(each for each in patterns(by=by, round=round) if each.assignment == code)


def _store(by: Actor, now: datetime, row: models.Round, before: Pattern, *, state: PatternState, words: str) -> None:
    fields: dict[str, Any] = {
        "text": words,
        "state": state.value,
        "version": before.version + 1,
        "basis": {"revision": row.revision, "tags": _basis(_tags(counts_of(row))[before.assignment])},
        "edited_by": by.account,
        "edited_at": now,
    }
    try:
        with transaction.atomic():
            if before.id is None:
                number = models.Assignment.objects.get(round=row, code=before.assignment).id
                models.Pattern.objects.create(provider_id=row.provider_id, round=row, assignment_id=number, **fields)
            elif not models.Pattern.objects.filter(id=before.id, version=before.version).update(**fields):
                raise IntegrityError
    except IntegrityError:
        now_kept = next(each for each in patterns(by=by, round=row.id) if each.assignment == before.assignment)
        raise _changed(by, now_kept) from None


def _changed(by: Actor, current: Pattern) -> Changed:
    who = people.shown_name(by=by, id=current.edited_by)
    return Changed(by=who, at=current.edited_at, current=current)


def _stored(row: models.Round) -> list[models.Pattern]:
    return list(models.Pattern.objects.filter(round=row).select_related("assignment"))


def _tags(counts: Counted) -> dict[str, tuple[PatternTag, ...]]:
    """Return the marked tags of each assignment by its code, in the order of the tag set."""
    slices = {code: counts.at(code) for code, _ in counts.assignments}
    names = counts.tag_set.names
    found = statistics.largest(statistics.share_cells(slices, names))
    marked = statistics.pattern_tags(found.marked, counts.tag_set.most_important)
    return {
        code: tuple(
            PatternTag(tag, slices[code].tag_loops[names.index(tag)], slices[code].loops)
            for tag in names
            if tag in marked.get(code, ())
        )
        for code, _ in counts.assignments
    }


def _pattern(
    counts: Counted,
    code: str,
    heading: str,
    tags: tuple[PatternTag, ...],
    kept: models.Pattern | None,
    *,
    basis: list[list[Any]],
) -> Pattern:
    families = {tag.name: tag.family for tag in counts.tag_set.tags}
    suggestion = patterns_sv.sentence(code, heading, [(tag, families[tag.name]) for tag in tags])
    title = "" if heading == code else heading
    if kept is None:
        return Pattern(code, title, suggestion, suggestion, PatternState.SUGGESTED, 0, tags)
    return Pattern(
        code,
        title,
        kept.text,
        suggestion,
        PatternState(kept.state),
        kept.version,
        tags,
        stale=kept.basis.get("tags") != basis,
        id=kept.id,
        edited_by=kept.edited_by,
        edited_at=kept.edited_at,
    )


def _basis(tags: tuple[PatternTag, ...]) -> list[list[Any]]:
    return [[tag.name, tag.loops, tag.of] for tag in tags]
