"""Storage of what becomes of a reflection among its readers, and of the messages about it."""

import uuid

from django.db import models
from django.db.models import Q

from kedjan.privacy.service import Basis, Holding, Kept, Kind, neutral


class Reception(models.Model):
    """Where one reflection stands among the round's readers: unread, read, answered or done; flagged; who has taken it.

    `read_at` is when a reader first read it: from then on it is talked about, not changed.
    """

    id = models.BigAutoField(primary_key=True)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey("reflection.Round", on_delete=models.CASCADE, related_name="receptions")
    loop = models.UUIDField(unique=True)
    state = models.CharField(max_length=10, default="unread")
    flagged = models.BooleanField(default=False)
    taken_by = models.ForeignKey("people.Account", null=True, on_delete=models.SET_NULL, related_name="+")
    taken_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    holds = Holding(
        purpose="Letting several readers share the reading, so that nobody waits in vain",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.ROUND_PLUS_THREE_YEARS,
        fields={
            **neutral("id", "provider", "round", "loop", "state", "flagged", "version"),
            "taken_by": Kind.IDENTIFIER,
            "taken_at": Kind.WORK,
            "read_at": Kind.WORK,
        },
    )

    class Meta:
        indexes = [models.Index(fields=["round", "state"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["unread", "read", "asked", "answered", "done"]), name="reception_state_known"
            )
        ]


class Message(models.Model):
    """One message about a reflection, from a reader or from its writer (C07).

    `number` is its place in the talk. A withdrawn message keeps its place and loses its text.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey("reflection.Round", on_delete=models.CASCADE, related_name="messages")
    loop = models.UUIDField()
    number = models.PositiveIntegerField()
    author = models.ForeignKey("people.Account", null=True, on_delete=models.SET_NULL, related_name="+")
    from_writer = models.BooleanField()
    text = models.TextField(blank=True)
    asks = models.BooleanField(default=False)
    no_reply_needed = models.BooleanField(default=False)
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.UUIDField(null=True)
    withdrawn_why = models.CharField(max_length=200, blank=True)

    holds = Holding(
        purpose="Talking with those who wrote about what they wrote",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.ROUND_PLUS_THREE_YEARS,
        fields={
            **neutral("id", "provider", "round", "loop", "number", "from_writer", "asks", "no_reply_needed"),
            "author": Kind.IDENTIFIER,
            "text": Kind.OPINION,
            "at": Kind.WORK,
            "seen_at": Kind.WORK,
            "withdrawn_at": Kind.WORK,
            "withdrawn_by": Kind.IDENTIFIER,
            "withdrawn_why": Kind.OPINION,
        },
    )

    class Meta:
        indexes = [models.Index(fields=["round", "at"])]
        constraints = [
            models.UniqueConstraint(fields=["loop", "number"], name="message_place_once"),
            models.CheckConstraint(condition=Q(withdrawn_at=None) | Q(text=""), name="withdrawn_message_has_no_text"),
        ]
