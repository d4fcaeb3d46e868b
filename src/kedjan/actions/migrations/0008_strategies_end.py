"""Strategies are led by somebody, can be ended, and keep how their time indicators have gone."""

import uuid

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):

    dependencies = [("actions", "0007_removed_actions")]

    operations = [
        migrations.AddField("strategy", "leader", models.UUIDField(null=True)),
        migrations.AddField("strategy", "measure_on", models.DateField(null=True)),
        migrations.AddField("strategy", "ended_on", models.DateField(null=True)),
        migrations.AddField("strategy", "why_ended", models.TextField(blank=True, default=""), preserve_default=False),
        migrations.AddConstraint(
            "strategy",
            models.CheckConstraint(
                condition=Q(ended_on=None, why_ended="") | (Q(ended_on__isnull=False) & ~Q(why_ended="")),
                name="strategy_ended_with_a_motive",
            ),
        ),
        migrations.CreateModel(
            name="StrategyValue",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("day", models.DateField()),
                ("value", models.DecimalField(decimal_places=1, max_digits=9)),
                ("number", models.PositiveIntegerField()),
                ("whom", models.CharField(max_length=120)),
                ("removed", models.BooleanField(default=False)),
                ("by", models.UUIDField()),
                ("at", models.DateTimeField()),
                (
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.provider"
                    ),
                ),
                (
                    "strategy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="values", to="actions.strategy"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=["strategy", "day"], condition=Q(removed=False), name="strategy_value_once_a_day"
                    ),
                    models.CheckConstraint(condition=Q(value__gte=0), name="strategy_value_is_time"),
                    models.CheckConstraint(condition=Q(number__gte=5), name="strategy_value_of_five_or_more"),
                    models.CheckConstraint(condition=~Q(whom=""), name="strategy_value_of_somebody"),
                ],
            },
        ),
    ]
