"""Undoing a file with goals as a whole: what was new is gone, and the rest is as it was, while nothing rests on it."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import ForeignObjectRel

from kedjan.access.service import Actor, Refused
from kedjan.files import service as files
from kedjan.files.service import Taken, TakenThing
from kedjan.goals import models
from kedjan.goals.planning import Frame, Line, Plan
from kedjan.goals.reading import goals_in_order
from kedjan.goals.rules import noop
from kedjan.goals.writing import edited, number_goals, to_lead
from kedjan.journal import service as journal

KIND, FRAMEWORK, GOAL = "goals", "framework", "goal"
CHANGED = noop("%(number)s of its goals have been changed since, so the file cannot be undone.")
ADDED = noop("Goals have been added to %(number)s of its sets since, so the file cannot be undone.")
USED: Mapping[str, str] = {
    "goals.sign": noop("%(number)s signs are chosen for its goals, so the file cannot be undone."),
    "goals.goal": noop("%(number)s other goals stand under its goals, so the file cannot be undone."),
    "goals.link": noop("%(number)s other goals are tied to its goals, so the file cannot be undone."),
    "reflection.assignment": noop("%(number)s assignments ask about its goals, so the file cannot be undone."),
    "improvement.conclusion": noop("%(number)s conclusions are about its goals, so the file cannot be undone."),
    "improvement.observation": noop("%(number)s observations on boards are about its goals, so it cannot be undone."),
    "actions.proposal": noop("%(number)s proposals are about its goals, so the file cannot be undone."),
    "actions.action": noop("%(number)s actions are about its goals, so the file cannot be undone."),
}
"""What stands in the way, by what rests on goals."""
GONE = noop("What its goals stood under or served before is gone since, so the file cannot be undone.")
RESTS = noop("Something rests on %(number)s of its goals, so the file cannot be undone.")


def left_by(plan: Plan) -> Iterator[TakenThing]:
    """Yield frameworks and goals as taking a file in leaves them, with what they said before."""
    for frame in plan.frames:
        lines = [line for line in plan.lines if line.frame is frame]
        if frame.stored is None:
            yield TakenThing(FRAMEWORK, frame.id, 1)
        elif frame.changed or any(line.stored is None or line.changes for line in lines):
            yield TakenThing(FRAMEWORK, frame.id, frame.stored.version + 1, _of_frame(frame))
        yield from (_line(line) for line in lines if line.stored is None or line.changes)


def files_of_goals(*, by: Actor) -> tuple[Taken, ...]:
    """Return the files with goals that were taken in, the latest first, to those who lead rounds."""
    to_lead(by)
    return files.taken(by=by, kind=KIND)


@transaction.atomic
def undo_goals(*, by: Actor, now: datetime, id: UUID) -> None:
    """Undo a file with goals as a whole: what was new is removed, the rest is as it was. Done twice is once.

    Refused, with what stands in the way, where somebody has changed some of it since, or something rests on it.
    """
    to_lead(by)
    things = files.things_to_undo(by=by, kind=KIND, id=id)
    frames, goals = things.get(FRAMEWORK, {}), things.get(GOAL, {})
    if not frames:
        return
    frame_rows = list(models.Framework.objects.select_for_update().filter(id__in=frames))
    rows = list(models.Goal.objects.select_for_update().filter(id__in=goals))
    files.refuse_changed(goals, {row.id: row.version for row in rows}, CHANGED)
    files.refuse_changed(frames, {row.id: row.version for row in frame_rows}, CHANGED)
    new = {each.id for each in goals.values() if each.before is None}
    _refuse_used(new, set(goals))
    _refuse_gone(goals)
    made = [each.id for each in frames.values() if each.before is None]
    added = models.Goal.objects.filter(framework__in=made, removed=False).exclude(id__in=new)
    if added.exists():
        raise Refused(ADDED, number=added.values("framework").distinct().count())
    _put_back_goals(by, now, rows, goals)
    _put_back_frames(by, now, frame_rows, frames)
    files.mark_undone(by=by, now=now, kind=KIND, id=id)


def _of_frame(frame: Frame) -> dict[str, str | None] | None:
    of = frame.stored
    return None if of is None else {"kind": of.kind, "ends": of.ends.isoformat() if of.ends else None}


def _line(line: Line) -> TakenThing:
    of = line.stored
    if of is None:
        return TakenThing(GOAL, line.id, 1)
    before = {"parent": of.parent.hex if of.parent else None, "motive": of.motive, "toned_down": of.toned_down}
    return TakenThing(GOAL, line.id, of.version + 1, {**before, "serves": [each.hex for each in of.serves]})


def _refuse_used(new: Collection[UUID], of_file: Collection[UUID]) -> None:
    """Refuse where something outside the file rests on goals that it put in: whatever row points at them."""
    for relation in models.Goal._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ForeignObjectRel):
            continue
        field = relation.field
        rows = relation.related_model._default_manager.filter(**{f"{field.name}__in": new})
        if relation.related_model is models.Goal:
            rows = rows.exclude(id__in=of_file).exclude(removed=True)
        if relation.related_model is models.Link:
            rows = rows.exclude(serving__in=of_file)
        number = rows.count()
        if number:
            raise Refused(USED.get(relation.related_model._meta.label_lower, RESTS), number=number)


def _refuse_gone(left: Mapping[UUID, TakenThing]) -> None:
    """Refuse where what goals stood under or served before has been removed, with another file."""
    before = [each.before for each in left.values() if each.before is not None]
    named = {UUID(hex=one) for each in before for one in (each["parent"], *each["serves"]) if one}
    if models.Goal.objects.filter(id__in=named, removed=True).exists():
        raise Refused(GONE)


def _put_back_goals(by: Actor, now: datetime, rows: list[models.Goal], left: Mapping[UUID, TakenThing]) -> None:
    models.Link.objects.filter(serving__in=left).delete()
    ties = []
    for row in rows:
        before = left[row.id].before
        row.version, row.changed_by, row.changed_at = row.version + 1, by.account, now
        if before is None:
            row.removed = True
            continue
        row.parent_id = UUID(hex=before["parent"]) if before["parent"] else None
        row.motive, row.toned_down = before["motive"], before["toned_down"]
        ties += [
            models.Link(provider_id=by.provider, serving_id=row.id, served_id=UUID(hex=each))
            for each in before["serves"]
        ]
    fields = ["parent", "motive", "toned_down", "removed", "version", "changed_by", "changed_at"]
    models.Goal.objects.bulk_update(rows, fields, batch_size=200)
    models.Link.objects.bulk_create(ties)


def _put_back_frames(by: Actor, now: datetime, rows: list[models.Framework], left: Mapping[UUID, TakenThing]) -> None:
    for row in rows:
        before, fields = left[row.id].before, {"version": row.version + 1, **edited(by, now)}
        if before is None:
            fields["removed"] = True
        else:
            ends = date.fromisoformat(before["ends"]) if before["ends"] else None
            fields |= {"kind": before["kind"], "ends": ends}
        models.Framework.objects.filter(id=row.id).update(**fields)
        number_goals(goals_in_order(models.Goal.objects.filter(framework=row).prefetch_related("serves")))
        journal.record(by=by, now=now, room="goals", verb="undid_file", kind="framework", object_id=row.id.hex)
