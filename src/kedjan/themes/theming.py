"""Themes: named, described, merged, split, retired; and every one of these undone again."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Count, F, Max, Q, QuerySet

from kedjan.access.service import Actor, Changed, NotHere, Refused
from kedjan.journal import service as journal
from kedjan.people import service as people
from kedjan.reflection import service as reflection
from kedjan.themes import models
from kedjan.themes.values import Theme, ThemeChange, Verb

LONGEST_NAME = 80


def themes(*, by: Actor, round: UUID) -> tuple[Theme, ...]:
    """Return the round's themes in use, by name, to its readers. Coding apart, they count only one's own passages."""
    reflection.as_reader(by=by, round=round)
    rows = models.Theme.objects.filter(round_id=round, provider_id=by.provider, retired=False)
    return theme_values(by, round, rows.order_by("name"))


def theme_names(*, by: Actor, round: UUID) -> dict[UUID, str]:
    """Return the names of the round's themes in use, in order, to its readers: to choose among."""
    reflection.as_reader(by=by, round=round)
    rows = models.Theme.objects.filter(round_id=round, provider_id=by.provider, retired=False)
    return dict(rows.order_by("name").values_list("id", "name"))


def theme(*, by: Actor, id: UUID) -> Theme:
    """Return one theme in use, to the readers of its round."""
    row = stored_theme(by, id)
    return theme_values(by, row.round_id, [row])[0]


@transaction.atomic
def add_theme(
    *, by: Actor, now: datetime, key: UUID, round: UUID, name: str, description: str = "", groups: Sequence[str] = ()
) -> Theme:
    """Add a theme to the round. The same key twice is once; a name in use there is refused."""
    reflection.as_reader(by=by, round=round)
    if not models.Theme.objects.filter(id=key, round_id=round, provider_id=by.provider).exists():
        _made(by, now, key, round, name, description=description.strip(), groups=tidy(groups))
        record(by, now, round, "added_theme", key)
    return theme(by=by, id=key)


@transaction.atomic
def change_theme(
    *, by: Actor, now: datetime, id: UUID, seen: int, name: str, description: str = "", groups: Sequence[str] = ()
) -> Theme:
    """Name and describe a theme anew from version `seen`, else Changed. A new name can be undone."""
    row = stored_theme(by, id)
    before, named = row.name, _name(row.round_id, name, but=id)
    _take(by, row, now, seen, name=named, description=description.strip(), groups=tidy(groups))
    if named != before:
        _remember(by, now, row.round_id, Verb.RENAMED, theme=id.hex, names=[before, named])
    record(by, now, row.round_id, "changed_theme", id)
    return theme(by=by, id=id)


@transaction.atomic
def merge(*, by: Actor, now: datetime, id: UUID, into: UUID) -> Theme:
    """Let one theme become part of another of the same round: its passages go over, and it is retired.

    A passage that the same reader has marked with both stays as one.
    """
    row, other = stored_theme(by, id), stored_theme(by, into)
    if id == into or row.round_id != other.round_id:
        raise Refused("A theme is merged into another theme of the same round.")
    there = set(other.passages.filter(removed=False).values_list("loop", "starts", "ends", "reader"))
    mine = list(row.passages.filter(removed=False))
    double = [each.id for each in mine if (each.loop, each.starts, each.ends, each.reader) in there]
    moved = [each.id for each in mine if each.id not in double]
    models.Passage.objects.filter(id__in=double).update(removed=True)
    models.Passage.objects.filter(id__in=moved).update(theme=other)
    quotes = list(row.quotes.values_list("id", flat=True))
    row.quotes.update(theme=other)
    _retire(row, by, now, merged_into=other)
    _remember(
        by,
        now,
        row.round_id,
        Verb.MERGED,
        theme=id.hex,
        into=into.hex,
        names=[row.name, other.name],
        moved=_hex(moved),
        double=_hex(double),
        quotes=_hex(quotes),
    )
    record(by, now, row.round_id, "merged_themes", into)
    return theme(by=by, id=into)


@transaction.atomic
def split(*, by: Actor, now: datetime, key: UUID, id: UUID, name: str, passages: Collection[UUID]) -> Theme:
    """Let some of a theme's passages become a new theme with a name of its own. The same key twice is once."""
    row = stored_theme(by, id)
    if models.Theme.objects.filter(id=key, round_id=row.round_id).exists():
        return theme(by=by, id=key)
    chosen = list(row.passages.filter(id__in=set(passages), removed=False).values_list("id", flat=True))
    if not chosen:
        raise Refused("Choose the passages that the new theme is to have.")
    if len(chosen) != len(set(passages)):
        raise NotHere("There is no such passage here.")
    made = _made(by, now, key, row.round_id, name, groups=row.groups)
    models.Passage.objects.filter(id__in=chosen).update(theme=made)
    names = [row.name, made.name]
    _remember(by, now, row.round_id, Verb.SPLIT, theme=id.hex, into=key.hex, names=names, moved=_hex(chosen))
    record(by, now, row.round_id, "split_theme", key)
    return theme(by=by, id=key)


@transaction.atomic
def retire(*, by: Actor, now: datetime, id: UUID) -> None:
    """Take a theme out of use; its passages are kept with it."""
    row = stored_theme(by, id)
    _retire(row, by, now)
    _remember(by, now, row.round_id, Verb.RETIRED, theme=id.hex, names=[row.name])
    record(by, now, row.round_id, "retired_theme", id)


def changes(*, by: Actor, round: UUID) -> tuple[ThemeChange, ...]:
    """Return what has been done to the round's themes, the latest first."""
    reflection.as_reader(by=by, round=round)
    rows = models.Change.objects.filter(round_id=round, provider_id=by.provider).order_by("-number")[:100]
    return tuple(
        ThemeChange(row.id, Verb(row.verb), tuple(row.details["names"]), row.by, row.at, row.undone) for row in rows
    )


@transaction.atomic
def undo(*, by: Actor, now: datetime, change: UUID) -> None:
    """Undo a change: names, themes and passages are as before it, what has happened to them since aside.

    Undoing again changes nothing. Refused where a name it would give back is in use by now.
    """
    row = models.Change.objects.select_for_update().filter(id=change, provider_id=by.provider).first()
    if row is None:
        raise NotHere("There is no such change here.")
    reflection.as_reader(by=by, round=row.round_id)
    if row.undone:
        return
    {"renamed": _unname, "merged": _unmerge, "split": _unsplit, "retired": _take_up}[row.verb](by, now, row)
    models.Change.objects.filter(id=row.id).update(undone=True)
    record(by, now, row.round_id, "undid_theme_change", UUID(row.details["theme"]))


def _unname(by: Actor, now: datetime, row: models.Change) -> None:
    found = models.Theme.objects.filter(id=row.details["theme"], name=row.details["names"][1], retired=False)
    if not found.exists():
        raise Refused("The theme has got another name since.")
    _free(row.round_id, row.details["names"][0])
    found.update(name=row.details["names"][0], version=F("version") + 1, changed_by=by.account, changed_at=now)


def _unmerge(by: Actor, now: datetime, row: models.Change) -> None:
    _take_up(by, now, row)
    theme, into = row.details["theme"], row.details["into"]
    models.Passage.objects.filter(id__in=row.details["moved"], theme_id=into).update(theme_id=theme)
    models.Passage.objects.filter(id__in=row.details["double"], theme_id=theme).update(removed=False)
    models.Quote.objects.filter(id__in=row.details["quotes"], theme_id=into).update(theme_id=theme)


def _unsplit(by: Actor, now: datetime, row: models.Change) -> None:
    theme, into = row.details["theme"], row.details["into"]
    back = models.Passage.objects.filter(id__in=row.details["moved"], theme_id=into)
    there = set(
        models.Passage.objects.filter(theme_id=theme, removed=False).values_list("loop", "starts", "ends", "reader")
    )
    for each in back:
        if (each.loop, each.starts, each.ends, each.reader) in there:
            raise Refused("The same passage has been marked again since. Take one of them away first.")
    back.update(theme_id=theme)
    made = models.Theme.objects.filter(id=into).first()
    if made and not made.passages.filter(removed=False).exists():
        _retire(made, by, now)


def _take_up(by: Actor, now: datetime, row: models.Change) -> None:
    found = models.Theme.objects.filter(id=row.details["theme"]).first()
    if found is None:
        raise NotHere("There is no such theme here.")
    _free(row.round_id, found.name)
    models.Theme.objects.filter(id=found.id).update(
        retired=False, merged_into=None, version=F("version") + 1, changed_by=by.account, changed_at=now
    )


def stored_theme(by: Actor, id: UUID) -> models.Theme:
    """Return the row of a theme in use, to the readers of its round."""
    row = models.Theme.objects.filter(id=id, provider_id=by.provider, retired=False).first()
    if row is None:
        raise NotHere("There is no such theme here.")
    reflection.as_reader(by=by, round=row.round_id)
    return row


def shown_passages(by: Actor, round: UUID) -> QuerySet[models.Passage]:
    """Return the passages that the reader may see: all, or coding apart one's own."""
    return shown_passages_in(by, [round])


def shown_passages_in(by: Actor, rounds: Collection[UUID]) -> QuerySet[models.Passage]:
    """Return the passages of several rounds that the reader may see; none of what own staff wrote (decision 0019)."""
    apart = list(models.Apart.objects.filter(round__in=rounds).values_list("round_id", flat=True))
    rows = models.Passage.objects.filter(round__in=rounds, provider_id=by.provider, removed=False)
    if kept := reflection.kept_from(by=by, rounds=rounds):
        rows = rows.exclude(loop__in=kept)
    return rows.filter(Q(reader=by.account) | ~Q(round__in=apart)) if apart else rows


def codes_apart(round: UUID) -> bool:
    """Return whether the readers of a round code apart from each other."""
    return models.Apart.objects.filter(round_id=round).exists()


def theme_values(by: Actor, round: UUID, rows: Collection[models.Theme] | QuerySet[models.Theme]) -> tuple[Theme, ...]:
    """Return stored themes with what they hold, in the order given; four questions however many."""
    rows = list(rows)
    held: dict[UUID, list[UUID]] = {row.id: [] for row in rows}
    for theme, loop in shown_passages(by, round).filter(theme__in=rows).values_list("theme_id", "loop"):
        held[theme].append(loop)
    behind = reflection.persons_behind(by=by, round=round, groups=held)
    quoted = {
        each["theme"]: (each["all"], each["against"])
        for each in models.Quote.objects.filter(theme__in=rows)
        .exclude(loop__in=reflection.kept_from(by=by, rounds=[round]))
        .values("theme")
        .annotate(all=Count("id"), against=Count("id", filter=Q(counter=True)))
    }
    return tuple(
        Theme(
            row.id,
            row.name,
            row.description,
            tuple(row.groups),
            row.version,
            len(held[row.id]),
            len(set(held[row.id])),
            behind[row.id],
            *quoted.get(row.id, (0, 0)),
        )
        for row in rows
    )


def tidy(groups: Sequence[str]) -> list[str]:
    """Return the names of groups, each once, in the order given."""
    return list(dict.fromkeys(name for group in groups if (name := " ".join(group.split())[:LONGEST_NAME])))


def record(by: Actor, now: datetime, round: UUID, verb: str, id: UUID) -> None:
    """Write in the journal what was done to a theme."""
    details = {"theme": id.hex}
    journal.record(by=by, now=now, room="themes", verb=verb, kind="round", object_id=round.hex, details=details)


def _made(by: Actor, now: datetime, key: UUID, round: UUID, name: str, **fields: Any) -> models.Theme:
    if models.Theme.objects.filter(id=key).exists():
        raise NotHere("There is no such theme here.")
    named = _name(round, name)
    who = {"changed_by": by.account, "changed_at": now}
    return models.Theme.objects.create(id=key, provider_id=by.provider, round_id=round, name=named, **who, **fields)


def _name(round: UUID, name: str, but: UUID | None = None) -> str:
    named = " ".join(name.replace("\x00", "").split())
    if not named:
        raise Refused("A theme needs a name.")
    if len(named) > LONGEST_NAME:
        raise Refused("The name has %(n)d characters; at most %(most)d fit.", n=len(named), most=LONGEST_NAME)
    _free(round, named, but)
    return named


def _free(round: UUID, name: str, but: UUID | None = None) -> None:
    others = models.Theme.objects.exclude(id=but) if but else models.Theme.objects.all()
    if others.filter(round_id=round, name=name, retired=False).exists():
        raise Refused("There is already a theme called %(name)s.", name=name)


def _take(by: Actor, row: models.Theme, now: datetime, seen: int, **fields: Any) -> None:
    standing = models.Theme.objects.filter(id=row.id, version=seen)
    if not standing.update(version=seen + 1, changed_by=by.account, changed_at=now, **fields):
        who = people.shown_name(by=by, id=row.changed_by)
        raise Changed(by=who, at=row.changed_at, current=theme(by=by, id=row.id))


def _retire(row: models.Theme, by: Actor, now: datetime, merged_into: models.Theme | None = None) -> None:
    models.Theme.objects.filter(id=row.id).update(
        retired=True, merged_into=merged_into, version=F("version") + 1, changed_by=by.account, changed_at=now
    )


def _remember(by: Actor, now: datetime, round: UUID, verb: Verb, **details: Any) -> None:
    last = models.Change.objects.filter(round_id=round).aggregate(last=Max("number"))["last"] or 0
    models.Change.objects.create(
        id=uuid4(),
        provider_id=by.provider,
        round_id=round,
        number=last + 1,
        verb=verb.value,
        details=details,
        by=by.account,
        at=now,
    )


def _hex(ids: Collection[UUID]) -> list[str]:
    return [each.hex for each in ids]
