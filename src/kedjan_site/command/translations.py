"""Gettext catalogues, compiled by Babel so that no system tool is needed."""

import argparse
import os
import sys
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).resolve().parents[2] / "kedjan_web" / "locale"


def run(argv: list[str]) -> int:
    """Compile the catalogues (`--compile`) or list the messages that lack Swedish."""
    parser = argparse.ArgumentParser(prog="kedjan translations")
    parser.add_argument("--compile", action="store_true", help="write the .mo files")
    if parser.parse_args(argv).compile:
        compile_all()
        return 0
    lacking = untranslated()
    for message in lacking:
        print(message)
    return 1 if lacking else 0


def compile_all() -> None:
    """Put the compiled catalogue beside each language's parts, whole at once: others may be reading the one before."""
    for language in languages():
        folder = LOCALE / language / "LC_MESSAGES"
        written = folder / f"django.mo.{os.getpid()}"
        with written.open("wb") as target:
            write_mo(target, merged(language))
        written.replace(folder / "django.mo")


def languages() -> list[str]:
    """Return the languages that have a folder of catalogues."""
    return sorted(path.name for path in LOCALE.glob("*") if (path / "LC_MESSAGES").is_dir())


def merged(language: str) -> Catalog:
    """Return one catalogue of all parts; a message translated in two ways is refused."""
    whole = Catalog(locale=language)
    for part in sorted((LOCALE / language / "LC_MESSAGES").glob("*.po")):
        with part.open("rb") as source:
            for message in read_po(source, locale=language):
                if not message.id:
                    continue
                known = whole.get(message.id, message.context)
                if known and known.string != message.string:
                    sys.exit(f"{part.name}: '{message.id}' is already translated as '{known.string}'")
                whole.add(message.id, message.string, context=message.context, flags=message.flags)
    return whole


def complete(message: Message) -> bool:
    """Return whether a message has words in every form, and nobody doubts them."""
    forms = [message.string] if isinstance(message.string, str) else message.string
    return not message.fuzzy and bool(forms) and all(form.strip() for form in forms or ())


def untranslated() -> list[str]:
    """Return the messages in code and templates that have no Swedish words."""
    from kedjan_site.messages import used_messages

    known = {(m.context, m.id if isinstance(m.id, str) else m.id[0]) for m in merged("sv") if complete(m)}
    return [
        f"{place}: {text}"
        for (context, text), place in sorted(used_messages().items(), key=str)
        if (context, text) not in known
    ]
