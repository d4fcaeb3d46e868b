"""Where a cohort went: rows add up, what is not told is in no share, and the published study's numbers come out."""

import json
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kedjan_formats import results_files, tables
from kedjan_site.command import statistics
from kedjan_statistics import cohorts, cohorts_destinations, grades
from kedjan_statistics.cohorts_destinations import KINDS, ROWS, Destined
from kedjan_statistics.engine import fetch
from kedjan_statistics.grades import A_TO_F, COMPULSORY_SCHOOL, Grade
from tests.statistics import grades_twin as twin

STUDY = Path(__file__).parents[1] / "reference" / "karlskoga_cohort.csv"
SOME = ("SV", "EN", "MA", "BL", "MU", "TK", "HI", "KE")


class Went(NamedTuple):
    pupil: str
    school_year: int
    destination: str
    programme_kind: str


def group_of(before: twin.Report, after: twin.Report) -> tuple[str, str]:
    was, became, one, other = twin.eligible(before), twin.eligible(after), twin.mean(before), twin.mean(after)
    changed = {(1, 1): "eligible_both", (0, 0): "eligible_neither", (0, 1): "gained", (1, 0): "lost"}[was, became]
    if was != became:
        return changed, "group 5" if became else "group 6"
    if one is None or other is None:
        return changed, "without_mean"
    if one == other:
        return changed, "unchanged_mean"
    return changed, f"group {(1 if other > one else 2) if was else (3 if other < one else 4)}"


def counted(rows: list[Grade], told: list[Went]) -> dict[str, tuple[int, Counter[str]]]:
    """The twin: pupils of each group, and how many of them went where, the first year after the later level."""
    found = twin.reports(rows)
    groups: dict[str, tuple[int, Counter[str]]] = {name: (0, Counter()) for name in ROWS}
    for (pupil, level), (row, after) in found.items():
        if level != 9 or (pupil, 6) not in found:
            continue
        later = [each for each in told if each.pupil == pupil and each.school_year > row.school_year]
        kind = [min(later, key=lambda each: each.school_year).programme_kind] if later else []
        for name in ("pupils", *group_of(found[pupil, 6][1], after)):
            groups[name] = groups[name][0] + 1, groups[name][1] + Counter(kind)
    return groups


@st.composite
def schools(draw: st.DrawFn) -> tuple[list[Grade], list[Went]]:
    rows, told = [], []
    for number in range(draw(st.integers(1, 12))):
        for level, year in draw(st.sets(st.sampled_from([(6, 2015), (9, 2018), (9, 2019)]))):
            letters = draw(st.lists(st.sampled_from("ABEEEEF-"), min_size=8, max_size=8))
            rows += [Grade(f"P{number}", "K", "S", year, level, *each) for each in zip(SOME, letters, strict=True)]
        for year in draw(st.sets(st.sampled_from([2018, 2019, 2020, 2021]))):
            told.append(Went(f"P{number}", year, draw(st.sampled_from(["A", ""])), draw(st.sampled_from(KINDS))))
    return rows, told


@settings(max_examples=15, deadline=None)
@given(schools())
def test_a_drawn_cohort_went_where_it_went_on_paper(drawn: tuple[list[Grade], list[Went]]) -> None:
    rows, told = drawn
    if not rows:
        return
    pupils, destinations = grades.table(rows), cohorts_destinations.table(told)
    every, own = cohorts.destined(
        pupils, destinations, from_level=6, to_level=9, subgroups=[cohorts.subgroup("Alla: lacking>=1")]
    )
    assert list(every) == list(ROWS)
    for name, (many, kinds) in counted(rows, told).items():
        found = every[name]
        assert (found.pupils, dict(found.by_kind)) == (many, {kind: kinds[kind] for kind in KINDS})
        assert found.told + found.not_told == found.pupils
    assert own["Alla"] == every["lost"]
    assert (
        sum(every[f"group {n}"].pupils for n in range(1, 7))
        + every["unchanged_mean"].pupils
        + every["without_mean"].pupils
        == every["pupils"].pupils
    )


def test_shares_are_of_those_told_of_and_of_those_who_remain() -> None:
    found = Destined(41, dict.fromkeys(KINDS, 0) | {"introductory": 23, "vocational": 14, "moved": 2}, {})
    assert (found.told, found.not_told, found.remaining) == (39, 2, 37)
    assert (found.of_told("introductory"), found.of_remaining("introductory")) == (Fraction(23, 39), Fraction(23, 37))
    assert found.of_remaining("moved") is None
    nobody = Destined(3, dict.fromkeys(KINDS, 0), {})
    assert nobody.of_told("vocational") is None and nobody.not_told == 3


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """The published study, and where its pupils went as far as it says (methods F06)."""
    sheet = tables.read(STUDY.read_bytes(), name=STUDY.name, expected=results_files.EXPECTED)
    rows = results_files.parse(sheet, subjects=COMPULSORY_SCHOOL.names, grades=tuple(A_TO_F.points)).rows
    side = cohorts.followed(grades.latest(grades.table(rows)), from_level=6, to_level=9)
    groups = {row["pupil"]: row["cohort_group"] for row in fetch(side.select("pupil", "cohort_group")).to_pylist()}
    neither, gained = (sorted(p for p, group in groups.items() if group in these) for these in ((3, 4), (5,)))
    went = list(zip(neither, ["im"] * 23 + ["flyttat"] * 2 + ["yrkesprogram"] * 14, strict=True))
    went += zip(gained, ["högskoleförberedande"] * 7 + ["yrkesprogram"] * 7 + ["im"], strict=True)
    lines = [f"{pupil};Skola A;2018/19;{'' if kind == 'flyttat' else 'Möckeln'};{kind}" for pupil, kind in went]
    path = tmp_path_factory.mktemp("vart") / "vart.csv"
    path.write_text("\n".join(["elev;skolenhet;läsår;vart;programtyp", *lines]), encoding="utf-8")
    return str(STUDY), str(path)


@pytest.fixture
def counting(files: tuple[str, str], capfdbinary: pytest.CaptureFixture[bytes]) -> Callable[..., dict[str, Any]]:
    def run(*more: str) -> dict[str, Any]:
        words = ["cohort", files[0], "--from", "6", "--to", "9", "--destinations", files[1], *more]
        assert statistics.run([*words, "--format", "json"]) == 0
        found: dict[str, Any] = json.loads(capfdbinary.readouterr().out)
        return found

    return run


def test_the_published_study_says_where_they_went_and_which_23_is_which(
    counting: Callable[..., dict[str, Any]],
) -> None:
    found = counting("--subgroup", "Alla: lacking>=1")
    groups = {each["group"]: each for each in found["destinations"]["groups"]}
    neither, gained = groups["eligible_neither"], groups["gained"]
    assert (neither["pupils"], neither["remaining"], neither["kinds"]["introductory"]["pupils"]) == (39, 37, 23)
    share = neither["kinds"]["introductory"]
    assert (round(100 * share["of_told"], 1), round(100 * share["of_remaining"], 1)) == (59.0, 62.2)
    kinds = {kind: each["pupils"] for kind, each in gained["kinds"].items() if each["pupils"]}
    assert kinds == {"preparatory": 7, "vocational": 7, "introductory": 1}
    assert (groups["group 6"]["pupils"], groups["group 6"]["not_told"], groups["lost"]["told"]) == (23, 23, 0)
    assert groups["lost"]["kinds"]["introductory"]["of_told"] is None
    assert neither["destinations"] == [{"destination": "Möckeln", "pupils": 37}]
    assert [(each["name"], each["pupils"]) for each in found["destinations"]["subgroups"]] == [("Alla", 23)]


def test_one_pupil_is_hidden_where_it_is_published_with_what_would_tell(
    counting: Callable[..., dict[str, Any]],
) -> None:
    found = counting("--publish")
    groups = {each["group"]: each for each in found["destinations"]["groups"]}
    one = groups["gained"]["kinds"]["introductory"]
    assert one["pupils"] == one["of_told"] == {"hidden": "protected"}
    for each in groups.values():
        told = [kind["pupils"] for kind in each["kinds"].values()]
        assert all(isinstance(many, dict) or many == 0 or many >= 10 for many in told)
        assert "destinations" not in each
    assert found["lost"] == 23 and found["destinations"]["subgroups"] == []


def test_tables_have_a_sheet_for_destinations_and_bad_rows_are_refused(
    files: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "x.csv"
    words = ["cohort", files[0], "--from", "6", "--to", "9", "--destinations"]
    assert statistics.run([*words, files[1], "--output", str(target)]) == 0
    drawn = target.read_text("utf-8")
    assert "Destinations\n" in drawn and "Shares of remaining\n" in drawn and "eligible_neither" in drawn
    bad = tmp_path / "fel.csv"
    bad.write_text("elev;skolenhet;läsår;vart;programtyp\ne1;S;2018/19;G;gymnasiet\n", encoding="utf-8")
    assert statistics.run([*words, str(bad)]) == 2
    assert "fel.csv: row 2, column programtyp, value 'gymnasiet'" in capsys.readouterr().err


def test_what_is_no_kind_of_destination_is_refused() -> None:
    with pytest.raises(ValueError, match="no kind of destination"):
        cohorts_destinations.table([Went("p", 2019, "G", "gymnasiet")])
