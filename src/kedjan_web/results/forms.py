"""What is asked of a cohort."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from kedjan.organisation.service import Unit
from kedjan.results.service import Question, Study
from kedjan_web.components.offering import offer
from kedjan_web.results.words import DIVISIONS, GROUPS, year_text

LEVELS = range(1, 11)


class CohortFields(forms.Form):
    """Which pupils, from when to when; `title` and `units` stand in each form in words of its own."""

    from_level = forms.TypedChoiceField(label=_("From grade level"), coerce=int, initial=6)
    to_level = forms.TypedChoiceField(label=_("To grade level"), coerce=int, initial=9)
    school_year = forms.TypedChoiceField(
        label=_("School year when the later level ended"), coerce=int, required=False, empty_value=None
    )
    by = forms.MultipleChoiceField(
        label=_("Divided by"), widget=forms.CheckboxSelectMultiple, required=False, choices=list(DIVISIONS.items())
    )

    def cohorts(self, *, years: Sequence[int], levels: Sequence[int]) -> dict[str, list[tuple[Any, Any]]]:
        """Return what can be chosen of years and levels: from all but the last level, to all but the first."""
        every = [(level, str(level)) for level in levels]
        return {
            "from_level": every[:-1],
            "to_level": every[1:],
            "school_year": [("", _("All years together")), *((year, year_text(year)) for year in years)],
        }

    @property
    def asks(self) -> Question:
        """Return the question that is asked."""
        given = self.cleaned_data
        return Question(
            title=given["title"],
            from_level=given["from_level"],
            to_level=given["to_level"],
            school_year=given["school_year"],
            by=tuple(given["by"]),
            units=tuple(UUID(hex=each) for each in given["units"]),
            subgroups=tuple(line.strip() for line in given.get("subgroups", "").splitlines() if line.strip()),
            group=given.get("group", 6),
        )

    def clean(self) -> dict[str, Any]:
        """Ask for a later level that is later."""
        given = super().clean() or {}
        if "from_level" in given and "to_level" in given and given["to_level"] <= given["from_level"]:
            self.add_error("to_level", _("A cohort is followed to a later grade level."))
        return given


class StudyForm(CohortFields):
    """A question with groups by rules of one's own. `key` makes it count once; `seen` is the version changed."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)
    title = forms.CharField(label=_("What the study is called"), max_length=200)
    units = forms.MultipleChoiceField(
        label=_("School units at the later level"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one school unit.")},
    )
    group = forms.TypedChoiceField(
        label=_("Group to divide by rules of your own"),
        coerce=int,
        initial=6,
        choices=[(number, words) for number, words in GROUPS.items() if number],
    )
    subgroups = forms.CharField(
        label=_("Rules of your own"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": "3"}),
        help_text=_(
            "One a line, tried in order: a name, a colon and conditions. A pupil belongs to the first whose conditions"
            " all hold."
        ),
    )
    field_order = ("key", "seen", "title", "from_level", "to_level", "school_year", "units", "by", "group", "subgroups")

    def __init__(
        self, data: Any = None, *, units: Sequence[Unit], years: Sequence[int], of: Study | None = None
    ) -> None:
        super().__init__(data, initial=_initial(of) if of else {"units": [each.id.hex for each in units]})
        listed = [(each.id.hex, each.name) for each in units]
        offer(self, units=listed, **self.cohorts(years=years, levels=LEVELS))


def _initial(of: Study) -> dict[str, Any]:
    asks = of.asks
    return {
        "seen": of.version,
        "title": asks.title,
        "from_level": asks.from_level,
        "to_level": asks.to_level,
        "school_year": asks.school_year or "",
        "units": [each.hex for each in asks.units],
        "by": asks.by,
        "group": asks.group,
        "subgroups": "\n".join(asks.subgroups),
    }
