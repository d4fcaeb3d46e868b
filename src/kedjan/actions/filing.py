"""Proposals from a file and to a file: looked at row by row first, then taken in whole or not at all, and undone."""

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F, Max

from kedjan.access.service import Actor, Refused
from kedjan.actions import models
from kedjan.actions.circle import place_in, to_write, value
from kedjan.actions.reading import decisions_of, rows_of
from kedjan.actions.rules import noop
from kedjan.actions.taking import Change, Held, Taking, aims_by_words, held_against
from kedjan.actions.writing import SIX_WEEKS
from kedjan.files import service as files
from kedjan.files.service import Taken, TakenThing
from kedjan.goals import service as goals
from kedjan.goals.service import FileRow, Note, Problem, ReadFile, RowState
from kedjan.journal import service as journal
from kedjan.people import service as people
from kedjan_formats import proposals as proposal_files
from kedjan_formats import tables
from kedjan_formats.problems import Problem as WrongValue
from kedjan_formats.unreadable import in_words

PROPOSAL_HEADS = tuple(names[0] for names in proposal_files.COLUMNS.values())
"""The headings of a file with proposals, as it is read and written."""
CHANGED = ["explanation", "goal", "answer_by", "removed", "version", "changed_by", "changed_at"]
NOWHERE = UUID(int=0)
KIND, PROPOSAL = "proposals", "proposal"
SINCE = noop("%(number)s of its proposals have been changed since, so the file cannot be undone.")


def read_proposals(*, by: Actor, now: datetime, analysis: UUID, data: bytes, name: str) -> ReadFile:
    """Read a file with proposals and show what taking it in would do. Nothing is kept, and nothing changes."""
    to_write(by, analysis)
    return _looked_at(by, now, analysis, data, name)[0]


@transaction.atomic
def take_proposals(*, by: Actor, now: datetime, analysis: UUID, data: bytes, name: str, seen: str) -> ReadFile:
    """Take a file in, whole or not at all: new proposals last, and what it says anew of those that are here.

    What is here and not in the file stays. Refused with a wrong row, and where the proposals are no longer as they were
    when the file was looked at (`seen`). The same file again changes nothing.
    """
    to_write(by, analysis)
    list(models.Proposal.objects.select_for_update().filter(analysis_id=analysis).values_list("id"))
    found, taking = _looked_at(by, now, analysis, data, name)
    refused = found.number(RowState.REFUSED)
    if refused:
        raise Refused("%(refused)s rows are wrong. Mend the file and choose it again.", refused=refused)
    if found.seen != seen:
        raise Refused("Somebody has changed the proposals since you looked at the file. Look at it again.")
    if taking.changes:
        _take(by, now, analysis, taking.changes, found.number(RowState.UNCHANGED))
    return found


@transaction.atomic
def undo_proposals(*, by: Actor, now: datetime, id: UUID) -> None:
    """Undo a file that was taken in: new proposals are gone, others are as they were. Done twice is once.

    Refused where somebody has done something since to any proposal of it.
    """
    analysis = file_analysis(by=by, id=id)
    to_write(by, analysis)
    filed = files.things_to_undo(by=by, kind=KIND, id=id).get(PROPOSAL)
    if filed is None:
        return
    rows = list(models.Proposal.objects.select_for_update().filter(id__in=filed))
    files.refuse_changed(filed, {row.id: row.version for row in rows}, SINCE)
    for row in rows:
        before = filed[row.id].before
        row.version, row.changed_by, row.changed_at = row.version + 1, by.account, now
        if before is None:
            row.removed = True
        else:
            row.explanation, row.answer_by = before["explanation"], date.fromisoformat(before["answer_by"])
            row.goal_id = UUID(hex=before["goal"]) if before["goal"] else None
    gone = [row.id for row in rows if row.removed]
    models.Proposal.objects.filter(id__in=gone).update(
        removed=True, version=F("version") + 1, changed_by=by.account, changed_at=now
    )
    models.Proposal.objects.bulk_update([row for row in rows if not row.removed], CHANGED, batch_size=200)
    models.HandSource.objects.filter(file=id).delete()
    _keep_wordings(by, now, [row for row in rows if not row.removed])
    files.mark_undone(by=by, now=now, kind=KIND, id=id)
    _noted(by, now, analysis, "undid_proposals", number=len(rows))


def files_taken(*, by: Actor, analysis: UUID) -> tuple[Taken, ...]:
    """Return the files that were taken in, the latest first, those undone too, to those who word the proposals."""
    to_write(by, analysis)
    return files.taken(by=by, kind=KIND, place=analysis)


def file_analysis(*, by: Actor, id: UUID) -> UUID:
    """Return the analysis that a file was taken in to, of the actor's provider; whoever asks is told no more."""
    return files.taken_to(by=by, kind=KIND, id=id) or NOWHERE


def proposal_rows(*, by: Actor, analysis: UUID) -> list[list[str]]:
    """Return an analysis's proposals as rows under PROPOSAL_HEADS, to those who word them or decide; without answers.

    Where a proposal was heard is told to those who word them.
    """
    place = place_in(by, analysis)
    if not place.decides:
        to_write(by, analysis)
    rows = rows_of(by, analysis)
    texts = {goal.id: goal.text for framework in goals.frameworks(by=by) for goal in framework.goals}
    heard = _heard(rows if place.writes else ())
    return [
        [
            row.text,
            proposal_files.in_lines(row.explanation),
            texts[row.goal_id] if row.goal_id else "",
            row.answer_by.isoformat(),
            f" {proposal_files.BETWEEN} ".join(heard[row.id]),
        ]
        for row in rows
    ]


def _looked_at(by: Actor, now: datetime, analysis: UUID, data: bytes, name: str) -> tuple[ReadFile, Taking]:
    try:
        sheet = tables.read(data, name=name, expected=proposal_files.EXPECTED)
        file = proposal_files.parse(sheet)
    except tables.Unreadable as unreadable:
        raise Refused(unreadable.message, **in_words(unreadable.values)) from None
    rows = rows_of(by, analysis)
    decided, heard = decisions_of(row.id for row in rows), _heard(rows)
    named = [(goal.id, goal.text, goal.ended_on is None) for each in goals.frameworks(by=by) for goal in each.goals]
    called: dict[UUID | None, str] = {goal: text for goal, text, _holds in named}
    held = [
        Held(value(row), called.get(row.goal_id, ""), heard[row.id], (row.merged_into_id or row.id) in decided)
        for row in rows
    ]
    aims = aims_by_words(named, {row.goal_id for row in rows if row.goal_id})
    taking = held_against(file.rows, held, aims, people.day_of(now))
    told = taking.rows + told_of([*file.problems, *taking.wrong], {row.number: row for row in sheet.rows})
    seen = hashlib.sha256(data + repr((held, sorted(aims.items()))).encode()).hexdigest()
    notes = tuple(Note(note.message, in_words(note.values)) for note in sheet.notes)
    return ReadFile(tuple(sorted(told, key=lambda row: row.number)), notes, seen), taking


def _take(by: Actor, now: datetime, analysis: UUID, changes: Sequence[Change], unchanged: int) -> None:
    """Keep what a file says, with what is needed to undo it."""
    last = models.Proposal.objects.filter(analysis_id=analysis).aggregate(last=Max("position"))["last"] or 0
    made = [_row(by, now, analysis, each, last + place) for place, each in enumerate(changes, start=1)]
    models.Proposal.objects.bulk_create([row for row, each in made if each.there is None])
    models.Proposal.objects.bulk_update([row for row, each in made if each.there], CHANGED, batch_size=200)
    things = [TakenThing(PROPOSAL, row.id, row.version, _before(each)) for row, each in made]
    file = files.keep_taken(by=by, now=now, kind=KIND, place=analysis, things=things, unchanged=unchanged)
    models.HandSource.objects.bulk_create(
        models.HandSource(
            id=uuid4(), provider_id=by.provider, proposal=row, origin=origin, file_id=file, by=by.account, at=now
        )
        for row, each in made
        for origin in each.origins
    )
    _keep_wordings(by, now, [row for row, _each in made])
    new = sum(each.there is None for each in changes)
    _noted(by, now, analysis, "took_proposals", new=new, changed=len(changes) - new)


def _before(change: Change) -> dict[str, str | None] | None:
    """Return what a proposal said before a file; None for a new one."""
    there = change.there
    if there is None:
        return None
    goal = there.goal.hex if there.goal else None
    return {"explanation": there.explanation, "goal": goal, "answer_by": there.answer_by.isoformat()}


def _row(
    by: Actor, now: datetime, analysis: UUID, change: Change, position: int
) -> tuple[models.Proposal, Change]:  # fmt: skip
    there = change.there
    row = models.Proposal(
        id=there.id if there else uuid4(),
        provider_id=by.provider,
        analysis_id=analysis,
        position=there.position if there else position,
        text=there.text if there else change.row.text,
        explanation=change.explanation,
        goal_id=change.goal,
        answer_by=change.answer_by or people.day_of(now) + SIX_WEEKS,
        version=there.version + 1 if there else 1,
        changed_by=by.account,
        changed_at=now,
    )
    return row, change


def _keep_wordings(by: Actor, now: datetime, rows: Sequence[models.Proposal]) -> None:
    """Keep the words of proposals beside those they had, where they are others."""
    last: dict[UUID, models.Wording] = {}
    for each in models.Wording.objects.filter(proposal__in=[row.id for row in rows]).order_by("number"):
        last[each.proposal_id] = each
    models.Wording.objects.bulk_create(
        models.Wording(
            provider_id=row.provider_id,
            proposal_id=row.id,
            number=last[row.id].number + 1 if row.id in last else 1,
            text=row.text,
            explanation=row.explanation,
            by=by.account,
            at=now,
        )
        for row in rows
        if row.id not in last or (last[row.id].text, last[row.id].explanation) != (row.text, row.explanation)
    )


def _heard(rows: Sequence[models.Proposal]) -> Mapping[UUID, tuple[str, ...]]:
    found: dict[UUID, tuple[str, ...]] = defaultdict(tuple)
    heard = models.HandSource.objects.filter(proposal__in=[row.id for row in rows]).order_by("at", "origin")
    for proposal, origin in heard.values_list("proposal_id", "origin"):
        found[proposal] = (*found[proposal], origin)
    return found


def told_of(wrong: Sequence[WrongValue], rows: Mapping[int, tables.Row]) -> list[FileRow]:
    """Return the rows of a file that are refused, each with all that is wrong with it."""
    told: dict[int, list[Problem]] = defaultdict(list)
    for each in wrong:
        told[each.row].append(
            Problem(each.row, each.column, each.value, each.message, each.expected, in_words(each.values))
        )
    return [
        FileRow(number, RowState.REFUSED, "", " ".join(rows[number].values)[:120], tuple(problems))
        for number, problems in told.items()
    ]


def _noted(by: Actor, now: datetime, analysis: UUID, verb: str, **details: int) -> None:
    journal.record(
        by=by, now=now, room="actions", verb=verb, kind="situation_analysis", object_id=analysis.hex, details=details
    )
