"""Forms of signs, and of what is no longer collected."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from kedjan.goals.service import Sign, Stopped
from kedjan_web.components.forms import DayInput


class SaidForm(forms.Form):
    """What is said together; `key` makes something new count once, `seen` is the version of what is there."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, of: Sign | Stopped | None = None) -> None:
        there = {} if of is None else {name: getattr(of, name) for name in self.names()}
        super().__init__(data, initial={"key": uuid4()} if of is None else {"seen": of.version, **there})

    @classmethod
    def names(cls) -> list[str]:
        """Return what the fields that are said are called."""
        return [name for name in cls.base_fields if name not in {"key", "seen"}]

    @property
    def said(self) -> dict[str, Any]:
        """Return what was said, of a form that is valid."""
        return {name: self.cleaned_data[name] for name in self.names()}

    @property
    def made_once(self) -> UUID:
        """Return the key of something new, of a form that is valid; another each time where none was sent."""
        return self.cleaned_data["key"] or uuid4()

    @property
    def version(self) -> int:
        """Return the version that it was made from, of a valid form; where none is said 0, which nothing has."""
        return self.cleaned_data["seen"] or 0


class SignForm(SaidForm):
    """A sign of a goal."""

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


class StoppedForm(SaidForm):
    """Something that is no longer collected."""

    what = forms.CharField(label=_("What is no longer collected"), max_length=200)
    since = forms.DateField(label=_("Since when"), widget=DayInput())
    decided_by = forms.CharField(
        label=_("Who decided it"), max_length=200, help_text=_("A role or a meeting, not a name.")
    )
    reason = forms.CharField(label=_("Why"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": "2"}))
    minutes = forms.IntegerField(
        label=_("Minutes saved in a year, all together"), required=False, min_value=1, max_value=10_000_000
    )
