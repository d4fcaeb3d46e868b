"""A house that has just been started: soon there, and settled a little later without anybody noticing."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.conftest import Installation
from tests.faults.serving import serving, until

Get = Callable[[str], Installation]
HEAVY = {
    "babel", "docx", "duckdb", "ibis", "lxml", "numpy", "pandas", "pyarrow", "python_calamine", "scipy", "typst",
    "xlsxwriter", "kedjan.reflection.service", "kedjan.releases.service", "kedjan.reports.service",
    "kedjan_formats.document", "kedjan_formats.pictures", "kedjan_statistics.loops", "kedjan_web.rounds.page",
    "kedjan_site.wiring", "django.test",
}  # fmt: skip
FIRST_PAGE = """
import io, sys
from kedjan_site.wsgi import application
said = []
asked = {"REQUEST_METHOD": "GET", "PATH_INFO": "%s", "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "80",
         "QUERY_STRING": "", "REMOTE_ADDR": "127.0.0.1",
         "wsgi.input": io.BytesIO(), "wsgi.errors": sys.stderr, "wsgi.url_scheme": "http"}
page = b"".join(application(asked, lambda status, headers, info=None: said.append(status)))
assert b"<h1>" in page
print(said[0][:3], *sys.modules)
"""


@pytest.mark.parametrize("page", ["/logga-in/", "/demo/"])
def test_the_first_page_is_answered_before_anything_is_read_that_it_does_not_need(installation: Get, page: str) -> None:
    status, *read = installation("cast").ask("exec(" + repr(FIRST_PAGE % page) + ")").splitlines()[-1].split()
    assert status == "200"
    assert HEAVY & set(read) == set()


def test_every_view_named_in_a_list_of_addresses_is_there_when_all_are_read() -> None:
    from kedjan_web.later import read_all

    read_all()


def family(process: int) -> set[int]:
    """Return the processes that a process has forked and that still run."""
    found = set()
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = path.read_text(encoding="utf-8").rsplit(")", 1)[1].split()[:2]
        except OSError:
            continue
        if int(parent) == process and state != "Z":
            found.add(int(path.parent.name))
    return found


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="processes are looked at where Linux shows them")
def test_processes_that_share_what_is_read_take_the_place_of_the_first_while_everybody_is_answered(
    installation: Get,
) -> None:
    with serving(installation("cast"), alone="web") as browser:
        browser.enter("Maj Sävdunge")
        first, answers = family(browser.process.pid), []

        def replaced() -> bool:
            answers.append(browser.ask("/rapporter/")[0])
            return not first & family(browser.process.pid)

        until(replaced, 60)
        ended = time.monotonic() + 1
        while time.monotonic() < ended:
            answers.append(browser.ask("/omgangar/")[0])
        assert set(answers) == {200}
        shared = Path(f"/proc/{browser.process.pid}/maps").read_text(encoding="utf-8")
        assert all(engine in shared for engine in ("scipy", "numpy"))
