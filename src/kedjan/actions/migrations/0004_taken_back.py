"""A yes to a proposal can be taken back, and the action that came of it is withdrawn."""

from django.db import migrations, models
from django.db.models import Q

PHASES = ["initiated", "implemented", "embedded", "spread", "paused", "closed", "withdrawn"]
STOPPED = ["paused", "closed", "withdrawn"]


class Migration(migrations.Migration):

    dependencies = [("actions", "0003_files")]

    operations = [
        migrations.RemoveConstraint("proposaldecision", "proposal_ruling_known"),
        migrations.RemoveConstraint("action", "action_phase_known"),
        migrations.RemoveConstraint("action", "action_comes_back_until_stopped"),
        migrations.RemoveConstraint("actionstep", "action_step_says_why"),
        migrations.AlterField("proposaldecision", "ruling", models.CharField(max_length=10)),
        migrations.AddField("proposaldecision", "taken_back_on", models.DateField(null=True)),
        migrations.AddConstraint(
            "proposaldecision",
            models.CheckConstraint(
                condition=Q(ruling__in=["yes", "no", "later", "taken_back"]), name="proposal_ruling_known"
            ),
        ),
        migrations.AddConstraint(
            "proposaldecision",
            models.CheckConstraint(
                condition=Q(ruling="taken_back", taken_back_on__isnull=False)
                | (~Q(ruling="taken_back") & Q(taken_back_on=None)),
                name="proposal_taken_back_on_a_day",
            ),
        ),
        migrations.AddConstraint(
            "action", models.CheckConstraint(condition=Q(phase__in=PHASES), name="action_phase_known")
        ),
        migrations.AddConstraint(
            "action",
            models.CheckConstraint(
                condition=Q(phase__in=STOPPED, follow_up_on=None)
                | (~Q(phase__in=STOPPED) & Q(follow_up_on__isnull=False)),
                name="action_comes_back_until_stopped",
            ),
        ),
        migrations.AddConstraint(
            "actionstep",
            models.CheckConstraint(
                condition=~Q(kind__in=["followed_up", *STOPPED]) | ~Q(text=""), name="action_step_says_why"
            ),
        ),
    ]
