"""Storage of time frames, of what asks for minutes, and of motives for asking for more."""

import uuid

from django.db import models
from django.db.models import F, Q

from kedjan.privacy.service import Basis, Holding, Kept, Kind, neutral


class Frame(models.Model):
    """The `number`th frame of a role in a school year: never changed, only followed by another."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=40)
    school_year = models.CharField(max_length=7)
    number = models.PositiveIntegerField()
    minutes = models.PositiveIntegerField()
    note = models.CharField(max_length=200, blank=True)
    agreed_with = models.CharField(max_length=120)
    agreed_on = models.DateField()
    valid_from = models.DateField()
    set_by = models.UUIDField()
    set_at = models.DateTimeField()

    holds = Holding(
        purpose="Asking for no more of people's time than has been agreed",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.SCHOOL_YEAR_PLUS_THREE_YEARS,
        fields={
            **neutral("id", "provider", "role", "school_year", "number", "minutes", "note", "agreed_with"),
            **neutral("agreed_on", "valid_from", "set_at"),
            "set_by": Kind.IDENTIFIER,
        },
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "role", "school_year", "number"], name="frame_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="frame_numbers_from_one"),
        ]


class Declaration(models.Model):
    """How many minutes one thing asks of each person with a role, `until` it does no more."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    asking = models.CharField(max_length=12)
    object = models.CharField(max_length=80)
    title = models.CharField(max_length=240)
    role = models.CharField(max_length=40)
    school_year = models.CharField(max_length=7)
    minutes = models.PositiveIntegerField()
    in_meetings = models.BooleanField(default=False)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    holds = Holding(
        purpose="Asking for no more of people's time than has been agreed",
        basis=Basis.NONE_NEEDED,
        kept=Kept.SCHOOL_YEAR_PLUS_THREE_YEARS,
        fields=neutral(
            *("id", "provider", "asking", "object", "title", "role", "school_year", "minutes", "in_meetings"),
            *("since", "until"),
        ),
    )

    class Meta:
        indexes = [models.Index(fields=["provider", "school_year"])]
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "asking", "object", "role"],
                condition=Q(until=None),
                name="declared_once_at_a_time",
            ),
            models.CheckConstraint(condition=Q(minutes__gte=1), name="declared_minutes_are_some"),
            models.CheckConstraint(condition=Q(asking__in=["assignment", "activity"]), name="declared_by_a_known_kind"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="declared_until_after_since"
            ),
        ]


class Overrun(models.Model):
    """More was asked of a role than its frame, with the motive; empty where more people came to be asked."""

    id = models.BigAutoField(primary_key=True)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=40)
    school_year = models.CharField(max_length=7)
    title = models.CharField(max_length=240)
    above = models.PositiveIntegerField()
    motive = models.CharField(max_length=500, blank=True)
    made_by = models.UUIDField()
    at = models.DateTimeField()

    holds = Holding(
        purpose="Letting those who are asked see why more was asked of them",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.SCHOOL_YEAR_PLUS_THREE_YEARS,
        fields={
            **neutral("id", "provider", "role", "school_year", "title", "above", "motive", "at"),
            "made_by": Kind.IDENTIFIER,
        },
    )

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(above__gte=1), name="overrun_is_above")]
