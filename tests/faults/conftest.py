"""Installations of their own, run as processes that can be killed."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src"
COMMAND = [sys.executable, "-m", "kedjan_site.command"]


class Installation:
    """A data folder and the commands run on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("KEDJAN_")},
            "DJANGO_SETTINGS_MODULE": "kedjan_site.settings.demo",
            "KEDJAN_DATA": str(folder),
            "PYTHONPATH": str(SOURCE),
        }

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        """Start a command and leave it running."""
        return subprocess.Popen(
            [*COMMAND, *words],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        return subprocess.run(
            [*COMMAND, *words],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    def ask(self, code: str) -> str:
        """Run a line of Python inside the installation and return what it prints."""
        set_up = "from kedjan_site.setup import set_up; set_up(); "
        command = [sys.executable, "-c", set_up + code]
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, check=True).stdout.strip()


@pytest.fixture(scope="session")
def peopled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make an installation with the cast and nothing else; nobody writes in this folder."""
    folder = tmp_path_factory.mktemp("peopled")
    prepare = "from kedjan_site.starting import prepare; assert prepare() == []; "
    Installation(folder).ask(prepare + "from kedjan_site.demo import cast; cast.load('tre gula cyklar')")
    return folder


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Load the demo once; nobody writes in this folder."""
    folder = tmp_path_factory.mktemp("loaded")
    done = Installation(folder).run("demo", "--only-load")
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def installation(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], Installation]:
    """Return a way to get an installation: a copy of the `demo`, the `cast` alone, or else an empty place."""
    ready = {"demo": "loaded", "cast": "peopled"}

    def get(name: str) -> Installation:
        folder = tmp_path / name
        if name in ready:
            shutil.copytree(request.getfixturevalue(ready[name]), folder)
        else:
            folder.mkdir()
        return Installation(folder)

    return get
