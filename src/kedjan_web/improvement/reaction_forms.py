"""Forms of what those who were asked say of conclusions, and of answering those who do not agree."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from kedjan.improvement.service import Reaction, Relevance, Stance
from kedjan_web.components.offering import offer
from kedjan_web.improvement.forms import lines
from kedjan_web.improvement.words import RELEVANCE, STANCES


class ReactionForm(forms.Form):
    """Whether a conclusion holds, whether it matters at one's unit, and words; `seen` is 0 where one has not said.

    Among several `together` in one form its fields have a name of their own before them.
    """

    use_required_attribute = False
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    stance = forms.ChoiceField(
        label=_("Does it hold?"),
        widget=forms.RadioSelect,
        choices=[(each.value, words) for each, words in STANCES.items()],
    )
    relevance = forms.ChoiceField(
        label=_("Does it matter at your unit?"),
        required=False,
        widget=forms.RadioSelect,
        choices=[(each.value, words) for each, words in RELEVANCE.items()],
    )
    comment = forms.CharField(
        label=_("What would you say instead, or add?"),
        required=False,
        max_length=4_000,
        widget=lines(2),
        help_text=_("Leave out names. The readers of the round read it without yours, and answer."),
    )

    def __init__(self, data: Any = None, *, of: UUID, mine: Reaction | None, together: bool = False) -> None:
        initial: dict[str, Any] = {"seen": 0}
        if mine is not None:
            relevance = mine.relevance.value if mine.relevance else ""
            initial = {
                "seen": mine.version, "stance": mine.stance.value, "relevance": relevance, "comment": mine.comment
            }  # fmt: skip
        name = f"s{of.hex[:12]}"
        super().__init__(data, initial=initial, auto_id=f"{name}_%s", prefix=name if together else None)

    @property
    def said(self) -> dict[str, Any]:
        """Return what was said, of a form that is valid."""
        given = self.cleaned_data
        relevance = Relevance(given["relevance"]) if given["relevance"] else None
        return {"stance": Stance(given["stance"]), "relevance": relevance, "comment": given["comment"]}


class AnswerForm(forms.Form):
    """The same answer to those who are chosen."""

    reactions = forms.MultipleChoiceField(
        label=_("To whom"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Somebody has answered one of them meanwhile. That answer stands below.")},
    )
    text = forms.CharField(
        label=_("Your answer"),
        max_length=4_000,
        widget=lines(4),
        help_text=_("It stands on their own pages. Say what you make of it, and what you change."),
    )

    def __init__(self, data: Any = None, *, choices: list[tuple[str, str]]) -> None:
        super().__init__(data)
        offer(self, reactions=choices)
