"""Storage of drafts and of abstaining."""

import uuid

from django.db import models
from django.db.models import Q

from kedjan.privacy.service import Basis, Holding, Kept, Kind, neutral


class Draft(models.Model):
    """What somebody has begun to write; read by nobody else. Its id becomes the reflection's when it is sent.

    `writer` is the open page that kept it last.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    assignment = models.ForeignKey("reflection.Assignment", on_delete=models.CASCADE, related_name="drafts")
    account = models.ForeignKey("people.Account", on_delete=models.CASCADE, related_name="+")
    service_area = models.ForeignKey("organisation.ServiceArea", on_delete=models.PROTECT, related_name="+")
    text = models.TextField(blank=True)
    action_short = models.TextField(blank=True)
    action_long = models.TextField(blank=True)
    emotion = models.SmallIntegerField(null=True)
    mask = models.BigIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()
    writer = models.UUIDField(null=True)

    holds = Holding(
        purpose="Letting people write in peace and lose nothing",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.ROUND_PLUS_THREE_YEARS,
        fields={
            **neutral("id", "provider", "assignment", "version", "writer"),
            "account": Kind.IDENTIFIER,
            "service_area": Kind.WORK,
            "text": Kind.OPINION,
            "action_short": Kind.OPINION,
            "action_long": Kind.OPINION,
            "emotion": Kind.OPINION,
            "mask": Kind.OPINION,
            "saved_at": Kind.WORK,
        },
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assignment", "account", "service_area"], name="draft_once"),
            models.CheckConstraint(
                condition=Q(emotion=None) | Q(emotion__gte=-2, emotion__lte=2), name="draft_emotion_within_scale"
            ),
            models.CheckConstraint(condition=Q(mask__gte=0), name="draft_mask_not_negative"),
        ]


class Abstention(models.Model):
    """Somebody abstains from an assignment, with a reason (C15), and is left alone about it."""

    id = models.BigAutoField(primary_key=True)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    assignment = models.ForeignKey("reflection.Assignment", on_delete=models.CASCADE, related_name="abstentions")
    account = models.ForeignKey("people.Account", on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=10)
    at = models.DateTimeField()

    holds = Holding(
        purpose="Leaving in peace those who abstain, and learning why",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.ROUND_PLUS_THREE_YEARS,
        fields={
            **neutral("id", "provider", "assignment"),
            "account": Kind.IDENTIFIER,
            "reason": Kind.OPINION,
            "at": Kind.WORK,
        },
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assignment", "account"], name="abstention_once"),
            models.CheckConstraint(
                condition=Q(reason__in=["time", "purpose", "not_me", "other"]), name="abstention_reason_known"
            ),
        ]
