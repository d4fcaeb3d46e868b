"""Files made to do harm are refused by what they are, in seconds and within bounded memory."""

import os
import subprocess
import sys
from pathlib import Path

from kedjan.results.recognising import recognised
from kedjan_formats import tables
from kedjan_formats.folding import tidy
from tests.formats.made_to_harm import FILES, GRADES

ROOT = Path(__file__).resolve().parents[2]
MEGABYTES = 700
"""What the process may have in all."""


def test_small_files_that_swell_are_refused_within_bounds() -> None:
    place = {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    command = [sys.executable, "-m", "tests.formats.made_to_harm"]
    done = subprocess.run(command, env=os.environ | place, capture_output=True, text=True, check=True, timeout=100)
    *told, used = done.stdout.strip().splitlines()
    assert told == [f"{code}\t{name}" for name, (code, _) in FILES.items()]
    assert int(used) < MEGABYTES


def test_of_a_thousand_ragged_rows_and_unknown_columns_a_hundred_are_told_and_how_many_more() -> None:
    rows = "\n".join(f"elev-{n};K;Skola A;2025/26;9;MA;C;för mycket" for n in range(500))
    found = recognised(f"{GRADES}\n{rows}".encode(), "betyg.csv")
    codes = [note.code for note in found.notes]
    assert codes.count("ragged_row") == tables.MOST_TOLD
    assert [note.values["times"] for note in found.notes if note.code == "ragged_rows_too"] == [400]
    wide = recognised(f"{GRADES}{';x' * 500}\nelev-1;K;Skola A;2025/26;9;MA;C{';' * 500}".encode(), "betyg.csv")
    assert [note.values["times"] for note in wide.notes if note.code == "columns_not_used_too"] == [400]
    assert len(found.problems) == 500 and len(wide.rows) == 1


def test_a_key_with_signs_that_nobody_sees_is_the_key_without_them() -> None:
    for seen in ("\u202eelev\u202c", "elev\u2066\u2069", "\ufeffelev", "el\x01ev", "elev\x7f", "el\u00adev"):
        assert tidy(seen) == "elev"
    assert tidy("två\tord") == "två ord"
