"""Goals that came from a file that was undone are removed; their names and places are free again."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):

    dependencies = [("goals", "0003_signs")]

    operations = [
        migrations.RemoveConstraint("framework", "framework_once"),
        migrations.RemoveConstraint("goal", "goal_position_once"),
        migrations.AddField("framework", "removed", models.BooleanField(default=False)),
        migrations.AddField("goal", "removed", models.BooleanField(default=False)),
        migrations.AddConstraint(
            "framework",
            models.UniqueConstraint(
                fields=["provider", "name", "starts"], condition=Q(removed=False), name="framework_once"
            ),
        ),
        migrations.AddConstraint(
            "goal",
            models.UniqueConstraint(
                fields=["framework", "position"], condition=Q(removed=False), name="goal_position_once"
            ),
        ),
    ]
