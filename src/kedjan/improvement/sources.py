"""What others may cite of conclusions: those that are settled, to all who see rounds, and others to who writes them.

Links between causes and what stands on the board are on the thread too, for those who write the analysis's conclusions.
"""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.utils.translation import gettext_noop as noop

from kedjan.access.service import Actor
from kedjan.evidence.service import Answer, Gone, NotYoursToSee, Offer, Stated, Value, Words
from kedjan.improvement import board_values, causes, models
from kedjan.improvement.circle import AGAINST, FOR, values_of
from kedjan.improvement.known import seen_of, written_by
from kedjan.improvement.values import Conclusion, State

KIND, LINK, OBSERVATION = "conclusion", "cause.link", "observation"
STATED: Mapping[str, Stated] = {
    FOR: Stated(KIND),
    AGAINST: Stated(KIND, against=True),
    causes.FOR: Stated(LINK),
    causes.AGAINST: Stated(LINK, against=True),
    board_values.ORIGIN: Stated(OBSERVATION),
}
"""Whose words the statements of this room are."""
LABEL = noop("%(analysis)s, conclusion %(number)s")
STATES: Mapping[State, str] = {
    State.PRELIMINARY: noop("preliminary"),
    State.FED_BACK: noop("fed back"),
    State.SETTLED: noop("settled"),
    State.REVISED: noop("revised"),
    State.STRUCK: noop("struck"),
}
SAID = noop("%(text)s (%(state)s)")
ON_BOARD = noop("%(analysis)s, board")
LINKED = noop("%(analysis)s, cause graph")
LEADS = noop("“%(cause)s” leads to “%(effect)s”")


def conclusion_key(id: UUID) -> str:
    """Return the key under which a conclusion is cited."""
    return id.hex


class Conclusions:
    """The room's side of the port of evidence."""

    @property
    def kinds(self) -> frozenset[str]:
        """Return the one kind: a conclusion by its id."""
        return frozenset({KIND})

    def offer(self, by: Actor, query: str) -> Collection[Offer]:
        """Return the settled conclusions that have every word of `query`."""
        rows = models.Conclusion.objects.filter(provider_id=by.provider, state__in=["settled", "revised"])
        found = _values(by, list(rows.select_related("occasion", "analysis").order_by("analysis", "position")))
        offers = (Offer(KIND, key, each.label, each.value) for key, each in found.items() if isinstance(each, Value))
        return tuple(each for each in offers if each.matches(query))

    def values(self, by: Actor, kind: str, keys: Collection[str]) -> Mapping[str, Answer]:  # noqa: ARG002  there is one
        """Return each conclusion as it is now; to who does not see it, that it is there."""
        ids = [each for each in map(_uuid, keys) if each]
        rows = models.Conclusion.objects.filter(provider_id=by.provider, id__in=ids, removed=False)
        found = _values(by, list(rows.select_related("occasion", "analysis")))
        return {key: found.get(key, Gone()) for key in keys}


class CauseLinks:
    """That one thing is believed to lead to another, on the thread; a report cites conclusions, not these."""

    @property
    def kinds(self) -> frozenset[str]:
        """Return the one kind: a link between causes by its id."""
        return frozenset({LINK})

    def offer(self, by: Actor, query: str) -> Collection[Offer]:  # noqa: ARG002  none is offered
        """Return nothing."""
        return ()

    def values(self, by: Actor, kind: str, keys: Collection[str]) -> Mapping[str, Answer]:  # noqa: ARG002  there is one
        """Return each link to those who write its analysis's conclusions; to others, that it is there."""
        ids = [each for each in map(_uuid, keys) if each]
        rows = models.CauseLink.objects.filter(provider_id=by.provider, id__in=ids, removed=False)
        rows = rows.filter(cause__removed=False, effect__removed=False)
        rows = rows.select_related("cause__analysis", "effect")
        writes = written_by(by)
        found: dict[str, Answer] = {
            row.id.hex: _leads(row) if row.cause.analysis_id in writes else NotYoursToSee() for row in rows
        }
        return {key: found.get(key, Gone()) for key in keys}


class Observations:
    """What stands on a board, on the thread; a report cites conclusions, not these."""

    @property
    def kinds(self) -> frozenset[str]:
        """Return the one kind: an observation by its id."""
        return frozenset({OBSERVATION})

    def offer(self, by: Actor, query: str) -> Collection[Offer]:  # noqa: ARG002  none is offered
        """Return nothing."""
        return ()

    def values(self, by: Actor, kind: str, keys: Collection[str]) -> Mapping[str, Answer]:  # noqa: ARG002  there is one
        """Return each observation to those who write its analysis's conclusions; to others, that it is there."""
        ids = [each for each in map(_uuid, keys) if each]
        rows = models.Observation.objects.filter(provider_id=by.provider, id__in=ids, removed=False)
        writes = written_by(by)
        found: dict[str, Answer] = {
            row.id.hex: Value(Words(ON_BOARD, {"analysis": row.analysis.title}), row.text)
            if row.analysis_id in writes
            else NotYoursToSee()
            for row in rows.select_related("analysis")
        }
        return {key: found.get(key, Gone()) for key in keys}


def _leads(row: models.CauseLink) -> Value:
    label = Words(LINKED, {"analysis": row.cause.analysis.title})
    return Value(label, Words(LEADS, {"cause": row.cause.text, "effect": row.effect.text}))


def _values(by: Actor, rows: list[models.Conclusion]) -> dict[str, Answer]:
    seen, titles = seen_of(by, rows), {row.id: row.analysis.title for row in rows}
    return {
        conclusion_key(each.id): _told(each, titles[each.id]) if each.id in seen else NotYoursToSee()
        for each in values_of(rows)
    }


def _told(each: Conclusion, title: str) -> Value:
    label = Words(LABEL, {"analysis": title, "number": each.position})
    return Value(label, Words(SAID, {"text": each.text, "state": Words(STATES[each.state])}))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(hex=text)
    except ValueError:
        return None
