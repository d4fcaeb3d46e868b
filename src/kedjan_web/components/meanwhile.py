"""What stands there now, field by field, where somebody else was before one who wrote in a form."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.forms import BaseForm, BooleanField, BoundField, ChoiceField
from django.utils.translation import gettext as _

from kedjan_web.components.dates import in_text


def now_says(mine: BaseForm, now: BaseForm, *, besides: Collection[str] = ()) -> list[tuple[str, str]]:
    """Return label and words of each field where `now`, the form as it opens now, says otherwise than `mine`.

    Fields that the page shows by itself are left out: `besides`.
    """
    return [
        (str(field.label), words(field))
        for field in now.visible_fields()
        if field.name not in besides and field.name in mine.fields and otherwise(mine, now, field.name)
    ]


def otherwise(mine: BaseForm, now: BaseForm, name: str) -> bool:
    """Return whether a field was filled in otherwise than it stands; browsers' ends of lines are the same as ours."""
    field, data = now.fields[name], mine[name].data
    if isinstance(data, str):
        data = data.replace("\r\n", "\n")
    return field.has_changed(now.get_initial_for_field(field, name), data)


def words(field: BoundField) -> str:
    """Return what a field holds, as people read it."""
    value = field.value()
    if isinstance(field.field, BooleanField):
        return _("Yes") if value else _("No")
    if isinstance(field.field, ChoiceField):
        labels = flat(field.field.choices)
        chosen = value if isinstance(value, list | tuple) else [value]
        return "; ".join(labels[key] for each in chosen if (key := "" if each is None else str(each)) in labels)
    if isinstance(value, date):
        return in_text(value)
    return _("Nothing written.") if value in (None, "") else str(value)


def flat(choices: Any) -> dict[str, str]:
    """Return the labels of choices by their values, those in groups too."""
    found: dict[str, str] = {}
    for value, label in choices:
        if isinstance(label, list | tuple):
            found |= flat(label)
        else:
            found["" if value is None else str(value)] = str(label).strip()
    return found
