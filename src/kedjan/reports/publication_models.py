"""Storage of to whom settled reports are published."""

import uuid

from django.db import models
from django.db.models import Q

from kedjan.privacy.service import Basis, Holding, Kept, Kind, neutral


class Publication(models.Model):
    """That a settled report is read by an audience, from when it was made until it is withdrawn, with the reason."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey("reports.Report", on_delete=models.CASCADE, related_name="publications")
    audience = models.CharField(max_length=20)
    made_at = models.DateTimeField()
    made_by = models.UUIDField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.UUIDField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    holds = Holding(
        purpose="Accounting for the quality work to those who decide and those who took part",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.PRESERVED,
        fields={
            **neutral("id", "provider", "report", "audience", "made_at", "withdrawn_at"),
            "made_by": Kind.IDENTIFIER,
            "withdrawn_by": Kind.IDENTIFIER,
            "reason": Kind.WORK,
        },
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report", "audience"], condition=Q(withdrawn_at=None), name="report_published_once_to_each"
            ),
            models.CheckConstraint(
                condition=Q(audience__in=["board", "leaders", "staff"]), name="publication_audience_known"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None, reason="")
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(reason="")),
                name="publication_withdrawn_with_reason",
            ),
        ]
