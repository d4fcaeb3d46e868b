"""Forms of rounds: what is asked, of whom, and who reads."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from kedjan.reflection.service import TagSet
from kedjan_web.components.forms import DayInput
from kedjan_web.components.offering import offer
from kedjan_web.rounds.readers import ReadersForm

STANDARD = "standard"
LARGEST_FILE = 10 * 1024 * 1024


def versions(tag_sets: Sequence[TagSet]) -> list[tuple[str, str]]:
    """Return tag sets as what one chooses among, each with its version."""
    return [(each.id.hex, f"{each.name} ({each.version})") for each in tag_sets]


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
        help_text=_(
            "The response rate is counted of this number. Where recipients are chosen, it is as many as they are."
        ),
    )
    opened_on = forms.DateField(label=_("First day"), required=False, widget=DayInput())
    closed_on = forms.DateField(label=_("Last day"), required=False, widget=DayInput())

    def clean(self) -> dict[str, Any]:
        """Refuse a last day before the first."""
        given = super().clean() or {}
        if given.get("opened_on") and given.get("closed_on") and given["closed_on"] < given["opened_on"]:
            self.add_error("closed_on", _("The last day lies before the first."))
        return given


class NewRoundForm(DescribedForm, ReadersForm):
    """A round from nothing, read by whoever makes it unless they take themselves away. `key` makes it count once."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    tag_set = forms.ChoiceField(label=_("Tags to choose among"))
    emotion = forms.BooleanField(label=_("Ask also how it felt, from −2 to +2"), required=False, initial=True)
    field_order = ("key", *DescribedForm.base_fields, "tag_set", "emotion", "readers")

    def __init__(self, data: QueryDict | None = None, *, tag_sets: Sequence[TagSet], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        choices = [*versions(tag_sets), (STANDARD, str(_("The standard set of 18 tags")))]
        offer(self, tag_set=choices)


class ChangeRoundForm(DescribedForm):
    """The same, of a round that is there; its tags too, as long as nobody has been asked."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    tag_set = forms.ChoiceField(
        label=_("Tags to choose among"),
        help_text=_(
            "Those who answer choose among these, also in the assignments there are, which are otherwise left as they"
            " are. The tags can be changed until the first assignment is published or a file is read in."
        ),
    )

    def __init__(self, *args: Any, tag_sets: Sequence[TagSet], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not tag_sets:
            del self.fields["tag_set"]
            return
        offer(self, tag_set=versions(tag_sets))


class CircleForm(ReadersForm):
    """The circle of readers of a round that is there. Once something is published, what was said of managers stays."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    managers_read = forms.BooleanField(
        label=_("Readers also get the texts of those whom they lead"),
        required=False,
        help_text=_(
            "Otherwise nobody's own manager reads. It is said before anything is published, to all who answer."
        ),
    )
    field_order = ("seen", "readers", "managers_read")

    def __init__(self, data: QueryDict | None = None, *, said: bool, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["managers_read"].disabled = said


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
