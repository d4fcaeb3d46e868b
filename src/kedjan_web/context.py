"""What the layout of every page needs to know."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from kedjan.access.service import Actor, Right, holds_anywhere
from kedjan.organisation import service as organisation


def layout(request: HttpRequest) -> dict[str, Any]:
    """Return navigation by right, who is signed in and where, and the chosen colour scheme."""
    actor: Actor | None = getattr(request, "actor", None) or None
    return {
        "demo": settings.KEDJAN_DEMO,
        "colour_scheme": scheme if (scheme := request.COOKIES.get("kedjan_colours")) in {"light", "dark"} else "auto",
        "signed_in": actor is not None and bool(actor),
        "actor": actor,
        "provider_name": organisation.provider(by=actor).name if actor else "",
        "navigation": navigation(actor, request.path) if actor else [],
    }


def navigation(actor: Actor, here: str) -> list[dict[str, Any]]:
    """Return the entries that the actor's duties open, in the order of a working day."""
    entries = [
        ("start", _("My page"), None),
        ("rounds", _("Reflection rounds"), Right.SEE_ROUNDS),
        ("actions", _("Actions"), Right.SEE_ROUNDS),
        ("releases", _("Shared material"), Right.READ_RELEASES),
        ("reports", _("Reports"), Right.READ_SETTLED_REPORTS),
        ("studies", _("Results"), Right.STUDY_RESULTS),
        ("intake", _("Reading in"), Right.TAKE_IN_RESULTS),
        ("people", _("People"), Right.MANAGE_ACCOUNTS),
        ("journal", _("Happenings"), Right.READ_JOURNAL),
    ]
    shown = []
    for name, label, right in entries:
        if right is None or holds_anywhere(actor, right).allowed:
            url = reverse(name)
            shown.append({"label": label, "url": url, "current": here == url if url == "/" else here.startswith(url)})
    return shown
