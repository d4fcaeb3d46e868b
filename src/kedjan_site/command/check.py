"""Lint, layout, types, arrows, security, translations and migrations; all that is checked without running the tests."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
STEPS = (
    ("lint", ["ruff", "check", "src", "tests", "bench"]),
    ("layout", ["ruff", "format", "--check", "src", "tests", "bench"]),
    ("types", ["mypy", "src"]),
    ("arrows", ["lint-imports", "--config", "pyproject.toml", "--no-cache"]),
    ("security", ["bandit", "-q", "-c", "pyproject.toml", "-r", "src", "-ll"]),
)


SAYS = {
    "lint": "what ruff finds in src, tests and bench",
    "layout": "whether the code is laid out as ruff lays it out",
    "types": "mypy, strict, in src",
    "arrows": "which package and room may import which",
    "security": "what bandit finds in src",
    "translations": "whether every message has its Swedish words",
    "migrations": "whether the migrations say what the models say",
}


def run(argv: list[str]) -> int:
    """Run every step, or those named; say each one's outcome; return 1 if any failed."""
    names = tuple(SAYS)
    if {"-h", "--help"} & set(argv):
        steps = "\n".join(f"  {name:<13} {SAYS[name]}" for name in names)
        print(f"kedjan check [STEP ...]\n\n{__doc__}\nWithout a step all are run, in this order:\n\n{steps}")
        return 0
    if unknown := [name for name in argv if name not in names]:
        print(f"kedjan check: there is no {', '.join(unknown)}; there are: {', '.join(names)}", file=sys.stderr)
        return 2
    failed = [name for name, command in STEPS if (not argv or name in argv) and not passes(name, command)]
    if not argv or "translations" in argv:
        failed += [] if translated() else ["translations"]
    if not argv or "migrations" in argv:
        failed += [] if migrated() else ["migrations"]
    print(f"kedjan check: {'failed: ' + ', '.join(failed) if failed else 'all good'}")
    return 1 if failed else 0


def passes(name: str, command: list[str]) -> bool:
    """Run a tool beside this interpreter; print what it says only when it fails."""
    tool = str(Path(sys.executable).with_name(command[0]))
    done = subprocess.run([tool, *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603  our own tools
    print(f"{name}: {'good' if done.returncode == 0 else 'FAILED'}")
    if done.returncode:
        print(done.stdout + done.stderr)
    return done.returncode == 0


def translated() -> bool:
    """Return whether every message has its Swedish words."""
    from kedjan_site.command.translations import untranslated
    from kedjan_site.setup import set_up

    set_up("kedjan_site.settings.test")
    lacking = untranslated()
    print("\n".join(["translations: " + ("FAILED, Swedish is missing for" if lacking else "good"), *lacking]))
    return not lacking


def migrated() -> bool:
    """Return whether the migrations say what the models say."""
    from django.core.management import call_command

    from kedjan_site.setup import set_up

    set_up("kedjan_site.settings.test")
    try:
        call_command("makemigrations", check=True, dry_run=True, verbosity=0)
    except SystemExit:
        print("migrations: FAILED, the models have changed: kedjan django makemigrations")
        return False
    print("migrations: good")
    return True
