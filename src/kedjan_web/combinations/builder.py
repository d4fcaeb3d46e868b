"""The form that adds conditions: each filled field is one, and a list says how they are put to those there are."""

from collections.abc import Iterable

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kedjan.combinations.service import Asked
from kedjan_statistics import loops_where as where
from kedjan_statistics.loops_where import Expression, Or
from kedjan_web.combinations.wanted import Wanted
from kedjan_web.components.forms import DayInput
from kedjan_web.components.offering import offer
from kedjan_web.rounds.emotions import emotion_words
from kedjan_web.rounds.text_filter import LONGEST, STEPS
from kedjan_web.rounds.text_form import WORDS_HELP, sought_words, titled

NOTHING: tuple[str, str | Promise] = ("", _("Choose"))


class ConditionsForm(forms.Form):
    """More conditions; those there are go along as one hidden field."""

    till = forms.ChoiceField(label=_("How they are to hold"), required=False)
    tagg = forms.ChoiceField(label=_("Tag"), required=False)
    tema = forms.ChoiceField(label=_("Theme"), required=False)
    kansla = forms.ChoiceField(label=_("Emotion"), required=False)
    omrade = forms.ChoiceField(label=_("Service area"), required=False)
    uppdrag = forms.ChoiceField(label=_("Assignment"), required=False)
    fran_dag = forms.DateField(label=_("Answered from"), required=False, widget=DayInput)
    till_dag = forms.DateField(label=_("Answered no later than"), required=False, widget=DayInput)
    ord = forms.CharField(
        label=_("Words in the text"),
        required=False,
        max_length=LONGEST,
        help_text=WORDS_HELP,
    )

    def __init__(self, data: QueryDict | None, wants: Wanted, of: Asked) -> None:
        super().__init__(data)
        self.kept = [pair for pair in wants.pairs() if pair[0] != "antal"]
        groups = [(str(place), part) for place, part in enumerate(wants.where.parts) if isinstance(part, Or)]
        self.offer("till", self.ways(len(groups), [place for place, _part in groups]))
        self.offer("tagg", [NOTHING, *((tag, tag) for tag in of.tag_set.names)])
        self.offer("tema", [NOTHING, *((name, name) for name in of.codes)])
        self.offer("kansla", [NOTHING, *((key, emotion_words(step)) for key, step in STEPS.items())])
        self.offer("omrade", [NOTHING, *((area, area) for area in of.areas)])
        self.offer("uppdrag", [NOTHING, *((code, titled(code, heading)) for code, heading in of.assignments)])
        absent = {"tema": not of.codes, "kansla": not of.emotion, "fran_dag": not of.dated, "till_dag": not of.dated}
        for name, gone in absent.items():
            if gone:
                del self.fields[name]

    def clean_ord(self) -> str:
        """Refuse words that the room would not look for."""
        return sought_words(self.cleaned_data["ord"])

    def ways(self, many: int, places: list[str]) -> list[tuple[str, str | Promise]]:
        """Return how conditions can be put to those there are."""
        ways: list[tuple[str, str | Promise]] = [
            ("", _("All of them are to hold")),
            ("nagot", _("Any of them is to hold")),
            ("inte", _("None of them is to hold")),
        ]
        for number, place in enumerate(places, start=1):
            words = _("One more way in the group “Any of these”")
            ways.append((place, f"{words} {number}" if many > 1 else words))
        return ways

    def offer(self, name: str, choices: Iterable[tuple[str, str | Promise]]) -> None:
        """Set a field's choices."""
        offer(self, **{name: choices})

    def conditions(self) -> list[Expression]:
        """Return a condition for each field that was filled."""
        given = self.cleaned_data
        found: list[Expression] = []
        if given.get("tagg"):
            found.append(where.Tag(given["tagg"]))
        if given.get("tema"):
            found.append(where.Code(given["tema"]))
        if given.get("kansla"):
            found.append(where.Emotion((STEPS[given["kansla"]],)))
        if given.get("omrade"):
            found.append(where.Area(given["omrade"]))
        if given.get("uppdrag"):
            found.append(where.Assignment(given["uppdrag"]))
        if given.get("fran_dag") or given.get("till_dag"):
            found.append(where.Period(given.get("fran_dag"), given.get("till_dag")))
        if given.get("ord"):
            found.append(where.Words(given["ord"]))
        return found
