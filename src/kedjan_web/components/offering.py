"""What can be chosen in fields of a form, where that is known only when the form is shown."""

from collections.abc import Iterable
from typing import Any

from django import forms


def offer(form: forms.BaseForm, /, **choices: Iterable[tuple[Any, Any]]) -> None:
    """Let fields, by their names, offer choices: each its value and its words, or a heading and choices below it."""
    for name, each in choices.items():
        field = form.fields[name]
        assert isinstance(field, forms.ChoiceField), f"{name} offers no choices"
        field.choices = list(each)
