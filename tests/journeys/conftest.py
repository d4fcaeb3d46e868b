"""A whole installation of its own, and a real Chromium in front of it."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journeys import errands
from tests.journeys.errands import Settled, Shared
from tests.journeys.person import Person
from tests.once import demo_loaded

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
FOLDERS: dict[str, Path] = {}
"""Where the houses that are served keep their data, by address."""
COMMAND = [sys.executable, "-m", "kedjan_site.command"]


def chromium() -> str | None:
    """Return where a Chromium is, or None."""
    named = os.environ.get("KEDJAN_CHROMIUM")
    return named or next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the journeys; skip them, counted, where there is no Chromium and none is required."""
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.browser)
            if chromium() is None and not os.environ.get("KEDJAN_REQUIRE_BROWSER"):
                item.add_marker(pytest.mark.skip(reason="there is no Chromium here"))


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Load the demo into a folder of its own and serve it with a worker; give its address."""
    folder = tmp_path_factory.mktemp("served") / "house"
    shutil.copytree(demo_loaded(tmp_path_factory), folder)
    with served(folder) as address:
        yield address


def surroundings(folder: Path, clock: str = "") -> dict[str, str]:
    """Return the environment of a demo in a folder, at another moment than its own where one is given."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "kedjan_site.settings.demo",
        "KEDJAN_DATA": str(folder),
        "KEDJAN_INSIDE_HOSTS": "localhost",  # where an identity provider of the tests answers
        "PYTHONPATH": str(Path(__file__).resolve().parents[2] / "src"),
    }
    environment.pop("KEDJAN_TEST_DATABASE", None)
    if clock:
        environment["KEDJAN_DEMO_CLOCK"] = clock
    return environment


@contextmanager
def served(folder: Path, clock: str = "") -> Iterator[str]:
    """Serve what lies in a folder, and give its address."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    log = (folder / "log").open("ab")
    house = subprocess.Popen(
        [*COMMAND, "serve", "--port", str(port), "--workers", "1"],
        env={**surroundings(folder, clock), "KEDJAN_ADDRESS": f"http://127.0.0.1:{port}"},
        stdout=log,
        stderr=log,
    )
    address = f"http://127.0.0.1:{port}"
    FOLDERS[address] = folder
    try:
        wait_for(address)
        yield address
    finally:
        house.terminate()
        house.wait(30)
        log.close()


def asked_round(house: str, title: str, people: tuple[str, ...]) -> str:
    """Give a round in which people are asked, in the house that is served; return the address of its assignment."""
    made = told_by(
        house,
        "from tests.rooms import reflection_asked as asked; "
        f"print(asked.an_asked_round(people={people!r}, title={title!r}, heading={title!r}).id)",
    )
    return f"/svara/{made}/01/"


def answered_round(house: str, title: str) -> str:
    """Give a round answered by six of the cast and read by Maj and Karin; return its address."""
    made = told_by(
        house,
        "from tests.rooms import answered_rounds as answered; "
        f"print(answered.an_answered_round('Maj Sävdunge', 'Karin Olspång', title={title!r}).id)",
    )
    return f"/omgangar/{made}/"


def told_by(house: str, code: str) -> str:
    """Run code on what the house that is served holds, by the doors, and return what it says."""
    root = Path(__file__).resolve().parents[2]
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "kedjan_site.settings.demo",
        "KEDJAN_DATA": str(FOLDERS[house]),
        "PYTHONPATH": f"{root / 'src'}:{root}",
    }
    environment.pop("KEDJAN_TEST_DATABASE", None)
    command = [sys.executable, "-c", f"from kedjan_site.setup import set_up; set_up(); {code}"]
    return subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout.strip()


def wait_for(address: str, seconds: float = 60) -> None:
    """Wait until the installation answers."""
    until = time.monotonic() + seconds
    while True:
        try:
            urllib.request.urlopen(f"{address}/logga-in/", timeout=5).close()
            return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start one Chromium for all journeys.

    As long as it is open an event loop runs in this thread, and Django would refuse its database to the tests that
    come after the journeys on the same worker, none of which is a coroutine.
    """
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        started = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield started
        started.close()


@contextmanager
def chairs(house: str, browser: Browser) -> Iterator[Callable[..., Person]]:
    """Give a way to sit somebody down at a browser of their own: by name, width and colour scheme."""
    contexts: list[Any] = []

    def sit_down(name: str | None = None, *, width: int = 1280, scheme: Literal["light", "dark"] = "light") -> Person:
        context = browser.new_context(
            base_url=house,
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            locale="sv-SE",
        )
        contexts.append(context)
        seated = Person(context.new_page())
        if name:
            seated.sign_in_by_one_click(name)
        return seated

    yield sit_down
    for context in contexts:
        context.close()


@pytest.fixture
def person(house: str, browser: Browser) -> Iterator[Callable[..., Person]]:
    """Return a way to sit somebody down, who leaves when the test ends."""
    with chairs(house, browser) as sit_down:
        yield sit_down


@pytest.fixture(scope="session")
def shared(house: str, browser: Browser) -> Shared:
    """Make a round, read the study's rows in and share its tables, as Maj does it; done once for all journeys."""
    with chairs(house, browser) as sit_down:
        return errands.share(sit_down("Maj Sävdunge"))


@pytest.fixture(scope="session")
def settled(house: str, browser: Browser, shared: Shared) -> Settled:
    """Let Maj write a report of what is shared, and Torun settle it; done once for all journeys."""
    with chairs(house, browser) as sit_down:
        return errands.settle(sit_down("Maj Sävdunge"), sit_down("Torun Hedspång"), shared)
