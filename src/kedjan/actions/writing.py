"""Writing proposals: a new one with its sources, its words, and when its answer is promised."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Max

from kedjan.access.service import Actor, NotHere, Refused
from kedjan.actions import models
from kedjan.actions.circle import GONE, line_of, open_row, record, row_to_write, take, to_write, value, words_of
from kedjan.actions.values import Proposal
from kedjan.goals import service as goals
from kedjan.people import service as people
from kedjan.reflection import service as reflection
from kedjan.reflection.service import Sight

SIX_WEEKS = timedelta(weeks=6)
"""When an answer is promised, where nobody says otherwise."""

type Answer = tuple[UUID, UUID, Sight]
"""A round, a reflection in it, and where in that something is proposed."""


@transaction.atomic
def add_proposal(
    *,
    by: Actor,
    now: datetime,
    key: UUID,
    analysis: UUID,
    text: str,
    explanation: str = "",
    goal: UUID | None = None,
    answer_by: date | None = None,
    answers: Collection[Answer] = (),
    origin: str = "",
) -> Proposal:
    """Add a proposal last, with the answers it comes from or where it was heard. The same key twice is once.

    Its answer is promised within six weeks, unless another day is given. For those who read or lead the analysis.
    """
    to_write(by, analysis)
    row = models.Proposal.objects.filter(id=key).first()
    if row is not None and (row.provider_id, row.analysis_id) != (by.provider, analysis):
        raise NotHere(GONE)
    if row is not None:
        return value(row)
    if goal is not None:
        goals.goal(by=by, id=goal)
    last = models.Proposal.objects.filter(analysis_id=analysis).aggregate(last=Max("position"))["last"]
    row = models.Proposal.objects.create(
        id=key,
        provider_id=by.provider,
        analysis_id=analysis,
        position=(last or 0) + 1,
        text=line_of(text),
        explanation=words_of(explanation),
        goal_id=goal,
        answer_by=answer_by or people.day_of(now) + SIX_WEEKS,
        changed_by=by.account,
        changed_at=now,
    )
    _keep_wording(by, now, row, 1)
    _add_answers(by, now, row, answers)
    _add_origin(by, now, row, origin)
    record(by, now, row, "added_proposal")
    return value(row)


@transaction.atomic
def word_proposal(
    *, by: Actor, now: datetime, id: UUID, seen: int, text: str, explanation: str, goal: UUID | None, answer_by: date
) -> Proposal:
    """Word a proposal anew from its version `seen`, with its goal and the day when its answer is promised.

    Earlier words are kept. Refused when it has been decided on or merged, and when an answer is promised for a day
    that has passed.
    """
    row = open_row(by, id)
    if goal is not None:
        goals.goal(by=by, id=goal)
    if answer_by < people.day_of(now) and answer_by != row.answer_by:
        raise Refused("The day when an answer is promised lies ahead.")
    fields = {"text": line_of(text), "explanation": words_of(explanation), "goal_id": goal, "answer_by": answer_by}
    before = (row.text, row.explanation)
    take(by, now, row, seen, **fields)
    if (row.text, row.explanation) != before:
        _keep_wording(by, now, row, row.wordings.count() + 1)
    record(by, now, row, "worded_proposal")
    return value(row)


@transaction.atomic
def add_sources(*, by: Actor, now: datetime, id: UUID, answers: Collection[Answer] = (), origin: str = "") -> Proposal:
    """Let a proposal come from more answers, or from somewhere it was heard; the same twice is once."""
    row = open_row(by, id)
    _add_answers(by, now, row, answers)
    _add_origin(by, now, row, origin)
    take(by, now, row, row.version)
    record(by, now, row, "added_sources", number=len(answers) + bool(origin.strip()))
    return value(row)


@transaction.atomic
def remove_source(*, by: Actor, now: datetime, id: UUID, source: UUID) -> None:
    """Take a source away from a proposal that has not been decided on; done twice is once."""
    row = open_row(by, id)
    gone = sum(
        model.objects.filter(provider_id=by.provider, proposal=row, id=source).delete()[0]
        for model in (models.AnswerSource, models.HandSource)
    )
    if gone:
        take(by, now, row, row.version)
        record(by, now, row, "removed_source")


def _keep_wording(by: Actor, now: datetime, row: models.Proposal, number: int) -> None:
    """Keep a proposal's present words beside those it had."""
    models.Wording.objects.create(
        provider_id=row.provider_id,
        proposal=row,
        number=number,
        text=row.text,
        explanation=row.explanation,
        by=by.account,
        at=now,
    )


def _add_answers(by: Actor, now: datetime, row: models.Proposal, answers: Collection[Answer]) -> None:
    """Keep which answers a proposal comes from: those of the analysis's rounds that the actor may read."""
    if not answers:
        return
    rounds = set(reflection.belonging(by=by, analysis=row.analysis_id).rounds)
    read = reflection.proposed_at(by=by, now=now, places=answers)
    there = {(each.round, each.loop, each.sight) for each in read if each.round in rounds and each.text}
    if set(answers) - there:
        raise NotHere("There is no such answer here.")
    models.AnswerSource.objects.bulk_create(
        (
            models.AnswerSource(
                provider_id=row.provider_id, proposal=row, round_id=of, loop=loop, sight=sight, by=by.account, at=now
            )
            for of, loop, sight in dict.fromkeys(answers)
        ),
        ignore_conflicts=True,
    )


def _add_origin(by: Actor, now: datetime, row: models.Proposal, origin: str) -> None:
    if not origin.strip():
        return
    line = line_of(origin)
    if not models.HandSource.objects.filter(proposal=row, origin=line).exists():
        models.HandSource.objects.create(
            id=uuid4(), provider_id=row.provider_id, proposal=row, origin=line, by=by.account, at=now
        )


@transaction.atomic
def merge(*, by: Actor, now: datetime, into: UUID, seen: int, others: Mapping[UUID, int]) -> Proposal:
    """Let a proposal at its version `seen` speak for others of the same analysis, each at the version it was seen in.

    Each keeps its words and sources. Refused for what has been decided on, and for one that others have been merged
    into: take that apart first, or merge the other way round. Merged twice is once. Changed, with the one that it is,
    where somebody has been before in any of them.
    """
    row = open_row(by, into)
    new = [each for each in others if row_to_write(by, each).merged_into_id != into]
    if not others or into in others:
        raise Refused("Choose at least two proposals.")
    for each in new:
        other = open_row(by, each)
        if other.analysis_id != row.analysis_id:
            raise NotHere(GONE)
        if models.Proposal.objects.filter(merged_into=other).exists():
            raise Refused("Others have been merged into one of these. Let that one speak for them all.")
        take(by, now, other, others[each], merged_into_id=into)
    if new:
        take(by, now, row, seen)
        record(by, now, row, "merged_proposals", number=len(new))
    return value(row)


@transaction.atomic
def part(*, by: Actor, now: datetime, id: UUID, seen: int) -> Proposal:
    """Take a proposal, at its version `seen`, out of the one that it was merged into; done twice is once.

    Refused when that has been decided on.
    """
    row = row_to_write(by, id)
    if row.merged_into_id is None:
        return value(row)
    one = open_row(by, row.merged_into_id)
    take(by, now, row, seen, merged_into_id=None)
    take(by, now, one, one.version)
    record(by, now, row, "parted_proposals")
    return value(row)
