"""Storage of outlines: the chapters that a provider's reports begin with."""

import uuid

from django.db import models
from django.db.models import Q

from kedjan.privacy.service import Basis, Holding, Kept, Kind, neutral


class Outline(models.Model):
    """A kind of report that the provider writes, by its chapters as somebody wrote them (`rules.chapters_in`)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=160)
    text = models.TextField()
    version = models.PositiveIntegerField(default=1)
    changed_by = models.UUIDField()
    changed_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    holds = Holding(
        purpose="Accounting for the quality work to those who decide and those who took part",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.WHILE_PROVIDER,
        fields={
            **neutral("id", "provider", "name", "text", "version", "changed_at", "removed_at"),
            "changed_by": Kind.IDENTIFIER,
        },
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "name"], condition=Q(removed_at=None), name="outline_name_once"
            ),
            models.CheckConstraint(condition=~Q(name="") & ~Q(text=""), name="outline_whole"),
        ]
