"""Old rows of the journal are removed by retention, which states itself; the database lets no other statement do it."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Model

from kedjan.journal import models

KEPT = timedelta(days=2 * 365 + 1)
WHY = "retention"
CHUNK = 1000


def forget_old(*, now: datetime) -> int:
    """Remove what was written over two years ago, and return how many rows; each chunk is a transaction of its own."""
    before = now - KEPT
    return sum(_all_gone(model, before, now) for model in (models.Entry, models.Reading))


def _all_gone(model: type[Model], before: datetime, now: datetime) -> int:
    gone = 0
    while some := _some_gone(model, before, now):
        gone += some
    return gone


@transaction.atomic
def _some_gone(model: type[Model], before: datetime, now: datetime) -> int:
    old = list(model._default_manager.filter(at__lt=before).order_by("pk").values_list("pk", flat=True)[:CHUNK])
    if not old:
        return 0
    removal = models.Removal.objects.create(at=now, why=WHY, before=before, underway=True)
    if model is models.Reading:
        models.ReadPerson.objects.filter(reading_id__in=old).delete()
    model._default_manager.filter(pk__in=old).delete()
    models.Removal.objects.filter(pk=removal.pk).update(rows=len(old), underway=False)
    return len(old)
