"""A worker is killed in the middle of fetching: what came is there whole or not at all, and the next one goes on."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable

from tests.faults.conftest import SOURCE, Installation
from tests.faults.killed import BEGIN_AGAIN, GONE, begun
from tests.faults.test_results_killed import ask
from tests.formats import ss12000_server as other
from tests.formats.ss12000_sample import META, uuid, whole
from tests.formats.ss12000_server import Said
from tests.formats.test_ss12000_attendance import minutes
from tests.rooms.results_made import KRAKEK

DELIVERED = "select kind, state, new from intake_delivery order by kind, state"
FETCHES = "select state, attempts from intake_fetch"
HALF = """
    select count(*) from intake_delivery
    where state = 'proposed' and id not in (select delivery_id from intake_waiting)
"""
WORK = "from tests.rooms import fetching_made; fetching_made.fetch_what_is_left({})"


def left(leases: int) -> str:
    return WORK.format(leases)


def killed_at(beginning: "subprocess.Popen[str]", there: other.Server, work: str, kind: str, time: int) -> None:
    """Begin work, and kill it with -9 while the server has yet to answer what it asks a kind for so many times."""
    reached, released, left = threading.Event(), threading.Event(), [time]
    usual = there.instead

    def hold(asked: str, given: dict[str, str]) -> Said | None:
        left[0] -= asked == kind
        if asked == kind and left[0] == 0:
            reached.set()
            released.wait(30)
        return usual(asked, given)

    there.instead = hold
    lines = begun(beginning, work)
    working = int(next(lines))
    assert reached.wait(60)
    os.kill(working, signal.SIGKILL)
    released.set()
    assert list(lines) == [GONE]
    there.instead = usual


def test_a_worker_killed_while_it_fetches_leaves_whole_lines_and_the_next_one_goes_on(
    installation: Callable[[str], Installation],
) -> None:
    here = installation("cast")
    here.environment |= {"PYTHONPATH": f"{SOURCE}:{SOURCE.parent}", "KEDJAN_INSIDE_HOSTS": "localhost"}
    with (
        other.running() as there,
        subprocess.Popen(
            [sys.executable, "-c", BEGIN_AGAIN],
            env=here.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as beginning,
    ):
        school = {"id": uuid(900), "meta": META, "displayName": KRAKEK, "organisationType": "Skolenhet"}
        there.holds = whole() | {"organisations": [school]}
        there.instead = lambda kind, given: (
            Said(200, {"data": [minutes(1, 750, "2026-06")]}) if kind == "aggregatedAttendance" else None
        )
        made = f"from tests.rooms import fetching_made; fetching_made.asked_for({there.port})"
        assert list(begun(beginning, made))[1:] == [GONE]

        killed_at(beginning, there, left(0), "grades", 2)
        assert (ask(here, DELIVERED), ask(here, FETCHES)) == ([], [("fetching", 1)])
        assert "fetched 0" in list(begun(beginning, left(0))), "as long as it may be alive it is let be"

        killed_at(beginning, there, left(1), "aggregatedAttendance", 1)
        assert ask(here, DELIVERED) == [("grades", "proposed", 2)]

        assert "fetched 1" in list(begun(beginning, left(2)))
        assert [each[:2] for each in ask(here, DELIVERED)] == [
            ("attendance", "proposed"),
            ("grades", "discarded"),
            ("grades", "proposed"),
        ]
        assert (ask(here, FETCHES), ask(here, HALF)) == ([("done", 3)], [(0,)])
        assert beginning.stdin is not None
        beginning.stdin.close()
