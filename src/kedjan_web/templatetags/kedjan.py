"""Tags and filters of the pages: figures, dates, icons, form controls, and a heading that the title repeats."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import template
from django.conf import settings
from django.forms import BaseForm, BoundField
from django.template.base import FilterExpression, Node, NodeList, Parser, Token
from django.template.context import Context
from django.templatetags.static import static
from django.utils.safestring import SafeString

from kedjan_statistics.figure import Value
from kedjan_web.components import badges, dates, drafts, forms, numbers, worded
from kedjan_web.components.icons import icon as drawn_icon

register = template.Library()

register.filter("in_text", dates.in_text)
register.filter("in_text_without_year", dates.in_text_without_year)
register.filter("in_table", dates.in_table)
register.filter("day_in_text", dates.day_in_text)
register.filter("week", dates.week)
register.filter("worded", worded.worded)
register.filter("clock", dates.clock)
register.filter("draft_saved", drafts.key_in)
register.filter("work_badge", badges.work_badge)
register.filter("ledger_badge", badges.ledger_badge)
register.filter("control", forms.control)
register.filter("choices", forms.choices)
register.filter("shape", forms.shape)
register.simple_tag(drawn_icon, name="icon")


@register.filter
def with_clock(when: datetime) -> str:
    """A moment in words with the clock of Sweden."""
    return dates.with_clock(when)


@register.filter
def shown(value: Value, decimals: int = 0) -> str:
    """`{{ mean|shown:1 }}`: a figure with so many decimals."""
    return numbers.shown(value, decimals=decimals)


@register.filter
def shown_percent(value: Value, decimals: int = 0) -> str:
    """`{{ share|shown_percent }}`: a share as `69 %`."""
    return numbers.shown(value, decimals=decimals, percent=True)


@register.filter
def whole(number: int) -> str:
    """A plain count with the spaces of thousands: `12 402`."""
    return numbers.whole(number)


@register.filter
def problems(form: BaseForm) -> Iterable[forms.FieldError]:
    """The errors of a form, for the summary above it."""
    return forms.field_errors(form)


@register.filter
def optional(field: BoundField) -> bool:
    """Whether a field may be left empty and should say so."""
    return not field.field.required and forms.shape(field) != "box"


@register.simple_tag
def asset(path: str) -> str:
    """A static file's address; where the list of hashed names is lost, the plain one, for error pages."""
    try:
        return static(path)
    except ValueError:
        return f"{settings.STATIC_URL}{path}"


class Remember(Node):
    """Renders its content once and keeps it under a name, so that a block can be shown in two places."""

    def __init__(self, name: FilterExpression, nodelist: NodeList) -> None:
        self.name = name
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        context[self.name.resolve(context)] = SafeString(self.nodelist.render(context).strip())
        return SafeString("")


@register.tag
def remember(parser: Parser, token: Token) -> Any:
    """`{% remember "name" %}...{% endremember %}`, then `{{ name }}` as often as wanted."""
    _tag, name = token.split_contents()
    nodelist = parser.parse(("endremember",))
    parser.delete_first_token()
    return Remember(parser.compile_filter(name), nodelist)
