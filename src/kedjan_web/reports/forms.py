"""Forms of reports."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kedjan.reports import service as reports
from kedjan_web.components.offering import offer

NO_TEMPLATE = ""


class CoverForm(forms.Form):
    """What stands on the cover of a report that is begun."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    title = forms.CharField(label=_("Title"), max_length=160)
    subtitle = forms.CharField(label=_("Subtitle"), max_length=200, required=False)
    outline = forms.ChoiceField(
        label=_("Begin from"), required=False, help_text=_("An outline gives the report its chapters.")
    )

    def __init__(self, *args: Any, outlines: tuple[reports.Outline, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not outlines:
            del self.fields["outline"]
            return
        known = ((str(each.id), each.name) for each in outlines)
        offer(self, outline=[(NO_TEMPLATE, _("An empty report")), *known])


class ChangeCoverForm(forms.Form):
    """Title, subtitle and template, by the version that was seen."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(label=_("Title"), max_length=160)
    subtitle = forms.CharField(label=_("Subtitle"), max_length=200, required=False)
    template = forms.ChoiceField(
        label=_("Word template"),
        required=False,
        help_text=_("How the report looks in Word. PDF has Kedjan's own look."),
    )

    def __init__(self, *args: Any, templates: tuple[reports.Template, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = ((str(each.id), each.name) for each in templates)
        offer(self, template=[(NO_TEMPLATE, _("Kedjan's own look")), *known])


class SectionForm(forms.Form):
    """A section's heading and level. `key` makes a new one count once; `seen` is the version of one that is there."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    heading = forms.CharField(label=_("Heading"), max_length=160)
    level = forms.TypedChoiceField(
        label=_("Level"), coerce=int, choices=[(1, _("Heading")), (2, _("Subheading"))], initial=1
    )


class TextForm(forms.Form):
    """A block's own text."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    text = forms.CharField(
        label=_("Text"),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=20_000,
        help_text=_("An empty line begins a new paragraph. Lines that begin with a dash become a list."),
    )


FOLLOWS = _("Until the report is settled. Otherwise it stays as it was shared that day.")


class CommentForm(TextForm):
    """A comment below what is shown."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("Your comment below it")
        self.fields["text"].required = False


class FigureForm(CommentForm):
    """A comment below a table or picture, and whether it follows what is shared latest."""

    latest = forms.BooleanField(label=_("Follow what is shared latest"), help_text=FOLLOWS, required=False)


class QuoteForm(forms.Form):
    """A quote, its author's consent, and the paraphrase that stands in its place without one."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    quote = forms.CharField(
        label=_("The words you quote"),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Word for word from the reflection. Mark what you leave out with […]."),
    )
    consents = forms.BooleanField(label=_("The author consents to being quoted"), required=False)
    obtained = forms.CharField(
        label=_("How the consent was given"),
        max_length=200,
        required=False,
        help_text=_("For example: by mail, 3 June."),
    )
    text = forms.CharField(
        label=_("Paraphrase, used where there is no consent"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        help_text=_("Your own words, in which nobody recognises the author."),
    )

    def wording(self) -> reports.Wording:
        """Return the wording as the room takes it."""
        given = self.cleaned_data
        return reports.Wording(given["quote"], given["consents"], given["obtained"])


class TemplateForm(forms.Form):
    """A Word template to keep; `key` makes it count once."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    file = forms.FileField(label=_("Word file (.docx)"), widget=forms.FileInput(attrs={"accept": ".docx"}))


class ReadyForm(forms.Form):
    """The revision that is ready."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


AUDIENCES = {
    reports.Audience.BOARD: _("the board"),
    reports.Audience.LEADERS: _(
        "those who lead: the chief education officer, principals and those who develop quality"
    ),
    reports.Audience.STAFF: _("the rest of the staff"),
}
CHOICES = [(each.value, words) for each, words in AUDIENCES.items()]


class SettleForm(forms.Form):
    """The revision that was looked through, and to whom the report is published."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    publish_to = forms.MultipleChoiceField(
        label=_("Published to"),
        required=False,
        choices=CHOICES,
        widget=forms.CheckboxSelectMultiple,
        initial=[reports.Audience.BOARD.value, reports.Audience.LEADERS.value],
        help_text=_("They read it, and nobody else but those who write reports. It can be changed afterwards."),
    )
    read = forms.BooleanField(label=_("I have read the report as it stands"))

    @property
    def audiences(self) -> list[reports.Audience]:
        """Return to whom the report is to be published."""
        return [reports.Audience(each) for each in self.cleaned_data["publish_to"]]


class PublishForm(forms.Form):
    """To whom a settled report is published from now on, from what was `seen`."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    to = forms.MultipleChoiceField(
        label=_("Published to"), required=False, choices=CHOICES, widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(
        label=_("Why it is taken back"),
        required=False,
        max_length=300,
        help_text=_("Asked for only where somebody loses it."),
    )

    @property
    def audiences(self) -> list[reports.Audience]:
        """Return to whom the report is to be published."""
        return [reports.Audience(each) for each in self.cleaned_data["to"]]

    @property
    def seen_before(self) -> list[reports.Audience]:
        """Return to whom it was published when the form was opened; what is none of them is left out."""
        known = {each.value for each in reports.Audience}
        return [reports.Audience(each) for each in self.cleaned_data["seen"].split() if each in known]
