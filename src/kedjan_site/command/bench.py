"""Measurements, each as ratios within one run."""

import subprocess
import sys
from pathlib import Path

BENCH = Path(__file__).resolve().parents[3] / "bench"


def run(argv: list[str]) -> int:
    """Run the named benches (`loops`, `pages`, ...), or all; list them with --list."""
    if {"-h", "--help"} & set(argv):
        print(f"kedjan bench [--list] [NAME ...]\n\n{__doc__}")
        return 0
    found = {path.stem.removeprefix("bench_"): path for path in sorted(BENCH.glob("bench_*.py"))}
    if "--list" in argv:
        print("\n".join(found))
        return 0
    unknown = [name for name in argv if name not in found]
    if unknown:
        print(f"kedjan bench: there is no {', '.join(unknown)}; there are: {', '.join(found)}", file=sys.stderr)
        return 2
    chosen = argv or list(found)
    return max(subprocess.run([sys.executable, str(found[name])], check=False).returncode for name in chosen)  # noqa: S603
