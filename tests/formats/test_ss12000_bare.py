"""What a server sends is held with the fields that are used alone, from the first page on."""

from collections.abc import Iterator

import pytest

from kedjan_formats import ss12000
from kedjan_formats.ss12000_bare import Barer
from kedjan_formats.ss12000_values import Grade, Person
from tests.formats import ss12000_server as other
from tests.formats.ss12000_sample import grade, person, ref, uuid
from tests.formats.test_ss12000_server import server

DAY = "2025-08-18"
NAMED = {"displayName": "Förnamn Efternamn"}


@pytest.fixture
def there() -> Iterator[other.Server]:
    with other.running() as running:
        yield running


def test_pages_are_held_without_what_is_not_read_and_nobody_s_name(there: other.Server) -> None:
    more = {"remark": "Förnamn var borta", "gradingTeacher": ref(5) | NAMED, "student": ref(1) | NAMED}
    there.holds["grades"] = [grade(500 + at) | more for at in range(3)]
    there.holds["persons"] = [person(1, emails=["fornamn@example.se"], responsibles=[{"person": ref(8) | NAMED}])]
    found = server(there).read(["grades", "persons"])
    assert "namn" not in repr(found.objects).replace("givenName", "").replace("familyName", "")
    assert {"remark", "gradingTeacher", "emails", "responsibles"}.isdisjoint(
        name for listed in found.objects.values() for each in listed for name in each
    )
    assert len(found.parsed.of(Grade)) == 3 and found.parsed.problems == ()
    first, *others = (each["student"] for each in found.objects["grades"])
    assert all(each is first for each in others), "a pupil that is pointed at is held once"


def test_what_is_used_is_the_same_value_and_what_is_wrong_is_as_wrong() -> None:
    barer = Barer()
    whole = [
        ("persons", person(1, securityMarking="Sekretessmarkering")),
        (
            "persons",
            person(2, enrolments={"enroledAt": ref(900) | NAMED, "schoolType": "GR", "startDate": "2025-08-18"}),
        ),
        ("persons", person(3, enrolments=["GR"], civicNo={"value": "x"})),
        ("grades", grade() | {"meta": "i går", "student": {"id": 7}, "syllabus": None}),
        ("grades", grade(501) | {"student": ref(4) | {"securityMarking": "Skyddad folkbokföring"}}),
        ("grades", "ett betyg"),
    ]
    told = [ss12000.together((kind, each, kind) for kind, each in whole)]
    told.append(ss12000.together((kind, barer.bare(kind, each), kind) for kind, each in whole))
    first, bare = told
    assert first.problems == bare.problems and len(first.problems) > 3
    assert first.of(Grade) == bare.of(Grade) and len(bare.of(Grade)) == 1
    assert [each.enrolments for each in first.of(Person)] == [each.enrolments for each in bare.of(Person)]
    assert [(each.id, each.protected) for each in bare.of(Person)] == [(uuid(1), True), (uuid(2), False)]
