"""Goals from a file and to a file: looked at row by row first, then taken in whole or not at all."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from kedjan.access.service import Actor, Refused
from kedjan.files import service as files
from kedjan.goals import models
from kedjan.goals.planning import Frame, Line, Plan, planned
from kedjan.goals.reading import frameworks, goals_in_order
from kedjan.goals.undoing import KIND, left_by
from kedjan.goals.values import FileRow, Framework, Note, Problem, ReadFile, RowState
from kedjan.goals.writing import MOST, edited, number_goals, to_lead
from kedjan.journal import service as journal
from kedjan_formats import goals as goal_files
from kedjan_formats import tables
from kedjan_formats.unreadable import in_words

EXPORT_HEADS = tuple(names[0] for names in goal_files.COLUMNS.values())
"""The headings of a file with goals, as it is read and written."""


def read_goals(*, by: Actor, data: bytes, name: str) -> ReadFile:
    """Read a file with goals and show what taking it in would do. Nothing is kept, and nothing changes."""
    to_lead(by)
    return _looked_at(by, data, name)[0]


@transaction.atomic
def take_goals(*, by: Actor, now: datetime, data: bytes, name: str, seen: str) -> ReadFile:
    """Take a file in whole: new frameworks and goals, and what it says anew of those that are here.

    What is here and not in the file stays. Refused with a wrong row, and where the goals are no longer as they were
    when the file was looked at (`seen`). The same file again changes nothing.
    """
    to_lead(by)
    for kept in (models.Framework, models.Goal):
        list(kept.objects.select_for_update().filter(provider_id=by.provider).values_list("id"))
    found, plan = _looked_at(by, data, name)
    refused = found.number(RowState.REFUSED)
    if refused:
        raise Refused("%(refused)s rows are wrong. Mend the file and choose it again.", refused=refused)
    if found.seen != seen:
        raise Refused("Somebody has changed goals since you looked at the file. Look at it again.")
    if not found.acceptable:
        return found
    for frame in plan.frames:
        _take_frame(by, now, frame, [each for each in plan.lines if each.frame is frame])
    _tie(by, plan)
    unchanged = found.number(RowState.UNCHANGED)
    files.keep_taken(by=by, now=now, kind=KIND, things=left_by(plan), unchanged=unchanged)
    return found


def export_rows(found: Iterable[Framework]) -> list[list[str]]:
    """Return goals as rows under EXPORT_HEADS: what holds, so that reading the file in again changes nothing."""
    every = tuple(found)
    texts = {goal.id: goal.text for framework in every for goal in framework.goals}
    called = {code: words for words, code in goal_files.KINDS.items()}
    return [
        [
            framework.name,
            called.get(framework.kind, ""),
            framework.starts.isoformat(),
            framework.ends.isoformat() if framework.ends else "",
            goal.text,
            texts[goal.parent] if goal.parent else "",
            f" {goal_files.BETWEEN} ".join(texts[each] for each in goal.serves if each in texts),
            goal.motive,
        ]
        for framework in every
        for goal in framework.goals
        if goal.ended_on is None
    ]


def _looked_at(by: Actor, data: bytes, name: str) -> tuple[ReadFile, Plan]:
    try:
        sheet = tables.read(data, name=name, expected=goal_files.EXPECTED)
        file = goal_files.parse(sheet)
    except tables.Unreadable as unreadable:
        raise Refused(unreadable.message, **in_words(unreadable.values)) from None
    stored = frameworks(by=by)
    plan = planned(stored, file)
    wrong = sorted((*file.problems, *plan.problems), key=lambda each: each.row)
    rows = [*(_row(each) for each in plan.lines), *_refused(wrong, {row.number: row for row in sheet.rows}, plan)]
    bad = {each.row for each in wrong}
    kept = [row for row in rows if row.state is RowState.REFUSED or row.number not in bad]
    seen = hashlib.sha256(data + repr(stored).encode()).hexdigest()
    notes = tuple(Note(note.message, in_words(note.values)) for note in sheet.notes)
    return ReadFile(tuple(sorted(kept, key=lambda row: row.number)), notes, seen), plan


def _row(line: Line) -> FileRow:
    return FileRow(line.row.number, line.state, line.frame.name, line.row.text)


def _refused(wrong: Sequence[goal_files.GoalProblem], rows: dict[int, tables.Row], plan: Plan) -> list[FileRow]:
    told: dict[int, list[Problem]] = {}
    for each in wrong:
        told.setdefault(each.row, []).append(
            Problem(each.row, each.column, each.value, each.message, each.expected, in_words(each.values))
        )
    known = {line.row.number: line.row for line in plan.lines}
    return [
        FileRow(
            number,
            RowState.REFUSED,
            known[number].framework if number in known else "",
            known[number].text if number in known else " ".join(rows[number].values)[:120],
            tuple(problems),
        )
        for number, problems in told.items()
    ]


def _take_frame(by: Actor, now: datetime, frame: Frame, lines: Sequence[Line]) -> None:
    """Keep a framework and its goals as the file says them."""
    made = {"name": frame.name, "kind": frame.kind, "starts": frame.starts, "ends": frame.ends}
    if frame.stored is None:
        models.Framework.objects.create(id=frame.id, provider_id=by.provider, **made, **edited(by, now))
    elif all(line.state is RowState.UNCHANGED for line in lines) and not frame.changed:
        return
    else:
        models.Framework.objects.filter(id=frame.id).update(**made, version=frame.stored.version + 1, **edited(by, now))
    there = frame.stored.goals if frame.stored else ()
    last = max((goal.position for goal in there), default=0)
    new = [line for line in lines if line.stored is None]
    if len(there) + len(new) > MOST:
        raise Refused("At most %(most)s goals fit in one framework.", most=MOST)
    changed = [line for line in lines if line.changes]
    models.Goal.objects.bulk_create(_goal(by, line, last + place, now) for place, line in enumerate(new, start=1))
    rows = [_goal(by, line, 0, now, parent=line.parent) for line in (*(each for each in new if each.parent), *changed)]
    models.Goal.objects.bulk_update(rows, ["parent", "toned_down", "motive", "version", "changed_by", "changed_at"])
    number_goals(goals_in_order(models.Goal.objects.filter(framework_id=frame.id).prefetch_related("serves")))
    details = {"new": len(new), "changed": len(changed)}
    journal.record(
        by=by, now=now, room="goals", verb="took_file", kind="framework", object_id=frame.id.hex, details=details
    )


def _goal(by: Actor, line: Line, position: int, now: datetime, parent: UUID | None = None) -> models.Goal:
    return models.Goal(
        id=line.id,
        provider_id=by.provider,
        framework_id=line.frame.id,
        parent_id=parent,
        position=position,
        text=line.row.text,
        toned_down=bool(line.motive),
        motive=line.motive,
        version=line.stored.version + 1 if line.stored else 1,
        **edited(by, now),
    )


def _tie(by: Actor, plan: Plan) -> None:
    """Let each goal of the file serve what the file says that it does."""
    gone: list[tuple[UUID, UUID]] = []
    new: list[models.Link] = []
    for line in plan.lines:
        before = set(line.stored.serves) if line.stored else set()
        gone += [(line.id, each) for each in before - line.serves]
        new += [
            models.Link(provider_id=by.provider, serving_id=line.id, served_id=each) for each in line.serves - before
        ]
    models.Link.objects.bulk_create(new)
    for serving, served in gone:
        models.Link.objects.filter(serving_id=serving, served_id=served).delete()
