"""Removing many rows without holding anybody up."""

from itertools import batched
from typing import Any

from django.db import transaction

CHUNK = 400


def remove(rows: Any) -> int:
    """Remove the rows of a queryset in short transactions, and return how many; interrupted, it goes on next time."""
    manager = rows.model._base_manager
    removed = 0
    while ids := list(rows.order_by("pk").values_list("pk", flat=True)[: CHUNK * 10]):
        for some in batched(ids, CHUNK):
            with transaction.atomic():
                manager.filter(pk__in=some).delete()
        removed += len(ids)
    return removed
