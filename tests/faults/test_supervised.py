"""The processes of an installation, as their keeper begins them."""

import logging
import os
import socket
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from gunicorn.config import Config
from gunicorn.workers.gthread import TConn

from kedjan_site import web_process
from kedjan_site.supervisor import GIVES_WAY, children
from kedjan_site.web_process import Considerate

TELLS = """
import os, pathlib, sys
group = pathlib.Path("/proc/self/autogroup")
pathlib.Path(sys.argv[1]).write_text(f"{os.nice(0)} {group.read_text().split()[-1] if group.exists() else None}")
"""


def test_whoever_writes_files_gives_way_to_those_who_answer_pages(tmp_path: Path) -> None:
    said = {}
    for child in children("127.0.0.1", 1, 1):
        child.command = [sys.executable, "-c", TELLS, str(tmp_path / child.name)]
        child.start()
        assert child.process is not None
        assert child.process.wait(30) == 0
        said[child.name] = (tmp_path / child.name).read_text().split()
    usual = os.nice(0)
    assert [said[name][0] for name in ("web", "worker")] == [str(usual), str(usual + GIVES_WAY)]
    shares = [said[name][1] for name in ("web", "worker")]
    assert shares in (["0", str(GIVES_WAY)], ["None", "None"]), "a system that shares by sessions is told of it too"


@pytest.fixture
def door() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        yield listener


class AtTheDoor(Considerate):
    """A process that is busy with some requests and writes down what it takes."""

    def __init__(self, busy_with: int) -> None:
        super().__init__(0, 0, [], None, 30, Config(), logging.getLogger())
        self.tmp.close()  # the file by which its keeper would see that it lives
        self.nr_conns = busy_with
        self.taken: list[object] = []

    def enqueue_req(self, conn: TConn) -> None:
        conn.close()
        self.taken.append(conn)


def test_a_busy_process_lets_an_idle_one_take_the_request_and_takes_it_when_nobody_does(
    door: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web_process, "WAITS", 0.5)  # as long as it takes on a machine with much else to do
    busy, idle = AtTheDoor(busy_with=1), AtTheDoor(busy_with=0)
    with socket.create_connection(door.getsockname()):
        waits = threading.Thread(target=busy.accept, args=(door,))
        waits.start()
        idle.accept(door)
        waits.join()
    assert (len(busy.taken), len(idle.taken)) == (0, 1)
    with socket.create_connection(door.getsockname()):
        busy.accept(door)
    assert (len(busy.taken), busy.nr_conns) == (1, 2)


def test_many_lines_that_are_held_open_keep_nobody_from_the_door(
    door: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []
    monkeypatch.setattr(web_process.time, "sleep", waits.append)
    besieged = AtTheDoor(busy_with=100_000)
    with socket.create_connection(door.getsockname()):
        besieged.accept(door)
    assert len(besieged.taken) == 1
    assert len(waits) == 1 and sum(waits) < 0.01
