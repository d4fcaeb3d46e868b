"""Templates of assignments: a library in the product's own words, and those that the provider has kept itself."""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction

from kedjan.access.service import Actor, NotHere, ProviderScope, Refused, Right, decide, require
from kedjan.journal import service as journal
from kedjan.reflection import models
from kedjan.reflection.circle import assignment_in, round_to_lead
from kedjan.reflection.giving.values import Template, Theme
from kedjan.reflection.values import Aspect, Assignment, Level

LIBRARY = Path(__file__).parent / "library"
KEPT = (
    *("heading", "focus", "support_questions", "follow_up_short", "follow_up_long", "minutes", "used_for"),
    *("aspect", "level", "emotion", "example", "tags_advised"),
)
"""What a template holds of an assignment: neither its goal nor its days, which belong to the round."""


def templates(*, by: Actor, language: str = "sv") -> tuple[Template, ...]:
    """Return the provider's own templates by name and then the library's, in one language; for those who lead."""
    require(decide(by, Right.LEAD_ROUNDS, on=ProviderScope(by.provider)))
    own = models.AssignmentTemplate.objects.filter(provider_id=by.provider, put_away=False, language=language)
    kept = tuple(
        Template(str(row.id), row.name, Theme.OWN, _assignment(row.described), language) for row in own.order_by("name")
    )
    return kept + library(language)


def template(*, by: Actor, key: str, language: str = "sv") -> Template:
    """Return one template by its key."""
    found = next((each for each in templates(by=by, language=language) if each.key == key), None)
    if found is None:
        raise NotHere("There is no such template here.")
    return found


@transaction.atomic
def keep_template(*, by: Actor, now: datetime, round: UUID, code: str, name: str, key: UUID) -> Template:
    """Keep what an assignment asks as a template of the provider's own. The same key twice is once."""
    row = round_to_lead(by, round)
    stored = assignment_in(row, code)
    name = " ".join(name.split())
    if not name:
        raise Refused("A template needs a name.")
    if not models.AssignmentTemplate.objects.filter(provider_id=by.provider, id=key).exists():
        if models.AssignmentTemplate.objects.filter(provider_id=by.provider, name=name, put_away=False).exists():
            raise Refused("There is already a template called %(name)s.", name=name)
        models.AssignmentTemplate.objects.create(
            id=key,
            provider_id=by.provider,
            name=name,
            described={field: getattr(stored, field) for field in KEPT},
            kept_at=now,
        )
        _record(by, now, "kept_template", key)
    return template(by=by, key=str(key))


@transaction.atomic
def put_template_away(*, by: Actor, now: datetime, id: UUID) -> None:
    """Offer one of the provider's own templates no longer. Done twice is once."""
    require(decide(by, Right.LEAD_ROUNDS, on=ProviderScope(by.provider)))
    rows = models.AssignmentTemplate.objects.filter(provider_id=by.provider, id=id)
    if not rows.exists():
        raise NotHere("There is no such template here.")
    if rows.filter(put_away=False).update(put_away=True):
        _record(by, now, "put_template_away", id)


@cache
def library(language: str) -> tuple[Template, ...]:
    """Return the templates that come with the product, in a language; none where there is no such library."""
    path = LIBRARY / f"{language}.json"
    if not path.is_file():
        return ()
    return tuple(
        Template(each["key"], each["heading"], Theme(each["theme"]), _assignment(each), language)
        for each in json.loads(path.read_text("utf-8"))
    )


def _assignment(described: Mapping[str, Any]) -> Assignment:
    given = {field: described[field] for field in KEPT if field in described}
    given["support_questions"] = tuple(given.get("support_questions", ()))
    given["aspect"] = Aspect(given["aspect"]) if given.get("aspect") else None
    given["level"] = Level(given["level"]) if given.get("level") else None
    given.setdefault("emotion", False)
    return Assignment(code="", **given)


def _record(by: Actor, now: datetime, verb: str, id: UUID) -> None:
    journal.record(by=by, now=now, room="reflection", verb=verb, kind="template", object_id=id.hex)
