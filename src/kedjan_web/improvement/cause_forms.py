"""Forms of the cause graph: a statement, a link between two, and how sure a link is."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kedjan.improvement.service import Cause, CauseLink, Conclusion, Status
from kedjan_web.components.offering import offer
from kedjan_web.improvement.forms import lines
from kedjan_web.improvement.words import STATUSES

NONE: tuple[str, str | Promise] = ("", _("Not chosen"))


class CauseForm(forms.Form):
    """A statement; `key` makes a new one count once, `seen` is the version of one that is there."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    text = forms.CharField(
        label=_("Statement"), max_length=200, widget=lines(2), help_text=_("About the work, not about persons.")
    )
    conclusion = forms.ChoiceField(label=_("The conclusion that says it"), required=False)

    def __init__(self, data: Any = None, *, conclusions: Iterable[Conclusion], of: Cause | None = None) -> None:
        initial: dict[str, Any] = {"key": uuid4()}
        if of is not None:
            held = of.conclusion.hex if of.conclusion else ""
            initial = {"seen": of.version, "text": of.text, "conclusion": held}
        super().__init__(data, initial=initial)
        choices = [(each.id.hex, f"{each.position}. {each.text}") for each in conclusions]
        offer(self, conclusion=[NONE, *choices])


class LinkForm(forms.Form):
    """One statement leads to another."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    cause = forms.ChoiceField(label=_("This"))
    effect = forms.ChoiceField(label=_("leads to this"))

    def __init__(self, data: Any = None, *, causes: Iterable[Cause]) -> None:
        super().__init__(data, initial={"key": uuid4()}, auto_id="lank_%s")
        choices = [NONE, *((each.id.hex, each.text) for each in causes)]
        offer(self, cause=choices, effect=choices)


class JudgeForm(forms.Form):
    """How sure a link is, and what else could explain it, made from its version `seen`."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    status = forms.ChoiceField(
        label=_("How sure it is"),
        widget=forms.RadioSelect,
        choices=[(status.value, badge.text) for status, badge in STATUSES.items()],
    )
    alternative = forms.CharField(
        label=_("What else could explain it"),
        required=False,
        max_length=4_000,
        widget=lines(3),
        help_text=_("Another cause of the same thing, or a coincidence."),
    )

    def __init__(self, data: Any = None, *, of: CauseLink) -> None:
        initial = {"seen": of.version, "status": of.status.value, "alternative": of.alternative}
        super().__init__(data, initial=initial)

    @property
    def status_given(self) -> Status:
        """Return what was chosen, of a form that is valid."""
        return Status(self.cleaned_data["status"])
