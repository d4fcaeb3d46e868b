"""How a round's method was evaluated: what all said together, to those who lead it, when it can be changed no more."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.crypto import salted_hmac

from kedjan.access.service import Actor, NotHere
from kedjan.people import service as people
from kedjan.reflection import models
from kedjan.reflection.circle import kept_apart, may_read, round_to_lead
from kedjan.reflection.counting import Counted, counts_of
from kedjan.reflection.evaluating import rules
from kedjan.reflection.evaluating.asked import ends, places_in
from kedjan.reflection.evaluating.changing import history_of, latest
from kedjan.reflection.evaluating.expecting import expected_of
from kedjan.reflection.evaluating.own import evaluation_value
from kedjan.reflection.evaluating.values import Evaluation, InRound, MethodEvaluation, Minutes, Stage, TagShare
from kedjan.reflection.rules import FEWEST_PERSONS
from kedjan.reflection.values import Family
from kedjan_statistics.figure import Missing

NOT_YET = Minutes(Missing("not_over"))


def method_evaluation(*, by: Actor, now: datetime, round: UUID, code: str | None = None) -> MethodEvaluation:
    """Return how a round's method was evaluated, to those who lead rounds.

    Before it is over nothing is shown of what anybody said: two looks with one answer between them would tell that one.
    Texts by those whom `by` leads are left out. `code` chooses the assignment whose tags stand beside, or else the last
    that was answered; only the round's readers see them, and of what each of them may read.
    """
    row = round_to_lead(by, round)
    ended, today = ends(row), people.day_of(now)
    stage, places = rules.stage(ended, today), places_in(row)
    rows = list(models.Evaluation.objects.filter(round=row))
    found = {each.account_id: evaluation_value(each) for each in rows}
    over, history = stage is Stage.OVER, history_of(row.id)
    texts, few = texts_of(by, row.id, found) if over else ((), False)
    return MethodEvaluation(
        round=row.id,
        stage=stage,
        opens=ended + timedelta(days=1) if ended else None,
        until=rules.last_day(ended),
        asked=len(places.keys() | found.keys()),
        evaluated=rules.evaluated(len(found)),
        statements=rules.results(found) if over else (),
        groups=rules.by_group(found, places) if over else (),
        minutes=rules.declared([each.minutes for each in found.values() if each.minutes]) if over else NOT_YET,
        expected=expected_of(row),
        texts=texts,
        few_texts=few,
        in_round=_in_round(counts_of(row, apart=kept_apart(by, [row])), code) if may_read(by, row).allowed else None,
        changes=latest(history),
        history=history,
    )


def texts_of(by: Actor, round: UUID, found: Mapping[UUID, Evaluation]) -> tuple[tuple[str, ...], bool]:
    """Return the texts that may be shown, in an order of their own that stays, and whether there are too few."""
    led: Collection[UUID] = people.led_by(by=by) if people.is_manager(by=by) else frozenset()
    written = {person: each.text for person, each in found.items() if each.text}
    shown = {person: text for person, text in written.items() if person not in led}
    if len(shown) < FEWEST_PERSONS:
        return (), bool(written)

    def shuffled(person: UUID) -> str:
        return salted_hmac("kedjan.reflection.evaluating", f"{round.hex}:{person.hex}", algorithm="sha256").hexdigest()

    return tuple(shown[person] for person in sorted(shown, key=shuffled)), False


def _in_round(counts: Counted, code: str | None) -> InRound | None:
    """Return in how many of an assignment's reflections the tags of insight are, beside that of greatest importance."""
    answered = [(each, heading) for each, heading in counts.assignments if counts.at(each).loops]
    if not answered:
        return None
    codes = tuple(each for each, _heading in answered)
    if code is not None and code not in codes:
        raise NotHere("There is no such assignment here.")
    at = code or codes[-1]
    part, tags = counts.at(at), counts.tag_set
    beside = [each for each in tags.tags if each.name in tags.most_important or each.family is Family.INSIGHT]
    shares = tuple(TagShare(each.name, rules.share(part.tag_loops[each.position], part.loops)) for each in beside)
    return InRound(at, dict(answered)[at], shares, codes, counts.withheld)
