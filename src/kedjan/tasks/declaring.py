"""What asks for minutes: declared, lowered, withdrawn, and above a frame only against something else or a motive."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_noop as noop

from kedjan.access.service import Actor, NotHere, ProviderScope, Refused, Right, Role, decide, require
from kedjan.journal import service as journal
from kedjan.tasks import models
from kedjan.tasks.framing import holding_now
from kedjan.tasks.rules import above, loads_of
from kedjan.tasks.values import Asking, Declaration, Instead, Load, Over, OverBudget, Thing

NOTHING = Instead()
CHANGED = noop("Somebody has changed what it asks for meanwhile: it is %(minutes)s minutes now. Look at it again.")


@transaction.atomic
def declare(*, by: Actor, now: datetime, thing: Thing, instead: Instead = NOTHING) -> None:
    """Say how many minutes a thing asks of each person, by role; what it asked before is said anew.

    Raises OverBudget when some role comes above its frame and nothing is taken away instead, nor a motive given.
    What is taken away stays so, and a motive is kept for all to see. Said twice is once.
    """
    _may(by)
    _hold(by, thing.school_year)
    _take_away(by, now, instead)
    over = _settle(by, now, [thing])
    motive = instead.motive.strip()
    if over and not motive:
        raise OverBudget(over)
    _let_above(by, now, [thing], over, motive)


@transaction.atomic
def follow(*, by: Actor, now: datetime, things: Sequence[Thing]) -> None:
    """Say anew what things ask when other people came to be asked: nobody can be asked first, so it is only noted."""
    _let_above(by, now, things, _settle(by, now, things), "")


@transaction.atomic
def give_back(*, by: Actor, now: datetime, asking: Asking, object: str) -> None:
    """Ask for no more minutes for a thing. Done twice is once."""
    _may(by)
    if _standing(by).filter(asking=asking.value, object=object).update(until=now):
        _record(by, now, "gave_back", object)


@transaction.atomic
def withdraw_declaration(*, by: Actor, now: datetime, id: UUID) -> None:
    """Ask for no more minutes of a role for an activity. Twice is once; an assignment is withdrawn in its round.

    Refused where somebody has let it ask for other minutes since: what is withdrawn is what was seen.
    """
    _may(by)
    _take_away(by, now, Instead(withdrawn=(id,)))


@transaction.atomic
def lower_declaration(*, by: Actor, now: datetime, id: UUID, minutes: int) -> None:
    """Ask for fewer minutes of a role for an activity. As many or more are refused; twice is once.

    Refused where somebody has let it ask for other minutes since: what is lowered is what was seen.
    """
    _may(by)
    _take_away(by, now, Instead(lowered={id: minutes}))


@transaction.atomic
def set_in_meetings(*, by: Actor, now: datetime, asking: Asking, meeting: Mapping[str, bool]) -> None:
    """Say for which things meeting time is set aside, by object: the others' minutes are extra time (C06)."""
    _may(by)
    moved: list[str] = []
    for held in (True, False):
        things = [thing for thing, there in meeting.items() if there is held]
        rows = _standing(by).filter(asking=asking.value, object__in=things).exclude(in_meetings=held)
        moved += set(rows.values_list("object", flat=True))
        rows.update(in_meetings=held)
    for thing in moved:
        _record(by, now, "moved_meetings", thing)


def declared_in(by: Actor, school_year: str) -> list[Declaration]:
    """Return what asks for minutes in a school year now, in the order it came."""
    rows = _standing(by).filter(school_year=school_year).order_by("since", "title", "id")
    return [declaration_value(row) for row in rows]


def loads_in(by: Actor, now: datetime, school_year: str) -> tuple[Load, ...]:
    """Return what a school year asks of each role."""
    return loads_of(school_year, holding_now(by, now, school_year), declared_in(by, school_year))


def declaration_value(row: models.Declaration) -> Declaration:
    """Return a stored declaration as it crosses the door."""
    return Declaration(
        row.id, Asking(row.asking), row.object, row.title, Role(row.role), row.school_year, row.minutes,
        row.in_meetings, row.since,
    )  # fmt: skip


def _may(by: Actor) -> None:
    require(decide(by, Right.LEAD_ROUNDS, on=ProviderScope(by.provider)))


def _hold(by: Actor, school_year: str) -> None:
    """Hold the year's frames until the transaction ends, so that two cannot each take the last minutes."""
    list(models.Frame.objects.filter(provider_id=by.provider, school_year=school_year).select_for_update())


def _settle(by: Actor, now: datetime, things: Sequence[Thing]) -> tuple[Over, ...]:
    """Store what things ask instead of what they asked before, and return who comes above their frame by it."""
    _may(by)
    if any(asked < 1 for thing in things for asked in thing.minutes.values()):
        raise Refused("What is asked takes at least a minute.")
    before: dict[str, list[models.Declaration]] = {thing.object: [] for thing in things}
    for row in _standing(by).filter(object__in=list(before), asking__in={thing.asking.value for thing in things}):
        before[row.object].append(row)
    told = [thing for thing in things if _said_by(before[thing.object]) != _said(thing)]
    ended = [row for thing in told for row in before[thing.object]]
    grown: Counter[tuple[str, Role]] = Counter()
    for thing in told:
        grown.update({(thing.school_year, role): asked for role, asked in thing.minutes.items()})
    for row in ended:
        grown[row.school_year, Role(row.role)] -= row.minutes
    over = _above(by, now, grown)
    models.Declaration.objects.filter(id__in=[row.id for row in ended]).update(until=now)
    models.Declaration.objects.bulk_create(
        models.Declaration(
            provider_id=by.provider, asking=thing.asking.value, object=thing.object, title=thing.title[:240],
            role=role.value, school_year=thing.school_year, minutes=asked, in_meetings=thing.in_meetings, since=now,
        )
        for thing in told
        for role, asked in thing.minutes.items()
    )  # fmt: skip
    for thing in told:
        most = max(thing.minutes.values(), default=0)
        _record(by, now, "declared", thing.object, {"minutes": most, "school_year": thing.school_year})
    return over


def _above(by: Actor, now: datetime, grown: Mapping[tuple[str, Role], int]) -> tuple[Over, ...]:
    """Return which roles would come above their frame by what has grown; read before it is stored."""
    found: list[Over] = []
    for school_year in sorted({year for (year, _role), more in grown.items() if more > 0}):
        more = {role: asked for (year, role), asked in grown.items() if year == school_year and asked > 0}
        found += above(loads_in(by, now, school_year), more)
    return tuple(found)


def _said(thing: Thing) -> set[tuple[str, int, str, str, bool]]:
    title = thing.title[:240]
    return {(role.value, asked, thing.school_year, title, thing.in_meetings) for role, asked in thing.minutes.items()}


def _said_by(rows: Sequence[models.Declaration]) -> set[tuple[str, int, str, str, bool]]:
    return {(row.role, row.minutes, row.school_year, row.title, row.in_meetings) for row in rows}


def _take_away(by: Actor, now: datetime, instead: Instead) -> None:
    chosen = {*instead.withdrawn, *instead.lowered}
    if not chosen:
        return
    rows = {row.id: row for row in models.Declaration.objects.filter(provider_id=by.provider, id__in=chosen)}
    if chosen - set(rows):
        raise NotHere("There is no such thing that asks for minutes here.")
    if any(row.asking == Asking.ASSIGNMENT.value for row in rows.values()):
        raise Refused("An assignment's minutes are given back when it is withdrawn in its round.")
    standing = {each: row for each, row in rows.items() if row.until is None}
    _refuse_changed(by, [row for row in rows.values() if row.until is not None], instead.lowered)
    fewer = [(standing[each], minutes) for each, minutes in instead.lowered.items() if each in standing]
    if any(not 0 < minutes < row.minutes for row, minutes in fewer):
        raise Refused("What is lowered must ask for fewer minutes than before, and at least one.")
    models.Declaration.objects.filter(id__in=list(standing)).update(until=now)
    models.Declaration.objects.bulk_create(
        models.Declaration(
            id=uuid4(), provider_id=by.provider, asking=row.asking, object=row.object, title=row.title, role=row.role,
            school_year=row.school_year, minutes=minutes, in_meetings=row.in_meetings, since=now,
        )
        for row, minutes in fewer
        if row.id not in instead.withdrawn
    )  # fmt: skip
    for each, row in standing.items():
        verb = "lowered" if each in instead.lowered and each not in instead.withdrawn else "took_away"
        _record(by, now, verb, row.object, {"role": row.role})


def _refuse_changed(by: Actor, over: Sequence[models.Declaration], lowered: Mapping[UUID, int]) -> None:
    """Refuse what asks otherwise now than what was chosen, unless it asks for just what is wanted."""
    if not over:
        return
    rows = _standing(by).filter(object__in=[row.object for row in over])
    now = {(row.asking, row.object, row.role): row.minutes for row in rows}
    for row in over:
        asks = now.get((row.asking, row.object, row.role))
        if asks is not None and asks != lowered.get(row.id):
            raise Refused(CHANGED, minutes=asks)


def _let_above(by: Actor, now: datetime, things: Sequence[Thing], over: tuple[Over, ...], motive: str) -> None:
    """Keep that roles were let above their frames, by the first of the things that asks for their time."""
    for each in over:
        thing = next(one for one in things if each.load.role in one.minutes)
        models.Overrun.objects.create(
            provider_id=by.provider, role=each.load.role.value, school_year=each.load.school_year,
            title=thing.title[:240], above=each.above, motive=motive[:500], made_by=by.account, at=now,
        )  # fmt: skip
        _record(by, now, "went_above", thing.object, {"role": each.load.role.value, "above": each.above})


def _standing(by: Actor) -> QuerySet[models.Declaration]:
    return models.Declaration.objects.filter(provider_id=by.provider, until=None)


def _record(by: Actor, now: datetime, verb: str, object: str, details: dict[str, Any] | None = None) -> None:
    journal.record(
        by=by, now=now, room="tasks", verb=verb, kind="minutes", object_id=object[:64], details=details or {}
    )
