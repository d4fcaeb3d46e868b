"""Storage of saved questions and of what is asked to be given out; results themselves are data sets in `facts`."""

import uuid

from django.db import models
from django.db.models import F, Q

from kedjan.privacy.service import Basis, Holding, Kept, Kind, neutral


class Study(models.Model):
    """A cohort study: its question, and which data sets it was counted on last."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    from_level = models.PositiveSmallIntegerField()
    to_level = models.PositiveSmallIntegerField()
    school_year = models.PositiveSmallIntegerField(null=True)
    by = models.JSONField(default=list)
    units = models.JSONField(default=list)
    subgroups = models.JSONField(default=list)
    group = models.PositiveSmallIntegerField(default=6)
    counted_on = models.JSONField(default=list)
    counted_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    made_by = models.UUIDField()
    changed_by = models.UUIDField()
    changed_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    holds = Holding(
        purpose="Asking the same question of a cohort again when there are new results",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.WHILE_PROVIDER,
        fields={
            **neutral("id", "provider", "title", "from_level", "to_level", "school_year", "by", "units", "subgroups"),
            **neutral("group", "counted_on", "counted_at", "version", "changed_at", "removed_at"),
            "made_by": Kind.IDENTIFIER,
            "changed_by": Kind.IDENTIFIER,
        },
    )

    class Meta:
        indexes = [models.Index(fields=["provider", "removed_at"], name="results_study_idx")]
        constraints = [
            models.CheckConstraint(condition=Q(from_level__lt=F("to_level")), name="study_follows_to_a_later_level"),
            models.CheckConstraint(condition=Q(group__gte=1, group__lte=6), name="study_divides_one_of_six_groups"),
        ]


SHARING_STATES = ["waiting", "working", "done", "refused", "failed", "stopped"]


class Sharing(models.Model):
    """Something of pupils' results that somebody asked to have given out, and what became of it.

    `asked` is what was asked as it was filled in. The release that comes of it has the same id. Whoever works on it
    holds it until `lease_until`; after that anybody may take it over.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)
    asked = models.JSONField()
    purpose = models.CharField(max_length=500)
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=8, default="waiting")
    lease = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    begun_at = models.DateTimeField(null=True)
    refusals = models.JSONField(default=list)
    done_at = models.DateTimeField(null=True)

    holds = Holding(
        purpose="Judging what somebody asked to share, and saying why it was not shared",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.TWO_WEEKS,
        fields={
            **neutral("id", "provider", "kind", "asked", "purpose", "asked_at", "state", "lease", "lease_until"),
            **neutral("attempts", "begun_at", "refusals", "done_at"),
            "asked_by": Kind.IDENTIFIER,
        },
    )

    class Meta:
        indexes = [
            models.Index(fields=["provider", "asked_at"], name="results_sharing_idx"),
            models.Index(fields=["state", "lease_until"], name="results_sharing_waiting_idx"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=SHARING_STATES), name="sharing_state_known"),
            models.CheckConstraint(
                condition=Q(kind__in=["cohort", "attendance", "matrices"]), name="sharing_kind_known"
            ),
            models.CheckConstraint(
                condition=~Q(state="working")
                | Q(lease__isnull=False, lease_until__isnull=False, begun_at__isnull=False),
                name="sharing_worked_on_is_leased",
            ),
        ]


class PupilErasure(models.Model):
    """That a pupil was erased: by an id that leads nowhere afterwards, when, why, and who asked for it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    pupil = models.UUIDField()
    reason = models.CharField(max_length=300)
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    data_sets = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(null=True)

    holds = Holding(
        purpose="Showing that a pupil was erased, and doing it again when a backup is put back",
        basis=Basis.LEGAL_OBLIGATION,
        kept=Kept.WHILE_PROVIDER,
        fields={
            **neutral("id", "provider", "asked_at", "data_sets", "done_at"),
            "pupil": Kind.IDENTIFIER,
            "reason": Kind.WORK,
            "asked_by": Kind.IDENTIFIER,
        },
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["provider", "pupil"], name="pupil_erased_once")]
