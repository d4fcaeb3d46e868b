"""The action of using what is seen as evidence, beside the thing."""

from typing import Any

from django import template
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kedjan_web.citing.way import undo_in, way_to_use
from kedjan_web.components.icons import icon

register = template.Library()
register.filter("undo_in", undo_in)


@register.simple_tag(takes_context=True)
def use_as_evidence(context: Context, kind: str, key: str, about: Any = "", at: str = "") -> SafeString:
    """A button that leads to choosing what a thing is evidence for, and then back; nothing for who can write nowhere.

    `about` tells it from others on the page to who only hears it; `at` is the place on the page to come back to.
    """
    request = context.get("request")
    if request is None:
        return SafeString("")
    back = request.get_full_path() + (f"#{at}" if at else "")
    url = way_to_use(context.get("actor"), (kind, key), back)
    if not url:
        return SafeString("")
    heard = format_html('<span class="ds-sr-only">: {}</span>', about) if about else ""
    return format_html(
        '<a class="ds-button" data-variant="tertiary" data-size="sm" href="{}">{}{}{}</a>',
        url, icon("plus"), _("Use as evidence"), heard,
    )  # fmt: skip
