"""Letting in whoever gave the right password; where it opens accounts of several providers, one of them is chosen."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from allauth.account.utils import perform_login
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kedjan.organisation import service as organisation
from kedjan.people import service as people
from kedjan_web.rights import open_to_all

CHOOSING = "kedjan_choosing"
LONGEST = timedelta(minutes=5)


def let_in(request: HttpRequest, accounts: Sequence[UUID], where: str) -> HttpResponse:
    """Sign in to the only account, or ask which of them; they are remembered in the session for five minutes."""
    request.session.flush()
    if len(accounts) == 1:
        return _signed_in(request, accounts[0], where)
    until = (timezone.now() + LONGEST).isoformat()
    request.session[CHOOSING] = {"accounts": [each.hex for each in accounts], "until": until, "next": where}
    request.session.set_expiry(0)
    return redirect("sign_in_choose")


@require_http_methods(["GET", "POST"])
@open_to_all
def choose(request: HttpRequest) -> HttpResponse:
    """Show the providers whose accounts the password has opened, and sign in to the one that is chosen."""
    kept = request.session.get(CHOOSING)
    if not kept or timezone.now() > datetime.fromisoformat(kept["until"]):
        request.session.pop(CHOOSING, None)
        return redirect("sign_in")
    opened = people.still_opened(accounts=[UUID(hex=each) for each in kept["accounts"]], now=request.now)  # type: ignore[attr-defined]  # set by the middleware
    chosen = next((each for each in opened if each.account.hex == request.POST.get("account")), None)
    if chosen:
        request.session.flush()
        return _signed_in(request, chosen.account, kept["next"])
    names = {provider.id: provider.name for provider in organisation.providers()}
    choices = [(each.account.hex, names[each.provider]) for each in opened]
    return render(request, "kedjan/sign_in/choose.html", {"choices": choices})


def provider_of(account: UUID) -> str:
    """Return the name of the provider that an account belongs to."""
    of = people.provider_of(account=account)
    return next(provider.name for provider in organisation.providers() if provider.id == of)


def _signed_in(request: HttpRequest, account: UUID, where: str) -> HttpResponse:
    row = get_user_model()._default_manager.get(pk=account)
    answer: HttpResponse = perform_login(request, row, email_verification="none", redirect_url=where)
    request.session.set_expiry(0)
    return answer
