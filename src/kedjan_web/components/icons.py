"""The small pictures beside words: strokes in a square of 24, drawn for Kedjan."""

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

STROKES = {
    "menu": "M4 7h16M4 12h16M4 17h16",
    "person": "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8M4.5 20.5c.6-3.7 3.6-6 7.5-6s6.9 2.3 7.5 6",
    "people": "M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7M2.5 19.5c.5-3.2 3-5 6.5-5s6 1.8 6.5 5"
    "M15.5 4.7a3.5 3.5 0 0 1 0 6.6M18 14.9c1.9.7 3.1 2.3 3.5 4.6",
    "right": "M9.5 5.5 16 12l-6.5 6.5",
    "left": "M14.5 5.5 8 12l6.5 6.5",
    "down": "M5.5 9.5 12 16l6.5-6.5",
    "ascending": "M12 19V5M6.5 10.5 12 5l5.5 5.5",
    "descending": "M12 5v14M6.5 13.5 12 19l5.5-5.5",
    "sortable": "M8 9.5 12 5.5l4 4M8 14.5l4 4 4-4",
    "check": "M5 12.8 10 17.5 19.5 7",
    "close": "M6 6l12 12M18 6 6 18",
    "plus": "M12 5v14M5 12h14",
    "equal": "M6 9.5h12M6 14.5h12",
    "info": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M12 11v5.5M12 7.6v.3",
    "warning": "M12 4 2.8 20h18.4L12 4M12 10v4.5M12 17.2v.3",
    "danger": "M8 3h8l5 5v8l-5 5H8l-5-5V8l5-5M12 8v5M12 16v.3",
    "download": "M12 4v11M7 10.5l5 5 5-5M5 20h14",
    "upload": "M12 15.5V4.5M7 9l5-5 5 5M5 20h14",
    "file": "M6 3.5h8l4.5 4.5v12.5H6V3.5M13.5 3.5V8.5h5",
    "table": "M4 5h16v14H4V5M4 10h16M4 14.5h16M10 10v9",
    "picture": "M5 20V10M10 20V5M15 20v-7M20 20v-4M3 20h18",
    "search": "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13M15.5 15.5 20.5 20.5",
    "clock": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M12 7v5.3l3.5 2",
    "calendar": "M4.5 6h15v14h-15V6M4.5 10.5h15M8.5 3.5V7.5M15.5 3.5V7.5",
    "lock": "M6 11h12v9H6v-9M8.5 11V7.5a3.5 3.5 0 0 1 7 0V11M12 14.5v2",
    "link": "M10 14a4 4 0 0 0 5.7 0l3.1-3.1a4 4 0 0 0-5.7-5.7L12 6.3M14 10a4 4 0 0 0-5.7 0l-3.1 3.1"
    "a4 4 0 0 0 5.7 5.7L12 17.7",
    "print": "M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7v-6",
    "leave": "M10 4.5H5v15h5M14 8l4 4-4 4M9 12h9",
    "pen": "M5 19l1-4L16.5 4.5l3 3L9 18l-4 1M14 7l3 3",
    "undo": "M8.5 5 4 9.5 8.5 14M4 9.5h10a5.5 5.5 0 0 1 0 11h-4",
    "half": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M12 3.2v17.6M15 6.5v11M18 9v6",
    "empty": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18",
    "dash": "M6 12h12",
}


def icon(name: str) -> SafeString:
    """The picture as inline SVG, silent to screen readers; refuses a name that is not drawn."""
    if name not in STROKES:
        raise ValueError(f"no icon {name!r}; there are {', '.join(sorted(STROKES))}")
    return format_html(
        '<svg class="k-icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false" '
        'fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round">'
        "{}</svg>",
        mark_safe(f'<path d="{STROKES[name]}"/>'),  # noqa: S308  a constant of this file
    )
