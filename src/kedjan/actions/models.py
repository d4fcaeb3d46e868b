"""Storage of proposals: their words, what they come from, and what was decided."""

import uuid

from django.db import models
from django.db.models import F, Q

from kedjan.privacy.service import Basis, Holding, Kept, Kind, neutral


class Proposal(models.Model):
    """A proposal of a situation analysis. `version` counts every change of it.

    One that is `merged_into` another keeps its words and sources; the other speaks for it. One that is `removed` was
    put in by mistake, or came from a file that was undone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    analysis = models.ForeignKey("reflection.SituationAnalysis", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveIntegerField()
    text = models.CharField(max_length=300)
    explanation = models.TextField(blank=True)
    goal = models.ForeignKey("goals.Goal", null=True, on_delete=models.PROTECT, related_name="+")
    answer_by = models.DateField()
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="merged")
    removed = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    changed_by = models.UUIDField()
    changed_at = models.DateTimeField()

    holds = Holding(
        purpose="Answering what people propose, and following what was decided",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.WHILE_PROVIDER,
        fields={
            **neutral("id", "provider", "analysis", "position", "text", "explanation", "goal", "answer_by"),
            **neutral("merged_into", "removed", "version", "changed_at"),
            "changed_by": Kind.IDENTIFIER,
        },
    )

    class Meta:
        indexes = [models.Index(fields=["analysis", "position"])]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="proposal_has_words"),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")), name="proposal_not_merged_into_itself"
            ),
        ]


class Wording(models.Model):
    """One wording of a proposal, by its number; the last is the one that the proposal has."""

    id = models.BigAutoField(primary_key=True)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="wordings")
    number = models.PositiveIntegerField()
    text = models.CharField(max_length=300)
    explanation = models.TextField(blank=True)
    by = models.UUIDField()
    at = models.DateTimeField()

    holds = Holding(
        purpose="Answering what people propose, and following what was decided",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.WHILE_PROVIDER,
        fields={
            **neutral("id", "provider", "proposal", "number", "text", "explanation", "at"),
            "by": Kind.IDENTIFIER,
        },
    )

    class Meta:
        indexes = [models.Index(fields=["provider", "by"])]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "number"], name="proposal_wording_once"),
            models.CheckConstraint(condition=~Q(text=""), name="proposal_wording_has_words"),
        ]


class AnswerSource(models.Model):
    """A reflection, or what its writer proposed at short or long sight, that a proposal comes from. No words of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="answers")
    round = models.ForeignKey("reflection.Round", on_delete=models.CASCADE, related_name="+")
    loop = models.UUIDField()
    sight = models.CharField(max_length=5)
    by = models.UUIDField()
    at = models.DateTimeField()

    holds = Holding(
        purpose="Answering what people propose, and following what was decided",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.ROUND_PLUS_THREE_YEARS,
        fields={
            **neutral("id", "provider", "proposal", "round", "sight", "at"),
            "loop": Kind.IDENTIFIER,
            "by": Kind.IDENTIFIER,
        },
    )

    class Meta:
        indexes = [models.Index(fields=["loop"])]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "loop", "sight"], name="answer_source_once"),
            models.CheckConstraint(condition=Q(sight__in=["short", "long", "text"]), name="answer_source_sight_known"),
        ]


class HandSource(models.Model):
    """Where a proposal was heard or read, said by whoever put it in: a meeting, an appendix."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="by_hand")
    origin = models.CharField(max_length=300)
    file = models.ForeignKey("files.TakenFile", null=True, on_delete=models.PROTECT, related_name="+")
    by = models.UUIDField()
    at = models.DateTimeField()

    holds = Holding(
        purpose="Answering what people propose, and following what was decided",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.WHILE_PROVIDER,
        fields={**neutral("id", "provider", "proposal", "origin", "file", "at"), "by": Kind.IDENTIFIER},
    )

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(origin=""), name="hand_source_has_an_origin")]


class ProposalDecision(models.Model):
    """What was decided about a proposal, with the motive; `place` is its place among them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="decisions")
    place = models.PositiveIntegerField()
    ruling = models.CharField(max_length=10)
    motive = models.TextField()
    owner = models.UUIDField()
    again_on = models.DateField(null=True)
    taken_back_on = models.DateField(null=True)
    by = models.UUIDField()
    at = models.DateTimeField()

    holds = Holding(
        purpose="Answering what people propose, and following what was decided",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.WHILE_PROVIDER,
        fields={
            **neutral("id", "provider", "proposal", "place", "ruling", "motive", "again_on", "at"),
            **neutral("taken_back_on"),
            "owner": Kind.IDENTIFIER,
            "by": Kind.IDENTIFIER,
        },
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["proposal", "place"], name="proposal_decision_place_once"),
            models.CheckConstraint(condition=~Q(motive=""), name="proposal_decided_with_a_motive"),
            models.CheckConstraint(
                condition=Q(ruling__in=["yes", "no", "later", "taken_back"]), name="proposal_ruling_known"
            ),
            models.CheckConstraint(
                condition=Q(ruling="later", again_on__isnull=False) | (~Q(ruling="later") & Q(again_on=None)),
                name="proposal_put_off_to_a_day",
            ),
            models.CheckConstraint(
                condition=Q(ruling="taken_back", taken_back_on__isnull=False)
                | (~Q(ruling="taken_back") & Q(taken_back_on=None)),
                name="proposal_taken_back_on_a_day",
            ),
        ]


from kedjan.actions.action_models import Action, ActionStep  # noqa: E402
from kedjan.actions.strategy_models import Strategy, StrategyAction, StrategyValue  # noqa: E402

__all__ = [
    "Action",
    "ActionStep",
    "AnswerSource",
    "HandSource",
    "Proposal",
    "ProposalDecision",
    "Strategy",
    "StrategyAction",
    "StrategyValue",
    "Wording",
]
