"""A form that was sent, gone back to and sent again: once for the same file, and never a file lost."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from kedjan.access.service import NotHere, Role
from kedjan.intake import service as intake
from kedjan.people import service as people
from kedjan_site.demo import cast
from tests.rooms.results_made import KRAKEK, NOW, grades_file, sent

pytestmark = pytest.mark.django_db


def test_a_form_gone_back_to_and_sent_with_another_file_takes_that_in_too_and_once() -> None:
    key, files = uuid4(), [grades_file(f"elev-{each};K;{KRAKEK};2025/26;9;MA;C") for each in "ab"]
    first, other, again = (sent(data, key=key).id for data in (*files, files[1]))
    assert first == key != other == again
    assert sent(files[0], key=key).id == key
    unit = cast.unit_id(cast.EKKOPING, KRAKEK)
    mended = sent(files[0], key=key, unit=unit, day=NOW.date())
    assert mended.id not in (first, other) and mended.unit == unit, "the same file with what was mended in the form"


def test_a_key_of_the_neighbours_gives_nothing_of_theirs() -> None:
    theirs = sent(grades_file(f"elev-a;K;{KRAKEK};2025/26;9;MA;C"))
    sten = people.system_actor(provider=cast.provider_id(cast.ALLMALA), role=Role.DIGITAL_LEADER)
    with pytest.raises(IntegrityError), transaction.atomic():
        intake.propose(by=sten, now=NOW, key=theirs.id, data=b"elev;x", name="x.csv")
    with pytest.raises(NotHere):
        intake.delivery(by=sten, id=theirs.id)
