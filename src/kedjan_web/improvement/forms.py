"""Forms of conclusions: their words, what they are about, feeding back, and deciding."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kedjan.goals.service import Framework
from kedjan.improvement.service import Conclusion
from kedjan.reflection.service import ProblemArea
from kedjan_web.components.forms import DayInput
from kedjan_web.components.offering import offer
from kedjan_web.giving.forms import goal_choices

TWO_WEEKS = timedelta(days=14)


def lines(rows: int) -> forms.Textarea:
    """Return a field of several lines."""
    return forms.Textarea(attrs={"rows": str(rows), "dir": "auto"})


class WordsForm(forms.Form):
    """A conclusion's words."""

    text = forms.CharField(
        label=_("The conclusion"),
        max_length=300,
        widget=lines(2),
        help_text=_("One sentence about causes and work, not about persons. Say what you hold to be so."),
    )
    explanation = forms.CharField(
        label=_("What we mean by it"),
        required=False,
        max_length=8_000,
        widget=lines(5),
        help_text=_("What you have seen, how sure you are, and what could show that it is wrong."),
    )


class NewForm(WordsForm):
    """A new one; `key` makes it count once."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    strength = forms.BooleanField(label=_("It is a strength: something that works"), required=False)


class WordingForm(WordsForm):
    """New words for one that is there, made from the wording `seen`."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    motive = forms.CharField(
        label=_("Why it is worded anew"),
        required=False,
        max_length=8_000,
        widget=lines(2),
        help_text=_("Those who were asked get to read it, if they have seen the earlier words."),
    )
    field_order = ("seen", "text", "explanation", "motive")

    def __init__(self, data: Any = None, *, of: Conclusion) -> None:
        words = {"text": of.text, "explanation": of.explanation, "seen": of.wording}
        super().__init__(data, initial=words)


class AboutForm(forms.Form):
    """What a conclusion is about, made from its version `seen`."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    strength = forms.BooleanField(label=_("It is a strength: something that works"), required=False)
    problem_area = forms.ChoiceField(label=_("Problem area"), required=False)
    goal = forms.ChoiceField(label=_("Goal"), required=False)

    def __init__(
        self, data: Any = None, *, of: Conclusion, areas: Iterable[ProblemArea], frameworks: Iterable[Framework]
    ) -> None:
        given = {"problem_area": _hex(of.problem_area), "goal": _hex(of.goal)}
        super().__init__(data, initial={"seen": of.version, "strength": of.strength, **given})
        none: tuple[str, str | Promise] = ("", _("Not chosen"))
        known = ((each.id.hex, each.text) for each in areas)
        offer(self, problem_area=[none, *known], goal=[none, *goal_choices(frameworks)])


class NoStrengthForm(forms.Form):
    """Why no conclusion is a strength, made from the version `seen` (0: nobody has said)."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    motive = forms.CharField(label=_("Why no conclusion is a strength"), max_length=8_000, widget=lines(3))


class FeedBackForm(forms.Form):
    """Which conclusions are laid before those who were asked, and until when; `key` makes it count once.

    `versions` says for each of them the version that was seen.
    """

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    versions = forms.CharField(widget=forms.HiddenInput, required=False)
    conclusions = forms.MultipleChoiceField(label=_("Conclusions"), widget=forms.CheckboxSelectMultiple)
    closes_on = forms.DateField(
        label=_("Last day to answer"), widget=DayInput(), help_text=_("Two weeks are usually enough.")
    )

    def __init__(self, data: Any = None, *, of: Iterable[Conclusion], today: date) -> None:
        there = tuple(of)
        choices = [(each.id.hex, f"{each.position}. {each.text}") for each in there]
        initial = {"conclusions": [key for key, _text in choices], "closes_on": today + TWO_WEEKS, "key": uuid4()}
        super().__init__(data, initial={**initial, "versions": versions_of(there)})
        offer(self, conclusions=choices)

    @property
    def seen(self) -> dict[str, int]:
        """Return the version that each conclusion was seen in, of a form that is valid."""
        given = (each.partition(":") for each in self.cleaned_data["versions"].split())
        return {one: int(number) for one, _sign, number in given if number.isdecimal() and len(number) < 10}


def versions_of(there: Iterable[Conclusion]) -> str:
    """Return the versions of conclusions as a form has them."""
    return " ".join(f"{each.id.hex}:{each.version}" for each in there)


class DecisionForm(forms.Form):
    """A decision, with the motive, made from the version `seen`."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    do = forms.ChoiceField(label=_("What you decide"), widget=forms.RadioSelect)
    motive = forms.CharField(
        label=_("Why"),
        max_length=4_000,
        widget=lines(4),
        help_text=_("All who were asked get to read it, on their own pages. Quote nobody."),
    )

    def __init__(self, data: Any = None, *, of: Conclusion, choices: list[tuple[str, str]]) -> None:
        super().__init__(data, initial={"seen": of.version, "do": choices[0][0] if len(choices) == 1 else None})
        offer(self, do=choices)


def _hex(id: UUID | None) -> str:
    return id.hex if id else ""
