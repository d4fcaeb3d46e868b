"""What is taken away instead: asked on every page that would ask for more time than has been agreed."""

from collections.abc import Iterable
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kedjan.tasks.service import Asking, Declaration, Instead, Over
from kedjan_web.start.words import role_name
from kedjan_web.tasks.words import hours

KEPT = "kvar-"


class InsteadForm(forms.Form):
    """How many minutes each thing keeps (0 takes it away), or why nothing is taken away."""

    def __init__(self, data: QueryDict | None = None, *, declared: Iterable[Declaration]) -> None:
        super().__init__(data)
        self.declared = {each.id: each for each in declared if each.asking is Asking.ACTIVITY}
        for key, each in self.declared.items():
            self.fields[f"{KEPT}{key.hex}"] = forms.IntegerField(
                label=_("Minutes for %(title)s (%(role)s)") % {"title": each.title, "role": role_name(each.role)},
                min_value=0,
                max_value=each.minutes,
                initial=each.minutes,
                required=False,
                help_text=_("Asks for %(time)s now. Fewer minutes lower it, 0 takes it away.")
                % {"time": hours(each.minutes)},
            )
        self.fields["motiv"] = forms.CharField(
            label=gettext_lazy("Or why nothing is taken away"),
            required=False,
            max_length=500,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=gettext_lazy("It stands under Time frames with your name, for all to see."),
        )

    def instead(self) -> Instead:
        """Return what was chosen."""
        kept: dict[UUID, int] = {}
        for key, each in self.declared.items():
            left = self.cleaned_data.get(f"{KEPT}{key.hex}")
            if left is not None and left < each.minutes:
                kept[key] = left
        return Instead(
            withdrawn=tuple(key for key, left in kept.items() if left == 0),
            lowered={key: left for key, left in kept.items() if left},
            motive=self.cleaned_data.get("motiv", ""),
        )


def things_of(over: Iterable[Over]) -> tuple[Declaration, ...]:
    """Return what asks for the time of the roles that would come above their frames."""
    return tuple(each for role in over for each in role.load.declared)


def asked_about(data: QueryDict, declared: Iterable[Declaration]) -> tuple[Declaration, ...]:
    """Return those that a sent form was about."""
    return tuple(each for each in declared if f"{KEPT}{each.id.hex}" in data)
