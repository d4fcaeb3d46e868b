"""An hour in which everybody does everything: 50 reflections a second, readers, files and a report at once.

    python -m bench.bench_load [MINUTES]

Runs a whole installation on this machine: web, worker and scheduler. People send on time, whether or not those before
them have been answered; readers open pages and think for a while; texts of a round of 20,000 are taken along as Excel
and Word and the settled report as Word and PDF, one file after another. Bounds: all that was acknowledged is there,
once; no page of error and no file that fails; 50 a second; memory flat (the last quarter at most a tenth over the
second); p95 of each page at most twice what it is when nothing else goes on.
"""

import http.client
import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID, uuid4

from bench.bench_answering import Task, sent_one
from bench.bench_exports import Writing
from bench.bench_pages import EMPTY, ROOT, prepared, wait_for
from bench.load import memory_of, settled

PORT = 8475
A_SECOND, ASSIGNMENTS, SENDERS, READERS = 50, 20, 16, 8
READ = 20_000
MOST_TIMES, MOST_GROWTH = 2.0, 1.10
ALONE = 60.0
RESTS = 5.0
"""Seconds between a file and the next one asked for."""
THINKING = 0.5, 1.5
"""Seconds a reader looks at a page before the next."""
SHOWN = ("texts, 50 a page", "round", "patterns", "my page", "reports", "table: taggar-per-uppdrag")


@dataclass(slots=True)
class Seen:
    """What readers met: seconds by page, and what was not answered with 200."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def p95(self, name: str) -> float:
        return statistics.quantiles(self.seconds[name], n=20)[-1]

    def beside(self, other: "Seen") -> "Seen":
        """Return what both met."""
        return Seen({name: times + other.seconds[name] for name, times in self.seconds.items()})


def main(minutes: int) -> int:
    with tempfile.TemporaryDirectory(prefix="kedjan-bench-") as folder:
        os.environ.update(
            {
                "DJANGO_SETTINGS_MODULE": "kedjan_site.settings.demo",
                "KEDJAN_DATA": folder,
                "PYTHONPATH": str(ROOT / "src"),
            }
        )
        pages, cookie = prepared(READ)
        pages = {"signed-in empty page": EMPTY} | {name: pages[name] for name in SHOWN}
        tasks, area = asked(minutes * 60 * A_SECOND)
        report = f"/rapporter/{settled_report()}/ladda-ner/"
        command = [sys.executable, "-m", "kedjan_site.command", "serve", "--port", str(PORT)]
        log = Path(folder, "log").open("wb")
        served = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            wait_for(PORT)
            settled(served.pid)
            at = f"http://127.0.0.1:{PORT}"
            files = [
                Writing(
                    at + pages["texts, 50 a page"].replace("texter", "utdrag"), cookie, looks_every=1.0, rests=RESTS
                ),
                Writing(at + report, cookie, "as", ("docx", "pdf"), looks_every=1.0, rests=RESTS),
            ]
            return measured(served.pid, pages, cookie, (tasks, area), files)
        finally:
            served.terminate()
            served.wait(30)
            log.close()


def asked(many: int) -> tuple[list[Task], UUID]:
    """Ask enough people; return what each is to answer, in an order where neighbours are different people."""
    from kedjan_site.demo import cast
    from kedjan_site.demo.asked import AREA, asked_round
    from kedjan_site.demo.large import cookie_of

    began = time.perf_counter()
    of, accounts = asked_round(-(-many // ASSIGNMENTS), ASSIGNMENTS)
    cookies = [cookie_of(account) for account in accounts]
    print(f"{len(accounts):,} people are asked: {time.perf_counter() - began:.0f} s")
    tasks = [(cookie, f"/svara/{of}/{n:02}/") for n in range(1, ASSIGNMENTS + 1) for cookie in cookies]
    return tasks[:many], cast.area_id(cast.EKKOPING, AREA)


def settled_report() -> UUID:
    """Return the demo's settled report."""
    from kedjan.reports import models

    found: UUID = models.Report.objects.get(state="settled").id
    return found


def measured(
    process: int, pages: dict[str, str], cookie: str, sending: tuple[list[Task], UUID], files: Sequence[Writing]
) -> int:
    """Measure, print, and return 1 if a bound was broken."""
    for writing in files:
        for kind in writing.kinds:
            writing.one(kind)  # what is read first is read
        writing.taken.clear()
    read(pages, cookie, 5.0)
    before = read(pages, cookie, ALONE)
    tasks, area = sending
    there = stored()
    over = threading.Event()
    memory: list[int] = []
    met = Seen()
    beside = [threading.Thread(target=each.go_on) for each in files]
    beside.append(threading.Thread(target=weigh, args=(process, over, memory)))
    beside.append(threading.Thread(target=lambda: reading(pages, cookie, over, met)))
    for thread in beside:
        thread.start()
    began = time.perf_counter()
    acknowledged, times = send_on_time(tasks, area)
    seconds = time.perf_counter() - began
    over.set()
    for writing in files:
        writing.over.set()
    for thread in beside:
        thread.join()
    after = read(pages, cookie, ALONE)
    arrived = stored() - there
    told(seconds, tasks, times, files, memory)
    pages_told(pages, before, met, after)
    broken = list(broken_in(pages, before.beside(after), met, memory, files))
    broken += [f"{len(tasks) / seconds:.1f} a second"] if len(tasks) / seconds < A_SECOND * 0.99 else []
    broken += [f"{len(tasks) - len(acknowledged)} not acknowledged"] if len(acknowledged) < len(tasks) else []
    broken += [f"{len(acknowledged ^ arrived)} acknowledged and not there, or there and not acknowledged"] * (
        acknowledged != arrived
    )
    print("\n".join(broken) if broken else "held")
    return 1 if broken else 0


def stored() -> set[UUID]:
    """Return the keys of all reflections that are there."""
    from kedjan.reflection import models

    return set(models.Loop.objects.filter(until=None).values_list("loop", flat=True))


def send_on_time(tasks: Sequence[Task], area: UUID) -> tuple[set[UUID], list[float]]:
    """Send each when its time has come; return the keys that were acknowledged, and how long each was waited for."""
    began = time.perf_counter()
    numbers, lock = iter(range(len(tasks))), threading.Lock()
    acknowledged: set[UUID] = set()
    times: list[float] = []

    def sender() -> None:
        line = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
        while True:
            with lock:
                number = next(numbers, None)
            if number is None:
                break
            due = began + number / A_SECOND
            time.sleep(max(0.0, due - time.perf_counter()))
            key = uuid4()
            try:
                _, arrived = sent_one(line, tasks[number], area, key)
            except (OSError, http.client.HTTPException):
                line.close()
                continue
            with lock:
                times.append(time.perf_counter() - due)
                if arrived:
                    acknowledged.add(key)
        line.close()

    together([threading.Thread(target=sender) for _ in range(SENDERS)])
    return acknowledged, times


def read(pages: dict[str, str], cookie: str, seconds: float) -> Seen:
    """Let readers read for a while with nothing else going on."""
    over, met = threading.Event(), Seen()
    threading.Timer(seconds, over.set).start()
    reading(pages, cookie, over, met)
    return met


def reading(pages: dict[str, str], cookie: str, over: threading.Event, met: Seen) -> None:
    """Let readers open pages and think, until it is over."""
    lock = threading.Lock()

    def reader(number: int) -> None:
        drawn = random.Random(number)
        line = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
        names = list(pages)
        while not over.wait(drawn.uniform(*THINKING)):
            name = drawn.choice(names)
            began = time.perf_counter()
            try:
                line.request("GET", pages[name], headers={"Cookie": cookie, "Accept-Encoding": "gzip"})
                answer = line.getresponse()
                answer.read()
                status = str(answer.status)
            except (OSError, http.client.HTTPException) as error:
                line.close()
                status = type(error).__name__
            with lock:
                met.seconds.setdefault(name, []).append(time.perf_counter() - began)
                met.wrong += [f"{name}: {status}"] if status != "200" else []
        line.close()

    together([threading.Thread(target=reader, args=(number,)) for number in range(READERS)])


def together(threads: Sequence[threading.Thread]) -> None:
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def weigh(process: int, over: threading.Event, memory: list[int]) -> None:
    """Write down the memory of all processes until it is over."""
    while not over.wait(5):
        memory.append(memory_of(process))


def quarters(memory: Sequence[int]) -> tuple[float, float, float, float]:
    """Return the mean memory of each quarter, in MB."""
    size = max(1, len(memory) // 4)
    first, second, third, last = (
        statistics.mean(memory[at : at + size] or [0]) / 1024 / 1024 for at in (0, size, 2 * size, 3 * size)
    )
    return first, second, third, last


def told(
    seconds: float, tasks: Sequence[Task], times: Sequence[float], files: Sequence[Writing], memory: Sequence[int]
) -> None:
    """Print what was sent, written and used."""
    print(f"{len(tasks):,} reflections in {seconds / 60:.1f} minutes, {len(tasks) / seconds:.1f} a second")
    p95 = statistics.quantiles(times, n=20)[-1]
    print(f"   from when each was to be sent: median {statistics.median(times) * 1000:.0f} ms, p95 {p95 * 1000:.0f} ms")
    for writing in files:
        for kind in writing.kinds:
            each = [taken for name, taken, _ in writing.taken if name == kind]
            if each:
                print(f"{len(each)} files as {kind}: median {statistics.median(each):.1f} s, longest {max(each):.1f} s")
    print("memory by quarter: " + ", ".join(f"{each:.0f} MB" for each in quarters(memory)))


def pages_told(pages: dict[str, str], before: Seen, met: Seen, after: Seen) -> None:
    """Print each page's p95 before, while and after."""
    print(f"{READERS} readers, p95{'before':>20}{'meanwhile':>12}{'after':>10}{'ratio':>8}{'opened':>9}")
    for name in pages:
        one, other, last = before.p95(name), met.p95(name), after.p95(name)
        times = other / before.beside(after).p95(name)
        numbers = f"{one * 1000:>8.0f} ms{other * 1000:>9.0f} ms{last * 1000:>7.0f} ms{times:>8.2f}"
        print(f"{name:<26}{numbers}{len(met.seconds[name]):>9,}")


def broken_in(
    pages: dict[str, str], alone: Seen, met: Seen, memory: Sequence[int], files: Sequence[Writing]
) -> Iterator[str]:
    """Yield the bounds that were broken by pages, files and memory."""
    yield from sorted(set(met.wrong))
    for name in pages:
        if (times := met.p95(name) / alone.p95(name)) > MOST_TIMES:
            yield f"{name}: {times:.1f} times slower than when nothing else goes on"
    for writing in files:
        failed = sum(size == "FAILED" for _, _, size in writing.taken)
        if failed or not writing.taken:
            yield f"{failed} of {len(writing.taken)} files failed"
    _, second, _, last = quarters(memory)
    if last > MOST_GROWTH * second:
        yield f"memory grew from {second:.0f} to {last:.0f} MB"


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 60))
