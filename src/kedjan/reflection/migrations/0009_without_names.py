from uuid import UUID

from django.db import migrations, models

DECIDING = {"accepted_import": "accepted", "undid_import": "accepted", "discarded_import": "discarded"}


def find_accounts(apps, schema_editor):
    """Let rows that held a name hold the account that the journal has for the same event, or none if it is unsure."""
    alias = schema_editor.connection.alias
    entries = apps.get_model("journal", "Entry").objects.using(alias).filter(room="reflection", kind="round")
    rounds = entries.exclude(verb__in=("proposed_import", "edited_pattern", "approved_pattern", *DECIDING))
    _rounds(apps.get_model("reflection", "Round").objects.using(alias), rounds)
    _batches(apps.get_model("reflection", "Batch").objects.using(alias), entries)


def _rounds(held, entries):
    rows = list(held.exclude(changed_by_name=""))
    done = {}
    for entry in entries.filter(object_id__in=[row.id.hex for row in rows]):
        done.setdefault((entry.object_id, entry.actor_name), []).append((entry.at, entry.actor))
    for row in rows:
        row.changed_by = only(done.get((row.id.hex, row.changed_by_name), ()), row.changed_at)
    held.bulk_update(rows, ["changed_by"], batch_size=500)


def _batches(held, entries):
    rows = list(held.exclude(decided_by_name="").defer("data", "comparison"))
    done = {}
    for entry in entries.filter(verb__in=DECIDING):
        key = (entry.details.get("import"), entry.verb == "undid_import", entry.actor_name)
        done.setdefault(key, []).append((entry.at, entry.actor))
    for row in rows:
        decided = row.undoes_id or row.id
        row.decided_by = only(done.get((decided.hex, row.undoes_id is not None, row.decided_by_name), ()), row.decided_at)
    held.bulk_update(rows, ["decided_by"], batch_size=500)


def only(events, at):
    """Return the account behind events of one thing under one name: at that moment, or else at all, if it is one."""
    exactly = {UUID(str(actor)) for moment, actor in events if moment == at}
    found = exactly or {UUID(str(actor)) for _, actor in events}
    return found.pop() if len(found) == 1 else None


class Migration(migrations.Migration):
    """Rows hold who did something by the account; the name is looked up in people when it is shown."""

    dependencies = [("reflection", "0008_disposed_on"), ("journal", "0001_initial")]
    run_before = [("journal", "0003_without_names")]

    operations = [
        migrations.RenameField(model_name="round", old_name="changed_by", new_name="changed_by_name"),
        migrations.AddField(model_name="round", name="changed_by", field=models.UUIDField(null=True)),
        migrations.AddField(model_name="batch", name="decided_by", field=models.UUIDField(null=True)),
        migrations.RunPython(find_accounts, migrations.RunPython.noop),
        migrations.RemoveField(model_name="round", name="changed_by_name"),
        migrations.RemoveField(model_name="batch", name="made_by_name"),
        migrations.RemoveField(model_name="batch", name="decided_by_name"),
        migrations.RemoveField(model_name="pattern", name="edited_by_name"),
    ]
