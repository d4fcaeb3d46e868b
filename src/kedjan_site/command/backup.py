"""Everything in one file, while in use."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from kedjan_site.command.troubles import NOT_BEGUN
from kedjan_site.setup import set_up


def run(argv: list[str]) -> int:
    """Write a backup to the named file, which is there only when whole."""
    parser = argparse.ArgumentParser(prog="kedjan backup")
    parser.add_argument("to", type=Path, help="file to write, for example kedjan-2026-11-16.zip")
    chosen = parser.parse_args(argv)
    set_up()
    from kedjan_site.backup import back_up
    from kedjan_site.starting import holds_nothing

    if holds_nothing():
        print(f"kedjan backup: {NOT_BEGUN}", file=sys.stderr)
        return 2
    counts = back_up(chosen.to, datetime.now(UTC))
    print(f"{chosen.to}: {sum(counts.values())} rows of {len(counts)} kinds")
    return 0
