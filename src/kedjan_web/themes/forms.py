"""What readers write about themes and quotes."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from kedjan_web.components.offering import offer


class ThemeForm(forms.Form):
    """A theme; `groups` are names with commas between."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    name = forms.CharField(label=_("Name of the theme"), max_length=80)
    description = forms.CharField(
        label=_("When it fits"), required=False, widget=forms.Textarea(attrs={"rows": "2"}), max_length=2000
    )
    groups = forms.CharField(
        label=_("Groups"),
        required=False,
        max_length=400,
        help_text=_("With commas between. A theme can be in several."),
    )

    def clean_groups(self) -> list[str]:
        """Return the names one by one."""
        return str(self.cleaned_data["groups"]).split(",")


class ChangeThemeForm(ThemeForm):
    """The same, of a theme that is there."""

    key = None  # type: ignore[assignment]  # it has its id
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    field_order = ("seen", "name", "description", "groups")


class MergeForm(forms.Form):
    """Into which theme another becomes part."""

    into = forms.ChoiceField(label=_("Into which theme?"))

    def __init__(self, data: QueryDict | None = None, *, others: Mapping[UUID, str], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        offer(self, into=[(theme.hex, name) for theme, name in others.items()])


class SplitForm(forms.Form):
    """Which passages become a theme of their own, and its name; stands on a page with a `ThemeForm`."""

    def __init__(self, data: QueryDict | None = None, **kwargs: Any) -> None:
        super().__init__(data, auto_id="ny_%s", **kwargs)

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    name = forms.CharField(label=_("Name of the new theme"), max_length=80)


class MarkForm(forms.Form):
    """Which sentences, and which themes; or a new theme by name."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    chosen = forms.TypedMultipleChoiceField(coerce=int, required=False)
    themes = forms.TypedMultipleChoiceField(coerce=lambda text: UUID(hex=text), required=False)
    new = forms.CharField(label=_("Or a new theme"), required=False, max_length=80)
    counter = forms.BooleanField(label=_("It speaks against the theme (counter-voice)"), required=False)

    def __init__(
        self, data: QueryDict | None = None, *, sentences: int, known: Mapping[UUID, str], **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        themes = ((theme.hex, name) for theme, name in known.items())
        offer(self, chosen=((str(n), str(n)) for n in range(sentences)), themes=themes)


class ParaphraseForm(forms.Form):
    """The same said in other words."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    text = forms.CharField(
        label=_("In other words"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": "2"})
    )
