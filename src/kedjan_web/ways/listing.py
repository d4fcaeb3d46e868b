"""The ways in that a provider has: identity providers, switched on or off, and passwords."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from kedjan.access.service import Right
from kedjan.people import service as people
from kedjan_web import errors
from kedjan_web.components.badges import Badge
from kedjan_web.requests import PageRequest, seen_in
from kedjan_web.rights import needs
from kedjan_web.sign_in.elsewhere import places

ON = Badge(gettext_lazy("On"), "success", "check")
OFF = Badge(gettext_lazy("Off"), "neutral", "dash")
PROTOCOLS = {people.Protocol.OIDC: "OpenID Connect", people.Protocol.SAML: "SAML"}


@require_GET
@needs(Right.MANAGE_ACCOUNTS)
def show(request: PageRequest) -> HttpResponse:
    """List the identity providers, and say whether passwords are used beside them."""
    ways = people.identity_providers(by=request.actor)
    context = {
        "ways": [{"way": way, "badge": ON if way.is_on else OFF, "protocol": PROTOCOLS[way.protocol]} for way in ways],
        "some_on": any(way.is_on for way in ways),
        "rule": people.password_rule(by=request.actor),
    }
    return render(request, "kedjan/ways/list.html", context)


@require_POST
@needs(Right.MANAGE_ACCOUNTS)
def passwords(request: PageRequest) -> HttpResponse:
    """Let ordinary people use passwords, or not."""
    wanted = request.POST.get("passwords") == "on"
    people.let_passwords(by=request.actor, now=request.now, passwords=wanted, seen=seen_in(request))
    messages.success(request, _("Saved."))
    return redirect("ways")


@require_GET
@needs(Right.MANAGE_ACCOUNTS)
def see(request: PageRequest, way: UUID) -> HttpResponse:
    """Show one identity provider: what it needs to know of us, what we know of it, and how to try it."""
    return render(request, "kedjan/ways/way.html", shown(request, way))


def shown(request: PageRequest, way: UUID) -> dict[str, object]:
    """Return what the page of an identity provider holds."""
    found = people.identity_provider(by=request.actor, id=way)
    fault = found.last_fault
    return {
        "way": found,
        "badge": ON if found.is_on else OFF,
        "protocol": PROTOCOLS[found.protocol],
        "saml": found.protocol is people.Protocol.SAML,
        "places": places(way),
        "fault": errors.said(fault["message"], fault["values"]) if fault.get("message") else "",
    }


@require_POST
@needs(Right.MANAGE_ACCOUNTS)
def switch_on(request: PageRequest, way: UUID) -> HttpResponse:
    """Let people sign in with it."""
    people.switch_identity_provider(by=request.actor, now=request.now, id=way, on=True)
    messages.success(request, _("It is on. It stands on the page of signing in."))
    return redirect("way", way)


@require_POST
@needs(Right.MANAGE_ACCOUNTS)
def switch_off(request: PageRequest, way: UUID) -> HttpResponse:
    """Let nobody more sign in with it; those who are signed in stay so until they sign out."""
    people.switch_identity_provider(by=request.actor, now=request.now, id=way, on=False)
    messages.success(request, _("It is off. Those who are signed in stay so until they sign out."))
    return redirect("way", way)
