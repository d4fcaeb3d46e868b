"""Actions from a file: looked at row by row first, then taken in whole or not at all, and undone as a whole."""

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F

from kedjan.access.service import Actor, Refused
from kedjan.actions import models
from kedjan.actions.action_reading import action_value
from kedjan.actions.action_taking import ActionChange, HeldAction, Known, TakingActions, actions_held_against
from kedjan.actions.action_values import Action, StepKind
from kedjan.actions.circle import as_decider
from kedjan.actions.filing import told_of
from kedjan.actions.rules import noop
from kedjan.actions.taking import aims_by_words
from kedjan.evidence import service as evidence
from kedjan.files import service as files
from kedjan.files.service import Taken, TakenThing
from kedjan.goals import service as goals
from kedjan.goals.service import Note, ReadFile, RowState
from kedjan.journal import service as journal
from kedjan.notices import service as notices
from kedjan.notices.service import Kind
from kedjan.people import service as people
from kedjan_formats import actions as action_files
from kedjan_formats import tables
from kedjan_formats.folding import folded
from kedjan_formats.unreadable import in_words

ACTION_HEADS = tuple(names[0] for names in action_files.COLUMNS.values())
"""The headings of a file with actions that are read; the file that is taken along has more."""
KIND, ACTION = "actions", "action"
FIELDS = ["responsible", "by_when", "sign", "follow_up_on", "goal", "handed_over_on"]
CHANGED = [*FIELDS, "removed", "version", "changed_by", "changed_at"]
SINCE = noop("%(number)s of its actions have been changed or followed up since, so the file cannot be undone.")
IN_STRATEGIES = noop("%(number)s of its actions belong to strategies since, so the file cannot be undone.")
RESTS = noop("Something rests on %(number)s of its actions, so the file cannot be undone.")
BATCH = 200


def read_actions(*, by: Actor, now: datetime, data: bytes, name: str) -> ReadFile:
    """Read a file with actions and show what taking it in would do. Nothing is kept, and nothing changes.

    For those who decide on proposals.
    """
    as_decider(by=by)
    return _looked_at(by, now, data, name)[0]


@transaction.atomic
def take_actions(*, by: Actor, now: datetime, data: bytes, name: str, seen: str) -> ReadFile:
    """Take a file in, whole or not at all: actions begin, and those that are here say what the file says anew.

    What is here and not in the file stays; phases follow from follow-ups alone. Those who are now responsible are told,
    once for the file. Refused with a wrong row, and where actions are no longer as they were when the file was looked
    at (`seen`). The same file again changes nothing.
    """
    as_decider(by=by)
    list(models.Action.objects.select_for_update().filter(provider_id=by.provider).values_list("id"))
    found, taking = _looked_at(by, now, data, name)
    refused = found.number(RowState.REFUSED)
    if refused:
        raise Refused("%(refused)s rows are wrong. Mend the file and choose it again.", refused=refused)
    if found.seen != seen:
        raise Refused("Somebody has changed actions since you looked at the file. Look at it again.")
    if taking.changes:
        _take(by, now, taking.changes, found.number(RowState.UNCHANGED))
    return found


def files_of_actions(*, by: Actor) -> tuple[Taken, ...]:
    """Return the files with actions that were taken in, the latest first, to those who decide on proposals."""
    as_decider(by=by)
    return files.taken(by=by, kind=KIND)


@transaction.atomic
def undo_actions(*, by: Actor, now: datetime, id: UUID) -> None:
    """Undo a file that was taken in: new actions are gone, others are as they were. Done twice is once.

    Refused, with what stands in the way, where somebody has changed or followed up some of them since, or something
    rests on them.
    """
    as_decider(by=by)
    left = files.things_to_undo(by=by, kind=KIND, id=id).get(ACTION)
    if left is None:
        return
    rows = list(models.Action.objects.select_for_update().filter(id__in=left))
    files.refuse_changed(left, {row.id: row.version for row in rows}, SINCE)
    _refuse_used(by, [each.id for each in left.values() if each.before is None])
    back = []
    for row in rows:
        before = left[row.id].before
        row.version, row.changed_by, row.changed_at = row.version + 1, by.account, now
        if before is None:
            row.removed = True
            continue
        if row.responsible != UUID(hex=before["responsible"]):
            back.append(row)
        row.responsible, row.sign = UUID(hex=before["responsible"]), before["sign"]
        row.goal_id = UUID(hex=before["goal"]) if before["goal"] else None
        row.by_when, row.follow_up_on = (
            date.fromisoformat(before["by_when"]),
            date.fromisoformat(before["follow_up_on"]),
        )
        row.handed_over_on = date.fromisoformat(before["handed_over_on"]) if before["handed_over_on"] else None
    gone = [row.id for row in rows if row.removed]
    models.Action.objects.filter(id__in=gone).update(
        removed=True, version=F("version") + 1, changed_by=by.account, changed_at=now
    )
    models.Action.objects.bulk_update([row for row in rows if not row.removed], CHANGED, batch_size=BATCH)
    _note(by, now, back, StepKind.HANDED_OVER)
    files.mark_undone(by=by, now=now, kind=KIND, id=id)
    _recorded(by, now, id, "undid_actions", number=len(rows))


def _looked_at(by: Actor, now: datetime, data: bytes, name: str) -> tuple[ReadFile, TakingActions]:
    try:
        sheet = tables.read(data, name=name, expected=action_files.EXPECTED)
        file = action_files.parse(sheet)
    except tables.Unreadable as unreadable:
        raise Refused(unreadable.message, **in_words(unreadable.values)) from None
    rows = models.Action.objects.filter(provider_id=by.provider, removed=False).order_by("text", "id")
    here = [action_value(row) for row in rows]
    named = [(goal.id, goal.text, goal.ended_on is None) for each in goals.frameworks(by=by) for goal in each.goals]
    called: dict[UUID | None, str] = {goal: text for goal, text, _holds in named}
    names = people.shown_names(by=by, ids=[each.responsible for each in here])
    held = [HeldAction(each, called.get(each.goal, ""), names[each.responsible]) for each in here]
    aims = aims_by_words(named, {each.goal for each in here if each.goal})
    taking = actions_held_against(file.rows, held, Known(aims, _persons(by, now)), people.day_of(now))
    told = taking.rows + told_of([*file.problems, *taking.wrong], {row.number: row for row in sheet.rows})
    seen = hashlib.sha256(data + repr((held, sorted(aims.items()))).encode()).hexdigest()
    notes = tuple(Note(note.message, in_words(note.values)) for note in sheet.notes)
    return ReadFile(tuple(sorted(told, key=lambda row: row.number)), notes, seen), taking


def _persons(by: Actor, now: datetime) -> Mapping[str, tuple[UUID, ...]]:
    """Return those who can be responsible by their folded names; several may be called the same."""
    found: dict[str, tuple[UUID, ...]] = defaultdict(tuple)
    for each in people.colleagues(by=by, day=people.day_of(now)):
        found[folded(each.name)] += (each.id,)
    return found


def _take(by: Actor, now: datetime, changes: Sequence[ActionChange], unchanged: int) -> None:
    """Keep what a file says, with what is needed to undo it, and tell those who are responsible."""
    made = [(_row(by, now, each), each.there) for each in changes]
    new = [row for row, there in made if there is None]
    models.Action.objects.bulk_create(new)
    models.Action.objects.bulk_update([row for row, there in made if there], CHANGED, batch_size=BATCH)
    handed = [row for row, there in made if there and there.responsible != row.responsible]
    _note(by, now, new, StepKind.BEGUN)
    _note(by, now, handed, StepKind.HANDED_OVER)
    things = [TakenThing(ACTION, row.id, row.version, _before(there)) for row, there in made]
    file = files.keep_taken(by=by, now=now, kind=KIND, things=things, unchanged=unchanged)
    whom = people.recipients(provider=by.provider, ids={row.responsible for row in (*new, *handed)})
    kind = Kind.ACTIONS_GIVEN
    notices.send_to_many(by=by, now=now, event_key=f"{kind} {file.hex}", accounts=whom, kind=kind)
    _recorded(by, now, file, "took_actions", new=len(new), changed=len(made) - len(new))


def _row(by: Actor, now: datetime, change: ActionChange) -> models.Action:
    there = change.there
    handed = there is not None and there.responsible != change.responsible
    before = there.handed_over_on if there else None
    return models.Action(
        id=there.id if there else uuid4(),
        provider_id=by.provider,
        text=change.text,
        goal_id=change.goal,
        responsible=change.responsible,
        by_when=change.by_when,
        sign=change.sign,
        follow_up_on=change.follow_up_on,
        handed_over_on=people.day_of(now) if handed else before,
        version=there.version + 1 if there else 1,
        changed_by=by.account,
        changed_at=now,
    )


def _before(there: Action | None) -> dict[str, str | None] | None:
    """Return what an action said before a file; None for a new one."""
    if there is None:
        return None
    days = {name: getattr(there, name) for name in ("by_when", "follow_up_on", "handed_over_on")}
    said = {"responsible": there.responsible.hex, "sign": there.sign, "goal": there.goal.hex if there.goal else None}
    return {**said, **{name: day.isoformat() if day else None for name, day in days.items()}}


def _note(by: Actor, now: datetime, rows: Sequence[models.Action], kind: StepKind) -> None:
    """Keep what happened to actions, last of all that has."""
    last: dict[UUID, models.ActionStep] = {}
    for each in models.ActionStep.objects.filter(action__in=rows).order_by("place"):
        last[each.action_id] = each
    models.ActionStep.objects.bulk_create(
        models.ActionStep(
            id=uuid4(),
            provider_id=by.provider,
            action_id=row.id,
            place=last[row.id].place + 1 if row.id in last else 1,
            kind=kind.value,
            phase=last[row.id].phase if row.id in last else row.phase,
            by=by.account,
            at=now,
        )
        for row in rows
    )


def _refuse_used(by: Actor, new: Sequence[UUID]) -> None:
    within = models.StrategyAction.objects.filter(action__in=new).values("action").distinct().count()
    if within:
        raise Refused(IN_STRATEGIES, number=within)
    became = evidence.became_of(by=by, kind=ACTION, keys=[each.hex for each in new])
    rests = sum(bool(each) for each in became.values())
    if rests:
        raise Refused(RESTS, number=rests)


def _recorded(by: Actor, now: datetime, file: UUID, verb: str, **details: int) -> None:
    journal.record(by=by, now=now, room="actions", verb=verb, kind="action_file", object_id=file.hex, details=details)
