"""The board of an analysis (C02, C23): what is good and poor for each goal, in which part, and what is proposed."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from kedjan.access.service import Actor, Changed, NotHere, Refused
from kedjan.evidence import service as evidence
from kedjan.goals import service as goals
from kedjan.improvement import board_rules, models, rules
from kedjan.improvement.board_pictures import pictures
from kedjan.improvement.board_values import ORIGIN, Board, BoardLevel, Observation, Part, WholeObservation, Worth
from kedjan.improvement.circle import noted, place_in, to_write
from kedjan.improvement.reading import named
from kedjan.improvement.resting import CITABLE, not_cited_yet
from kedjan.people import service as people
from kedjan.reflection import service as reflection

QUOTED = frozenset({"loops.text", "themes.quote"})
SAYS = frozenset({evidence.State.SAME, evidence.State.CHANGED})
COMES_FROM = CITABLE | {"conclusion"}
LONGEST, MOST = 300, 600
GONE = rules.noop("There is nothing like that on the board.")


def board(*, by: Actor, now: datetime, analysis: UUID) -> Board:
    """Return an analysis's board to those who write its conclusions; to others, NotYours."""
    to_write(by, analysis)
    found = observations_of(analysis)
    statements = {(ORIGIN, each.id.hex): each.id for each in found}
    number = evidence.how_many(by=by, statements=statements) if found else {}
    divided = tuple(board_rules.divided(found))
    return Board(
        place_in(by, now, analysis),
        found,
        {each: number[statement] for statement, each in statements.items()},
        frozenset(each.id for each in divided),
        tuple(board_rules.same(found)),
        tuple(board_rules.twice(found)),
        tuple(board_rules.alike(found, {each.id: reflection.lemmas_in(each.text) for each in found})),
        tuple(pictures(by, divided)),
    )


def observation(*, by: Actor, now: datetime, id: UUID) -> WholeObservation:
    """Return something on the board with what it comes from, to one who writes the analysis's conclusions."""
    row = observation_row(by, id)
    place = place_in(by, now, row.analysis_id)
    cited = evidence.rests_on(by=by, statements=[(ORIGIN, id.hex)])
    return WholeObservation(place, observation_value(row), named(place, cited[ORIGIN, id.hex]))


def first_quotes(*, by: Actor, now: datetime, analysis: UUID, of: Collection[UUID]) -> dict[UUID, evidence.Citation]:
    """Return the first that each of some observations quotes, as far as the actor may read it; others are left out.

    To one who writes the analysis's conclusions. Who shows them writes down that they were read.
    """
    to_write(by, analysis)
    place = place_in(by, now, analysis)
    there = models.Observation.objects.filter(analysis_id=analysis, removed=False, id__in=set(of))
    statements = {(ORIGIN, each.hex): each for each in there.values_list("id", flat=True)}
    found: dict[UUID, evidence.Citation] = {}
    for statement, cited in evidence.rests_on(by=by, statements=statements).items() if statements else ():
        quotes = (each for each in named(place, cited) if each.kind in QUOTED and each.state in SAYS)
        first = min(quotes, key=lambda each: each.cited_at, default=None)
        if first is not None:
            found[statements[statement]] = first
    return found


@transaction.atomic
def add_observation(
    *,
    by: Actor,
    now: datetime,
    key: UUID,
    analysis: UUID,
    goal: UUID,
    worth: Worth,
    part: Part | None,
    text: str,
    level: BoardLevel | None = None,
) -> Observation:
    """Put something on the board, last. The same key twice is once."""
    to_write(by, analysis)
    there = models.Observation.objects.filter(id=key).first()
    if there is not None:
        if (there.provider_id, there.analysis_id) != (by.provider, analysis):
            raise NotHere(GONE)
        return observation_value(there)
    rows = models.Observation.objects.filter(analysis_id=analysis)
    if rows.filter(removed=False).count() >= MOST:
        raise Refused("At most %(most)s observations fit on a board.", most=MOST)
    row = models.Observation.objects.create(
        id=key,
        provider_id=by.provider,
        analysis_id=analysis,
        position=(rows.aggregate(last=Max("position"))["last"] or 0) + 1,
        changed_by=by.account,
        changed_at=now,
        **_said(by, goal=goal, worth=worth, part=part, level=level, text=text),
    )
    noted(by, now, analysis, "added_observation", observation=key.hex)
    return observation_value(row)


@transaction.atomic
def change_observation(
    *,
    by: Actor,
    now: datetime,
    id: UUID,
    seen: int,
    goal: UUID,
    worth: Worth,
    part: Part | None,
    text: str,
    level: BoardLevel | None = None,
) -> Observation:
    """Say something of the board in other words, or move it, from its version `seen`; else Changed."""
    row = observation_row(by, id)
    take_observation(by, now, row, seen, **_said(by, goal=goal, worth=worth, part=part, level=level, text=text))
    noted(by, now, row.analysis_id, "changed_observation", observation=id.hex)
    return observation_value(row)


@transaction.atomic
def remove_observation(*, by: Actor, now: datetime, id: UUID, seen: int) -> int:
    """Take something off the board; it can be put back, from the version that is returned, with what it came from."""
    row = observation_row(by, id)
    take_observation(by, now, row, seen, removed=True)
    noted(by, now, row.analysis_id, "removed_observation", observation=id.hex)
    return row.version


@transaction.atomic
def put_back_observation(*, by: Actor, now: datetime, id: UUID, seen: int) -> Observation:
    """Put something back on the board; done twice is once. Changed where it was taken off anew since `seen`."""
    row = observation_row(by, id, removed=None)
    if row.removed:
        take_observation(by, now, row, seen, removed=False)
        noted(by, now, row.analysis_id, "put_back_observation", observation=id.hex)
    return observation_value(row)


def observation_offers(*, by: Actor, id: UUID, query: str) -> tuple[evidence.Offer, ...]:
    """Return what has every word of `query` and that the actor may cite; what is cited already is left out."""
    observation_row(by, id)
    return not_cited_yet(by, [(ORIGIN, id.hex)], query, COMES_FROM)


@transaction.atomic
def cite_for_observation(*, by: Actor, now: datetime, id: UUID, kind: str, key: str) -> UUID:
    """Say where something on the board comes from: a figure, combination, theme, quote or conclusion. Twice is once."""
    row = observation_row(by, id)
    if kind not in COMES_FROM:
        raise Refused("There is no such thing to cite here.")
    statement = (ORIGIN, id.hex)
    before = evidence.how_many(by=by, statements=[statement])[statement]
    made = evidence.cite(by=by, now=now, statement=statement, kind=kind, key=key)
    if evidence.how_many(by=by, statements=[statement])[statement] > before:
        take_observation(by, now, row, row.version)
        noted(by, now, row.analysis_id, "cited_for_observation", observation=id.hex, kind=kind)
    return made


@transaction.atomic
def uncite_observation(*, by: Actor, now: datetime, id: UUID, citation: UUID) -> None:
    """Say no longer that something on the board comes from a source; done twice is once."""
    row = observation_row(by, id)
    cited = evidence.rests_on(by=by, statements=[(ORIGIN, id.hex)])[ORIGIN, id.hex]
    if citation in {each.id for each in cited}:
        evidence.uncite(by=by, statement=(ORIGIN, id.hex), citation=citation)
        take_observation(by, now, row, row.version)
        noted(by, now, row.analysis_id, "uncited_observation", observation=id.hex)


def observations_of(analysis: UUID) -> tuple[Observation, ...]:
    """Return what stands on an analysis's board, in order."""
    rows = models.Observation.objects.filter(analysis_id=analysis, removed=False).order_by("position")
    return tuple(map(observation_value, rows))


def observation_row(by: Actor, id: UUID, *, removed: bool | None = False) -> models.Observation:
    """Return a row of the board to one who writes the analysis's conclusions; None for `removed` asks for either."""
    rows = models.Observation.objects.filter(provider_id=by.provider, id=id)
    row = (rows if removed is None else rows.filter(removed=removed)).first()
    if row is None:
        raise NotHere(GONE)
    to_write(by, row.analysis_id)
    return row


def observation_value(row: models.Observation) -> Observation:
    """Return a row as it crosses the door."""
    return Observation(
        row.id,
        row.analysis_id,
        row.goal_id,
        Part(row.part) if row.part else None,
        Worth(row.worth),
        BoardLevel(row.level) if row.level else None,
        row.text,
        row.version,
        row.changed_by,
        row.changed_at,
    )


def take_observation(by: Actor, now: datetime, row: models.Observation, seen: int, **fields: Any) -> None:
    """Change a row that was seen at a version; Changed where somebody was before."""
    changed = {**fields, "version": seen + 1, "changed_by": by.account, "changed_at": now}
    if not models.Observation.objects.filter(id=row.id, version=seen).update(**changed):
        row.refresh_from_db()
        raise Changed(by=people.shown_name(by=by, id=row.changed_by), at=row.changed_at, current=observation_value(row))
    for name, each in changed.items():
        setattr(row, name, each)


def _said(
    by: Actor, *, goal: UUID, worth: Worth, part: Part | None, level: BoardLevel | None, text: str
) -> dict[str, Any]:
    """Return what is kept of an observation; refused without words, and as good or poor without a part."""
    if part is None and worth is not Worth.PROPOSAL:
        raise Refused("Say whether it lies with individuals (I), processes (P) or structures (S).")
    goals.goal(by=by, id=goal)
    line = " ".join(text.replace("\x00", "").split())
    if not line:
        raise Refused("Say what it is.")
    if len(line) > LONGEST:
        raise Refused("The text has %(n)d characters; at most %(most)d fit.", n=len(line), most=LONGEST)
    return {
        "goal_id": goal,
        "worth": worth.value,
        "part": part.value if part else "",
        "level": level.value if level else "",
        "text": line,
    }
