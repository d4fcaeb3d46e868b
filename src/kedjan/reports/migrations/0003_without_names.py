import hashlib
from uuid import UUID

from django.db import migrations, models

BEGINNING = {"began", "began_edition"}


def find_accounts(apps, schema_editor):
    """Let rows that held a name hold the account that the journal has for the same event, or none if it is unsure."""
    alias = schema_editor.connection.alias
    every = Events(apps.get_model("journal", "Entry").objects.using(alias))
    held = apps.get_model("reports", "Report").objects.using(alias)
    reports = list(held.defer("snapshot"))
    for row in reports:
        row.begun_by = every.by(row.id, row.begun_by_name, None, BEGINNING)
        row.changed_by = every.by(row.id, row.changed_by_name, row.changed_at)
        row.ready_by = every.by(row.id, row.ready_by_name, row.ready_at, {"marked_ready"}) if row.ready_at else None
    held.bulk_update(reports, ["begun_by", "changed_by", "ready_by"], batch_size=500)
    for name in ("Section", "Block"):
        held = apps.get_model("reports", name).objects.using(alias)
        report = "report_id" if name == "Section" else "section__report_id"
        of = dict(held.values_list("id", report))
        rows = list(held.only("id", "changed_by_name", "changed_at"))
        for row in rows:
            row.changed_by = every.by(of[row.id], row.changed_by_name, row.changed_at)
        held.bulk_update(rows, ["changed_by"], batch_size=500)


class Events:
    """What the journal has of each report, by the name of who did it."""

    def __init__(self, entries):
        self.done = {}
        for entry in entries.filter(room="reports", kind="report"):
            found = self.done.setdefault((entry.object_id, entry.actor_name), [])
            found.append((entry.at, entry.verb, entry.actor))

    def by(self, report, name, at, verbs=None):
        """Return the account that did something under that name: at that moment, or else at all, if it is one."""
        events = [each for each in self.done.get((report.hex, name), ()) if verbs is None or each[1] in verbs]
        exactly = {UUID(str(actor)) for moment, _, actor in events if moment == at}
        found = exactly or {UUID(str(actor)) for _, _, actor in events}
        return found.pop() if len(found) == 1 else None


def tell_what_files_say(apps, schema_editor):
    """Remember of files of settled reports the name that stands in them; files of drafts are written anew."""
    held = apps.get_model("reports", "Export").objects.using(schema_editor.connection.alias)
    rows = list(held.exclude(fingerprint="").select_related("report").defer("report__snapshot"))
    for row in rows:
        row.names = hashlib.sha256(row.report.settled_by_name.encode()).hexdigest()
    held.bulk_update(rows, ["names"], batch_size=500)


class Migration(migrations.Migration):
    """Rows hold who did something by the account; the name is looked up in people when it is shown.

    What was settled before stays as it was settled, with its checksum, though a name stands in it: nothing shows that.
    """

    dependencies = [("reports", "0002_ready_to_settle"), ("journal", "0001_initial")]
    run_before = [("journal", "0003_without_names")]

    operations = [
        migrations.RemoveConstraint(model_name="report", name="report_ready_whole"),
        migrations.AddField(model_name="report", name="ready_by", field=models.UUIDField(null=True)),
        migrations.AddField(model_name="report", name="begun_by", field=models.UUIDField(null=True)),
        migrations.AddField(model_name="report", name="changed_by", field=models.UUIDField(null=True)),
        migrations.AddField(model_name="section", name="changed_by", field=models.UUIDField(null=True)),
        migrations.AddField(model_name="block", name="changed_by", field=models.UUIDField(null=True)),
        migrations.AddField(
            model_name="export", name="names", field=models.CharField(blank=True, default="", max_length=64)
        ),
        migrations.RunPython(find_accounts, migrations.RunPython.noop),
        migrations.RunPython(tell_what_files_say, migrations.RunPython.noop),
        migrations.RemoveField(model_name="report", name="begun_by_name"),
        migrations.RemoveField(model_name="report", name="changed_by_name"),
        migrations.RemoveField(model_name="report", name="ready_by_name"),
        migrations.RemoveField(model_name="report", name="settled_by_name"),
        migrations.RemoveField(model_name="section", name="changed_by_name"),
        migrations.RemoveField(model_name="block", name="changed_by_name"),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(ready_at=None, ready_by=None, ready_revision=0)
                | models.Q(ready_at__isnull=False, ready_revision__gt=0),
                name="report_ready_whole",
            ),
        ),
    ]
