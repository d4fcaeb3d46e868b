"""Cohort studies: a saved question, counted on data sets that stay as they are, for those who may read the rows."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.conf import settings

from kedjan.access.service import Changed, NotHere, NotYours, Refused
from kedjan.facts import models as fact_models
from kedjan.facts import service as facts
from kedjan.intake import service as intake
from kedjan.journal import service as journal
from kedjan.people import service as people
from kedjan.pupils import models as pupil_models
from kedjan.pupils import service as pupils
from kedjan.results import models
from kedjan.results import service as results
from kedjan.results.service import Question
from kedjan_site import erasures, retention
from kedjan_site.demo import cast
from kedjan_statistics import cohorts
from tests.rooms.results_made import (
    HANNA,
    KRAKEK,
    NILS,
    NOW,
    TALL,
    destinations_file,
    grades_file,
    sent,
    taken_in,
    year_of_grades,
)

pytestmark = pytest.mark.django_db
REFERENCE = Path(__file__).parents[1] / "reference"
ASKED = Question("Från sexan till nian", 6, 9)


@pytest.fixture(autouse=True)
def own_shelves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give each test a fact store of its own."""
    monkeypatch.setattr(settings, "KEDJAN_FACTS", tmp_path)
    yield tmp_path


def krakek() -> UUID:
    return cast.unit_id(cast.EKKOPING, KRAKEK)


def hannas(**other: object) -> Question:
    return replace(ASKED, units=(krakek(),), **other)


def two_years() -> bytes:
    """Four pupils at Kråkekskolan in year 9, one of them from Tallvippan in year 6; one who left, one who joined."""
    six = year_of_grades([("a", "K", "C"), ("b", "M", "E"), ("left", "M", "C")], year="2021/22", level=6)
    six += year_of_grades([("c", "K", "D"), ("d", "M", "F")], year="2021/22", level=6, unit=TALL)
    nine = year_of_grades([("a", "K", "B"), ("b", "M", "F"), ("c", "K", "D")], year="2024/25", level=9)
    nine += year_of_grades([("new", "K", "A")], year="2024/25", level=9)
    nine += year_of_grades([("d", "M", "E")], year="2024/25", level=9, unit=TALL)
    return grades_file(*six, *nine)


def saved(by: str = HANNA, asks: Question | None = None) -> results.Study:
    return results.save_study(by=cast.actor(by), now=NOW, key=uuid4(), asks=asks or hannas())


def test_the_reference_study_comes_out_of_the_store_as_it_was_published() -> None:
    expected = json.loads((REFERENCE / "karlskoga_cohort_expected.json").read_text("utf-8"))
    data = (REFERENCE / "karlskoga_cohort.csv").read_text("utf-8")
    units = sorted({line.split(";")[2] for line in data.splitlines()[1:]})
    for unit, name in zip(units, (KRAKEK, TALL, "Sjuspångs skola"), strict=False):
        data = data.replace(f";{unit};", f";{name};")
    for year in range(2017, 2013, -1):
        data = data.replace(f";{year}/{(year + 1) % 100};", f";{year + 8}/{(year + 9) % 100};")
    taken_in(data.encode(), "karlskoga.csv")
    whole = people.system_actor(provider=cast.provider_id(cast.EKKOPING), role=cast.Role.PRINCIPAL)
    made = results.save_study(by=whole, now=NOW, key=uuid4(), asks=ASKED)
    found = results.count_study(by=whole, now=NOW, id=made.id)
    for name, value in expected.items():
        if name in found.report and not isinstance(value, list | dict | float):
            assert found.report[name] == value, name
    assert found.report["mcnemar_p"] == pytest.approx(expected["mcnemar_p"])
    assert len(found.dots) == 313


def test_a_principal_studies_those_who_ended_at_their_unit_wherever_they_began() -> None:
    taken_in(two_years())
    made = saved()
    found = results.count_study(by=cast.actor(HANNA), now=NOW, id=made.id)
    assert (found.report["pupils"], found.report["joined"], found.report["left"]) == (3, 1, 1)
    assert (found.report["eligible_both"], found.report["lost"]) == (2, 1)
    assert [dot.group for dot in found.dots] == [6, 0, 1]
    assert found.years == (2022, 2025) and not found.newer


def test_pupils_of_other_units_are_studied_by_nobody_else() -> None:
    taken_in(two_years())
    made = saved()
    for name in ("Ester Kärrgrind", "Maj Sävdunge", "Torun Hedspång", NILS, "Ida Vasskulle", "Idris Kvarnvass"):
        with pytest.raises(NotYours):
            results.count_study(by=cast.actor(name), now=NOW, id=made.id)
        assert results.studies(by=cast.actor(name)) == ()
    with pytest.raises(NotYours):
        saved(asks=ASKED)
    with pytest.raises(NotYours):
        saved(asks=replace(ASKED, units=(krakek(), cast.unit_id(cast.EKKOPING, TALL))))
    with pytest.raises(NotHere):
        results.study(by=cast.actor("Tove Åsgrind"), id=made.id)
    assert [each.name for each in results.units_to_study(by=cast.actor(HANNA))] == [KRAKEK]


def test_a_study_stands_on_what_it_was_counted_on_until_it_is_counted_again() -> None:
    taken_in(two_years())
    made, hanna = saved(), cast.actor(HANNA)
    before = results.count_study(by=hanna, now=NOW, id=made.id)
    taken_in(grades_file(*year_of_grades([("b", "M", "C")], year="2024/25", level=9)), later=1)
    same = results.count_study(by=hanna, now=NOW, id=made.id)
    assert same.report == before.report and same.newer
    again = results.count_again(by=hanna, now=NOW, id=made.id, seen=made.version)
    found = results.count_study(by=hanna, now=NOW, id=made.id)
    assert (found.report["eligible_both"], found.newer, again.version) == (3, False, 2)
    with pytest.raises(Changed):
        results.count_again(by=hanna, now=NOW, id=made.id, seen=1)


def test_what_was_counted_on_the_same_files_is_not_counted_again(monkeypatch: pytest.MonkeyPatch) -> None:
    taken_in(two_years())
    made, hanna = saved(), cast.actor(HANNA)
    first = results.count_study(by=hanna, now=NOW, id=made.id)
    counted: list[object] = []
    count = cohorts.report_of
    monkeypatch.setattr(cohorts, "report_of", lambda *given, **asked: counted.append(asked) or count(*given, **asked))
    assert results.count_study(by=hanna, now=NOW, id=made.id) == first and counted == []
    taken_in(grades_file(*year_of_grades([("p0", "K", "A")], year="2024/25", level=9)), later=1)
    again = results.count_again(by=hanna, now=NOW, id=made.id, seen=made.version)
    assert results.count_study(by=hanna, now=NOW, id=made.id).data_sets != first.data_sets and len(counted) == 1
    results.change_study(by=hanna, now=NOW, id=made.id, seen=again.version, asks=hannas(by=("sex",)))
    assert results.count_study(by=hanna, now=NOW, id=made.id).report["by"] and len(counted) == 2


def test_a_school_year_by_itself_and_groups_of_ones_own() -> None:
    taken_in(two_years())
    asks = hannas(school_year=2025, by=("sex",), subgroups=("Matematik: not_passed=MA",))
    found = results.count_study(by=cast.actor(HANNA), now=NOW, id=saved(asks=asks).id)
    assert (found.report["pupils"], found.report["joined"], found.report["left"]) == (3, 1, 1)
    assert [part["sex"] for part in found.report["by"]] == ["K", "M"]
    assert found.report["subgroups"]["found"][0]["pupils"] == 1
    none = results.count_study(by=cast.actor(HANNA), now=NOW, id=saved(asks=hannas(school_year=2024)).id)
    assert none.report == {} and none.dots == ()


def test_a_study_tells_year_by_year_who_came_to_the_unit_and_who_left() -> None:
    six = year_of_grades([("a", "K", "C"), ("b", "M", "E")], year="2021/22", level=6, unit=TALL)
    seven = year_of_grades([("a", "K", "C"), ("b", "M", "F"), ("gone", "K", "C")], year="2022/23", level=7)
    nine = year_of_grades([("a", "K", "B"), ("b", "M", "E"), ("new", "K", "A")], year="2024/25", level=9)
    older = year_of_grades([("x", "K", "C")], year="2022/23", level=8)
    taken_in(grades_file(*six, *seven, *nine, *older))
    for asks in (hannas(school_year=2025, by=("sex",)), hannas(by=("sex",))):
        found = results.count_study(by=cast.actor(HANNA), now=NOW, id=saved(asks=asks).id)
        first, last = found.report["years"][0], found.report["years"][-1]
        assert (first["from"], first["to"], first["pupils"], first["lost"]) == (6, 7, 2, 1)
        assert (first["joined"], first["joined_eligible"], first["left"]) == (1, 1, 0)
        assert [(part["sex"], part["lost"]) for part in first["by"]] == [("K", 0), ("M", 1)]
        if asks.school_year:
            assert (last["from"], last["to"], last["no_grades_of"]) == (7, 9, [8])
            assert (last["pupils"], last["gained"], last["left"], last["joined"]) == (2, 1, 1, 1)
        else:
            assert [each["from"] for each in found.report["years"]] == [6, 7, 8]


def test_where_pupils_went_comes_in_and_a_study_says_that_it_is_new() -> None:
    taken_in(two_years())
    made, hanna, nils = saved(asks=hannas(subgroups=("Alla: lacking>=1",))), cast.actor(HANNA), cast.actor(NILS)
    assert "destinations" not in results.count_study(by=hanna, now=NOW, id=made.id).report
    rows = [f"a;{KRAKEK};2025/26;Eken;HF", f"b;{KRAKEK};2025/26;Eken;IM", f"c;{KRAKEK};2024/25;;flyttat"]
    given = sent(destinations_file(*rows), "vart.csv")
    assert (given.kind, given.new, given.refused) == (results.FactKind.DESTINATIONS, 3, 0)
    ledger = intake.ledger(by=nils, now=NOW, id=given.id)
    assert ledger.rows.items[0].said == (KRAKEK, "2025/26", "Eken", "preparatory")
    intake.accept(by=nils, now=NOW + timedelta(minutes=1), id=given.id, seen=given.revision)
    same = results.count_study(by=hanna, now=NOW, id=made.id)
    assert same.newer and "destinations" not in same.report
    results.count_again(by=hanna, now=NOW, id=made.id, seen=made.version)
    found = results.count_study(by=hanna, now=NOW, id=made.id)
    assert not found.newer and found.years == (2022, 2025), "the years are those of the grades"
    groups = {each["group"]: each for each in found.report["destinations"]["groups"]}
    assert (groups["pupils"]["told"], groups["pupils"]["not_told"]) == (2, 1), (
        "before the later level is no destination"
    )
    assert groups["lost"]["kinds"]["introductory"]["pupils"] == 1
    assert found.report["destinations"]["subgroups"][0]["kinds"]["introductory"]["pupils"] == 1
    (kept,) = facts.combined(by=nils, kind=facts.FactKind.DESTINATIONS, years=[2026])
    assert kept.kept_until.isoformat() == "2032-06-30"
    undone = taken_in(destinations_file(f"b;{KRAKEK};2025/26;Eken;YP"), "vart2.csv", later=2)
    results.count_again(by=hanna, now=NOW, id=made.id, seen=made.version + 1)
    groups = results.count_study(by=hanna, now=NOW, id=made.id).report["destinations"]["groups"]
    assert groups[0]["kinds"]["vocational"]["pupils"] == 1 and undone.changed == 1
    results.erase_pupil(by=nils, now=NOW, number="b", reason="Begäran")
    groups = results.count_study(by=hanna, now=NOW, id=made.id).report["destinations"]["groups"]
    assert groups[0]["kinds"]["vocational"]["pupils"] == 0


@pytest.mark.parametrize(
    ("other", "message"),
    [
        ({"title": " "}, "title"),
        ({"from_level": 9}, "later grade level"),
        ({"by": ("subject",)}, "way to divide"),
        (
            {"subgroups": ("Alla: lacking>=1", "hej")},
            "Row 2: hej is not a name, a colon and conditions, as Matematik: ",
        ),
        ({"subgroups": ("a: lacking>=1, risk>=3",)}, "Row 1: risk>=3 is not a condition .* such as lacking<=1, "),
        ({"subgroups": ("a: lacking>=1", "a: fall<7")}, "Rows 1 and 2 have the same name, a."),
        ({"group": 7}, "way to divide"),
    ],
)
def test_what_cannot_be_asked_is_refused(other: dict[str, object], message: str) -> None:
    with pytest.raises(Refused, match=message):
        saved(asks=hannas(**other))


def test_a_study_is_changed_taken_away_and_put_back() -> None:
    made, hanna = saved(), cast.actor(HANNA)
    changed = results.change_study(by=hanna, now=NOW, id=made.id, seen=1, asks=hannas(title="Nians väg"))
    assert (changed.asks.title, changed.version) == ("Nians väg", 2)
    with pytest.raises(Changed):
        results.change_study(by=hanna, now=NOW, id=made.id, seen=1, asks=hannas())
    results.remove_study(by=hanna, now=NOW, id=made.id)
    assert results.studies(by=hanna) == () and results.study(by=hanna, id=made.id).removed
    results.remove_study(by=hanna, now=NOW, id=made.id, put_back=True)
    assert len(results.studies(by=hanna)) == 1
    assert results.save_study(by=hanna, now=NOW, key=made.id, asks=hannas()).version == 2
    verbs = [each.verb for each in journal.history_of(by=hanna, kind="study", object_id=made.id.hex)]
    assert sorted(verbs) == ["changed_study", "put_back_study", "removed_study", "saved_study"]


def test_a_pupil_erased_is_in_no_file_of_any_version_and_stays_erased(own_shelves: Path) -> None:
    taken_in(two_years())
    nils = cast.actor(NILS)
    taken_in(grades_file(*year_of_grades([("a", "K", "A")], year="2024/25", level=9)), later=1)
    key = pupils.keys_of(by=nils, numbers=["a"])["a"]
    there = pupil_models.PupilNumber.objects.get(key=key)
    results.erase_pupil(by=nils, now=NOW, number="a", reason="Begäran")
    named = {sha256 for _, sha256 in facts.named_on_disk()}
    assert {path.stem for path in own_shelves.rglob("*.parquet")} == named
    import pyarrow.parquet as pq

    for path in own_shelves.rglob("*.parquet"):
        assert key not in pq.read_table(path)["pupil"].to_pylist()
    assert pupils.keys_of(by=nils, numbers=["a"]) == {}
    with pytest.raises(NotHere):
        results.erase_pupil(by=nils, now=NOW, number="a", reason="Begäran")
    assert (nils.provider, there.pupil) in erasures.noted(erasures.path())
    there.save(force_insert=True)
    erasures.replay(now=NOW)
    assert not pupil_models.PupilNumber.objects.filter(pupil=there.pupil).exists()
    with pytest.raises(NotYours):
        results.erase_pupil(by=cast.actor(HANNA), now=NOW, number="b", reason="Begäran")
    with pytest.raises(Refused, match="Say why"):
        results.erase_pupil(by=nils, now=NOW, number="b", reason=" ")


def test_results_go_six_years_after_their_school_year_and_pupils_with_the_last_of_theirs() -> None:
    taken_in(two_years())
    nils, made = cast.actor(NILS), saved()
    retention.dispose(now=datetime(2028, 6, 30, 12, tzinfo=UTC))
    assert len(facts.combined(by=nils, kind=facts.FactKind.GRADES)) == 2
    retention.dispose(now=datetime(2028, 7, 1, 12, tzinfo=UTC))
    assert [each.school_year for each in facts.combined(by=nils, kind=facts.FactKind.GRADES)] == [2025]
    assert set(pupils.keys_of(by=nils, numbers=["a", "left", "new"])) == {"a", "new"}
    rows = fact_models.DataSet.objects.filter(school_year=2022)
    assert rows and all(row.removed_at for row in rows), "that there was one stays, with when it went"
    with pytest.raises(Refused, match="kept no longer"):
        results.count_study(by=cast.actor(HANNA), now=NOW, id=made.id)
    assert journal.history_of(by=nils, kind="data_set", object_id=rows[0].id.hex)[0].verb == "disposed"


def test_a_changed_number_leads_to_the_same_pupil() -> None:
    taken_in(grades_file(*year_of_grades([("a", "K", "A")], year="2024/25", level=9)))
    nils, new = cast.actor(NILS), pupils.named("ny-a")
    assert new is not None
    pupils.change_number(by=nils, now=NOW, old="a", new=new)
    found = pupils.keys_of(by=nils, numbers=["a", "ny-a"])
    assert found["a"] == found["ny-a"]
    assert pupils.numbers_of(by=nils, keys=found.values()) == {found["a"]: "ny-a"}
    taken_in(grades_file(*year_of_grades([("b", "K", "A")], year="2024/25", level=9)), later=1)
    other = pupils.named("b")
    assert other is not None
    with pytest.raises(Refused, match="another pupil"):
        pupils.change_number(by=nils, now=NOW, old="a", new=other)
    with pytest.raises(NotHere):
        pupils.change_number(by=nils, now=NOW, old="okänd", new=new)


def test_a_protected_identity_is_shown_to_nobody() -> None:
    data = grades_file(*year_of_grades([("a", "K", "A")], year="2024/25", level=9))
    taken_in(data)
    nils = cast.actor(NILS)
    pupils.protect(by=nils, now=NOW, number="a", protected=True)
    assert pupils.numbers_of(by=nils, keys=[1]) == {}
    made = intake.propose(by=nils, now=NOW + timedelta(hours=1), key=uuid4(), data=data, name="igen.csv")
    rows = intake.ledger(by=nils, now=NOW, id=made.id).rows.items
    assert {row.pupil for row in rows} == {""}


def test_what_the_database_holds_of_studies_cannot_be_wrong() -> None:
    from django.db import IntegrityError, transaction

    made = saved()
    for wrong in ({"to_level": 6}, {"group": 0}):
        with pytest.raises(IntegrityError), transaction.atomic():
            models.Study.objects.filter(id=made.id).update(**wrong)
