"""Storage of files that were read in, so that each can be undone as a whole. Nothing of the file itself is kept."""

import uuid

from django.db import models
from django.db.models import Q

from kedjan.privacy.service import Basis, Holding, Kept, Kind, neutral


class TakenFile(models.Model):
    """A file that a room took in: of which `kind`, to which `place` where it has several, and when it was undone.

    `unchanged` is None for files from before that was counted.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    place = models.UUIDField(null=True)
    unchanged = models.PositiveIntegerField(null=True)
    by = models.UUIDField()
    at = models.DateTimeField()
    undone_by = models.UUIDField(null=True)
    undone_at = models.DateTimeField(null=True)

    holds = Holding(
        purpose="Undoing as a whole what was read in from a file",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.WHILE_PROVIDER,
        fields={
            **neutral("id", "provider", "kind", "place", "unchanged", "at", "undone_at"),
            "by": Kind.IDENTIFIER,
            "undone_by": Kind.IDENTIFIER,
        },
    )

    class Meta:
        indexes = [models.Index(fields=["provider", "kind", "place"], name="taken_files_of_a_place")]
        constraints = [
            models.CheckConstraint(condition=~Q(kind=""), name="taken_file_of_a_kind"),
            models.CheckConstraint(
                condition=Q(undone_by=None, undone_at=None) | Q(undone_by__isnull=False, undone_at__isnull=False),
                name="taken_file_undone_by_somebody",
            ),
        ]


class TakenThing(models.Model):
    """Something as a file left it, at a version: a new one (`before` is None), or one with what it said before.

    `was` is the version that it had then; 0 of a new one.
    """

    id = models.BigAutoField(primary_key=True)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey(TakenFile, on_delete=models.CASCADE, related_name="things")
    what = models.CharField(max_length=20)
    thing = models.UUIDField()
    version = models.PositiveIntegerField()
    was = models.PositiveIntegerField()
    before = models.JSONField(null=True)

    holds = Holding(
        purpose="Undoing as a whole what was read in from a file",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.WHILE_PROVIDER,
        fields={
            **neutral("id", "provider", "file", "what", "thing", "version", "was"),
            "before": Kind.IDENTIFIER,  # who was responsible for an action before
        },
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "what", "thing"], name="taken_in_once")]
