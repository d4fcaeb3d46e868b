"""Storage of what those who were asked say of conclusions, and what they were answered."""

import uuid

from django.db import models
from django.db.models import Q

from kedjan.privacy.service import Basis, Holding, Kept, Kind, neutral


class Reaction(models.Model):
    """What one who was asked says of a conclusion that was fed back at an occasion, and the answer to it.

    `round` is the one they were asked in, by which it is kept. `day` is when it was last changed, never finer.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    conclusion = models.ForeignKey("improvement.Conclusion", on_delete=models.CASCADE, related_name="reactions")
    occasion = models.ForeignKey("improvement.Occasion", on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey("reflection.Round", on_delete=models.CASCADE, related_name="+")
    account = models.ForeignKey("people.Account", on_delete=models.CASCADE, related_name="+")
    stance = models.CharField(max_length=10)
    relevance = models.CharField(max_length=10, blank=True)
    comment = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    day = models.DateField()
    answer = models.TextField(blank=True)
    answered_by = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)

    holds = Holding(
        purpose="Testing conclusions on those they are about before they are settled",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.ROUND_PLUS_THREE_YEARS,
        fields={
            **neutral("id", "provider", "conclusion", "occasion", "round", "version", "answer", "answered_at"),
            "account": Kind.IDENTIFIER,
            "stance": Kind.OPINION,
            "relevance": Kind.OPINION,
            "comment": Kind.OPINION,
            "day": Kind.WORK,
            "answered_by": Kind.IDENTIFIER,
        },
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conclusion", "occasion", "account"], name="reaction_once"),
            models.CheckConstraint(
                condition=Q(stance__in=["true", "partly", "not_true", "cannot_say"]), name="reaction_stance_known"
            ),
            models.CheckConstraint(
                condition=Q(relevance__in=["", "relevant", "somewhat", "not"]), name="reaction_relevance_known"
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_by=None, answered_at=None)
                | (~Q(answer="") & Q(answered_by__isnull=False, answered_at__isnull=False)),
                name="reaction_answered_whole",
            ),
        ]
