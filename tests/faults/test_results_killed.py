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
from tests.faults.killed import killed_again_and_again

MADE = "from tests.rooms import results_made; results_made.taken_in(results_made.one_more(0))"
WORK = "from tests.rooms import results_made; results_made.read_in_one_by_one()"
ACCEPTED = "select id from intake_delivery where state = 'accepted'"
RECEIVED = "select delivery, sha256, rows from facts_dataset where version = 0 and current = 1"
COMBINED = "select sha256, rows, made_of, version from facts_dataset where version > 0 and current = 1"
VERSIONS = "select count(*), max(version), sum(current) from facts_dataset where version > 0"
NOTED = "select count(*) from journal_entry where room = 'intake' and verb = 'accepted'"


def ask(here: Installation, question: str) -> list[tuple[Any, ...]]:
    """Ask the database beside everybody else."""
    with closing(sqlite3.connect(here.folder / "demo" / "kedjan.sqlite3", timeout=30)) as there:
        return there.execute(question).fetchall()


def shelf(here: Installation, sha256: str) -> Path:
    """Where the only provider with results keeps a file."""
    (found,) = (here.folder / "demo" / "facts").glob(f"*/{sha256}.parquet")
    return found


def counting(here: Installation) -> int:
    """Return how many files count, when all that says so agrees: deliveries, data sets, disk and journal."""
    accepted = {row[0] for row in ask(here, ACCEPTED)}
    received = ask(here, RECEIVED)
    assert {row[0] for row in received} == accepted
    ((sha256, rows, made_of, version),) = ask(here, COMBINED)
    assert len(json.loads(made_of)) == len(received) == rows, "each file has one pupil"
    assert ask(here, VERSIONS) == [(version, version, 1)], "no version was skipped, and one is current"
    for name in (sha256, *(row[1] for row in received)):
        assert hashlib.sha256(shelf(here, name).read_bytes()).hexdigest() == name
    assert len(set(pq.read_table(shelf(here, sha256))["pupil"].to_pylist())) == rows
    assert ask(here, NOTED) == [(len(accepted),)]
    return len(accepted) - 1


def test_results_whose_reading_in_is_killed_count_whole_or_not_at_all(
    installation: Callable[[str], Installation],
) -> None:
    here = installation("cast")
    killed_again_and_again(here, MADE, WORK, "read in", lambda: counting(here))
    assert counting(here) > 0
