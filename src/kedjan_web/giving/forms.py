"""Forms of assignments: what is asked, why, when, and what it takes."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kedjan.goals.service import Framework, Goal
from kedjan.reflection.service import Aspect, Assignment, Level
from kedjan_web.components.forms import DayInput
from kedjan_web.components.offering import offer
from kedjan_web.giving.words import ASPECTS, LEVELS

SUCCESS_FACTORS = "success_factors"


def area(rows: int) -> forms.Textarea:
    """Return a field of several lines."""
    return forms.Textarea(attrs={"rows": str(rows)})


class AssignmentForm(forms.Form):
    """One assignment (C04). `seen` is the round's version; the code is its name in files, and stays."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    code = forms.CharField(
        label=_("Number of the assignment"), max_length=20, help_text=_("As 01 or 05a. It cannot be changed later.")
    )
    heading = forms.CharField(label=_("Heading"), max_length=200)
    focus = forms.CharField(
        label=_("Focus sentence"),
        required=False,
        widget=area(3),
        help_text=_("What we want to be true. It stands first on the page of those who answer."),
    )
    support_questions = forms.CharField(
        label=_("Support questions"),
        required=False,
        widget=area(4),
        help_text=_("One on each line. Three are enough: how it is now, strengths and weaknesses, causes."),
    )
    follow_up_short = forms.CharField(label=_("Action in the short term"), required=False, widget=area(2))
    follow_up_long = forms.CharField(label=_("Action in the long term"), required=False, widget=area(2))
    used_for = forms.CharField(
        label=_("What the answers are used for"),
        required=False,
        widget=area(3),
        help_text=_("Those who answer see it first of all: who does what with it, and when they hear of it."),
    )
    minutes = forms.IntegerField(
        label=_("Expected minutes"), required=False, min_value=1, max_value=240, help_text=_("Fifteen is usual.")
    )
    opens_on = forms.DateField(label=_("First day"), required=False, widget=DayInput())
    closes_on = forms.DateField(label=_("Last day"), required=False, widget=DayInput())
    goal = forms.ChoiceField(label=_("Goal"), required=False)
    success_factor = forms.ChoiceField(label=_("Success factor"), required=False)
    aspect = forms.ChoiceField(label=_("What the question is about"), required=False)
    level = forms.ChoiceField(label=_("At which level"), required=False)
    emotion = forms.BooleanField(label=_("Ask also how it felt, from −2 to +2"), required=False)
    tags_advised = forms.IntegerField(
        label=_("Tags advised at most"), min_value=1, max_value=62, initial=4, help_text=_("More can still be chosen.")
    )
    example = forms.CharField(
        label=_("An example of an answer"),
        required=False,
        widget=area(4),
        help_text=_("Three to eight sentences are enough. It is shown folded, to those who want it."),
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        frameworks: Iterable[Framework],
        fixed_code: bool = False,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        frameworks = tuple(frameworks)
        self._choose("goal", goal_choices(each for each in frameworks if each.kind != SUCCESS_FACTORS))
        factors = goal_choices(each for each in frameworks if each.kind == SUCCESS_FACTORS)
        self._choose("success_factor", factors)
        self._choose("aspect", words_of(ASPECTS))
        self._choose("level", words_of(LEVELS))
        if fixed_code:
            self.fields["code"].widget = forms.HiddenInput()
        if not factors:
            self.fields["success_factor"].widget = forms.HiddenInput()

    def _choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        offer(self, **{name: [("", _("Not chosen")), *choices]})

    def clean(self) -> dict[str, Any]:
        """Refuse a last day before the first."""
        given = super().clean() or {}
        if given.get("opens_on") and given.get("closes_on") and given["closes_on"] < given["opens_on"]:
            self.add_error("closes_on", _("The last day lies before the first."))
        return given

    def assignment(self) -> Assignment:
        """Return what the form says, once it is valid."""
        given = dict(self.cleaned_data)
        del given["seen"]
        for name in ("goal", "success_factor"):
            given[name] = UUID(given[name]) if given[name] else None
        given["aspect"] = Aspect(given["aspect"]) if given["aspect"] else None
        given["level"] = Level(given["level"]) if given["level"] else None
        lines = given["support_questions"].splitlines()
        given["support_questions"] = tuple(line.strip() for line in lines if line.strip())
        return Assignment(**given)


def filled_from(assignment: Assignment, *, emotion: bool) -> dict[str, Any]:
    """Return what the form holds at first of an assignment; `emotion` is what holds where it does not say."""
    names = ("code", "heading", "focus", "follow_up_short", "follow_up_long", "used_for", "minutes", "opens_on")
    plain = {name: getattr(assignment, name) for name in (*names, "closes_on", "tags_advised", "example")}
    return {
        **plain,
        "support_questions": "\n".join(assignment.support_questions),
        "goal": assignment.goal.hex if assignment.goal else "",
        "success_factor": assignment.success_factor.hex if assignment.success_factor else "",
        "aspect": assignment.aspect.value if assignment.aspect else "",
        "level": assignment.level.value if assignment.level else "",
        "emotion": emotion if assignment.emotion is None else assignment.emotion,
    }


def goal_choices(frameworks: Iterable[Framework]) -> list[tuple[str, Any]]:
    """Return goals by framework, those toned down or ended last and said to be so."""
    return [
        (
            framework.name,
            [
                (goal.id.hex, _named(goal))
                for goal in sorted(framework.goals, key=lambda goal: (not goal.counts, goal.position))
            ],
        )
        for framework in frameworks
    ]


def _named(goal: Goal) -> str:
    if goal.ended_on:
        return _("%(goal)s (ended)") % {"goal": goal.text}
    return _("%(goal)s (toned down)") % {"goal": goal.text} if goal.toned_down else goal.text


def words_of[Word: (Aspect, Level)](words: Mapping[Word, Promise]) -> list[tuple[str, Any]]:
    """Return choices from words."""
    return [(each.value, word) for each, word in words.items()]


class ExtendForm(forms.Form):
    """A later last day."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    closes_on = forms.DateField(label=_("New last day"), widget=DayInput())


class SeenForm(forms.Form):
    """Nothing but the version that a decision was made from."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class NameForm(forms.Form):
    """What something is to be called. `key` makes it count once."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    name = forms.CharField(label=_("What the template is called"), max_length=200)
