"""What is held about oneself beside what one has sent: drafts, and what one has abstained from."""

from kedjan.access.service import Actor
from kedjan.reflection import models
from kedjan.reflection.answering.asked import written_in
from kedjan.reflection.answering.values import OwnAbstention, OwnDraft, Reason
from kedjan.reflection.ledger import tags_in
from kedjan.reflection.tag_sets import tag_set_of


def own_drafts(*, by: Actor) -> tuple[OwnDraft, ...]:
    """Return everything that the actor has begun and not sent. Nobody else's can be asked for."""
    rows = list(
        models.Draft.objects.filter(provider_id=by.provider, account_id=by.account)
        .select_related("assignment__round", "service_area")
        .order_by("saved_at")
    )
    return tuple(
        OwnDraft(
            row.assignment.round.title,
            row.assignment.code,
            row.service_area.name,
            written_in(row),
            tags_in(row.mask, tag_set_of(row.assignment.round).names),
            row.saved_at,
        )
        for row in rows
    )


def own_abstentions(*, by: Actor) -> tuple[OwnAbstention, ...]:
    """Return what the actor has abstained from, and why. Nobody else's can be asked for."""
    rows = models.Abstention.objects.filter(provider_id=by.provider, account_id=by.account)
    return tuple(
        OwnAbstention(row.assignment.round.title, row.assignment.code, Reason(row.reason), row.at)
        for row in rows.select_related("assignment__round").order_by("at")
    )
