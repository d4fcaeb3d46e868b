"""From a signal of absence to what was done: days counted as on paper, and nobody late before the time is over."""

import datetime as dt
import json
import statistics as plain
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kedjan_site.command import statistics
from kedjan_statistics import attendance, attendance_leads, attendance_lessons
from kedjan_statistics.attendance import Month
from kedjan_statistics.attendance_leads import DEFAULT, STEPS, Leads, Step

ENDS = {"2025-09": dt.date(2025, 9, 30), "2025-10": dt.date(2025, 10, 31), "2025-11": dt.date(2025, 11, 30)}
ENDS |= {"2025-12": dt.date(2025, 12, 31), "2026-02": dt.date(2026, 2, 28)}


def month(pupil: str, of: str, percent: int, *, offered: int = 6000, unit: str = "S") -> Month:
    return Month(pupil, unit, 8, of, offered, offered * percent // 100, 0)


def followed(months: list[Month], steps: list[Step]) -> Leads:
    return attendance_leads.leads(attendance.table(months), steps)


def test_the_days_are_those_of_the_case_in_the_study() -> None:
    steps = [
        Step("a", dt.date(2025, 10, 10), "mapping"),
        Step("a", dt.date(2025, 10, 24), "investigation"),
        Step("a", dt.date(2025, 10, 30), "action"),
    ]
    found = followed([month("a", "2025-09", 25), month("a", "2025-10", 25), month("a", "2025-11", 8)], steps)
    (case,) = found.cases
    assert (case.signal, dict(case.days)) == (ENDS["2025-09"], {"mapping": 10, "investigation": 24, "action": 30})
    assert (case.effect, found.median_effect) == (61, 61)
    assert found.steps["action"].within == 1 and found.steps["action"].median_days == 30


def test_a_signal_that_is_told_stands_before_one_that_is_counted() -> None:
    steps = [Step("a", dt.date(2025, 9, 12), "signal"), Step("a", dt.date(2025, 9, 12), "action")]
    (case,) = followed([month("a", "2025-09", 25)], steps).cases
    assert (case.signal, case.told, case.days["action"]) == (dt.date(2025, 9, 12), True, 0)


def test_nobody_is_late_before_the_time_is_over_and_what_came_before_is_told_apart() -> None:
    months = [month("late", "2025-09", 20), month("new", "2025-11", 20), month("before", "2025-09", 30)]
    steps = [Step("before", dt.date(2025, 9, 1), "action"), Step("none", dt.date(2025, 9, 1), "action")]
    found = followed([*months, month("fine", "2025-11", 19)], steps)
    action = found.steps["action"]
    assert (action.not_documented, action.too_early, action.before_signal, action.within) == (1, 1, 1, 0)
    assert (len(found.cases), found.without_signal, found.until) == (3, 1, ENDS["2025-11"])
    assert action.median_days is None


def test_a_month_in_which_little_was_offered_is_no_signal_and_no_effect() -> None:
    few = month("a", "2025-09", 50, offered=2399)
    assert followed([few], []).cases == ()
    months = [month("a", "2025-09", 50), month("a", "2025-11", 0, offered=2399), month("a", "2025-12", 0)]
    (case,) = followed(months, [Step("a", dt.date(2025, 10, 1), "action")]).cases
    assert case.effect == (ENDS["2025-12"] - ENDS["2025-09"]).days


class Lesson(NamedTuple):
    pupil: str
    school_unit: str
    date: dt.date
    subject: str
    minutes: int
    valid_absence_minutes: int
    invalid_absence_minutes: int
    reported: bool | None


def test_four_weeks_before_an_action_are_held_against_the_four_from_it() -> None:
    action = dt.date(2025, 10, 30)
    days = [action + dt.timedelta(days=since) for since in (-29, -28, -1, 0, 27, 28)]
    rows = [
        Lesson("a", "S", day, "MA", 60, absent, 0, None)
        for day, absent in zip(days, (0, 60, 30, 15, 0, 60), strict=True)
    ]
    each = attendance_lessons.lessons([*rows, Lesson("b", "S", action, "MA", 60, 60, 0, None)])
    steps = [Step("a", dt.date(2025, 9, 30), "signal"), Step("a", action, "action"), Step("b", action, "signal")]
    found = attendance_leads.leads(attendance_lessons.months(each), steps, lessons=each)
    assert [case.four_weeks for case in found.cases] == [((120, 90), (120, 15)), None]
    assert [case.pupil for case in found.compared] == ["a"]


@st.composite
def schools(draw: st.DrawFn) -> tuple[list[Month], list[Step]]:
    months, steps = [], []
    for number in range(draw(st.integers(1, 6))):
        pupil = f"p{number}"
        for of in draw(st.sets(st.sampled_from(sorted(ENDS)))):
            for unit in draw(st.sets(st.sampled_from("ST"), min_size=1)):
                percent = draw(st.sampled_from((5, 19, 20, 60)))
                months.append(month(pupil, of, percent, offered=draw(st.sampled_from((1200, 2400, 6000))), unit=unit))
        for step in draw(st.lists(st.sampled_from(("signal", *STEPS)), max_size=5)):
            steps.append(Step(pupil, dt.date(2025, 9, 1) + dt.timedelta(days=draw(st.integers(0, 150))), step))
    return months, steps


@settings(max_examples=40, deadline=None)
@given(schools())
def test_drawn_cases_are_followed_as_on_paper(drawn: tuple[list[Month], list[Step]]) -> None:
    months, steps = drawn
    if not months:
        return
    found = followed(months, steps)
    until = max([ENDS[each.month] for each in months] + [each.day for each in steps])
    assert found.until == until
    cases = {case.pupil: case for case in found.cases}
    days: dict[str, list[int]] = {step: [] for step in STEPS}
    fates = {
        step: dict.fromkeys(("within", "later", "not_documented", "too_early", "before_signal"), 0) for step in STEPS
    }
    effects = []
    for pupil in {each.pupil for each in (*months, *steps)}:
        own: dict[str, list[int]] = {}
        for each in months:
            if each.pupil == pupil:
                sums = own.setdefault(each.month, [0, 0])
                sums[0] += each.offered_minutes
                sums[1] += each.valid_absence_minutes
        over = [
            ENDS[of]
            for of, (offered, absent) in own.items()
            if offered >= 2400 and Fraction(absent, offered) >= Fraction(1, 5)
        ]
        told = [each.day for each in steps if each.pupil == pupil and each.step == "signal"]
        signal = min(told or over, default=None)
        assert (signal is not None) == (pupil in cases)
        if signal is None:
            continue
        assert (cases[pupil].signal, cases[pupil].told) == (signal, bool(told))
        for step in STEPS:
            taken = [each.day for each in steps if each.pupil == pupil and each.step == step]
            after = [(day - signal).days for day in taken if day >= signal]
            if after:
                days[step].append(min(after))
                fates[step]["within" if min(after) <= DEFAULT.within_days else "later"] += 1
                assert cases[pupil].days[step] == min(after)
            elif taken:
                fates[step]["before_signal"] += 1
            else:
                early = (until - signal).days <= DEFAULT.within_days
                fates[step]["too_early" if early else "not_documented"] += 1
        effect = None
        if "action" in cases[pupil].days:
            acted = signal + dt.timedelta(days=cases[pupil].days["action"])
            better = [
                ENDS[of]
                for of, (offered, absent) in own.items()
                if ENDS[of].replace(day=1) > acted and offered >= 2400 and Fraction(absent, offered) < Fraction(1, 5)
            ]
            effect = (min(better) - signal).days if better else None
        assert cases[pupil].effect == effect
        effects += [effect] if effect is not None else []
    for step, lead in found.steps.items():
        assert {name: getattr(lead, name) for name in fates[step]} == fates[step]
        assert lead.median_days == (plain.median(days[step]) if days[step] else None)
        assert sum(fates[step].values()) == len(found.cases)
    assert found.median_effect == (plain.median(effects) if effects else None)
    assert found.without_signal == len({each.pupil for each in steps} - cases.keys())


HEAD = "pupil;school_unit;grade_level;month;offered_minutes;valid_absence_minutes;invalid_absence_minutes\n"


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    months, steps = tmp_path / "narvaro.csv", tmp_path / "steg.csv"
    months.write_text(f"{HEAD}a;S;8;2025-09;6000;1500;0\na;S;8;2025-11;6000;480;0\n", encoding="utf-8")
    told = "a;2025-10-10;kartläggning\na;2025-10-24;utredning\na;2025-10-30;åtgärd\n"
    steps.write_text(f"elev;datum;steg\n{told}", encoding="utf-8")
    return str(months), str(steps)


def test_the_command_tells_lead_times_with_their_definition(
    files: tuple[str, str], capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    def told(*words: str) -> dict[str, Any]:
        assert statistics.run(["attendance", files[0], *words, "--format", "json"]) == 0
        found: dict[str, Any] = json.loads(capfdbinary.readouterr().out)
        return found

    assert "lead_times" not in told()
    found = told("--steps", files[1])["lead_times"]
    (pupil,) = found["pupils"]
    assert [pupil[step] for step in STEPS] == [10, 24, 30] and pupil["effect"] == 61
    assert [each["median_days"] for each in found["steps"]] == [10, 24, 30]
    assert (found["cases"], found["effect"]["pupils"], found["four_weeks"]) == (1, 1, None)
    assert found["definition"]["signal_percent"] == 20 and found["definition"]["name"] == "Kedjan 2026"
    with pytest.raises(SystemExit):
        statistics.run(["attendance", files[0], "--signal-at", "200"])
    assert b"--signal-at: expected a whole number from 1 to 100, not '200'\n" in capfdbinary.readouterr().err
    own = told("--steps", files[1], "--signal-at", "30")["lead_times"]
    assert (own["cases"], own["without_signal"], own["definition"]["name"]) == (0, 1, "own")
    late = told("--steps", files[1], "--within", "9")["lead_times"]
    assert [each["later"] for each in late["steps"]] == [1, 1, 1]


def test_lead_times_are_drawn_and_bad_steps_and_publishing_refused(
    files: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "ut.txt"
    assert statistics.run(["attendance", files[0], "--steps", files[1], "--output", str(target)]) == 0
    drawn = target.read_text("utf-8")
    assert (
        "Lead times\n" in drawn
        and "Pupils with a signal\n" in drawn
        and "does not say that the action was why" in drawn
    )
    bad = tmp_path / "fel.csv"
    bad.write_text("elev;datum;steg\na;igår;åtgärd\n", encoding="utf-8")
    assert statistics.run(["attendance", files[0], "--steps", str(bad)]) == 2
    assert "fel.csv: row 2, column datum, value 'igår': This is not a day." in capsys.readouterr().err
    assert statistics.run(["attendance", files[0], "--steps", files[1], "--publish"]) == 2
