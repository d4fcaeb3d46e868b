import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Remember that an account has been emptied, and what was asked for when somebody was erased."""

    dependencies = [("organisation", "0002_unit_service_area"), ("people", "0005_identity_providers")]

    operations = [
        migrations.AddField(model_name="account", name="erased_on", field=models.DateField(null=True)),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(
                condition=models.Q(erased_on=None) | models.Q(is_active=False), name="erased_account_is_closed"
            ),
        ),
        migrations.CreateModel(
            name="Erasure",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("reason", models.CharField(max_length=300)),
                ("asked_by", models.UUIDField()),
                ("at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="erasure", to="people.account"
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.provider"
                    ),
                ),
            ],
        ),
    ]
