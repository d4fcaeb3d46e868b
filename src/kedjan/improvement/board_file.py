"""A board from a file and to a file: looked at row by row first, then taken in whole or not at all."""

import hashlib
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Max

from kedjan.access.service import Actor, Refused
from kedjan.files import service as files
from kedjan.files.service import Taken, TakenThing
from kedjan.goals import service as goals
from kedjan.goals.service import FileRow, Note, Problem, ReadFile, RowState
from kedjan.improvement import models
from kedjan.improvement.board_rules import bare
from kedjan.improvement.board_values import Observation, Worth
from kedjan.improvement.boarding import MOST, observations_of
from kedjan.improvement.circle import noted, to_write
from kedjan.improvement.rules import noop
from kedjan_formats import board as board_files
from kedjan_formats import tables
from kedjan_formats.board import BoardProblem, BoardRow
from kedjan_formats.folding import folded
from kedjan_formats.unreadable import in_words

BOARD_HEADS = tuple(names[0] for names in board_files.COLUMNS.values())
"""The headings of a file with a board, as it is read and written."""
KIND, OBSERVATION = "board", "observation"
NOWHERE = UUID(int=0)
SINCE = noop("%(number)s of its observations have been changed since, so the file cannot be undone.")
type Key = tuple[UUID, str, str, str]


def read_board(*, by: Actor, analysis: UUID, data: bytes, name: str) -> ReadFile:
    """Read a file with a board and show what taking it in would do. Nothing is kept, and nothing changes."""
    to_write(by, analysis)
    return _looked_at(by, analysis, data, name)[0]


@transaction.atomic
def take_board(*, by: Actor, now: datetime, analysis: UUID, data: bytes, name: str, seen: str) -> ReadFile:
    """Put what a file has on the board, whole or not at all; what stands there already is left, but for its level.

    Refused with a wrong row, and where the board is no longer as it was when the file was looked at (`seen`). The same
    file again changes nothing.
    """
    to_write(by, analysis)
    list(models.Observation.objects.select_for_update().filter(analysis_id=analysis).values_list("id"))
    found, plan = _looked_at(by, analysis, data, name)
    refused = found.number(RowState.REFUSED)
    if refused:
        raise Refused("%(refused)s rows are wrong. Mend the file and choose it again.", refused=refused)
    if found.seen != seen:
        raise Refused("Somebody has changed the board since you looked at the file. Look at it again.")
    rows = models.Observation.objects.filter(analysis_id=analysis)
    if rows.filter(removed=False).count() + len(plan.new) > MOST:
        raise Refused("At most %(most)s observations fit on a board.", most=MOST)
    last = rows.aggregate(last=Max("position"))["last"] or 0
    new = [(uuid4(), goal, row) for goal, row in plan.new]
    models.Observation.objects.bulk_create(
        models.Observation(
            id=key,
            provider_id=by.provider,
            analysis_id=analysis,
            goal_id=goal,
            part=row.part,
            worth=row.worth,
            level=row.level,
            text=row.text,
            position=last + place,
            changed_by=by.account,
            changed_at=now,
        )
        for place, (key, goal, row) in enumerate(new, start=1)
    )
    for there, row in plan.changed:
        models.Observation.objects.filter(id=there.id).update(
            level=row.level, version=there.version + 1, changed_by=by.account, changed_at=now
        )
    if plan.new or plan.changed:
        left = [TakenThing(OBSERVATION, key, 1) for key, _goal, _row in new]
        left += [
            TakenThing(OBSERVATION, there.id, there.version + 1, {"level": there.level or ""})
            for there, _row in plan.changed
        ]
        unchanged = found.number(RowState.UNCHANGED)
        files.keep_taken(by=by, now=now, kind=KIND, place=analysis, things=left, unchanged=unchanged)
        noted(by, now, analysis, "took_board", new=len(plan.new), changed=len(plan.changed))
    return found


def files_on_board(*, by: Actor, analysis: UUID) -> tuple[Taken, ...]:
    """Return the files that were put on a board, the latest first, to who writes the analysis's conclusions."""
    to_write(by, analysis)
    return files.taken(by=by, kind=KIND, place=analysis)


def board_of_file(*, by: Actor, id: UUID) -> UUID:
    """Return the analysis on whose board a file of the actor's provider was put; whoever asks is told no more."""
    return files.taken_to(by=by, kind=KIND, id=id) or NOWHERE


@transaction.atomic
def undo_board(*, by: Actor, now: datetime, id: UUID) -> None:
    """Undo a file that was put on a board as a whole: what was new is off it, levels are as they were.

    Done twice is once. Refused where somebody has changed some of it since, or said where something of it comes from.
    """
    analysis = board_of_file(by=by, id=id)
    to_write(by, analysis)
    left = files.things_to_undo(by=by, kind=KIND, id=id).get(OBSERVATION)
    if left is None:
        return
    rows = list(models.Observation.objects.select_for_update().filter(id__in=left))
    files.refuse_changed(left, {row.id: row.version for row in rows}, SINCE)
    for row in rows:
        before = left[row.id].before
        row.version, row.changed_by, row.changed_at = row.version + 1, by.account, now
        row.removed = before is None
        row.level = row.level if before is None else before["level"]
    fields = ["removed", "level", "version", "changed_by", "changed_at"]
    models.Observation.objects.bulk_update(rows, fields, batch_size=200)
    files.mark_undone(by=by, now=now, kind=KIND, id=id)
    noted(by, now, analysis, "undid_board", number=len(rows))


def board_rows(*, by: Actor, analysis: UUID) -> list[list[str]]:
    """Return the board as rows under BOARD_HEADS, to one who writes the analysis's conclusions."""
    to_write(by, analysis)
    called = board_files.CALLED
    texts = {goal.id: goal.text for framework in goals.frameworks(by=by) for goal in framework.goals}
    return [
        [texts[each.goal], each.part or "", called[each.worth], called[each.level or ""], each.text]
        for each in observations_of(analysis)
    ]


@dataclass(slots=True)
class _Plan:
    """What the good rows of a file would do."""

    rows: list[FileRow] = field(default_factory=list)
    new: list[tuple[UUID, BoardRow]] = field(default_factory=list)
    changed: list[tuple[Observation, BoardRow]] = field(default_factory=list)
    wrong: list[BoardProblem] = field(default_factory=list)


def _looked_at(by: Actor, analysis: UUID, data: bytes, name: str) -> tuple[ReadFile, _Plan]:
    try:
        sheet = tables.read(data, name=name, expected=board_files.EXPECTED)
        file = board_files.parse(sheet)
    except tables.Unreadable as unreadable:
        raise Refused(unreadable.message, **in_words(unreadable.values)) from None
    stored = observations_of(analysis)
    aims = _goals_by_text(by, {each.goal for each in stored})
    plan = _planned(file.rows, stored, aims)
    rows = plan.rows + _refused([*file.problems, *plan.wrong], {row.number: row for row in sheet.rows})
    seen = hashlib.sha256(data + repr((stored, sorted(aims.items()))).encode()).hexdigest()
    notes = tuple(Note(note.message, in_words(note.values)) for note in sheet.notes)
    return ReadFile(tuple(sorted(rows, key=lambda row: row.number)), notes, seen), plan


def _planned(rows: Sequence[BoardRow], stored: Sequence[Observation], aims: Mapping[str, UUID]) -> _Plan:
    held = {_key(each.goal, each.part or "", each.worth, each.text): each for each in stored}
    plan = _Plan()
    met: dict[Key, int] = {}
    for row in rows:
        goal = aims.get(folded(row.goal))
        if goal is None:
            plan.wrong.append(board_files.problem(row.number, "goal", row.goal, "goal"))
            continue
        key = _key(goal, row.part, Worth(row.worth), row.text)
        if key in met:
            plan.wrong.append(board_files.problem(row.number, "text", row.text, "again", first_row=met[key]))
            continue
        met[key] = row.number
        there, state = held.get(key), RowState.UNCHANGED
        if there is None:
            state = RowState.NEW
            plan.new.append((goal, row))
        elif row.level and row.level != there.level:
            state = RowState.CHANGED
            plan.changed.append((there, row))
        plan.rows.append(FileRow(row.number, state, row.goal, row.text))
    return plan


def _goals_by_text(by: Actor, used: Set[UUID]) -> dict[str, UUID]:
    """Return the goals that hold by their words; of several with the same words the one that is on the board."""
    found: dict[str, UUID] = {}
    for framework in goals.frameworks(by=by):
        for goal in framework.goals:
            words = folded(goal.text)
            if goal.id in used or (goal.ended_on is None and words not in found):
                found[words] = goal.id
    return found


def _refused(wrong: Sequence[BoardProblem], rows: dict[int, tables.Row]) -> list[FileRow]:
    told: dict[int, list[Problem]] = {}
    for each in wrong:
        told.setdefault(each.row, []).append(
            Problem(each.row, each.column, each.value, each.message, each.expected, in_words(each.values))
        )
    return [
        FileRow(number, RowState.REFUSED, "", " ".join(rows[number].values)[:120], tuple(problems))
        for number, problems in told.items()
    ]


def _key(goal: UUID, part: str, worth: Worth, text: str) -> Key:
    return goal, "" if worth is Worth.PROPOSAL else str(part), worth.value, bare(text)
