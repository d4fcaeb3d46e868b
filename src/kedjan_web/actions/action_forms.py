"""Forms of actions: choosing among them, what is done, what was seen, handing over and stopping."""

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from kedjan.actions.service import Action, Phase, Plan, SoughtActions, Use, WholeAction, end_of_term
from kedjan_web.actions.frame import Choices, hex_of
from kedjan_web.components.forms import DayInput
from kedjan_web.components.offering import offer
from kedjan_web.giving.recipients import id_in
from kedjan_web.improvement.forms import lines


class ActionForm(forms.Form):
    """What an action is. `key` and `responsible` are of a new one, `seen` of one that is there."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)
    text = forms.CharField(label=_("What is done"), max_length=300, widget=lines(2))
    responsible = forms.ChoiceField(label=_("Who is responsible"))
    by_when = forms.DateField(label=_("By when"), widget=DayInput())
    sign = forms.CharField(
        label=_("What we shall see if it works"),
        max_length=8_000,
        widget=lines(3),
        help_text=_("Something that somebody can see and that need not be measured anew."),
    )
    follow_up_on = forms.DateField(
        label=_("Followed up on"),
        widget=DayInput(),
        help_text=_("On that day it comes back by itself to the one who is responsible. Look at it every term."),
    )
    goal = forms.ChoiceField(label=_("Goal"), required=False)

    def __init__(
        self, data: Any = None, *, goals: Choices, today: date, people: Choices | None = None, of: Action | None = None
    ) -> None:
        given: dict[str, Any] = {"follow_up_on": end_of_term(today)}
        if of is not None:
            given = {"seen": of.version, "text": of.text, "by_when": of.by_when, "sign": of.sign}
            given |= {"follow_up_on": of.follow_up_on, "goal": hex_of(of.goal)}
        super().__init__(data, initial=given)
        offer(self, goal=goals)
        if of is None:
            offer(self, responsible=people or [])
        else:
            del self.fields["responsible"]

    @property
    def plan(self) -> Plan | None:
        """Return the plan of a new one."""
        given, responsible = self.cleaned_data, id_in(self.cleaned_data["responsible"])
        if responsible is None:
            return None
        return Plan(
            given["text"], responsible, given["by_when"], given["sign"], given["follow_up_on"], id_in(given["goal"])
        )


class ActionsSoughtForm(forms.Form):
    """Which actions are shown, within the phase of the tab (`fas`)."""

    fas = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)
    sok = forms.CharField(label=_("Words"), required=False, max_length=100)
    ansvarig = forms.ChoiceField(label=_("Who is responsible"), required=False)
    mal = forms.ChoiceField(label=_("Goal"), required=False)
    dags = forms.BooleanField(label=_("Only what is to be followed up now"), required=False)

    def __init__(self, data: Any, *, goals: Choices, people: Choices) -> None:
        super().__init__(data)
        every = [("", _now("All"))]
        offer(self, ansvarig=[*every, *people], mal=[*every, *goals])

    def sought(self, phases: tuple[Phase, ...], today: date) -> SoughtActions:
        """Return what is asked for in some phases; what is not understood is not asked for."""
        given = self.cleaned_data if self.is_valid() else {}
        return SoughtActions(
            phases,
            given.get("sok", ""),
            id_in(given.get("mal")),
            id_in(given.get("ansvarig")),
            today if given.get("dags") else None,
        )


class FollowUpForm(forms.Form):
    """What was seen of an action, made from its version `seen`."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    text = forms.CharField(
        label=_("What you have seen"),
        max_length=8_000,
        widget=lines(4),
        help_text=_("Beside what we expected to see. If less is in use than before, say why."),
    )
    using = forms.IntegerField(label=_("How many use it"), min_value=0, max_value=1_000_000)
    intended = forms.IntegerField(
        label=_("Of how many who were meant to"),
        min_value=1,
        max_value=1_000_000,
        help_text=_("Teams, units or persons: the same kind in both."),
    )
    all_term = forms.BooleanField(label=_("It has been in use all through the term"), required=False)
    support_ended_on = forms.DateField(
        label=_("When extra support for it ended"),
        required=False,
        widget=DayInput(),
        help_text=_("The project, the extra time or the one who led it. Leave it empty while there is such."),
    )
    routine = forms.CharField(label=_("In which routine document it stands"), required=False, max_length=300)
    documented = forms.BooleanField(label=_("What was done is documented"), required=False)
    analysed = forms.BooleanField(label=_("The experience is analysed"), required=False)
    research = forms.BooleanField(label=_("It is related to research"), required=False)
    follow_up_on = forms.DateField(
        label=_("Followed up next on"),
        widget=DayInput(),
        help_text=_("At the end of a term, if you do not choose another."),
    )

    def __init__(self, data: Any = None, *, of: WholeAction, today: date) -> None:
        last = next((each.use for each in reversed(of.steps) if each.use), None)
        given: dict[str, Any] = {"seen": of.action.version, "follow_up_on": end_of_term(today)}
        if last is not None:
            given |= {"intended": last.intended, "routine": last.routine, "support_ended_on": last.support_ended_on}
            given |= {"documented": last.documented, "analysed": last.analysed, "research": last.research}
        super().__init__(data, initial=given)

    @property
    def use(self) -> Use:
        """Return what was found."""
        given = self.cleaned_data
        names = ("using", "intended", "all_term", "routine", "support_ended_on", "documented", "analysed", "research")
        return Use(**{name: given[name] for name in names})


class HandOverForm(forms.Form):
    """Who takes over an action, made from its version `seen`."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    to = forms.ChoiceField(label=_("Who takes over"))
    text = forms.CharField(label=_("What they need to know"), required=False, max_length=8_000, widget=lines(3))

    def __init__(self, data: Any = None, *, of: Action, people: Choices) -> None:
        super().__init__(data, initial={"seen": of.version})
        offer(self, to=people)


class StopForm(forms.Form):
    """That an action stops, and why, made from its version `seen`."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    phase = forms.ChoiceField(
        label=_("What you decide"),
        widget=forms.RadioSelect,
        choices=[
            (Phase.PAUSED.value, _("Pause it: we mean to take it up again")),
            (Phase.CLOSED.value, _("Close it")),
        ],
    )
    reason = forms.CharField(
        label=_("Why"),
        max_length=8_000,
        widget=lines(3),
        help_text=_("It stands in the list of what has stopped, for the next one who has the same idea."),
    )

    def __init__(self, data: Any = None, *, of: Action) -> None:
        super().__init__(data, initial={"seen": of.version})


class ResumeForm(forms.Form):
    """When an action that is taken up again is followed up, made from its version `seen`."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    follow_up_on = forms.DateField(label=_("Followed up on"), widget=DayInput())

    def __init__(self, data: Any = None, *, of: Action, today: date) -> None:
        super().__init__(data, initial={"seen": of.version, "follow_up_on": end_of_term(today)})
