"""Storage of who pupils are."""

import uuid

from django.db import models
from django.db.models import F, Q

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
    for each took most of the time. That a key has one id, and an id one key, is held by this room alone: a trigger that
    looks for it at each row makes registering a school ten to fifty per cent slower. Ids are looked for only where
    erasures are done again, and have no index: it was a fifth of the time that registering takes.
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
            models.Index(fields=["key"], name="pupil_number_of_key"),
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


class PupilJoin(models.Model):
    """That two pupils are told to be one, and what became of it.

    While `joined` is its state, the key `given_up` leads to the pupil of the key `kept`, which is the lower one. Files
    of results as they came stay under the key that they came by. `numbers` are the numbers that moved, by id; `laid`
    the data sets, as they came, that held either pupil then: what is in others has come since.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+", db_index=False)
    kept = models.PositiveIntegerField()
    given_up = models.PositiveIntegerField()
    given_up_pupil = models.UUIDField()
    state = models.CharField(max_length=10, default="waiting")
    told_in = models.UUIDField(null=True)
    told_by = models.UUIDField()
    told_at = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True)
    numbers = models.JSONField(default=list)
    laid = models.JSONField(default=list)
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    undone_by = models.UUIDField(null=True)
    undone_at = models.DateTimeField(null=True)

    holds = Holding(
        purpose="Making one pupil of two who are one, and undoing it",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.WITH_RESULTS,
        fields={
            **neutral("id", "provider", "state", "told_in", "told_at", "laid", "decided_at", "undone_at"),
            "kept": Kind.IDENTIFIER,
            "given_up": Kind.IDENTIFIER,
            "given_up_pupil": Kind.IDENTIFIER,
            "numbers": Kind.IDENTIFIER,
            "told_by": Kind.IDENTIFIER,
            "reason": Kind.WORK,
            "decided_by": Kind.IDENTIFIER,
            "undone_by": Kind.IDENTIFIER,
        },
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "joined", "set_aside", "undone"]), name="pupil_join_state_known"
            ),
            models.CheckConstraint(condition=Q(kept__lt=F("given_up")), name="pupil_join_keeps_the_lower_key"),
            models.CheckConstraint(
                condition=Q(state="waiting") | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="pupil_join_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="undone") | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="pupil_join_undone_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["provider", "given_up"], condition=Q(state="joined"), name="pupil_given_up_once"
            ),
            models.UniqueConstraint(
                fields=["provider", "kept", "given_up"],
                condition=Q(state__in=["waiting", "joined", "set_aside"]),
                name="pupils_told_to_be_one_once",
            ),
        ]
