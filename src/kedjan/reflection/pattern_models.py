"""Storage of pattern sentences."""

import uuid

from django.db import models
from django.db.models import Q

from kedjan.privacy.service import Basis, Holding, Kept, Kind, neutral


class Pattern(models.Model):
    """A sentence about one assignment, written or approved by a person; `basis` is the marking it came from."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey("reflection.Round", on_delete=models.CASCADE, related_name="patterns")
    assignment = models.ForeignKey("reflection.Assignment", on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    state = models.CharField(max_length=10, default="draft")
    version = models.PositiveIntegerField(default=1)
    basis = models.JSONField(default=dict)
    edited_by = models.UUIDField()
    edited_at = models.DateTimeField()

    holds = Holding(
        purpose="Saying in words what patterns the readers have seen",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.WHILE_PROVIDER,
        fields={
            **neutral("id", "provider", "round", "assignment", "text", "state", "version", "basis", "edited_at"),
            "edited_by": Kind.IDENTIFIER,
        },
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "assignment"], name="pattern_per_assignment_once"),
            models.CheckConstraint(condition=Q(state__in=["draft", "approved"]), name="pattern_state_known"),
        ]
