"""The privacy pack, written out from what the models declare about each field."""

import argparse
from pathlib import Path

from kedjan_site.setup import set_up


def run(argv: list[str]) -> int:
    """Write the register of processing, the retention schedule, the basis for an assessment, and what erasing does."""
    parser = argparse.ArgumentParser(prog="kedjan privacy")
    parser.add_argument(
        "--to", type=Path, metavar="FOLDER", default=Path("integritet"), help="folder to write to (default: integritet)"
    )
    parser.add_argument("--language", choices=("sv", "en"), default="sv")
    chosen = parser.parse_args(argv)
    set_up()
    from django.utils import translation

    from kedjan_site.privacy_pack import pack

    with translation.override(chosen.language):
        documents = pack()
    chosen.to.mkdir(parents=True, exist_ok=True)
    for name, text in documents.items():
        (chosen.to / name).write_text(text, encoding="utf-8")
        print(chosen.to / name)
    return 0
