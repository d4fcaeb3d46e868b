"""One's own evaluation of a round: given, changed and taken back while that can be done, and read by nobody by name."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from kedjan.access.service import Actor, Changed, Refused
from kedjan.people import service as people
from kedjan.reflection import models
from kedjan.reflection.answering.rules import clean
from kedjan.reflection.answering.telling import tell
from kedjan.reflection.evaluating.asked import own_round
from kedjan.reflection.evaluating.changing import history_of, latest
from kedjan.reflection.evaluating.expecting import load_in
from kedjan.reflection.evaluating.values import Evaluation, EvaluationForm, OwnEvaluation, Stage, Stance, Statement

LONGEST_EVALUATION = 5_000
MOST_MINUTES = 6_000


def evaluation_form(*, by: Actor, now: datetime, round: UUID) -> EvaluationForm:
    """Return what the page of evaluating a round needs, to one who is asked in it or has answered."""
    of = own_round(by, now, round)
    mine = models.Evaluation.objects.filter(round_id=round, account_id=by.account).first() if of.evaluated else None
    load = load_in(round)
    return EvaluationForm(
        round=round,
        round_title=of.title,
        stage=of.stage,
        until=of.until,
        mine=evaluation_value(mine) if mine else None,
        version=mine.version if mine else 0,
        expected=load.in_meetings + load.outside,
        changes=tuple(each for each in latest(history_of(round)) if not each.withdrawn),
    )


@transaction.atomic
def evaluate(*, by: Actor, now: datetime, round: UUID, seen: int, said: Evaluation) -> None:
    """Say what one thinks of a round's method, or change that; `seen` is the version it was made from (0: none).

    Refused before the round has closed, when three weeks have passed, and where nothing is said at all. Raises Changed
    where one has evaluated from another page meanwhile. The journal says that somebody did, and not who.
    """
    of = own_round(by, now, round)
    _require_open(of.stage)
    fields = _fields(_whole(said)) | {"day": people.day_of(now)}
    mine = models.Evaluation.objects.filter(round_id=round, account_id=by.account)
    if not seen:
        _give(by, round, fields)
    elif not mine.filter(version=seen).update(version=F("version") + 1, **fields):
        raise _changed(by, round)
    tell(by, now, models.Round.objects.get(id=round), "changed_evaluation" if seen else "evaluated")


@transaction.atomic
def take_back_evaluation(*, by: Actor, now: datetime, round: UUID) -> None:
    """Take one's evaluation back while it could still be changed; nothing is kept of it. Done twice is once."""
    of = own_round(by, now, round)
    _require_open(of.stage)
    gone, _ = models.Evaluation.objects.filter(round_id=round, account_id=by.account).delete()
    if gone:
        tell(by, now, models.Round.objects.get(id=round), "took_back_evaluation")


def own_evaluations(*, by: Actor) -> tuple[OwnEvaluation, ...]:
    """Return every evaluation of the actor's own. Nobody else's can be asked for."""
    rows = models.Evaluation.objects.filter(provider_id=by.provider, account_id=by.account)
    return tuple(
        OwnEvaluation(
            row.round.title,
            {each.value: getattr(row, each.value) for each in Statement if getattr(row, each.value)},
            row.text,
            row.minutes,
            row.day,
        )
        for row in rows.select_related("round").order_by("day", "id")
    )


def evaluation_value(row: models.Evaluation) -> Evaluation:
    """Return a stored evaluation as it crosses the door."""
    said = {each: getattr(row, each.value) for each in Statement}
    return Evaluation({each: Stance(text) for each, text in said.items() if text}, row.text, row.minutes)


def _give(by: Actor, round: UUID, fields: dict[str, object]) -> None:
    try:
        with transaction.atomic():
            models.Evaluation.objects.create(provider_id=by.provider, round_id=round, account_id=by.account, **fields)
    except IntegrityError:
        raise _changed(by, round) from None


def _changed(by: Actor, round: UUID) -> Changed:
    row = models.Evaluation.objects.filter(round_id=round, account_id=by.account).first()
    return Changed(by=people.shown_name(by=by, id=by.account), at=None, current=row.version if row else 0)


def _require_open(stage: Stage) -> None:
    if stage is Stage.NOT_YET:
        raise Refused("The round has not closed yet. It can be evaluated from the day after its last.")
    if stage is Stage.OVER:
        raise Refused("The evaluation has closed, and can no longer be changed.")


def _whole(said: Evaluation) -> Evaluation:
    text = clean(said.text).strip()
    if not (said.stances or text or said.minutes):
        raise Refused("Say something first. One of the statements is enough.")
    if len(text) > LONGEST_EVALUATION:
        raise Refused("The text has %(n)d characters; at most %(most)d fit.", n=len(text), most=LONGEST_EVALUATION)
    if said.minutes is not None and not 1 <= said.minutes <= MOST_MINUTES:
        raise Refused("Between 1 and %(most)s minutes.", most=MOST_MINUTES)
    return replace(said, text=text)


def _fields(said: Evaluation) -> dict[str, object]:
    stances = {each.value: said.stances[each].value if each in said.stances else "" for each in Statement}
    return {**stances, "text": said.text, "minutes": said.minutes}
