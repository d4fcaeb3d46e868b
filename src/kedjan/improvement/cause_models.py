"""Storage of cause graphs: statements, and what is believed to lead to what."""

import uuid

from django.db import models
from django.db.models import F, Q

from kedjan.privacy.service import Basis, Holding, Kept, Kind, neutral


class Cause(models.Model):
    """A statement in an analysis's cause graph; `conclusion` is the one that says it, where one does."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    analysis = models.ForeignKey("reflection.SituationAnalysis", on_delete=models.PROTECT, related_name="+")
    conclusion = models.ForeignKey("improvement.Conclusion", null=True, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveIntegerField()
    text = models.CharField(max_length=200)
    version = models.PositiveIntegerField(default=1)
    removed = models.BooleanField(default=False)
    changed_by = models.UUIDField()
    changed_at = models.DateTimeField()

    holds = Holding(
        purpose="Saying what is believed to lead to what, and how sure that is",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.WHILE_PROVIDER,
        fields={
            **neutral("id", "provider", "analysis", "conclusion", "position", "text", "version", "removed"),
            **neutral("changed_at"),
            "changed_by": Kind.IDENTIFIER,
        },
    )

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="cause_has_words")]


class CauseLink(models.Model):
    """One statement leads to another, as far as is believed; `alternative` says what else could explain it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    cause = models.ForeignKey(Cause, on_delete=models.CASCADE, related_name="leads_to")
    effect = models.ForeignKey(Cause, on_delete=models.CASCADE, related_name="comes_from")
    status = models.CharField(max_length=12, default="hypothesis")
    alternative = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    removed = models.BooleanField(default=False)
    changed_by = models.UUIDField()
    changed_at = models.DateTimeField()

    holds = Holding(
        purpose="Saying what is believed to lead to what, and how sure that is",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.WHILE_PROVIDER,
        fields={
            **neutral("id", "provider", "cause", "effect", "status", "alternative", "version", "removed"),
            **neutral("changed_at"),
            "changed_by": Kind.IDENTIFIER,
        },
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cause", "effect"], name="cause_leads_once"),
            models.CheckConstraint(condition=~Q(cause=F("effect")), name="cause_leads_to_another"),
            models.CheckConstraint(
                condition=Q(status__in=["hypothesis", "support", "contradicted"]), name="cause_status_known"
            ),
        ]
