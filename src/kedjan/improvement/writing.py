"""Writing conclusions: a new one, new words for it, what it belongs to, and why no conclusion is a strength."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max

from kedjan.access.service import Actor, Changed, NotHere, Refused
from kedjan.goals import service as goals
from kedjan.improvement import models, rules
from kedjan.improvement.circle import (
    GONE,
    changed_meanwhile,
    noted,
    now_of,
    record,
    row_to_write,
    take,
    to_write,
)
from kedjan.improvement.values import Conclusion, NoStrength
from kedjan.people import service as people
from kedjan.reflection import service as reflection

LONGEST_TEXT, LONGEST = 300, 8_000
IS_DECIDED = rules.noop("It has been decided on. Take it up again to go on working with it.")
IS_OPEN = rules.noop("Those who were asked have these words before them until %(day)s. Take it back first, or wait.")


@transaction.atomic
def add_conclusion(
    *, by: Actor, now: datetime, key: UUID, analysis: UUID, text: str, explanation: str = "", strength: bool = False
) -> Conclusion:
    """Add a preliminary conclusion last. The same key twice is once. For those who read or lead the analysis."""
    to_write(by, analysis)
    row = models.Conclusion.objects.filter(id=key).first()
    if row is not None and (row.provider_id, row.analysis_id) != (by.provider, analysis):
        raise NotHere(GONE)
    if row is None:
        standing = models.Conclusion.objects.filter(analysis_id=analysis, removed=False)
        last = standing.aggregate(last=Max("position"))["last"]
        row = models.Conclusion.objects.create(
            id=key,
            provider_id=by.provider,
            analysis_id=analysis,
            position=(last or 0) + 1,
            strength=strength,
            changed_by=by.account,
            changed_at=now,
        )
        _word(by, now, row, text=text, explanation=explanation, motive="")
        record(by, now, row, "added_conclusion")
    return now_of(row)


@transaction.atomic
def word_anew(
    *, by: Actor, now: datetime, id: UUID, seen: int, text: str, explanation: str = "", motive: str = ""
) -> Conclusion:
    """Word a conclusion anew from its wording `seen`, else Changed with what stands there; earlier wordings are kept.

    Refused while those who were asked have it before them, and when it is decided. The same words again are no
    change. What has been fed back is changed with a motive, which those who were asked get to see.
    """
    row = row_to_write(by, id)
    before = now_of(row)
    if row.wording != seen:
        raise changed_meanwhile(by, row)
    if (_line(text), explanation.strip()) == (before.text, before.explanation):
        return before
    _refuse_closed(before, now)
    if before.fed_wording is not None and not motive.strip():
        raise Refused("Those who were asked have seen the words as they are. Say why you change them.")
    row.wording = seen + 1
    try:
        with transaction.atomic():
            _word(by, now, row, text=text, explanation=explanation, motive=motive)
    except IntegrityError:
        raise changed_meanwhile(by, row) from None
    take(by, now, row, row.version, wording=row.wording)
    record(by, now, row, "worded_conclusion", wording=row.wording)
    return now_of(row)


@transaction.atomic
def describe(
    *, by: Actor, now: datetime, id: UUID, seen: int, strength: bool, problem_area: UUID | None, goal: UUID | None
) -> Conclusion:
    """Say whether a conclusion is a strength, and which problem area and goal it is about, from its version `seen`."""
    row = row_to_write(by, id)
    if now_of(row).decided:
        raise Refused(IS_DECIDED)
    of = reflection.analysis(by=by, id=row.analysis_id)
    if problem_area is not None and problem_area not in {each.id for each in of.problem_areas}:
        raise NotHere("There is no such problem area here.")
    if goal is not None:
        goals.goal(by=by, id=goal)
    take(by, now, row, seen, strength=strength, problem_area=problem_area, goal_id=goal)
    record(by, now, row, "described_conclusion")
    return now_of(row)


@transaction.atomic
def say_no_strength(*, by: Actor, now: datetime, analysis: UUID, seen: int, motive: str) -> NoStrength:
    """Say why no conclusion of an analysis is a strength, or say it in other words; `seen` is 0 where nobody has."""
    to_write(by, analysis)
    words = _words(motive)
    if not words:
        raise Refused("Say why there is no strength among the conclusions.")
    fields: dict[str, Any] = {"motive": words, "by": by.account, "at": now}
    rows = models.NoStrength.objects.filter(analysis_id=analysis)
    if seen:
        kept = rows.filter(version=seen).update(version=seen + 1, **fields)
    else:
        try:
            with transaction.atomic():
                models.NoStrength.objects.create(provider_id=by.provider, analysis_id=analysis, **fields)
                kept = 1
        except IntegrityError:
            kept = 0
    current = no_strength_of(analysis)
    if not kept or current is None:
        who = people.shown_name(by=by, id=current.by if current else None)
        raise Changed(by=who, at=current.at if current else None, current=current)
    noted(by, now, analysis, "said_no_strength")
    return current


def no_strength_of(analysis: UUID) -> NoStrength | None:
    """Return why no conclusion of an analysis is a strength, where somebody has said."""
    row = models.NoStrength.objects.filter(analysis_id=analysis).first()
    return NoStrength(row.motive, row.version, row.by, row.at) if row else None


def _refuse_closed(conclusion: Conclusion, now: datetime) -> None:
    if conclusion.decided:
        raise Refused(IS_DECIDED)
    if rules.is_open(conclusion, people.day_of(now)):
        raise Refused(IS_OPEN, day=conclusion.closes_on)


def _word(by: Actor, now: datetime, row: models.Conclusion, *, text: str, explanation: str, motive: str) -> None:
    line, more, why = _line(text), _words(explanation), _words(motive)
    if not line:
        raise Refused("A conclusion needs words.")
    if len(line) > LONGEST_TEXT:
        raise Refused("A conclusion has at most %(most)s characters. Put the rest below it.", most=LONGEST_TEXT)
    models.Wording.objects.create(
        provider_id=row.provider_id,
        conclusion=row,
        number=row.wording,
        text=line,
        explanation=more,
        motive=why,
        by=by.account,
        at=now,
    )


def _line(text: str) -> str:
    return " ".join(text.replace("\x00", "").split())


def _words(text: str) -> str:
    words = text.replace("\x00", "").strip()
    if len(words) > LONGEST:
        raise Refused("The text has %(n)d characters; at most %(most)d fit.", n=len(words), most=LONGEST)
    return words
