"""Files with proposals are kept as all files that are read in: each is copied to where those are."""

from typing import Any

from django.db import migrations

KIND, WHAT = "proposals", "proposal"


def copy(apps: Any, schema: Any) -> None:
    """Copy each file with what it left, under the id that it has."""
    alias = schema.connection.alias
    taken, things = apps.get_model("files", "TakenFile"), apps.get_model("files", "TakenThing")
    for file in apps.get_model("actions", "ProposalFile").objects.using(alias).all():
        made = taken.objects.using(alias).create(
            id=file.id, provider_id=file.provider_id, kind=KIND, place=file.analysis_id, by=file.by, at=file.at,
            undone_by=file.undone_by, undone_at=file.undone_at,
        )  # fmt: skip
        left = [thing(things, made, each) for each in file.proposals.all()]
        things.objects.using(alias).bulk_create(left, batch_size=200)


def thing(things: Any, file: Any, each: Any) -> Any:
    """Return a proposal as a file left it."""
    said = None if each.new else before(each)
    return things(
        provider_id=each.provider_id, file=file, what=WHAT, thing=each.proposal_id, version=each.version,
        was=each.version - 1, before=said,
    )  # fmt: skip


def before(each: Any) -> dict[str, str | None]:
    """Return what a proposal said before a file."""
    goal = each.goal_id.hex if each.goal_id else None
    return {"explanation": each.explanation, "goal": goal, "answer_by": each.answer_by.isoformat()}


class Migration(migrations.Migration):

    dependencies = [("actions", "0004_taken_back"), ("files", "0002_taken")]

    operations = [migrations.RunPython(copy, migrations.RunPython.noop)]
