"""Work that is killed at random moments and begun again, and what it had time to say."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

from tests.faults.conftest import SOURCE, Installation

KILLS = int(os.environ.get("KEDJAN_KILLS", "3"))
"""How often the work is killed: a few times every time, fifty by hand."""
GONE = "gone"
BEGIN_AGAIN = f"""
import os, sys
from kedjan_site.setup import set_up
set_up()
from tests.rooms import conclusions_made, proposals_made
for work in sys.stdin:
    doing = os.fork()
    if not doing:
        print(os.getpid(), flush=True)
        exec(eval(work), dict())
        os._exit(0)
    os.waitpid(doing, 0)
    print('{GONE}', flush=True)
"""
"""What takes long to begin is begun once; what is killed is a process of its own, with a connection of its own."""


def killed_again_and_again(here: Installation, made: str, work: str, said: str, done: Callable[[], int]) -> None:
    """Begin work that says `said` after each thing done, and kill it with -9; as many are done as it had said.

    The last one may be done without its having had time to say so. `done` counts them, and looks that each is whole.
    `made` is run once before; both are lines of Python that may import the tests' own helpers.
    """
    here.environment["PYTHONPATH"] = f"{SOURCE}:{SOURCE.parent}"
    drawn, acknowledged = random.Random(time.time_ns()), 0
    with subprocess.Popen(
        [sys.executable, "-c", BEGIN_AGAIN],
        env=here.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as beginning:
        assert list(begun(beginning, made))[1:] == [GONE], "nothing went wrong in what is made first"
        for _ in range(KILLS):
            lines = begun(beginning, work)
            working = int(next(lines))
            for _ in range(drawn.randrange(1, 6)):
                acknowledged += next(lines) == said
            time.sleep(drawn.uniform(0, 0.08))
            os.kill(working, signal.SIGKILL)
            acknowledged += list(lines).count(said)
            assert acknowledged <= done() <= acknowledged + KILLS
        assert beginning.stdin is not None
        beginning.stdin.close()


def begun(beginning: "subprocess.Popen[str]", work: str) -> Iterator[str]:
    """Begin work and yield each line that it says, its process first, until it is gone."""
    assert beginning.stdin is not None
    assert beginning.stdout is not None
    beginning.stdin.write(f"{work!r}\n")
    beginning.stdin.flush()
    for line in beginning.stdout:
        yield line.strip()
        if line.strip() == GONE:
            return
