"""The machine is switched off while conclusions are settled: each is as before or after, and nobody is told twice."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable

from tests.faults.conftest import SOURCE, Installation
from tests.faults.test_answering_killed import rows

KILLS = int(os.environ.get("KEDJAN_KILLS", "3"))
NUMBER = 25
MADE = f"""
from tests.rooms.conclusions_made import an_analysis
of = an_analysis()
made = [of.supported(f'Slutsats {{number}}') for number in range({NUMBER})]
of.fed_back(*made)
print(of.id)
"""
SETTLE = """
from kedjan_site.setup import set_up
set_up()
from kedjan.improvement import models
from tests.rooms.conclusions_made import settle
for row in models.Conclusion.objects.filter(state='fed_back').order_by('position'):
    settle(row.id)
    print('settled', flush=True)
"""
ASKED = 6


def test_however_often_it_is_killed_each_is_settled_whole_once_or_not_at_all(
    installation: Callable[[str], Installation],
) -> None:
    here, drawn = installation("cast"), random.Random(time.time_ns())
    here.environment["PYTHONPATH"] = f"{SOURCE}:{SOURCE.parent}"
    here.ask(f"exec({MADE!r})")
    acknowledged = 0
    for _ in range(KILLS):
        working = subprocess.Popen(
            [sys.executable, "-c", SETTLE],
            env=here.environment,
            stdout=subprocess.PIPE,
            start_new_session=True,
            text=True,
        )
        assert working.stdout is not None
        for _ in range(drawn.randrange(1, 6)):
            acknowledged += working.stdout.readline() == "settled\n"
        time.sleep(drawn.uniform(0, 0.08))
        os.killpg(working.pid, signal.SIGKILL)
        acknowledged += working.communicate()[0].count("settled")
        settled = whole(here)
        assert acknowledged <= settled <= acknowledged + KILLS
    assert 0 < whole(here) < NUMBER, "some were settled and some were not"


def whole(here: Installation) -> int:
    """Return how many are settled, when all that belongs to it is there for each of those and for no other."""
    settled = {row[0] for row in rows(here, "select id from improvement_conclusion where state = 'settled'")}
    decided = [row[0] for row in rows(here, "select conclusion_id from improvement_decision")]
    assert sorted(decided) == sorted(settled)
    told = "select count(*) from journal_entry where verb = 'kept_conclusion'"
    assert rows(here, told)[0][0] == len(settled)
    notices = rows(here, "select account_id, event_key from notices_notice where kind = 'conclusion_decided'")
    assert len(set(notices)) == len(notices) == ASKED * len(settled)
    return len(settled)
