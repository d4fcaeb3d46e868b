"""Storage of what has been shared, and of whose loops each of its cells described."""

import uuid

from django.db import models

from kedjan.privacy.service import Basis, Holding, Kept, Kind, neutral


class Release(models.Model):
    """Tables as they were given out. `number` counts the releases of one source, so that none is judged unseen."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    source_room = models.CharField(max_length=40)
    source_kind = models.CharField(max_length=40)
    source_key = models.CharField(max_length=64)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    purpose = models.CharField(max_length=500)
    kind = models.CharField(max_length=40)
    threshold = models.PositiveIntegerField()
    rules = models.CharField(max_length=20)
    tables = models.JSONField()
    made_by = models.UUIDField()
    made_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.UUIDField(null=True)
    withdrawn_reason = models.CharField(max_length=500, blank=True)

    holds = Holding(
        purpose="Keeping what has been shared as it was shared",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.PRESERVED,
        fields={
            **neutral("id", "provider", "source_room", "source_kind", "source_key", "number", "title", "purpose"),
            **neutral("kind", "threshold", "rules", "tables", "made_at", "withdrawn_at", "withdrawn_reason"),
            "made_by": Kind.IDENTIFIER,
            "withdrawn_by": Kind.IDENTIFIER,
        },
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "source_room", "source_kind", "source_key", "number"], name="release_number_once"
            ),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="release_numbers_from_one"),
            models.CheckConstraint(condition=models.Q(threshold__gte=2), name="release_has_threshold"),
            models.CheckConstraint(
                condition=~models.Q(title="") & ~models.Q(purpose=""), name="release_has_title_and_purpose"
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None, withdrawn_by=None, withdrawn_reason="")
                | models.Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~models.Q(withdrawn_reason=""),
                name="release_withdrawn_with_reason",
            ),
        ]
        indexes = [models.Index(fields=["provider", "-made_at"])]


class ThresholdChange(models.Model):
    """The fewest persons behind a figure of a kind, from a day on. `number` counts the changes, so none is unseen."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    persons = models.PositiveIntegerField()
    valid_from = models.DateField()
    made_by = models.UUIDField()
    made_at = models.DateTimeField()

    holds = Holding(
        purpose="Knowing under which limits material has been shared",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.PRESERVED,
        fields={
            **neutral("id", "provider", "kind", "number", "persons", "valid_from", "made_at"),
            "made_by": Kind.IDENTIFIER,
        },
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "kind", "number"], name="threshold_number_once"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="threshold_numbers_from_one"),
            models.CheckConstraint(condition=models.Q(persons__gte=5), name="threshold_never_below_five"),
        ]


class Members(models.Model):
    """Whose loops the cells of a release described: needed to judge every later release, shown to nobody.

    `loops` is a list of [loop, person]; `cells` a list of {label, measure, shown, loops: places in that list,
    counts: name -> [number, the most one loop can add], among: name -> the place of the cell among whose loops they
    were counted}.
    """

    release = models.OneToOneField(Release, primary_key=True, on_delete=models.CASCADE, related_name="members")
    loops = models.JSONField()
    cells = models.JSONField()

    holds = Holding(
        purpose="Judging what may be shared beside what has been shared",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.ROUND_PLUS_THREE_YEARS,
        fields={**neutral("release", "cells"), "loops": Kind.IDENTIFIER},
    )


class KnownAs(models.Model):
    """That one whose loops were counted is known by another name since: two who were counted turned out to be one.

    `up_to` is the number of the latest release that was made before.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    source_room = models.CharField(max_length=40)
    source_kind = models.CharField(max_length=40)
    source_key = models.CharField(max_length=64)
    older = models.CharField(max_length=64)
    since = models.CharField(max_length=64)
    up_to = models.PositiveIntegerField()
    made_at = models.DateTimeField()

    holds = Holding(
        purpose="Judging what may be shared where two who were counted turned out to be one",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.ROUND_PLUS_THREE_YEARS,
        fields={
            **neutral("id", "provider", "source_room", "source_kind", "source_key", "up_to", "made_at"),
            "older": Kind.IDENTIFIER,
            "since": Kind.IDENTIFIER,
        },
    )

    class Meta:
        indexes = [models.Index(fields=["provider", "source_kind", "source_key"], name="releases_known_as_idx")]
        constraints = [models.CheckConstraint(condition=models.Q(up_to__gte=1), name="known_as_after_a_release")]
