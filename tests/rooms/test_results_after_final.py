"""A study shows who is eligible after examinations and holiday school, as soon as such grades have come in."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import settings

from kedjan.intake import service as intake
from kedjan.people import service as people
from kedjan.results import service as results
from kedjan.results.service import Question
from kedjan_site.demo import cast
from kedjan_site.demo import results as demo
from tests.rooms.results_made import HANNA, KRAKEK, NILS, NOW, TALL, grades_file, later_file, taken_in, year_of_grades

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_shelves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give each test a fact store of its own."""
    monkeypatch.setattr(settings, "KEDJAN_FACTS", tmp_path)
    yield tmp_path


def krakek() -> UUID:
    return cast.unit_id(cast.EKKOPING, KRAKEK)


ASKED = Question("Från sexan till nian", 6, 9)
NO_MATHEMATICS = "EEFEEEEEEE"


def two_years() -> bytes:
    """Two pupils followed, one of them without mathematics; one who came later, without it too; one at Tallvippan."""
    six = year_of_grades([("a", "K", "C"), ("b", "M", "E"), ("t", "M", "E")], year="2021/22", level=6)
    nine = year_of_grades(
        [("a", "K", "C"), ("b", "M", NO_MATHEMATICS), ("new", "K", NO_MATHEMATICS)], year="2024/25", level=9
    )
    return grades_file(*six, *nine, *year_of_grades([("t", "M", NO_MATHEMATICS)], year="2024/25", level=9, unit=TALL))


def later(pupil: str, *, unit: str = KRAKEK, year: str = "2024/25", grade: str = "E") -> str:
    return f"{pupil};{unit};{year};MA;{grade};lovskola;2025-08-08"


def saved(**other: Any) -> results.Study:
    asks = replace(ASKED, units=(krakek(),), **other)
    return results.save_study(by=cast.actor(HANNA), now=NOW, key=uuid4(), asks=asks)


def counted(of: results.Study) -> results.Studied:
    return results.count_study(by=cast.actor(HANNA), now=NOW, id=of.id)


def eligible(found: Mapping[str, Any] | None) -> tuple[int, int, int]:
    """How many pupils there are, and how many of them are eligible for vocational programmes before and after."""
    assert found is not None
    (year,) = found["years"]
    both = year["eligible"]["vocational"]
    return year["pupils"], both["before"]["pupils"], both["after"]["pupils"]


def test_all_who_ended_with_final_grades_are_counted_before_and_after() -> None:
    taken_in(two_years())
    taken_in(later_file(later("b"), later("new")))
    found = counted(saved())
    assert found.report["pupils"] == 2, "the cohort is those with grades both times"
    assert eligible(found.after_final) == (3, 1, 3)
    assert found.report["eligible_both"] == 1, "and its figures rest on the final grades alone"
    assert found.years == (2022, 2025) and len(found.data_sets) == 3


def test_a_study_that_was_counted_before_they_came_in_says_so_and_is_counted_again() -> None:
    taken_in(two_years())
    made = saved()
    assert counted(made).after_final is None
    done = taken_in(later_file(later("b")), "lovskola.csv", later=1)
    assert counted(made).newer and counted(made).after_final is None
    again = results.count_again(by=cast.actor(HANNA), now=NOW, id=made.id, seen=made.version)
    assert not counted(again).newer and eligible(counted(again).after_final) == (3, 1, 2)
    intake.undo(by=cast.actor(NILS), now=NOW, id=done.id)
    assert counted(again).newer and eligible(counted(again).after_final) == (3, 1, 2)
    anew = results.count_again(by=cast.actor(HANNA), now=NOW, id=made.id, seen=again.version)
    assert counted(anew).after_final is None, "a file that is undone leaves nothing to show"


def test_a_grade_gained_elsewhere_counts_and_pupils_of_other_units_do_not() -> None:
    taken_in(two_years())
    taken_in(later_file(later("b", unit=TALL), later("t", unit=KRAKEK)))
    found = counted(saved()).after_final
    assert found is not None and eligible(found) == (3, 1, 2)
    assert found["without_final_grades"] == [], "who has final grades at another unit is not without them"


def test_later_grades_without_final_ones_are_told_where_they_were_gained() -> None:
    taken_in(two_years())
    taken_in(later_file(later("x"), later("y"), later("z", unit=TALL), later("b")))
    found = counted(saved()).after_final
    assert found is not None and eligible(found) == (3, 1, 2)
    assert found["without_final_grades"] == [{"school_year": "2024/25", "pupils": 2, "grades": 2}]


def test_only_years_and_levels_with_final_and_later_grades_show_them() -> None:
    taken_in(two_years())
    other = year_of_grades([("a", "K", "C"), ("b", "M", "C")], year="2023/24", level=8)
    taken_in(grades_file(*other))
    taken_in(later_file(later("b")))
    assert counted(saved(school_year=2025)).after_final is not None
    assert counted(saved(to_level=8)).after_final is None
    assert counted(saved(school_year=2024, to_level=8)).after_final is None


def test_in_the_demo_eighty_one_of_ninety_six_become_eighty_four() -> None:
    demo_files = (
        [demo.GRADES, *demo.year_six()],
        [demo.GRADES, *demo.year_nine()],
        [demo.LATER_GRADES, *demo.after_final()],
    )
    for lines in demo_files:
        taken_in("\n".join(lines).encode())
    whole = people.system_actor(provider=cast.provider_id(cast.EKKOPING), role=cast.Role.PRINCIPAL)
    made = results.save_study(by=whole, now=NOW, key=uuid4(), asks=ASKED)
    found = results.count_study(by=whole, now=NOW, id=made.id).after_final
    assert found is not None and eligible(found) == (96, 81, 84)
    mathematics = found["years"][0]["subjects"][0]
    assert mathematics == {"subject": "MA", "gained_through": "holiday_school", "grades": 4, "passed": 3}
    assert found["without_final_grades"] == [{"school_year": "2025/26", "pupils": 1, "grades": 1}]
