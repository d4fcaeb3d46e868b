"""`kedjan statistics grades|cohort|attendance|matrix FILE...`: the promised keys, and every bad row told."""

import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from kedjan_site.command import statistics
from kedjan_statistics.matrix import MIDTERM
from tests.formats.test_scb import NINE, SIX
from tests.formats.test_scb import line as scb_line
from tests.formats.test_scb import person as scb_person
from tests.formats.test_scb_tests import NINE as NINE_TESTS
from tests.formats.test_scb_tests import line as line_of_tests

STUDY = Path(__file__).parents[1] / "reference" / "karlskoga_cohort.csv"
LEVELS = ("--from", "6", "--to", "9")
GRADES = "pupil;sex;school_unit;school_year;grade_level;subject;grade\n"
ATTENDANCE = "pupil;school_unit;grade_level;month;offered_minutes;valid_absence_minutes;invalid_absence_minutes\n"
LESSONS = "pupil;school_unit;date;start;minutes;subject;valid_absence_minutes;invalid_absence_minutes"
EXAMPLE = "0;1;2;0;3;0;0;0;0;0;0;3;0;0;0;3;3;3;3;3;3;3;3;3;3;2;–;3;0;0;0;0;0"

type Counting = Callable[..., dict[str, Any]]


@pytest.fixture
def counting(capfdbinary: pytest.CaptureFixture[bytes]) -> Counting:
    def run(*words: str) -> dict[str, Any]:
        assert statistics.run([*words, "--format", "json"]) == 0
        found: dict[str, Any] = json.loads(capfdbinary.readouterr().out)
        return found

    return run


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., str]:
    def write(text: str, name: str = "fil.csv") -> str:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> list[str]:
    assert statistics.run(list(words)) == 2
    out, err = capsys.readouterr()
    assert out == ""
    return [line for line in err.splitlines() if ": note:" not in line]


def test_the_cohort_holds_every_key_that_was_promised(counting: Counting) -> None:
    found = counting("cohort", str(STUDY), *LEVELS, "--by", "school_unit")
    promised = {
        "pupils", "eligible_both", "eligible_neither", "gained", "lost", "unchanged_mean", "groups", "mean_points_from",
        "mean_points_to", "mcnemar_p",
    }  # fmt: skip
    assert found.keys() >= promised | {"by"}
    assert list(found["groups"]) == ["1", "2", "3", "4", "5", "6"]
    assert [part["school_unit"] for part in found["by"]] == ["Skola A", "Skola B", "Skola C"]
    assert all(part.keys() >= promised for part in found["by"])
    assert (found["pupils"], found["lost"], found["groups"]["6"]) == (313, 23, 23)
    assert found["by"] != counting("cohort", str(STUDY), *LEVELS, "--by", "sex")["by"]


def test_a_cohort_may_lie_in_several_files(counting: Counting, written: Callable[..., str]) -> None:
    head, *lines = STUDY.read_text(encoding="utf-8").splitlines(keepends=True)
    early = written(head + "".join(line for line in lines if line.split(";")[4] in "67"), "ak6.csv")
    late = written(head + "".join(line for line in lines if line.split(";")[4] in "89"), "ak9.csv")
    assert counting("cohort", early, late, *LEVELS) == counting("cohort", str(STUDY), *LEVELS)


def test_a_cohort_is_told_year_by_year_past_levels_without_grades(
    counting: Counting, written: Callable[..., str], capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    head, *lines = STUDY.read_text(encoding="utf-8").splitlines(keepends=True)
    file = written(head + "".join(line for line in lines if line.split(";")[4] in "679"))
    words = ["cohort", file, *LEVELS, "--by", "sex"]
    first, last = counting(*words)["years"]
    assert (first["from"], first["to"], first["no_grades_of"]) == (6, 7, [])
    assert (last["from"], last["to"], last["no_grades_of"], last["pupils"]) == (7, 9, [8], 313)
    assert sum(part["lost"] for part in last["by"]) == last["lost"]
    assert statistics.run(words) == 0
    drawn = capfdbinary.readouterr().out.decode()
    assert "Year by year\n" in drawn and "Year by year, divided\n" in drawn
    assert "There are no grades of grade level 8." in drawn


def test_bad_rows_of_all_files_are_told(written: Callable[..., str], capsys: pytest.CaptureFixture[str]) -> None:
    one = written(GRADES + "p;K;A;2014/15;6;MA;G\n", "ett.csv")
    other = written(GRADES + "p;K;A;2017/18;9;MA;A\np;K;A;2017/18;9;XX;A\n", "tva.csv")
    lines = refused(capsys, "cohort", one, other, *LEVELS)
    assert "ett.csv: row 2, column grade, value 'G': This is not a grade on the scale." in lines[0]
    assert "Expected: one of A, B, C, D, E, F, -." in lines[0]
    assert "tva.csv: row 3, column subject, value 'XX'" in lines[1]


def test_levels_without_grades_and_in_the_wrong_order_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert "no grades of grade level 5" in refused(capsys, "cohort", str(STUDY), "--from", "5", "--to", "9")[0]
    assert "after --from 9" in refused(capsys, "cohort", str(STUDY), "--from", "9", "--to", "6")[0]


def test_grades_are_told_by_year_with_their_denominators(counting: Counting) -> None:
    found = counting("grades", str(STUDY), "--by", "sex")
    assert [(year["school_year"], year["grade_level"]) for year in found["years"]] == [
        ("2014/15", 6), ("2015/16", 7), ("2016/17", 8), ("2017/18", 9),
    ]  # fmt: skip
    last = found["years"][-1]
    assert last["eligible"]["vocational"]["pupils"] == 251
    assert last["eligible"]["vocational"]["of"] == last["pupils"] == 313
    assert last["mean_merit_rating"]["pupils"] <= 313
    assert sum(last["subjects"]["MA"]["grades"].values()) == 313
    assert {part["sex"] for part in found["by"]} == {"K", "M"}
    assert sum(part["pupils"] for part in found["by"]) == 4 * 313


def test_attendance_tells_time_and_pupils_apart(counting: Counting, written: Callable[..., str]) -> None:
    rows = [f"p{hours};Skola A;8;2025-09;6000;{hours * 60};0\n" for hours in (8, 12, 40, 3)]
    found = counting("attendance", written(ATTENDANCE + "".join(rows)))
    assert found["absence"] == 0.1575
    assert (found["at_least_10_percent"]["share"], found["at_least_20_percent"]["share"]) == (0.5, 0.25)
    assert [band["pupils"] for band in found["bands"]] == [1, 1, 1, 0, 1, 0]
    assert found["by_school_unit"][0]["school_unit"] == "Skola A"
    assert found["by_month"][0]["month"] == "2025-09"
    assert found["by_school_unit_and_month"][0]["absence"] == 0.1575


def by_lesson(count: int = 5) -> str:
    rows = (f"p;Skola A;2026-01-{12 + n};08:20;60;MA;{60 * (n % 2 == 0)};0;ja\n" for n in range(count))
    return f"{LESSONS};reported\n" + "".join(rows)


def test_attendance_by_lesson_tells_weekdays_subjects_and_spells(
    counting: Counting, written: Callable[..., str]
) -> None:
    found = counting("attendance", written(by_lesson()))
    assert (found["absence"], found["lessons"]["reporting_rate"]) == (0.6, 1.0)
    assert [one["absence"] for one in found["by_weekday"]] == [1.0, 0.0, 1.0, 0.0, 1.0]
    assert (found["by_subject"][0]["subject"], found["spells"]["repeated"]["pupils"]) == ("MA", 1)


def test_lessons_are_drawn_with_the_rule_and_are_not_counted_with_months(
    written: Callable[..., str], capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(by_lesson())
    assert statistics.run(["attendance", file]) == 0
    assert "Kedjan 2026: days in a row" in capsys.readouterr().out
    lines = refused(capsys, "attendance", file, written(ATTENDANCE + "p;A;8;2025-09;6000;0;0\n", "b.csv"))
    assert [line.removeprefix("kedjan statistics: ") for line in lines] == [
        "Attendance by month, by lesson and by school cannot be counted together."
    ]
    lines = refused(capsys, "attendance", written(by_lesson(1).replace("08:20", "8"), "c.csv"))
    assert "row 2, column start, value '8': This is not a time of day." in lines[0]


def test_a_matrix_tells_each_pupils_sum_level_profile_and_signals(
    counting: Counting, written: Callable[..., str]
) -> None:
    head = "Elev;" + ";".join(MIDTERM.columns) + ";Summa\n"
    found = counting("matrix", written(head + f"x;{EXAMPLE};44\n"))
    (pupil,) = found["pupils"]
    assert (pupil["pupil"], pupil["sum"], pupil["level"]) == ("x", 44, "Gul")
    assert pupil["profile"] == {"Socialt": 3 / 12, "Hälsa": 3 / 18, "Kunskap": 38 / 48}
    assert pupil["signals"] == [
        {"signal": "enskild signal", "group": "Hälsa", "column": "Medic", "value": 3},
        {"signal": "insatsgap", "columns": 12},
    ]
    assert found["levels"]["Gul"] == {"from": 40, "pupils": 1}


def test_a_matrix_whose_own_sum_is_another_is_refused(
    written: Callable[..., str], capsys: pytest.CaptureFixture[str]
) -> None:
    head = "Elev;" + ";".join(MIDTERM.columns) + ";Summa\n"
    lines = refused(capsys, "matrix", written(head + f"x;{EXAMPLE};43\ny;{EXAMPLE};79\nz;4{EXAMPLE[1:]};44\n"))
    assert ["row 4, column Kompisar, value '4'" in line for line in lines] == [True]
    lines = refused(capsys, "matrix", written(head + f"x;{EXAMPLE};43\ny;{EXAMPLE};79\n"))
    assert "row 2, column Summa, value '43': The cells add up to 44." in lines[0]
    assert "row 3, column Summa, value '79': The sum is over what a row can hold." in lines[1]


@pytest.mark.parametrize("kind", ["grades", "cohort", "attendance", "matrix"])
def test_what_is_no_such_file_is_refused(
    kind: str, written: Callable[..., str], capsys: pytest.CaptureFixture[str]
) -> None:
    more = LEVELS if kind == "cohort" else ()
    assert len(refused(capsys, kind, "/finns/inte.csv", *more)) == 1
    assert len(refused(capsys, kind, written("a;b\n1;2\n"), written("", "tom.csv"), *more)) == 2


def test_tables_csv_and_workbooks_hold_the_same(capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path) -> None:
    words = ["cohort", str(STUDY), *LEVELS, "--by", "school_unit", "--by", "sex"]
    assert statistics.run(words) == 0
    drawn = capfdbinary.readouterr().out.decode()
    assert "Grade level 6 to 9\n" in drawn
    assert "mcnemar_p" in drawn and "Divided\n" in drawn
    assert "Who joined or left is in no other figure." in drawn
    assert statistics.run([*words, "--format", "csv"]) == 0
    lines = capfdbinary.readouterr().out.decode().splitlines()
    assert {"figure,value", "pupils,313", "groups.6,23", "by.1.school_unit,Skola A", "by.1.sex,K"} <= set(lines)
    target = tmp_path / "kohort.xlsx"
    assert statistics.run([*words, "--format", "xlsx", "--output", str(target)]) == 0
    book = openpyxl.load_workbook(io.BytesIO(target.read_bytes()))
    years = ["Year by year", "Year by year, divided"]
    assert book.sheetnames == ["Grade level 6 to 9", "Divided", *years, "Not eligible in grade level 6 a"]
    assert [cell.value for cell in book["Grade level 6 to 9"][2]] == ["pupils", 313]


def test_they_run_where_django_cannot_be_loaded() -> None:
    blocked = (
        "import sys\n"
        "class Wall:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.split('.')[0] in {'django', 'allauth', 'kedjan', 'kedjan_web'}:\n"
        "            raise ImportError('the statistics command reached for ' + name)\n"
        "sys.meta_path.insert(0, Wall())\n"
        f"sys.path.insert(0, {str(Path(statistics.__file__).parents[2])!r})\n"
        "from kedjan_site.command import main\n"
        f"sys.exit(main(['statistics', 'cohort', {str(STUDY)!r}, '--from', '6', '--to', '9', '--format', 'json']))\n"
    )
    done = subprocess.run([sys.executable, "-c", blocked], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    assert json.loads(done.stdout)["pupils"] == 313


def test_rules_are_told_with_how_well_they_did(counting: Counting) -> None:
    found = counting("signals", str(STUDY), *LEVELS, "--rule", "not_eligible", "--rule", "not_passed=MA", "--by", "sex")
    first, second = found["signals"]
    assert (first["rule"], first["true_positive"], first["false_negative"]) == ("not_eligible", 39, 23)
    assert first["ppv"]["share"] == 39 / 54
    assert second["rule"] == "not_passed=MA"
    assert [part["sex"] for part in first["by"]] == ["K", "M"]
    assert not any("pupil" in key for key in first)


def test_what_is_no_rule_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    lines = refused(capsys, "signals", str(STUDY), *LEVELS, "--rule", "risk>=3", "--rule", "mean_points<x")
    assert len(lines) == 2 and "--rule 'risk>=3' is no rule" in lines[0]


def test_a_cohort_comes_out_of_scbs_own_files(counting: Counting, written: Callable[..., str]) -> None:
    six, nine = (
        "".join(f"{scb_line(layout, number=scb_person(980 + each), MA=grade)}\n" for each, grade in enumerate("EEF"))
        for layout in (SIX, NINE)
    )
    nine = nine.replace("2026-06-12", "2029-06-12")
    found = counting("cohort", written(six, "ak6.txt"), written(nine, "ak9.txt"), *LEVELS)
    assert (found["pupils"], found["unchanged_mean"]) == (3, 3)


def test_what_points_at_few_pupils_is_hidden_with_all_that_is_made_of_it(counting: Counting) -> None:
    found = counting("cohort", str(STUDY), *LEVELS, "--by", "school_unit", "--by", "sex", "--publish")
    assert (found["pupils"], found["lost"]) == (313, 23)
    whole = counting("cohort", str(STUDY), *LEVELS, "--by", "school_unit", "--by", "sex")
    hidden = {"hidden": "protected"}
    for part, true in zip(found["by"], whole["by"], strict=True):
        numbers = [part[name] for name in ("eligible_both", "eligible_neither", "gained", "lost")]
        for shown, number in zip(
            numbers, [true[name] for name in ("eligible_both", "eligible_neither", "gained", "lost")], strict=True
        ):
            assert shown in (number, hidden)
            assert shown == hidden or not 0 < number < 10
        if any(isinstance(number, dict) for number in numbers):
            assert "hidden" in part["not_eligible_as_signal"]["ppv"]


def test_tables_and_rows_say_that_something_is_hidden(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    words = ["cohort", str(STUDY), *LEVELS, "--by", "school_unit", "--publish"]
    assert statistics.run(words) == 0
    assert ".." in capfdbinary.readouterr().out.decode()
    assert statistics.run([*words, "--format", "csv"]) == 0
    assert "hidden" not in capfdbinary.readouterr().out.decode().replace("not shown", "")


def test_grades_attendance_and_signals_are_published_without_the_few(
    counting: Counting, written: Callable[..., str]
) -> None:
    found = counting("grades", str(STUDY), "--by", "sex", "--publish")
    last = found["years"][-1]
    assert (last["pupils"], last["eligible"]["vocational"]["pupils"]) == (313, 251)
    assert last["subjects"]["MA"] == {
        "mean_points": {"hidden": "protected"}, "graded": {"hidden": "protected"}, "passed": 279,
        "no_basis": {"hidden": "protected"},
    }  # fmt: skip
    first = counting("signals", str(STUDY), *LEVELS, "--publish")["signals"][0]
    assert (first["true_positive"], first["ppv"]["share"]) == (39, 39 / 54)
    rows = [f"p{n};Skola A;8;2025-09;6000;{1200 * (n % 2)};0\n" for n in range(40)]
    attended = counting("attendance", written(ATTENDANCE + "".join(rows)), "--publish")
    assert attended["pupils"] == 40 and attended["at_least_10_percent"]["pupils"] == 20
    assert "bands" not in attended["by_month"][0]
    assert "invalid_bands" not in attended


def lessons_of(pupils: int) -> str:
    """A week of lessons; every third pupil is away all of it, and nine read a subject of their own."""
    rows = (
        f"p{n};Skola A;2026-01-{12 + day};08:20;60;{'ML' if n < 9 else 'MA'};{60 * (n % 3 == 0)};0;ja\n"
        for n in range(pupils)
        for day in range(5)
    )
    return f"{LESSONS};reported\n" + "".join(rows)


def test_lessons_are_published_by_weekday_and_with_pupils_who_have_spells(
    counting: Counting, written: Callable[..., str], capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    file = written(lessons_of(36))
    found = counting("attendance", file, "--publish")
    assert found["lessons"]["lessons"] == 180
    assert [one["absence"] for one in found["by_weekday"]] == [1 / 3] * 5
    assert [one["absence"] for one in found["by_subject"]] == [{"hidden": "protected"}] * 2
    assert found["spells"]["with_spells"]["pupils"] == 12
    assert found["spells"]["long"]["pupils"] == 0
    assert "by_days" not in found["spells"]
    assert statistics.run(["attendance", file, "--publish"]) == 0
    assert b"Pupils with spells" in capfdbinary.readouterr().out


def test_a_matrix_is_published_as_counts_without_its_pupils(
    written: Callable[..., str], capfdbinary: pytest.CaptureFixture[bytes], counting: Counting
) -> None:
    head = "Elev;" + ";".join(MIDTERM.columns) + "\n"
    file = written(head + "".join(f"hemlig{n};{EXAMPLE}\n" for n in range(12)))
    found = counting("matrix", file, "--publish")
    assert (found["rows"], found["levels"]["Gul"]["pupils"]) == (12, 12)
    assert found["columns"][2] == {"column": "Utsatt", "filled": 12, "at_the_most": 0}
    for form in ("table", "csv", "json"):
        assert statistics.run(["matrix", file, "--publish", "--format", form]) == 0
        assert b"hemlig" not in capfdbinary.readouterr().out


@pytest.mark.parametrize("form", ["table", "csv"])
def test_what_is_published_is_drawn_with_marks_in_place_of_what_is_hidden(
    form: str, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    mark = ".." if form == "table" else "not shown"
    for words in (["grades", "--by", "school_unit"], ["signals", *LEVELS, "--by", "sex"]):
        assert statistics.run([*words, str(STUDY), "--publish", "--format", form]) == 0
        out = capfdbinary.readouterr().out.decode()
        assert mark in out and "protected" not in out


def test_what_would_be_hidden_altogether_is_refused(
    written: Callable[..., str], capsys: pytest.CaptureFixture[str]
) -> None:
    matrix = written("Elev;" + ";".join(MIDTERM.columns) + f"\nx;{EXAMPLE}\n", "m.csv")
    few = written(ATTENDANCE + "".join(f"p{n};A;8;2025-09;6000;0;0\n" for n in range(9)), "n.csv")
    grades = written(GRADES + "p;K;A;2014/15;6;MA;C\np;K;A;2017/18;9;MA;C\n", "b.csv")
    for words in (["matrix", matrix], ["attendance", few], ["grades", grades], ["signals", grades, *LEVELS]):
        (line,) = refused(capsys, *words, "--publish")
        assert "everything would be hidden" in line
    assert "not published" in refused(capsys, "grades", grades, "--later", grades, "--publish")[0]


def test_national_tests_are_told_by_part_and_what_is_no_result_is_no_nought(
    counting: Counting, written: Callable[..., str], capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    told = [{"MA_A_DELT": "1", "MA_PROVB": grade, "SV_B_PRP": "0"} for grade in ("A", "F", "88", "77")]
    file = written(
        "\n".join(line_of_tests(NINE_TESTS, scb_person(980 + n), **one) for n, one in enumerate(told)), "np.txt"
    )
    found = counting("tests", file, "--by", "sex")
    (year,) = found["years"]
    whole = next(part for part in year["parts"] if part["part"] is None)
    assert (year["grade_level"], year["pupils"], whole["took_part"], whole["reached"]) == (9, 4, 2, 1)
    assert (whole["lost"], whole["replacement"], whole["not_taken"], whole["untold"]) == (1, 1, 0, 0)
    points = next(part for part in year["parts"] if part["subject"] == "SV")
    assert (points["took_part"], points["reached"]) == (4, None)
    assert {part["sex"] for part in year["by"]} == {"K", "M"}
    assert "nought" in found["definition"]["untold"]
    again = written(Path(file).read_text(encoding="utf-8"), "samma.txt")
    assert statistics.run(["tests", file]) == 0
    assert b"Grades of whole tests" in capfdbinary.readouterr().out
    assert statistics.run(["tests", file, again]) == 2
    assert b"in 12 places" in capfdbinary.readouterr().err


def test_a_group_is_divided_by_rules_of_ones_own(counting: Counting) -> None:
    rules = ("grön: lacking<=2, passed=MA, fall<7", "gul: not_passed=MA, not_passed<=4", "rosa: fall>=7")
    words = [word for rule in rules for word in ("--subgroup", rule)]
    found = counting("cohort", str(STUDY), *LEVELS, *words)["subgroups"]
    assert [(one["name"], one["pupils"]) for one in found["found"]] == [("grön", 8), ("gul", 4), ("rosa", 11)]
    assert (found["group"], found["unclassified"]) == (6, 0)


def test_groups_of_ones_own_are_not_published_and_a_bad_rule_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    rule = ("--subgroup", "a: fall>=1")
    assert "not published" in refused(capsys, "cohort", str(STUDY), *LEVELS, *rule, "--publish")[0]
    assert "two rules are called 'a'" in refused(capsys, "cohort", str(STUDY), *LEVELS, *rule, *rule)[0]
    assert "'fall>1' is no condition" in refused(capsys, "cohort", str(STUDY), *LEVELS, "--subgroup", "a: fall>1")[0]
