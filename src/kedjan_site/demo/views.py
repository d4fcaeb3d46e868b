"""One-click sign-in as a member of the cast: on this machine, on made-up data, and nowhere else."""

import ipaddress
from itertools import groupby
from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user_model, login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import capfirst
from django.views.decorators.http import require_GET, require_POST

from kedjan.organisation import service as organisation
from kedjan_site.demo import cast
from kedjan_web.rights import open_to_all
from kedjan_web.start.words import role_name


@require_GET
@open_to_all
def choose(request: HttpRequest) -> HttpResponse:
    """List the cast by municipality and role, with a button each."""
    refuse_elsewhere(request)
    municipalities = [(each.name, grouped(each)) for each in cast.MUNICIPALITIES]
    return render(request, "kedjan/start/demo.html", {"municipalities": municipalities})


@require_POST
@open_to_all
def enter(request: HttpRequest, account: UUID) -> HttpResponse:
    """Sign in as one of the cast, whose provider must be marked as made up."""
    refuse_elsewhere(request)
    marked = {provider.id for provider in organisation.providers() if provider.demo}
    who = get_object_or_404(get_user_model(), id=account, provider_id__in=marked, is_active=True)
    request.session.flush()
    login(request, who, backend="django.contrib.auth.backends.ModelBackend")
    return redirect("start")


def refuse_elsewhere(request: HttpRequest) -> None:
    """Answer as if there were no such page, unless the demo is on and the request came from this machine itself."""
    try:
        here = ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        here = False
    if not settings.KEDJAN_DEMO or not here or {"HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED"} & request.META.keys():
        raise Http404


def grouped(municipality: cast.Municipality) -> list[tuple[str, list[dict[str, object]]]]:
    """Return the members by role, in the order of the cast."""
    shown = [
        {
            "id": cast.account_id(member.name),
            "name": "Medarbetare med skyddade uppgifter" if member.protected else member.name,
            "says": member.says,
            "units": member.units,
            "role": role_name(member.role),
        }
        for member in municipality.members
    ]
    order = list(dict.fromkeys(each["role"] for each in shown))
    ranked = sorted(shown, key=lambda each: order.index(each["role"]))
    return [(capfirst(role), list(group)) for role, group in groupby(ranked, key=lambda each: each["role"])]
