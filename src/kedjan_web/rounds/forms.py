"""Forms of rounds: what is asked, of whom, and who reads."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from kedjan.access.service import Actor
from kedjan.people import service as people
from kedjan.reflection.service import Reader, TagSet
from kedjan_web.components.forms import DayInput

STANDARD = "standard"
LARGEST_FILE = 10 * 1024 * 1024


class DescribedForm(forms.Form):
    """What a round is about, whom it asks, and when."""

    title = forms.CharField(label=_("What the round is called"), max_length=120)
    description = forms.CharField(
        label=_("What we want to understand"),
        required=False,
        widget=forms.Textarea(attrs={"rows": "3"}),
        help_text=_("Two or three sentences. Those who answer see them."),
    )
    population = forms.CharField(
        label=_("Who is asked"), required=False, max_length=200, help_text=_("For example: leaders and key persons.")
    )
    invited = forms.IntegerField(
        label=_("How many are asked"),
        required=False,
        min_value=1,
        max_value=100_000,
        help_text=_("The response rate is counted of this number."),
    )
    opened_on = forms.DateField(label=_("First day"), required=False, widget=DayInput())
    closed_on = forms.DateField(label=_("Last day"), required=False, widget=DayInput())

    def clean(self) -> dict[str, Any]:
        """Refuse a last day before the first."""
        given = super().clean() or {}
        if given.get("opened_on") and given.get("closed_on") and given["closed_on"] < given["opened_on"]:
            self.add_error("closed_on", _("The last day lies before the first."))
        return given


class Addresses(forms.CharField):
    """E-mail addresses of people at one's own provider, one on each line; comes out as the ids of their accounts."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": "3", "autocomplete": "off"}), **kwargs)
        self.by: Actor | None = None

    def clean(self, value: Any) -> tuple[UUID, ...]:
        """Find each address; what belongs to nobody here is refused by name."""
        found = {each: people.account_by_address(each) for each in super().clean(value).replace(",", "\n").split()}
        accounts = [account for account in found.values() if account]
        here = people.names_of(by=self.by, ids=accounts) if self.by and accounts else {}
        unknown = [address for address, account in found.items() if account not in here]
        if unknown:
            raise forms.ValidationError(
                _("Nobody here has the address %(address)s."), params={"address": ", ".join(unknown)}
            )
        return tuple(account for account in dict.fromkeys(accounts) if account in here)


class NewRoundForm(DescribedForm):
    """A round from nothing. `key` makes a form sent twice count once."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    tag_set = forms.ChoiceField(label=_("Tags to choose among"))
    emotion = forms.BooleanField(label=_("Ask also how it felt, from −2 to +2"), required=False, initial=True)
    myself = forms.BooleanField(label=_("I read the texts myself"), required=False, initial=True)
    readers = Addresses(
        label=_("Others who read the texts"),
        required=False,
        help_text=_(
            "E-mail addresses, one on each line. Nobody but those named here reads the texts, whatever their duties."
        ),
    )

    def __init__(self, *args: Any, by: Actor, tag_sets: Sequence[TagSet], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["readers"].by = by  # type: ignore[attr-defined]  # an Addresses
        choices = [(each.id.hex, f"{each.name} ({each.version})") for each in tag_sets]
        choices.append((STANDARD, str(_("The standard set of 18 tags"))))
        self.fields["tag_set"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField


class ChangeRoundForm(DescribedForm):
    """The same, of a round that is there."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class ReadersForm(forms.Form):
    """The circle of readers: those to keep, and those to add."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    keep = forms.MultipleChoiceField(
        label=_("Reads the texts"), required=False, widget=forms.CheckboxSelectMultiple, choices=[]
    )
    added = Addresses(
        label=_("Let more people read"), required=False, help_text=_("E-mail addresses, one on each line.")
    )

    def __init__(self, *args: Any, by: Actor, readers: Sequence[Reader], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["added"].by = by  # type: ignore[attr-defined]  # an Addresses
        self.fields["keep"].choices = [(each.account.hex, each.name) for each in readers]  # type: ignore[attr-defined]
        self.fields["keep"].initial = [each.account.hex for each in readers]
        if not readers:
            del self.fields["keep"]

    def chosen(self) -> tuple[UUID, ...]:
        """Return the accounts of the circle as it is to be."""
        return (*(UUID(each) for each in self.cleaned_data.get("keep", ())), *self.cleaned_data["added"])


class FileForm(forms.Form):
    """A file of reflections. `key` makes a file sent twice come in once."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    file = forms.FileField(
        label=_("File with reflections"),
        allow_empty_file=True,
        help_text=_("CSV or Excel, at most 10 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx,.xlsm,.ods"}),
    )

    def clean_file(self) -> "UploadedFile[bytes]":
        """Refuse a file that is too large before any of it is read."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST_FILE:
            raise forms.ValidationError(_("The file is larger than %(limit)s."), params={"limit": "10 MB"})
        return file
