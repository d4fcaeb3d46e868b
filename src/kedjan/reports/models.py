"""Storage of reports: sections, blocks, and the files written from them."""

import uuid

from django.db import models
from django.db.models import F, Q

from kedjan.privacy.service import Basis, Holding, Kept, Kind, neutral


class Report(models.Model):
    """A quality report. `version` counts edits of its cover, `revision` every edit in it.

    `ready_at` is when its writers said that it can be settled, as it stood at `ready_revision`; None if they have not.
    `snapshot` is what was settled, whole; `sha256` is its checksum. `continues` is the edition before.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=160)
    subtitle = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, default="draft")
    edition = models.PositiveIntegerField(default=1)
    continues = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="continued_by")
    template = models.ForeignKey("files.File", null=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    revision = models.PositiveIntegerField(default=1)
    begun_by = models.UUIDField(null=True)
    changed_by = models.UUIDField(null=True)
    changed_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True)
    ready_by = models.UUIDField(null=True)
    ready_revision = models.PositiveIntegerField(default=0)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.UUIDField(null=True)
    snapshot = models.JSONField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)

    holds = Holding(
        purpose="Accounting for the quality work to those who decide and those who took part",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.PRESERVED,
        fields={
            **neutral("id", "provider", "title", "subtitle", "state", "edition", "continues", "template", "version"),
            **neutral("revision", "changed_at", "ready_at", "ready_revision", "settled_at", "sha256"),
            "begun_by": Kind.IDENTIFIER,
            "changed_by": Kind.IDENTIFIER,
            "ready_by": Kind.IDENTIFIER,
            "settled_by": Kind.IDENTIFIER,
            "snapshot": Kind.OPINION,
        },
    )

    class Meta:
        indexes = [models.Index(fields=["provider", "state", "-changed_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft", settled_at=None, settled_by=None, snapshot__isnull=True, sha256="")
                | (
                    Q(state="settled", settled_at__isnull=False, settled_by__isnull=False, snapshot__isnull=False)
                    & ~Q(sha256="")
                ),
                name="report_settled_whole",
            ),
            models.CheckConstraint(
                condition=Q(ready_at=None, ready_by=None, ready_revision=0)
                | Q(ready_at__isnull=False, ready_revision__gt=0),
                name="report_ready_whole",
            ),
            models.CheckConstraint(condition=~Q(continues=F("id")), name="report_continues_another"),
        ]


class Section(models.Model):
    """A heading with the blocks under it. A removed one keeps its place in line for being put back.

    `guidance` is what its outline says to those who write it. `written` is the report's revision when something was
    changed in it last. Its writers say that it is `ready` and somebody else that it is `reviewed`, each as it stood
    when `written` was so.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="sections")
    position = models.IntegerField()
    heading = models.CharField(max_length=160)
    level = models.PositiveSmallIntegerField(default=1)
    guidance = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    written = models.PositiveIntegerField(default=0)
    ready_at = models.DateTimeField(null=True)
    ready_by = models.UUIDField(null=True)
    ready_revision = models.PositiveIntegerField(default=0)
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.UUIDField(null=True)
    reviewed_revision = models.PositiveIntegerField(default=0)
    changed_by = models.UUIDField(null=True)
    changed_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    holds = Holding(
        purpose="Accounting for the quality work to those who decide and those who took part",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.PRESERVED,
        fields={
            **neutral("id", "provider", "report", "position", "heading", "level", "version", "changed_at"),
            **neutral(
                "guidance", "removed_at", "written", "ready_at", "ready_revision", "reviewed_at", "reviewed_revision"
            ),
            "changed_by": Kind.IDENTIFIER,
            "ready_by": Kind.IDENTIFIER,
            "reviewed_by": Kind.IDENTIFIER,
        },
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ready_at=None, ready_by=None, ready_revision=0) | Q(ready_at__isnull=False),
                name="section_ready_whole",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_at=None, reviewed_by=None, reviewed_revision=0)
                | Q(reviewed_at__isnull=False, ready_at__isnull=False),
                name="section_reviewed_when_ready",
            ),
            models.UniqueConstraint(
                fields=["report", "position"], condition=Q(removed_at=None), name="section_position_once"
            ),
            models.CheckConstraint(condition=Q(level__in=[1, 2]), name="section_level_1_or_2"),
        ]


class Block(models.Model):
    """One piece of a section. `content` refers to what it shows; `text` is the writer's own words."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="blocks")
    position = models.IntegerField()
    kind = models.CharField(max_length=20)
    content = models.JSONField(default=dict)
    text = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    changed_by = models.UUIDField(null=True)
    changed_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    holds = Holding(
        purpose="Accounting for the quality work to those who decide and those who took part",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.PRESERVED,
        fields={
            **neutral("id", "provider", "section", "position", "kind", "text", "version", "changed_at", "removed_at"),
            "content": Kind.OPINION,
            "changed_by": Kind.IDENTIFIER,
        },
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["section", "position"], condition=Q(removed_at=None), name="block_position_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["text", "table", "picture", "pattern", "quote", "living", "definitions"]),
                name="block_kind_known",
            ),
        ]


class Export(models.Model):
    """A file that somebody asked for. `fingerprint` is of what is written and how; the same one is written once.

    `names` is a checksum of the name that stands in it: whoever settled may later have a protected identity.

    Whoever works on it holds it until `lease_until`; after that anybody may take it over.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="exports")
    format = models.CharField(max_length=10)
    owner = models.UUIDField()
    state = models.CharField(max_length=10, default="waiting")
    progress = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField()
    lease = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    fingerprint = models.CharField(max_length=64, blank=True)
    names = models.CharField(max_length=64, blank=True, default="")
    file = models.ForeignKey("files.File", null=True, on_delete=models.PROTECT, related_name="+")
    error = models.CharField(max_length=200, blank=True)
    done_at = models.DateTimeField(null=True)

    holds = Holding(
        purpose="Handing out reports as files",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.NINETY_DAYS,
        fields={
            **neutral("id", "provider", "report", "format", "state", "progress", "asked_at", "lease", "lease_until"),
            **neutral("attempts", "fingerprint", "names", "file", "error", "done_at"),
            "owner": Kind.IDENTIFIER,
        },
    )

    class Meta:
        indexes = [models.Index(fields=["state", "lease_until"]), models.Index(fields=["report", "fingerprint"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "running", "done", "failed"]), name="export_state_known"
            ),
            models.CheckConstraint(condition=Q(format__in=["word", "pdf", "html"]), name="export_format_known"),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(file__isnull=False, done_at__isnull=False), name="export_done_has_file"
            ),
            models.CheckConstraint(
                condition=~Q(state="running") | Q(lease__isnull=False, lease_until__isnull=False),
                name="export_running_is_leased",
            ),
            models.CheckConstraint(condition=Q(progress__lte=100), name="export_progress_within_100"),
        ]


from kedjan.reports.outline_models import Outline  # noqa: E402
from kedjan.reports.publication_models import Publication  # noqa: E402
from kedjan.reports.review_models import Comment, Version  # noqa: E402

__all__ = ["Block", "Comment", "Export", "Outline", "Publication", "Report", "Section", "Version"]
