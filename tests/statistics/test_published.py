"""What `--publish` shows, attacked: whoever has a report and a linear solver works out nothing about few pupils."""

import random
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import pytest

from kedjan_statistics import (
    attendance_publish,
    cohorts_report,
    grades_eligibility,
    grades_publish,
    matrix_publish,
    signals_publish,
)
from kedjan_statistics.attendance import Month
from kedjan_statistics.grades_scale import A_TO_F, COMPULSORY_SCHOOL
from kedjan_statistics.grades_table import Grade
from kedjan_statistics.matrix import MIDTERM
from kedjan_statistics.published import HIDDEN
from tests.statistics.disclosure_attacker import Attacker, found_by_sums

type Count = tuple[Any, set[str]]
"""What stands in a report, and the pupils it is of, counted by hand."""

K = 10
PASS = {"A", "B", "C", "D", "E"}


def attacked(counts: Iterable[Count], *, sums: bool = True) -> list[object]:
    """What of the hidden counts can be closed in, and which few pupils some sum of the shown ones tells about.

    Every number shown is the true one. A hidden count of few is closed in when it lies within fewer than three from
    end to end, or is surely below ten.
    """
    every = list(counts)
    assert all(value in (HIDDEN, len(members)) for value, members in every)
    shown = [dict.fromkeys(members, "") for value, members in every if value != HIDDEN and members]
    shown = [{pupil: pupil for pupil in members} for members in shown]
    hidden = [members for value, members in every if value == HIDDEN and 0 < len(members) < K]
    assert not [members for members in shown if len(members) < K]
    attacker = Attacker(shown, [{pupil: pupil for pupil in members} for members in hidden], k=K)
    finds: list[object] = []
    for members in hidden:
        low, high = attacker.bounds(place for place, atom in enumerate(attacker.atoms) if atom <= members)
        if high - low < 3 - 1e-6 or high < K - 1e-6:
            finds.append((sorted(members), low, high))
    return finds + (found_by_sums(shown, k=K, most=2) if sums and shown else [])


def only_few_hidden(counts: Iterable[Count]) -> Iterator[Count]:
    """The same counts where nothing but those of few pupils were hidden."""
    for _, members in counts:
        yield (HIDDEN if 0 < len(members) < K else len(members)), members


# --- grades


def grades_of(draw: random.Random) -> list[Grade]:
    """A hundred pupils at three units, one small; a few dashes, fails, second languages and mother tongues."""
    rows = []
    for number in range(draw.randint(70, 110)):
        unit, sex = draw.choice("AAABBBBC"), draw.choice("KM")
        swedish = "SVA" if draw.random() < 0.1 else "SV"
        subjects = [*["EN", "MA", "BL", "IDH"], swedish, *(["ML"] if draw.random() < 0.06 else [])]
        subjects += ["NO"] if draw.random() < 0.1 else ["BI", "FY", "KE"]
        rows += [
            Grade(f"p{number}", sex, unit, 2026, 9, subject, draw.choices("ACEF-", (3, 6, 8, 2, 0.4))[0])
            for subject in subjects
        ]
    return rows


def pupils_by(rows: Iterable[Grade], by: tuple[str, ...]) -> dict[tuple[str, ...], dict[str, dict[str, str]]]:
    """Each part's pupils with their grades by subject."""
    parts: dict[tuple[str, ...], dict[str, dict[str, str]]] = {}
    for row in rows:
        for part in {(), tuple(getattr(row, name) for name in by)}:
            parts.setdefault(part, {}).setdefault(row.pupil, {})[row.subject] = row.grade
    return parts


def counts_of_grades(found: Mapping[str, Any], rows: list[Grade], by: tuple[str, ...]) -> dict[str, list[Count]]:
    """What is told, by subject; with each the overview."""
    told = {tuple(part[name] for name in by): part for part in found["by"]} | {(): found["years"][0]}
    overview: list[Count] = []
    subjects: dict[str, list[Count]] = {}
    for part, pupils in pupils_by(rows, by).items():
        one = told[part]
        overview.append((one["pupils"], set(pupils)))
        passed = {pupil for pupil, grades in pupils.items() if PASS & set(grades.values())}
        every = {pupil for pupil in passed if "F" not in pupils[pupil].values() and "-" not in pupils[pupil].values()}
        overview.append((hits(one["all_passed"]), every))
        for kind, rule in grades_eligibility.RULES.items():
            points = {pupil: {code: A_TO_F.coded(grade) for code, grade in pupils[pupil].items()} for pupil in pupils}
            may = {pupil for pupil in pupils if grades_eligibility.eligible(points[pupil], rule)}
            overview.append((hits(one["eligible"][kind]), may))
        for code, subject in one["subjects"].items():
            has = {pupil: grades[code] for pupil, grades in pupils.items() if code in grades}
            subjects.setdefault(code, []).extend(
                (
                    (subject["graded"], {pupil for pupil, grade in has.items() if grade != "-"}),
                    (subject["passed"], {pupil for pupil, grade in has.items() if grade in PASS}),
                    (subject["no_basis"], {pupil for pupil, grade in has.items() if grade == "-"}),
                )
            )
    return {"": overview} | {code: [*overview, *each] for code, each in subjects.items()}


def hits(share: Mapping[str, Any]) -> Any:
    return HIDDEN if share == HIDDEN else share["pupils"]


@pytest.mark.parametrize("by", [(), ("sex",), ("school_unit",), ("school_unit", "sex")])
@pytest.mark.parametrize("seed", range(3))
def test_no_hidden_count_of_grades_is_told_by_those_shown(seed: int, by: tuple[str, ...]) -> None:
    rows = grades_of(random.Random(seed))
    found, anything = grades_publish.published(rows, by=by)
    assert anything
    lots = counts_of_grades(found, rows, by)
    for code, counts in lots.items():
        assert attacked(counts, sums=code in ("", "MA", "ML")) == [], code
    assert attacked([count for counts in lots.values() for count in counts], sums=False) == []


def test_the_same_attack_on_grades_succeeds_where_only_few_are_hidden() -> None:
    rows = grades_of(random.Random(0))
    found, _ = grades_publish.published(rows, by=("school_unit",))
    counts = list(only_few_hidden(counts_of_grades(found, rows, ("school_unit",))["MA"]))
    assert attacked(counts)


def many(grades: Callable[[int], Mapping[str, str]], pupils: int = 40) -> list[Grade]:
    return [
        Grade(f"p{number}", "K", "A", 2026, 9, subject, grade)
        for number in range(pupils)
        for subject, grade in grades(number).items()
    ]


def test_who_has_no_grade_in_swedish_is_not_told_by_swedish_as_a_second_language() -> None:
    """Everybody reads one of the two: 40 less 12 with a grade in one less 24 with one in the other are four dashes."""
    rows = many(lambda n: {"MA": "C", ("SVA" if n < 12 else "SV"): "-" if n > 35 else "C"})
    (year,) = grades_publish.published(rows)[0]["years"]
    swedish = [year["subjects"][code] for code in ("SV", "SVA")]
    assert year["pupils"] == 40
    assert any(HIDDEN in (one["graded"], one["no_basis"]) for one in swedish)
    assert HIDDEN in [one["graded"] for one in swedish]


def test_the_merit_rating_does_not_tell_what_few_pupils_have_in_a_subject() -> None:
    """It is a sum over subjects: less all the others it would be what the four have in their mother tongue."""
    rows = many(lambda n: {"MA": "C", "EN": "D"} | ({"ML": "A"} if n < 4 else {}))
    (year,) = grades_publish.published(rows)[0]["years"]
    assert year["subjects"]["ML"]["mean_points"] == year["mean_merit_rating"] == HIDDEN
    assert (year["subjects"]["MA"]["mean_points"], year["subjects"]["MA"]["passed"]) == (15, 40)
    (without,) = grades_publish.published([row for row in rows if row.subject != "ML"])[0]["years"]
    assert without["mean_merit_rating"] == {"pupils": 40, "mean": 27.5}


def test_a_mean_is_not_shown_beside_a_hidden_count_that_it_is_made_of() -> None:
    rows = many(lambda n: {"MA": "F" if n < 3 else "E", "EN": "C"})
    (year,) = grades_publish.published(rows)[0]["years"]
    assert year["subjects"]["MA"] == {"mean_points": HIDDEN, "graded": 40, "passed": HIDDEN, "no_basis": 0}
    assert year["all_passed"] == HIDDEN and year["subjects"]["EN"]["mean_points"] == 15


def test_that_none_of_few_passed_is_not_told_as_a_nought() -> None:
    rows = many(lambda n: {"MA": "C"} | ({"ML": "F"} if n < 4 else {}))
    (year,) = grades_publish.published(rows)[0]["years"]
    assert set(map(str, year["subjects"]["ML"].values())) == {str(HIDDEN)}
    assert year["subjects"]["MA"]["no_basis"] == 0


def test_that_no_rule_failed_for_few_is_not_told_as_noughts() -> None:
    """Five who are none of them missed, wrongly found or rightly found are five of whom nothing came."""
    from kedjan_statistics.signals_rules import signal

    rows = [
        Grade(f"{unit}{number}", "K", unit, 2026, 9, subject, "C")
        for unit, number_of in (("A", 30), ("B", 14), ("C", 5))
        for number in range(number_of)
        for subject in ("MA", "EN", "SV", "BL", "IDH", "BI", "FY", "KE")
    ]
    every = [row._replace(school_year=2023, grade_level=6) for row in rows] + rows
    rules = [signal("not_passed=MA")]
    found, _ = signals_publish.published(every, rules, from_level=6, to_level=9, by=("school_unit",))
    parts = {part["school_unit"]: part for part in found["signals"][0]["by"]}
    assert all(parts["C"][name] == HIDDEN for name in signals_publish.CODES.values())
    assert [parts["A"][name] for name in signals_publish.CODES.values()] == [0, 0, 0, 30]


def test_of_nine_pupils_there_is_nothing_to_publish() -> None:
    assert not grades_publish.published(many(lambda _: {"MA": "C"}, pupils=9))[1]
    assert grades_publish.published(many(lambda _: {"MA": "C"}, pupils=10))[1]


# --- signals and cohorts


def two_years(draw: random.Random) -> list[Grade]:
    rows = grades_of(draw)
    early = [row._replace(school_year=2023, grade_level=6, grade=draw.choice("ACEEFF")) for row in rows]
    return early + rows


def counts_of_signals(found: Mapping[str, Any], rows: list[Grade], by: tuple[str, ...]) -> Iterator[Count]:
    """Each rule's four counts; who a rule finds is worked out by hand for those tried here."""
    late = pupils_by([row for row in rows if row.grade_level == 9], by)
    early = pupils_by([row for row in rows if row.grade_level == 6], ())[()]
    vocational = grades_eligibility.VOCATIONAL
    finds: dict[str, Callable[[Mapping[str, str]], bool]] = {
        "not_passed=MA": lambda grades: grades.get("MA") in ("F", "-"),
        "not_passed>=1": lambda grades: bool({"F", "-"} & set(grades.values())),
        "not_passed>=2": lambda grades: sum(grade in "F-" for grade in grades.values()) >= 2,
    }
    for one in found["signals"]:
        told = {tuple(part[name] for name in by): part for part in one["by"]} | {(): one}
        for part, pupils in late.items():
            had = {pupil for pupil in pupils if finds[one["rule"]](early[pupil])}
            came = {
                pupil
                for pupil, grades in pupils.items()
                if not grades_eligibility.eligible({c: A_TO_F.coded(g) for c, g in grades.items()}, vocational)
            }
            everybody = set(pupils)
            for name, inside in (
                ("true_positive", had & came),
                ("false_positive", had - came),
                ("false_negative", came - had),
                ("true_negative", everybody - had - came),
            ):
                yield told[part][name], inside


@pytest.mark.parametrize("by", [(), ("school_unit",)])
@pytest.mark.parametrize("seed", range(3))
def test_no_hidden_count_of_a_rule_is_told_by_the_others(seed: int, by: tuple[str, ...]) -> None:
    from kedjan_statistics.signals_rules import signal

    rows = two_years(random.Random(seed))
    rules = [signal(text) for text in ("not_passed=MA", "not_passed>=1", "not_passed>=2")]
    found, _ = signals_publish.published(rows, rules, from_level=6, to_level=9, by=by)
    counts = list(counts_of_signals(found, rows, by))
    assert attacked(counts) == []
    assert seed or attacked(only_few_hidden(counts))


def test_why_a_count_of_a_cohort_is_hidden_is_not_told() -> None:
    """Two hidden of at most nine each, and eighteen together, would be nine each."""
    rows = two_years(random.Random(4))
    found = cohorts_report.report(rows, from_level=6, to_level=9, by=("school_unit",), publish=True)
    hidden = [value for part in found["by"] for value in part.values() if isinstance(value, dict) and "hidden" in value]
    assert hidden and all(value == HIDDEN for value in hidden)


# --- attendance


def months_of(draw: random.Random) -> list[Month]:
    """Pupils at three units over three months; a few move, come late, or are offered little."""
    rows = []
    for number in range(draw.randint(60, 90)):
        unit, much = draw.choice("AAABBBBC"), draw.choices((2, 8, 13, 17, 30, 60), (9, 5, 3, 2, 2, 1))[0]
        for month in ("2025-09", "2025-10", "2025-11"):
            if draw.random() < 0.04:
                continue
            unit = "B" if unit == "A" and draw.random() < 0.02 else unit
            offered = 300 if number % 19 == 0 else 6000
            rows.append(Month(f"p{number}", unit, 8, month, offered, offered * much // 200, offered * much // 200))
    return rows


def counts_of_attendance(found: Mapping[str, Any], rows: list[Month]) -> tuple[list[Count], list[Count], list[Count]]:
    """Pupils by place, pupils by band, and the minutes of places by whose months they are."""
    pupils: list[Count] = []
    bands: list[Count] = []
    time: list[Count] = []

    def place(told: Mapping[str, Any], inside: list[Month]) -> None:
        pupils.append((told["pupils"], {row.pupil for row in inside}))
        minutes = sum(row.offered_minutes for row in inside)
        assert told["offered_minutes"] in (HIDDEN, minutes)
        keys = {f"{row.pupil}/{row.school_unit}/{row.month}" for row in inside}
        time.append((HIDDEN if told["offered_minutes"] == HIDDEN else len(keys), keys))
        if "bands" not in told:
            return
        own: dict[str, list[int]] = {}
        for row in inside:
            sums = own.setdefault(row.pupil, [0, 0])
            sums[0] += row.offered_minutes
            sums[1] += row.valid_absence_minutes + row.invalid_absence_minutes
        share = {pupil: 100 * absent / offered for pupil, (offered, absent) in own.items() if offered >= 2400}
        bands.append((told["not_banded"], set(own) - set(share)))
        bands.append((told["pupils"], set(own)))
        for band in told["bands"]:
            end = band["to"] or 1000
            bands.append((band["pupils"], {pupil for pupil, much in share.items() if band["from"] <= much < end}))
        for least in (10, 20):
            much = {pupil for pupil, part in share.items() if part >= least}
            bands.append((hits(told[f"at_least_{least}_percent"]), much))

    place(found, rows)
    for part in found["by_school_unit"]:
        place(part, [row for row in rows if row.school_unit == part["school_unit"]])
    for part in found["by_month"]:
        place(part, [row for row in rows if row.month == part["month"]])
    for part in found["by_school_unit_and_month"]:
        unit, month = part["school_unit"], part["month"]
        place(part, [row for row in rows if (row.school_unit, row.month) == (unit, month)])
    return pupils, bands, time


@pytest.mark.parametrize("seed", range(6))
def test_no_hidden_count_of_attendance_is_told_by_those_shown(seed: int) -> None:
    rows = months_of(random.Random(seed))
    found, anything = attendance_publish.published(rows)
    assert anything
    pupils, bands, time = counts_of_attendance(found, rows)
    assert attacked(pupils) == [] == attacked(bands)
    assert attacked([*pupils, *bands], sums=False) == []
    shown = [{key: key.split("/")[0] for key in members} for value, members in time if value != HIDDEN]
    attacker = Attacker(shown, k=K)
    for atom in attacker.atoms:
        if len({attacker.person[key] for key in atom}) < K:
            low, high = attacker.bounds([attacker.atoms.index(atom)])
            assert high - low > 2, atom
    assert seed or attacked(only_few_hidden(bands))


# --- matrices


def matrix_rows(draw: random.Random) -> list[Any]:
    from kedjan_formats.matrix_files import MatrixRow

    twins = [place for place, name in enumerate(MIDTERM.columns) if name in ("SV", "SVA")]
    rows = []
    for number in range(draw.randint(40, 70)):
        worry = draw.choice((0.05, 0.2, 0.7))
        cells: list[int | None] = [3 if draw.random() < worry else draw.choice((0, 1, None)) for _ in MIDTERM.columns]
        cells[twins[draw.random() < 0.2]] = None
        rows.append(MatrixRow(number, f"p{number}", tuple(cells), "", ""))
    return rows


@pytest.mark.parametrize("seed", range(3))
def test_a_published_matrix_has_no_pupil_and_no_hidden_count_is_told(seed: int) -> None:
    from kedjan_statistics.matrix import review

    rows = matrix_rows(random.Random(seed))
    found, anything = matrix_publish.published(rows)
    assert anything and found.keys() == {"form", "max", "rows", "levels", "columns"}
    everybody = {row.pupil for row in rows}
    levels: list[Count] = [(found["rows"], everybody)]
    for name, level in found["levels"].items():
        levels.append((level["pupils"], {row.pupil for row in rows if review(row.cells).level == name}))
    columns: list[Count] = []
    for place, column in enumerate(found["columns"]):
        own: list[Count] = [
            (column["filled"], {row.pupil for row in rows if row.cells[place] is not None}),
            (column["at_the_most"], {row.pupil for row in rows if row.cells[place] == 3}),
        ]
        assert attacked([*levels, *own]) == []
        columns += own
    assert seed or attacked(only_few_hidden([*levels, *columns]), sums=False)


def test_every_subject_is_in_one_lot() -> None:
    codes = COMPULSORY_SCHOOL.codes
    lots = grades_publish._lots(codes)
    assert sorted(code for lot in lots for code in lot) == sorted(codes)
