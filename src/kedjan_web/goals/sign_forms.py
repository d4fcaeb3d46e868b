"""Forms of signs, and of what is no longer collected."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from kedjan.goals.service import Sign, Stopped
from kedjan_web.components.forms import DayInput


class SignForm(forms.Form):
    """A sign; `key` makes a new one count once, `seen` is the version of one that is there."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    looked_at = forms.CharField(
        label=_("What we look at"),
        max_length=200,
        help_text=_("Something that would be otherwise if the goal came true."),
    )
    source = forms.CharField(
        label=_("Where it is seen"), max_length=200, help_text=_("A survey, a visit, a conversation.")
    )
    when = forms.CharField(label=_("When we look"), max_length=120)
    by_whom = forms.CharField(label=_("Who looks"), max_length=120, help_text=_("A role or a team, not a name."))

    def __init__(self, data: Any = None, *, of: Sign | None = None) -> None:
        initial: dict[str, Any] = {"key": uuid4()}
        if of is not None:
            said = {name: getattr(of, name) for name in ("looked_at", "source", "when", "by_whom")}
            initial = {"seen": of.version, **said}
        super().__init__(data, initial=initial)

    @property
    def said(self) -> dict[str, Any]:
        """Return what was said, of a form that is valid."""
        return {name: self.cleaned_data[name] for name in ("looked_at", "source", "when", "by_whom")}


class StoppedForm(forms.Form):
    """Something that is no longer collected; `key` makes a new one count once, `seen` is the version of another."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    what = forms.CharField(label=_("What is no longer collected"), max_length=200)
    since = forms.DateField(label=_("Since when"), widget=DayInput())
    decided_by = forms.CharField(
        label=_("Who decided it"), max_length=200, help_text=_("A role or a meeting, not a name.")
    )
    reason = forms.CharField(label=_("Why"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": "2"}))
    minutes = forms.IntegerField(
        label=_("Minutes saved in a year, all together"), required=False, min_value=1, max_value=10_000_000
    )

    def __init__(self, data: Any = None, *, of: Stopped | None = None) -> None:
        initial: dict[str, Any] = {"key": uuid4()}
        if of is not None:
            said = {name: getattr(of, name) for name in ("what", "since", "decided_by", "reason", "minutes")}
            initial = {"seen": of.version, **said}
        super().__init__(data, initial=initial)

    @property
    def said(self) -> dict[str, Any]:
        """Return what was said, of a form that is valid."""
        return {name: self.cleaned_data[name] for name in ("what", "since", "decided_by", "reason", "minutes")}
