"""Storage of the board: what is said to be good or poor for a goal, or proposed."""

import uuid

from django.db import models
from django.db.models import Q

from kedjan.privacy.service import Basis, Holding, Kept, Kind, neutral


class Observation(models.Model):
    """Something good or poor for a goal, or a proposal, coded as individual (I), process (P) or structure (S)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    analysis = models.ForeignKey("reflection.SituationAnalysis", on_delete=models.PROTECT, related_name="+")
    goal = models.ForeignKey("goals.Goal", on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=1, blank=True)
    worth = models.CharField(max_length=10)
    level = models.CharField(max_length=10, blank=True)
    text = models.CharField(max_length=300)
    position = models.PositiveIntegerField()
    version = models.PositiveIntegerField(default=1)
    removed = models.BooleanField(default=False)
    changed_by = models.UUIDField()
    changed_at = models.DateTimeField()

    holds = Holding(
        purpose="Saying what is good and poor for each goal, and where that lies",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.WHILE_PROVIDER,
        fields={
            **neutral("id", "provider", "analysis", "goal", "part", "worth", "level", "text", "position"),
            **neutral("version", "removed", "changed_at"),
            "changed_by": Kind.IDENTIFIER,
        },
    )

    class Meta:
        indexes = [models.Index(fields=["analysis", "position"])]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="observation_has_words"),
            models.CheckConstraint(condition=Q(part__in=["I", "P", "S", ""]), name="observation_part_known"),
            models.CheckConstraint(condition=Q(worth__in=["good", "poor", "proposal"]), name="observation_worth_known"),
            models.CheckConstraint(
                condition=Q(worth="proposal") | ~Q(part=""), name="observation_good_or_poor_has_part"
            ),
            models.CheckConstraint(
                condition=Q(level__in=["", "pupil", "class", "unit", "provider"]), name="observation_level_known"
            ),
        ]
