"""What the account's own menu in the header holds."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from kedjan.access.service import Actor, Right, holds_anywhere
from kedjan_web.components.listing import Link
from kedjan_web.start.words import role_name


def account(request: HttpRequest) -> dict[str, Any]:
    """Return who is signed in, with roles and one's own pages; nothing to somebody who is not. A context processor."""
    actor: Actor | None = getattr(request, "actor", None) or None
    if not actor:
        return {}
    roles = sorted({f"{capfirst(role_name(held.role))}, {held.unit_name}" for held in actor.duties})
    return {"account": {"name": actor.name, "roles": roles, "links": own_pages(actor)}}


def own_pages(actor: Actor) -> list[Link]:
    """Return the pages about oneself that the header does not name by itself, those that open to the actor."""
    pages = [Link(_("Who has read my texts?"), reverse("who_read"), "people")]
    if holds_anywhere(actor, Right.SEE_ORGANISATION).allowed:
        pages.append(Link(_("The organisation"), reverse("organisation"), "table"))
    return pages
