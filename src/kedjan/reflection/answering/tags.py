"""What may be chosen in a round: tags of its set, and steps of emotion."""

from kedjan.access.service import Refused
from kedjan.reflection.answering.asked import Place
from kedjan.reflection.answering.values import Written
from kedjan.reflection.tag_sets import tag_set_of


def require_known(at: Place, written: Written) -> None:
    """Refuse a tag that is not in the round's set, and a step of emotion that there is not."""
    if not set(written.tags) <= {tag.position for tag in tag_set_of(at.round).tags}:
        raise Refused("There is no such tag in this round.")
    if written.emotion is not None and not -2 <= written.emotion <= 2:
        raise Refused("The emotion is from −2 to +2.")
