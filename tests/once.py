"""What takes long to make and nobody changes is made once in a run, whichever worker comes first."""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Return the folder of that name, which `make` filled; the workers of a run share it and wait for each other."""
    shared = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    folder, making = shared / name, shared / f"{name}-being-made"
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            shutil.rmtree(making, ignore_errors=True)
            making.mkdir()
            make(making)
            making.rename(folder)
    return folder


def demo_loaded(factory: pytest.TempPathFactory) -> Path:
    """Return the folder of an installation with the demo in it, to be copied."""
    return made_once(factory, "demo", load_demo)


def load_demo(folder: Path) -> None:
    """Load the demo into a folder, by its command."""
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("KEDJAN_")}
    surroundings |= {
        "DJANGO_SETTINGS_MODULE": "kedjan_site.settings.demo",
        "KEDJAN_DATA": str(folder),
        "PYTHONPATH": str(Path(__file__).resolve().parents[1] / "src"),
    }
    done = subprocess.run(
        [sys.executable, "-m", "kedjan_site.command", "demo", "--only-load"],
        env=surroundings, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
