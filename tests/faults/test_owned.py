"""What an installation keeps is its owner's alone: large files that are coming in, and what was left open before."""

import os
import signal
import socket
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from kedjan_site import owned
from tests.faults.conftest import Installation
from tests.faults.serving import Browser, serving, until, upload

Get = Callable[[str], Installation]
LARGE = 14 * 1024 * 1024
SWEEP = "from datetime import datetime, timedelta, UTC; from kedjan_site import owned; "


def open_to_others(path: Path) -> bool:
    return bool(path.stat().st_mode & 0o077)


def begin_to_send(browser: Browser, path: str, data: bytes) -> socket.socket:
    """Send all of a form but its end, and keep the line."""
    body, kind = upload(browser.token(path), data)
    head = {**browser.headers(kind), "Host": "127.0.0.1", "Content-Length": str(len(body))}
    line = socket.create_connection(("127.0.0.1", browser.port))
    told = "".join(f"{name}: {value}\r\n" for name, value in head.items())
    line.sendall(f"POST {path} HTTP/1.1\r\n{told}\r\n".encode() + body[:-1000])
    return line


def test_a_large_file_that_was_cut_off_lies_with_its_owner_and_is_gone_in_a_day(installation: Get) -> None:
    here = installation("cast")
    passing = here.folder / "demo" / "passing"
    with serving(here, alone="web") as browser:
        browser.enter("Maj Sävdunge")
        with begin_to_send(browser, "/inlasning/skicka/", b"x" * LARGE):
            left = until(lambda: [path for path in passing.iterdir() if path.stat().st_size > LARGE // 2])
            os.killpg(browser.process.pid, signal.SIGKILL)
    assert not open_to_others(passing)
    assert not any(map(open_to_others, left))
    assert here.ask(SWEEP + "print(owned.sweep(now=datetime.now(UTC)))") == "0"
    assert here.ask(SWEEP + "print(owned.sweep(now=datetime.now(UTC) + timedelta(hours=25)))") == "1"
    assert not list(passing.iterdir())


def test_the_copy_that_a_killed_backup_left_goes_too(settings: Any, tmp_path: Path) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    (tmp_path / "tmpcopy").mkdir()
    (tmp_path / "tmpcopy" / "snapshot.sqlite3").write_bytes(b"rows")
    assert owned.sweep(now=datetime.now(UTC)) == 0
    assert owned.sweep(now=datetime.now(UTC) + timedelta(hours=25)) == 1
    assert not list(tmp_path.iterdir())


def test_what_an_earlier_version_left_open_is_closed_at_the_next_start_and_told_once(installation: Get) -> None:
    here = installation("cast")
    data = here.folder / "demo"
    wide = (data, data / "kedjan.sqlite3")
    for path in wide:
        path.chmod(0o755 if path.is_dir() else 0o644)
    first, second = (here.run("serve", "--only-prepare") for _ in range(2))
    assert first.returncode == second.returncode == 0, first.stderr
    assert not any(map(open_to_others, wide))
    assert "could reach what is kept" in first.stderr
    assert "kedjan.sqlite3" in first.stderr
    assert "could reach" not in second.stderr


def test_a_folder_that_the_machine_shares_is_let_be(settings: Any, tmp_path: Path) -> None:
    shared, own = tmp_path / "shared", tmp_path / "own"
    shared.mkdir()
    shared.chmod(0o1777)
    own.mkdir(mode=0o700)
    settings.DATA, settings.KEDJAN_FILES = shared, own
    settings.KEDJAN_FACTS = settings.FILE_UPLOAD_TEMP_DIR = own
    assert owned.close_to_others() == []
    assert shared.stat().st_mode & 0o777 == 0o777
