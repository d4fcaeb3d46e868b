"""The thread inside this room: a proposal on the answers it comes from, and on the proposals that it speaks for."""

from collections.abc import Collection, Iterable, Iterator
from uuid import UUID

from django.db.models import Q

from kedjan.access.service import Actor
from kedjan.actions import models
from kedjan.actions.sources import ACTION, PROPOSAL, STRATEGY
from kedjan.evidence.service import Thing
from kedjan.people import service as people
from kedjan.reflection import service as reflection

TEXT, GOAL = "loops.text", "goal"


class ProposalsFromAnswers:
    """Which proposals come from which answers; who may see either is for their own sources to say.

    How many answers are behind a proposal is told only to who reads every round of its analysis: few may be told apart,
    and a manager could tell their own staff by them.
    """

    def below(self, by: Actor, things: Collection[Thing]) -> Collection[tuple[Thing, Thing]]:
        """Return each proposal with its answers, and with those that were merged into it."""
        ids = set(_ids(PROPOSAL, things))
        answers = _answers(by, Q(proposal__in=ids, round__in=_read_whole(by))) if ids else []
        return [*answers, *((into, one) for one, into in _merged(by, Q(merged_into__in=ids)))]

    def above(self, by: Actor, things: Collection[Thing]) -> Collection[tuple[Thing, Thing]]:
        """Return each answer with the proposals from it, and each proposal with the one that speaks for it."""
        answers = _answers(by, Q(loop__in=set(_ids(TEXT, things))))
        return [*((text, proposal) for proposal, text in answers), *_merged(by, Q(id__in=set(_ids(PROPOSAL, things))))]


class StrategiesOverActions:
    """A strategy rests on its actions; actions and proposals rest on the goal that they are about."""

    def below(self, by: Actor, things: Collection[Thing]) -> Collection[tuple[Thing, Thing]]:
        """Return each strategy with its actions, and each action and proposal with its goal."""
        over = _over(by, Q(strategy__in=set(_ids(STRATEGY, things))))
        done = _about(by, ACTION, Q(id__in=set(_ids(ACTION, things))))
        proposed = _about(by, PROPOSAL, Q(id__in=set(_ids(PROPOSAL, things))))
        return [*over, *done, *proposed]

    def above(self, by: Actor, things: Collection[Thing]) -> Collection[tuple[Thing, Thing]]:
        """Return each action with its strategies, and each goal with what is proposed and done about it."""
        over = _over(by, Q(action__in=set(_ids(ACTION, things))))
        about = Q(goal__in=set(_ids(GOAL, things)))
        pairs = [*_about(by, ACTION, about), *_about(by, PROPOSAL, about)]
        return [*((action, strategy) for strategy, action in over), *((goal, thing) for thing, goal in pairs)]


def _over(by: Actor, which: Q) -> list[tuple[Thing, Thing]]:
    rows = models.StrategyAction.objects.filter(which, provider_id=by.provider).order_by("action__text", "id")
    return [((STRATEGY, one.hex), (ACTION, action.hex)) for one, action in rows.values_list("strategy_id", "action_id")]


def _about(by: Actor, kind: str, which: Q) -> list[tuple[Thing, Thing]]:
    """Return what is done, or proposed and not merged into another, with its goal."""
    if kind == ACTION:
        done = models.Action.objects.filter(which, removed=False, provider_id=by.provider, goal__isnull=False)
        pairs: Iterable[tuple[UUID, UUID | None]] = done.order_by("text", "id").values_list("id", "goal_id")
    else:
        rows = models.Proposal.objects.filter(which, provider_id=by.provider, goal__isnull=False, removed=False)
        pairs = rows.filter(merged_into=None).order_by("analysis", "position").values_list("id", "goal_id")
    return [((kind, one.hex), (GOAL, goal.hex)) for one, goal in pairs if goal]


def _read_whole(by: Actor) -> set[UUID]:
    """Return the rounds of the analyses that the actor reads whole, with nobody kept apart as their staff."""
    if people.is_manager(by=by):
        return set()
    return {each for of in reflection.belongings(by=by) if of.reads_all for each in of.rounds}


def _answers(by: Actor, which: Q) -> list[tuple[Thing, Thing]]:
    rows = models.AnswerSource.objects.filter(which, provider_id=by.provider).order_by("at", "id")
    pairs = rows.values_list("proposal_id", "round_id", "loop")
    return [((PROPOSAL, proposal.hex), (TEXT, reflection.text_key(of, loop))) for proposal, of, loop in pairs]


def _merged(by: Actor, which: Q) -> list[tuple[Thing, Thing]]:
    rows = models.Proposal.objects.filter(which, provider_id=by.provider, merged_into__isnull=False)
    pairs = rows.order_by("position").values_list("id", "merged_into_id")
    return [((PROPOSAL, one.hex), (PROPOSAL, into.hex)) for one, into in pairs if into]


def _ids(kind: str, things: Collection[Thing]) -> Iterator[UUID]:
    """Yield the ids in the keys of a kind: what stands last in each. A key that holds none is nothing's."""
    for of, key in things:
        try:
            if of == kind:
                yield UUID(hex=key.rpartition(":")[2])
        except ValueError:
            continue
