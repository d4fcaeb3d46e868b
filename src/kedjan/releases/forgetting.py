"""Forgetting whose loops stood behind what has been shared, when nothing more can be shared of the same rows."""

from collections.abc import Collection
from functools import reduce
from operator import or_

from django.db.models import Q

from kedjan.access.service import Actor
from kedjan.privacy import service as privacy
from kedjan.releases import models
from kedjan.releases.values import Source


def forget_members(*, by: Actor, sources: Collection[Source]) -> int:
    """Forget whose loops the releases of these sources described, and return how many releases that was.

    For the room whose rows they were, when the rows have been disposed of. The tables stand as they were shared.
    """
    if not sources:
        return 0
    named = reduce(or_, (Q(source_room=each.room, source_kind=each.kind, source_key=each.key) for each in sources))
    privacy.remove(models.KnownAs.objects.filter(named, provider_id=by.provider))
    of = models.Release.objects.filter(named, provider_id=by.provider)
    return privacy.remove(models.Members.objects.filter(release__in=of))
