"""Forms of strategies: what they are, how much time they take, and that they end."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kedjan.actions.service import Strategy, StrategyKind, TimeIndicator
from kedjan_web.actions.frame import Choices, hex_of
from kedjan_web.actions.words import STRATEGIES
from kedjan_web.components.forms import DayInput
from kedjan_web.components.offering import offer
from kedjan_web.giving.recipients import id_in
from kedjan_web.improvement.forms import lines


class StrategyForm(forms.Form):
    """A strategy. `key` makes a new one count once; `seen` is the version of one that is there."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)
    text = forms.CharField(label=gettext_lazy("The strategy"), max_length=300, widget=lines(2))
    kind = forms.ChoiceField(
        label=gettext_lazy("What it is for"), choices=[(k.value, v) for k, v in STRATEGIES.items()]
    )
    explanation = forms.CharField(
        label=gettext_lazy("What is meant by it"), required=False, max_length=8_000, widget=lines(3)
    )
    what = forms.CharField(
        label=gettext_lazy("Time indicator: what takes time"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Needed for a strategy that is to save time."),
    )
    unit = forms.CharField(
        label=gettext_lazy("Unit"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("For example minutes a week, median per principal."),
    )
    before = forms.DecimalField(
        label=gettext_lazy("Before"), required=False, min_value=0, max_digits=8, decimal_places=1
    )
    after = forms.DecimalField(label=gettext_lazy("After"), required=False, min_value=0, max_digits=8, decimal_places=1)
    source = forms.CharField(label=gettext_lazy("Where the figures are from"), required=False, max_length=300)
    leader = forms.ChoiceField(
        label=gettext_lazy("Who leads it"),
        required=False,
        help_text=gettext_lazy("Says how much time it takes, when that is asked for."),
    )
    measure_on = forms.DateField(
        label=gettext_lazy("How much time it takes is asked for on"), required=False, widget=DayInput()
    )
    actions = forms.MultipleChoiceField(
        label=gettext_lazy("Actions that belong to it"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, data: Any = None, *, choices: list[tuple[str, str]], people: Choices, of: Strategy | None = None
    ) -> None:
        given: dict[str, Any] = {}
        if of is not None:
            given = {"seen": of.version, "text": of.text, "kind": of.kind.value, "explanation": of.explanation}
            given |= {"leader": hex_of(of.leader), "measure_on": of.measure_on}
            given["actions"] = [each.hex for each in of.actions]
            names = ("what", "unit", "before", "after", "source")
            given |= {name: getattr(of.indicator, name) for name in names} if of.indicator else {}
        super().__init__(data, initial=given)
        offer(self, leader=people, actions=choices)

    def clean(self) -> dict[str, Any]:
        """Ask for the whole indicator where some of it is given, and where it is needed."""
        given = super().clean() or {}
        needed = ("what", "unit", "before", "source")
        some = any(given.get(name) not in (None, "") for name in (*needed, "after"))
        if some or given.get("kind") == StrategyKind.SAVES_TIME:
            for name in needed:
                if given.get(name) in (None, "") and name not in self.errors:
                    self.add_error(
                        name, _("A time indicator says what, in which unit, the value before, and the source.")
                    )
        return given

    @property
    def given(self) -> dict[str, Any]:
        """Return what the door takes."""
        all_of = self.cleaned_data
        names = ("what", "unit", "before", "after", "source")
        indicator = None if all_of["before"] is None else TimeIndicator(**{name: all_of[name] for name in names})
        ids = [UUID(hex=each) for each in all_of["actions"]]
        words = {"kind": StrategyKind(all_of["kind"]), "text": all_of["text"], "explanation": all_of["explanation"]}
        asked = {"leader": id_in(all_of["leader"]), "measure_on": all_of["measure_on"]}
        return {**words, **asked, "indicator": indicator, "actions": ids}


class EndStrategyForm(forms.Form):
    """That a strategy ends, made from its version `seen`: on which day, why, and which of its actions end with it."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    ended_on = forms.DateField(label=gettext_lazy("Ends on"), widget=DayInput())
    motive = forms.CharField(
        label=gettext_lazy("Why it ends"),
        max_length=8_000,
        widget=lines(3),
        help_text=gettext_lazy("It stands with the strategy, for the next one who has the same idea."),
    )
    close = forms.MultipleChoiceField(
        label=gettext_lazy("Actions that are closed with it"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Those that you do not choose go on without it."),
    )

    def __init__(self, data: Any = None, *, of: Strategy, today: date, choices: list[tuple[str, str]]) -> None:
        super().__init__(data, initial={"seen": of.version, "ended_on": today})
        offer(self, close=choices)
        if not choices:
            del self.fields["close"]

    @property
    def closed(self) -> list[UUID]:
        """Return the actions that are closed with it."""
        return [UUID(hex=each) for each in self.cleaned_data.get("close", [])]


class MeasureForm(forms.Form):
    """What a strategy's time indicator is now, of how many of whom. `key` makes it count once."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    day = forms.DateField(label=gettext_lazy("Day"), widget=DayInput())
    value = forms.DecimalField(label=gettext_lazy("Value"), min_value=0, max_digits=8, decimal_places=1)
    number = forms.IntegerField(
        label=gettext_lazy("Of how many persons"),
        min_value=1,
        max_value=1_000_000,
        help_text=gettext_lazy("Five or more: of fewer it would tell what it takes for each."),
    )
    whom = forms.CharField(
        label=gettext_lazy("Of whom"), max_length=120, help_text=gettext_lazy("For example principals, of 18 asked.")
    )
    next_on = forms.DateField(
        label=gettext_lazy("Asked for next on"),
        required=False,
        widget=DayInput(),
        help_text=gettext_lazy("Leave it empty if it is not to be asked for again."),
    )

    def __init__(self, data: Any = None, *, of: Strategy, today: date) -> None:
        last = of.course[-1] if of.course else None
        super().__init__(data, initial={"day": today, "whom": last.whom if last else ""})
        if of.indicator is not None:
            # Help is shown as it is, markup and all; these are somebody's words.
            self.fields["value"].help_text = escape(f"{of.indicator.what} ({of.indicator.unit})")
