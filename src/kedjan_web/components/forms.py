"""Forms as they look here: Designsystemet's fields round Django's own bound fields."""

from dataclasses import dataclass

from django.forms import BaseForm, BoundField, CheckboxInput, DateInput, FileInput, Select
from django.forms.renderers import DjangoTemplates
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


class Renderer(DjangoTemplates):
    """Makes `{{ form }}` and `{{ field.as_field_group }}` come out as the components; set as FORM_RENDERER."""

    form_template_name = "kedjan/components/form.html"
    field_template_name = "kedjan/components/field.html"


class DayInput(DateInput):
    """The browser's own calendar, which speaks ISO dates whatever the page's language."""

    input_type = "date"

    def __init__(self, attrs: dict[str, str] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")


SELECTED = SafeString(" selected")


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer of a group of radio buttons or boxes."""

    control: SafeString
    id: str
    label: str


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong in which field, and where the field is."""

    label: str
    message: str
    href: str


def control(field: BoundField) -> SafeString:
    """The field's own control with the design's class; errors and help are tied to it by Django."""
    widget = field.field.widget
    given = str(widget.attrs.get("class", ""))
    attrs: dict[str, str | bool] = {"class": f"ds-input {given}".strip()}
    if type(widget) is Select and not any(isinstance(label, list | tuple) for _value, label in widget.choices):
        return _select(field, widget, attrs)
    return field.as_widget(attrs=attrs)


def _select(field: BoundField, widget: Select, attrs: dict[str, str | bool]) -> SafeString:
    """A plain list to choose from, drawn at once: Django's own way asks a template for every choice of it."""
    given = field.build_widget_attrs(attrs, widget)
    if field.auto_id:
        given = {"id": field.auto_id, **given}
    chosen = widget.format_value(field.value())
    options = format_html_join(
        "\n",
        '<option value="{}"{}>{}</option>',
        (
            ("" if value is None else value, SELECTED if str("" if value is None else value) in chosen else "", label)
            for value, label in widget.choices
        ),
    )
    all_attrs = flatatt({"name": field.html_name, **widget.build_attrs(widget.attrs, given)})
    return format_html("<select{}>\n{}\n</select>", all_attrs, options)


def choices(field: BoundField) -> list[Choice]:
    """The answers of a group one by one, each with an id of its own."""
    answers = []
    for option in field.subwidgets:
        option.data["attrs"]["class"] = "ds-input"
        answers.append(Choice(option.tag(wrap_label=False), option.id_for_label, str(option.choice_label)))
    return answers


def shape(field: BoundField) -> str:
    """How the field is laid out: `group`, `box`, `file` or `line`."""
    widget = field.field.widget
    if isinstance(widget, CheckboxInput):
        return "box"
    if isinstance(widget, FileInput):
        return "file"
    return "group" if getattr(widget, "input_type", "") in {"radio", "checkbox"} else "line"


def field_errors(form: BaseForm) -> list[FieldError]:
    """Every error of the form in the order of the page, each leading to its field; errors of the whole have no href."""
    problems = [FieldError("", str(message), "") for message in form.non_field_errors()]
    for field in form:
        first = f"{field.auto_id}_0" if shape(field) == "group" else field.id_for_label
        problems += [FieldError(str(field.label), str(message), f"#{first}") for message in field.errors]
    return problems
