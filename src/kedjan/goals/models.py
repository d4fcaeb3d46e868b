"""Storage of frameworks, goals and their links."""

import uuid

from django.db import models

from kedjan.privacy.service import Basis, Holding, Kept, Kind, neutral


class Framework(models.Model):
    """A set of goals that belong together; `version` counts changes of its description and of its goals' order.

    One that is `removed` came from a file that was undone; goals as well.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=40)
    starts = models.DateField()
    ends = models.DateField(null=True)
    removed = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    changed_by = models.UUIDField(null=True)
    changed_at = models.DateTimeField(null=True)

    holds = Holding(
        purpose="Saying what the quality work is for",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.WHILE_PROVIDER,
        fields={
            **neutral("id", "provider", "name", "kind", "starts", "ends", "removed", "version", "changed_at"),
            "changed_by": Kind.IDENTIFIER,
        },
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "name", "starts"], condition=models.Q(removed=False), name="framework_once"
            )
        ]


class Goal(models.Model):
    """One goal or success factor, which may stand under another; toned down only with a motive.

    `position` is its place among all of the framework, each goal before those under it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="goals")
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="under")
    position = models.PositiveIntegerField()
    text = models.CharField(max_length=300)
    toned_down = models.BooleanField(default=False)
    motive = models.CharField(max_length=500, blank=True)
    ended_on = models.DateField(null=True)
    removed = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    changed_by = models.UUIDField(null=True)
    changed_at = models.DateTimeField(null=True)

    holds = Holding(
        purpose="Saying what the quality work is for",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.WHILE_PROVIDER,
        fields={
            **neutral("id", "provider", "framework", "parent", "position", "text", "toned_down", "motive"),
            **neutral("ended_on", "removed", "version", "changed_at"),
            "changed_by": Kind.IDENTIFIER,
        },
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["framework", "position"], condition=models.Q(removed=False), name="goal_position_once"
            ),
            models.CheckConstraint(
                condition=models.Q(toned_down=False) | ~models.Q(motive=""), name="toned_down_has_motive"
            ),
            models.CheckConstraint(condition=~models.Q(parent=models.F("id")), name="goal_stands_under_another"),
            models.CheckConstraint(condition=~models.Q(text=""), name="goal_has_words"),
        ]


class Link(models.Model):
    """One goal serves another."""

    id = models.BigAutoField(primary_key=True)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    serving = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="serves")
    served = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="served_by")

    holds = Holding(
        purpose="Saying how goals hang together",
        basis=Basis.NONE_NEEDED,
        kept=Kept.WHILE_PROVIDER,
        fields=neutral("id", "provider", "serving", "served"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["serving", "served"], name="goals_linked_once"),
            models.CheckConstraint(condition=~models.Q(serving=models.F("served")), name="goal_serves_another"),
        ]


from kedjan.goals.sign_models import Sign, Stopped  # noqa: E402

__all__ = ["Framework", "Goal", "Link", "Sign", "Stopped"]
