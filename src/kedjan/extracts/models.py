"""Storage of files of texts that somebody asked for."""

import uuid

from django.db import models
from django.db.models import Q

from kedjan.privacy.service import Basis, Holding, Kept, Kind, neutral


class Extract(models.Model):
    """A file that somebody asked for. `sought` is what was asked; `texts` which reflections are in it, packed.

    Whoever works on it holds it until `lease_until`; after that anybody may take it over.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey("reflection.Round", on_delete=models.CASCADE, related_name="+")
    format = models.CharField(max_length=10)
    language = models.CharField(max_length=10)
    sought = models.JSONField()
    loops = models.PositiveIntegerField()
    owner = models.UUIDField()
    state = models.CharField(max_length=10, default="waiting")
    progress = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField()
    lease = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    file = models.ForeignKey("files.File", null=True, on_delete=models.PROTECT, related_name="+")
    texts = models.BinaryField(default=b"")
    error = models.CharField(max_length=200, blank=True)
    done_at = models.DateTimeField(null=True)

    holds = Holding(
        purpose="Handing out texts of a round to its readers as files",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.TWO_WEEKS,
        fields={
            **neutral("id", "provider", "round", "format", "language", "loops", "state", "progress", "asked_at"),
            **neutral("lease", "lease_until", "attempts", "file", "error", "done_at"),
            "sought": Kind.WORK,
            "owner": Kind.IDENTIFIER,
            "texts": Kind.IDENTIFIER,
        },
    )

    class Meta:
        indexes = [models.Index(fields=["state", "lease_until"]), models.Index(fields=["owner", "round"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "running", "done", "failed"]), name="extract_state_known"
            ),
            models.CheckConstraint(condition=Q(format__in=["xlsx", "docx"]), name="extract_format_known"),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(file__isnull=False, done_at__isnull=False), name="extract_done_has_file"
            ),
            models.CheckConstraint(
                condition=~Q(state="running") | Q(lease__isnull=False, lease_until__isnull=False),
                name="extract_running_is_leased",
            ),
            models.CheckConstraint(condition=Q(progress__lte=100), name="extract_progress_within_100"),
        ]
