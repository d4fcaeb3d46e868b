"""A house that is being served: stopped, cut off from its database, out of room, and busy with something slow."""

import http.client
import os
import resource
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from uuid import UUID, uuid4

from tests.faults.conftest import Installation
from tests.faults.serving import PASSWORD, Browser, serving, until, upload

Get = Callable[[str], Installation]
MAJ = "maj.savdunge@ekkoping.example"
SLOW_WORKER = """
import pathlib, sys, time
from kedjan_site.setup import set_up; set_up()
from django.core.management import call_command
from kedjan.reports import ports
hold, begun, house = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), ports.house()
def slow(*given):
    begun.touch()
    while hold.exists():
        time.sleep(0.05)
    return house.write(*given)
ports.wire(**vars(house) | {"write": slow})
call_command("db_worker", "--interval", "0.2")
"""
A_REPORT = """
from uuid import UUID, uuid4
from kedjan.reports import service as reports
from kedjan_site.demo import cast
maj = cast.actor("Maj Sävdunge")
key = reports.begin_report(by=maj, now=cast.NOW, key=uuid4(), title="Höstens rapport")
at = reports.Spot(key, reports.add_section(by=maj, now=cast.NOW, key=uuid4(), report=key, heading="Läget"))
reports.put_text(by=maj, now=cast.NOW, key=uuid4(), at=at, text="Det går framåt.")
print(key)
"""


def rows(here: Installation, question: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(here.folder / "demo" / "kedjan.sqlite3", timeout=30)) as there:
        return there.execute(question).fetchall()


def sign_in(browser: Browser) -> int:
    return browser.send("/logga-in/", email=MAJ, password=PASSWORD)[0]


def begun_upload(browser: Browser, path: str, body: bytes, kind: str) -> http.client.HTTPConnection:
    """Send half of a form, and keep the line open."""
    line = http.client.HTTPConnection("127.0.0.1", browser.port, timeout=30)
    line.putrequest("POST", path)
    for name, value in {**browser.headers(kind), "Content-Length": str(len(body))}.items():
        line.putheader(name, value)
    line.endheaders()
    line.send(body[: len(body) // 2])
    return line


def test_a_house_that_is_told_to_stop_finishes_what_it_was_asked(installation: Get) -> None:
    here = installation("cast")
    with serving(here) as browser:
        browser.enter("Maj Sävdunge")
        key = str(uuid4())
        body, kind = upload(browser.token("/rapporter/ny/"), b"x" * 100_000, key=key, title="Sista minuten")
        line = begun_upload(browser, "/rapporter/ny/", body, kind)
        time.sleep(0.5)
        browser.process.send_signal(signal.SIGTERM)
        time.sleep(1.0)
        line.send(body[len(body) // 2 :])
        status, _ = browser.taken(line.getresponse())
        line.close()
        assert status == 302
        assert browser.process.wait(30) == 0
    assert rows(here, "select title from reports_report") == [("Sista minuten",)]


def test_processes_whose_keeper_is_killed_do_not_live_on_without_it(installation: Get) -> None:
    here = installation("cast")
    for later in (0, 0.02, 0.04, 0.06, 0.08, 0.1):  # while it forks, too
        with serving(here) as browser:
            time.sleep(later)
            browser.process.kill()
            browser.process.wait()
            until(partial(nobody_at, browser.port), 15)


def nobody_at(port: int) -> bool:
    """Return whether nobody listens on a port."""
    with socket.socket() as line:
        return line.connect_ex(("127.0.0.1", port)) != 0


def test_without_its_database_the_house_says_so_and_comes_back_by_itself(installation: Get) -> None:
    here = installation("cast")
    stored = here.folder / "demo" / "kedjan.sqlite3"
    with serving(here, alone="web") as browser:
        browser.enter("Maj Sävdunge")
        assert browser.ask("/")[0] == 200
        with closing(sqlite3.connect(stored)) as there:  # all in one file: several are not moved at the same moment
            there.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        files = [path for path in stored.parent.iterdir() if path.name.startswith(stored.name)]
        away = stored.parent / "away"
        away.mkdir()
        for path in files:
            path.rename(away / path.name)
        for path in ("/", "/rapporter/", "/logga-in/", "/finns/inte/"):
            status, page = browser.ask(path)
            assert status in {503, 200, 404}, path
            assert "Traceback" not in page and "sqlite" not in page.lower()
        status, page = browser.ask("/rapporter/")
        assert status == 503
        assert 'lang="sv"' in page and "<h1>" in page
        for path in stored.parent.glob(f"{stored.name}*"):
            path.unlink()
        for path in files:
            (away / path.name).rename(path)
        assert [browser.ask("/")[0] for _ in range(8)] == [200] * 8  # whichever thread takes it


def test_a_database_put_in_the_place_of_another_is_the_one_that_is_read_and_written(installation: Get) -> None:
    here = installation("cast")
    stored = here.folder / "demo" / "kedjan.sqlite3"
    with serving(here, alone="web") as browser:
        browser.enter("Maj Sävdunge")
        assert [browser.ask("/")[0] for _ in range(8)] == [200] * 8
        copy = stored.with_suffix(".copy")
        with closing(sqlite3.connect(stored)) as there, closing(sqlite3.connect(copy)) as into:
            there.backup(into)
        for ending in ("-wal", "-shm"):
            Path(f"{stored}{ending}").unlink(missing_ok=True)
        copy.rename(stored)
        assert browser.send("/rapporter/ny/", key=str(uuid4()), title="I den nya")[0] == 302
    assert rows(here, "select title from reports_report") == [("I den nya",)]


def test_a_spoilt_database_gives_the_page_of_a_closed_house(installation: Get) -> None:
    here = installation("cast")
    stored = here.folder / "demo" / "kedjan.sqlite3"
    with serving(here, alone="web") as browser:
        browser.enter("Maj Sävdunge")
        whole = stored.read_bytes()
        stored.write_bytes(os.urandom(4096) * 20)
        assert browser.ask("/rapporter/")[0] == 503
        stored.write_bytes(whole)
        assert [browser.ask("/")[0] for _ in range(8)] == [200] * 8


def test_when_the_disk_is_full_nothing_is_half_written_and_the_person_is_told(installation: Get) -> None:
    here = installation("cast")
    room = 400_000

    def little_room() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    with serving(here, alone="web", before=little_room) as browser:
        browser.enter("Maj Sävdunge")
        token = browser.token("/rapporter/ny/")
        answers = []
        for number in range(200):
            fields = {"csrfmiddlewaretoken": token, "key": str(uuid4()), "title": f"Rapport {number}"}
            body = "&".join(f"{name}={value}" for name, value in fields.items()).replace(" ", "+").encode()
            status, page = browser.ask("/rapporter/ny/", body, "application/x-www-form-urlencoded")
            answers.append(status)
            if status != 302:
                break
        assert answers[-1] == 503, answers
        assert "Traceback" not in page and "<h1>" in page
    kept = rows(here, "select count(*) from reports_report")[0][0]
    assert kept == answers.count(302)
    assert kept == rows(here, "select count(*) from journal_entry where room = 'reports' and verb = 'began'")[0][0]
    assert rows(here, "pragma integrity_check") == [("ok",)]


def test_a_file_for_which_the_disk_has_no_room_leaves_neither_row_nor_part_of_it(installation: Get) -> None:
    here = installation("cast")
    code = (
        "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        "resource.setrlimit(resource.RLIMIT_FSIZE, (3_000_000, 3_000_000))\n"
        "from uuid import uuid4; from kedjan.files import service as files, models; from kedjan.files import blobs\n"
        "from kedjan_site.demo import cast\n"
        "given = {'purpose': 'x', 'name': 'a', 'data': b'a' * 4_000_000, 'key': uuid4()}\n"
        "try: files.keep(by=cast.actor('Maj Sävdunge'), now=cast.NOW, **given)\n"
        "except OSError as error: print(error.errno)\n"
        "print(models.File.objects.count(), len(list(blobs.paths())))"
    )
    assert here.ask(code).split() == ["27", "0", "0"]


def test_a_form_far_too_large_is_answered_and_not_cut_off(installation: Get) -> None:
    here = installation("cast")
    with serving(here, alone="web") as browser:
        browser.enter("Maj Sävdunge")
        body, kind = upload(browser.token("/rapporter/mallar/"), b"x" * 40_000_000, name="mall.docx")
        status, page = browser.ask("/rapporter/mallar/", body, kind)
        assert status == 413
        assert "10 MB" in page
        assert not list((here.folder / "demo").rglob("*.upload*"))


def test_sign_in_works_over_the_wire_and_two_browsers_are_two_sessions(installation: Get) -> None:
    here = installation("cast")
    with serving(here, alone="web") as browser:
        other = Browser(browser.port, browser.process)
        assert sign_in(browser) == 302
        assert browser.ask("/")[0] == 200
        assert other.ask("/")[0] == 302
        assert browser.ask("/static/../kedjan.sqlite3")[0] == 404
        assert browser.ask("/static/%2e%2e/%2e%2e/secret")[0] == 404


def test_a_slow_file_holds_up_nobody_and_is_written_once_though_its_worker_is_killed(
    installation: Get, tmp_path: Path
) -> None:
    here = installation("cast")
    report = here.ask(A_REPORT)
    hold, begun = tmp_path / "hold", tmp_path / "begun"
    hold.touch()
    command = [sys.executable, "-c", SLOW_WORKER, str(hold), str(begun)]
    with serving(here, alone="web") as browser:
        browser.enter("Maj Sävdunge")
        status, _ = browser.send(f"/rapporter/{report}/ladda-ner/", **{"as": "word"})
        assert status == 302
        worker = subprocess.Popen(command, env=here.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            until(begun.exists, 60)
            assert rows(here, "select state from reports_export") == [("running",)]
            assert browser.ask("/", seconds=20)[0] == 200
            status, _ = browser.send("/rapporter/ny/", key=str(uuid4()), title="Medan den skrivs")
            assert status == 302
            assert rows(here, "select state from reports_export") == [("running",)]
        finally:
            worker.kill()
            worker.wait()
        left = "from kedjan_site.jobs import run_left_reports; print(run_left_reports())"
        assert here.ask(left) == "0", "its lease has not ended"
        with closing(sqlite3.connect(here.folder / "demo" / "kedjan.sqlite3", timeout=30)) as there:
            there.execute("update reports_export set lease_until = '2020-01-01 00:00:00'")
            there.commit()
        assert here.ask(left) == "1"
        assert here.ask(left) == "0"
        assert rows(here, "select state, attempts from reports_export") == [("done", 2)]
        assert rows(here, "select count(*) from files_file where purpose = 'report_export'") == [(1,)]
        export = rows(here, "select id from reports_export")[0][0]
        assert browser.ask(f"/rapporter/filer/{UUID(str(export))}/hamta/")[0] == 200
