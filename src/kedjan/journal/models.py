"""Storage of the journal."""

from django.db import models

from kedjan.privacy.service import Basis, Holding, Kept, Kind, neutral


class Removal(models.Model):
    """One time that old rows of the journal were removed: why, up to when, and how many.

    While `underway` the database lets rows of the journal go; that is true only inside the transaction that removes.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    why = models.CharField(max_length=60)
    before = models.DateTimeField()
    rows = models.PositiveIntegerField(default=0)
    underway = models.BooleanField(default=False)

    holds = Holding(
        purpose="Accounting for who did what in the quality work",
        basis=Basis.NONE_NEEDED,
        kept=Kept.WHILE_PROVIDER,
        fields=neutral("id", "at", "why", "before", "rows", "underway"),
    )


class Entry(models.Model):
    """One thing done by somebody to something."""

    id = models.BigAutoField(primary_key=True)
    provider = models.UUIDField()
    at = models.DateTimeField()
    actor = models.UUIDField(null=True)
    room = models.CharField(max_length=40)
    verb = models.CharField(max_length=60)
    kind = models.CharField(max_length=40)
    object_id = models.CharField(max_length=64)
    details = models.JSONField(default=dict)

    holds = Holding(
        purpose="Accounting for who did what in the quality work",
        basis=Basis.LEGAL_OBLIGATION,
        kept=Kept.TWO_YEARS,
        fields={
            **neutral("id", "provider", "at", "room", "verb", "kind", "object_id", "details"),
            "actor": Kind.IDENTIFIER,
        },
    )

    class Meta:
        indexes = [models.Index(fields=["provider", "kind", "object_id"]), models.Index(fields=["provider", "-at"])]


class Reading(models.Model):
    """One page of named texts that somebody read."""

    id = models.BigAutoField(primary_key=True)
    provider = models.UUIDField()
    at = models.DateTimeField()
    reader = models.UUIDField()
    kind = models.CharField(max_length=40)
    object_id = models.CharField(max_length=64)

    holds = Holding(
        purpose="Letting each person see who has read their texts",
        basis=Basis.LEGAL_OBLIGATION,
        kept=Kept.TWO_YEARS,
        fields={
            **neutral("id", "provider", "at", "kind", "object_id"),
            "reader": Kind.IDENTIFIER,
        },
    )


class ReadPerson(models.Model):
    """A person whose text stood on a page that was read."""

    id = models.BigAutoField(primary_key=True)
    reading = models.ForeignKey(Reading, on_delete=models.CASCADE, related_name="persons")
    person = models.UUIDField(db_index=True)

    holds = Holding(
        purpose="Letting each person see who has read their texts",
        basis=Basis.LEGAL_OBLIGATION,
        kept=Kept.TWO_YEARS,
        fields={**neutral("id", "reading"), "person": Kind.IDENTIFIER},
    )
