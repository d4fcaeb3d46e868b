"""About the service: what it is, how accessible, and what it holds about people."""

from collections.abc import Container
from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kedjan.organisation import service as organisation
from kedjan.privacy import service as privacy
from kedjan_web.about.words import BASES, KEPT, KINDS, TOPICS
from kedjan_web.requests import PageRequest
from kedjan_web.rights import open_to_all, signed_in

ASSESSED = date(2026, 11, 22)
"""The day on which the pages were last gone through for the statement; move it when that is done again."""


@require_GET
@open_to_all
def about(request: HttpRequest) -> HttpResponse:
    """Say what Kedjan is and how it is meant to be used."""
    return render(request, "kedjan/about/about.html")


@require_GET
@open_to_all
def accessibility(request: HttpRequest) -> HttpResponse:
    """Show the statement that lagen (2018:1937) om tillgänglighet till digital offentlig service asks for."""
    names = [provider.name for provider in organisation.providers()]
    context = {"providers": names, "contact": settings.KEDJAN_CONTACT, "assessed": ASSESSED}
    return render(request, "kedjan/about/accessibility.html", context)


@require_GET
@signed_in
def held(request: PageRequest) -> HttpResponse:
    """Show what is held about oneself, why, on what ground and how long, from the declarations beside the fields."""
    topics = [
        {
            "title": title,
            "rows": [
                {
                    "purpose": _(purpose),
                    "basis": "" if basis is privacy.Basis.PUBLIC_TASK else BASES[basis],
                    "kept": KEPT[kept],
                    "kinds": [KINDS[kind] for kind in sorted(kinds)],
                }
                for (purpose, basis, kept), kinds in personal(rooms).items()
            ],
        }
        for title, rooms in TOPICS
    ]
    basis = BASES[privacy.Basis.PUBLIC_TASK]
    return render(request, "kedjan/about/held.html", {"topics": topics, "basis": basis})


def personal(
    rooms: Container[str],
) -> dict[tuple[str, privacy.Basis, privacy.Kept], set[privacy.Kind]]:
    """Return the personal kinds of fields of some rooms by purpose, basis and retention, in the order of the rooms."""
    found: dict[tuple[str, privacy.Basis, privacy.Kept], set[privacy.Kind]] = {}
    for declaration in privacy.declarations():
        holding = declaration.holding
        if holding.personal and declaration.room in rooms:
            kinds = set(holding.fields.values()) - {privacy.Kind.NOT_PERSONAL}
            found.setdefault((holding.purpose, holding.basis, holding.kept), set()).update(kinds)
    return found
