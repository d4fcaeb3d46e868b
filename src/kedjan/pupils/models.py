"""Storage of who pupils are."""

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


class PupilNumber(models.Model):
    """A number that leads to a pupil. A pupil may have had several; a number is one pupil's.

    A pupil is a `key`, which files of results know, and an id, `pupil`, by which the journal and the list of erasures
    name the same pupil for good. Pupils have no rows of their own: a school's are registered at once, and a second row
    for each took most of the time.
    """

    id = models.BigAutoField(primary_key=True)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.CharField(max_length=80)
    kind = models.CharField(max_length=20)
    key = models.PositiveIntegerField()
    pupil = models.UUIDField()
    since = models.DateTimeField()

    holds = Holding(
        purpose="Knowing pupils again, and keeping their results apart from who they are",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.WITH_RESULTS,
        fields={
            **neutral("id", "provider", "kind", "since"),
            "number": Kind.IDENTIFIER,
            "key": Kind.IDENTIFIER,
            "pupil": Kind.IDENTIFIER,
        },
    )

    class Meta:
        indexes = [
            models.Index(fields=["provider", "key"], name="pupil_number_key"),
            models.Index(fields=["pupil"], name="pupil_number_pupil"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["provider", "number"], name="pupil_number_once"),
            models.CheckConstraint(
                condition=Q(kind__in=["personal", "coordination", "temporary", "senders"]),
                name="pupil_number_kind_known",
            ),
        ]


class ProtectedPupil(models.Model):
    """That a pupil's identity is protected, for as long as it is."""

    id = models.BigAutoField(primary_key=True)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+", db_index=False)
    key = models.PositiveIntegerField()

    holds = Holding(
        purpose="Showing nobody who a pupil with a protected identity is",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.WITH_RESULTS,
        fields={**neutral("id", "provider"), "key": Kind.PROTECTED},
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["provider", "key"], name="protected_pupil_once")]
