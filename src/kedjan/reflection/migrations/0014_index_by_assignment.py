from django.db import migrations, models

ASKED = ["round", "assignment", "since", "until", "service_area", "emotion", "mask", "respondent", "loop"]


class Migration(migrations.Migration):
    """Put the assignment first within a round: texts are mostly asked for by it, and revisions leave little out."""

    dependencies = [("reflection", "0013_days_beside_what_is_counted")]

    operations = [
        migrations.RemoveIndex(model_name="loop", name="loops_by_what_is_asked"),
        migrations.AddIndex(
            model_name="loop",
            index=models.Index(fields=[*ASKED, "answered_on"], name="loops_by_assignment_asked"),
        ),
    ]
