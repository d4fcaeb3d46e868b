"""Forms of goals."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from kedjan.goals.service import Framework
from kedjan_web.components.forms import DayInput

KINDS = {
    "national": _("National goals"),
    "board": _("The board's goals"),
    "quality_area": _("Quality areas"),
    "success_factors": _("Success factors"),
    "local": _("Local goals"),
}


class FrameworkForm(forms.Form):
    """Goals that belong together. `key` makes them count once."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    name = forms.CharField(label=_("What the goals are called"), max_length=120)
    kind = forms.ChoiceField(label=_("Kind"), choices=list(KINDS.items()))
    starts = forms.DateField(label=_("Valid from"), widget=DayInput())
    ends = forms.DateField(label=_("Valid until"), required=False, widget=DayInput())
    goals = forms.CharField(
        label=_("Goals"), widget=forms.Textarea(attrs={"rows": "8"}), help_text=_("One on each line, in order.")
    )

    def clean_goals(self) -> list[str]:
        """Return the goals; refuse one that is too long to be read as a goal."""
        lines = [line.strip() for line in self.cleaned_data["goals"].splitlines() if line.strip()]
        if any(len(line) > 300 for line in lines):
            raise forms.ValidationError(_("A goal has at most 300 characters."))
        return lines


class LinkForm(forms.Form):
    """The goal that another serves."""

    served = forms.ChoiceField(label=_("Serves"))

    def __init__(self, data: Any = None, *, frameworks: tuple[Framework, ...], serving: UUID) -> None:
        super().__init__(data)
        own = next(each.id for each in frameworks if any(goal.id == serving for goal in each.goals))
        self.fields["served"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            (each.name, [(goal.id.hex, goal.text) for goal in each.goals]) for each in frameworks if each.id != own
        ]


class MotiveForm(forms.Form):
    """Why a goal is toned down."""

    motive = forms.CharField(
        label=_("Motive"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": "3"}),
        help_text=_("Why it needs no questions now, for example that it is decided already."),
    )
