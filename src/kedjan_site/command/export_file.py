"""Files written from the command line, with the rights of the account they are written for."""

import argparse
import sys
from pathlib import Path

from kedjan_formats.terminal import plain
from kedjan_site.command.providers import add_provider, provider_called
from kedjan_site.command.troubles import NOT_BEGUN
from kedjan_site.setup import set_up


def run(argv: list[str]) -> int:
    """Write a file. Exit 0 good, 2 refused, with the reason."""
    asked = _parser().parse_args(argv)
    set_up()
    from kedjan.access.service import Refused
    from kedjan_site.beginning import holds_nothing

    if holds_nothing():
        print(f"kedjan export: {NOT_BEGUN}", file=sys.stderr)
        return 2

    try:
        data = tables(asked)
        asked.to.write_bytes(data)
    except Refused as refusal:
        print(f"kedjan export: {plain(str(refusal))}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"kedjan export: {asked.to}: {error.strerror}", file=sys.stderr)
        return 2
    print(asked.to)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="kedjan export",
        description="Write a file, with what the reader named by --as may see. A report is exported from its own page.",
    )
    kinds = parser.add_subparsers(dest="kind", required=True, metavar="KIND")
    one = kinds.add_parser("tables", help="the tables of a round of reflections, as a workbook or CSV")
    one.add_argument("--round", required=True, metavar="TITLE", help="the round, by its title")
    one.add_argument("--to", required=True, type=Path, metavar="FILE", help="FILE.xlsx, or FILE.csv with --table")
    one.add_argument("--as", required=True, dest="reader", metavar="ADDRESS", help="the reader whose rights are used")
    add_provider(one, "the education provider, by name, where several have that address")
    one.add_argument("--table", action="append", default=[], help="only this table; may be given several times")
    one.add_argument(
        "--group",
        action="append",
        default=[],
        metavar="NAME=AREA,AREA",
        help="service areas counted together too, under a name of their own; may be given several times",
    )
    one.add_argument("--language", choices=("sv", "en"), default="sv")
    return parser


def tables(asked: argparse.Namespace) -> bytes:
    """Return the tables as a file, with the reader's rights and in the language asked for."""
    from django.utils import translation

    from kedjan.people import service as people
    from kedjan.reflection import service as reflection
    from kedjan_site.command.import_file import account_called, round_called
    from kedjan_web.clock import now

    at = now()
    provider = provider_called(asked.provider) if asked.provider else None
    by = people.actor_of(account=account_called(asked.reader, provider), now=at)
    kind = reflection.FileKind.CSV_SWEDISH if asked.to.suffix == ".csv" else reflection.FileKind.XLSX
    with translation.override(asked.language):
        return reflection.export_tables(
            by=by,
            now=at,
            round=round_called(by, asked.round),
            kind=kind,
            tables=asked.table or reflection.TABLES,
            groups=dict(_group(text) for text in asked.group),
            translate=translation.gettext,
        )


def _group(text: str) -> tuple[str, tuple[str, ...]]:
    name, _, areas = text.partition("=")
    return name.strip(), tuple(area.strip() for area in areas.split(",") if area.strip())
