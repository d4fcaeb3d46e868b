"""Providers, their units in a tree, service areas and school years."""

import uuid
from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from kedjan.access.service import NotHere, NotYours, Refused
from kedjan.journal import service as journal
from kedjan.organisation import models
from kedjan.organisation import service as organisation
from kedjan_site.demo import cast

pytestmark = pytest.mark.django_db
HERE = cast.provider_id(cast.EKKOPING)


def tree() -> organisation.UnitTree:
    return organisation.unit_tree(provider=HERE)


def test_parents_stand_before_children_and_depths_follow() -> None:
    depth = {None: -1}
    for unit in tree().units:
        assert unit.depth == depth[unit.parent] + 1
        depth[unit.id] = unit.depth
    assert [unit.name for unit in tree().units if unit.depth == 0] == ["Ekköping"]


def test_below_a_service_area_are_its_units_and_itself() -> None:
    area = cast.unit_id(cast.EKKOPING, "Förskola")
    names = {unit.name for unit in tree().units if unit.id in tree().below(area)}
    assert len(names) == 6
    assert "Myrstackslyckans förskola" in names
    assert "Lillnäbbs skola" not in names


def test_below_a_unit_that_is_not_there_is_nothing_of_ours() -> None:
    stranger = uuid4()
    assert tree().below(stranger) == {stranger}


def test_the_units_of_the_neighbours_are_not_in_the_tree() -> None:
    assert "Månskensskolan" not in {unit.name for unit in tree().units}


def test_a_new_provider_has_a_root_and_its_name_is_taken() -> None:
    made = organisation.found_provider(name="Nyköpinge", slug="nykopinge")
    assert [unit.name for unit in organisation.unit_tree(provider=made.id).units] == ["Nyköpinge"]
    assert not made.demo
    with pytest.raises(Refused, match="Nyköpinge"):
        organisation.found_provider(name="Nyköpinge", slug="annan")
    with pytest.raises(Refused):
        organisation.found_provider(name="Annan", slug="nykopinge")


def test_a_unit_is_put_under_a_unit_of_the_same_provider_only() -> None:
    made = organisation.add_unit(provider=HERE, name="Norrtorpets skola", kind="school_unit", children_or_pupils=80)
    assert made.depth == 1
    with pytest.raises(NotHere):
        organisation.add_unit(
            provider=HERE, name="X", kind="school_unit", parent=cast.unit_id(cast.ALLMALA, "Månskensskolan")
        )


def test_the_database_itself_refuses_two_roots_two_of_a_name_and_a_unit_under_itself() -> None:
    for fields in ({"name": "Rot två"}, {"name": "Kråkekskolan", "parent_id": cast.unit_id(cast.EKKOPING, "Ekköping")}):
        with pytest.raises(IntegrityError), transaction.atomic():
            models.Unit.objects.create(provider_id=HERE, kind="school_unit", **fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Unit.objects.filter(name="Kråkekskolan").update(parent_id=cast.unit_id(cast.EKKOPING, "Kråkekskolan"))


def test_service_areas_keep_their_order_and_other_names() -> None:
    areas = organisation.service_areas(provider=HERE)
    assert [area.name for area in areas][:2] == ["Förskola", "Grundskola"]
    made = organisation.add_service_area(provider=HERE, name="Kulturskola", aliases=["Musikskola"])
    assert organisation.service_areas(provider=HERE)[-1] == made


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2026, 6, 30), "2025/26"),
        (date(2026, 7, 1), "2026/27"),
        (date(2026, 12, 31), "2026/27"),
        (date(2027, 1, 1), "2026/27"),
        (date(1999, 8, 20), "1999/00"),
    ],
)
def test_a_school_year_runs_from_july_to_june(day: date, year: str) -> None:
    assert organisation.school_year_of(day) == year


def test_a_provider_is_found_by_its_short_name_or_not_at_all() -> None:
    assert organisation.provider_by_slug("ekkoping").name == "Ekköping"
    with pytest.raises(NotHere):
        organisation.provider_by_slug("atlantis")


def test_one_sees_ones_own_provider() -> None:
    assert organisation.provider(by=cast.actor("Lo Vinterklint")).name == "Ällmåla"


def unit(name: str) -> organisation.Unit:
    return next(each for each in tree().units if each.name == name)


def area(name: str) -> uuid.UUID:
    return next(each.id for each in organisation.service_areas(provider=HERE) if each.name == name)


def test_a_units_service_area_is_set_and_those_below_follow_and_it_is_written_down() -> None:
    maj, above = cast.actor("Maj Sävdunge"), next(each for each in tree().units if each.depth == 1)
    below = next(each for each in tree().units if each.parent == above.id)
    given = {"by": maj, "now": cast.NOW, "unit": above.id}
    organisation.set_service_area(by=maj, now=cast.NOW, unit=below.id, service_area=None, seen=below.service_area)
    for to in (area("Förskola"), area("Gymnasieskola"), None):
        was = unit(above.name).service_area
        assert organisation.set_service_area(**given, service_area=to, seen=was).service_area == to
        assert tree().service_area_of(below.id) == to
    told = journal.history_of(by=maj, kind="unit", object_id=above.id.hex)
    assert [each.details["service_area"] for each in told][:2] == ["", area("Gymnasieskola").hex]
    assert all((each.room, each.verb, each.actor) == ("organisation", "set_area", maj.account) for each in told)
    organisation.set_service_area(**given, service_area=None, seen=None)
    assert len(journal.history_of(by=maj, kind="unit", object_id=above.id.hex)) == len(told)


def test_nobody_sets_a_service_area_over_another_unseen_or_without_the_right_or_elsewhere() -> None:
    maj, one = cast.actor("Maj Sävdunge"), next(each for each in tree().units if each.depth == 1)
    other = next(each.id for each in organisation.service_areas(provider=HERE) if each.id != one.service_area)
    elsewhere = cast.provider_id(cast.ALLMALA)
    given = {"now": cast.NOW, "unit": one.id, "service_area": other, "seen": one.service_area}
    with pytest.raises(Refused, match="after you opened it"):
        organisation.set_service_area(by=maj, **{**given, "seen": other})
    with pytest.raises(NotYours):
        organisation.set_service_area(by=cast.actor("Petra Lövhage"), **given)
    with pytest.raises(NotHere):
        organisation.set_service_area(by=cast.actor("Lo Vinterklint"), **given)
    for strange in (uuid4(), organisation.add_service_area(provider=elsewhere, name="Deras").id):
        with pytest.raises(NotHere):
            organisation.set_service_area(by=maj, **{**given, "service_area": strange})
    assert unit(one.name) == one
