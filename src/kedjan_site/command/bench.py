"""Measurements, each as ratios within one run."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def run(argv: list[str]) -> int:
    """Run the named benches (`loops`, `pages`, ...), or all; list them with --list. A number is how large they are."""
    if {"-h", "--help"} & set(argv):
        print(f"kedjan bench [--list] [NAME ...] [SIZE]\n\n{__doc__} Each needs a machine with nothing else to do.")
        return 0
    found = {path.stem.removeprefix("bench_"): path for path in sorted(ROOT.glob("bench/bench_*.py"))}
    if "--list" in argv:
        for name, path in found.items():
            print(f"{name:14}{_first_line(path)}")
        return 0
    size = [word for word in argv if word.isdecimal()]
    named = [word for word in argv if word not in size]
    unknown = [name for name in named if name not in found]
    if unknown:
        print(f"kedjan bench: there is no {', '.join(unknown)}; there are: {', '.join(found)}", file=sys.stderr)
        return 2
    # As a module from where `bench` and `tests` lie, since benches share what they measure with.
    commands = [[sys.executable, "-m", f"bench.{found[name].stem}", *size] for name in named or found]
    return max(subprocess.run(command, cwd=ROOT, check=False).returncode for command in commands)  # noqa: S603


def _first_line(path: Path) -> str:
    """Return what a bench says that it measures."""
    with path.open(encoding="utf-8") as file:
        return file.readline().strip().strip('"')
