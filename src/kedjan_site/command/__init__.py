"""The `kedjan` command: a word, then what belongs to it; each word imports only what it needs."""

import importlib
import os
import sys
from collections.abc import Sequence

from kedjan_site.left_out import leave_out

COMMANDS = {
    "demo": "set up, load the demo municipality and serve it on this machine",
    "serve": "serve web, worker and scheduler",
    "test": "run the whole suite",
    "check": "lint, layout, types, arrows, security, translations and migrations",
    "bench": "measure, as ratios in one run",
    "statistics": "figures from a file, without the web",
    "import": "read in a file of reflections or of people's duties, shown as a ledger first",
    "export": "write a round's tables to a file",
    "user": "accounts: add, list, new password",
    "way": "how people sign in: identity providers added, checked, switched on and off",
    "backup": "write everything to one file, while in use",
    "restore": "put a backup back into an empty place",
    "retention": "list what has been kept long enough, or remove it",
    "privacy": "write out the register of processing, the retention schedule and the basis for an impact assessment",
    "translations": "compile the catalogues, or list what lacks Swedish",
    "django": "Django's own commands (migrate, shell, ...)",
}
OF_AN_INSTALLATION = {"demo", "serve", "import", "user", "way", "backup", "restore", "retention", "django"}
"""What these write is for nobody else on the machine: the database of SQLite holds numbers of pupils as they are."""
FOR_THE_OWNER_ALONE = 0o077
OF_DEVELOPERS = {"test", "check", "bench", "django"}
MODULES = {"import": "import_file", "export": "export_file", "django": "django_command"}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the word first in `argv`; return its exit status (0 good, 2 bad input)."""
    if argv is None:  # a process of its own
        leave_out()
    words = list(sys.argv[1:] if argv is None else argv)
    if not words or words[0] in {"-h", "--help", "help"}:
        print("kedjan WORD ...\n")
        for name, says in COMMANDS.items():
            print(f"  {name:<13} {says}")
        return 0
    if words[0] not in COMMANDS:
        print(f"kedjan: there is no '{words[0]}'; the words are: {', '.join(COMMANDS)}", file=sys.stderr)
        return 2
    if argv is None and words[0] in OF_AN_INSTALLATION:
        os.umask(FOR_THE_OWNER_ALONE)
    module = importlib.import_module(f"kedjan_site.command.{MODULES.get(words[0], words[0])}")
    try:
        return int(module.run(words[1:]))
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        if words[0] in OF_DEVELOPERS or (trouble := _told(error)) is None:
            raise
        print(f"kedjan {words[0]}: {trouble}", file=sys.stderr)
        return 2


def _told(error: Exception) -> str | None:
    from kedjan_site.command.troubles import told

    return told(error)
