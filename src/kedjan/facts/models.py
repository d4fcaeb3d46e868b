"""Storage of what data sets there are; their rows lie on disk by checksum."""

import uuid

from django.db import models
from django.db.models import Q

from kedjan.privacy.service import Basis, Holding, Kept, Kind, neutral


class DataSet(models.Model):
    """An immutable file of rows, received in a delivery or combined of what was received.

    `since` is the version of the combined one that a received one came to count in: the order in which they came.
    `joins` are the joins of pupils by which rows of a combined one were laid out under another key than they came by.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    school_year = models.PositiveSmallIntegerField()
    version = models.PositiveIntegerField(default=0)
    since = models.PositiveIntegerField(default=0)
    delivery = models.UUIDField(null=True)
    made_of = models.JSONField(default=list)
    joins = models.JSONField(default=list)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    rows = models.PositiveBigIntegerField()
    made_at = models.DateTimeField()
    made_by = models.UUIDField()
    current = models.BooleanField(default=True)
    ended_at = models.DateTimeField(null=True)
    kept_until = models.DateField()
    removed_at = models.DateTimeField(null=True)

    holds = Holding(
        purpose="Following pupils' results under pseudonyms, in files of their own",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.UNTIL_ITS_DAY,
        fields={
            **neutral("id", "provider", "kind", "school_year", "version", "since", "delivery", "made_of", "joins"),
            **neutral("sha256", "size", "rows", "made_at", "current", "ended_at", "kept_until", "removed_at"),
            "made_by": Kind.IDENTIFIER,
        },
    )

    class Meta:
        indexes = [models.Index(fields=["provider", "kind", "school_year", "current"], name="facts_current_idx")]
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "kind", "school_year"],
                condition=Q(current=True, version__gt=0),
                name="one_current_data_set",
            ),
            models.UniqueConstraint(
                fields=["provider", "kind", "school_year", "version"],
                condition=Q(version__gt=0),
                name="data_set_version_once",
            ),
            models.UniqueConstraint(
                fields=["provider", "kind", "school_year", "delivery"],
                condition=Q(delivery__isnull=False),
                name="delivery_received_once",
            ),
            models.CheckConstraint(
                condition=Q(version=0, delivery__isnull=False) | Q(version__gt=0, delivery__isnull=True),
                name="data_set_received_or_combined",
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        "grades",
                        "later_grades",
                        "attendance",
                        "lessons",
                        "tests",
                        "destinations",
                        "steps",
                        "matrix",
                    ]
                ),
                name="data_set_kind_known",
            ),
        ]
