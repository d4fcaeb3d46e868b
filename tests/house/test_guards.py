"""The database itself keeps providers apart and the journal as it was written."""

import pytest
from django.db import IntegrityError, transaction

from kedjan.journal import models as journal_models
from kedjan.journal import service as journal
from kedjan.people import models as people_models
from kedjan_site import guards
from kedjan_site.demo import cast


@pytest.mark.django_db
def test_a_duty_cannot_point_at_a_unit_of_another_provider() -> None:
    duty = people_models.Duty.objects.get(account_id=cast.account_id("Viggo Lindvass"))
    duty.unit_id = cast.unit_id(cast.ALLMALA, "Månskensskolan")
    with pytest.raises(IntegrityError), transaction.atomic():
        duty.save()


@pytest.mark.django_db
def test_the_journal_refuses_to_be_rewritten() -> None:
    maj = cast.actor("Maj Sävdunge")
    journal.record(by=maj, now=cast.NOW, room="people", verb="added", kind="account", object_id="1")
    with pytest.raises(IntegrityError), transaction.atomic():
        journal_models.Entry.objects.update(verb="nothing")


def test_every_pointer_between_rows_of_providers_is_guarded() -> None:
    found = {(pointer.table, pointer.column) for pointer in guards.pointers()}
    assert ("people_duty", "unit_id") in found
    assert ("people_duty", "account_id") in found
