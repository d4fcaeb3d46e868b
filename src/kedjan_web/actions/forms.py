"""Forms of proposals: their words, choosing among them, and deciding."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from kedjan.actions.service import Action, Order, Plan, Proposal, Ruling, Sought, Standing, end_of_term
from kedjan_web.actions.frame import Choices, hex_of
from kedjan_web.actions.words import ORDERS, RULINGS, STANDINGS
from kedjan_web.components.forms import DayInput
from kedjan_web.components.offering import offer
from kedjan_web.giving.recipients import id_in
from kedjan_web.improvement.forms import lines

MAY_BE_SAID = (Ruling.YES, Ruling.NO, Ruling.LATER)
A_TERM = timedelta(days=120)


class ProposalForm(forms.Form):
    """A proposal's words. `key` makes a new one count once; `seen` is the version of one that is there."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)
    text = forms.CharField(
        label=_("The proposal"),
        max_length=300,
        widget=lines(2),
        help_text=_("One sentence in your own words, that can be answered yes or no. Quote nobody."),
    )
    explanation = forms.CharField(label=_("What is meant by it"), required=False, max_length=8_000, widget=lines(4))
    goal = forms.ChoiceField(label=_("Goal"), required=False)
    answer_by = forms.DateField(
        label=_("Answer promised by"), widget=DayInput(), help_text=_("Six weeks, if you do not choose another day.")
    )

    def __init__(self, data: Any = None, *, goals: Choices, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        offer(self, goal=goals)

    @classmethod
    def of(cls, data: Any, one: Proposal, goals: Choices) -> "ProposalForm":
        """Return the form of a proposal that is there."""
        given = {"text": one.text, "explanation": one.explanation, "goal": hex_of(one.goal)}
        return cls(data, goals=goals, initial={**given, "answer_by": one.answer_by, "seen": one.version})


class HeardForm(forms.Form):
    """Where a proposal was heard."""

    origin = forms.CharField(
        label=_("Where it was heard or read"),
        max_length=300,
        help_text=_("A meeting, an appendix, a letter. No names."),
    )


class SoughtForm(forms.Form):
    """Which proposals are shown, and in which order."""

    sok = forms.CharField(label=_("Words"), required=False, max_length=100)
    lage = forms.ChoiceField(label=_("How it stands"), required=False)
    mal = forms.ChoiceField(label=_("Goal"), required=False)
    ordning = forms.ChoiceField(label=_("Order"), required=False)

    def __init__(self, data: Any, *, goals: Choices) -> None:
        super().__init__(data)
        every = [("", _now("All"))]
        standings = ((each.value, badge.text) for each, badge in STANDINGS.items())
        orders = ((each.value, words) for each, words in ORDERS.items())
        offer(self, lage=[*every, *standings], mal=[*every, *goals[1:]], ordning=orders)

    @property
    def sought(self) -> Sought:
        """Return what is asked for; what is not understood is not asked for."""
        given = self.cleaned_data if self.is_valid() else {}
        stands, order = given.get("lage"), given.get("ordning")
        return Sought(
            given.get("sok", ""),
            id_in(given.get("mal")),
            Standing(stands) if stands else None,
            Order(order) if order else Order.NUMBER,
        )


class DecideForm(forms.Form):
    """A decision about a proposal, made from its version `seen`; a yes has the plan of an action."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    ruling = forms.ChoiceField(label=_("What you decide"), widget=forms.RadioSelect)
    motive = forms.CharField(
        label=_("The answer: why"),
        max_length=8_000,
        widget=lines(4),
        help_text=_("Those who proposed it read this on their own pages. A no with a reason is an answer too."),
    )
    again_on = forms.DateField(label=_("If later: taken up again on"), required=False, widget=DayInput())
    responsible = forms.ChoiceField(label=_("If yes: who is responsible"), required=False)
    text = forms.CharField(label=_("If yes: what is done"), required=False, max_length=300, widget=lines(2))
    by_when = forms.DateField(label=_("If yes: by when"), required=False, widget=DayInput())
    sign = forms.CharField(
        label=_("If yes: what we shall see if it works"),
        required=False,
        max_length=8_000,
        widget=lines(2),
        help_text=_("Something that somebody can see and that need not be measured anew."),
    )
    follow_up_on = forms.DateField(
        label=_("If yes: followed up on"),
        required=False,
        widget=DayInput(),
        help_text=_("On that day it comes back by itself to the one who is responsible. Look at it every term."),
    )

    def __init__(
        self, data: Any = None, *, of: Proposal, people: Choices, today: date, before: Action | None = None
    ) -> None:
        """`before` is the action that came of a yes that was taken back: a new yes takes it up again."""
        given: dict[str, Any] = {"seen": of.version, "text": of.text}
        given |= {"by_when": today + A_TERM, "follow_up_on": end_of_term(today)}
        if before is not None:
            given |= {"text": before.text, "sign": before.sign, "responsible": before.responsible.hex}
        super().__init__(data, initial=given)
        offer(self, ruling=[(each.value, RULINGS[each]) for each in MAY_BE_SAID], responsible=people)

    def clean(self) -> dict[str, Any]:
        """Ask for what the decision needs: a plan for a yes, a day for later."""
        given = super().clean() or {}
        needed = {
            Ruling.YES: ("responsible", "text", "by_when", "sign", "follow_up_on"),
            Ruling.LATER: ("again_on",),
        }.get(Ruling(given["ruling"]) if given.get("ruling") else Ruling.NO, ())
        for name in needed:
            if not given.get(name) and name not in self.errors:
                self.add_error(name, _("This is needed for what you decide."))
        return given

    @property
    def plan(self) -> Plan | None:
        """Return the plan of a yes."""
        given = self.cleaned_data
        responsible = id_in(given["responsible"])
        if given["ruling"] != Ruling.YES or responsible is None:
            return None
        return Plan(given["text"], responsible, given["by_when"], given["sign"], given["follow_up_on"])


class TakeBackForm(forms.Form):
    """That a yes is taken back, made from the proposal's version `seen`: why, and on which day."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    motive = forms.CharField(
        label=_("Why the yes is taken back"),
        max_length=8_000,
        widget=lines(4),
        help_text=_("Those who proposed it read this, and those who are responsible for what came of it."),
    )
    taken_back_on = forms.DateField(
        label=_("Taken back on"), widget=DayInput(), help_text=_("The day when that was decided: today or before.")
    )

    def __init__(self, data: Any = None, *, of: Proposal, today: date) -> None:
        super().__init__(data, initial={"seen": of.version, "taken_back_on": today})
