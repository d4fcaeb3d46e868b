"""20,000 texts taken along as Excel and as Word while 8 people ask for pages: does it hold up anybody?

    python -m bench.bench_exports [REFLECTIONS]

Runs a whole installation on this machine: web, worker and scheduler. The same pages are asked for in turn with nothing
else going on and while one file after another is written; p95 of both, and their ratio. Bounds: no page's p95 more than
twice what it is alone and 100 ms; each file within a minute; none fails; the worker under 300 MB.
"""

import os
import re
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

from bench.bench_pages import ROOT, prepared, wait_for
from bench.load import Times, ask, below

CLIENTS, EACH, PORT = 8, 40, 8474
PAGES = ("signed-in empty page", "texts, 50 a page", "round", "my page", "table: taggar-per-uppdrag")
MOST_TIMES, MOST_MORE = 2.0, 0.100
MOST_SECONDS = 60.0
MOST_WORKER = 300 * 1024 * 1024
TOKEN = "a" * 32


class Writing:
    """Asks for one file after another, as long as wanted; remembers how long each took and how large it became."""

    def __init__(
        self,
        at: str,
        cookie: str,
        field: str = "som",
        kinds: tuple[str, ...] = ("xlsx", "docx"),
        looks_every: float = 0.2,
        rests: float = 0.0,
    ) -> None:
        self.at, self.headers = at, {"Cookie": f"{cookie}; kedjan_csrf={TOKEN}"}
        self.field, self.kinds, self.looks_every, self.rests = field, kinds, looks_every, rests
        self.taken: list[tuple[str, float, str]] = []
        self.over = threading.Event()

    def go_on(self) -> None:
        while not self.over.wait(self.rests):
            self.one(self.kinds[len(self.taken) % len(self.kinds)])

    def one(self, kind: str) -> None:
        """Ask for a file and wait until the page says that it is ready."""
        form = urlencode({self.field: kind, "key": str(uuid4()), "csrfmiddlewaretoken": TOKEN}).encode()
        began = time.perf_counter()
        with urllib.request.urlopen(urllib.request.Request(self.at, form, self.headers), timeout=60) as answer:
            where, page = answer.url, answer.read().decode()
        while "<progress" in page:
            time.sleep(self.looks_every)
            with urllib.request.urlopen(urllib.request.Request(where, headers=self.headers), timeout=60) as answer:
                page = answer.read().decode()
        said = re.search(r"Hämta [^<]*\(([^)]*)\)", page)
        self.taken.append((kind, time.perf_counter() - began, said[1] if said else "FAILED"))


def main(many: int) -> int:
    with tempfile.TemporaryDirectory(prefix="kedjan-bench-") as folder:
        os.environ.update(
            {
                "DJANGO_SETTINGS_MODULE": "kedjan_site.settings.demo",
                "KEDJAN_DATA": folder,
                "PYTHONPATH": str(ROOT / "src"),
            }
        )
        pages, cookie = prepared(many)
        command = [sys.executable, "-m", "kedjan_site.command", "serve", "--port", str(PORT)]
        log = Path(folder, "log").open("wb")
        served = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            wait_for(PORT)
            return measured(served.pid, {"signed-in empty page": "/om/", **pages}, cookie)
        finally:
            served.terminate()
            served.wait(30)
            log.close()


def measured(process: int, pages: dict[str, str], cookie: str) -> int:
    """Measure, print, and return 1 if a bound was broken."""
    writing = Writing(f"http://127.0.0.1:{PORT}{pages['texts, 50 a page'].replace('texter', 'utdrag')}", cookie)
    shown = {name: path for name, path in pages.items() if name in PAGES}
    for kind in ("xlsx", "docx"):
        writing.one(kind)  # what is read first is read
    alone = asked(shown, cookie)
    writing.taken.clear()
    for kind in ("xlsx", "docx"):
        writing.one(kind)
    quiet = list(writing.taken)
    beside = threading.Thread(target=writing.go_on)
    beside.start()
    during = asked(shown, cookie)
    memory = max(memory_of_worker(process))
    writing.over.set()
    beside.join()
    for kind, seconds, size in quiet:
        print(f"{kind} with nothing else going on: {seconds:.1f} s, {size}")
    for kind, seconds, size in writing.taken[2:]:
        print(f"{kind} while pages are asked for: {seconds:.1f} s, {size}")
    print(f"the worker: {memory / 1024 / 1024:.0f} MB at most")
    print(f"{CLIENTS} clients, p95:{'alone':>25}{'while written':>15}{'ratio':>8}")
    for name in shown:
        one, other = alone[name].p95, during[name].p95
        print(f"{name:<28}{one * 1000:>9.0f} ms{other * 1000:>12.0f} ms{other / one:>8.2f}")
    broken = list(broken_in(alone, during, writing, memory))
    print("\n".join(broken) if broken else "held")
    return 1 if broken else 0


def asked(pages: dict[str, str], cookie: str) -> dict[str, Times]:
    headers = {"Cookie": cookie}
    found = {}
    for name, path in pages.items():
        ask(PORT, path, headers, clients=CLIENTS, each=2)
        found[name] = ask(PORT, path, headers, clients=CLIENTS, each=EACH)
    return found


def memory_of_worker(process: int) -> Iterator[int]:
    """Yield the most memory that each worker has had resident."""
    yield 0
    for each in below(process):
        try:
            if b"run_worker" in Path(f"/proc/{each}/cmdline").read_bytes():
                status = Path(f"/proc/{each}/status").read_text()
                yield int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) * 1024
        except (OSError, StopIteration):
            continue


def broken_in(alone: dict[str, Times], during: dict[str, Times], writing: Writing, memory: int) -> Iterator[str]:
    for name, times in during.items():
        if times.failed or alone[name].failed:
            yield f"{name}: requests failed"
        if times.p95 > MOST_TIMES * alone[name].p95 and times.p95 > alone[name].p95 + MOST_MORE:
            yield f"{name}: {times.p95 / alone[name].p95:.1f} times slower while files are written"
    for kind, seconds, size in writing.taken:
        if size == "FAILED" or seconds > MOST_SECONDS:
            yield f"{kind}: {size}, {seconds:.0f} s"
    if memory > MOST_WORKER:
        yield "the worker is over 300 MB"


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000))
