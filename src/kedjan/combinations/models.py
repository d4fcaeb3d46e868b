"""Storage of saved combinations and of every wording they have had."""

import uuid

from django.db import models

from kedjan.privacy.service import Basis, Holding, Kept, Kind, neutral


class Combination(models.Model):
    """A combination somebody saved in a round; `version` is its present wording, `removed` one taken away."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey("reflection.Round", on_delete=models.CASCADE, related_name="+")
    version = models.PositiveIntegerField(default=1)
    removed = models.BooleanField(default=False)

    holds = Holding(
        purpose="Keeping what readers have seen together in a round",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.ROUND_PLUS_THREE_YEARS,
        fields=neutral("id", "provider", "round", "version", "removed"),
    )


class Wording(models.Model):
    """One wording: the expression, what a reader made of it, and its figures as they were then."""

    id = models.BigAutoField(primary_key=True)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    combination = models.ForeignKey(Combination, on_delete=models.CASCADE, related_name="wordings")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    where = models.TextField()
    interpretation = models.TextField(blank=True)
    figures = models.JSONField()
    by = models.UUIDField()
    at = models.DateTimeField()

    holds = Holding(
        purpose="Keeping what readers have seen together in a round",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.ROUND_PLUS_THREE_YEARS,
        fields={
            **neutral("id", "provider", "combination", "number", "title", "where", "interpretation", "figures"),
            "by": Kind.IDENTIFIER,
            "at": Kind.WORK,
        },
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["combination", "number"], name="wording_number_once")]
