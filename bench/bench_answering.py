"""Answering an assignment: how much is stored through the page, how heavy it is, and how soon a slow phone has it.

    python bench/bench_answering.py [REFLECTIONS]

Runs a whole installation on this machine, in a folder of its own. Bounds: with 8 people at once at least 50 reflections
stored a second, each on average at most 25 ms over the empty page, none lost; all that the page fetches with nothing
kept from before under 100 kB; usable within a second with a processor four times slower and a 3G line, by then with
styles and script kept since the page before (the start page, which leads to it). The phone is left out where there is
no Chromium.
"""

import http.client
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from bench.bench_pages import wait_for
from bench.load import Times, ask, processor_of, settled

CLIENTS, ASSIGNMENTS, PORT = 8, 20, 8473
EMPTY = "/om/"
FEWEST_A_SECOND = 50
MOST_OVER_EMPTY = 0.025
MOST_BYTES = 100_000
MOST_UNTIL_USABLE = 1000.0
LIMESURVEYS_PAGE = 0.521
"""Seconds of a server for one page of questions in LimeSurvey, measured on a machine of this class."""
TOKEN = "a" * 32
THREE_G = {"offline": False, "latency": 150, "downloadThroughput": 1_600_000 / 8, "uploadThroughput": 750_000 / 8}
"""3G as Lighthouse has it: 150 ms there and back, 1.6 Mbit a second down."""
TEXT = "Vi får veta det för sent. Kortet kom i augusti, och schemat låg redan. " * 4

type Task = tuple[str, str]
"""A cookie and the address of an assignment."""


def main(many: int) -> int:
    with tempfile.TemporaryDirectory(prefix="kedjan-bench-") as folder:
        os.environ.update(
            {
                "DJANGO_SETTINGS_MODULE": "kedjan_site.settings.demo",
                "KEDJAN_DATA": folder,
                "PYTHONPATH": str(ROOT / "src"),
            }
        )
        tasks, area = prepared(many)
        command = [sys.executable, "-m", "kedjan_site.command", "serve", "--port", str(PORT)]
        log = Path(folder, "log").open("wb")
        served = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            wait_for(PORT)
            settled(served.pid)
            broken = [*stored(served.pid, tasks[: len(tasks) - ASSIGNMENTS], area), *on_a_phone(tasks[-1])]
        finally:
            served.terminate()
            served.wait(30)
            log.close()
    print("\n".join(broken) if broken else "held")
    return 1 if broken else 0


def prepared(many: int) -> tuple[list[Task], UUID]:
    """Ask enough people; return what each is to answer, in an order where neighbours are different people."""
    from kedjan_site.setup import set_up

    set_up()
    from kedjan_site.starting import prepare

    prepare()
    from kedjan_site.demo import cast
    from kedjan_site.demo.asked import AREA, asked_round
    from kedjan_site.demo.large import cookie_of

    cast.load()
    of, accounts = asked_round(-(-many // ASSIGNMENTS) + 1, ASSIGNMENTS)
    cookies = [cookie_of(account) for account in accounts]
    asked = [(cookie, f"/svara/{of}/{n:02}/") for n in range(1, ASSIGNMENTS + 1) for cookie in cookies[:-1]]
    last = [(cookies[-1], f"/svara/{of}/{n:02}/") for n in range(1, ASSIGNMENTS + 1)]
    return [*asked, *last], cast.area_id(cast.EKKOPING, AREA)


def stored(process: int, tasks: Sequence[Task], area: UUID) -> Iterable[str]:
    """Send everything from 8 clients at once; print; yield the bounds that were broken."""
    cookie = {"Cookie": tasks[0][0]}
    form = ask(PORT, tasks[0][1], cookie, clients=1, each=21).median
    print(f"the page alone: {form * 1000:.1f} ms of the server; LimeSurvey's {LIMESURVEYS_PAGE * 1000:.0f} ms,")
    print(f"   {LIMESURVEYS_PAGE / form:.0f} times that")
    ask(PORT, EMPTY, cookie, clients=CLIENTS, each=5)
    sent(tasks[:CLIENTS], area)
    tasks, before = tasks[CLIENTS:], processor_of(process)
    empty = ask(PORT, EMPTY, cookie, clients=CLIENTS, each=40)
    between = processor_of(process)
    began = time.perf_counter()
    times = sent(tasks, area)
    seconds = time.perf_counter() - began
    processor = (processor_of(process) - between) / len(tasks), (between - before) / len(empty.seconds)
    from kedjan.reflection import models

    there = models.Loop.objects.filter(until=None).count() - CLIENTS
    rate, over = len(tasks) / seconds, mean(times) - mean(empty)
    print(f"{CLIENTS} clients, {len(tasks)} reflections: {rate:.0f} a second, {there} there afterwards")
    print(f"mean {mean(times) * 1000:.1f} ms, p95 {times.p95 * 1000:.1f} ms; empty page {mean(empty) * 1000:.1f} ms")
    print(f"over the empty page: {over * 1000:.1f} ms")
    print(f"processor: {processor[0] * 1000:.1f} ms for each, {processor[1] * 1000:.1f} ms for an empty page")
    if times.failed or there != len(tasks):
        yield f"{times.failed} were not acknowledged, {there} of {len(tasks)} are there"
    if rate < FEWEST_A_SECOND:
        yield f"under {FEWEST_A_SECOND} a second"
    if over > MOST_OVER_EMPTY:
        yield f"over {MOST_OVER_EMPTY * 1000:.0f} ms more than the empty page"


def mean(times: Times) -> float:
    return sum(times.seconds) / len(times.seconds)


def sent(tasks: Sequence[Task], area: UUID) -> Times:
    """Send a reflection for each task, on kept lines; acknowledged is what leads on to the receipt."""
    taken: list[float] = []
    failed: list[int] = []
    lock = threading.Lock()

    def client(mine: Sequence[Task]) -> None:
        line = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
        times, wrong = [], 0
        for task in mine:
            seconds, arrived = sent_one(line, task, area, uuid4())
            times.append(seconds)
            wrong += not arrived
        line.close()
        with lock:
            taken.extend(times)
            failed.append(wrong)

    threads = [threading.Thread(target=client, args=(tasks[number::CLIENTS],)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Times(tuple(taken), sum(failed))


def sent_one(line: http.client.HTTPConnection, task: Task, area: UUID, key: UUID) -> tuple[float, bool]:
    """Send a reflection under a key; return the seconds it took and whether it was acknowledged."""
    cookie, path = task
    fields = {"area": area, "key": key, "seen": 0, "sent": 0, "writer": uuid4(), "text": TEXT, "do": "send"}
    body = urlencode([*fields.items(), ("tags", 2), ("tags", 16), ("emotion", 1), ("csrfmiddlewaretoken", TOKEN)])
    headers = {"Cookie": f"{cookie}; kedjan_csrf={TOKEN}", "Content-Type": "application/x-www-form-urlencoded"}
    began = time.perf_counter()
    line.request("POST", path, body, headers)
    answer = line.getresponse()
    answer.read()
    arrived = answer.status == 302 and "/skickat/" in (answer.getheader("Location") or "")
    return time.perf_counter() - began, arrived


def on_a_phone(task: Task) -> Iterable[str]:
    """Open the page in a Chromium that is as slow as a phone; print; yield the bounds that were broken."""
    from tests.journeys.conftest import FLAGS, chromium

    if chromium() is None:
        print("no Chromium: the phone is not measured")
        return
    from playwright.sync_api import sync_playwright

    cookie, path = task
    name, _, value = cookie.partition("=")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        context = browser.new_context(viewport={"width": 390, "height": 844}, base_url=f"http://127.0.0.1:{PORT}")
        context.add_cookies([{"name": name, "value": value, "domain": "127.0.0.1", "path": "/"}])
        first = opened(context, path)
        visits = [opened(context, path, before="/") for _ in range(5)]
        again = sorted(visits, key=lambda each: each["usable"])[2]
        clicks = answered(context, path)
        browser.close()
    print(f"the page with nothing kept from before: {first['bytes'] / 1000:.1f} kB in {first['files']} files,")
    print(f"   usable after {first['usable']:.0f} ms on the slow phone")
    print(f"from the start page: {again['bytes'] / 1000:.1f} kB, usable after {again['usable']:.0f} ms (median of 5)")
    print(f"from the start page to sent: {clicks} interactions beside the text")
    if first["bytes"] > MOST_BYTES:
        yield f"over {MOST_BYTES // 1000} kB"
    if again["usable"] > MOST_UNTIL_USABLE:
        yield "not usable within a second"
    if clicks > 6:
        yield "more than 6 interactions"


def opened(context: Any, path: str, before: str = "") -> dict[str, float]:
    """Open the page as slowly as a phone does; return its bytes on the line, its files, and ms until one can write.

    Usable: styled and painted, the field there and taking what is typed.
    """
    page = context.new_page()
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    got: list[float] = []
    line.on("Network.loadingFinished", lambda event: got.append(event["encodedDataLength"]))
    line.send("Network.emulateNetworkConditions", THREE_G)
    line.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    if before:
        page.goto(before, wait_until="load")
        got.clear()
    page.goto(path, wait_until="commit")
    page.locator("#id_text").wait_for(state="visible")
    page.locator("#id_text").press_sequentially("V")
    written: float = page.evaluate("() => performance.now()")
    painted: float = page.evaluate("() => performance.getEntriesByName('first-contentful-paint')[0].startTime")
    page.wait_for_load_state("networkidle")
    page.close()
    return {"bytes": sum(got), "files": len(got), "usable": max(written, painted)}


def answered(context: Any, path: str) -> int:
    """Answer from the start page with as few interactions as can be; return how many they were beside the text."""
    page, clicks = context.new_page(), 0
    page.goto("/")
    for each in (
        f"a[href='{path}']",
        "label:has-text('Mycket viktigt område')",
        "label:has-text('Vi vet vad som behöver göras')",
        "label:has-text('Ganska positivt')",
    ):
        page.locator(each).first.click()
        clicks += 1
        if clicks == 1:
            page.locator("#id_text").fill(TEXT)
    page.get_by_role("button", name="Skicka").click()
    page.wait_for_url("**/skickat/**")
    page.close()
    return clicks + 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 800))
