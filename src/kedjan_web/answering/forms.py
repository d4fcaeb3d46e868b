"""The form of an answer: what it holds is decided by the assignment, and whether it is whole by the room."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django import forms
from django.forms.boundfield import BoundWidget
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kedjan.reflection.service import AnswerForm as Asked
from kedjan.reflection.service import Family, Incomplete, Written
from kedjan_web import errors
from kedjan_web.components.offering import offer
from kedjan_web.rounds.emotions import STEPS

FAMILIES: dict[Family, Promise] = {
    Family.IMPORTANCE: _("How important it is"),
    Family.FUNCTIONING: _("How it works"),
    Family.NEED: _("What is needed"),
    Family.CONDITIONS: _("Conditions"),
    Family.INSIGHT: _("Insight and room for action"),
    Family.OTHER: _("Something else"),
}
NOT_SAID = "none"


@dataclass(frozen=True, slots=True)
class TagGroup:
    """The boxes of one family of tags."""

    label: str | Promise
    boxes: tuple[BoundWidget, ...]


class Needed(forms.CharField):
    """A field that cannot be left out. The room says so when it is, in its own words."""

    def validate(self, value: Any) -> None:
        """Leave it to the room."""


class AnswerForm(forms.Form):
    """What one writes: text, tags, emotion and proposals; hidden, from which page and versions it comes."""

    use_required_attribute = False
    area = forms.UUIDField(widget=forms.HiddenInput)
    key = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    sent = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    writer = forms.UUIDField(widget=forms.HiddenInput)
    text = Needed(
        label=_("Your reflection"),
        strip=False,
        help_text=_(
            "Three to eight sentences are plenty, one is enough. Leave out the names of pupils and colleagues."
        ),
        widget=forms.Textarea(attrs={"rows": "9", "dir": "auto", "class": "k-answer__text"}),
    )
    tags = forms.TypedMultipleChoiceField(
        label=_("Tags"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple()
    )
    emotion = forms.ChoiceField(label=_("How does it feel?"), required=False, widget=forms.RadioSelect())
    action_short = forms.CharField(
        required=False, strip=False, widget=forms.Textarea(attrs={"rows": "3", "dir": "auto"})
    )
    action_long = forms.CharField(
        required=False, strip=False, widget=forms.Textarea(attrs={"rows": "3", "dir": "auto"})
    )

    def __init__(self, data: QueryDict | None = None, *, asked: Asked) -> None:
        super().__init__(data, initial=None if data is not None else held(asked))
        self.asked = asked
        offer(self, tags=[(tag.position, tag.name) for tag in asked.tags])
        steps = [(str(step), words) for step, words in reversed(STEPS.items())]
        offer(self, emotion=[*steps, (NOT_SAID, _("I would rather not say"))])
        for name, prompt in (("action_short", asked.follow_up_short), ("action_long", asked.follow_up_long)):
            if prompt:
                self.fields[name].label = prompt
            else:
                del self.fields[name]
        if not asked.asks_emotion:
            del self.fields["emotion"]

    @property
    def written(self) -> Written:
        """Return what was written, of a form that is valid."""
        given: dict[str, Any] = self.cleaned_data
        emotion = given.get("emotion") or NOT_SAID
        return Written(
            given["text"],
            tuple(given["tags"]),
            None if emotion == NOT_SAID else int(emotion),
            given.get("action_short", ""),
            given.get("action_long", ""),
        )

    @property
    def place(self) -> dict[str, Any]:
        """Return where it is written, and from which page and versions."""
        return {name: self.cleaned_data[name] for name in ("area", "key", "seen", "writer")}

    def tag_groups(self) -> Iterator[TagGroup]:
        """Yield the boxes by family, in the order of the set."""
        boxes = {int(box.data["value"]): box for box in self["tags"].subwidgets}
        families = dict.fromkeys(tag.family for tag in self.asked.tags)
        for family in families:
            yield TagGroup(
                FAMILIES[family], tuple(boxes[tag.position] for tag in self.asked.tags if tag.family is family)
            )

    def follow_ups(self) -> Iterable[forms.BoundField]:
        """Return the fields for proposals that the assignment asks for."""
        return [self[name] for name in ("action_short", "action_long") if name in self.fields]

    def tell(self, incomplete: Incomplete) -> None:
        """Put what is missing beside its field."""
        for fault in incomplete.faults:
            self.add_error(fault.field, errors.said(fault.message, fault.values))


def held(asked: Asked) -> dict[str, Any]:
    """Return what the form holds when it is opened: what was begun last, else what was sent."""
    written = asked.written
    not_said = NOT_SAID if asked.sent else None
    return {
        "area": asked.area.id,
        "key": asked.key,
        "seen": asked.draft.version if asked.draft else 0,
        "sent": asked.sent.version if asked.sent else 0,
        "writer": uuid4(),
        "text": written.text,
        "tags": list(written.tags),
        "emotion": not_said if written.emotion is None else str(written.emotion),
        "action_short": written.action_short,
        "action_long": written.action_long,
    }
