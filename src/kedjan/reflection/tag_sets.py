"""Tag sets: made once, never changed; a new version stands beside the old."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from kedjan.access.service import Actor, NotHere, ProviderScope, Refused, Right, decide, require
from kedjan.journal import service as journal
from kedjan.reflection import models
from kedjan.reflection.values import Family, Tag, TagSet

MOST_TAGS = 62


@transaction.atomic
def add_tag_set(*, by: Actor, now: datetime, name: str, tags: Sequence[Tag], valid_from: date, key: UUID) -> TagSet:
    """Create a tag set with the tags in the order given; a name in use gives its next version.

    The same key twice is once. Refuses no tags, more than 62, and two tags that share a name or another spelling.
    """
    require(decide(by, Right.LEAD_ROUNDS, on=ProviderScope(by.provider)))
    if models.TagSet.objects.filter(provider_id=by.provider, id=key).exists():
        return tag_set(by=by, id=key)
    if not 1 <= len(tags) <= MOST_TAGS:
        raise Refused("A tag set has from 1 to %(most)s tags.", most=MOST_TAGS)
    spellings = [text.casefold() for tag in tags for text in (tag.name, *tag.aliases)]
    if len(set(spellings)) != len(spellings):
        raise Refused("Two tags have the same name.")
    latest = models.TagSet.objects.filter(provider_id=by.provider, name=name).order_by("-version").first()
    row = models.TagSet.objects.create(
        id=key, provider_id=by.provider, name=name, valid_from=valid_from, version=latest.version + 1 if latest else 1
    )
    models.Tag.objects.bulk_create(
        models.Tag(
            provider_id=by.provider,
            tag_set=row,
            position=position,
            name=tag.name,
            family=tag.family.value,
            ordinal=tag.ordinal,
            aliases=list(tag.aliases),
        )
        for position, tag in enumerate(tags)
    )
    journal.record(by=by, now=now, room="reflection", verb="added", kind="tag_set", object_id=key.hex)
    return tag_set(by=by, id=key)


@transaction.atomic
def revise_tag_set(
    *, by: Actor, now: datetime, id: UUID, tags: Sequence[Tag], was: Sequence[str], valid_from: date, key: UUID
) -> TagSet:
    """Create the next version of a tag set; rounds keep the version they were made with.

    `was` says of each tag what it was called in the version `id` (empty: it is new). A tag that is renamed keeps its
    former name as an alias, so that files and earlier rounds are still understood.
    """
    of = tag_set(by=by, id=id)
    former = {tag.name: tag for tag in of.tags}
    told = []
    for tag, name in zip(tags, was, strict=True):
        known = former.get(name)
        renamed = [name] if known is not None and name.casefold() != tag.name.casefold() else []
        aliases = [alias for alias in (*tag.aliases, *renamed) if alias.casefold() != tag.name.casefold()]
        told.append(replace(tag, aliases=tuple({alias.casefold(): alias for alias in aliases}.values())))
    return add_tag_set(by=by, now=now, name=of.name, tags=told, valid_from=valid_from, key=key)


def other_tags(by: Actor, row: models.Round, id: UUID | None) -> dict[str, Any]:
    """Return what a round that takes another tag set is given; nothing where it is the one it has, or None.

    The round's revision becomes another: a file that waits to be read in is then compared anew, with these tags, and
    one that is being read in has to begin again.
    """
    if id is None or id == row.tag_set_id:
        return {}
    if not models.TagSet.objects.filter(provider_id=by.provider, id=id).exists():
        raise NotHere("There is no such tag set here.")
    return {"tag_set_id": id, "revision": F("revision") + 1, "writing": None}


def keep_tags(row: models.Round) -> None:
    """Refuse other tags than those that people have been asked with, or have given to what they wrote.

    Asked of a round that is held, so that nothing is written meanwhile.
    """
    if models.Assignment.objects.filter(round=row, published_at__isnull=False).exists():
        raise Refused("The tags are shown to those who are asked, so they stay once something is published.")
    if models.Loop.objects.filter(round=row).exists():
        raise Refused("Reflections have been given tags of this set, so it stays.")


def tag_sets(*, by: Actor) -> tuple[TagSet, ...]:
    """Return the provider's tag sets, each version, by name with the latest first."""
    rows = models.TagSet.objects.filter(provider_id=by.provider).prefetch_related("tags").order_by("name", "-version")
    return tuple(tag_set_value(row) for row in rows)


def tag_set(*, by: Actor, id: UUID) -> TagSet:
    """Return one tag set of the provider."""
    row = models.TagSet.objects.filter(provider_id=by.provider, id=id).prefetch_related("tags").first()
    if row is None:
        raise NotHere("There is no such tag set here.")
    return tag_set_value(row)


def tag_set_of(row: models.Round) -> TagSet:
    """Return the tag set of a round."""
    return kept_tag_set(row.tag_set_id)


@lru_cache(maxsize=256)
def kept_tag_set(id: UUID) -> TagSet:
    """Return the tag set of a row that points to it; asked for once by each process, since it never changes."""
    return tag_set_value(models.TagSet.objects.prefetch_related("tags").get(id=id))


def tag_set_value(row: models.TagSet) -> TagSet:
    """Return a stored tag set as the value that crosses the door."""
    tags = sorted(row.tags.all(), key=lambda tag: tag.position)
    return TagSet(
        row.id,
        row.name,
        row.version,
        row.valid_from,
        tuple(Tag(t.position, t.name, Family(t.family), t.ordinal, tuple(t.aliases)) for t in tags),
    )
