"""What others may cite from here: proposals, to who sees them, and actions, to all who may see rounds."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.utils.translation import gettext_noop as noop

from kedjan.access.service import Actor, Right, holds_anywhere
from kedjan.actions import models
from kedjan.actions.action_values import Phase
from kedjan.actions.circle import may_decide
from kedjan.actions.reading import decisions_of
from kedjan.actions.values import Ruling
from kedjan.evidence.service import Answer, Gone, NotYoursToSee, Offer, Stated, Value, Words
from kedjan.reflection import service as reflection

PROPOSAL, ACTION, STRATEGY = "proposal", "action", "strategy"
STATED: Mapping[str, Stated] = {ACTION: Stated(ACTION)}
"""Whose words the statements of this room are: an action rests on the proposal that was answered yes."""
PROPOSAL_LABEL = noop("%(analysis)s, proposal %(number)s")
ACTION_LABEL = noop("Action")
STRATEGY_LABEL = noop("Strategy")
SAID = noop("%(text)s (%(state)s)")
WAITS = noop("not decided yet")
RULINGS: Mapping[Ruling, str] = {
    Ruling.YES: noop("decided: yes"),
    Ruling.NO: noop("decided: no"),
    Ruling.LATER: noop("decided: later"),
    Ruling.TAKEN_BACK: noop("the yes has been taken back"),
}
PHASES: Mapping[Phase, str] = {
    Phase.INITIATED: noop("initiated"),
    Phase.IMPLEMENTED: noop("implemented"),
    Phase.EMBEDDED: noop("part of everyday work"),
    Phase.SPREAD: noop("spread"),
    Phase.PAUSED: noop("paused"),
    Phase.CLOSED: noop("closed"),
    Phase.WITHDRAWN: noop("withdrawn"),
}
"""Words for the phases, as message ids, to stand within a sentence."""


class ProposalsAndActions:
    """The room's side of the port of evidence."""

    @property
    def kinds(self) -> frozenset[str]:
        """Return the two kinds: a proposal and an action, each by its id."""
        return frozenset({PROPOSAL, ACTION})

    def offer(self, by: Actor, query: str) -> Collection[Offer]:
        """Return what has been decided, and actions, that have every word of `query`."""
        decided = models.Proposal.objects.filter(provider_id=by.provider, decisions__isnull=False).distinct()
        rows = list(decided.select_related("analysis").order_by("analysis", "position"))
        acts = list(models.Action.objects.filter(removed=False, provider_id=by.provider).order_by("text", "id"))
        found = {**{(PROPOSAL, key): each for key, each in _proposals(by, rows).items()},
                 **{(ACTION, key): each for key, each in _actions(by, acts).items()}}  # fmt: skip
        offers = (
            Offer(kind, key, each.label, each.value) for (kind, key), each in found.items() if isinstance(each, Value)
        )
        return tuple(each for each in offers if each.matches(query))

    def values(self, by: Actor, kind: str, keys: Collection[str]) -> Mapping[str, Answer]:
        """Return each as it is now; to who does not see it, that it is there."""
        ids = [each for each in map(_uuid, keys) if each]
        if kind == PROPOSAL:
            rows = models.Proposal.objects.filter(provider_id=by.provider, id__in=ids, removed=False).select_related(
                "analysis"
            )
            found = _proposals(by, list(rows))
        else:
            found = _actions(by, list(models.Action.objects.filter(removed=False, provider_id=by.provider, id__in=ids)))
        return {key: found.get(key, Gone()) for key in keys}


class Strategies:
    """Strategies as things on the thread; nobody cites them as evidence."""

    @property
    def kinds(self) -> frozenset[str]:
        """Return the one kind: a strategy by its id."""
        return frozenset({STRATEGY})

    def offer(self, by: Actor, query: str) -> Collection[Offer]:  # noqa: ARG002  none is offered
        """Return nothing."""
        return ()

    def values(self, by: Actor, kind: str, keys: Collection[str]) -> Mapping[str, Answer]:  # noqa: ARG002  there is one
        """Return each strategy to those who may see rounds; to others, that it is there."""
        ids = [each for each in map(_uuid, keys) if each]
        sees = holds_anywhere(by, Right.SEE_ROUNDS).allowed
        rows = models.Strategy.objects.filter(provider_id=by.provider, id__in=ids)
        found: dict[str, Answer] = {
            row.id.hex: Value(Words(STRATEGY_LABEL), row.text) if sees else NotYoursToSee() for row in rows
        }
        return {key: found.get(key, Gone()) for key in keys}


def _proposals(by: Actor, rows: list[models.Proposal]) -> dict[str, Answer]:
    if not rows:
        return {}
    writes = {each.analysis for each in reflection.belongings(by=by) if each.reads or each.leads}
    sees, decides = holds_anywhere(by, Right.SEE_ROUNDS).allowed, may_decide(by)
    decided = decisions_of({row.merged_into_id or row.id for row in rows})
    found: dict[str, Answer] = {}
    for row in rows:
        last = (decided.get(row.merged_into_id or row.id) or (None,))[-1]
        seen = decides or row.analysis_id in writes or (sees and last is not None)
        label = Words(PROPOSAL_LABEL, {"analysis": row.analysis.title, "number": row.position})
        state = Words(RULINGS[last.ruling] if last else WAITS)
        found[row.id.hex] = Value(label, Words(SAID, {"text": row.text, "state": state})) if seen else NotYoursToSee()
    return found


def _actions(by: Actor, rows: list[models.Action]) -> dict[str, Answer]:
    sees = holds_anywhere(by, Right.SEE_ROUNDS).allowed
    return {
        row.id.hex: Value(
            Words(ACTION_LABEL), Words(SAID, {"text": row.text, "state": Words(PHASES[Phase(row.phase)])})
        )
        if sees
        else NotYoursToSee()
        for row in rows
    }


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(hex=text)
    except ValueError:
        return None
