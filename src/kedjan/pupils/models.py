"""Storage of who pupils are."""

import uuid

from django.db import models
from django.db.models import Q

from kedjan.privacy.service import Basis, Holding, Kept, Kind, neutral


class Register(models.Model):
    """What the next pupil of a provider gets as key; who gives keys holds this row meanwhile."""

    provider = models.OneToOneField("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    next = models.PositiveIntegerField(default=1)

    holds = Holding(
        purpose="Giving each pupil a key of their own",
        basis=Basis.NONE_NEEDED,
        kept=Kept.WHILE_PROVIDER,
        fields=neutral("id", "provider", "next"),
    )


class Pupil(models.Model):
    """A pupil: a key that files of results know, and whether the identity is protected."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+", db_index=False)
    key = models.PositiveIntegerField()
    protected = models.BooleanField(default=False)
    registered_at = models.DateTimeField()

    holds = Holding(
        purpose="Keeping pupils' results apart from who they are",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.WITH_RESULTS,
        fields={
            **neutral("provider", "registered_at"),
            "id": Kind.IDENTIFIER,
            "key": Kind.IDENTIFIER,
            "protected": Kind.PROTECTED,
        },
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["provider", "key"], name="pupil_key_once")]


class PupilNumber(models.Model):
    """A number that leads to a pupil. A pupil may have had several; a number is one pupil's."""

    id = models.BigAutoField(primary_key=True)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+", db_index=False)
    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="numbers")
    number = models.CharField(max_length=80)
    kind = models.CharField(max_length=20)
    since = models.DateTimeField()

    holds = Holding(
        purpose="Knowing pupils again from one file to the next",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.WITH_RESULTS,
        fields={
            **neutral("id", "provider", "kind", "since"),
            "pupil": Kind.IDENTIFIER,
            "number": Kind.IDENTIFIER,
        },
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "number"], name="pupil_number_once"),
            models.CheckConstraint(
                condition=Q(kind__in=["personal", "coordination", "temporary", "senders"]),
                name="pupil_number_kind_known",
            ),
        ]
