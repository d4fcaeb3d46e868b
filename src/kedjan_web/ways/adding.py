"""Describing an identity provider: the first time, and anew."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from kedjan.access.service import Changed, Refused, Right
from kedjan.organisation import service as organisation
from kedjan.people import service as people
from kedjan_web import errors
from kedjan_web.requests import PageRequest
from kedjan_web.rights import needs
from kedjan_web.sign_in.elsewhere import places
from kedjan_web.ways.forms import FORMS, OidcForm, SamlForm, WayForm, first


@sensitive_post_parameters("secret")
@require_http_methods(["GET", "POST"])
@needs(Right.MANAGE_ACCOUNTS)
def add_oidc(request: PageRequest) -> HttpResponse:
    """Add one that speaks OpenID Connect: Entra ID, ADFS, Google and others."""
    return added(request, people.Protocol.OIDC, OidcForm)


@require_http_methods(["GET", "POST"])
@needs(Right.MANAGE_ACCOUNTS)
def add_saml(request: PageRequest) -> HttpResponse:
    """Add one that speaks SAML: those of Skolfederation, and ADFS and Entra when they do."""
    return added(request, people.Protocol.SAML, SamlForm)


def added(request: PageRequest, protocol: people.Protocol, kind: type[WayForm]) -> HttpResponse:
    """Show the form of a new identity provider, and add what it describes."""
    name = organisation.provider(by=request.actor).name
    form = kind(request.POST or None, request.FILES or None, initial=first(name))
    if request.method == "POST" and form.is_valid():
        try:
            made = people.add_identity_provider(
                by=request.actor, now=request.now, key=form.cleaned_data["key"], protocol=protocol, **form.described
            )
        except Refused as refusal:
            form.add_error(form.blamed(refusal.message), errors.said(refusal.message, refusal.values))
        else:
            messages.success(request, _("It is there, and still off. Try it before you switch it on."))
            return redirect("way", made.id)
    context = {"form": form, "places": places(key_in(form)), "saml": protocol is people.Protocol.SAML}
    return render(request, "kedjan/ways/add.html", context)


def key_in(form: WayForm) -> UUID:
    """Return the key that a form holds, which becomes the identity provider's own; a new one where it is spoilt."""
    try:
        return UUID(str(form["key"].value()))
    except ValueError:
        return uuid4()


@sensitive_post_parameters("secret")
@require_http_methods(["GET", "POST"])
@needs(Right.MANAGE_ACCOUNTS)
def change(request: PageRequest, way: UUID) -> HttpResponse:
    """Describe an identity provider anew; where somebody else was first, it is said and nothing is lost."""
    found = people.identity_provider(by=request.actor, id=way)
    form = FORMS[found.protocol](request.POST or None, request.FILES or None, initial=as_written(found))
    context: dict[str, Any] = {"form": form, "way": found, "saml": found.protocol is people.Protocol.SAML}
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen"] or 0
        try:
            people.change_identity_provider(by=request.actor, now=request.now, id=way, seen=seen, **form.described)
        except Changed as changed:
            again = FORMS[found.protocol]({**request.POST.dict(), "seen": changed.current.version})
            context |= {"form": again, "changed": changed}
            return render(request, "kedjan/ways/change.html", context, status=409)
        except Refused as refusal:
            form.add_error(form.blamed(refusal.message), errors.said(refusal.message, refusal.values))
        else:
            messages.success(request, _("Saved."))
            return redirect("way", way)
    return render(request, "kedjan/ways/change.html", context)


def as_written(way: people.IdentityProvider) -> dict[str, Any]:
    """Return what the form of an identity provider begins with; never its secret."""
    settings = way.settings
    fields = ("name", "address", "client", "address_claim", "subject_claim", "creates_accounts", "signs_requests")
    written = {name: getattr(settings, name) for name in fields}
    return {**written, "domains": ", ".join(settings.domains), "seen": way.version, "key": way.id}
