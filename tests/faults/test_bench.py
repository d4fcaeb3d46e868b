"""What measures the house can be started, from wherever one stands."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
EVERY = sorted(path.stem.removeprefix("bench_") for path in ROOT.glob("bench/bench_*.py"))
WITHOUT_A_HOUSE = ("cohorts", "lessons", "loops", "sets")
"""Those that start nothing beside themselves: at their smallest they take a second."""

# As the command starts it, with what it does after its start taken away.
STARTED = "import runpy, sys; sys.argv = ['bench', '1']; runpy.run_module('bench.bench_{name}', run_name='started')"


def run(words: list[str], at: Path) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    path = {"PYTHONPATH": str(ROOT / "src")}
    return subprocess.run(
        [sys.executable, *words], cwd=at, env={**kept, **path}, capture_output=True, text=True, check=False
    )


def test_the_command_names_every_bench(tmp_path: Path) -> None:
    done = run(["-m", "kedjan_site.command", "bench", "--list"], tmp_path)
    named, measured = zip(*(line.split(maxsplit=1) for line in done.stdout.splitlines()), strict=True)
    assert list(named) == EVERY
    assert measured[EVERY.index("intake")].startswith("A file of a million grades: looked at")
    assert set(WITHOUT_A_HOUSE) < set(EVERY)


@pytest.mark.parametrize("name", WITHOUT_A_HOUSE)
def test_a_bench_runs_at_its_smallest_from_any_folder(name: str, tmp_path: Path) -> None:
    done = run(["-m", "kedjan_site.command", "bench", name, "2000"], tmp_path)
    assert "2,000 " in done.stdout, done.stderr
    assert done.stdout.splitlines()[-1].strip().lower().startswith(("held", "not held"))
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("name", sorted(set(EVERY) - set(WITHOUT_A_HOUSE)))
def test_a_bench_that_starts_a_house_finds_all_that_it_measures_with(name: str) -> None:
    done = run(["-c", STARTED.format(name=name)], ROOT)
    assert done.returncode == 0, done.stderr
