"""Files of results are read in and the machine is switched off: each counts whole or not at all."""

import hashlib
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from tests.faults.conftest import Installation
from tests.faults.killed import KILLS, killed_again_and_again

MADE = "from tests.rooms import results_made; results_made.taken_in(results_made.one_more(0))"
WORK = "from tests.rooms import results_made; results_made.read_in_one_by_one()"
MADE_OF_TWO = "from tests.rooms import results_made; list(results_made.line_by_line(0))"
WORK_OF_TWO = "from tests.rooms import results_made; results_made.read_in_line_by_line()"
ACCEPTED = "select id from intake_delivery where state = 'accepted' and kind = ?"
RECEIVED = "select delivery, sha256, rows from facts_dataset where version = 0 and current = 1 and kind = ?"
COMBINED = "select sha256, rows, made_of, version from facts_dataset where version > 0 and current = 1 and kind = ?"
VERSIONS = "select count(*), max(version), sum(current) from facts_dataset where version > 0 and kind = ?"
NOTED = "select object_id from journal_entry where room = 'intake' and verb = ?"
LINES = "select sha256, group_concat(state || ' ' || kind), group_concat(id) from intake_delivery group by sha256"


def ask(here: Installation, question: str, *values: str) -> list[tuple[Any, ...]]:
    """Ask the database beside everybody else."""
    with closing(sqlite3.connect(here.folder / "demo" / "kedjan.sqlite3", timeout=30)) as there:
        return there.execute(question, values).fetchall()


def shelf(here: Installation, sha256: str) -> Path:
    """Where the only provider with results keeps a file."""
    (found,) = (here.folder / "demo" / "facts").glob(f"*/{sha256}.parquet")
    return found


def counting(here: Installation, kind: str = "grades") -> int:
    """Return how many lines of a kind count, when all that says so agrees: deliveries, data sets, disk and journal."""
    accepted = {row[0] for row in ask(here, ACCEPTED, kind)}
    received = ask(here, RECEIVED, kind)
    assert {row[0] for row in received} == accepted
    ((sha256, rows, made_of, version),) = ask(here, COMBINED, kind)
    assert len(json.loads(made_of)) == len(received) == rows, "each file has one pupil"
    assert ask(here, VERSIONS, kind) == [(version, version, 1)], "no version was skipped, and one is current"
    for name in (sha256, *(row[1] for row in received)):
        assert hashlib.sha256(shelf(here, name).read_bytes()).hexdigest() == name
    assert len(set(pq.read_table(shelf(here, sha256))["pupil"].to_pylist())) == rows
    noted = [row[0] for row in ask(here, NOTED, "accepted")]
    assert len(noted) == len(set(noted)) and accepted <= set(noted)
    return len(accepted) - 1


def counting_lines(here: Installation) -> int:
    """Return how many lines of files with two count: each file has both or waits to be read, and each is whole."""
    proposed = {row[0] for row in ask(here, NOTED, "proposed")}
    for _, states, ids in ask(here, LINES):
        kinds = sorted(each.split(" ")[1] for each in states.split(","))
        assert kinds == ["grades", "later_grades"] or kinds == [""], "a file that nobody had time to read is one line"
        assert set(ids.split(",")) <= proposed
    finals, later = counting(here), counting(here, "later_grades")
    assert later <= finals <= later + KILLS, "the final ones are read in first"
    return finals + later


def test_results_whose_reading_in_is_killed_count_whole_or_not_at_all(
    installation: Callable[[str], Installation],
) -> None:
    here = installation("cast")
    killed_again_and_again(here, MADE, WORK, "read in", lambda: counting(here))
    assert counting(here) > 0


def test_each_line_of_a_file_with_two_counts_whole_or_not_at_all_when_its_reading_in_is_killed(
    installation: Callable[[str], Installation],
) -> None:
    here = installation("cast")
    killed_again_and_again(here, MADE_OF_TWO, WORK_OF_TWO, "read in", lambda: counting_lines(here))
    assert counting_lines(here) > 0
