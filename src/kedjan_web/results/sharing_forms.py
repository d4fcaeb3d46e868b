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
from kedjan.results.service import AttendanceToShare, CohortToShare, MatrixToShare, Offer, Sharing, Term, ToShare
from kedjan_web.components.offering import offer
from kedjan_web.results.forms import CohortFields
from kedjan_web.results.words import year_text

HALVES = {"autumn": gettext_lazy("Autumn %(year)d"), "spring": gettext_lazy("Spring %(year)d")}


class GivingOutForm(forms.Form):
    """What is given out of results: what it is called, when, of which units and what for. `key` makes it count once.

    Only what there is can be chosen: `there` says what, and `units` are those of the units that have it. With `of`,
    which was not given out, everything is filled in as it was asked; `instead` is its id.
    """

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    instead = forms.UUIDField(widget=forms.HiddenInput, required=False)
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

    def __init__(
        self, data: Any = None, *, units: Sequence[Unit], there: Offer[Any], of: Sharing | None = None
    ) -> None:
        chosen = {"units": [each.id.hex for each in units]}
        super().__init__(data, initial=chosen | self._as_asked(of) if of else chosen)
        offer(self, units=[(each.id.hex, each.name) for each in units], **self.choices(there))
        if "beside" in self.fields:
            self._offer_beside(there)
        self.order_fields(
            ["key", "instead", "title", *self.before_units, "units", "by", "by_unit", "beside", "purpose"]
        )

    def _offer_beside(self, there: Offer[Any]) -> None:
        """Offer what there is to tell beside; where there is nothing, do not ask."""
        offer(self, beside=[(name, _(words)) for name, words in there.beside.items()])
        if not there.beside:
            del self.fields["beside"]

    def _as_asked(self, of: Sharing) -> dict[str, Any]:
        units = {"units": [each.hex for each in of.asks.units]} if of.asks.units else {}
        common = {"instead": of.id, "title": of.asks.title, "purpose": of.purpose}
        return {**common, **units, **self.filled_in(of.asks)}

    @abstractmethod
    def choices(self, there: Offer[Any]) -> Mapping[str, Sequence[tuple[Any, Any]]]:
        """Return what can be chosen in the fields that are of this kind alone."""

    @abstractmethod
    def filled_in(self, asks: Any) -> Mapping[str, Any]:
        """Return what was chosen in the fields that are of this kind alone, where it was asked before."""

    @property
    @abstractmethod
    def asked(self) -> ToShare:
        """Return what the room is asked to give out."""

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

    def _offer_beside(self, there: Offer[Any]) -> None:
        """Say when later grades are shown where they are offered."""
        super()._offer_beside(there)
        if "after" not in there.beside and "beside" in self.fields:
            self.fields["beside"].help_text = ""

    def choices(self, there: Offer[int]) -> Mapping[str, Sequence[tuple[Any, Any]]]:
        """Return the levels and years that there are cohorts of."""
        return self.cohorts(years=there.when, levels=there.levels)

    def filled_in(self, asks: CohortToShare) -> Mapping[str, Any]:
        """Return the levels, the year, the division and what was to stand beside it."""
        of = asks.question
        when = {"from_level": of.from_level, "to_level": of.to_level, "school_year": of.school_year or ""}
        return {**when, "by": of.by, "beside": asks.beside}

    @property
    def asked(self) -> CohortToShare:
        """Return the question, and what is told beside its answer."""
        return CohortToShare(self.asks, tuple(self.cleaned_data.get("beside", ())))


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

    def filled_in(self, asks: AttendanceToShare) -> Mapping[str, Any]:
        """Return the year and the division."""
        return {"school_year": asks.school_year, "by": asks.by}

    @property
    def asked(self) -> AttendanceToShare:
        """Return what is to be given out."""
        given = self.cleaned_data
        return AttendanceToShare(given["title"], given["school_year"], self.units_chosen, tuple(given["by"]))


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

    def filled_in(self, asks: MatrixToShare) -> Mapping[str, Any]:
        """Return the term, whether it was by unit, and what was to stand beside levels."""
        return {"term": f"{asks.term.year}.{asks.term.half}", "by_unit": asks.by_unit, "beside": asks.beside}

    @property
    def asked(self) -> MatrixToShare:
        """Return what is to be given out."""
        given = self.cleaned_data
        year, half = given["term"].split(".")
        term, beside = Term(int(year), half), tuple(given["beside"])
        return MatrixToShare(given["title"], term, self.units_chosen, given["by_unit"], beside)
