"""Two pupils who are one are made one: all results at once, whatever came under which number, and undone the same."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from kedjan.access.service import NotHere, NotYours, Refused
from kedjan.facts import models as fact_models
from kedjan.facts import service as facts
from kedjan.facts.service import FactKind
from kedjan.intake import service as intake
from kedjan.people import service as people
from kedjan.pupils import models
from kedjan.pupils import service as pupils
from kedjan.results import laying
from kedjan.results import service as results
from kedjan_site import erasures
from kedjan_site.demo import cast
from tests.formats.test_scb import person as number
from tests.rooms.results_made import (
    ATTENDANCE,
    KRAKEK,
    NILS,
    NOW,
    TALL,
    grades_file,
    sent,
    taken_in,
    year_of_grades,
)

OWN, PERSONAL, OTHER = "elev-17", number(5), "elev-18"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_shelves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give each test a fact store, and a list of the erased, of its own."""
    monkeypatch.setattr(settings, "KEDJAN_FACTS", tmp_path / "facts")
    monkeypatch.setattr(settings, "DATA", tmp_path)
    yield tmp_path


def early(pupil: str = OWN, grades: str = "C", year: str = "2021/22") -> bytes:
    return grades_file(*year_of_grades([(pupil, "K", grades), (OTHER, "M", "E")], year=year, level=6))


def late(pupil: str = PERSONAL, grades: str = "B", year: str = "2024/25") -> bytes:
    return grades_file(*year_of_grades([(pupil, "K", grades), (OTHER, "M", "D")], year=year, level=9))


def months(pupil: str, *told: str) -> bytes:
    return "\n".join(
        (
            ATTENDANCE,
            *(
                f"{pupil};{KRAKEK};9;{month};6000;{absent};0"
                for month, absent in zip(told[::2], told[1::2], strict=True)
            ),
        )
    ).encode()


def told_as_one(one: str = OWN, other: str = PERSONAL) -> UUID:
    return results.tell_as_one(by=cast.actor(NILS), now=NOW, one=one, other=other)


def joined(one: str = OWN, other: str = PERSONAL, **more: bool) -> UUID:
    found = told_as_one(one, other)
    results.join_pupils(by=cast.actor(NILS), now=NOW, id=found, reason="Skolan har sagt det.", **more)
    return found


def seen(join: UUID) -> results.JoinSeen:
    return results.see_join(by=cast.actor(NILS), now=NOW, id=join)


def part(join: UUID) -> None:
    results.part_pupils(by=cast.actor(NILS), now=NOW, id=join)


def key_of(pupil: str) -> int:
    return pupils.keys_of(by=cast.actor(NILS), numbers=[pupil])[pupil]


def in_place() -> dict[tuple[FactKind, int], list[dict[str, Any]]]:
    """Everything that is counted, by kind and year."""
    nils = cast.actor(NILS)
    return {
        (kind, each.school_year): facts.rows_of(by=nils, data_set=each).to_pylist()
        for kind in FactKind
        for each in facts.combined(by=nils, kind=kind)
    }


def who(kind: FactKind, year: int) -> list[int]:
    return sorted(row["pupil"] for row in in_place()[kind, year])


def everywhere() -> set[int]:
    """The pupils of every file of every version that is kept."""
    return set(facts.keys_kept(by=cast.actor(NILS)))


def test_results_under_two_numbers_become_one_pupils_in_every_kind_and_year_and_two_again() -> None:
    taken_in(early())
    taken_in(late())
    taken_in(months(PERSONAL, "2024-09", "300"), "narvaro.csv")
    taken_in(months(OWN, "2024-10", "0"), "narvaro.csv")
    before, kept, gone = in_place(), key_of(OWN), key_of(PERSONAL)
    join = joined()
    assert kept < gone and key_of(OWN) == key_of(PERSONAL) == kept
    assert who(FactKind.GRADES, 2022) == who(FactKind.GRADES, 2025) == sorted([kept, key_of(OTHER)])
    assert who(FactKind.ATTENDANCE, 2025) == [kept, kept]
    laid = [each.joins for each in fact_models.DataSet.objects.filter(current=True, version__gt=0).order_by("id")]
    assert sorted(laid) == [[], [join.hex], [join.hex]], "what it was laid out by is told of what moved alone"
    part(join)
    assert in_place() == before and (key_of(OWN), key_of(PERSONAL)) == (kept, gone)
    again = joined()
    assert again != join and key_of(PERSONAL) == kept


def test_a_cohort_follows_who_was_known_by_another_number_before() -> None:
    taken_in(early())
    taken_in(late())
    whole = people.system_actor(provider=cast.provider_id(cast.EKKOPING), role=cast.Role.PRINCIPAL)
    asks = results.Question("Årskull", 6, 9)
    study = results.save_study(by=whole, now=NOW, key=UUID(int=1), asks=asks)
    first = results.count_study(by=whole, now=NOW, id=study.id)
    joined()
    assert results.count_study(by=whole, now=NOW, id=study.id).newer
    results.count_again(by=whole, now=NOW, id=study.id, seen=study.version)
    then = results.count_study(by=whole, now=NOW, id=study.id)
    assert (first.report["pupils"], then.report["pupils"]) == (1, 2)


def test_what_both_say_alike_is_kept_once_and_what_differs_is_for_somebody_to_say() -> None:
    taken_in(late(OWN, "CCDDEEFFAA"))
    taken_in(late(PERSONAL, "CCDDEEFFAB"), later=1)
    join = told_as_one()
    found = seen(join)
    assert [(p.kind, p.school_year, p.first, p.second, p.same, p.differing) for p in found.parts] == [
        (FactKind.GRADES, 2025, 10, 10, 9, 1)
    ]
    (one,) = found.differences or ()
    assert (one.thing, one.said, one.second_counts) == ((("subject", "BI"),), (("grade", "A", "B"),), True)
    with pytest.raises(Refused, match="do not say the same"):
        results.join_pupils(by=cast.actor(NILS), now=NOW, id=join, reason="Samma")
    results.join_pupils(by=cast.actor(NILS), now=NOW, id=join, reason="Samma", later_counts=True)
    (row,) = (each for each in in_place()[FactKind.GRADES, 2025] if each["pupil"] == key_of(OWN))
    assert (row["BI"], row["HI"]) == (175, 200), "the later one counts"


def test_the_later_file_counts_whichever_number_it_came_by() -> None:
    taken_in(late(PERSONAL, "A"))
    taken_in(months(OWN, "2024-09", "100"), "narvaro.csv")
    taken_in(months(PERSONAL, "2024-09", "300"), "narvaro.csv", later=1)
    taken_in(months(OWN, "2024-09", "200"), "narvaro.csv", later=2)
    joined(later_counts=True)
    assert [row["valid_absence_minutes"] for row in in_place()[FactKind.ATTENDANCE, 2025]] == [200]


def test_sex_and_unit_of_the_year_are_held_against_each_other_too() -> None:
    taken_in(grades_file(f"{OWN};K;{KRAKEK};2024/25;9;MA;C"))
    taken_in(grades_file(f"{PERSONAL};M;{TALL};2024/25;9;SV;C"))
    (one,) = seen(told_as_one()).differences or ()
    assert (one.thing, one.said) == ((), (("sex", "K", "M"), ("school_unit", KRAKEK, TALL)))
    taken_in(grades_file(f"elev-20;M;{KRAKEK};2023/24;8;MA;C"))
    told = seen(told_as_one("elev-20", OWN)).differences or ()
    assert [(each.school_year, each.said, each.second_counts) for each in told] == [(None, (("sex", "K", "M"),), None)]


def test_two_of_whom_one_file_says_different_things_are_two() -> None:
    taken_in(grades_file(f"{OWN};K;{KRAKEK};2024/25;9;MA;C", f"{PERSONAL};K;{KRAKEK};2024/25;9;MA;D"))
    join = told_as_one()
    assert seen(join).in_one_file == 1
    with pytest.raises(Refused, match="One file says different things"):
        results.join_pupils(by=cast.actor(NILS), now=NOW, id=join, reason="Samma", later_counts=True)
    results.told_as_two(by=cast.actor(NILS), now=NOW, id=join)
    assert pupils.join_told(by=cast.actor(NILS), id=join).state is pupils.JoinState.SET_ASIDE
    assert told_as_one() == join, "who tells it by hand means it"


def test_files_before_and_after_are_undone_as_ever_and_the_joining_when_nothing_has_come_since() -> None:
    first = taken_in(early())
    taken_in(late())
    join, kept = joined(), key_of(OWN)
    since = taken_in(early(PERSONAL, "A"), later=1)
    assert who(FactKind.GRADES, 2022) == sorted([kept, key_of(OTHER)])
    assert seen(join).since == (since.id,)
    with pytest.raises(Refused, match="read in since"):
        part(join)
    intake.undo(by=cast.actor(NILS), now=NOW, id=since.id)
    intake.undo(by=cast.actor(NILS), now=NOW, id=first.id)
    assert who(FactKind.GRADES, 2022) == []
    part(join)
    assert key_of(PERSONAL) != kept and who(FactKind.GRADES, 2025) == sorted([key_of(PERSONAL), key_of(OTHER)])


def test_a_pupil_made_of_three_is_taken_apart_from_the_last() -> None:
    for pupil, year in (("elev-3", "2020/21"), (OWN, "2021/22"), (PERSONAL, "2022/23")):
        taken_in(grades_file(f"{pupil};K;{KRAKEK};{year};8;MA;C"))
    before = in_place()
    inner = joined(OWN, PERSONAL)
    outer = joined(PERSONAL, "elev-3")
    assert {who(FactKind.GRADES, year)[0] for year in (2021, 2022, 2023)} == {key_of("elev-3")}
    with pytest.raises(Refused, match="Undo that first"):
        part(inner)
    part(outer)
    part(inner)
    assert in_place() == before


@pytest.mark.parametrize("which", [OWN, PERSONAL])
def test_erasing_one_of_two_who_are_one_erases_both_from_every_version_and_from_a_backup_before(which: str) -> None:
    nils = cast.actor(NILS)
    taken_in(early())
    taken_in(late())
    ids = set(pupils.ids_of(by=nils, keys=[key_of(OWN), key_of(PERSONAL)]).values())
    both, other = {key_of(OWN), key_of(PERSONAL)}, key_of(OTHER)
    join = joined()
    results.erase_pupil(by=nils, now=NOW, number=which, reason="Begäran")
    assert everywhere() == {other} and not pupils.present(by=nils, keys=both)
    assert ids <= {pupil for _, pupil in erasures.noted(erasures.path())}, "a backup from before knows them as two"
    assert not models.PupilJoin.objects.filter(id=join).exists()


def test_who_is_one_and_two_again_leaves_nothing_behind_when_erased() -> None:
    nils = cast.actor(NILS)
    taken_in(early())
    taken_in(late())
    kept, gone = key_of(OWN), key_of(PERSONAL)
    join = joined()
    part(join)
    results.erase_pupil(by=nils, now=NOW, number=PERSONAL, reason="Begäran")
    left = [
        (each.school_year, key)
        for each in fact_models.DataSet.objects.all()
        for key in set(facts.rows_of(by=nils, data_set=_value(each), columns=["pupil"])["pupil"].to_pylist())
    ]
    assert gone not in {key for _, key in left}
    assert {year for year, key in left if key == kept} == {2022}, "not where the other's results lay meanwhile"
    assert who(FactKind.GRADES, 2022) == sorted([kept, key_of(OTHER)])


def _value(row: fact_models.DataSet) -> facts.DataSet:
    (found,) = facts.data_sets(by=cast.actor(NILS), ids=[row.id])
    return found


def test_who_is_being_erased_is_made_one_with_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    taken_in(early())
    taken_in(late())
    join = told_as_one()
    with monkeypatch.context() as patched:
        patched.setattr("kedjan.results.erasing.finish_erasures", lambda **_: 0)
        results.erase_pupil(by=cast.actor(NILS), now=NOW, number=OWN, reason="Begäran")
    with pytest.raises(Refused, match="being erased"):
        results.join_pupils(by=cast.actor(NILS), now=NOW, id=join, reason="Samma")
    results.finish_erasures(by=cast.actor(NILS), now=NOW)
    assert key_of(OTHER) in everywhere() and not models.PupilJoin.objects.exists()


def test_protected_is_who_was_so_under_either_number_and_their_numbers_are_shown_to_nobody() -> None:
    taken_in(early())
    taken_in(late())
    nils = cast.actor(NILS)
    waiting = sent(late(PERSONAL, "A", "2023/24"))
    join = told_as_one()
    assert seen(join).numbers == (OWN, PERSONAL)
    assert results.see_join(by=replace(nils, account=UUID(int=9)), now=NOW, id=join).numbers is None
    pupils.protect(by=nils, now=NOW, number=OWN, protected=True)
    assert seen(join).numbers == ("", PERSONAL)
    results.join_pupils(by=nils, now=NOW, id=join, reason="Samma")
    assert pupils.protected(by=nils, keys=[key_of(PERSONAL)]) == {key_of(OWN)}
    shown = {row.pupil for row in intake.ledger(by=nils, now=NOW, id=waiting.id).rows.items}
    assert shown == {"", OTHER}, "nor in what waited"
    pupils.protect(by=nils, now=NOW, number=PERSONAL, protected=False)
    part(join)
    assert not models.ProtectedPupil.objects.exists()


def test_a_file_that_waited_falls_on_the_pupil_that_was_kept() -> None:
    taken_in(early())
    taken_in(late())
    same_year, other_year = sent(late(PERSONAL, "A")), sent(late(PERSONAL, "A", "2023/24"))
    gone = key_of(PERSONAL)
    joined()
    for each in (same_year, other_year):
        intake.accept(by=cast.actor(NILS), now=NOW, id=each.id, seen=each.revision)
    assert who(FactKind.GRADES, 2024) == sorted([key_of(OWN), key_of(OTHER)])
    assert key_of(OWN) in who(FactKind.GRADES, 2025) and gone not in who(FactKind.GRADES, 2025)


def _meanwhile(monkeypatch: pytest.MonkeyPatch, once: Callable[[], object]) -> None:
    """Let something happen once, when something is laid out that is not in place yet."""
    real, left = laying.combined, [once]

    def then(*asked: Any) -> Any:
        if left:
            left.pop()()
        return real(*asked)

    monkeypatch.setattr(laying, "combined", then)


def test_who_joins_while_a_file_is_read_in_has_it_compared_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    taken_in(early())
    taken_in(late())
    waiting = sent(late(PERSONAL, "A", "2023/24"))
    _meanwhile(monkeypatch, joined)
    intake.accept(by=cast.actor(NILS), now=NOW, id=waiting.id, seen=waiting.revision)
    assert who(FactKind.GRADES, 2024) == sorted([key_of(OWN), key_of(OTHER)])


def test_who_is_erased_while_others_are_read_in_or_joined_does_not_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    nils = cast.actor(NILS)
    taken_in(grades_file(*(f"{each};K;{KRAKEK};2024/25;9;MA;C" for each in ("first", "second", OWN))))
    taken_in(early(PERSONAL))
    gone, waiting, join = [key_of(each) for each in ("first", "second")], sent(late("elev-21")), told_as_one()
    _meanwhile(monkeypatch, lambda: results.erase_pupil(by=nils, now=NOW, number="first", reason="Begäran"))
    intake.accept(by=nils, now=NOW, id=waiting.id, seen=waiting.revision)
    _meanwhile(monkeypatch, lambda: results.erase_pupil(by=nils, now=NOW, number="second", reason="Begäran"))
    results.join_pupils(by=nils, now=NOW, id=join, reason="Samma")
    assert not {*gone} & everywhere()


def test_what_comes_in_while_two_are_joined_is_laid_out_with_them(monkeypatch: pytest.MonkeyPatch) -> None:
    taken_in(early())
    taken_in(late())
    join = told_as_one()
    _meanwhile(monkeypatch, lambda: taken_in(late(PERSONAL, "A", "2023/24")))
    results.join_pupils(by=cast.actor(NILS), now=NOW, id=join, reason="Samma")
    assert who(FactKind.GRADES, 2024) == sorted([key_of(OWN), key_of(OTHER)])


def test_who_is_kept_for_the_results_of_either_key() -> None:
    nils = cast.actor(NILS)
    taken_in(early())
    first = taken_in(late())
    kept, gone, other = key_of(OWN), key_of(PERSONAL), key_of(OTHER)
    joined()
    intake.undo(by=nils, now=NOW, id=first.id)
    assert pupils.remove_others(by=nils, keys={gone, other}, before=NOW.replace(year=NOW.year + 1)) == 0
    assert pupils.remove_others(by=nils, keys={other}, before=NOW.replace(year=NOW.year + 1)) == 1
    assert not pupils.present(by=nils, keys=[kept]) and not models.PupilJoin.objects.exists()


def test_only_who_takes_files_in_may_and_another_provider_has_no_such_pair() -> None:
    taken_in(early())
    taken_in(late())
    join = told_as_one()
    maj = cast.actor("Maj Sävdunge")
    for ask in (results.see_join, results.part_pupils, results.told_as_two):
        with pytest.raises(NotYours):
            ask(by=maj, now=NOW, id=join)
    with pytest.raises(NotYours):
        results.tell_as_one(by=maj, now=NOW, one=OWN, other=PERSONAL)
    with pytest.raises(NotHere):
        results.tell_as_one(by=cast.actor(NILS), now=NOW, one=OWN, other="ingen")
    with pytest.raises(NotHere):
        seen(UUID(int=7))


def test_the_store_holds_that_a_key_is_given_up_once_for_a_lower_one() -> None:
    taken_in(early())
    taken_in(late())
    joined()
    row = models.PupilJoin.objects.get()
    for change in ({"state": "gone"}, {"kept": 9}, {"decided_by": None}, {"state": "undone"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            models.PupilJoin.objects.filter(id=row.id).update(**change)
    row.id = UUID(int=8)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)
