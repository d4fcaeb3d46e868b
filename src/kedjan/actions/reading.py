"""Reading proposals: those of an analysis, one with its sources, and answers in which something is proposed."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from kedjan.access.service import PAGE, Actor, NotHere, Slice
from kedjan.actions import models, rules
from kedjan.actions.action_reading import action_value
from kedjan.actions.circle import GONE, place_in, row_of, to_write, value
from kedjan.actions.values import (
    Answered,
    Decision,
    Gathered,
    Line,
    Order,
    Overview,
    Place,
    Ruling,
    Sought,
    Source,
    Standing,
    Whole,
    Wording,
)
from kedjan.people import service as people
from kedjan.reflection import service as reflection
from kedjan.reflection.service import Sight
from kedjan_statistics.figure import Figure, Hidden, Value, count

NOTHING_SOUGHT = Sought()
FEW = Hidden("few_persons", rules.FEWEST)


def proposals(*, by: Actor, now: datetime, analysis: UUID, sought: Sought = NOTHING_SOUGHT, page: int = 1) -> Overview:
    """Return the proposals of an analysis that the actor sees and asks for, fifty a page, and how many are answered.

    Those who word them or decide on them see all; other staff what has been decided. One that was merged into another
    stands with that one. How many persons are behind is told to who reads every round, and to others when it is five or
    more; few are not told apart by the order either.
    """
    place, rows = place_in(by, analysis), rows_of(by, analysis)
    decided, today = decisions_of([row.id for row in rows]), people.day_of(now)
    found = _chosen(place, lines_of(by, place, rows, decided, today), sought)
    start = (max(page, 1) - 1) * PAGE
    following = page + 1 if start + PAGE < len(found) else None
    shown = Slice(tuple(found[start : start + PAGE]), len(found), following)
    return Overview(place, shown, answered_in(rows, decided, today))


def every_line(*, by: Actor, now: datetime, analysis: UUID, sought: Sought = NOTHING_SOUGHT) -> tuple[Line, ...]:
    """Return all proposals of an analysis that the actor sees and asks for, as `proposals` shows them."""
    place, rows = place_in(by, analysis), rows_of(by, analysis)
    decided = decisions_of([row.id for row in rows])
    return tuple(_chosen(place, lines_of(by, place, rows, decided, people.day_of(now)), sought))


def _chosen(place: Place, lines: Iterable[Line], sought: Sought) -> list[Line]:
    """Return what somebody sees and asks for, in order."""
    seen = (each for each in lines if _sees(place, each))
    return _ordered([each for each in seen if _asked_for(each, sought)], sought.order)


def proposal(*, by: Actor, now: datetime, id: UUID) -> Whole:
    """Return one proposal with what was merged into it, sources and decisions, to one who sees it; else NotHere.

    What answers say is shown to those who may read them, and the reading journalled; where each comes from, to those
    who word proposals. That there are answers which they may not read is told to who reads every round: to others the
    length of the list would tell few apart.
    """
    row = row_of(by, id)
    place = place_in(by, row.analysis_id)
    merged = list(models.Proposal.objects.filter(merged_into=row).order_by("position"))
    decided = decisions_of([id, *([row.merged_into_id] if row.merged_into_id else [])])
    (line,) = lines_of(by, place, [row, *merged], decided, people.day_of(now), every=True)[:1]
    if not _sees(place, line):
        raise NotHere(GONE)
    every = sources_of(by, now, [row.id, *(each.id for each in merged)]) if place.writes else ()
    sources = tuple(each for each in every if place.reads_all or each.origin or each.text is not None)
    action = models.Action.objects.filter(removed=False, proposal_id=row.merged_into_id or row.id).first()
    return Whole(
        place=place,
        line=line,
        sources=sources,
        merged=tuple(map(value, merged)),
        decisions=decided.get(id, ()),
        action=action_value(action) if action else None,
        wordings=wordings_of(id) if place.writes or place.decides else (),
    )


def wordings_of(proposal: UUID) -> tuple[Wording, ...]:
    """Return every wording that a proposal has had, the first first."""
    rows = models.Wording.objects.filter(proposal=proposal).order_by("number")
    return tuple(Wording(row.number, row.text, row.explanation, row.by, row.at) for row in rows)


def gathered(*, by: Actor, now: datetime, analysis: UUID, words: str = "", page: int = 1) -> Slice[Gathered]:
    """Return what people proposed in the rounds of an analysis that the actor reads, fifty a page; journalled.

    Each with the proposals that it is a source of already. For those who word the analysis's proposals.
    """
    of = to_write(by, analysis)
    found = reflection.proposed_in(by=by, now=now, rounds=of.rounds, words=words, page=page)
    loops = {each.loop for each in found.items}
    used: dict[tuple[UUID, str], list[tuple[int, UUID]]] = defaultdict(list)
    rows = models.AnswerSource.objects.filter(proposal__analysis_id=analysis, loop__in=loops).order_by(
        "proposal__position"
    )
    for loop, sight, position, proposal in rows.values_list("loop", "sight", "proposal__position", "proposal_id"):
        used[loop, sight].append((position, proposal))
    items = tuple(
        Gathered(
            each.round, each.round_title, each.loop, each.heading, each.area, each.sight, each.text,
            tuple(used[each.loop, each.sight.value]),
        )
        for each in found.items
    )  # fmt: skip
    return Slice(items, found.total, found.next)


def rows_of(by: Actor, analysis: UUID) -> list[models.Proposal]:
    """Return the rows of an analysis's proposals in order, those that were merged too."""
    rows = models.Proposal.objects.filter(provider_id=by.provider, analysis_id=analysis, removed=False)
    return list(rows.order_by("position"))


def decisions_of(ids: Iterable[UUID]) -> dict[UUID, tuple[Decision, ...]]:
    """Return what was decided about proposals, the first first; those without a decision are left out."""
    found: dict[UUID, tuple[Decision, ...]] = {}
    for row in models.ProposalDecision.objects.filter(proposal__in=list(ids)).order_by("place"):
        made = Decision(Ruling(row.ruling), row.motive, row.owner, row.again_on, row.by, row.at, row.taken_back_on)
        found[row.proposal_id] = (*found.get(row.proposal_id, ()), made)
    return found


def answered_in(rows: Collection[models.Proposal], decided: dict[UUID, tuple[Decision, ...]], today: date) -> Answered:
    """Return how many proposals have an answer; one that was merged has that of the one that speaks for it."""
    answered = sum((row.merged_into_id or row.id) in decided for row in rows)
    overdue = sum(
        rules.standing(_last(decided, row.id), row.answer_by, today) is Standing.OVERDUE
        for row in rows
        if row.merged_into_id is None
    )
    return Answered(answered, len(rows), overdue)


def lines_of(
    by: Actor,
    place: Place,
    rows: Sequence[models.Proposal],
    decided: dict[UUID, tuple[Decision, ...]],
    today: date,
    *,
    every: bool = False,
) -> list[Line]:
    """Return rows as lines, those that were merged only within the one that speaks for them, unless `every` is asked.

    Three questions, however many they are.
    """
    within: dict[UUID, list[models.Proposal]] = defaultdict(list)
    for row in rows:
        within[row.merged_into_id or row.id].append(row)
    ids = [row.id for row in rows]
    loops: dict[UUID, set[UUID]] = {each: set() for each in ids}
    for proposal, loop in models.AnswerSource.objects.filter(proposal__in=ids).values_list("proposal_id", "loop"):
        loops[proposal].add(loop)
    by_hand: dict[UUID, int] = defaultdict(int)
    for proposal in models.HandSource.objects.filter(proposal__in=ids).values_list("proposal_id", flat=True):
        by_hand[proposal] += 1
    spoken = {row.id: within[row.id] if row.merged_into_id is None else [row] for row in rows}
    groups = {one: {loop for each in of for loop in loops[each.id]} for one, of in spoken.items()}
    persons = reflection.persons_in(by=by, groups=groups)
    return [
        Line(
            proposal=value(row),
            goals=tuple(dict.fromkeys(each.goal_id for each in spoken[row.id] if each.goal_id)),
            support=_support(place, row, persons[row.id]) if groups[row.id] else None,
            by_hand=sum(by_hand[each.id] for each in spoken[row.id]),
            merged=len(spoken[row.id]) - 1,
            standing=rules.standing(_last(decided, row.merged_into_id or row.id), row.answer_by, today),
            decision=_last(decided, row.merged_into_id or row.id),
        )
        for row in rows
        if every or row.merged_into_id is None
    ]


def sources_of(by: Actor, now: datetime, ids: Sequence[UUID]) -> tuple[Source, ...]:
    """Return what proposals come from: answers as they are now to those who may read them, and where it was heard."""
    answers = list(models.AnswerSource.objects.filter(proposal__in=ids).select_related("round").order_by("loop"))
    places = [(row.round_id, row.loop, Sight(row.sight)) for row in answers]
    found_at = reflection.proposed_at(by=by, now=now, places=places) if places else ()
    read = {(each.loop, each.sight): each for each in found_at}
    found = []
    for row in answers:
        there = read.get((row.loop, Sight(row.sight)))
        heading, text = (there.heading, there.text) if there else ("", None)
        found.append(Source(row.id, row.proposal_id, Sight(row.sight), "", row.round.title, heading, text))
    heard = models.HandSource.objects.filter(proposal__in=ids).order_by("proposal__position", "at", "id")
    return (*found, *(Source(row.id, row.proposal_id, None, row.origin) for row in heard))


def _support(place: Place, row: models.Proposal, persons: int) -> Value | None:
    """Return how many persons are behind; of one within another not to all, or the rest would follow by subtraction."""
    if place.apart:
        return None
    told = persons >= rules.FEWEST and row.merged_into_id is None
    return count(persons) if place.reads_all or told else FEW


def _sees(place: Place, line: Line) -> bool:
    return place.writes or place.decides or line.decision is not None


def _asked_for(line: Line, sought: Sought) -> bool:
    one = line.proposal
    text = f"{one.text}\n{one.explanation}".casefold()
    return (
        all(word in text for word in sought.words.casefold().split())
        and (sought.goal is None or sought.goal in line.goals)
        and (sought.standing is None or sought.standing is line.standing)
    )


def _ordered(lines: list[Line], order: Order) -> list[Line]:
    if order is Order.SUPPORT:
        return sorted(lines, key=lambda each: (-_shown(each.support), each.proposal.position))
    if order is Order.DAY:
        return sorted(
            lines, key=lambda each: (each.decision is not None, each.proposal.answer_by, each.proposal.position)
        )
    return lines


def _shown(support: Value | None) -> int:
    """Return how many are shown: what is hidden stands as one."""
    if support is None:
        return 0
    return support.numerator if isinstance(support, Figure) else 1


def _last(decided: dict[UUID, tuple[Decision, ...]], id: UUID) -> Decision | None:
    return (decided.get(id) or (None,))[-1]
