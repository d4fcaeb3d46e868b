"""Rounds: made, described, given readers and assignments."""

import dataclasses
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from kedjan.access.service import (
    Actor,
    Changed,
    NotHere,
    NotYours,
    ProviderScope,
    Refused,
    Right,
    decide,
    holds_anywhere,
    require,
)
from kedjan.journal import service as journal
from kedjan.organisation import service as organisation
from kedjan.people import service as people
from kedjan.reflection import models
from kedjan.reflection.circle import (
    assignment_in,
    assignments_of,
    may_lead,
    may_read,
    round_to_lead,
    stored_round,
)
from kedjan.reflection.giving import declaring
from kedjan.reflection.giving.inviting import count_invited
from kedjan.reflection.giving.readiness import keep_promises, keep_ready
from kedjan.reflection.numbers import areas_in, numbers_of
from kedjan.reflection.tag_sets import keep_tags, other_tags, tag_set_of
from kedjan.reflection.values import Aspect, Assignment, AssignmentState, Level, Reader, Round, RoundLine
from kedjan.tasks import service as tasks


@transaction.atomic
def create_round(
    *,
    by: Actor,
    now: datetime,
    title: str,
    tag_set: UUID,
    key: UUID,
    description: str = "",
    population: str = "",
    invited: int | None = None,
    opened_on: date | None = None,
    closed_on: date | None = None,
    emotion: bool = True,
    readers: Collection[UUID] = (),
    assignments: Sequence[Assignment] = (),
) -> Round:
    """Create a round with its circle of readers (default: nobody) and assignments. The same key twice is once.

    `population` says who was asked ("ledare och nyckelpersoner"), `invited` how many. Refuses a title already in use.
    """
    require(decide(by, Right.LEAD_ROUNDS, on=ProviderScope(by.provider)))
    if models.Round.objects.filter(provider_id=by.provider, id=key).exists():
        return round(by=by, id=key)
    if not models.TagSet.objects.filter(provider_id=by.provider, id=tag_set).exists():
        raise NotHere("There is no such tag set here.")
    fields = _described(
        by,
        key,
        title=title,
        description=description,
        population=population,
        invited=invited,
        opened_on=opened_on,
        closed_on=closed_on,
    )
    row = models.Round.objects.create(
        id=key,
        provider_id=by.provider,
        tag_set_id=tag_set,
        emotion=emotion,
        changed_by=by.account,
        changed_at=now,
        **fields,
    )
    _name_readers(by, row, readers)
    _store_assignments(row, assignments)
    journal.record(by=by, now=now, room="reflection", verb="created", kind="round", object_id=key.hex)
    return round(by=by, id=key)


@transaction.atomic
def change_round(
    *,
    by: Actor,
    now: datetime,
    id: UUID,
    seen: int,
    title: str,
    description: str = "",
    population: str = "",
    invited: int | None = None,
    opened_on: date | None = None,
    closed_on: date | None = None,
    tag_set: UUID | None = None,
) -> Round:
    """Describe a round anew; what is not given becomes empty. Raises Changed when `seen` is not its version.

    Where the round has recipients, as many are `invited` as they are. `tag_set` (None: as it is) puts other tags in
    place of those there are, as long as nobody has been asked and nothing has been read in.
    """
    row = round_to_lead(by, id)
    fields = _described(
        by,
        id,
        title=title,
        description=description,
        population=population,
        invited=invited,
        opened_on=opened_on,
        closed_on=closed_on,
    )
    other = other_tags(by, row, tag_set)
    fields |= other
    take(by, now, row, seen, **fields)
    count_invited(row.id)
    record(by, now, row, "changed")
    if other and tag_set:
        keep_tags(row)
        record(by, now, row, "changed_tags", {"was": row.tag_set_id.hex, "tag_set": tag_set.hex})
    return round(by=by, id=id)


@transaction.atomic
def set_readers(
    *,
    by: Actor,
    now: datetime,
    id: UUID,
    seen: int,
    readers: Collection[UUID],
    managers_read: bool | None = None,
) -> Round:
    """Name the round's readers: these accounts and no others. Accounts of another provider are NotHere.

    `managers_read` (None: as it is) says that readers get the texts of those whom they lead too (C07); it is said
    before anything is published, and stays. What is published is never left without a reader.
    """
    row = round_to_lead(by, id)
    keep_promises(row, readers, managers_read)
    take(by, now, row, seen, **({} if managers_read is None else {"managers_read": managers_read}))
    before = {reader.account_id for reader in row.readers.all()}
    models.RoundReader.objects.filter(round=row).exclude(account_id__in=set(readers)).delete()
    _name_readers(by, row, set(readers) - before)
    details = {
        "added": sorted(account.hex for account in set(readers) - before),
        "removed": sorted(account.hex for account in before - set(readers)),
    }
    record(by, now, row, "named_readers", details)
    return round(by=by, id=id)


@transaction.atomic
def add_assignments(*, by: Actor, now: datetime, id: UUID, seen: int, assignments: Sequence[Assignment]) -> Round:
    """Add assignments after those there are. A code already there is refused."""
    row = round_to_lead(by, id)
    take(by, now, row, seen)
    _store_assignments(row, assignments)
    record(by, now, row, "added_assignments")
    return round(by=by, id=id)


@transaction.atomic
def change_assignment(*, by: Actor, now: datetime, id: UUID, seen: int, assignment: Assignment) -> Round:
    """Describe the assignment with that code anew; its place stays.

    One that is published must still have what publishing demands, and cannot be changed when somebody has answered.
    """
    row = round_to_lead(by, id)
    found = assignment_in(row, assignment.code)
    take(by, now, row, seen)
    keep_ready(row, found, assignment)
    fields = _assignment_fields(assignment)
    del fields["position"]
    models.Assignment.objects.filter(id=found.id).update(**fields)
    found.refresh_from_db()
    if found.state in declaring.ASKS:
        declaring.declare(by, now, row, found, tasks.NOTHING)
    record(by, now, row, "changed_assignment", {"code": assignment.code})
    return round(by=by, id=id)


def rounds(*, by: Actor) -> tuple[RoundLine, ...]:
    """Return the provider's rounds, the latest opened first: all to those whose duties show them, else one's own."""
    rows = list(models.Round.objects.filter(provider_id=by.provider).prefetch_related("readers"))
    sees_all = holds_anywhere(by, Right.SEE_ROUNDS).allowed
    leads = may_lead(by).allowed
    counted = numbers_of(rows)
    lines = []
    for row in sorted(rows, key=lambda each: (each.opened_on or date.min, each.title), reverse=True):
        reads = may_read(by, row).allowed
        if not (sees_all or reads):
            continue
        known = counted[row.id] if reads or leads else None
        lines.append(
            RoundLine(
                row.id,
                row.title,
                row.description,
                row.opened_on,
                row.closed_on,
                row.invited,
                known.loops if known else None,
                known.persons if known else None,
                reads,
                leads,
            )
        )
    return tuple(lines)


def round(*, by: Actor, id: UUID) -> Round:  # noqa: A001 - the word of the trade, and read as reflection.round
    """Return a round with assignments and readers, to its readers and those whose duties show rounds."""
    row = stored_round(by, id)
    reads, leads, sees = may_read(by, row), may_lead(by), holds_anywhere(by, Right.SEE_ROUNDS)
    if not (reads.allowed or sees.allowed):
        raise NotYours(sees)
    known = numbers_of([row])[row.id] if reads.allowed or leads.allowed else None
    present = areas_in(row) if known else frozenset()
    areas = organisation.service_areas(provider=row.provider_id) if known else ()
    names = people.names_of(by=by, ids=[reader.account_id for reader in row.readers.all()])
    return Round(
        id=row.id,
        title=row.title,
        description=row.description,
        population=row.population,
        invited=row.invited,
        opened_on=row.opened_on,
        closed_on=row.closed_on,
        emotion=row.emotion,
        revision=row.revision,
        version=row.version,
        tag_set=tag_set_of(row),
        assignments=tuple(assignment_value(each) for each in assignments_of(row)),
        readers=tuple(Reader(account, name) for account, name in sorted(names.items(), key=lambda pair: pair[1])),
        loops=known.loops if known else None,
        persons=known.persons if known else None,
        areas=tuple(area.name for area in areas if area.id in present),
        may_read=reads,
        may_lead=leads,
        analysis=row.analysis_id,
        managers_read=row.managers_read,
        kept_months=row.kept_months,
    )


def _described(
    by: Actor,
    id: UUID,
    *,
    title: str,
    description: str,
    population: str,
    invited: int | None,
    opened_on: date | None,
    closed_on: date | None,
) -> dict[str, Any]:
    title = " ".join(title.split())
    if not title:
        raise Refused("A round needs a title.")
    if models.Round.objects.filter(provider_id=by.provider, title=title).exclude(id=id).exists():
        raise Refused("There is already a round called %(title)s.", title=title)
    if opened_on and closed_on and closed_on < opened_on:
        raise Refused("The last day lies before the first.")
    return {
        "title": title,
        "description": description.strip(),
        "population": population.strip(),
        "invited": invited,
        "opened_on": opened_on,
        "closed_on": closed_on,
    }


def take(by: Actor, now: datetime, row: models.Round, seen: int, **fields: Any) -> None:
    """Write the next version of the round if it still is as it was seen; otherwise raise Changed.

    Whoever has taken it holds the round's row until the transaction ends.
    """
    changed = models.Round.objects.filter(id=row.id, version=seen).update(
        version=seen + 1, changed_by=by.account, changed_at=now, **fields
    )
    if not changed:
        who = people.shown_name(by=by, id=row.changed_by)
        raise Changed(by=who, at=row.changed_at, current=round(by=by, id=row.id))


def record(by: Actor, now: datetime, row: models.Round, verb: str, details: dict[str, Any] | None = None) -> None:
    """Write in the journal what was done to a round."""
    journal.record(
        by=by, now=now, room="reflection", verb=verb, kind="round", object_id=row.id.hex, details=details or {}
    )


def _name_readers(by: Actor, row: models.Round, accounts: Collection[UUID]) -> None:
    known = people.names_of(by=by, ids=accounts)
    if set(accounts) - set(known):
        raise NotHere("There is no such account here.")
    models.RoundReader.objects.bulk_create(
        models.RoundReader(provider_id=row.provider_id, round=row, account_id=account) for account in known
    )


def _store_assignments(row: models.Round, assignments: Sequence[Assignment]) -> None:
    taken = {each.code: each.position for each in models.Assignment.objects.filter(round=row)}
    codes = [" ".join(each.code.split()) for each in assignments]
    twice = next((code for place, code in enumerate(codes) if not code or code in taken or code in codes[:place]), None)
    if twice is not None:
        raise Refused("There is already an assignment %(code)s.", code=twice)
    first = max(taken.values(), default=0) + 1
    models.Assignment.objects.bulk_create(
        models.Assignment(
            provider_id=row.provider_id,
            round=row,
            code=code,
            **{**_assignment_fields(each), "position": first + number},
        )
        for number, (code, each) in enumerate(zip(codes, assignments, strict=True))
    )


def _assignment_fields(assignment: Assignment) -> dict[str, Any]:
    fields = dataclasses.asdict(assignment)
    del fields["code"], fields["state"]
    fields["goal_id"], fields["success_factor_id"] = fields.pop("goal"), fields.pop("success_factor")
    fields["aspect"] = assignment.aspect.value if assignment.aspect else ""
    fields["level"] = assignment.level.value if assignment.level else ""
    fields["support_questions"] = list(assignment.support_questions)
    return fields


def assignment_value(row: models.Assignment) -> Assignment:
    """Return a stored assignment as it crosses the door."""
    return Assignment(
        row.code,
        row.heading,
        row.position,
        row.focus,
        tuple(row.support_questions),
        row.follow_up_short,
        row.follow_up_long,
        row.minutes,
        row.used_for,
        row.opens_on,
        row.closes_on,
        row.goal_id,
        row.success_factor_id,
        Aspect(row.aspect) if row.aspect else None,
        Level(row.level) if row.level else None,
        row.emotion,
        row.example,
        row.tags_advised,
        AssignmentState(row.state),
    )
