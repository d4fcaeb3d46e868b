"""Where on the thread a report stands: each part of it rests on something."""

from collections.abc import Collection, Mapping
from uuid import UUID

from kedjan.access.service import Actor
from kedjan.evidence.service import Answer, Gone, NotYoursToSee, Offer, Stated, Value
from kedjan.reports import models
from kedjan.reports.following import places
from kedjan.reports.texts import STATEMENT

STATED: Mapping[str, Stated] = {STATEMENT: Stated(STATEMENT)}
"""Whose words the statements of this room are: the parts of reports."""


class PartsOfReports:
    """Where a part of a report stands, on the thread; it is cited by nobody."""

    @property
    def kinds(self) -> frozenset[str]:
        """Return the one kind: a part by its id."""
        return frozenset({STATEMENT})

    def offer(self, by: Actor, query: str) -> Collection[Offer]:  # noqa: ARG002  none is offered
        """Return nothing."""
        return ()

    def values(self, by: Actor, kind: str, keys: Collection[str]) -> Mapping[str, Answer]:  # noqa: ARG002  one kind only
        """Return the report of each part and its heading; to those who may not open the report, that it is there."""
        ids = {each.hex: each for each in map(_uuid, keys) if each}
        found = places(by=by, blocks=ids)
        answers: dict[str, Answer] = {key: Value(at.title, at.heading) for key, at in found.items()}
        rows = models.Block.objects.filter(provider_id=by.provider, id__in=ids.values())
        there = rows.filter(removed_at=None, section__removed_at=None).exclude(id__in=[ids[key] for key in found])
        answers |= {each.hex: NotYoursToSee() for each in there.values_list("id", flat=True)}
        return {key: answers.get(key, Gone()) for key in keys}


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(hex=text)
    except ValueError:
        return None
