"""Forms of people: an account, and a duty."""

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from kedjan.access.service import Role
from kedjan.organisation.service import UnitTree
from kedjan_web.components.forms import DayInput
from kedjan_web.components.offering import offer
from kedjan_web.start.words import ROLES


class AccountForm(forms.Form):
    """What is known of somebody from the first day; `key` makes a form sent twice count once."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    name = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    email = forms.EmailField(label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    protected = forms.BooleanField(
        label=_("Protected identity"),
        required=False,
        help_text=_("The name and the address are then shown nowhere, not even here."),
    )


class ChangeForm(forms.Form):
    """Name and protection, from the version that was `seen`. A protected name is left out: nobody is to see it."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    name = forms.CharField(label=_("Name"), max_length=120)
    protected = forms.BooleanField(
        label=_("Protected identity"),
        required=False,
        help_text=_("The name and the address are then shown nowhere, not even here."),
    )

    def __init__(self, *args: Any, hidden_name: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if hidden_name:
            del self.fields["name"]


class DutyForm(forms.Form):
    """A role at a unit between two days."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    role = forms.ChoiceField(label=_("Duty"))
    unit = forms.ChoiceField(label=_("At"))
    starts = forms.DateField(label=_("First day"), widget=DayInput())
    ends = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=DayInput(),
        help_text=_("Leave it empty when the duty goes on."),
    )

    def __init__(self, *args: Any, tree: UnitTree, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["starts"].initial = today
        roles = sorted(((role.value, str(words)) for role, words in ROLES.items()), key=lambda pair: pair[1])
        offer(self, role=roles, unit=((unit.id.hex, "– " * unit.depth + unit.name) for unit in tree.units))

    def clean_role(self) -> Role:
        """Return the role itself."""
        return Role(self.cleaned_data["role"])


class EndForm(forms.Form):
    """The last day of a duty, from the version that was `seen`."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    ends = forms.DateField(label=_("Last day"), widget=DayInput())
