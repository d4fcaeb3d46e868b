"""A backup put back into an empty place."""

import argparse
import sys
import zipfile
from pathlib import Path

from kedjan_site.setup import set_up

KEYS = {
    "none": "It held no key for SAML. If the installation had one, put saml.pem in place before anybody signs in.",
    "put": "The key for SAML is put back.",
    "same": "The key for SAML is here already.",
    "other": (
        "Another key for SAML is here, and stays. To have the one of the backup, unpack saml.pem from it and put it"
        " in its place; with another key the metadata has to be registered anew."
    ),
}


def run(argv: list[str]) -> int:
    """Put a backup back, whole or not at all; a place that is not empty, or a later version's backup, is refused."""
    parser = argparse.ArgumentParser(prog="kedjan restore")
    parser.add_argument("source", type=Path, metavar="FILE", help="file made by kedjan backup")
    parser.add_argument(
        "--erasures", type=Path, metavar="FILE", help="erasures.txt from where it was made: who was erased"
    )
    chosen = parser.parse_args(argv)
    set_up()
    from kedjan_site import erasures
    from kedjan_site.restoring import NotABackup, restore

    for provider, account in erasures.noted(chosen.erasures) if chosen.erasures else ():
        erasures.note(provider, account)
    try:
        done = restore(chosen.source)
    except NotABackup as wrong:
        print(f"kedjan restore: {wrong}", file=sys.stderr)
        return 2
    except zipfile.BadZipFile:
        print(
            f"kedjan restore: {chosen.source} is not a backup of Kedjan, or not the whole of one.",
            file=sys.stderr,
        )
        return 2
    print(f"{chosen.source}: {sum(done.rows.values())} rows put back")
    if done.migrated:
        print(f"It was made by an earlier version; {done.migrated} migrations have brought it up to this one.")
    print(KEYS[done.key])
    return 0
