"""Storage of the outbox."""

import uuid

from django.db import models

from kedjan.privacy.service import Basis, Holding, Kept, Kind, neutral


class Asked(models.Model):
    """Somebody asked for a link to a password: for an account, or at an address that has none.

    A row is written either way, so that asking takes the same work; the outbox takes the rows over within seconds.
    The link itself is nowhere: it is made when the letter is written.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    account = models.ForeignKey("people.Account", null=True, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    holds = Holding(
        purpose="Sending somebody a link to a password of their own",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.NINETY_DAYS,
        fields={**neutral("id", "at"), "account": Kind.IDENTIFIER},
    )


class Notice(models.Model):
    """One event for one person: due from a moment, and sent, given up or still waiting."""

    id = models.BigAutoField(primary_key=True)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey("people.Account", on_delete=models.CASCADE, related_name="+")
    event_key = models.CharField(max_length=120)
    kind = models.CharField(max_length=60)
    values = models.JSONField(default=dict)
    pace = models.CharField(max_length=10)
    at = models.DateTimeField()
    due = models.DateTimeField()
    sent = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)

    holds = Holding(
        purpose="Telling people what waits for them",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.NINETY_DAYS,
        fields={
            **neutral("id", "provider", "event_key", "kind", "values", "pace", "at", "due", "sent", "tries"),
            "account": Kind.IDENTIFIER,
        },
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["provider", "account", "event_key"], name="notice_once")]
        indexes = [models.Index(fields=["sent", "due"])]
