"""The form that asks for texts: two fields hold what is asked, the others add to it."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kedjan.access.service import Refused
from kedjan.reflection import service as reflection
from kedjan.reflection.service import Round
from kedjan_web.components.offering import offer
from kedjan_web.errors import said
from kedjan_web.rounds.emotions import emotion_words
from kedjan_web.rounds.text_filter import LONGEST, STEPS, Wanted

ANY, CHOOSE = _("Any"), _("Choose")
WORDS_HELP = _(
    "In any form. With an asterisk last, as in skol*, words that begin so. Within quotation marks they stand just so."
)


class TextsForm(forms.Form):
    """A filter as fields; what is already asked for goes along as hidden fields beside them."""

    uppdrag = forms.ChoiceField(label=_("Assignment"), required=False)
    omrade = forms.ChoiceField(label=_("Service area"), required=False)
    tagg = forms.ChoiceField(label=_("With the tag"), required=False)
    utan = forms.ChoiceField(label=_("Without the tag"), required=False)
    kansla = forms.ChoiceField(label=_("Emotion"), required=False)
    ord = forms.CharField(
        label=_("Words in the text"),
        required=False,
        max_length=LONGEST,
        help_text=WORDS_HELP,
    )

    def __init__(self, wants: Wanted, of: Round) -> None:
        super().__init__(initial={"uppdrag": wants.assignment, "ord": wants.words})
        self.offer("uppdrag", ((each.code, titled(each.code, each.heading)) for each in of.assignments))
        self.offer("omrade", ((area, area) for area in of.areas if area not in wants.areas))
        free = [tag for tag in of.tag_set.names if tag not in (*wants.tags, *wants.without)]
        self.offer("tagg", ((tag, tag) for tag in free))
        self.offer("utan", ((tag, tag) for tag in free))
        self.offer("kansla", ((k, emotion_words(step)) for k, step in STEPS.items() if k not in wants.emotion))
        single = {"uppdrag", "ord"}
        self.kept: list[tuple[str, str]] = [pair for pair in wants.pairs() if pair[0] not in single]

    def refuse(self) -> bool:
        """Return whether the words asked for cannot be looked for; the field says why."""
        try:
            sought_words(self.initial["ord"])
        except forms.ValidationError as wrong:
            self.full_clean()
            self.cleaned_data: dict[str, Any] = {}
            self.add_error("ord", wrong)
            return True
        return False

    def offer(self, name: str, choices: Iterable[tuple[str, str]]) -> None:
        """Set a field's choices, after the one that asks for nothing."""
        nothing: tuple[str, str | Promise] = ("", CHOOSE if name in {"tagg", "utan"} else ANY)
        offer(self, **{name: [nothing, *choices]})


def sought_words(given: str) -> str:
    """Return words as the room is asked for them; raises ValidationError where it would not look for them."""
    words = " ".join(given.replace("\x00", "").split())
    try:
        reflection.check_search(words)
    except Refused as refusal:
        raise forms.ValidationError(said(refusal.message, refusal.values)) from refusal
    return words


def titled(code: str, heading: str) -> str:
    """Return an assignment's code with its heading."""
    return code if heading == code else f"{code} {heading}"
