"""Storage of what is said and kept on the way to a settled report: comments, and versions to compare."""

import uuid

from django.db import models
from django.db.models import Q

from kedjan.privacy.service import Basis, Holding, Kept, Kind, neutral
from kedjan.reports.models import Report, Section


class Comment(models.Model):
    """What one who writes or reviews says of a section, until it is resolved."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="comments")
    text = models.TextField()
    version = models.PositiveIntegerField(default=1)
    by = models.UUIDField()
    at = models.DateTimeField()
    changed_at = models.DateTimeField()
    resolved_by = models.UUIDField(null=True)
    resolved_at = models.DateTimeField(null=True)

    holds = Holding(
        purpose="Writing reports together",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.PRESERVED,
        fields={
            **neutral("id", "provider", "section", "version", "at", "changed_at", "resolved_at"),
            "text": Kind.WORK,
            "by": Kind.IDENTIFIER,
            "resolved_by": Kind.IDENTIFIER,
        },
    )

    class Meta:
        indexes = [models.Index(fields=["section", "at"])]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="comment_has_words"),
            models.CheckConstraint(
                condition=Q(resolved_at=None, resolved_by=None)
                | Q(resolved_at__isnull=False, resolved_by__isnull=False),
                name="comment_resolved_whole",
            ),
        ]


class Version(models.Model):
    """A report as it was written at one revision, without anybody's quoted words, and why it was kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    revision = models.PositiveIntegerField()
    note = models.CharField(max_length=200, blank=True)
    content = models.JSONField()
    by = models.UUIDField()
    at = models.DateTimeField()

    holds = Holding(
        purpose="Accounting for the quality work to those who decide and those who took part",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.PRESERVED,
        fields={
            **neutral("id", "provider", "report", "number", "revision", "note", "content", "at"),
            "by": Kind.IDENTIFIER,
        },
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "number"], name="report_version_once")]
