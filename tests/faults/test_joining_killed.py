"""Pupils are made one and two again and the machine is switched off: in every kind and year, or in none."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from tests.faults.conftest import Installation
from tests.faults.killed import killed_again_and_again

MADE = "from tests.rooms import pupils_joined_made; pupils_joined_made.two_who_are_one()"
WORK = "from tests.rooms import pupils_joined_made; pupils_joined_made.join_and_part_again_and_again()"
CURRENT = "select school_year, sha256, joins <> '[]' from facts_dataset where version > 0 and current = 1 order by 1"
NUMBERS = (
    "select number, key, pupil from pupils_pupilnumber where number in ('elev-old', 'elev-new') order by key, number"
)
JOINED = "select kept, given_up from pupils_pupiljoin where state = 'joined'"
NOTED = "select count(*) from journal_entry where room = 'pupils' and verb in ('joined', 'parted')"
DONE = "select sum(state in ('joined', 'undone')) + sum(state = 'undone') from pupils_pupiljoin"


def ask(here: Installation, question: str) -> list[tuple[Any, ...]]:
    """Ask the database beside everybody else."""
    with closing(sqlite3.connect(here.folder / "demo" / "kedjan.sqlite3", timeout=30)) as there:
        return there.execute(question).fetchall()


def pupils_in(here: Installation, sha256: str) -> set[int]:
    """Return the keys in a file of the only provider with results."""
    (found,) = (Path(here.folder) / "demo" / "facts").glob(f"*/{sha256}.parquet")
    return set(pq.read_table(found)["pupil"].to_pylist())


def done(here: Installation) -> int:
    """Return how often they were made one or two, when register, every year on disk and journal agree on which."""
    current, numbers, joined = ask(here, CURRENT), ask(here, NUMBERS), ask(here, JOINED)
    keys = {key for _, key, _ in numbers}
    assert len(keys) == len({pupil for _, _, pupil in numbers}) == (1 if joined else 2)
    held = [pupils_in(here, sha256) & {1, 2, 3} - {other_key(here)} for _, sha256, _ in current]
    if joined:
        ((kept, gone),) = joined
        assert keys == {kept} and held == [{kept}, {kept}, {kept}] and gone not in set().union(*held)
        assert [bool(moved) for *_, moved in current] == [False, True, True]
    else:
        first, second = sorted(keys)
        assert held == [{first}, {first, second}, {second}]
        assert not any(moved for *_, moved in current)
    ((times,),) = ask(here, DONE)
    assert ask(here, NOTED) == [(times or 0,)]
    return times or 0


def other_key(here: Installation) -> int:
    """Return the key of the pupil beside them, whom nothing is done with."""
    ((key,),) = ask(here, "select key from pupils_pupilnumber where number = 'elev-other'")
    return int(key)


def test_two_who_are_made_one_when_it_is_killed_are_one_everywhere_or_two_everywhere(
    installation: Callable[[str], Installation],
) -> None:
    here = installation("cast")
    killed_again_and_again(here, MADE, WORK, "done", lambda: done(here))
    assert done(here) > 0


def test_a_backup_from_before_two_were_made_one_brings_neither_back_who_was_erased_since(
    installation: Callable[[str], Installation], tmp_path: Path
) -> None:
    here, kept = installation("cast"), tmp_path / "before.zip"
    here.ask(MADE)
    assert here.run("backup", str(kept)).returncode == 0
    here.ask("from tests.rooms import pupils_joined_made as made; made.join()")
    here.ask(
        "from kedjan.results import service as results; from kedjan_site.demo import cast; "
        "results.erase_pupil(by=cast.actor('Nils Björkspång'), now=cast.NOW, number='elev-new', reason='Begäran')"
    )
    assert ask(here, NUMBERS) == []
    there = installation("there")
    back = there.run("restore", str(kept), "--erasures", str(here.folder / "demo" / "erasures.txt"))
    assert back.returncode == 0, back.stderr
    assert ask(there, NUMBERS) == []
    current = ask(there, CURRENT)
    assert len(current) == 3
    for _, sha256, _ in current:
        assert pupils_in(there, sha256) == {other_key(there)}
