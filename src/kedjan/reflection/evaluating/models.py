"""Storage of evaluations of the method, and of what was changed because of them."""

import uuid

from django.db import models
from django.db.models import Q

from kedjan.privacy.service import Basis, Holding, Kept, Kind, neutral

STANCES = ["", "not_at_all", "little", "largely", "fully", "cannot_say"]


class Evaluation(models.Model):
    """What one who was asked says of a round's method when it has closed: four answers, words, and minutes as declared.

    An answer is empty where nothing was chosen, and `minutes` None. `day` is when it was last changed, never finer.
    """

    id = models.BigAutoField(primary_key=True)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey("reflection.Round", on_delete=models.CASCADE, related_name="evaluations")
    account = models.ForeignKey("people.Account", on_delete=models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=10, blank=True)
    worth = models.CharField(max_length=10, blank=True)
    insight = models.CharField(max_length=10, blank=True)
    leads = models.CharField(max_length=10, blank=True)
    text = models.TextField(blank=True)
    minutes = models.PositiveIntegerField(null=True)
    version = models.PositiveIntegerField(default=1)
    day = models.DateField()

    holds = Holding(
        purpose="Learning from those who were asked whether the method is worth their time",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.ROUND_PLUS_THREE_YEARS,
        fields={
            **neutral("id", "provider", "round", "version"),
            "account": Kind.IDENTIFIER,
            "purpose": Kind.OPINION,
            "worth": Kind.OPINION,
            "insight": Kind.OPINION,
            "leads": Kind.OPINION,
            "text": Kind.OPINION,
            "minutes": Kind.WORK,
            "day": Kind.WORK,
        },
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "account"], name="evaluation_once"),
            models.CheckConstraint(
                condition=Q(purpose__in=STANCES, worth__in=STANCES, insight__in=STANCES, leads__in=STANCES),
                name="evaluation_answers_known",
            ),
            models.CheckConstraint(
                condition=Q(minutes=None) | Q(minutes__gte=1, minutes__lte=6000),
                name="evaluation_minutes_within_reason",
            ),
        ]


class MethodChange(models.Model):
    """One version of something that was changed because of an evaluation, as those who lead rounds tell it.

    `change` is the same through its versions, and the last one holds. `day` is when it was changed.
    """

    id = models.BigAutoField(primary_key=True)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey("reflection.Round", on_delete=models.CASCADE, related_name="method_changes")
    change = models.UUIDField(default=uuid.uuid4)
    version = models.PositiveIntegerField(default=1)
    day = models.DateField()
    text = models.TextField()
    reason = models.TextField()
    withdrawn = models.BooleanField(default=False)
    made_by = models.UUIDField()
    made_at = models.DateTimeField()

    holds = Holding(
        purpose="Telling those who were asked what their evaluation led to",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.WHILE_PROVIDER,
        fields={
            **neutral("id", "provider", "round", "change", "version", "day", "text", "reason", "withdrawn", "made_at"),
            "made_by": Kind.IDENTIFIER,
        },
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["change", "version"], name="method_change_version_once"),
            models.CheckConstraint(condition=~Q(text="") & ~Q(reason=""), name="method_change_says_what_and_why"),
        ]
