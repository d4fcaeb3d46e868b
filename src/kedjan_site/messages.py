"""The messages that code and templates ask to have translated."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.extract import extract_python

from kedjan.access.service import Right, Role

SOURCE = Path(__file__).resolve().parents[1]
LITERAL = r"""u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
CALL = re.compile(rf"\b(?:_|gettext|ngettext|pgettext|npgettext)\(\s*{LITERAL}(?:\s*,\s*(?:{LITERAL}|count))*\s*\)")
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop", "noop"), None),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("Refused", "NotHere", "Decision", "Holding"), None),
}


def used_messages() -> dict[tuple[str | None, str], str]:
    """Return each message (context, text) with a place where it is used."""
    found: dict[tuple[str | None, str], str] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        if "migrations" not in path.parts:
            found |= {key: str(path.relative_to(SOURCE)) for key in messages_in(path.read_text(encoding="utf-8"))}
    found |= {(None, word.value): "kedjan/access/values.py" for word in (*Role, *Right)}
    for path in sorted((SOURCE / "kedjan_web" / "templates").rglob("*")):
        if path.suffix in {".html", ".txt"}:
            found |= {key: str(path.relative_to(SOURCE)) for key in messages_in(as_python(path))}
    return found


def as_python(path: Path) -> str:
    """Return a template's calls for translation as lines of Python, as Django's own extraction finds them."""
    from django.utils.translation.template import templatize

    blanked = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    return "\n".join(found.group(0) for found in CALL.finditer(blanked))


def messages_in(code: str) -> Iterator[tuple[str | None, str]]:
    """Yield (context, message) of every call that asks for a translation."""
    for _, function, message, _ in extract_python(io.BytesIO(code.encode()), KEYWORDS, [], {"encoding": "utf-8"}):
        words = [str(word) for word in (message if isinstance(message, (list, tuple)) else [message]) if word]
        if not words:
            continue
        yield (words[0], words[1]) if "pgettext" in str(function) and len(words) > 1 else (None, words[0])
