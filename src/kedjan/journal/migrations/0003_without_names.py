from django.db import migrations


class Migration(migrations.Migration):
    """Who did it and who read are known by their accounts; names are looked up in people when they are shown.

    The rooms whose rows held names only find their accounts in the journal first (their own `run_before`).
    """

    dependencies = [("journal", "0002_removals_state_themselves")]

    operations = [
        migrations.RemoveField(model_name="entry", name="actor_name"),
        migrations.RemoveField(model_name="reading", name="reader_name"),
    ]
