"""The tags that may be chosen in a round: a set is never changed, so its places are asked for once."""

from functools import lru_cache
from uuid import UUID

from kedjan.access.service import Refused
from kedjan.reflection import models
from kedjan.reflection.answering.asked import Place
from kedjan.reflection.answering.values import Written


def require_known(at: Place, written: Written) -> None:
    """Refuse a tag that is not in the round's set, and a step of emotion that there is not."""
    if not set(written.tags) <= _places(at.round.tag_set_id):
        raise Refused("There is no such tag in this round.")
    if written.emotion is not None and not -2 <= written.emotion <= 2:
        raise Refused("The emotion is from −2 to +2.")


@lru_cache(maxsize=64)
def _places(tag_set: UUID) -> frozenset[int]:
    return frozenset(models.Tag.objects.filter(tag_set_id=tag_set).values_list("position", flat=True))
