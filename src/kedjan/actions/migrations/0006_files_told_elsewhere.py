"""What was heard names its file where all files that are read in are kept; the room's own copy of them goes."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("actions", "0005_files_in_one_shape")]

    operations = [
        migrations.AlterField(
            "handsource",
            "file",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.takenfile"
            ),
        ),
        migrations.DeleteModel("FiledProposal"),
        migrations.DeleteModel("ProposalFile"),
    ]
