"""What is mine to answer, and the form of one assignment."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID, uuid4

from kedjan.access.service import Actor
from kedjan.people import service as people
from kedjan.reflection import models
from kedjan.reflection.answering.asked import (
    Place,
    draft_value,
    own_loops,
    read_by,
    sent_value,
    state_of,
    whole_place,
)
from kedjan.reflection.answering.rules import window
from kedjan.reflection.answering.values import (
    AnswerForm,
    Area,
    Asked,
    Draft,
    OwnAnswer,
    OwnState,
    Reason,
    Sent,
)
from kedjan.reflection.tag_sets import tag_set_of

type Spot = tuple[int, UUID]
"""An assignment and a service area."""


def assignments_for(*, by: Actor, now: datetime) -> tuple[Asked, ...]:
    """Return every published or paused assignment that is asked of `by`, one for each service area, by closing day.

    Those that have not opened, have closed, are sent or abstained from are here too: `window` and `state` tell.
    """
    recipients = list(
        models.Recipient.objects.filter(provider_id=by.provider, account_id=by.account, left_on=None)
        .select_related("round", "service_area")
        .order_by("service_area__order")
    )
    if not recipients or not by.duties:
        return ()
    rounds = {each.round_id: each.round for each in recipients}
    rows = models.Assignment.objects.filter(round__in=rounds, state__in=["published", "paused"])
    rows = rows.order_by("position", "code")
    of_round: dict[UUID, list[models.Assignment]] = {}
    for row in rows:
        of_round.setdefault(row.round_id, []).append(row)
    if not of_round:
        return ()
    states = _states(by, [row.id for some in of_round.values() for row in some])
    today = people.day_of(now)
    readers = read_by(by, today, list(rounds.values()))
    areas = [each.round_id for each in recipients]
    found = [
        Asked(
            round=each.round_id,
            round_title=each.round.title,
            code=row.code,
            heading=row.heading,
            area=each.service_area_id,
            area_name=each.service_area.name,
            several_areas=areas.count(each.round_id) > 1,
            purpose=row.used_for or each.round.description,
            minutes=row.minutes,
            opens_on=row.opens_on,
            closes_on=row.closes_on,
            readers=readers[each.round_id].names,
            window=window(row.state, row.opens_on, row.closes_on, asked=True, today=today),
            state=states.get((row.id, each.service_area_id)) or states.get((row.id, _ANY)) or OwnState.NEW,
            since=row.published_at,
        )
        for each in recipients
        for row in of_round.get(each.round_id, ())
    ]
    return tuple(sorted(found, key=lambda asked: (asked.closes_on is None, asked.closes_on, asked.round_title)))


_ANY = UUID(int=0)


def _states(by: Actor, assignments: list[int]) -> Mapping[Spot, OwnState]:
    """Return how far I have come, by assignment and area; abstaining holds for all areas of an assignment."""
    found: dict[Spot, OwnState] = {}
    abstained = models.Abstention.objects.filter(account_id=by.account, assignment__in=assignments)
    found.update(((number, _ANY), OwnState.ABSTAINED) for number in abstained.values_list("assignment_id", flat=True))
    drafts = models.Draft.objects.filter(account_id=by.account, assignment__in=assignments)
    for number, area in drafts.values_list("assignment_id", "service_area_id"):
        if (number, _ANY) not in found:
            found[number, area] = OwnState.BEGUN
    loops = list(
        models.Loop.objects.filter(own_loops(by), assignment__in=assignments).defer("text", "folded", "lemmas")
    )
    received = _receptions(loops)
    found.update(((row.assignment_id, row.service_area_id), state_of(received.get(row.loop))) for row in loops)
    return found


def _receptions(loops: list[models.Loop]) -> Mapping[UUID, models.Reception]:
    if not loops:
        return {}
    return {each.loop: each for each in models.Reception.objects.filter(loop__in=[row.loop for row in loops])}


def answer_form(*, by: Actor, now: datetime, round: UUID, code: str, area: UUID | None = None) -> AnswerForm:
    """Return everything that the page of an assignment needs, to one who is or was asked.

    `area` is one of one's own service areas; without it, the first where nothing is sent.
    """
    at = whole_place(by, now, round, code)
    drafts = {
        each.service_area_id: draft_value(each)
        for each in models.Draft.objects.filter(assignment=at.assignment, account_id=by.account)
    }
    loops = list(models.Loop.objects.filter(own_loops(by), assignment=at.assignment).defer("folded", "lemmas"))
    received = _receptions(loops)
    sent = {each.service_area_id: sent_value(each, received.get(each.loop)) for each in loops}
    abstention = models.Abstention.objects.filter(assignment=at.assignment, account_id=by.account).first()
    areas = _areas(at, drafts, sent, abstained=abstention is not None)
    first = next((each for each in areas if each.id not in sent), areas[0])
    chosen = next(each for each in areas if each.id == at.area(area)) if area else first
    row, reading = at.assignment, read_by(by, at.today, [at.round])[round]
    return AnswerForm(
        round=round,
        round_title=at.round.title,
        description=at.round.description,
        code=row.code,
        heading=row.heading,
        focus=row.focus,
        support_questions=tuple(row.support_questions),
        follow_up_short=row.follow_up_short,
        follow_up_long=row.follow_up_long,
        used_for=row.used_for,
        example=row.example,
        minutes=row.minutes,
        opens_on=row.opens_on,
        closes_on=row.closes_on,
        asks_emotion=asks_emotion(at),
        tags=tag_set_of(at.round).tags,
        tags_advised=row.tags_advised,
        readers=reading.names,
        withheld=reading.withheld,
        managers_read=at.round.managers_read,
        window=at.window(chosen.id),
        areas=areas,
        area=chosen,
        key=_key(drafts.get(chosen.id), sent.get(chosen.id)),
        draft=drafts.get(chosen.id),
        sent=sent.get(chosen.id),
        abstained=Reason(abstention.reason) if abstention else None,
    )


def asks_emotion(at: Place) -> bool:
    """Return whether the assignment asks how it feels; where it does not say, as its round."""
    asked = at.assignment.emotion
    return at.round.emotion if asked is None else asked


def _areas(at: Place, drafts: Mapping[UUID, Draft], sent: Mapping[UUID, Sent], *, abstained: bool) -> tuple[Area, ...]:
    """Return the areas where one is asked, or was and has something written."""
    written = {*drafts, *sent}
    asked = [each for each in at.recipients if each.left_on is None or each.service_area_id in written]

    def state(area: UUID) -> OwnState:
        if area in sent:
            return sent[area].state
        if abstained:
            return OwnState.ABSTAINED
        return OwnState.BEGUN if area in drafts else OwnState.NEW

    return tuple(
        Area(each.service_area_id, each.service_area.name, state(each.service_area_id))
        for each in (asked or at.recipients)
    )


def _key(draft: Draft | None, sent: Sent | None) -> UUID:
    if sent:
        return sent.key
    return draft.key if draft else uuid4()


def own_answers(*, by: Actor, now: datetime) -> Mapping[UUID, OwnAnswer]:
    """Return, by their ids, one's own reflections that were answered here, with what one may still do with each."""
    loops = list(
        models.Loop.objects.filter(own_loops(by), batch=None)
        .select_related("assignment")
        .defer("text", "folded", "lemmas")
    )
    received = _receptions(loops)
    asked = set(
        models.Recipient.objects.filter(account_id=by.account, left_on=None).values_list("round_id", "service_area_id")
        if loops
        else ()
    )
    today = people.day_of(now)
    found = {}
    for row in loops:
        state = state_of(received.get(row.loop))
        at = row.assignment
        is_asked = bool(by.duties) and (row.round_id, row.service_area_id) in asked
        within = window(at.state, at.opens_on, at.closes_on, asked=is_asked, today=today)
        found[row.loop] = OwnAnswer(
            id=row.loop,
            code=at.code,
            area=row.service_area_id,
            state=state,
            may_change=state is OwnState.SENT and within.value == "open",
            action_short=row.action_short,
            action_long=row.action_long,
        )
    return found
