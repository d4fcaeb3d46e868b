"""Storage of files on their way in."""

import uuid

from django.db import models
from django.db.models import Q

from kedjan.intake.connection_models import Connection, Fetch
from kedjan.privacy.service import Basis, Holding, Kept, Kind, neutral

__all__ = ["Connection", "Delivery", "Fetch", "Waiting"]

STATES = ["reading", "proposed", "accepted", "discarded", "undone", "unreadable", "emptied"]


class Delivery(models.Model):
    """A file that came in, and what became of it.

    Whoever reads it in the background holds it until `lease_until`; after that anybody may take it over.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, blank=True)
    shape = models.CharField(max_length=80, blank=True)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    unit = models.UUIDField(null=True)
    day = models.DateField(null=True)
    state = models.CharField(max_length=12, default="reading")
    progress = models.PositiveSmallIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    remarks = models.JSONField(default=list)
    error = models.CharField(max_length=200, blank=True)
    error_values = models.JSONField(default=dict)
    compared_with = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    made_by = models.UUIDField()
    made_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    lease = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    fetch = models.ForeignKey(Fetch, on_delete=models.SET_NULL, null=True, related_name="deliveries")

    holds = Holding(
        purpose="Showing which files pupils' results came in, and who accepted them",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.WHILE_PROVIDER,
        fields={
            **neutral("id", "provider", "kind", "shape", "file_name", "sha256", "unit", "day", "state", "progress"),
            **neutral("new", "changed", "unchanged", "refused", "remarks", "error", "error_values", "compared_with"),
            **neutral("revision", "made_at", "decided_at", "lease", "lease_until", "attempts", "fetch"),
            "made_by": Kind.IDENTIFIER,
            "decided_by": Kind.IDENTIFIER,
        },
    )

    class Meta:
        indexes = [
            models.Index(fields=["provider", "made_at"], name="intake_history_idx"),
            models.Index(fields=["state", "lease_until"], name="intake_waiting_idx"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=STATES), name="delivery_state_known"),
            models.CheckConstraint(condition=Q(progress__lte=100), name="delivery_progress_within_100"),
        ]


class Waiting(models.Model):
    """What a file holds until it is decided on: its bytes until it is read, then its ledger (Parquet)."""

    delivery = models.OneToOneField(Delivery, on_delete=models.CASCADE, primary_key=True, related_name="waiting")
    data = models.BinaryField(null=True)
    ledger = models.BinaryField(null=True)
    wrong = models.JSONField(default=list)

    holds = Holding(
        purpose="Showing what a file with pupils' results would change before it is accepted",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.TWO_WEEKS,
        fields={
            **neutral("delivery"),
            "data": Kind.IDENTIFIER,
            "ledger": Kind.IDENTIFIER,
            "wrong": Kind.IDENTIFIER,
        },
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(data__isnull=True) ^ Q(ledger__isnull=True), name="waiting_file_or_its_ledger"
            )
        ]
