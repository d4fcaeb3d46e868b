"""To whom settled reports are published. Those settled so far keep their readers: everybody with a duty."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


def to_everybody(apps, schema_editor):
    """Publish every settled report to all who could read it."""
    Report, Publication = apps.get_model("reports", "Report"), apps.get_model("reports", "Publication")
    store = schema_editor.connection.alias
    settled = (
        Report.objects.using(store).filter(state="settled").values_list("id", "provider_id", "settled_at", "settled_by")
    )
    Publication.objects.using(store).bulk_create(
        Publication(provider_id=provider, report_id=report, audience=audience, made_at=at, made_by=by)
        for report, provider, at, by in settled.iterator()
        for audience in ("board", "leaders", "staff")
    )


class Migration(migrations.Migration):
    dependencies = [("organisation", "0003_names_in_files"), ("reports", "0008_as_a_web_page")]

    operations = [
        migrations.CreateModel(
            name="Publication",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("audience", models.CharField(max_length=20)),
                ("made_at", models.DateTimeField()),
                ("made_by", models.UUIDField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("withdrawn_by", models.UUIDField(null=True)),
                ("reason", models.CharField(blank=True, max_length=300)),
                (
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.provider"
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="publications", to="reports.report"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=("report", "audience"),
                        name="report_published_once_to_each",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("audience__in", ["board", "leaders", "staff"])),
                        name="publication_audience_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", ""), ("withdrawn_at", None), ("withdrawn_by", None)),
                            models.Q(
                                ("withdrawn_at__isnull", False),
                                ("withdrawn_by__isnull", False),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="publication_withdrawn_with_reason",
                    ),
                ]
            },
        ),
        migrations.RunPython(to_everybody, migrations.RunPython.noop),
    ]
