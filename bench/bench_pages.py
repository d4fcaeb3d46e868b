"""Pages over 20,000 reflections with 8 people at once, in ratios to the signed-in empty page of the same run.

    python bench/bench_pages.py [REFLECTIONS]

Runs a whole installation on this machine, in a folder of its own: web, worker and scheduler. Bounds: pages of at most
50 rows p95 at most 4 times the empty page's; table pages under 300 ms; all processes together under 600 MB.
"""

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from bench.large_round import file_of_reflections
from bench.load import Times, ask, memory_of, settled

CLIENTS = 8
EACH = 30
EMPTY = "/om/"
MOST_MEMORY = 600 * 1024 * 1024
MOST_TIMES = 4.0
MOST_TABLE = 0.300


def main(many: int) -> int:
    with tempfile.TemporaryDirectory(prefix="kedjan-bench-") as folder:
        environment = {
            "DJANGO_SETTINGS_MODULE": "kedjan_site.settings.demo",
            "KEDJAN_DATA": folder,
            "PYTHONPATH": str(ROOT / "src"),
        }
        os.environ.update(environment)
        paths, cookie = prepared(many)
        port = 8471
        command = [sys.executable, "-m", "kedjan_site.command", "serve", "--port", str(port)]
        log = Path(folder, "log").open("wb")
        served = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            wait_for(port)
            settled(served.pid)
            return measured(port, served.pid, paths, {"Cookie": cookie}, many)
        finally:
            served.terminate()
            served.wait(30)
            log.close()


def prepared(many: int) -> tuple[dict[str, str], str]:
    """Load the demo and a large round; return the pages to open and the cookie of the one who may."""
    from kedjan_site.setup import set_up

    set_up()
    from kedjan_site.command.demo import made_ready
    from kedjan_site.settings.places import demo_folder

    made_ready(demo_folder())
    from kedjan_site.demo.large import large_round, signed_in_cookie

    began = time.perf_counter()
    round_id = large_round(file_of_reflections(many))
    print(f"{many:,} reflections read in: {time.perf_counter() - began:.1f} s")
    from django.urls import reverse

    at = {"id": round_id}
    pages = {
        "texts, 50 a page": reverse("round_texts", kwargs=at),
        "texts, filtered": reverse("round_texts", kwargs=at) + "?uppdrag=05b&kansla=-1",
        "rounds": reverse("rounds"),
        "round": reverse("round", kwargs=at),
        "patterns": reverse("round_patterns", kwargs=at),
        "shared material": reverse("releases"),
        "reports": reverse("reports"),
        "my page": reverse("start"),
    }
    from kedjan_web.rounds.tables.kinds import KINDS

    tables = {f"table: {kind}": reverse("round_table", kwargs={**at, "kind": kind}) for kind in KINDS}
    return {**pages, **tables}, signed_in_cookie("Maj Sävdunge")


def wait_for(port: int) -> None:
    """Wait until the installation answers, a minute at most."""
    for _ in range(300):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/logga-in/", timeout=5).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("the installation does not answer")


def measured(port: int, process: int, paths: dict[str, str], headers: dict[str, str], many: int) -> int:
    """Measure every page beside the empty one; print; return 1 if a bound was broken."""
    empty = warm(port, EMPTY, headers)
    print(f"{CLIENTS} clients, {EACH} requests each, {many:,} reflections")
    print(f"{'page':<34}{'median':>9}{'p95':>9}{'p95 x empty':>13}")
    print(line("signed-in empty page", empty, empty))
    broken = []
    for name, path in paths.items():
        times = warm(port, path, headers)
        print(line(name, times, empty))
        if times.failed:
            broken.append(f"{name}: {times.failed} requests failed")
        if name.startswith("table") and alone(port, path, headers) > MOST_TABLE:
            broken.append(f"{name}: over {MOST_TABLE * 1000:.0f} ms alone")
        elif not name.startswith("table") and times.p95 > MOST_TIMES * empty.p95:
            broken.append(f"{name}: {times.p95 / empty.p95:.1f} times the empty page")
    memory = memory_of(process)
    print(f"memory of all processes (proportional): {memory / 1024 / 1024:.0f} MB")
    if memory > MOST_MEMORY:
        broken.append("over 600 MB")
    print("\n".join(broken) if broken else "held")
    return 1 if broken else 0


def warm(port: int, path: str, headers: dict[str, str]) -> Times:
    """Ask some times to warm up, then for real."""
    ask(port, path, headers, clients=CLIENTS, each=2)
    return ask(port, path, headers, clients=CLIENTS, each=EACH)


def alone(port: int, path: str, headers: dict[str, str]) -> float:
    """Return the median seconds of one client."""
    times = ask(port, path, headers, clients=1, each=9)
    print(f"{'   alone':<34}{times.median * 1000:>6.0f} ms")
    return times.median


def line(name: str, times: Times, empty: Times) -> str:
    """Return one line of the table."""
    return f"{name:<34}{times.median * 1000:>6.0f} ms{times.p95 * 1000:>6.0f} ms{times.p95 / empty.p95:>13.1f}"


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000))
