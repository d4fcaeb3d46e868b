"""Storage of files with proposals that have been taken in, so that each can be undone. Nothing of the file is kept."""

import uuid

from django.db import models
from django.db.models import Q

from kedjan.privacy.service import Basis, Holding, Kept, Kind, neutral


class ProposalFile(models.Model):
    """A file of proposals that was taken in, and when it was undone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    analysis = models.ForeignKey("reflection.SituationAnalysis", on_delete=models.PROTECT, related_name="+")
    by = models.UUIDField()
    at = models.DateTimeField()
    undone_by = models.UUIDField(null=True)
    undone_at = models.DateTimeField(null=True)

    holds = Holding(
        purpose="Answering what people propose, and following what was decided",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.WHILE_PROVIDER,
        fields={
            **neutral("id", "provider", "analysis", "at", "undone_at"),
            "by": Kind.IDENTIFIER,
            "undone_by": Kind.IDENTIFIER,
        },
    )

    class Meta:
        indexes = [models.Index(fields=["analysis", "at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_by=None, undone_at=None) | Q(undone_by__isnull=False, undone_at__isnull=False),
                name="proposal_file_undone_by_somebody",
            ),
        ]


class FiledProposal(models.Model):
    """A proposal as a file left it, at a version: a new one, or one with what it said before."""

    id = models.BigAutoField(primary_key=True)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey(ProposalFile, on_delete=models.CASCADE, related_name="proposals")
    proposal = models.ForeignKey("actions.Proposal", on_delete=models.CASCADE, related_name="+")
    version = models.PositiveIntegerField()
    new = models.BooleanField()
    explanation = models.TextField(blank=True)
    goal = models.ForeignKey("goals.Goal", null=True, on_delete=models.PROTECT, related_name="+")
    answer_by = models.DateField(null=True)

    holds = Holding(
        purpose="Answering what people propose, and following what was decided",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.WHILE_PROVIDER,
        fields=neutral("id", "provider", "file", "proposal", "version", "new", "explanation", "goal", "answer_by"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["file", "proposal"], name="proposal_filed_once"),
            models.CheckConstraint(
                condition=Q(new=True, answer_by=None) | Q(new=False, answer_by__isnull=False),
                name="proposal_filed_with_what_it_said_before",
            ),
        ]
