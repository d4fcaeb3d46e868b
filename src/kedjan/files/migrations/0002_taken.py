"""Files that were read in are kept in one shape for all rooms, so that each can be undone as a whole."""

import uuid

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):

    dependencies = [("files", "0001_initial"), ("organisation", "0002_unit_service_area")]

    operations = [
        migrations.CreateModel(
            name="TakenFile",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=20)),
                ("place", models.UUIDField(null=True)),
                ("unchanged", models.PositiveIntegerField(null=True)),
                ("by", models.UUIDField()),
                ("at", models.DateTimeField()),
                ("undone_by", models.UUIDField(null=True)),
                ("undone_at", models.DateTimeField(null=True)),
                (
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.provider"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["provider", "kind", "place"], name="taken_files_of_a_place")],
                "constraints": [
                    models.CheckConstraint(condition=~Q(kind=""), name="taken_file_of_a_kind"),
                    models.CheckConstraint(
                        condition=Q(undone_by=None, undone_at=None)
                        | Q(undone_by__isnull=False, undone_at__isnull=False),
                        name="taken_file_undone_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TakenThing",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("what", models.CharField(max_length=20)),
                ("thing", models.UUIDField()),
                ("version", models.PositiveIntegerField()),
                ("was", models.PositiveIntegerField()),
                ("before", models.JSONField(null=True)),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="things", to="files.takenfile"
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.provider"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=["file", "what", "thing"], name="taken_in_once")],
            },
        ),
    ]
