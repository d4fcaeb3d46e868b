"""Tag sets: every version as it is, and the next one made from it. What rounds have used is never changed."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kedjan.access.service import Refused, Right
from kedjan.reflection import service as reflection
from kedjan.reflection.service import Family, Tag, TagSet
from kedjan_web import errors
from kedjan_web.giving.recipients import id_in
from kedjan_web.giving.words import FAMILIES
from kedjan_web.requests import PageRequest
from kedjan_web.rights import needs
from kedjan_web.rounds.frame import Crumb
from kedjan_web.start.days import day

EMPTY_ROWS = 3
MOST_ROWS = 62


@dataclass(frozen=True, slots=True)
class TagRow:
    """A row of the form: a tag, and what it was called in the version it comes from (empty: it is new)."""

    place: int
    was: str
    name: str
    family: str
    ordinal: str
    aliases: str


@require_GET
@needs(Right.LEAD_ROUNDS)
def listing(request: PageRequest) -> HttpResponse:
    """List the tag sets, each version with its tags."""
    sets = reflection.tag_sets(by=request.actor)
    latest = {each.name: each.id for each in reversed(sets)}
    shown = [(each, families(each), latest[each.name] == each.id) for each in sets]
    crumbs = (Crumb(_("Reflection rounds"), reverse("rounds")), Crumb(_("Tags")))
    return render(request, "kedjan/giving/tag_sets.html", {"sets": shown, "breadcrumbs": crumbs})


def families(of: TagSet) -> list[tuple[Promise, list[Tag]]]:
    """Return the tags by family, those with an order in it."""
    grouped = [(words, [tag for tag in of.tags if tag.family is family]) for family, words in FAMILIES.items()]
    return [(words, sorted(tags, key=lambda tag: (tag.ordinal or 0, tag.position))) for words, tags in grouped if tags]


@require_http_methods(["GET", "POST"])
@needs(Right.LEAD_ROUNDS)
def revise(request: PageRequest, id: UUID) -> HttpResponse:
    """Make the next version of a tag set; a tag that is renamed is still known by what it was called."""
    of = reflection.tag_set(by=request.actor, id=id)
    refusal, key = "", uuid4()
    rows = rows_of(of)
    if request.method == "POST":
        rows, key = rows_in(request), id_in(request.POST.get("key", "")) or key
        try:
            tags = [tag_in(row) for row in rows if row.name]
            made = reflection.revise_tag_set(
                by=request.actor,
                now=request.now,
                id=id,
                tags=tags,
                was=[row.was for row in rows if row.name],
                valid_from=day(request),
                key=key,
            )
        except Refused as refused:
            refusal = errors.said(refused.message, refused.values)
        else:
            messages.success(request, _("Version %(n)d is there, for new rounds.") % {"n": made.version})
            return redirect("tag_sets")
    rows += [TagRow(len(rows) + n, "", "", "other", "", "") for n in range(1, EMPTY_ROWS + 1)]
    context = {
        "set": of,
        "rows": rows[:MOST_ROWS],
        "families": [(family.value, words) for family, words in FAMILIES.items()],
        "refusal": refusal,
        "key": key,
        "breadcrumbs": (Crumb(_("Tags"), reverse("tag_sets")), Crumb(of.name)),
    }
    return render(request, "kedjan/giving/tag_set.html", context)


def rows_of(of: TagSet) -> list[TagRow]:
    """Return the tags of a version as rows."""
    return [
        TagRow(
            place,
            tag.name,
            tag.name,
            tag.family.value,
            "" if tag.ordinal is None else str(tag.ordinal),
            ", ".join(tag.aliases),
        )
        for place, tag in enumerate(of.tags, start=1)
    ]


def rows_in(request: PageRequest) -> list[TagRow]:
    """Return the rows that were sent, those emptied left out, in the order that they give themselves."""
    rows = []
    for place in range(1, MOST_ROWS + 1):
        name = " ".join(request.POST.get(f"name_{place}", "").split())[:80]
        if name:
            given = request.POST.get(f"order_{place}", "")
            order = int(given) if given.isascii() and given.isdigit() and len(given) < 4 else place
            values = [
                request.POST.get(f"{part}_{place}", "").strip() for part in ("was", "family", "ordinal", "aliases")
            ]
            was, family, ordinal, aliases = values
            rows.append((order, place, TagRow(place, was, name, family, ordinal, aliases)))
    return [row for _order, _place, row in sorted(rows, key=lambda each: each[:2])]


def tag_in(row: TagRow) -> Tag:
    """Return the tag that a row says."""
    family = Family(row.family) if row.family in set(Family) else Family.OTHER
    ordinal = row.ordinal.replace("−", "-")
    if ordinal and not ordinal.removeprefix("-").isdigit():
        raise Refused("The place in order of %(tag)s is no whole number.", tag=row.name)
    aliases = tuple(part.strip() for part in row.aliases.split(",") if part.strip())
    return Tag(0, row.name, family, int(ordinal) if ordinal else None, aliases)
