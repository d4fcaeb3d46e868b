"""Storage of the signs chosen beforehand, and of what is no longer collected."""

import uuid

from django.db import models
from django.db.models import Q

from kedjan.privacy.service import Basis, Holding, Kept, Kind, neutral


class Sign(models.Model):
    """A sign that a goal comes true, chosen beforehand; a goal has three places for them and no more."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    goal = models.ForeignKey("goals.Goal", on_delete=models.PROTECT, related_name="signs")
    place = models.PositiveIntegerField()
    looked_at = models.CharField(max_length=200)
    source = models.CharField(max_length=200)
    when = models.CharField(max_length=120)
    by_whom = models.CharField(max_length=120)
    version = models.PositiveIntegerField(default=1)
    removed = models.BooleanField(default=False)
    changed_by = models.UUIDField()
    changed_at = models.DateTimeField()

    holds = Holding(
        purpose="Choosing beforehand what to look at, so that nothing else need be collected",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.WHILE_PROVIDER,
        fields={
            **neutral("id", "provider", "goal", "place", "looked_at", "source", "when", "by_whom", "version"),
            **neutral("removed", "changed_at"),
            "changed_by": Kind.IDENTIFIER,
        },
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["goal", "place"], condition=Q(removed=False), name="sign_place_once"),
            models.CheckConstraint(condition=Q(place__in=[1, 2, 3]), name="sign_of_three_at_most"),
            models.CheckConstraint(condition=~Q(looked_at=""), name="sign_has_words"),
        ]


class Stopped(models.Model):
    """Something that is no longer collected: since when, by whose decision, and the minutes a year that it saves."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=200)
    since = models.DateField()
    decided_by = models.CharField(max_length=200)
    reason = models.CharField(max_length=500, blank=True)
    minutes = models.PositiveIntegerField(null=True)
    version = models.PositiveIntegerField(default=1)
    removed = models.BooleanField(default=False)
    changed_by = models.UUIDField()
    changed_at = models.DateTimeField()

    holds = Holding(
        purpose="Saying what is no longer collected, and what that saves",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.WHILE_PROVIDER,
        fields={
            **neutral("id", "provider", "what", "since", "decided_by", "reason", "minutes", "version", "removed"),
            **neutral("changed_at"),
            "changed_by": Kind.IDENTIFIER,
        },
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(what="") & ~Q(decided_by=""), name="stopped_by_a_decision"),
        ]
