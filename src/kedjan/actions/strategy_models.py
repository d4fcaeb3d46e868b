"""Storage of strategies, their actions, and how their time indicators have gone."""

import uuid

from django.db import models
from django.db.models import Q

from kedjan.privacy.service import Basis, Holding, Kept, Kind, neutral


class Strategy(models.Model):
    """Several actions over longer time; what it takes in time before and after, where that is known.

    Who leads it is asked for a value of its time indicator on the day `measure_on`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)
    text = models.CharField(max_length=300)
    explanation = models.TextField(blank=True)
    what = models.CharField(max_length=300, blank=True)
    unit = models.CharField(max_length=300, blank=True)
    before = models.DecimalField(max_digits=9, decimal_places=1, null=True)
    after = models.DecimalField(max_digits=9, decimal_places=1, null=True)
    source = models.CharField(max_length=300, blank=True)
    leader = models.UUIDField(null=True)
    measure_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    why_ended = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    changed_by = models.UUIDField()
    changed_at = models.DateTimeField()

    holds = Holding(
        purpose="Answering what people propose, and following what was decided",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.WHILE_PROVIDER,
        fields={
            **neutral("id", "provider", "kind", "text", "explanation", "what", "unit", "before", "after", "source"),
            **neutral("measure_on", "ended_on", "why_ended", "version", "changed_at"),
            "leader": Kind.IDENTIFIER,
            "changed_by": Kind.IDENTIFIER,
        },
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="strategy_has_words"),
            models.CheckConstraint(
                condition=~Q(kind="saves_time") | Q(before__isnull=False), name="strategy_that_saves_time_is_measured"
            ),
            models.CheckConstraint(
                condition=Q(before=None, after=None, what="", unit="", source="")
                | (Q(before__isnull=False) & ~Q(what="") & ~Q(unit="") & ~Q(source="")),
                name="strategy_indicator_whole",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None, why_ended="") | (Q(ended_on__isnull=False) & ~Q(why_ended="")),
                name="strategy_ended_with_a_motive",
            ),
        ]


class StrategyAction(models.Model):
    """That an action belongs to a strategy."""

    id = models.BigAutoField(primary_key=True)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    strategy = models.ForeignKey(Strategy, on_delete=models.CASCADE, related_name="members")
    action = models.ForeignKey("actions.Action", on_delete=models.CASCADE, related_name="strategies")

    holds = Holding(
        purpose="Answering what people propose, and following what was decided",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.WHILE_PROVIDER,
        fields={**neutral("id", "provider", "strategy", "action")},
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["strategy", "action"], name="strategy_action_once")]


class StrategyValue(models.Model):
    """A value of a strategy's time indicator on a day, and of how many of whom it is."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    strategy = models.ForeignKey(Strategy, on_delete=models.CASCADE, related_name="values")
    day = models.DateField()
    value = models.DecimalField(max_digits=9, decimal_places=1)
    number = models.PositiveIntegerField()
    whom = models.CharField(max_length=120)
    removed = models.BooleanField(default=False)
    by = models.UUIDField()
    at = models.DateTimeField()

    holds = Holding(
        purpose="Answering what people propose, and following what was decided",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.WHILE_PROVIDER,
        fields={
            **neutral("id", "provider", "strategy", "day", "value", "number", "whom", "removed", "at"),
            "by": Kind.IDENTIFIER,
        },
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["strategy", "day"], condition=Q(removed=False), name="strategy_value_once_a_day"
            ),
            models.CheckConstraint(condition=Q(value__gte=0), name="strategy_value_is_time"),
            models.CheckConstraint(condition=Q(number__gte=5), name="strategy_value_of_five_or_more"),
            models.CheckConstraint(condition=~Q(whom=""), name="strategy_value_of_somebody"),
        ]
