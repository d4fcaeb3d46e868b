"""Storage of themes, the passages they stand on, the history of both, and quotes. No text of a reflection lies here."""

import uuid

from django.db import models
from django.db.models import F, Q

from kedjan.privacy.service import Basis, Holding, Kept, Kind, neutral


class Theme(models.Model):
    """A reader's own code in a round; one that was merged says into which, a retired one is kept for its passages."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey("reflection.Round", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    description = models.TextField(blank=True)
    groups = models.JSONField(default=list)
    merged_into = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="+")
    retired = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    changed_by = models.UUIDField()
    changed_at = models.DateTimeField()

    holds = Holding(
        purpose="Finding in the texts what the tags have no word for",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.ROUND_PLUS_THREE_YEARS,
        fields={
            **neutral("id", "provider", "round", "name", "description", "groups", "merged_into", "retired", "version"),
            "changed_by": Kind.IDENTIFIER,
            "changed_at": Kind.WORK,
        },
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "name"], condition=Q(retired=False), name="theme_name_once_while_in_use"
            ),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="theme_not_merged_into_itself"),
        ]


class Passage(models.Model):
    """Characters `starts` to `ends` of one version of a reflection, marked with a theme by one reader."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey("reflection.Round", on_delete=models.CASCADE, related_name="+")
    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="passages")
    loop = models.UUIDField()
    text_version = models.PositiveIntegerField()
    starts = models.PositiveIntegerField()
    ends = models.PositiveIntegerField()
    reader = models.UUIDField()
    at = models.DateTimeField()
    removed = models.BooleanField(default=False)

    holds = Holding(
        purpose="Finding in the texts what the tags have no word for",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.ROUND_PLUS_THREE_YEARS,
        fields={
            **neutral("id", "provider", "round", "theme", "loop", "text_version", "starts", "ends", "removed"),
            "reader": Kind.IDENTIFIER,
            "at": Kind.WORK,
        },
    )

    class Meta:
        indexes = [models.Index(fields=["round", "loop"])]
        constraints = [
            models.UniqueConstraint(
                fields=["theme", "loop", "starts", "ends", "reader"],
                condition=Q(removed=False),
                name="passage_once_per_theme_and_reader",
            ),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="passage_holds_something"),
        ]


class Change(models.Model):
    """One change of a round's themes, with what it takes to undo it: ids and names of themes, ids of passages."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey("reflection.Round", on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    verb = models.CharField(max_length=12)
    details = models.JSONField(default=dict)
    by = models.UUIDField()
    at = models.DateTimeField()
    undone = models.BooleanField(default=False)

    holds = Holding(
        purpose="Letting a change of themes be followed and undone",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.ROUND_PLUS_THREE_YEARS,
        fields={
            **neutral("id", "provider", "round", "number", "verb", "details", "undone"),
            "by": Kind.IDENTIFIER,
            "at": Kind.WORK,
        },
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="theme_change_place_once"),
            models.CheckConstraint(
                condition=Q(verb__in=["renamed", "merged", "split", "retired"]), name="theme_change_known"
            ),
        ]


class Reading(models.Model):
    """A reader has gone through a reflection with the themes in mind: silence then means that none fits."""

    id = models.BigAutoField(primary_key=True)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey("reflection.Round", on_delete=models.CASCADE, related_name="+")
    loop = models.UUIDField()
    reader = models.UUIDField()

    holds = Holding(
        purpose="Knowing how far two readers agree",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.ROUND_PLUS_THREE_YEARS,
        fields={**neutral("id", "provider", "round", "loop"), "reader": Kind.IDENTIFIER},
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["loop", "reader"], name="gone_through_once")]


class Apart(models.Model):
    """The readers of this round code apart from each other: while the row is there, each sees only their own."""

    round = models.OneToOneField("reflection.Round", primary_key=True, on_delete=models.CASCADE, related_name="+")
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")

    holds = Holding(
        purpose="Knowing how far two readers agree",
        basis=Basis.NONE_NEEDED,
        kept=Kept.ROUND_PLUS_THREE_YEARS,
        fields=neutral("round", "provider"),
    )


class Quote(models.Model):
    """A passage kept to be used, with the writer's consent or as a paraphrase; `counter` speaks against its theme."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey("reflection.Round", on_delete=models.CASCADE, related_name="+")
    theme = models.ForeignKey(Theme, null=True, on_delete=models.SET_NULL, related_name="quotes")
    counter = models.BooleanField(default=False)
    loop = models.UUIDField()
    text_version = models.PositiveIntegerField()
    starts = models.PositiveIntegerField()
    ends = models.PositiveIntegerField()
    state = models.CharField(max_length=10, default="kept")
    paraphrase = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    kept_by = models.UUIDField()
    kept_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)

    holds = Holding(
        purpose="Quoting people only as they have agreed to be quoted",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.ROUND_PLUS_THREE_YEARS,
        fields={
            **neutral("id", "provider", "round", "theme", "counter", "loop", "text_version", "starts", "ends"),
            **neutral("version"),
            "state": Kind.OPINION,
            "paraphrase": Kind.OPINION,
            "kept_by": Kind.IDENTIFIER,
            "kept_at": Kind.WORK,
            "asked_at": Kind.WORK,
            "answered_at": Kind.WORK,
        },
    )

    class Meta:
        indexes = [models.Index(fields=["loop"])]
        constraints = [
            models.UniqueConstraint(fields=["loop", "starts", "ends"], name="quote_once"),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="quote_holds_something"),
            models.CheckConstraint(
                condition=Q(state__in=["kept", "asked", "allowed", "refused"]), name="quote_state_known"
            ),
        ]


class Answer(models.Model):
    """One answer to whether a quote may be used; who changes their mind gives another, and both are kept."""

    id = models.BigAutoField(primary_key=True)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    quote = models.ForeignKey(Quote, on_delete=models.CASCADE, related_name="answers")
    allowed = models.BooleanField()
    at = models.DateTimeField()

    holds = Holding(
        purpose="Quoting people only as they have agreed to be quoted",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.ROUND_PLUS_THREE_YEARS,
        fields={**neutral("id", "provider", "quote"), "allowed": Kind.OPINION, "at": Kind.WORK},
    )
