"""Choosing a password: by a mailed link, or by knowing the one in use."""

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from kedjan.access.service import Refused
from kedjan.notices import service as notices
from kedjan.people import service as people
from kedjan.people.service import Tries
from kedjan_web import errors
from kedjan_web.requests import PageRequest
from kedjan_web.rights import open_to_all, signed_in
from kedjan_web.sign_in.choosing import provider_of
from kedjan_web.sign_in.forms import AddressForm, ChangePasswordForm, NewPasswordForm
from kedjan_web.sign_in.throttle import may_try
from kedjan_web.sign_in.views import too_many
from kedjan_web.start.letters import deliver_due

CHOOSING = "valj"
KEPT_KEY = "kedjan_password_key"


@require_http_methods(["GET", "POST"])
@open_to_all
def forgotten(request: HttpRequest) -> HttpResponse:
    """Mail a link to whoever has the address. The answer, and the work until it, are the same for every address."""
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        address = form.cleaned_data["email"].lower()
        if not (may_try(request, Tries.ASKING_FROM) and may_try(request, Tries.ASKING_FOR, address)):
            return too_many(request)
        accounts = people.accounts_asked_for(address=address)
        notices.ask_for_password_links(accounts=accounts, now=request.now)  # type: ignore[attr-defined]  # set by the middleware
        deliver_due.enqueue()
        return redirect("password_sent")
    return render(request, "kedjan/sign_in/forgotten.html", {"form": form})


@require_GET
@open_to_all
def sent(request: HttpRequest) -> HttpResponse:
    """Say what happens now, whether or not there is such an account."""
    return render(request, "kedjan/sign_in/sent.html")


@sensitive_post_parameters("new", "again")
@require_http_methods(["GET", "POST"])
@open_to_all
def new(request: HttpRequest, key: str) -> HttpResponse:
    """Choose a password by a link. The key moves from the address into the session before anything is shown."""
    if request.method == "POST" and not may_try(request, Tries.CHOOSING_FROM):
        return too_many(request)
    if key != CHOOSING:
        request.session[KEPT_KEY] = key
        return redirect("password_new", CHOOSING)
    kept = request.session.get(KEPT_KEY, "")
    account = people.opened_by(key=kept)
    if account is None:
        return render(request, "kedjan/sign_in/used.html", status=410)
    form = NewPasswordForm(request.POST or None, account=account)
    if request.method == "POST" and form.is_valid():
        people.choose_password(key=kept, password=form.cleaned_data["new"], now=request.now)  # type: ignore[attr-defined]  # set by the middleware
        request.session.flush()
        messages.success(request, _("Your password is chosen. Sign in with it."))
        return redirect("sign_in")
    return render(request, "kedjan/sign_in/new.html", {"form": form, "provider": provider_of(account)})


@sensitive_post_parameters("old", "new", "again")
@require_http_methods(["GET", "POST"])
@signed_in
def change(request: PageRequest) -> HttpResponse:
    """Change one's own password; every other session of the account ends."""
    form = ChangePasswordForm(request.POST or None, account=request.actor.account)
    if request.method == "POST":
        if not may_try(request, Tries.CHANGING_FOR, request.actor.account.hex):
            return too_many(request)
        if form.is_valid() and _changed(request, form):
            messages.success(request, _("Your password is changed. You are signed out everywhere else."))
            return redirect("start")
    return render(request, "kedjan/sign_in/change.html", {"form": form})


def _changed(request: PageRequest, form: ChangePasswordForm) -> bool:
    given = form.cleaned_data
    try:
        people.change_password(by=request.actor, now=request.now, old=given["old"], new=given["new"])
    except Refused as refusal:
        form.add_error("old", errors.said(refusal.message, refusal.values))
        return False
    request.user.refresh_from_db()  # type: ignore[union-attr]  # signed in, so an account
    login(request, request.user, backend="django.contrib.auth.backends.ModelBackend")  # type: ignore[arg-type]  # as above
    return True
