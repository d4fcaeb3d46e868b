"""Everything in one file, while in use."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from kedjan_site.command.troubles import NOT_BEGUN
from kedjan_site.setup import set_up


def run(argv: list[str]) -> int:
    """Write a backup to the named file, which is there only when whole, and only its owner may read."""
    parser = argparse.ArgumentParser(prog="kedjan backup")
    parser.add_argument("to", type=Path, metavar="FILE", help="file to write, for example kedjan-2026-11-16.zip")
    parser.add_argument("--without-key", action="store_true", help="leave out the SAML key, to be kept elsewhere")
    chosen = parser.parse_args(argv)
    set_up()
    from kedjan_site.backup import back_up
    from kedjan_site.beginning import holds_nothing

    if holds_nothing():
        print(f"kedjan backup: {NOT_BEGUN}", file=sys.stderr)
        return 2
    written = back_up(chosen.to, datetime.now(UTC), with_key=not chosen.without_key)
    print(f"{chosen.to}: {sum(written.rows.values())} rows of {len(written.rows)} kinds")
    if written.secrets:
        print(f"It holds a secret: {', '.join(written.secrets)}, the key for SAML. Keep the file where keys are kept.")
    return 0
