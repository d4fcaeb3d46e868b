"""Trying an identity provider: by asking it everything that can be asked, and by signing in without coming in."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from kedjan.access.service import Right
from kedjan.people import service as people
from kedjan_web import errors
from kedjan_web.requests import PageRequest
from kedjan_web.rights import needs
from kedjan_web.sign_in.elsewhere import not_in, places, remember
from kedjan_web.ways.listing import shown


@require_POST
@needs(Right.MANAGE_ACCOUNTS)
def ask(request: PageRequest, way: UUID) -> HttpResponse:
    """Ask the identity provider, and say of each thing whether it is well."""
    found = people.try_identity_provider(by=request.actor, id=way, places=places(way))
    findings = [{"well": each.well, "said": errors.said(each.message, each.values)} for each in found]
    context = {"findings": findings, "all_well": all(each.well for each in found)}
    return render(request, "kedjan/ways/way.html", shown(request, way) | context)


@require_GET
@needs(Right.MANAGE_ACCOUNTS)
def sign_in(request: PageRequest, way: UUID) -> HttpResponse:
    """Sign in there to see what is said of one, and what that would lead to; nothing is changed by it."""
    try:
        beginning = people.begin_sign_in(way=way, places=places(way), by=request.actor)
    except people.Distrusted as fault:
        return not_in(request, fault)
    remember(request, {**beginning.pending, "next": "/", "trial": request.actor.account.hex})
    return redirect(beginning.address)
