"""Storage of connections to school systems, and of what was fetched by them."""

import uuid

from django.db import models
from django.db.models import Q

from kedjan.privacy.service import Basis, Holding, Kept, Kind, neutral

FETCH_STATES = ["waiting", "fetching", "done", "failed", "cancelled"]


class Connection(models.Model):
    """A server with SS 12000 that results are fetched from, and how it lets us in.

    `since` says, by kind of results, up to when everything has come in. `responsible` is whose rights the nightly
    fetching has, and who sees the rows.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    address = models.CharField(max_length=500)
    token_address = models.CharField(max_length=500, blank=True)
    client = models.CharField(max_length=255, blank=True)
    scope = models.CharField(max_length=255, blank=True)
    secret = models.TextField(blank=True)
    secret_in_form = models.BooleanField(default=False)
    certificate = models.TextField(blank=True)
    certificate_key = models.TextField(blank=True)
    kinds = models.JSONField(default=list)
    nightly = models.BooleanField(default=False)
    since = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    responsible = models.UUIDField()
    changed_at = models.DateTimeField()

    holds = Holding(
        purpose="Fetching pupils' results from the school system that has them",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.WHILE_PROVIDER,
        fields={
            **neutral("id", "provider", "name", "address", "token_address", "client", "scope", "secret"),
            **neutral("secret_in_form", "certificate", "certificate_key", "kinds", "nightly", "since", "version"),
            **neutral("changed_at"),
            "responsible": Kind.IDENTIFIER,
        },
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["provider", "name"], name="connection_named_once")]


class Fetch(models.Model):
    """One time that results were fetched, or are: how far it came and what was told. What came is in deliveries.

    Whoever fetches in the background holds it until `lease_until`; after that anybody may take it over.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="fetches")
    state = models.CharField(max_length=10, default="waiting")
    whole = models.BooleanField(default=False)
    progress = models.JSONField(default=dict)
    remarks = models.JSONField(default=list)
    error = models.CharField(max_length=200, blank=True)
    error_values = models.JSONField(default=dict)
    since = models.JSONField(default=dict)
    made_by = models.UUIDField()
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    lease = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    holds = Holding(
        purpose="Showing when results were fetched, by whom, and what did not come",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.WHILE_PROVIDER,
        fields={
            **neutral("id", "provider", "connection", "state", "whole", "progress", "remarks", "error"),
            **neutral("error_values", "since", "made_at", "ended_at", "lease", "lease_until", "attempts"),
            "made_by": Kind.IDENTIFIER,
        },
    )

    class Meta:
        indexes = [models.Index(fields=["connection", "made_at"], name="fetch_history_idx")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=FETCH_STATES), name="fetch_state_known"),
            models.UniqueConstraint(
                fields=["connection"], condition=Q(state__in=["waiting", "fetching"]), name="fetch_one_at_a_time"
            ),
        ]
