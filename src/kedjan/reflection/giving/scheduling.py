"""A round's schedule: its meetings and feedback, what to look at in it, and a whole one from a file (C05)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time
from uuid import UUID, uuid5

from django.db import transaction

from kedjan.access.service import Actor, NotHere, Refused
from kedjan.reflection import models, rounds
from kedjan.reflection.circle import assignments_of, round_to_lead
from kedjan.reflection.giving.declaring import follow_meetings
from kedjan.reflection.giving.rules import load_of, warnings_of
from kedjan.reflection.giving.values import Event, EventKind, Schedule, ScheduleFile
from kedjan.reflection.ledger_values import Note, Problem
from kedjan.reflection.rules import noop
from kedjan.reflection.values import Assignment, AssignmentState
from kedjan_formats import schedules, tables
from kedjan_formats.schedules import ScheduleRow
from kedjan_formats.unreadable import in_words

FIXED = (
    noop("The assignment is published already; its days are moved on its own page."),
    noop("an assignment that is a draft"),
)


def schedule(*, by: Actor, round: UUID) -> Schedule:
    """Return a round's schedule with its warnings and its load, to those who lead it."""
    row = round_to_lead(by, round)
    return _weighed(row.closed_on, assignments_in(row), events_in(row))


@transaction.atomic
def add_event(
    *,
    by: Actor,
    now: datetime,
    round: UUID,
    kind: EventKind,
    day: date,
    key: UUID,
    starts: time | None = None,
    minutes: int | None = None,
    text: str = "",
    codes: Sequence[str] = (),
) -> Event:
    """Put a meeting or a feedback in the schedule. The same key twice is once; codes must be the round's."""
    row = round_to_lead(by, round)
    unknown = set(codes) - {each.code for each in assignments_of(row)}
    if unknown:
        raise NotHere("There is no such assignment here.")
    made, new = models.Event.objects.get_or_create(
        id=key,
        provider_id=row.provider_id,
        defaults={
            "round": row,
            "kind": kind.value,
            "day": day,
            "starts": starts,
            "minutes": minutes,
            "text": text.strip(),
            "codes": list(dict.fromkeys(codes)),
        },
    )
    if new:
        rounds.record(by, now, row, "added_event", {"kind": kind.value})
        follow_meetings(by, now, row)
    return _event(made)


@transaction.atomic
def remove_event(*, by: Actor, now: datetime, round: UUID, event: UUID) -> None:
    """Take a meeting or a feedback out of the schedule. Done twice is once."""
    row = round_to_lead(by, round)
    gone, _ = models.Event.objects.filter(round=row, id=event).delete()
    if gone:
        rounds.record(by, now, row, "removed_event")
        follow_meetings(by, now, row)


def read_schedule(*, by: Actor, round: UUID, data: bytes, name: str) -> ScheduleFile:
    """Read a file with a schedule and show what taking it in would give. Nothing is kept, and nothing changes."""
    return _read(round_to_lead(by, round), data, name)[0]


@transaction.atomic
def take_schedule(*, by: Actor, now: datetime, round: UUID, data: bytes, name: str, seen: int) -> Schedule:
    """Give the round the days of a file, its meetings and feedback, and assignments that it lacks, as drafts.

    What the file has that is there already stays. Refuses a file with a wrong row; `seen` is the round's version.
    """
    row = round_to_lead(by, round)
    found, rows = _read(row, data, name)
    if found.problems:
        raise Refused("%(refused)s rows are wrong. Mend the file and choose it again.", refused=len(found.problems))
    rounds.take(by, now, row, seen, closed_on=found.schedule.deadline)
    given = {each.codes[0] for each in rows if each.kind == "assignment"}
    _store_days(row, [each for each in found.schedule.assignments if each.code in given])
    _store_events(row, found.schedule.events)
    follow_meetings(by, now, row)
    rounds.record(by, now, row, "took_schedule", {"rows": len(rows)})
    return schedule(by=by, round=round)


def _store_days(row: models.Round, told: Sequence[Assignment]) -> None:
    """Keep the days and minutes of assignments; those that are not there become drafts after the others."""
    stored = {each.code: each for each in assignments_of(row)}
    last = max((each.position for each in stored.values()), default=0)
    moved: list[models.Assignment] = []
    new: list[models.Assignment] = []
    for each in told:
        kept = stored.get(each.code) or models.Assignment(
            provider_id=row.provider_id,
            round=row,
            code=each.code,
            heading=each.heading or each.code,
            position=last + len(new) + 1,
            emotion=False,
        )
        kept.opens_on, kept.closes_on, kept.minutes = each.opens_on, each.closes_on, each.minutes
        (moved if each.code in stored else new).append(kept)
    models.Assignment.objects.bulk_create(new)
    models.Assignment.objects.bulk_update(moved, ["opens_on", "closes_on", "minutes"])


def _store_events(row: models.Round, events: Sequence[Event]) -> None:
    there = set(models.Event.objects.filter(round=row).values_list("id", flat=True))
    models.Event.objects.bulk_create(
        models.Event(
            id=each.id,
            provider_id=row.provider_id,
            round=row,
            kind=each.kind.value,
            day=each.day,
            starts=each.starts,
            minutes=each.minutes,
            text=each.text,
            codes=list(each.codes),
        )
        for each in events
        if each.id not in there
    )


def _read(row: models.Round, data: bytes, name: str) -> tuple[ScheduleFile, tuple[ScheduleRow, ...]]:
    try:
        sheet = tables.read(data, name=name, expected=schedules.EXPECTED)
        file = schedules.parse(sheet)
    except tables.Unreadable as unreadable:
        raise Refused(unreadable.message, **in_words(unreadable.values)) from None
    known = assignments_in(row)
    deadline = next((each.first for each in file.rows if each.kind == "deadline"), row.closed_on)
    given = {each.codes[0]: each for each in file.rows if each.kind == "assignment"}
    codes = {each.code for each in known}
    new = tuple(code for code in given if code not in codes)
    asked = [_told(each, given[each.code], deadline) if each.code in given else each for each in known]
    asked += [_told(Assignment(code=code, heading=given[code].text), given[code], deadline) for code in new]
    wrong = [
        Problem(each.row, each.column, each.value, each.message, each.expected, each.values) for each in file.problems
    ]
    wrong += [
        Problem(given[each.code].number, sheet.columns[0], each.code, *FIXED)
        for each in known
        if each.code in given and each.state is not AssignmentState.DRAFT
    ]
    wrong += _unknown_codes(file.rows, codes | set(new), sheet.columns)
    events = (*events_in(row), *_new_events(row, file.rows))
    notes = tuple(Note(note.message, note.values) for note in sheet.notes)
    return ScheduleFile(tuple(wrong), _weighed(deadline, asked, events), new, notes), file.rows


UNKNOWN_CODE = (noop("There is no such assignment."), noop("one of %(choices)s"))


def _unknown_codes(rows: Sequence[ScheduleRow], known: set[str], columns: Sequence[str]) -> list[Problem]:
    values = {"choices": sorted(known)}
    return [
        Problem(each.number, columns[0], code, *UNKNOWN_CODE, values)
        for each in rows
        if each.kind in {"meeting", "feedback"}
        for code in each.codes
        if code not in known
    ]


def _told(assignment: Assignment, given: ScheduleRow, deadline: date | None) -> Assignment:
    """Return the assignment with the days of its row; without a last day it closes with the round, if it can."""
    closes = given.last or (deadline if deadline and deadline >= given.first else None)
    return replace(assignment, opens_on=given.first, closes_on=closes, minutes=given.minutes or assignment.minutes)


def _new_events(row: models.Round, rows: Sequence[ScheduleRow]) -> list[Event]:
    """Return the events of a file, each known by what it is, so that the same file gives them once."""
    there = set(models.Event.objects.filter(round=row).values_list("id", flat=True))
    found = [
        Event(
            uuid5(row.id, f"{each.kind} {each.first} {each.starts or ''} {','.join(each.codes)} {each.text}"),
            EventKind(each.kind),
            each.first,
            each.starts,
            each.minutes,
            each.text,
            each.codes,
        )
        for each in rows
        if each.kind in {"meeting", "feedback"}
    ]
    return [each for each in found if each.id not in there]


def _weighed(deadline: date | None, assignments: Sequence[Assignment], events: Sequence[Event]) -> Schedule:
    ordered = tuple(sorted(events, key=lambda each: (each.day, each.starts or time.min, each.kind.value)))
    return Schedule(
        deadline,
        tuple(assignments),
        ordered,
        warnings_of(assignments, ordered, deadline),
        load_of(assignments, ordered),
    )


def assignments_in(row: models.Round) -> list[Assignment]:
    """Return a round's assignments in order."""
    return [rounds.assignment_value(each) for each in assignments_of(row)]


def events_in(row: models.Round) -> list[Event]:
    """Return a round's meetings and feedback."""
    return [_event(each) for each in models.Event.objects.filter(round=row)]


def _event(row: models.Event) -> Event:
    return Event(row.id, EventKind(row.kind), row.day, row.starts, row.minutes, row.text, tuple(row.codes), row.held_on)
