"""The messages that code and templates ask to have translated."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.extract import extract_python

from kedjan.access.service import Changed, Right, Role

SOURCE = Path(__file__).resolve().parents[1]
LITERAL = r"""u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
CALL = re.compile(rf"\b(?:_|gettext|ngettext|pgettext|npgettext)\(\s*{LITERAL}(?:\s*,\s*(?:{LITERAL}|count))*\s*\)")
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop", "noop"), None),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
    **dict.fromkeys(("Refused", "Refusal", "NotHere", "Decision", "Holding", "Threshold"), None),
}


def used_messages() -> dict[tuple[str | None, str], str]:
    """Return each message (context, text) with a place where it is used."""
    found: dict[tuple[str | None, str], str] = {}
    for path in python_files():
        found |= {key: str(path.relative_to(SOURCE)) for key in messages_in(path.read_text(encoding="utf-8"))}
    found |= {(None, word.value): "kedjan/access/values.py" for word in (*Role, *Right)}
    found[None, Changed(by="", at=None, current=None).message] = "kedjan/access/values.py"
    for path in templates():
        found |= {key: str(path.relative_to(SOURCE)) for key in messages_in(as_python(path))}
    return found


def python_files() -> list[Path]:
    """Return the files of code, migrations left out."""
    return [path for path in sorted(SOURCE.rglob("*.py")) if "migrations" not in path.parts]


def templates() -> list[Path]:
    """Return the templates of pages and of mails."""
    found = sorted((SOURCE / "kedjan_web" / "templates").rglob("*"))
    return [path for path in found if path.suffix in {".html", ".txt"}]


def as_python(path: Path) -> str:
    """Return a template's calls for translation as lines of Python, as Django's own extraction finds them."""
    from django.utils.translation.template import templatize

    blanked = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    return "\n".join(found.group(0) for found in CALL.finditer(blanked))


def messages_in(code: str) -> Iterator[tuple[str | None, str]]:
    """Yield (context, message) of every call that asks for a translation; the singular of those that count."""
    for function, words in calls_in(code):
        if "pgettext" in function:
            if len(words) > 1:
                yield words[0], words[1]
        else:
            # A threshold is told by its kind first and in words last.
            yield None, words[-1] if function == "Threshold" else words[0]


def counting_messages() -> set[tuple[str, str]]:
    """Return (singular, plural) of each message that is chosen by a number."""
    found: set[tuple[str, str]] = set()
    texts = [path.read_text(encoding="utf-8") for path in python_files()]
    for code in (*texts, *map(as_python, templates())):
        for function, words in calls_in(code):
            if function.startswith(("ngettext", "npgettext")) and len(words) > 1:
                found.add((words[-2], words[-1]))
    return found


def calls_in(code: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each call that asks for a translation, as its function and its words."""
    for _, function, message, _ in extract_python(io.BytesIO(code.encode()), KEYWORDS, [], {"encoding": "utf-8"}):
        words = [str(word) for word in (message if isinstance(message, (list, tuple)) else [message]) if word]
        if words:
            yield str(function), words
