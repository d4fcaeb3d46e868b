"""`kedjan statistics loops FILE`: figures for an analyst, without the web, and every bad row told."""

import io
import json
import subprocess
import sys
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from kedjan_site.command import statistics
from tests.statistics.loops_reference import BOTH, FILE, TAGS, published, summary

GROUP = ["--group", f"{BOTH}=Gymnasieskola,Särskola"]
HEADING = "assignment;area;respondent;emotion;tags\n"
SLICE = {"loops", "persons", "tags", "tags_per_loop", "mean_emotion", "tag_loops"}

type Counting = Callable[..., dict[str, Any]]


@pytest.fixture
def counting(capfdbinary: pytest.CaptureFixture[bytes]) -> Counting:
    def run(*words: str) -> dict[str, Any]:
        assert statistics.run(["loops", *words, "--format", "json"]) == 0
        found: dict[str, Any] = json.loads(capfdbinary.readouterr().out)
        return found

    return run


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str], str]:
    def write(text: str) -> str:
        path = tmp_path / "loops.csv"
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


def test_the_command_runs_where_django_cannot_be_loaded() -> None:
    blocked = (
        "import sys\n"
        "class Wall:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.split('.')[0] in {'django', 'allauth', 'kedjan', 'kedjan_web'}:\n"
        "            raise ImportError('the statistics command reached for ' + name)\n"
        "sys.meta_path.insert(0, Wall())\n"
        f"sys.path.insert(0, {str(Path(statistics.__file__).parents[2])!r})\n"
        "from kedjan_site.command import main\n"
        f"sys.exit(main(['statistics', 'loops', {str(FILE)!r}, '--format', 'json', '--publish']))\n"
    )
    done = subprocess.run([sys.executable, "-c", blocked], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    assert json.loads(done.stdout)["loops"] == 402


def test_json_holds_every_key_that_was_promised(counting: Counting) -> None:
    found = counting(str(FILE), *GROUP)
    assert found.keys() >= SLICE | {
        "by_assignment",
        "by_area",
        "by_assignment_and_area",
        "largest",
        "emotion_spread",
        "pairs",
    }
    assert all(row.keys() >= SLICE | {"assignment"} for row in found["by_assignment"])
    assert all(row.keys() >= SLICE | {"area"} for row in found["by_area"])
    assert all(row.keys() >= SLICE | {"assignment", "area"} for row in found["by_assignment_and_area"])
    assert found["largest"].keys() == {"share", "cells", "k", "threshold", "marked"}
    assert found["emotion_spread"][0].keys() == {"assignment", "lowest", "highest", "difference"}
    assert found["emotion_spread"][0]["lowest"].keys() == {"areas", "mean"}
    assert found["pairs"][0].keys() == {*("a", "b", "loops", "persons", "expected", "lift", "jaccard", "phi", "p", "q")}
    assert len(found["pairs"]) == 153


def test_the_numbers_are_those_of_the_slices_and_not_rounded(counting: Counting) -> None:
    found = counting(str(FILE), *GROUP)
    assert (found["loops"], found["persons"], found["tags"]) == (402, 65, 1019)
    assert found["tags_per_loop"] == 1019 / 402
    assert [row["area"] for row in found["by_area"]] == [*("Förskola", "Grundskola", "Gymnasieskola", "Särskola", BOTH)]
    for row in found["by_assignment"]:
        part = summary().by_assignment[row["assignment"]]
        assert row["tag_loops"] == dict(zip(TAGS, part.tag_loops, strict=True))
        assert row["mean_emotion"] == float(Fraction(part.emotion_sum, part.emotion_answers))
    marked = {(one["assignment"], one["tag"]) for one in found["largest"]["marked"]}
    assert marked == {(name, tag) for name, tags in published()["marked"].items() for tag in tags}
    assert (found["largest"]["cells"], found["largest"]["k"], found["largest"]["threshold"]) == (162, 32, 0.2)


def test_publishing_hides_the_small_school_form_and_what_would_give_it_away(counting: Counting) -> None:
    found = counting(str(FILE), *GROUP, "--publish")
    areas = {row["area"]: row for row in found["by_area"]}
    assert all(areas["Särskola"][name] == {"hidden": "few_persons"} for name in SLICE)
    assert all(areas["Gymnasieskola"][name] == {"hidden": "complementary"} for name in SLICE)
    assert areas[BOTH]["loops"] == 89
    for row in found["by_assignment_and_area"]:
        assert isinstance(row["loops"], dict) == (row["area"] in {"Gymnasieskola", "Särskola"})
    for spread in found["emotion_spread"]:
        assert not {"Gymnasieskola", "Särskola"} & {*spread["lowest"]["areas"], *spread["highest"]["areas"]}
    few = [pair for pair in found["pairs"] if pair["loops"] == {"hidden": "few_persons"}]
    assert few
    assert all(pair[name] == {"hidden": "few_persons"} for pair in few for name in ("persons", "lift", "phi", "p", "q"))
    assert all(pair["persons"] == 0 or pair["persons"] >= 5 for pair in found["pairs"] if pair not in few)


def test_a_mean_whose_few_givers_could_be_seen_is_hidden_alone(
    counting: Counting, written: Callable[[str], str]
) -> None:
    answers = [f"01;Skola;L{n};{'2' if n < 3 else ''};Bra\n" for n in range(9)]
    found = counting(written(HEADING + "".join(answers)), "--publish")
    assert found["loops"] == 9
    assert found["mean_emotion"] == found["emotions"] == {"hidden": "few_persons"}
    assert found["by_assignment"][0]["tag_loops"] == {"Bra": 9}
    assert found["emotion_spread"][0]["lowest"] == {"areas": [], "mean": None}


def test_everything_is_hidden_of_a_file_with_too_few_persons(counting: Counting, written: Callable[[str], str]) -> None:
    found = counting(written(HEADING + "01;Skola;L1;1;Bra|Dålig\n01;Skola;L2;2;Bra\n"), "--publish")
    assert found["loops"] == found["mean_emotion"] == {"hidden": "few_persons"}
    assert found["largest"]["marked"] == []


def test_an_emotion_may_be_empty_and_a_person_may_answer_twice(
    counting: Counting, written: Callable[[str], str]
) -> None:
    found = counting(written(HEADING + "01;Skola;L1;;Bra\n01;Skola;L1;1;Bra|Okej\n02;Skola;L1;;\n"))
    assert (found["loops"], found["persons"], found["mean_emotion"]) == (3, 1, 1.0)
    assert found["by_assignment"][1]["mean_emotion"] is None
    assert found["by_assignment"][1]["tag_loops"] == {"Bra": 0, "Okej": 0}


def test_a_file_with_headings_alone_counts_nothing(counting: Counting, written: Callable[[str], str]) -> None:
    found = counting(written(HEADING))
    assert (found["loops"], found["mean_emotion"], found["by_area"], found["pairs"]) == (0, None, [], [])


def test_every_bad_row_is_listed_with_row_column_value_and_what_was_expected(
    written: Callable[[str], str], capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(HEADING + "01;Skola;L1;7;Bra\n01;Skola;L2;1;Bra\n01;Skola;;glad;Bra\n")
    assert statistics.run(["loops", file]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    told = err.splitlines()
    assert len(told) == 3
    assert "row 2, column emotion, value '7'" in told[0]
    assert "Expected: a whole number from −2 to 2" in told[0]
    assert "row 4, column respondent" in told[1]
    assert "row 4, column emotion, value 'glad'" in told[2]


def test_a_file_that_is_not_there_or_not_a_table_is_bad_input(
    written: Callable[[str], str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert statistics.run(["loops", "/finns/inte.csv"]) == 2
    assert statistics.run(["loops", written("")]) == 2
    assert statistics.run(["loops", written("a;b\n1;2\n")]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 3


@pytest.mark.parametrize(
    ("group", "told"),
    [
        ("Utan områden=", "expected NAME=AREA,AREA"),
        ("Förskola=Särskola", "already a service area or group named 'Förskola'"),
        ("Grupp=Högskola", "no service area 'Högskola'. The file has: Förskola, Grundskola"),
    ],
)
def test_a_group_that_cannot_be_formed_says_why(group: str, told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert statistics.run(["loops", str(FILE), "--group", group]) == 2
    assert told in capsys.readouterr().err


def test_a_terminal_gets_tables_with_hidden_numbers_as_dots(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert statistics.run(["loops", str(FILE), "--publish"]) == 0
    text = capfdbinary.readouterr().out.decode()
    assert "  Särskola          ..       ..    ..             ..            ..\n" in text
    assert "The 32 largest of 162 shares and those equal to them; threshold 0.2." in text


def test_csv_has_one_number_a_row(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert statistics.run(["loops", str(FILE), "--publish", "--format", "csv"]) == 0
    lines = capfdbinary.readouterr().out.decode().splitlines()
    assert lines[0] == "table,assignment,area,tag,other_tag,figure,value"
    assert "all,,,,,loops,402" in lines
    assert "by_area,,Särskola,,,loops,fewer than 5 persons" in lines
    assert "by_assignment,01,,Mycket viktigt område,,tag_loops,45" in lines


def test_a_workbook_has_a_sheet_for_each_table(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    target = tmp_path / "loops.xlsx"
    assert statistics.run(["loops", str(FILE), *GROUP, "--format", "xlsx", "--output", str(target)]) == 0
    assert capfdbinary.readouterr().out == b""
    book = openpyxl.load_workbook(io.BytesIO(target.read_bytes()))
    assert book.sheetnames == [
        *("All", "By assignment", "By area", "By assignment and area", "Largest", "Emotion spread", "Pairs")
    ]
    assert [cell.value for cell in book["By assignment"][2]][:4] == ["01", 65, 65, 183]
    assert statistics.run(["loops", str(FILE), "--output", str(tmp_path / "no" / "such")]) == 2


def test_a_workbook_is_not_poured_into_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert statistics.run(["loops", str(FILE), "--format", "xlsx"]) == 2
    told = capsys.readouterr()
    assert "--output" in told.err and not told.out


def test_sets_of_tags_come_when_asked_for_with_the_number_of_tests(counting: Counting) -> None:
    assert "sets" not in counting(str(FILE))
    sets = counting(str(FILE), "--sets", "3")["sets"]
    assert (sets["fewest"], sets["tests"], sets["too_few"]) == (5, 816, 816 - len(sets["found"]))
    assert {len(one["tags"]) for one in sets["found"]} == {2, 3}
    assert all(one["loops"] >= one["persons"] >= 5 for one in sets["found"])
    assert sets["found"][0].keys() == {
        *("tags", "loops", "persons", "expected", "by_chance", "lift", "jaccard", "phi", "mean_emotion", "p", "q")
    }


def test_sets_of_tags_are_a_table_and_rows_of_the_long_file_too(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert statistics.run(["loops", str(FILE), "--sets", "2"]) == 0
    drawn = capfdbinary.readouterr().out.decode()
    assert "Sets\n" in drawn
    assert "136 sets were tested" in drawn
    assert statistics.run(["loops", str(FILE), "--sets", "2", "--format", "csv"]) == 0
    assert "sets,,,Mycket viktigt område + " in capfdbinary.readouterr().out.decode()


def test_sets_of_six_tags_are_refused(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    with pytest.raises(SystemExit):
        statistics.run(["loops", str(FILE), "--sets", "6"])
    assert "--sets" in capfdbinary.readouterr().err.decode()
