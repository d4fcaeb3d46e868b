"""A small load client: a fixed number of requests from a fixed number of clients to this machine, then it stops."""

import http.client
import os
import statistics
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kedjan_site.web_server import SETTLES_AFTER


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds of each request, and how many were not answered with 200."""

    seconds: tuple[float, ...]
    failed: int

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    @property
    def p95(self) -> float:
        return statistics.quantiles(self.seconds, n=20)[-1]


def ask(port: int, path: str, headers: Mapping[str, str], *, clients: int, each: int) -> Times:
    """Let every client ask for `path` `each` times, one request at a time on a kept connection."""
    taken: list[float] = []
    failed: list[int] = []
    lock = threading.Lock()

    def client() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        mine, wrong = [], 0
        for _ in range(each):
            began = time.perf_counter()
            connection.request("GET", path, headers=dict(headers))
            answer = connection.getresponse()
            answer.read()
            mine.append(time.perf_counter() - began)
            wrong += answer.status != 200
        connection.close()
        with lock:
            taken.extend(mine)
            failed.append(wrong)

    threads = [threading.Thread(target=client) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Times(tuple(taken), sum(failed))


def memory_of(process: int) -> int:
    """Return the proportional memory (PSS) in bytes of a process and all below it; shared pages are counted once."""
    total = 0
    for each in below(process):
        try:
            rollup = Path(f"/proc/{each}/smaps_rollup").read_text()
        except OSError:
            continue
        total += next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")) * 1024
    return total


def processor_of(process: int) -> float:
    """Return the seconds of processor that a process and all below it have used: the same on a busy machine."""
    ticks = 0
    for each in below(process):
        try:
            fields = Path(f"/proc/{each}/stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def settled(process: int) -> None:
    """Wait, a minute at most, until a house that has just started has changed its processes and read all it reads."""
    time.sleep(SETTLES_AFTER)
    for _ in range(60):
        before = processor_of(process)
        time.sleep(1)
        if processor_of(process) - before < 0.05:
            return


def below(process: int) -> list[int]:
    """Return a process and all below it."""
    children: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        children.setdefault(int(fields[1]), []).append(int(path.parent.name))
    found, waiting = [], [process]
    while waiting:
        each = waiting.pop()
        found.append(each)
        waiting += children.get(each, [])
    return found
