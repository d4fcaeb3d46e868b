"""The machine is switched off while a large file is being read in: all of it is there, or nothing."""

import random
import signal
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from bench.large_round import file_of_reflections

from tests.faults.conftest import Installation
from tests.faults.serving import until

ROWS, KILLS = 4_000, 6
VISIBLE = """select count(*) from reflection_loop l join reflection_round r on r.id = l.round_id
             where l.since <= r.revision and (l.until is null or l.until > r.revision)"""
PROPOSED = "select count(*) from reflection_batch"
WRITTEN = "select count(*) from reflection_loop"
ACCEPTED = "select count(*) from reflection_batch where state = 'accepted'"
ADDED_NOTHING = "select count(*) from reflection_batch where state = 'accepted' and new + changed = 0"
JOURNALLED = "select count(*) from journal_entry where verb = 'accepted_import'"


def number(here: Installation, question: str) -> int:
    """Ask the database beside everybody else."""
    with closing(sqlite3.connect(here.folder / "demo" / "kedjan.sqlite3", timeout=30)) as there:
        found: int = there.execute(question).fetchone()[0]
        return found


def test_a_file_whose_reading_in_is_killed_is_there_whole_or_not_at_all(
    installation: Callable[[str], Installation], tmp_path: Path
) -> None:
    here, file = installation("cast"), tmp_path / "stor.csv"
    data = file_of_reflections(ROWS)
    file.write_bytes(data)
    rows = data.count(b"\n") - 1
    drawn = random.Random(time.time_ns())
    killed = there = 0
    for _ in range(5 * KILLS):
        process = here.start(*read_in(file, there))
        proposed = number(here, PROPOSED)
        wanted = there * rows + drawn.choice([0, drawn.randrange(rows)])
        until(lambda p=process, n=proposed: p.poll() is not None or number(here, PROPOSED) > n, 60)
        until(lambda p=process, n=wanted: p.poll() is not None or number(here, WRITTEN) >= n, 60)
        time.sleep(drawn.random() * 0.2)
        killed += process.poll() is None
        process.send_signal(signal.SIGKILL)
        process.communicate()
        seen, accepted = number(here, VISIBLE), number(here, ACCEPTED)
        assert (seen, accepted) in {(there * rows, there), ((there + 1) * rows, there + 1)}, (
            f"killed after {wanted} rows"
        )
        assert number(here, JOURNALLED) == accepted
        there = accepted
        if killed == KILLS:
            break
    assert killed == KILLS
    assert here.run(*read_in(file, there)).returncode == 0
    whole = (there + 1) * rows
    assert number(here, VISIBLE) == whole
    assert number(here, JOURNALLED) == number(here, ACCEPTED) == there + 1 + number(here, ADDED_NOTHING)
    assert number(here, WRITTEN) == whole
    again = here.run(*read_in(file, there))
    assert "same is there already" in again.stdout, again.stderr
    assert number(here, VISIBLE) == whole
    assert number(here, "select count(*) from pragma_integrity_check where integrity_check <> 'ok'") == 0


def read_in(file: Path, there: int) -> tuple[str, ...]:
    """Return the command that reads the file in, as a round beside those that are there already."""
    title = f"Stor {there}"
    return ("import", "loops", str(file), "--round", title, "--provider", "Ekköping", "--create", "--accept")
