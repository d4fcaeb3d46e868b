"""Storage of what files there are; the bytes lie on disk by checksum."""

import uuid

from django.db import models

from kedjan.privacy.service import Basis, Holding, Kept, Kind, neutral


class File(models.Model):
    """A kept file."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    provider = models.ForeignKey("organisation.Provider", on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    kept_at = models.DateTimeField()
    kept_by = models.UUIDField()
    removed_at = models.DateTimeField(null=True)

    holds = Holding(
        purpose="Keeping templates and attachments that reports are made with",
        basis=Basis.PUBLIC_TASK,
        kept=Kept.WHILE_PROVIDER,
        fields={
            **neutral("id", "provider", "purpose", "name", "media_type", "size", "sha256", "kept_at", "removed_at"),
            "kept_by": Kind.IDENTIFIER,
        },
    )

    class Meta:
        indexes = [models.Index(fields=["provider", "purpose"])]


from kedjan.files.taken_models import TakenFile, TakenThing  # noqa: E402

__all__ = ["File", "TakenFile", "TakenThing"]
