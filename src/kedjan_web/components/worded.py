"""What evidence keeps in parts, put into the reader's words."""

from typing import Any

from kedjan.evidence.service import Number, Part, Words, plain
from kedjan_web.components.numbers import shown
from kedjan_web.errors import said


def worded(part: Part) -> str:
    """Return a part in the reader's language; a text is somebody's own and stands as it is."""
    if isinstance(part, Words):
        return said(part.message, {name: _value(each) for name, each in part.values.items()})
    if isinstance(part, Number):
        return shown(part.value, decimals=part.decimals, percent=part.percent)
    return plain(part)


def _value(part: Part) -> Any:
    return worded(part) if isinstance(part, Words | Number) else part
