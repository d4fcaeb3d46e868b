"""The database itself refuses rounds, reflections and files that cannot be."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db import models as django_models

from kedjan.privacy import service as privacy
from kedjan.reflection import models
from kedjan.reflection import service as reflection
from kedjan_site.demo import cast
from tests.rooms.reflection_rounds import a_round, file_of, proposed, read_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> reflection.Round:
    maj = cast.actor("Maj Sävdunge")
    made = a_round(maj)
    read_in(maj, made, file_of("01;Förskola;F01;1;Övrigt;Ord.", "02;Grundskola;G01;1;Övrigt;Ord."))
    return made


def copy_of(row: django_models.Model, **changes: Any) -> None:
    row.pk = None
    row._state.adding = True
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(force_insert=True)


def refused(act: Callable[[], Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        act()


def test_one_person_answers_an_assignment_once_for_an_area(made: reflection.Round) -> None:
    loop = models.Loop.objects.filter(round_id=made.id).first()
    assert loop
    refused(lambda: copy_of(loop, version=2, since=2))


def test_a_version_of_a_reflection_stands_once(made: reflection.Round) -> None:
    loop = models.Loop.objects.filter(round_id=made.id).first()
    assert loop
    refused(lambda: copy_of(loop, since=5, until=6))


@pytest.mark.parametrize(
    "changes", [{"emotion": 3}, {"emotion": -3}, {"mask": -1}, {"until": 1}], ids=["over", "under", "mask", "until"]
)
def test_a_reflection_keeps_to_its_scale_mask_and_revisions(made: reflection.Round, changes: dict[str, int]) -> None:
    refused(lambda: models.Loop.objects.filter(round_id=made.id).update(**changes))


def test_a_reflection_cannot_point_at_the_neighbours_area(made: reflection.Round) -> None:
    area = cast.area_id(cast.ALLMALA, "Förskola")
    refused(lambda: models.Loop.objects.filter(round_id=made.id).update(service_area_id=area))


def test_codes_keys_titles_and_readers_stand_once(made: reflection.Round) -> None:
    for model in (models.Assignment, models.Respondent, models.RoundReader):
        row: Any = model.objects.filter(round_id=made.id).first()
        refused(lambda row=row: copy_of(row))
    row = models.Round.objects.get(id=made.id)
    refused(lambda: copy_of(row, id=None))


def test_a_respondent_has_an_account_once(made: reflection.Round) -> None:
    mine = cast.account_id("Maj Sävdunge")
    refused(lambda: models.Respondent.objects.filter(round_id=made.id).update(account_id=mine))


def test_days_come_in_order(made: reflection.Round) -> None:
    first, last = date(2026, 2, 1), date(2026, 1, 1)
    refused(lambda: models.Round.objects.filter(id=made.id).update(opened_on=first, closed_on=last))
    refused(lambda: models.Assignment.objects.filter(round_id=made.id).update(opens_on=first, closes_on=last))


@pytest.mark.parametrize(
    "changes",
    [{"position": 62}, {"position": 1}, {"name": "Övrigt"}, {"family": "mood"}],
    ids=["beyond", "twice", "name", "family"],
)
def test_tags_fit_the_mask_and_are_told_apart(made: reflection.Round, changes: dict[str, Any]) -> None:
    refused(lambda: models.Tag.objects.filter(tag_set_id=made.tag_set.id, position=0).update(**changes))


def test_a_version_of_a_tag_set_stands_once(made: reflection.Round) -> None:
    row = models.TagSet.objects.get(id=made.tag_set.id)
    refused(lambda: copy_of(row))


def test_a_file_is_kept_only_while_it_waits_and_accepted_only_whole(made: reflection.Round) -> None:
    batches = models.Batch.objects.filter(round_id=made.id)
    refused(lambda: batches.update(state="lost"))
    refused(lambda: batches.update(data=b"x"))
    refused(lambda: batches.update(refused=1))
    waiting = proposed(cast.actor("Maj Sävdunge"), made, file_of("01;Förskola;F02;1;Övrigt;Ord."))
    refused(lambda: models.Batch.objects.filter(id=waiting.batch.id).update(state="discarded"))


def test_an_import_is_undone_once(made: reflection.Round) -> None:
    batch = models.Batch.objects.get(round_id=made.id)
    for _ in range(2):
        row = models.Batch.objects.get(id=batch.id)
        if models.Batch.objects.filter(undoes=batch).exists():
            refused(lambda row=row: copy_of(row, undoes=batch))
        else:
            copy_of(row, undoes=batch)
    assert models.Batch.objects.filter(undoes=batch).count() == 1


def test_an_assignment_has_one_pattern_sentence(made: reflection.Round) -> None:
    maj = cast.actor("Maj Sävdunge")
    reflection.edit_pattern(by=maj, now=cast.NOW, round=made.id, assignment="01", text="En del.", seen=0)
    row = models.Pattern.objects.get(round_id=made.id)
    refused(lambda: models.Pattern.objects.update(state="final"))
    refused(lambda: copy_of(row))


def test_every_field_says_whether_it_is_personal() -> None:
    assert [field for field in privacy.undeclared() if field.startswith("reflection.")] == []
