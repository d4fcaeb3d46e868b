"""How a round is answered, to those who read or lead it: by assignment, by group, and why people abstain (C15)."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from kedjan.access.service import Actor, NotHere, require
from kedjan.organisation import service as organisation
from kedjan.people import service as people
from kedjan.reflection import models
from kedjan.reflection.answering.values import Reason
from kedjan.reflection.circle import ASKING, assignments_of, may_lead, may_read, stored_round, there_now
from kedjan.reflection.responding.rules import Persons, gathered, hidden, lacking, partition, pooled
from kedjan.reflection.responding.values import AssignmentResponse, Group, GroupResponse, Response
from kedjan_statistics.figure import Figure, Hidden, Missing, Value, count, ratio

NOBODY: Persons = frozenset()
FEW, BESIDE = Hidden("few_persons"), Hidden("complementary")


@dataclass(frozen=True, slots=True)
class _Answers:
    """What a round's rows say: who is asked, and by assignment who has answered and who abstains, with the reason.

    `respondents` counts those who answered, those of files too, whom no account is known for.
    """

    row: models.Round
    today: date
    assignments: tuple[models.Assignment, ...]
    not_open: tuple[str, ...]
    asked: Persons
    areas: Mapping[UUID, tuple[str, ...]]
    loops: Mapping[int, int]
    respondents: Mapping[int, int]
    answered: Mapping[int, Persons]
    abstained: Mapping[int, Mapping[UUID, Reason]]

    def without(self, at: models.Assignment) -> Persons:
        """Return those asked who have not answered."""
        return self.asked - self.answered.get(at.id, NOBODY)

    def abstaining(self, at: models.Assignment) -> Persons:
        """Return those of them who abstain."""
        return frozenset(self.abstained.get(at.id, {})) & self.without(at)

    def open(self, at: models.Assignment) -> bool:
        """Return whether it can be answered today."""
        ends = at.closes_on is None or self.today <= at.closes_on
        return at.state in ASKING and ends


def response(*, by: Actor, now: datetime, round: UUID, code: str | None = None) -> Response:
    """Return how a round is answered, with groups for the assignment `code`, or else for the last that has opened.

    For those who read or lead it. Groups are service areas, and units within them; no fewer than five persons are
    counted apart, and nobody is named. Of a round read in from files only the curve is known.
    """
    found = _answers(by, now, round)
    if code is None:
        at = found.assignments[-1] if found.assignments else None
    else:
        at = next((each for each in found.assignments if each.code == code), None)
        if at is None:
            raise NotHere("There is no such assignment here.")
    return _response(found, at, _groups(by, found))


def response_of_all(*, by: Actor, now: datetime, round: UUID) -> tuple[Response, ...]:
    """Return the same for each assignment that has opened, in order: for a file."""
    found = _answers(by, now, round)
    groups = _groups(by, found)
    return tuple(_response(found, at, groups) for at in found.assignments)


type _Within = tuple[tuple[Group, tuple[Group, ...]], ...]
"""Groups by service area, each with its parts by unit."""


def _response(found: _Answers, at: models.Assignment | None, groups: _Within) -> Response:
    points = tuple(_point(found, each) for each in found.assignments)
    shown = {each.code for each, point in zip(found.assignments, points, strict=True) if point.unanswered != FEW}
    given = [
        (reason, who)
        for each in found.assignments
        if each.code in shown
        for who, reason in found.abstained.get(each.id, {}).items()
        if who in found.without(each)
    ]
    reasons = pooled(given)
    made = Response(
        round=found.row.id,
        invited=found.row.invited,
        by_name=bool(found.asked),
        points=points,
        first_alarm=next((point.code for point in points if point.alarm), None),
        not_open=found.not_open,
        reasons=reasons,
        too_few_reasons=bool(given) and not reasons,
    )
    return _with_groups(made, found, at, groups) if at and groups else made


def _with_groups(made: Response, found: _Answers, at: models.Assignment, groups: _Within) -> Response:
    answered, abstaining = found.answered.get(at.id, NOBODY), found.abstaining(at)
    areas = [area for area, _units in groups]
    splits = hidden([area.persons - answered for area in areas])
    return replace(
        made,
        code=at.code,
        areas=tuple(_group(area, answered, abstaining, kept=kept) for area, kept in zip(areas, splits, strict=True)),
        units=tuple(
            _group(unit, answered, abstaining, kept=True, within=area.parts)
            for area, units in groups
            for unit in units
            if len(units) > 1
        ),
        lacking=lacking([(area, answered) for area in areas]),
    )


def _point(found: _Answers, at: models.Assignment) -> AssignmentResponse:
    loops, silent = found.loops.get(at.id, 0), found.without(at)
    rate = ratio(loops, found.row.invited or 0, "share", "nobody_counted_as_invited")
    abstained: Value = Missing("not_asked_here")
    unanswered: Value = Missing("not_asked_here")
    if found.asked:
        away = found.abstaining(at)
        few = 0 < len(silent) < FEW.fewer_than
        abstained, unanswered = (FEW, FEW) if few else (count(len(away)), count(len(silent - away)))
    return AssignmentResponse(
        code=at.code,
        title="" if at.heading == at.code else at.heading,
        closes_on=at.closes_on,
        is_open=found.open(at),
        loops=loops,
        persons=found.respondents.get(at.id, 0),
        rate=rate,
        alarm=isinstance(rate, Figure) and 2 * rate.numerator < rate.denominator,
        abstained=abstained,
        unanswered=unanswered,
    )


def _group(
    group: Group, answered: Persons, abstaining: Persons, *, kept: bool, within: tuple[tuple[str, ...], ...] = ()
) -> GroupResponse:
    there, silent = group.persons & answered, group.persons - answered
    away = silent & abstaining
    veil = FEW if 0 < len(silent) < FEW.fewer_than else BESIDE
    return GroupResponse(
        parts=group.parts,
        asked=len(group.persons),
        answered=len(there),
        rate=ratio(len(there), len(group.persons), "share"),
        abstained=veil if kept else count(len(away)),
        unanswered=veil if kept else count(len(silent - away)),
        within=within,
    )


def _groups(by: Actor, found: _Answers) -> _Within:
    """Return those asked by service area, and each area's by the unit where they work today."""
    areas = gathered(partition(found.areas))
    if not areas:
        return ()
    working = people.working_at(by=by, day=found.today, accounts=found.asked)
    names = {unit.id: unit.name for unit in organisation.unit_tree(provider=found.row.provider_id).units}
    order = {name: place for place, name in enumerate(names.values())}

    def units(person: UUID) -> tuple[str, ...]:
        return tuple(sorted((names[unit] for unit in working.get(person, ())), key=lambda name: order[name]))

    def by_unit(area: Group) -> tuple[Group, ...]:
        parts = partition({person: units(person) for person in area.persons})
        return gathered(dict(sorted(parts.items(), key=lambda part: [order[name] for name in part[0]])))

    return tuple((area, by_unit(area)) for area in areas)


def _answers(by: Actor, now: datetime, round: UUID) -> _Answers:
    row = stored_round(by, round)
    if not may_read(by, row).allowed:
        require(may_lead(by))
    loops = list(
        models.Loop.objects.filter(there_now(row)).values_list(
            "assignment_id", "respondent_id", "respondent__account_id"
        )
    )
    answered: dict[int, set[UUID]] = {}
    respondents: dict[int, set[int]] = {}
    for assignment, respondent, account in loops:
        respondents.setdefault(assignment, set()).add(respondent)
        if account:
            answered.setdefault(assignment, set()).add(account)
    abstained: dict[int, dict[UUID, Reason]] = {}
    left_out = models.Abstention.objects.filter(assignment__round=row)
    for assignment, account, reason in left_out.values_list("assignment_id", "account_id", "reason"):
        abstained.setdefault(assignment, {})[account] = Reason(reason)
    today = people.day_of(now)
    areas = _areas(row, frozenset().union(*answered.values()))
    every = assignments_of(row)
    opened = tuple(each for each in every if each.id in respondents or _has_opened(each, today))
    return _Answers(
        row,
        today,
        opened,
        tuple(each.code for each in every if each not in opened and each.state != "withdrawn"),
        frozenset(areas),
        areas,
        Counter(assignment for assignment, _respondent, _account in loops),
        {number: len(some) for number, some in respondents.items()},
        {number: frozenset(some) for number, some in answered.items()},
        abstained,
    )


def _has_opened(at: models.Assignment, today: date) -> bool:
    return at.state in ASKING and at.opens_on is not None and at.opens_on <= today


def _areas(row: models.Round, answered: Persons) -> dict[UUID, tuple[str, ...]]:
    """Return the service areas, in their order, of each person who is asked, or has left after answering."""
    rows = models.Recipient.objects.filter(round=row).order_by("service_area__order", "service_area__name")
    found: dict[UUID, tuple[str, ...]] = {}
    for account, area, left_on in rows.values_list("account_id", "service_area__name", "left_on"):
        if left_on is None or account in answered:
            found[account] = (*found.get(account, ()), area)
    return found
