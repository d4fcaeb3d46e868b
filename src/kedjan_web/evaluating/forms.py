"""Forms of evaluating: what one says of a round's method, and what was changed because of it."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from kedjan.reflection.service import MOST_MINUTES, Evaluation, MethodChange, Stance, Statement
from kedjan_web.components.forms import DayInput
from kedjan_web.evaluating.words import STANCES, STATEMENTS


class EvaluationForm(forms.Form):
    """Four statements, words and minutes; nothing must be filled in. `seen` is the version it was made from."""

    use_required_attribute = False
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    text = forms.CharField(
        label=_("What should we keep, and what should we do in another way?"),
        help_text=_("Leave out names. It is read without yours, and only where at least five have written something."),
        required=False,
        widget=forms.Textarea(attrs={"rows": "5", "dir": "auto"}),
    )
    minutes = forms.IntegerField(
        label=_("How many minutes did the whole round take you?"),
        help_text=_("As you remember it. It is never measured."),
        required=False,
        min_value=1,
        max_value=MOST_MINUTES,
    )
    field_order = ("seen", *(each.value for each in Statement), "text", "minutes")

    def __init__(self, data: Any = None, *, mine: Evaluation | None = None, version: int = 0) -> None:
        said = mine or Evaluation()
        stances = {each.value: stance.value for each, stance in said.stances.items()}
        super().__init__(data, initial={**stances, "text": said.text, "minutes": said.minutes, "seen": version})
        for each, label in STATEMENTS.items():
            choices = [(stance.value, words) for stance, words in STANCES.items()]
            self.fields[each.value] = forms.ChoiceField(
                label=str(label), required=False, choices=choices, widget=forms.RadioSelect()
            )
        self.order_fields(self.field_order)

    @property
    def said(self) -> Evaluation:
        """Return what was said, of a form that is valid."""
        given: dict[str, Any] = self.cleaned_data
        stances = {each: Stance(given[each.value]) for each in Statement if given[each.value]}
        return Evaluation(stances, given["text"], given["minutes"])


class MethodChangeForm(forms.Form):
    """What was changed, when and why. `key` makes it count once, `seen` is the version it was made from."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    text = forms.CharField(
        label=_("What was changed"), max_length=2_000, widget=forms.Textarea(attrs={"rows": "3", "dir": "auto"})
    )
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("What in the evaluation made you change it. Quote nobody."),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": "3", "dir": "auto"}),
    )
    day = forms.DateField(label=_("From which day"), widget=DayInput())

    def __init__(self, data: Any = None, *, of: MethodChange | None = None, day: Any = None) -> None:
        made = {"key": of.id, "seen": of.version, "text": of.text, "reason": of.reason, "day": of.day} if of else {}
        super().__init__(data, initial=made or {"key": uuid4(), "seen": 0, "day": day})

    def made_from(self, of: MethodChange) -> None:
        """Let what stands in the form be sent again as made from what now holds."""
        self.data = {**dict(self.data.items()), "seen": str(of.version)}
