"""Forms of recipients: chosen by name, by role at a unit, or from a file of addresses."""

import base64
import binascii
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from kedjan.access.service import Actor, Role
from kedjan.organisation.service import ServiceArea, UnitTree
from kedjan_web.components.offering import offer
from kedjan_web.rounds.readers import Names, ReadersForm
from kedjan_web.start.words import role_name

LARGEST_FILE = 1024 * 1024
WHERE_THEY_WORK = ""
ASKED = (
    *(Role.PRINCIPAL, Role.VICE_PRINCIPAL, Role.HEAD_OF_SERVICE_AREA, Role.TEACHER, Role.TEAM_LEADER),
    *(Role.FIRST_TEACHER, Role.LEARNING_GROUP_LEADER, Role.PUPIL_HEALTH, Role.GUIDANCE_COUNSELLOR),
    *(Role.ACTIVITY_RESPONSIBILITY_COORDINATOR, Role.QUALITY_DEVELOPER, Role.DEVELOPMENT_LEADER, Role.DIGITAL_LEADER),
    *(Role.PROCESS_LEADER, Role.PROCESS_FACILITATOR, Role.CHIEF_EDUCATION_OFFICER),
)
"""Roles that rounds ask, those asked most often first."""


def area_field() -> forms.ChoiceField:
    """Return the choice of a service area."""
    return forms.ChoiceField(
        label=_("Service area to answer within"),
        required=False,
        help_text=_("Usually where each person works. Choose one only when that is wrong or not set."),
    )


def offer_areas(form: forms.Form, areas: Sequence[ServiceArea]) -> None:
    """Let the form offer the provider's service areas."""
    choices = [(WHERE_THEY_WORK, _("Where each person works")), *((each.id.hex, each.name) for each in areas)]
    offer(form, area=choices)


class AddForm(ReadersForm):
    """People chosen by name, to be asked within a service area."""

    readers = Names(
        label=_("Who is asked"),
        required=True,
        widget=forms.CheckboxSelectMultiple,
        coerce=UUID,
        empty_value=[],
        error_messages={
            "required": _("Choose somebody."),
            "invalid_choice": _("Somebody chosen is not here any more. Choose again."),
        },
    )
    area = area_field()
    field_order = ("readers", "area")

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        by: Actor,
        day: date,
        areas: Sequence[ServiceArea],
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, by=by, day=day, chosen=(), initial=initial)
        offer_areas(self, areas)


class RuleForm(forms.Form):
    """Everybody with a role at a unit or below it. `key` makes it count once."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    unit = forms.ChoiceField(label=_("Where"), help_text=_("The units below it are counted in."))
    roles = forms.MultipleChoiceField(
        label=_("Which roles"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one role.")},
    )
    area = area_field()

    def __init__(
        self, data: QueryDict | None = None, *, tree: UnitTree, areas: Sequence[ServiceArea], **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        units = [(each.id.hex, "\N{NO-BREAK SPACE}" * 3 * each.depth + each.name) for each in tree.units]
        offer(self, unit=units)
        roles = [(role.value, capfirst(role_name(role))) for role in ASKED]
        offer(self, roles=roles)
        offer_areas(self, areas)


class AddressesForm(forms.Form):
    """A file of addresses."""

    file = forms.FileField(
        label=_("File with addresses"),
        allow_empty_file=True,
        help_text=_("CSV or Excel with the column e-post, and verksamhetsområde if you want to say it. At most 1 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx,.xlsm,.ods"}),
    )

    def clean_file(self) -> "UploadedFile[bytes]":
        """Refuse a file that is too large before any of it is read."""
        return small(self.cleaned_data["file"])


def small(file: "UploadedFile[bytes]") -> "UploadedFile[bytes]":
    """Return the file, if it is small enough to be carried from one page to the next."""
    if (file.size or 0) > LARGEST_FILE:
        raise forms.ValidationError(_("The file is larger than %(limit)s."), params={"limit": "1 MB"})
    return file


class CarriedForm(forms.Form):
    """A file that has been looked at, carried along until somebody decides; kept nowhere meanwhile."""

    name = forms.CharField(widget=forms.HiddenInput, max_length=200)
    carried = forms.CharField(widget=forms.HiddenInput, max_length=2 * LARGEST_FILE)

    def clean_carried(self) -> bytes:
        """Return the file's bytes."""
        try:
            return base64.b64decode(self.cleaned_data["carried"], validate=True)
        except (binascii.Error, ValueError):
            raise forms.ValidationError(_("The file was lost on the way. Choose it again.")) from None


def carried(data: bytes, name: str) -> dict[str, str]:
    """Return what CarriedForm holds of a file."""
    return {"name": name.replace("\\", "/").rsplit("/", 1)[-1][:200], "carried": base64.b64encode(data).decode()}
