"""The machine is switched off again and again while people send: what was acknowledged is there, once, and whole."""

import os
import random
import signal
import sqlite3
import subprocess
import threading
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from kedjan_site.supervisor import children
from tests.faults.answering import CODES, PEOPLE, asked_in, sent
from tests.faults.conftest import Installation
from tests.faults.serving import Browser, free_port, until

KILLS = int(os.environ.get("KEDJAN_KILLS", "5"))
"""How often the house is killed: a few times every time, fifty by hand."""
WHOLE = "Vi får veta det för sent. " * 40 + "Slut."


@dataclass
class Sender:
    """Somebody who sends, changes, and sends again what was not acknowledged, as one does when a page never comes."""

    browser: Browser
    base: str
    keys: dict[str, UUID] = field(default_factory=dict)
    acknowledged: dict[str, list[str]] = field(default_factory=dict)
    on_its_way: tuple[str, str] | None = None
    times: int = 0

    def go_on(self, stop: threading.Event) -> None:
        """Send one thing after another until told to stop, or until the house is gone."""
        while not stop.is_set() and self.once():
            pass

    def once(self) -> bool:
        """Send what is on its way, or else something new; return whether it was acknowledged."""
        if self.on_its_way is None:
            self.times += 1
            code = CODES[self.times % len(CODES)]
            self.on_its_way = (code, f"{self.times}. {WHOLE}")
        code, text = self.on_its_way
        key, before = self.keys.setdefault(code, uuid4()), self.acknowledged.setdefault(code, [])
        status, _ = sent(self.browser, f"{self.base}{code}/", text, key, sent=str(len(before)))
        if status == 0:
            return False
        assert status == 302, status
        before.append(text)
        self.on_its_way = None
        return True


def test_what_was_acknowledged_is_there_once_and_whole_however_often_the_house_is_killed(
    installation: Callable[[str], Installation],
) -> None:
    here, port = installation("cast"), free_port()
    base = asked_in(here)
    revision = int(str(rows(here, "select revision from reflection_round")[0][0]))
    served = serve(here, port)
    senders = [Sender(entered(port, served, name), base) for name in PEOPLE]
    drawn = random.Random(time.time_ns())
    for number in range(KILLS):
        if number:
            served = serve(here, port)
            until(lambda: answers(port), 60)
        stop = threading.Event()
        threads = [threading.Thread(target=sender.go_on, args=(stop,)) for sender in senders]
        for thread in threads:
            thread.start()
        enough = acknowledged(senders) + drawn.randrange(12)
        until(lambda most=enough: acknowledged(senders) >= most, 60)  # type: ignore[misc]  # its default is its type
        time.sleep(drawn.uniform(0, 0.1))
        os.killpg(served.pid, signal.SIGKILL)
        stop.set()
        served.wait()
        for thread in threads:
            thread.join(60)
        holds(here, senders, revision)
    served = serve(here, port)
    until(lambda: answers(port), 60)
    assert all(sender.once() for sender in senders)
    os.killpg(served.pid, signal.SIGTERM)
    served.wait(60)
    holds(here, senders, revision)
    assert rows(here, "pragma integrity_check") == [("ok",)]
    total = acknowledged(senders)
    print(f"{KILLS} kills, {total} acknowledged, {rows(here, 'select count(*) from reflection_loop')[0][0]} stored")
    assert total > KILLS


def acknowledged(senders: list[Sender]) -> int:
    """Return how many have been acknowledged so far."""
    return sum(len(texts) for sender in senders for texts in list(sender.acknowledged.values()))


def holds(here: Installation, senders: list[Sender], revision: int) -> None:
    """Every acknowledged text is there once, whole and in its order; nothing else is, but what was on its way."""
    stored: dict[UUID, list[str]] = {}
    for loop, text in rows(here, "select loop, text from reflection_loop order by loop, version"):
        stored.setdefault(UUID(str(loop)), []).append(str(text))
    expected = {
        key: sender.acknowledged[code]
        + [text for at, text in [sender.on_its_way or ("", "")] if at == code and text in stored.get(key, [])]
        for sender in senders
        for code, key in sender.keys.items()
    }
    assert stored == {key: texts for key, texts in expected.items() if texts}
    versions = sum(map(len, stored.values()))
    assert rows(here, "select count(*) from reflection_loop where until is null")[0][0] == len(stored)
    assert rows(here, "select count(*) from reflection_reception")[0][0] == len(stored)
    assert rows(here, "select revision from reflection_round")[0][0] == revision + versions
    told = "select count(*) from journal_entry where verb in ('sent_reflection', 'changed_reflection')"
    assert rows(here, told)[0][0] == versions


def serve(here: Installation, port: int) -> subprocess.Popen[bytes]:
    """Serve the installation's pages at a port, in a group of processes that can be killed at once."""
    command = list(next(each.command for each in children("127.0.0.1", port, 2) if each.name == "web"))
    with (here.folder / "served.log").open("ab") as log:
        return subprocess.Popen(
            command, env=here.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
        )


def entered(port: int, served: subprocess.Popen[bytes], name: str) -> Browser:
    browser = Browser(port, served)
    until(lambda: answers(port), 60)
    browser.enter(name)
    return browser


def answers(port: int) -> bool:
    """Return whether a page is answered."""
    try:
        return Browser(port, None).ask("/logga-in/", seconds=5)[0] == 200  # type: ignore[arg-type]  # no process is asked
    except OSError:
        return False


def rows(here: Installation, question: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(here.folder / "demo" / "kedjan.sqlite3", timeout=30)) as there:
        return there.execute(question).fetchall()
