"""The command line reads reflections in and takes tables out, telling every bad row."""

from pathlib import Path

import openpyxl
import pytest

from kedjan.reflection import service as reflection
from kedjan_site.command import export_file, import_file
from kedjan_site.demo import cast
from tests.rooms.reflection_rounds import REFERENCE, the_reference

pytestmark = pytest.mark.django_db

MAJ = "maj.savdunge@ekkoping.example"
TITLE = "Nuläget 2021"


def read_in(file: Path, *more: str) -> int:
    return import_file.run(["loops", str(file), "--round", TITLE, "--provider", "Ekköping", *more])


def test_the_study_is_read_in_with_one_command_and_again_without_change(capsys: pytest.CaptureFixture[str]) -> None:
    file = REFERENCE / "hassleholm_loops.csv"
    assert read_in(file, "--create", "--accept", "--reader", MAJ) == 0
    assert "402 new, 0 changed, 0 unchanged, 0 refused" in capsys.readouterr().out
    (line,) = reflection.rounds(by=cast.actor("Maj Sävdunge"))
    assert (line.title, line.loops, line.persons, line.may_read) == (TITLE, 402, 65, True)
    assert read_in(file, "--accept") == 0
    told = capsys.readouterr().out
    assert "402 unchanged" in told
    assert "The same is there already." in told


def test_without_a_yes_nothing_is_read_in(capsys: pytest.CaptureFixture[str]) -> None:
    assert read_in(REFERENCE / "hassleholm_loops.csv", "--create") == 0
    assert "Nothing was read in." in capsys.readouterr().out
    assert reflection.rounds(by=cast.actor("Maj Sävdunge"))[0].loops == 0


def test_every_bad_row_is_told_and_nothing_is_read_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "fel.csv"
    rows = [f"01;Förskola;F{n};{9 if n % 2 else 1};Övrigt" for n in range(120)]
    file.write_text("\n".join(["assignment;area;respondent;emotion;tags", *rows]), encoding="utf-8")
    assert read_in(file, "--create", "--accept") == 2
    told = capsys.readouterr()
    bad = [line for line in told.err.splitlines() if line.startswith("row ")]
    assert len(bad) == 60
    assert bad[0].startswith("row 3, emotion: '9': This is not a step of the scale. Expected: a whole number")
    assert reflection.rounds(by=cast.actor("Maj Sävdunge"))[0].loops == 0


def test_what_is_not_there_is_told_with_what_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = str(REFERENCE / "hassleholm_loops.csv")
    assert import_file.run(["loops", file, "--round", "X", "--provider", "Ekköping"]) == 2
    assert import_file.run(["loops", file, "--round", "X"]) == 2
    assert import_file.run(["loops", str(tmp_path / "saknas.csv"), "--round", "X"]) == 2
    told = capsys.readouterr().err.splitlines()
    assert told[0] == "kedjan import: There is no round called X; there are: none."
    assert told[1].endswith("--provider NAME; there are: Ekköping, Ällmåla.")
    assert "saknas.csv" in told[2]
    assert import_file.run(["loops", file, "--round", "X", "--provider", "Annan"]) == 2
    assert "no education provider called Annan; there are: Ekköping, Ällmåla." in capsys.readouterr().err


def test_tables_are_written_with_the_readers_rights(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    the_reference(cast.actor("Maj Sävdunge"), title=TITLE)
    file = tmp_path / "tabeller.xlsx"
    group = "Gymnasieskola + sär=Gymnasieskola,Anpassade skolformer"
    asked = ["tables", "--round", TITLE, "--to", str(file), "--group", group, "--language", "en"]
    assert export_file.run([*asked, "--as", "torun.hedspang@ekkoping.example"]) == 2
    assert not file.exists()
    assert export_file.run([*asked, "--as", MAJ]) == 0
    book = openpyxl.load_workbook(file)
    assert len(book.worksheets) == 3
    assert [row[0].value for row in book.worksheets[2].iter_rows(min_row=2, max_row=7)] == [
        "All",
        "Förskola",
        "Grundskola",
        "Gymnasieskola",
        "Anpassade skolformer",
        "Gymnasieskola + sär",
    ]
    assert export_file.run([*asked, "--as", "ingen@ekkoping.example"]) == 2
    assert "no open account" in capsys.readouterr().err
