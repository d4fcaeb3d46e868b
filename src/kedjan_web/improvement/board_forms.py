"""The form of something on the board."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from kedjan.goals.service import Framework
from kedjan.improvement.service import BoardLevel, Observation, Part, Worth
from kedjan_web.components.offering import offer
from kedjan_web.giving.forms import goal_choices
from kedjan_web.improvement.forms import lines
from kedjan_web.improvement.words import LEVELS, PARTS, WORTHS


class ObservationForm(forms.Form):
    """An observation; `key` makes a new one count once, `seen` is the version of one that is there."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    text = forms.CharField(
        label=_("What you have seen"),
        max_length=300,
        widget=lines(2),
        help_text=_("A few words about the work, not about persons."),
    )
    goal = forms.ChoiceField(label=_("Goal"))
    worth = forms.ChoiceField(label=_("What it is"), choices=[(each.value, words) for each, words in WORTHS.items()])
    part = forms.ChoiceField(
        label=_("Where it lies"),
        required=False,
        choices=[("", _("Not said")), *((each.value, words) for each, words in PARTS.items())],
        help_text=_("Needed for what is good or poor."),
    )
    level = forms.ChoiceField(
        label=_("Whom it is about"),
        required=False,
        choices=[("", _("Not said")), *((each.value, words) for each, words in LEVELS.items())],
    )

    def __init__(
        self,
        data: Any = None,
        *,
        frameworks: Iterable[Framework],
        of: Observation | None = None,
        goal: UUID | None = None,
    ) -> None:
        initial: dict[str, Any] = {"key": uuid4(), "goal": goal.hex if goal else ""}
        if of is not None:
            initial = {
                "seen": of.version,
                "text": of.text,
                "goal": of.goal.hex,
                "worth": of.worth.value,
                "part": of.part.value if of.part else "",
                "level": of.level.value if of.level else "",
            }
        super().__init__(data, initial=initial)
        offer(self, goal=[("", _("Not chosen")), *goal_choices(frameworks)])

    @property
    def said(self) -> dict[str, Any]:
        """Return what was said, of a form that is valid."""
        given = self.cleaned_data
        return {
            "text": given["text"],
            "goal": UUID(hex=given["goal"]),
            "worth": Worth(given["worth"]),
            "part": Part(given["part"]) if given["part"] else None,
            "level": BoardLevel(given["level"]) if given["level"] else None,
        }
