"""Storage of actions, what happened to them, and the strategies they belong to."""

import uuid

from django.db import models
from django.db.models import F, Q

from kedjan.privacy.service import Basis, Holding, Kept, Kind, neutral

PHASES = ["initiated", "implemented", "embedded", "spread", "paused", "closed", "withdrawn"]
STOPPED = ["paused", "closed", "withdrawn"]


class Action(models.Model):
    """Something that is done. `came_to` is the phase it had reached when it was stopped.

    One that is `removed` came from a file that was undone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    proposal = models.OneToOneField("actions.Proposal", null=True, on_delete=models.PROTECT, related_name="action")
    analysis = models.ForeignKey("reflection.SituationAnalysis", null=True, on_delete=models.PROTECT, related_name="+")
    goal = models.ForeignKey("goals.Goal", null=True, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=300)
    responsible = models.UUIDField()
    by_when = models.DateField()
    sign = models.TextField()
    follow_up_on = models.DateField(null=True)
    phase = models.CharField(max_length=12, default="initiated")
    came_to = models.CharField(max_length=12, default="initiated")
    handed_over_on = models.DateField(null=True)
    support_ended_on = models.DateField(null=True)
    removed = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    changed_by = models.UUIDField()
    changed_at = models.DateTimeField()

    holds = Holding(
        purpose="Answering what people propose, and following what was decided",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.WHILE_PROVIDER,
        fields={
            **neutral("id", "provider", "proposal", "analysis", "goal", "text", "by_when", "sign", "follow_up_on"),
            **neutral("phase", "came_to", "handed_over_on", "support_ended_on", "removed", "version", "changed_at"),
            "responsible": Kind.IDENTIFIER,
            "changed_by": Kind.IDENTIFIER,
        },
    )

    class Meta:
        indexes = [models.Index(fields=["provider", "follow_up_on"])]
        constraints = [
            models.CheckConstraint(condition=Q(phase__in=PHASES), name="action_phase_known"),
            models.CheckConstraint(condition=~Q(text="") & ~Q(sign=""), name="action_has_words_and_a_sign"),
            models.CheckConstraint(
                condition=Q(phase__in=STOPPED, follow_up_on=None)
                | (~Q(phase__in=STOPPED) & Q(follow_up_on__isnull=False)),
                name="action_comes_back_until_stopped",
            ),
        ]


class ActionStep(models.Model):
    """Something that happened to an action, in order, and the phase that it left it in; numbers of a follow-up."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="steps")
    place = models.PositiveIntegerField()
    kind = models.CharField(max_length=12)
    phase = models.CharField(max_length=12)
    fell_back = models.BooleanField(default=False)
    text = models.TextField(blank=True)
    using = models.PositiveIntegerField(null=True)
    intended = models.PositiveIntegerField(null=True)
    all_term = models.BooleanField(null=True)
    routine = models.CharField(max_length=300, blank=True)
    support_ended_on = models.DateField(null=True)
    documented = models.BooleanField(default=False)
    analysed = models.BooleanField(default=False)
    research = models.BooleanField(default=False)
    by = models.UUIDField()
    at = models.DateTimeField()

    holds = Holding(
        purpose="Answering what people propose, and following what was decided",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.WHILE_PROVIDER,
        fields={
            **neutral("id", "provider", "action", "place", "kind", "phase", "fell_back", "text", "using", "intended"),
            **neutral("all_term", "routine", "support_ended_on", "documented", "analysed", "research", "at"),
            "by": Kind.IDENTIFIER,
        },
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["action", "place"], name="action_step_place_once"),
            models.CheckConstraint(
                condition=Q(using=None, intended=None) | Q(using__lte=F("intended")), name="action_used_by_no_more"
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["followed_up", *STOPPED]) | ~Q(text=""), name="action_step_says_why"
            ),
        ]
