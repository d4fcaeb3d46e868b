"""Storage of citations."""

import uuid

from django.db import models

from kedjan.privacy.service import Basis, Holding, Kept, Kind, neutral


class Citation(models.Model):
    """One statement's evidence, with label and value as they were, in parts (see `words`)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    statement_kind = models.CharField(max_length=40)
    statement_id = models.CharField(max_length=64)
    position = models.PositiveIntegerField(default=0)
    source_kind = models.CharField(max_length=40)
    source_key = models.CharField(max_length=300)
    label = models.JSONField()
    value = models.JSONField()
    cited_by = models.UUIDField()
    cited_at = models.DateTimeField()

    holds = Holding(
        purpose="Following every statement to what it rests on",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.PRESERVED,
        fields={
            **neutral("id", "provider", "statement_kind", "statement_id", "position", "source_kind", "source_key"),
            **neutral("label", "cited_at"),
            "value": Kind.OPINION,
            "cited_by": Kind.IDENTIFIER,
        },
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "statement_kind", "statement_id", "source_kind", "source_key"], name="cited_once"
            )
        ]
        indexes = [models.Index(fields=["provider", "source_kind", "source_key"])]
