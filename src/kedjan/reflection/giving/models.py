"""Storage of situation analyses, the schedule of rounds, and whom assignments go to."""

import uuid

from django.db import models
from django.db.models import F, Q

from kedjan.privacy.service import Basis, Holding, Kept, Kind, neutral


class SituationAnalysis(models.Model):
    """A situation analysis (nulägesanalys, C01): why it is made, on what, for what, and what came of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    reason = models.TextField(blank=True)
    basis = models.TextField(blank=True)
    purposes = models.JSONField(default=list)
    unit = models.ForeignKey("organisation.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    participants = models.TextField(blank=True)
    starts = models.DateField(null=True)
    ends = models.DateField(null=True)
    outcome = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    changed_by = models.UUIDField(null=True)
    changed_at = models.DateTimeField(null=True)

    holds = Holding(
        purpose="Saying where the work stands and why, before anything is chosen",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.WHILE_PROVIDER,
        fields={
            **neutral("id", "provider", "title", "reason", "basis", "purposes", "unit", "participants"),
            **neutral("starts", "ends", "outcome", "version", "changed_at"),
            "changed_by": Kind.IDENTIFIER,
        },
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "title"], name="situation_analysis_title_once"),
            models.CheckConstraint(
                condition=Q(starts=None) | Q(ends=None) | Q(ends__gte=F("starts")),
                name="situation_analysis_ends_after_it_starts",
            ),
        ]


class ProblemArea(models.Model):
    """A problem area of a situation analysis; `found_by` says who saw it, `evidence` what it rests on."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    analysis = models.ForeignKey(SituationAnalysis, on_delete=models.CASCADE, related_name="problem_areas")
    position = models.PositiveIntegerField()
    text = models.CharField(max_length=300)
    found_by = models.CharField(max_length=120, blank=True)
    evidence = models.TextField(blank=True)

    holds = Holding(
        purpose="Saying what a situation analysis sets out from",
        basis=Basis.NONE_NEEDED,
        kept=Kept.WHILE_PROVIDER,
        fields=neutral("id", "provider", "analysis", "position", "text", "found_by", "evidence"),
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["analysis", "position"], name="problem_area_place_once")]


class Event(models.Model):
    """A meeting or a feedback in a round's schedule (C05); `codes` are the assignments it is about.

    `held_on` is the day it came about, as those who lead the round say; None where nobody has said so.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey("reflection.Round", on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=10)
    day = models.DateField()
    starts = models.TimeField(null=True)
    minutes = models.PositiveIntegerField(null=True)
    text = models.CharField(max_length=300, blank=True)
    codes = models.JSONField(default=list)
    held_on = models.DateField(null=True)

    holds = Holding(
        purpose="Saying when a round is talked about, and whether meeting time is set aside for it",
        basis=Basis.NONE_NEEDED,
        kept=Kept.WHILE_PROVIDER,
        fields=neutral("id", "provider", "round", "kind", "day", "starts", "minutes", "text", "codes", "held_on"),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["meeting", "feedback"]), name="round_event_kind_known")
        ]


class RecipientRule(models.Model):
    """Everybody with one of `roles` at a unit or below it is a recipient, those who join later too."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey("reflection.Round", on_delete=models.CASCADE, related_name="recipient_rules")
    unit = models.ForeignKey("organisation.Unit", on_delete=models.PROTECT, related_name="+")
    roles = models.JSONField(default=list)
    service_area = models.ForeignKey("organisation.ServiceArea", null=True, on_delete=models.PROTECT, related_name="+")

    holds = Holding(
        purpose="Saying whom a round is for, by what they do and where",
        basis=Basis.NONE_NEEDED,
        kept=Kept.ROUND_PLUS_THREE_YEARS,
        fields=neutral("id", "provider", "round", "unit", "roles", "service_area"),
    )


class Recipient(models.Model):
    """Somebody who is asked in a round, within a service area; `left_on` once they no longer are.

    One `taken_away` by hand stays away; one who left because their duties ended comes back with a new duty.
    """

    id = models.BigAutoField(primary_key=True)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey("reflection.Round", on_delete=models.CASCADE, related_name="recipients")
    account = models.ForeignKey("people.Account", on_delete=models.CASCADE, related_name="+")
    service_area = models.ForeignKey("organisation.ServiceArea", on_delete=models.PROTECT, related_name="+")
    origin = models.CharField(max_length=10)
    rule = models.ForeignKey(RecipientRule, null=True, on_delete=models.SET_NULL, related_name="+")
    joined_on = models.DateField()
    left_on = models.DateField(null=True)
    taken_away = models.BooleanField(default=False)

    holds = Holding(
        purpose="Asking those whom a round is for, and nobody else",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.ROUND_PLUS_THREE_YEARS,
        fields={
            **neutral("id", "provider", "round", "origin", "rule"),
            "account": Kind.IDENTIFIER,
            "service_area": Kind.WORK,
            "joined_on": Kind.WORK,
            "left_on": Kind.WORK,
            "taken_away": Kind.WORK,
        },
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "account", "service_area"], name="recipient_once"),
            models.CheckConstraint(condition=Q(origin__in=["role", "hand", "file"]), name="recipient_origin_known"),
            models.CheckConstraint(
                condition=Q(taken_away=False) | Q(left_on__isnull=False), name="recipient_taken_away_has_left"
            ),
        ]


class AssignmentTemplate(models.Model):
    """An assignment that a provider keeps to begin new ones from; `described` is what it asks, by field."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    language = models.CharField(max_length=5, default="sv")
    described = models.JSONField(default=dict)
    kept_at = models.DateTimeField()
    put_away = models.BooleanField(default=False)

    holds = Holding(
        purpose="Beginning new assignments from good ones",
        basis=Basis.NONE_NEEDED,
        kept=Kept.WHILE_PROVIDER,
        fields=neutral("id", "provider", "name", "language", "described", "kept_at", "put_away"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "name"], condition=Q(put_away=False), name="assignment_template_name_once"
            )
        ]
