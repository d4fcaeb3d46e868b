"""Forms of the intake."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from kedjan.intake.service import LARGEST
from kedjan.organisation.service import Unit
from kedjan_web.components.forms import DayInput
from kedjan_web.components.offering import offer

_NUMBER = _("The personal identity number, or the key that the files use.")


class SendForm(forms.Form):
    """A file with pupils' results. `key` makes a file sent twice come in once."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    file = forms.FileField(
        label=_("File with results"),
        allow_empty_file=True,
        help_text=_(
            "CSV or SS 12000 (JSON, or several packed in a zip) of at most 100 MB, or Excel of at most 10 MB. "
            "What kind it is is seen from what stands in it."
        ),
        widget=forms.ClearableFileInput(
            attrs={"accept": ".csv,.txt,.tsv,.xlsx,.xlsm,.xls,.ods,.json,.ndjson,.jsonl,.zip"}
        ),
    )
    unit = forms.ChoiceField(
        label=_("Unit"),
        required=False,
        help_text=_(
            "Only for a midterm matrix, a report from Vklass or steps upon absence, which do not say it themselves."
        ),
    )
    day = forms.DateField(
        label=_("Day"),
        required=False,
        widget=DayInput(),
        help_text=_("That of a midterm matrix, or any day in the month that a report from Vklass is of."),
    )

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "–"), *((each.id.hex, each.name) for each in units if each.kind == "school_unit")]
        offer(self, unit=choices)

    def clean_file(self) -> "UploadedFile[bytes]":
        """Refuse a file that is too large before any of it is read."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST:
            raise forms.ValidationError(_("The file is larger than %(limit)s."), params={"limit": "100 MB"})
        return file

    def clean_unit(self) -> UUID | None:
        """Return the chosen unit's id."""
        chosen: str = self.cleaned_data["unit"]
        return UUID(hex=chosen) if chosen else None


class EraseForm(forms.Form):
    """Which pupil, and why."""

    number = forms.CharField(
        label=_("The pupil's number"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_NUMBER,
    )
    reason = forms.CharField(label=_("Why"), max_length=300, help_text=_("Without the pupil's name or number."))


class TellForm(forms.Form):
    """Two numbers that are one pupil's."""

    one = forms.CharField(
        label=_("One number"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"}), help_text=_NUMBER
    )
    other = forms.CharField(
        label=_("The other number"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_NUMBER,
    )


class JoinForm(forms.Form):
    """Why two are one, and what counts where they do not say the same."""

    later_counts = forms.BooleanField(
        label=_("What came in later counts where the two do not say the same"), required=False
    )
    reason = forms.CharField(label=_("Why"), max_length=300, help_text=_("Without the pupil's name or number."))

    def __init__(self, *args: Any, differing: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not differing:
            del self.fields["later_counts"]
