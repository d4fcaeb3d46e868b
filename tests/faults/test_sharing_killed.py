"""Pupils' results are judged to be shared and the machine is switched off: each is out once, or taken up again."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import Any

from tests.faults.conftest import Installation
from tests.faults.killed import killed_again_and_again

MADE = "from tests.rooms import sharings_made; sharings_made.a_cohort()"
WORK = "from tests.rooms import sharings_made; sharings_made.share_again_and_again()"
DONE = "select id from results_sharing where state = 'done'"
OTHERS = "select count(*) from results_sharing where state not in ('done', 'working', 'waiting')"
OUT = "select id from releases_release where source_room = 'results'"
NOTED = "select object_id from journal_entry where room = 'releases' and verb = 'shared' and kind = 'release'"


def ask(here: Installation, question: str) -> list[Any]:
    """Ask the database beside everybody else."""
    with closing(sqlite3.connect(here.folder / "demo" / "kedjan.sqlite3", timeout=30)) as there:
        return [row[0] for row in there.execute(question)]


def given_out(here: Installation) -> int:
    """Return how many are out, when all that says so agrees: what was asked for, the releases and the journal."""
    done, out, noted = ask(here, DONE), ask(here, OUT), ask(here, NOTED)
    assert sorted(done) == sorted(out) == sorted(noted)
    assert ask(here, OTHERS) == [0]
    return len(out)


def test_what_is_judged_when_it_is_killed_is_out_once_or_not_yet(installation: Callable[[str], Installation]) -> None:
    here = installation("cast")
    killed_again_and_again(here, MADE, WORK, "shared", lambda: given_out(here))
    assert given_out(here) > 0
