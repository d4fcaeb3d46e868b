"""A backup put back into an empty place."""

import argparse
import sys
import zipfile
from pathlib import Path

from kedjan_site.setup import set_up


def run(argv: list[str]) -> int:
    """Put a backup back, whole or not at all; a place that is not empty is refused."""
    parser = argparse.ArgumentParser(prog="kedjan restore")
    parser.add_argument("source", type=Path, help="file made by kedjan backup")
    parser.add_argument("--erasures", type=Path, help="list of erased accounts (erasures.txt) from where it was made")
    chosen = parser.parse_args(argv)
    set_up()
    from kedjan_site import erasures
    from kedjan_site.backup import NotABackup, restore

    for provider, account in erasures.noted(chosen.erasures) if chosen.erasures else ():
        erasures.note(provider, account)
    try:
        counts = restore(chosen.source)
    except NotABackup as wrong:
        print(f"kedjan restore: {wrong}", file=sys.stderr)
        return 2
    except zipfile.BadZipFile:
        print(
            f"kedjan restore: {chosen.source} is not a backup of Kedjan, or not the whole of one.",
            file=sys.stderr,
        )
        return 2
    print(f"{chosen.source}: {sum(counts.values())} rows put back")
    return 0
