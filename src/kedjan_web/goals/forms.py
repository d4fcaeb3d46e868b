"""Forms of goals."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from kedjan.goals.service import Branch, Framework, Goal, depths
from kedjan_web.components.forms import DayInput
from kedjan_web.components.offering import offer

KINDS = {
    "national": _("National goals"),
    "board": _("The board's goals"),
    "quality_area": _("Quality areas"),
    "success_factors": _("Success factors"),
    "local": _("Local goals"),
}


class DescriptionForm(forms.Form):
    """What goals that belong together are called, and between which days they hold; made from the version `seen`."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    name = forms.CharField(label=_("What the goals are called"), max_length=120)
    kind = forms.ChoiceField(label=_("Kind"), choices=list(KINDS.items()))
    starts = forms.DateField(label=_("Valid from"), widget=DayInput())
    ends = forms.DateField(label=_("Valid until"), required=False, widget=DayInput())

    def __init__(self, data: Any = None, *, of: Framework) -> None:
        given = {"name": of.name, "kind": of.kind, "starts": of.starts, "ends": of.ends, "seen": of.version}
        super().__init__(data, initial=given)


class FrameworkForm(forms.Form):
    """Goals that belong together. `key` makes them count once."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    name = forms.CharField(label=_("What the goals are called"), max_length=120)
    kind = forms.ChoiceField(label=_("Kind"), choices=list(KINDS.items()))
    starts = forms.DateField(label=_("Valid from"), widget=DayInput())
    ends = forms.DateField(label=_("Valid until"), required=False, widget=DayInput())
    goals = forms.CharField(
        label=_("Goals"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": "8"}),
        help_text=_("One on each line, in order. Begin a line with a space where the goal stands under the one above."),
    )

    def clean_goals(self) -> list[Branch]:
        """Return the goals; refuse one that is too long to be read as a goal, and the first under nothing."""
        lines = [line.rstrip() for line in self.cleaned_data["goals"].splitlines() if line.strip()]
        if any(len(line.strip()) > 300 for line in lines):
            raise forms.ValidationError(_("A goal has at most 300 characters."))
        found: list[list[str]] = []
        for line in lines:
            if line[0].isspace() and found:
                found[-1].append(line.strip())
            else:
                found.append([line.strip()])
        return [Branch(top, tuple(under)) for top, *under in found]


class GoalForm(forms.Form):
    """A goal's words, and what it stands under; `key` makes a new one count once, `seen` is the version of another."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    text = forms.CharField(label=_("Goal"), max_length=300, widget=forms.Textarea(attrs={"rows": "2"}))
    parent = forms.ChoiceField(label=_("Stands under"), required=False)

    def __init__(self, data: Any = None, *, framework: Framework, of: Goal | None = None) -> None:
        initial: dict[str, Any] = {"key": uuid4()}
        if of is not None:
            initial = {"seen": of.version, "text": of.text, "parent": of.parent.hex if of.parent else ""}
        super().__init__(data, initial=initial)
        depth = depths(framework.goals)
        others = [goal for goal in framework.goals if goal.ended_on is None and (of is None or goal.id != of.id)]
        choices = [(goal.id.hex, "\N{NO-BREAK SPACE}" * 3 * depth[goal.id] + goal.text) for goal in others]
        offer(self, parent=[("", _("Nothing: it stands for itself")), *choices])

    @property
    def made_once(self) -> UUID:
        """Return the key of a new one; another each time where none was sent."""
        return self.cleaned_data["key"] or uuid4()


class EndForm(forms.Form):
    """The last day of a goal, made from its version `seen`."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    on = forms.DateField(label=_("Last day"), widget=DayInput())


class LinkForm(forms.Form):
    """The goal that another serves, made from the version `seen` of the one that serves."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)
    served = forms.ChoiceField(label=_("Serves"))

    def __init__(self, data: Any = None, *, frameworks: tuple[Framework, ...], serving: Goal) -> None:
        super().__init__(data, initial={"seen": serving.version})
        others = [each for each in frameworks if each.id != serving.framework]
        offer(self, served=((each.name, _going(each)) for each in others))

    @property
    def version(self) -> int:
        """Return the version that it was made from; 0, which nothing has, where none is said."""
        return self.cleaned_data["seen"] or 0

    @property
    def goal(self) -> UUID:
        """Return the goal that was chosen."""
        return UUID(self.cleaned_data["served"])


class MotiveForm(forms.Form):
    """Why a goal is toned down, made from its version `seen`."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)
    motive = forms.CharField(
        label=_("Motive"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": "3"}),
        help_text=_("Why it needs no questions now, for example that it is decided already."),
    )

    def __init__(self, data: Any = None, *, of: Goal) -> None:
        super().__init__(data, initial={"seen": of.version, "motive": of.motive})

    @property
    def version(self) -> int:
        """Return the version that it was made from; 0, which nothing has, where none is said."""
        return self.cleaned_data["seen"] or 0


def _going(framework: Framework) -> list[tuple[str, str]]:
    return [(goal.id.hex, goal.text) for goal in framework.goals if goal.ended_on is None]
