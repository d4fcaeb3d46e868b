"""The page of the organisation, and the service area of a unit."""

from collections.abc import Callable

import pytest

from kedjan.organisation import service as organisation
from kedjan_site.demo import cast
from tests.pages.checks import text_of
from tests.pages.client import Page, PageClient

pytestmark = pytest.mark.django_db
type SignedIn = Callable[[str], PageClient]
HERE = cast.provider_id(cast.EKKOPING)


def unit_below() -> organisation.Unit:
    """A unit with a parent that is not the root."""
    return next(each for each in organisation.unit_tree(provider=HERE).units if each.depth == 2)


def area_of(page: Page, name: str) -> str:
    """What stands under service area in a unit's row."""
    (row,) = [row for row in page.all("tr") if text_of(row).startswith(name)]
    return text_of(row.findall("td")[-1])


def test_a_unit_is_given_a_service_area_of_its_own_and_takes_it_from_above_again(signed_in: SignedIn) -> None:
    maj, unit = signed_in("Maj Sävdunge"), unit_below()
    area = next(each for each in organisation.service_areas(provider=HERE) if each.name == "Anpassade skolformer")
    where = f"/organisation/{unit.id}/"
    page = maj.open(where)
    assert "De som arbetar där tillfrågas och svarar inom det." in page.text
    assert "De som redan är tillfrågade fortsätter med det de är tillfrågade för." in page.text
    seen = unit.service_area.hex if unit.service_area else ""
    assert maj.post(where, {"seen": seen, "area": area.id.hex}, status=302).to == "/organisation/"
    shown = maj.open("/organisation/")
    assert area_of(shown, unit.name).startswith("Anpassade skolformer Ändra")
    maj.post(where, {"seen": area.id.hex, "area": ""}, status=302)
    assert area_of(maj.open("/organisation/"), unit.name).startswith("– Ändra")
    maj.post(f"/organisation/{unit.parent}/", {"seen": "", "area": area.id.hex}, status=302)
    assert f"Som enheten ovanför: {area.name}" in maj.open(where).text
    assert unit.name in maj.open(f"/organisation/{unit.parent}/").text
    assert "Anpassade skolformer (från enheten ovanför)" in area_of(maj.open("/organisation/"), unit.name)


def test_what_another_has_set_meanwhile_is_told_by_the_field_and_stands(signed_in: SignedIn) -> None:
    maj, unit = signed_in("Maj Sävdunge"), unit_below()
    one, other = organisation.service_areas(provider=HERE)[:2]
    where, seen = f"/organisation/{unit.id}/", unit.service_area.hex if unit.service_area else ""
    maj.post(where, {"seen": seen, "area": one.id.hex}, status=302)
    page = maj.post(where, {"seen": other.id.hex, "area": ""}, status=422)
    assert f"Någon gav {unit.name} ett annat verksamhetsområde efter att du öppnade sidan." in page.text
    assert unit_below().service_area == one.id
    maj.post(where, {"seen": one.id.hex, "area": "finns-inte"}, status=422)


def test_only_those_with_the_right_come_in_and_only_to_units_here(signed_in: SignedIn) -> None:
    where = f"/organisation/{unit_below().id}/"
    signed_in("Petra Lövhage").open(where, status=403)
    assert "Ändra" not in signed_in("Petra Lövhage").open("/organisation/").text
    elsewhere = organisation.unit_tree(provider=cast.provider_id(cast.ALLMALA)).units[0].id
    signed_in("Maj Sävdunge").open(f"/organisation/{elsewhere}/", status=404)


def test_the_page_takes_the_same_few_queries_however_many_units_there_are(signed_in: SignedIn) -> None:
    maj = signed_in("Maj Sävdunge")
    few = len(maj.open("/organisation/").queries)
    for number in range(5):
        organisation.add_unit(provider=HERE, name=f"Skola {number}", kind="school_unit")
    assert len(maj.open("/organisation/").queries) == few <= 12
