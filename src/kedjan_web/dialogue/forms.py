"""What readers and writers send each other."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST = 5_000


class MessageForm(forms.Form):
    """A message; `key` makes it count once."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    text = forms.CharField(label=_("Message"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": "5"}))


class AnswerForm(MessageForm):
    """What a reader writes; `seen` is the version of the talk that it answers."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    kind = forms.ChoiceField(
        label=_("What you send is"),
        choices=[
            ("answer", _("an answer")),
            ("thanks", _("an answer that needs no reply")),
            ("question", _("a question that you want a reply to")),
        ],
        initial="answer",
        widget=forms.RadioSelect,
    )
    field_order = ("key", "seen", "text", "kind")


class ReplyForm(MessageForm):
    """What the one who wrote the reflection writes back."""

    silent = forms.BooleanField(label=_("No reply needed"), required=False)


class WithdrawForm(forms.Form):
    """Why somebody else's message is taken away."""

    why = forms.CharField(label=_("Why it is taken away"), max_length=200, help_text=_("Whoever wrote it sees this."))
