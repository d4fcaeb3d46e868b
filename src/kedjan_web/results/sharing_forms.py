"""What is given out of pupils' results, asked for: one form, and what each kind has beside it."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kedjan.organisation.service import Unit
from kedjan.results import service as results
from kedjan.results.service import AttendanceToShare, MatrixToShare, Offer, Term
from kedjan_web.components.offering import offer
from kedjan_web.results.forms import CohortFields
from kedjan_web.results.words import year_text

HALVES = {"autumn": gettext_lazy("Autumn %(year)d"), "spring": gettext_lazy("Spring %(year)d")}


class GivingOutForm(forms.Form):
    """What is given out of results: what it is called, when, of which units and what for. `key` makes it count once.

    Only what there is can be chosen: `there` says what, and `units` are those of the units that have it.
    """

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    title = forms.CharField(label=gettext_lazy("What it is called"), max_length=200)
    units = forms.MultipleChoiceField(
        label=gettext_lazy("School units"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one school unit.")},
    )
    purpose = forms.CharField(
        label=gettext_lazy("The purpose"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": "3"}),
        help_text=gettext_lazy("Why it is shared, and with whom in mind. It stands beside the tables."),
    )
    before_units: ClassVar[tuple[str, ...]] = ()

    def __init__(self, data: Any = None, *, units: Sequence[Unit], there: Offer[Any]) -> None:
        super().__init__(data, initial={"units": [each.id.hex for each in units]})
        offer(self, units=[(each.id.hex, each.name) for each in units], **self.choices(there))
        if "beside" in self.fields:
            self._offer_beside(there)
        self.order_fields(["key", "title", *self.before_units, "units", "by", "by_unit", "beside", "purpose"])

    def _offer_beside(self, there: Offer[Any]) -> None:
        """Offer what there is to tell beside; where there is nothing, do not ask."""
        offer(self, beside=[(name, _(words)) for name, words in there.beside.items()])
        if not there.beside:
            del self.fields["beside"]

    @abstractmethod
    def choices(self, there: Offer[Any]) -> Mapping[str, Sequence[tuple[Any, Any]]]:
        """Return what can be chosen in the fields that are of this kind alone."""

    @property
    @abstractmethod
    def asked(self) -> Mapping[str, Any]:
        """Return what the room is asked to give out, by the names of its arguments."""

    @property
    def units_chosen(self) -> tuple[UUID, ...]:
        """Return the units that are chosen."""
        return tuple(UUID(hex=each) for each in self.cleaned_data["units"])


class CohortShareForm(GivingOutForm, CohortFields):
    """Which pupils to follow, from when to when; without groups by rules of one's own."""

    beside = forms.MultipleChoiceField(
        label=gettext_lazy("Beside it"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy("Holiday school and examinations are told of one school year."),
    )
    before_units = ("from_level", "to_level", "school_year")

    def choices(self, there: Offer[int]) -> Mapping[str, Sequence[tuple[Any, Any]]]:
        """Return the levels and years that there are cohorts of."""
        return self.cohorts(years=there.when, levels=there.levels)

    @property
    def asked(self) -> Mapping[str, Any]:
        """Return the question, and what is told beside its answer."""
        return {"asks": self.asks, "beside": self.cleaned_data.get("beside", ())}


class AttendanceShareForm(GivingOutForm):
    """Which school year to give attendance out of, and how divided."""

    school_year = forms.TypedChoiceField(label=gettext_lazy("School year"), coerce=int)
    by = forms.MultipleChoiceField(
        label=gettext_lazy("Divided by"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        choices=[("school_unit", gettext_lazy("School unit")), ("grade_level", gettext_lazy("Grade level"))],
    )
    before_units = ("school_year",)

    def choices(self, there: Offer[int]) -> Mapping[str, Sequence[tuple[Any, Any]]]:
        """Return the years that there is attendance of."""
        return {"school_year": [(year, year_text(year)) for year in there.when]}

    @property
    def asked(self) -> Mapping[str, Any]:
        """Return what is to be given out."""
        given = self.cleaned_data
        asks = AttendanceToShare(given["title"], given["school_year"], self.units_chosen, tuple(given["by"]))
        return {"asks": asks}


class MatrixShareForm(GivingOutForm):
    """Which term to give matrices out of, by unit or not, and what beside levels."""

    term = forms.ChoiceField(label=gettext_lazy("Term"))
    by_unit = forms.BooleanField(label=gettext_lazy("Divide by school unit"), required=False)
    beside = forms.MultipleChoiceField(
        label=gettext_lazy("Beside levels"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy(
            "At most three. A subject tells how many have the most concern, 3, in it. Each makes the parts smaller, so"
            " that more is hidden."
        ),
    )
    before_units = ("term",)

    def choices(self, there: Offer[Term]) -> Mapping[str, Sequence[tuple[Any, Any]]]:
        """Return the terms that there are matrices of."""
        return {
            "term": [(f"{each.year}.{each.half}", str(HALVES[each.half]) % {"year": each.year}) for each in there.when]
        }

    def clean_beside(self) -> list[str]:
        """Refuse more than may be told at a time."""
        chosen: list[str] = self.cleaned_data["beside"]
        if len(chosen) > results.MOST_BESIDE:
            raise forms.ValidationError(
                _("At most %(most)s things are told beside levels.") % {"most": results.MOST_BESIDE}
            )
        return chosen

    @property
    def asked(self) -> Mapping[str, Any]:
        """Return what is to be given out."""
        given = self.cleaned_data
        year, half = given["term"].split(".")
        term, beside = Term(int(year), half), tuple(given["beside"])
        return {"asks": MatrixToShare(given["title"], term, self.units_chosen, given["by_unit"], beside)}
