"""Storage of conclusions: their wordings, when they were fed back, and what was decided."""

import uuid

from django.db import models
from django.db.models import Q

from kedjan.privacy.service import Basis, Holding, Kept, Kind, neutral

STATES = ["preliminary", "fed_back", "settled", "revised", "struck"]


class Occasion(models.Model):
    """One time when conclusions of an analysis were laid before those who were asked, and until when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    analysis = models.ForeignKey("reflection.SituationAnalysis", on_delete=models.PROTECT, related_name="+")
    closes_on = models.DateField()
    by = models.UUIDField()
    at = models.DateTimeField()

    holds = Holding(
        purpose="Saying what a situation analysis came to, and what it rests on",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.WHILE_PROVIDER,
        fields={**neutral("id", "provider", "analysis", "closes_on", "at"), "by": Kind.IDENTIFIER},
    )


class Conclusion(models.Model):
    """A conclusion of a situation analysis. `version` counts every change of it, `wording` those of its words.

    `problem_area` is the id of one of the analysis's, which are written anew as a whole. `fed_wording` is the wording
    that was fed back at the `occasion`. One that is `removed` was taken away before others had seen it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    analysis = models.ForeignKey("reflection.SituationAnalysis", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveIntegerField()
    state = models.CharField(max_length=12, default="preliminary")
    strength = models.BooleanField(default=False)
    problem_area = models.UUIDField(null=True)
    goal = models.ForeignKey("goals.Goal", null=True, on_delete=models.PROTECT, related_name="+")
    wording = models.PositiveIntegerField(default=1)
    version = models.PositiveIntegerField(default=1)
    occasion = models.ForeignKey(Occasion, null=True, on_delete=models.PROTECT, related_name="conclusions")
    fed_wording = models.PositiveIntegerField(null=True)
    removed = models.BooleanField(default=False)
    changed_by = models.UUIDField()
    changed_at = models.DateTimeField()

    holds = Holding(
        purpose="Saying what a situation analysis came to, and what it rests on",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.WHILE_PROVIDER,
        fields={
            **neutral("id", "provider", "analysis", "position", "state", "strength", "problem_area", "goal"),
            **neutral("wording", "version", "occasion", "fed_wording", "removed", "changed_at"),
            "changed_by": Kind.IDENTIFIER,
        },
    )

    class Meta:
        indexes = [models.Index(fields=["analysis", "position"])]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=STATES), name="conclusion_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=["preliminary", "struck"]) | Q(occasion__isnull=False),
                name="conclusion_fed_back_before_settled",
            ),
            models.CheckConstraint(
                condition=Q(occasion=None, fed_wording=None) | Q(occasion__isnull=False, fed_wording__isnull=False),
                name="conclusion_fed_back_whole",
            ),
            models.CheckConstraint(
                condition=Q(removed=False) | Q(state="preliminary", occasion=None, fed_wording=None),
                name="conclusion_removed_unseen",
            ),
        ]


class Wording(models.Model):
    """One wording of a conclusion, and why it was worded anew."""

    id = models.BigAutoField(primary_key=True)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    conclusion = models.ForeignKey(Conclusion, on_delete=models.CASCADE, related_name="wordings")
    number = models.PositiveIntegerField()
    text = models.CharField(max_length=300)
    explanation = models.TextField(blank=True)
    motive = models.TextField(blank=True)
    by = models.UUIDField()
    at = models.DateTimeField()

    holds = Holding(
        purpose="Saying what a situation analysis came to, and what it rests on",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.WHILE_PROVIDER,
        fields={
            **neutral("id", "provider", "conclusion", "number", "text", "explanation", "motive", "at"),
            "by": Kind.IDENTIFIER,
        },
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conclusion", "number"], name="conclusion_wording_once"),
            models.CheckConstraint(condition=~Q(text=""), name="conclusion_has_words"),
        ]


class Decision(models.Model):
    """What was decided about a conclusion, with the motive; `place` is its place among them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    conclusion = models.ForeignKey(Conclusion, on_delete=models.CASCADE, related_name="decisions")
    place = models.PositiveIntegerField()
    ruling = models.CharField(max_length=10)
    motive = models.TextField()
    wording = models.PositiveIntegerField()
    fed_back = models.PositiveIntegerField(null=True)
    by = models.UUIDField()
    at = models.DateTimeField()

    holds = Holding(
        purpose="Saying what a situation analysis came to, and what it rests on",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.WHILE_PROVIDER,
        fields={
            **neutral("id", "provider", "conclusion", "place", "ruling", "motive", "wording", "fed_back", "at"),
            "by": Kind.IDENTIFIER,
        },
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conclusion", "place"], name="conclusion_decision_place_once"),
            models.CheckConstraint(condition=~Q(motive=""), name="conclusion_decided_with_a_motive"),
            models.CheckConstraint(
                condition=Q(ruling__in=["kept", "changed", "struck", "reopened"]), name="conclusion_ruling_known"
            ),
        ]


class NoStrength(models.Model):
    """Why no conclusion of an analysis is a strength."""

    id = models.BigAutoField(primary_key=True)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    analysis = models.OneToOneField("reflection.SituationAnalysis", on_delete=models.PROTECT, related_name="+")
    motive = models.TextField()
    version = models.PositiveIntegerField(default=1)
    by = models.UUIDField()
    at = models.DateTimeField()

    holds = Holding(
        purpose="Saying what a situation analysis came to, and what it rests on",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.WHILE_PROVIDER,
        fields={**neutral("id", "provider", "analysis", "motive", "version", "at"), "by": Kind.IDENTIFIER},
    )

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(motive=""), name="no_strength_has_a_motive")]


from kedjan.improvement.board_models import Observation  # noqa: E402
from kedjan.improvement.cause_models import Cause, CauseLink  # noqa: E402
from kedjan.improvement.reaction_models import Reaction  # noqa: E402

__all__ = [
    "Cause",
    "CauseLink",
    "Conclusion",
    "Decision",
    "NoStrength",
    "Observation",
    "Occasion",
    "Reaction",
    "Wording",
]
