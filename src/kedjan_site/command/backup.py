"""Everything in one file, while in use."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from kedjan_site.setup import set_up


def run(argv: list[str]) -> int:
    """Write a backup to the named file, which is there only when whole."""
    parser = argparse.ArgumentParser(prog="kedjan backup")
    parser.add_argument("to", type=Path, help="file to write, for example kedjan-2026-11-16.zip")
    chosen = parser.parse_args(argv)
    set_up()
    from kedjan_site.backup import back_up

    counts = back_up(chosen.to, datetime.now(UTC))
    print(f"{chosen.to}: {sum(counts.values())} rows of {len(counts)} kinds")
    return 0
