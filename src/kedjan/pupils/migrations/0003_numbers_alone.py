# A pupil is what the numbers say: rows of their own for pupils took most of the time that registering a school took.

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def into_numbers(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Write the key of each pupil beside each of their numbers, and list those who are protected."""
    store = editor.connection.alias
    pupils = apps.get_model("pupils", "Pupil").objects.using(store)
    key = pupils.filter(id=models.OuterRef("pupil")).values("key")
    apps.get_model("pupils", "PupilNumber").objects.using(store).update(key=models.Subquery(key))
    protected = apps.get_model("pupils", "ProtectedPupil")
    protected.objects.using(store).bulk_create(
        (protected(provider_id=each.provider_id, key=each.key) for each in pupils.filter(protected=True)),
        batch_size=400,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("organisation", "0003_names_in_files"),
        ("pupils", "0002_fewer_indexes"),
    ]

    operations = [
        migrations.CreateModel(
            name="ProtectedPupil",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", models.PositiveIntegerField()),
                (
                    "provider",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.provider",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("provider", "key"), name="protected_pupil_once")],
            },
        ),
        migrations.AddField("pupilnumber", "key", models.PositiveIntegerField(null=True)),
        migrations.RunPython(into_numbers, migrations.RunPython.noop),
        migrations.AlterField("pupilnumber", "key", models.PositiveIntegerField()),
        migrations.AlterField("pupilnumber", "pupil", models.UUIDField()),
        migrations.AddIndex("pupilnumber", models.Index(fields=["provider", "key"], name="pupil_number_key")),
        migrations.AddIndex("pupilnumber", models.Index(fields=["pupil"], name="pupil_number_pupil")),
        migrations.DeleteModel("Pupil"),
    ]
