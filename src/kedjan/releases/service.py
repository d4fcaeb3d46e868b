"""The door of releases: what may be shared outside the circle of readers, and what has been."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from kedjan.access.service import (
    Actor,
    Changed,
    NotHere,
    ProviderScope,
    Refused,
    Right,
    Slice,
    decide,
    holds_anywhere,
    require,
)
from kedjan.journal import service as journal
from kedjan.people import service as people
from kedjan.releases import models
from kedjan.releases.forgetting import forget_members
from kedjan.releases.known_as import (
    know_as,
    latest_number,
    names_of,
    of_persons,
    persons_now,
    renamed,
    tables_of_persons,
)
from kedjan.releases.rules import NOTHING, RULES, THRESHOLDS, EarlierCell, Judgement, judge
from kedjan.releases.sources import SharedFigures, figure_key
from kedjan.releases.stored import members_from_json, members_to_json, tables_from_json, tables_to_json
from kedjan.releases.thresholds import set_threshold, threshold_at, thresholds_now
from kedjan.releases.values import (
    Alike,
    AllAlike,
    Given,
    Grouping,
    Heading,
    HiddenCell,
    Note,
    Place,
    Proposal,
    Refusal,
    Release,
    ReleaseCell,
    ReleaseLine,
    ReleaseTable,
    SharedTable,
    Source,
    Summand,
    Threshold,
    ThresholdChange,
    ThresholdNow,
    WouldLeak,
)

__all__ = [
    "NOTHING",
    "Alike",
    "AllAlike",
    "Given",
    "Grouping",
    "Heading",
    "HiddenCell",
    "Note",
    "Place",
    "Proposal",
    "Refusal",
    "Release",
    "ReleaseCell",
    "ReleaseLine",
    "ReleaseTable",
    "SharedFigures",
    "SharedTable",
    "Source",
    "Summand",
    "Threshold",
    "ThresholdChange",
    "ThresholdNow",
    "WouldLeak",
    "cells_before",
    "figure_key",
    "forget_members",
    "know_as",
    "list_releases",
    "propose",
    "release",
    "released",
    "set_threshold",
    "thresholds",
    "thresholds_now",
    "withdraw",
]


def thresholds() -> tuple[Threshold, ...]:
    """Return the fewest persons a shown figure may ever describe, for each kind of figures, whatever is set."""
    return tuple(THRESHOLDS.values())


def propose(
    *,
    by: Actor,
    now: datetime,
    source: Source,
    kind: str,
    tables: Sequence[ReleaseTable],
    grouping: Grouping | None = None,
) -> Proposal:
    """Say what would be hidden, and why, and whether it would be refused, if the tables were shared now."""
    require(decide(by, Right.SHARE_OUTSIDE, on=ProviderScope(by.provider)))
    proposal, *_ = _judge(by, now, source, kind, tables=tables, grouping=grouping)
    return proposal


def release(
    *,
    by: Actor,
    now: datetime,
    key: UUID,
    seen: int | None,
    source: Source,
    kind: str,
    title: str,
    purpose: str,
    tables: Sequence[ReleaseTable],
    grouping: Grouping | None = None,
    considered: bool = False,
    told: Callable[[], object] = lambda: None,
    along: Callable[[], object] = lambda: None,
) -> Release:
    """Share the tables, with what must be hidden hidden. The same key twice is once.

    `seen` is the proposal's, None where nobody has looked at one. `considered` says that groups where all answered
    alike have been thought of; without it they are refused (`AllAlike`). `told` is called now and then while it is
    judged, and `along` in the transaction that stores it: what either raises leaves nothing shared. Refuses whole
    what would leak (`WouldLeak`, naming what would be seen), what lacks title or purpose, and, as `Changed`, a
    proposal older than the latest release of the source.
    """
    require(decide(by, Right.SHARE_OUTSIDE, on=ProviderScope(by.provider)))
    if models.Release.objects.filter(provider_id=by.provider, id=key).exists():
        return released(by=by, id=key)
    _require_words(title, purpose)
    proposal, judgement, names = _judge(by, now, source, kind, tables=tables, grouping=grouping, told=told)
    if seen not in (None, proposal.seen):
        raise _changed(source, by, proposal)
    if proposal.refusals:
        raise WouldLeak(proposal.refusals)
    if proposal.alike and not considered:
        raise AllAlike(proposal.alike)
    row = models.Release(id=key, title=title.strip(), purpose=purpose.strip(), **_facts(proposal, by, now))
    try:
        with transaction.atomic():
            latest_number(by, source)
            if names_of(by, source) != names:  # somebody turned out to be another since it was judged
                raise _changed(source, by, proposal)
            _store(row, tables, judgement, by, now)
            along()
    except IntegrityError as taken:  # two at the same moment: the second has not seen the first
        if models.Release.objects.filter(provider_id=by.provider, id=key).exists():
            return released(by=by, id=key)
        raise _changed(source, by, proposal) from taken
    return _release(row, with_tables=True)


@transaction.atomic
def withdraw(*, by: Actor, now: datetime, id: UUID, reason: str) -> None:
    """Stop showing a release, with the reason; withdrawn twice is once.

    Those who have read it still know it, so later releases are judged beside it all the same.
    """
    require(decide(by, Right.SHARE_OUTSIDE, on=ProviderScope(by.provider)))
    if not reason.strip():
        raise Refused("Say why it is withdrawn.")
    _within(reason, 500)
    if not models.Release.objects.filter(provider_id=by.provider, id=id).exists():
        raise NotHere("There is no such shared material here.")
    changed = models.Release.objects.filter(provider_id=by.provider, id=id, withdrawn_at=None).update(
        withdrawn_at=now, withdrawn_by=by.account, withdrawn_reason=reason.strip()
    )
    if changed:
        journal.record(by=by, now=now, room="releases", verb="withdrawn", kind="release", object_id=id.hex)


def released(*, by: Actor, id: UUID) -> Release:
    """Return what was shared. Of a withdrawn one only those who may share see the tables."""
    require(holds_anywhere(by, Right.READ_RELEASES))
    row = models.Release.objects.filter(provider_id=by.provider, id=id).first()
    if row is None:
        raise NotHere("There is no such shared material here.")
    may_share = decide(by, Right.SHARE_OUTSIDE, on=ProviderScope(by.provider)).allowed
    return _release(row, with_tables=row.withdrawn_at is None or may_share)


def list_releases(
    *, by: Actor, source: Source | None = None, withdrawn: bool = False, page: int = 1
) -> Slice[ReleaseLine]:
    """Return what has been shared, of one source or of all, the latest first; withdrawn ones when asked for."""
    require(holds_anywhere(by, Right.READ_RELEASES))
    rows = _of(by, source) if source else models.Release.objects.filter(provider_id=by.provider)
    rows = rows if withdrawn else rows.filter(withdrawn_at=None)
    return Slice.of(rows.defer("tables").order_by("-made_at", "-number"), page=page, value=_line)


def cells_before(*, by: Actor, source: Source, most: int) -> int:
    """Return how many cells have been given out of a source, shown or hidden; of more than `most`, some number above.

    What is judged next is held against all of them, so that it says how long that may take.
    """
    found = 0
    for cells in _of(by, source).order_by("-number").values_list("members__cells", flat=True).iterator(chunk_size=8):
        found += len(cells or ())
        if found > most:
            break
    return found


def _require_words(title: str, purpose: str) -> None:
    if not title.strip() or not purpose.strip():
        raise Refused("What is shared needs a title and a purpose.")
    _within(title, 200)
    _within(purpose, 500)


def _within(text: str, longest: int) -> None:
    if len(text.strip()) > longest:
        raise Refused("Write at most %(longest)s characters.", longest=longest)


def _judge(
    by: Actor,
    now: datetime,
    source: Source,
    kind: str,
    *,
    tables: Sequence[ReleaseTable],
    grouping: Grouping | None,
    told: Callable[[], object] = lambda: None,
) -> tuple[Proposal, Judgement, tuple[models.KnownAs, ...]]:
    """Judge by today's threshold, or a higher one that something of the source was shared under: it was promised."""
    if kind not in THRESHOLDS:
        raise Refused("There is no threshold for %(kind)s.", kind=kind)
    rows = _of(by, source).order_by("number")
    stored = list(rows.values_list("number", "title", "members__loops", "members__cells", "threshold"))
    threshold = max(threshold_at(by.provider, kind, now), *(each[-1] for each in stored), 0)
    earlier = [
        (number, [*members_from_json(title, loops or (), cells or ())]) for number, title, loops, cells, _ in stored
    ]
    names = names_of(by, source)
    judgement = _judged(tables, earlier, names, grouping, threshold, told=told)
    proposal = Proposal(
        source,
        kind,
        threshold,
        len(stored),
        judgement.tables,
        judgement.hidden,
        judgement.refusals,
        judgement.alike,
    )
    return proposal, judgement, names


def _judged(
    tables: Sequence[ReleaseTable],
    earlier: Sequence[tuple[int, Sequence[EarlierCell]]],
    names: Sequence[models.KnownAs],
    grouping: Grouping | None,
    threshold: int,
    *,
    told: Callable[[], object],
) -> Judgement:
    """Judge with those who turned out to be one as one person.

    Where that alone makes too few of what was given out before, which nothing new can mend, they are counted as then.
    """
    cells, persons = renamed(earlier, names), persons_now(names)
    as_one = tables_of_persons(tables, persons), _once(of_persons(cells, persons))
    judgement = judge(*as_one, grouping, threshold, told=told)
    return judge(tables, _once(cells), grouping, threshold, told=told) if persons and judgement.leaks else judgement


def _once(cells: Sequence[EarlierCell]) -> list[EarlierCell]:
    """The same group is judged once: as shown if it ever was, with all that was ever counted in it, or among whom, and
    shown."""
    kept: dict[tuple[str, frozenset[str]], EarlierCell] = {}
    for cell in sorted(cells, key=lambda cell: not cell.shown):
        first = kept.setdefault((cell.measure, frozenset(cell.members)), cell)
        if cell.shown and first is not cell:
            first = kept[cell.measure, frozenset(cell.members)]
            among = {
                name: first.among.get(name, frozenset()) | cell.among.get(name, frozenset())
                for name in {**first.among, **cell.among}
            }
            kept[cell.measure, frozenset(cell.members)] = replace(
                first, counts={**first.counts, **cell.counts}, among=among
            )
    return list(kept.values())


def _of(by: Actor, source: Source) -> QuerySet[models.Release]:
    return models.Release.objects.filter(
        provider_id=by.provider, source_room=source.room, source_kind=source.kind, source_key=source.key
    )


def _facts(proposal: Proposal, by: Actor, now: datetime) -> dict[str, Any]:
    return {
        "provider_id": by.provider,
        "number": proposal.seen + 1,
        "source_room": proposal.source.room,
        "source_kind": proposal.source.kind,
        "source_key": proposal.source.key,
        "kind": proposal.kind,
        "threshold": proposal.threshold,
        "rules": RULES,
        "tables": tables_to_json(proposal.tables),
        "made_by": by.account,
        "made_at": now,
    }


def _store(row: models.Release, tables: Sequence[ReleaseTable], judgement: Judgement, by: Actor, now: datetime) -> None:
    row.save(force_insert=True)
    loops, cells = members_to_json(tables, judgement.shown)
    models.Members.objects.create(release=row, loops=loops, cells=cells)
    details = {"tables": len(tables), "cells": len(cells), "hidden": len(judgement.hidden), "threshold": row.threshold}
    details |= {"alike": len(judgement.alike)} if judgement.alike else {}
    journal.record(
        by=by, now=now, room="releases", verb="shared", kind="release", object_id=row.id.hex, details=details
    )


def _changed(source: Source, by: Actor, proposal: Proposal) -> Changed:
    latest = _of(by, source).order_by("-number").first()
    who = people.shown_name(by=by, id=latest.made_by if latest else None)
    return Changed(by=who, at=latest.made_at if latest else None, current=proposal)


def _release(row: models.Release, *, with_tables: bool) -> Release:
    return Release(_line(row), row.rules, tables_from_json(row.tables) if with_tables else (), row.withdrawn_reason)


def _line(row: models.Release) -> ReleaseLine:
    return ReleaseLine(
        row.id,
        row.title,
        row.purpose,
        Source(row.source_room, row.source_kind, row.source_key),
        row.made_by,
        row.made_at,
        row.threshold,
        row.withdrawn_at,
    )
