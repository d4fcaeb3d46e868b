"""Writing frameworks and their goals: put in, worded anew, moved, and ended."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from kedjan.access.service import Actor, Changed, NotHere, ProviderScope, Refused, Right, decide, require
from kedjan.goals import models, rules
from kedjan.goals.reading import NO_GOAL, framework, framework_row, goal, goal_row, goals_in_order
from kedjan.goals.values import Branch, Framework, Goal
from kedjan.journal import service as journal
from kedjan.people import service as people

LONGEST, LONGEST_NAME, MOST = 300, 120, 200
ENDS_FIRST = rules.noop("The last day lies before the first.")
TOO_DEEP = rules.noop("Goals stand in at most three steps: a goal, one under it, and one under that.")


@transaction.atomic
def add_framework(
    *,
    by: Actor,
    now: datetime,
    name: str,
    kind: str,
    starts: date,
    goals: Sequence[str | Branch],
    ends: date | None = None,
    key: UUID,
) -> Framework:
    """Create a framework with its goals in order, some with others under them. The same key twice is once.

    Refused are one without goals, one that ends before it starts, and a name in use from the same day.
    """
    to_lead(by)
    if not goals:
        raise Refused("A framework needs at least one goal.")
    _refuse_name(by, name, starts, ends, besides=key)
    given = {"name": _line(name, LONGEST_NAME), "kind": kind, "starts": starts, "ends": ends, **edited(by, now)}
    row, created = models.Framework.objects.get_or_create(id=key, provider_id=by.provider, defaults=given)
    if created:
        planted = list(_planted(row, goals, edited(by, now)))
        if len(planted) > MOST:
            raise Refused("At most %(most)s goals fit in one framework.", most=MOST)
        models.Goal.objects.bulk_create(planted)
        _noted(by, now, "added", row)
    return framework(by=by, id=row.id)


@transaction.atomic
def describe_framework(
    *, by: Actor, now: datetime, id: UUID, seen: int, name: str, kind: str, starts: date, ends: date | None
) -> Framework:
    """Give a framework another name, kind or days, from its version `seen`; it ends by its last day."""
    to_lead(by)
    row = framework_row(by, id)
    line = _line(name, LONGEST_NAME)
    _refuse_name(by, line, starts, ends, besides=id)
    take_framework(by, now, row, seen, name=line, kind=kind, starts=starts, ends=ends)
    _noted(by, now, "described", row)
    return framework(by=by, id=id)


@transaction.atomic
def add_goal(*, by: Actor, now: datetime, key: UUID, framework: UUID, text: str, parent: UUID | None = None) -> Goal:
    """Add a goal last, or last under another of the framework. The same key twice is once."""
    to_lead(by)
    of = framework_row(by, framework)
    there = models.Goal.objects.filter(id=key).first()
    if there is not None:
        if (there.provider_id, there.framework_id) != (by.provider, framework):
            raise NotHere(NO_GOAL)
        return goal(by=by, id=key)
    known = goals_in_order(of.goals.all())
    if len(known) >= MOST:
        raise Refused("At most %(most)s goals fit in one framework.", most=MOST)
    _refuse_place(known, None, parent)
    position = max((each.position for each in known), default=0) + 1
    models.Goal.objects.create(
        id=key,
        provider_id=by.provider,
        framework=of,
        parent_id=parent,
        position=position,
        text=_line(text, LONGEST),
        **edited(by, now),
    )
    number_goals(goals_in_order(of.goals.all()))
    journal.record(by=by, now=now, room="goals", verb="added_goal", kind="goal", object_id=key.hex)
    return goal(by=by, id=key)


@transaction.atomic
def word_goal(*, by: Actor, now: datetime, id: UUID, seen: int, text: str, parent: UUID | None) -> Goal:
    """Say a goal in other words, or let it stand under another of its framework, from its version `seen`."""
    to_lead(by)
    row = goal_row(by, id)
    of = framework_row(by, row.framework_id)
    _refuse_place(goals_in_order(of.goals.all()), id, parent)
    take_goal(by, now, row, seen, text=_line(text, LONGEST), parent_id=parent)
    number_goals(goals_in_order(of.goals.all()))
    journal.record(by=by, now=now, room="goals", verb="worded", kind="goal", object_id=id.hex)
    return goal(by=by, id=id)


@transaction.atomic
def move_goal(*, by: Actor, now: datetime, id: UUID, seen: int, up: bool) -> None:
    """Let a goal change places with the one before it or after it; `seen` is the framework's version."""
    to_lead(by)
    row = goal_row(by, id)
    of = framework_row(by, row.framework_id)
    known = goals_in_order(of.goals.all())
    if row.ended_on is not None:
        raise Refused("It has ended. Take it up again first.")
    take_framework(by, now, of, seen)
    number_goals(rules.moved(known, id, up=up))
    journal.record(by=by, now=now, room="goals", verb="moved", kind="goal", object_id=id.hex)


@transaction.atomic
def end_goal(*, by: Actor, now: datetime, id: UUID, seen: int, on: date) -> Goal:
    """Let a goal hold until a day, from its version `seen`: it stays where it has been used, and is chosen no more.

    Refused while goals that have not ended stand under it, and for a day before the framework begins.
    """
    to_lead(by)
    row = goal_row(by, id)
    if row.under.filter(ended_on=None, removed=False).exists():
        raise Refused("Other goals stand under it. End them first, or move them.")
    if on < row.framework.starts:
        raise Refused(ENDS_FIRST)
    take_goal(by, now, row, seen, ended_on=on)
    journal.record(by=by, now=now, room="goals", verb="ended", kind="goal", object_id=id.hex)
    return goal(by=by, id=id)


@transaction.atomic
def take_up_goal(*, by: Actor, now: datetime, id: UUID, seen: int) -> Goal:
    """Let a goal that had ended hold again, from its version `seen`; done twice is once."""
    to_lead(by)
    row = goal_row(by, id)
    if row.ended_on is not None:
        if row.parent and row.parent.ended_on is not None:
            raise Refused("The goal that it stands under has ended. Take that up first.")
        take_goal(by, now, row, seen, ended_on=None)
        journal.record(by=by, now=now, room="goals", verb="took_up", kind="goal", object_id=id.hex)
    return goal(by=by, id=id)


def to_lead(by: Actor) -> None:
    """Refuse, as NotYours with the reason, one who does not lead rounds."""
    require(decide(by, Right.LEAD_ROUNDS, on=ProviderScope(by.provider)))


def take_framework(by: Actor, now: datetime, row: models.Framework, seen: int, **fields: Any) -> None:
    """Change a framework that was seen at a version; Changed where somebody was before."""
    changed = {**fields, "version": seen + 1, **edited(by, now)}
    if not models.Framework.objects.filter(id=row.id, version=seen).update(**changed):
        raise Changed(
            by=people.shown_name(by=by, id=row.changed_by), at=row.changed_at, current=framework(by=by, id=row.id)
        )


def take_goal(by: Actor, now: datetime, row: models.Goal, seen: int, **fields: Any) -> None:
    """Change a goal that was seen at a version; Changed where somebody was before."""
    changed = {**fields, "version": seen + 1, **edited(by, now)}
    if not models.Goal.objects.filter(id=row.id, version=seen).update(**changed):
        row.refresh_from_db()
        raise Changed(by=people.shown_name(by=by, id=row.changed_by), at=row.changed_at, current=goal(by=by, id=row.id))


def number_goals(goals: Iterable[Goal]) -> None:
    """Give goals that have moved their places anew, in two steps: no two may have the same at any time."""
    ids = [each.id for each in goals]
    there = dict(models.Goal.objects.filter(id__in=ids).values_list("id", "position"))
    moved = [(each, place) for place, each in enumerate(ids, start=1) if there[each] != place]
    for above in (MOST * 10, 0):
        rows = [models.Goal(id=each, position=above + place) for each, place in moved]
        models.Goal.objects.bulk_update(rows, ["position"])


def _planted(of: models.Framework, goals: Sequence[str | Branch], edited: dict[str, Any]) -> Iterator[models.Goal]:
    """Yield rows for goals, each before those under it."""
    place = 0
    for each in goals:
        branch = each if isinstance(each, Branch) else Branch(each)
        top = uuid4()
        for text, parent in ((branch.text, None), *((under, top) for under in branch.under)):
            place += 1
            yield models.Goal(
                id=uuid4() if parent else top,
                provider_id=of.provider_id,
                framework=of,
                parent_id=parent,
                position=place,
                text=_line(text, LONGEST),
                **edited,
            )


def _refuse_place(known: Sequence[Goal], id: UUID | None, parent: UUID | None) -> None:
    """Refuse a goal under itself, under one of another framework or one that has ended, and too deep a tree."""
    if parent is None:
        return
    by_id = {each.id: each for each in known}
    if parent not in by_id:
        raise NotHere(NO_GOAL)
    if by_id[parent].ended_on is not None:
        raise Refused("The goal that it would stand under has ended.")
    over: UUID | None = parent
    while over is not None:
        if over == id:
            raise Refused("A goal does not stand under itself.")
        over = by_id[over].parent
    depth = rules.depths(known)
    below = _height(known, id) if id else 0
    if depth[parent] + 1 + below >= rules.DEEPEST:
        raise Refused(TOO_DEEP)


def _height(known: Sequence[Goal], id: UUID) -> int:
    """Return how many steps of goals stand under one."""
    return max((1 + _height(known, each.id) for each in known if each.parent == id), default=0)


def _refuse_name(by: Actor, name: str, starts: date, ends: date | None, *, besides: UUID) -> None:
    if ends and ends < starts:
        raise Refused(ENDS_FIRST)
    same = models.Framework.objects.filter(provider_id=by.provider, name=name, starts=starts, removed=False).exclude(
        id=besides
    )
    if same.exists():
        raise Refused("There are already goals called %(name)s from that day.", name=name)


def _noted(by: Actor, now: datetime, verb: str, row: models.Framework) -> None:
    journal.record(by=by, now=now, room="goals", verb=verb, kind="framework", object_id=row.id.hex)


def edited(by: Actor, now: datetime) -> dict[str, Any]:
    """Return who changes a row, and when."""
    return {"changed_by": by.account, "changed_at": now}


def _line(text: str, longest: int) -> str:
    line = " ".join(text.replace("\x00", "").split())
    if not line:
        raise Refused("A goal needs words.")
    if len(line) > longest:
        raise Refused("The text has %(n)d characters; at most %(most)d fit.", n=len(line), most=longest)
    return line
