"""Signing in with one's employer's identity provider: sent there, and let in when one comes back."""

from collections.abc import Mapping
from uuid import UUID

from allauth.account.utils import perform_login
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from kedjan.access.service import NotHere, Refused
from kedjan.people import service as people
from kedjan.people.service import Tries
from kedjan_web import errors
from kedjan_web.rights import actor_in, open_to_all
from kedjan_web.sign_in.addresses import own_address, site_address
from kedjan_web.sign_in.forms import AddressForm, SignInForm
from kedjan_web.sign_in.seats import SEAT
from kedjan_web.sign_in.throttle import may_try
from kedjan_web.sign_in.views import WAY, too_many, ways_in

UNDER_WAY = "kedjan_signing_in"
NOWHERE = UUID(int=0)
MOST = 5
"""Sign-ins that one browser may have under way at once: it may have several tabs."""


@require_POST
@open_to_all
def by_address(request: HttpRequest) -> HttpResponse:
    """Lead on by the domain of an address. Whether there is such an account is neither asked nor told.

    The browser goes on by itself from a page, since the policy lets no form end at another site.
    """
    where = own_address(request)
    if not may_try(request, Tries.GOING_FROM):
        return too_many(request)
    form = AddressForm(request.POST, prefix="with")
    way = people.way_for(address=form.cleaned_data["email"]) if form.is_valid() else None
    if way is None:
        context = ways_in(request, SignInForm(request=request), where) | {"address_form": form, "by_password": True}
        return render(request, "kedjan/sign_in/sign_in.html", context)
    onward = f"{reverse('sign_in_with', args=[way.id])}?{urlencode({'next': where})}"
    answer = render(request, "kedjan/sign_in/onward.html", {"way": way, "onward": onward})
    answer.headers["Refresh"] = f"0; url={onward}"
    return answer


@require_GET
@open_to_all
def begin(request: HttpRequest, way: UUID) -> HttpResponse:
    """Send the browser to the identity provider; somebody signed in already is sent on their way."""
    where = own_address(request)
    if request.user.is_authenticated:
        if (way, actor_in(request).provider) not in {(each.id, each.provider) for each in people.ways_in()}:
            raise NotHere("There is no such identity provider here.")
        return redirect(where)
    if not may_try(request, Tries.GOING_FROM):
        return too_many(request)
    try:
        beginning = people.begin_sign_in(way=way, places=places(way))
    except people.Distrusted as fault:
        people.note_fault(way=way, fault=fault, now=request.now)  # type: ignore[attr-defined]  # set by the middleware
        return not_in(request, fault, status=503)
    remember(request, {**beginning.pending, "next": where})
    return redirect(beginning.address)


@require_GET
@open_to_all
def answer(request: HttpRequest, way: UUID) -> HttpResponse:
    """Take the identity provider's answer, and let in whom it is about; the answer to nothing begun here is refused."""
    pending = taken(request, "state", request.GET.get("state", ""))
    if pending is None:
        return not_in(request, people.Distrusted("not_started_here"))
    try:
        statement = people.statement_in(way=way, pending=pending, answer=request.GET.dict())
        return concluded(request, way, pending, statement)
    except (people.Distrusted, Refused) as fault:
        people.note_fault(way=way, fault=fault, now=request.now)  # type: ignore[attr-defined]  # set by the middleware
        return not_in(request, fault)


def concluded(request: HttpRequest, way: UUID, pending: Mapping[str, str], statement: people.Statement) -> HttpResponse:
    """Let in whom a statement is about; or, where it was only tried, show whoever tried it what it would lead to."""
    if pending.get("trial"):
        return tried(request, way, pending, statement)
    account = people.recognise(way=way, statement=statement, now=request.now)  # type: ignore[attr-defined]  # set by the middleware
    request.session.flush()
    row = get_user_model()._default_manager.get(pk=account)
    done: HttpResponse = perform_login(request, row, email_verification="none", redirect_url=pending["next"])
    request.session.set_expiry(0)
    request.session[WAY] = way.hex
    if statement.session:
        seat = people.take_seat(way=way, account=account, there=statement.session, now=request.now)  # type: ignore[attr-defined]  # set by the middleware
        request.session[SEAT] = seat.hex
    return done


def tried(request: HttpRequest, way: UUID, pending: Mapping[str, str], statement: people.Statement) -> HttpResponse:
    """Show what the identity provider said, to the very person who tried it and nobody else."""
    if not request.user.is_authenticated or actor_in(request).account.hex != pending["trial"]:
        raise people.Distrusted("not_started_here")
    outcome = people.expected(by=actor_in(request), way=way, statement=statement)
    context = {
        "way": people.identity_provider(by=actor_in(request), id=way),
        "outcome": outcome,
        "said": errors.said(outcome.message, outcome.values),
        "claims": sorted(statement.claims.items()),
        "left_out": sorted(statement.left_out),
    }
    return render(request, "kedjan/ways/tried.html", context)


@csrf_exempt  # sent from the identity provider's page: what it holds is signed, and is tied to the browser afterwards
@require_POST
@open_to_all
def saml_answer(request: HttpRequest) -> HttpResponse:
    """Take a SAML answer. The browser sends no session with a form from another site, so it is sent on to bring it."""
    way = way_in(request.POST.get("RelayState", ""))
    if way is None:
        return not_in(request, people.Distrusted("not_started_here"))
    if not may_try(request, Tries.GOING_FROM):
        return too_many(request)
    try:
        handle = people.saml_answer(way=way, answer=request.POST.get("SAMLResponse", ""), places=places(way))
    except (people.Distrusted, Refused) as fault:
        return not_in(request, fault)
    return HttpResponseRedirect(reverse("saml_done", args=[handle]), status=303)


@require_GET
@open_to_all
def saml_done(request: HttpRequest, handle: UUID) -> HttpResponse:
    """Let in whom the kept answer is about, where this browser asked the question that it answers."""
    told = people.take_saml_answer(handle=handle) if request.session.get(UNDER_WAY) else None
    pending = taken(request, "question", told[1]) if told else None
    if told is None or pending is None or pending["way"] != told[0].hex:
        return not_in(request, people.Distrusted("not_started_here"))
    try:
        return concluded(request, told[0], pending, told[2])
    except (people.Distrusted, Refused) as fault:
        people.note_fault(way=told[0], fault=fault, now=request.now)  # type: ignore[attr-defined]  # set by the middleware
        return not_in(request, fault)


@require_GET
@open_to_all
def saml_metadata(request: HttpRequest) -> HttpResponse:
    """Hand out our own SAML metadata."""
    written = people.service_metadata(places=places())
    headers = {"Content-Disposition": 'attachment; filename="kedjan-saml.xml"'}
    return HttpResponse(written, content_type="application/samlmetadata+xml", headers=headers)


def way_in(relay: str) -> UUID | None:
    """Return which identity provider a SAML answer says that it is from; whether that is so, its signature tells."""
    try:
        return UUID(hex=relay.partition(".")[0])
    except ValueError:
        return None


def places(way: UUID = NOWHERE) -> people.Places:
    """Return our own addresses, whole, as identity providers know them."""
    return people.Places(
        site_address(reverse("sign_in_answer", args=[way])),
        site_address(reverse("saml_answer")),
        site_address(reverse("saml_metadata")),
        site_address(reverse("saml_told")),
    )


def remember(request: HttpRequest, pending: Mapping[str, str]) -> None:
    """Keep what was sent until the browser comes back with it, the latest few."""
    request.session[UNDER_WAY] = [*request.session.get(UNDER_WAY, []), dict(pending)][-MOST:]


def taken(request: HttpRequest, name: str, value: str) -> dict[str, str] | None:
    """Return what was sent under a state, or a question's id, and forget it, so that no answer is taken twice."""
    kept: list[dict[str, str]] = request.session.get(UNDER_WAY, [])
    found = next((each for each in kept if value and each.get(name) == value), None)
    if found:
        request.session[UNDER_WAY] = [each for each in kept if each is not found]
    return found


def not_in(request: HttpRequest, fault: people.Distrusted | Refused, *, status: int = 403) -> HttpResponse:
    """Say why one did not come in, and what one can do."""
    reason = errors.said(fault.message, fault.values)
    return render(request, "kedjan/sign_in/not_in.html", {"reason": reason}, status=status)
