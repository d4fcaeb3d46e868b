"""The five steps of emotion in words with their sign: never by colour alone."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

STEPS: dict[int, Promise] = {
    -2: _("Very negative (−2)"),
    -1: _("Rather negative (−1)"),
    0: _("Neither (0)"),
    1: _("Rather positive (+1)"),
    2: _("Very positive (+2)"),
}
NONE_GIVEN = _("No emotion given")


@dataclass(frozen=True, slots=True)
class Feeling:
    """An emotion with words, and the class that colours the square beside them (empty: none given)."""

    words: str
    key: str


def emotion_words(emotion: int | None) -> str:
    """Return a step in words."""
    return str(NONE_GIVEN if emotion is None else STEPS[emotion])


def feeling(emotion: int | None) -> Feeling:
    """Return a step in words and colour."""
    return Feeling(emotion_words(emotion), "" if emotion is None else f"picture-emotion-{emotion + 2}")
