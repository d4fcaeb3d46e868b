"""The seat of a session that was begun with SAML: what ends it when the identity provider does."""

from uuid import UUID

from django.contrib.auth import logout
from django.http import HttpRequest
from django.urls import reverse

from kedjan.people import service as people
from kedjan_web.sign_in.addresses import site_address

SEAT = "kedjan_seat"
"""Where a session remembers its seat."""
LEAVING = "kedjan_leaving"
"""Where one who has signed out here remembers the seat that is to be left there."""


def there_too(request: HttpRequest, way: str | None, seat: str | None) -> str:
    """Return where one who has just signed out here signs out there too; empty where that cannot be done."""
    if seat and people.can_leave(seat=UUID(seat)):
        request.session[LEAVING] = seat
        request.session.set_expiry(600)
        return reverse("saml_leave")
    return people.farewell(way=UUID(way), back=site_address(reverse("sign_in"))) if way else ""


def ended_elsewhere(request: HttpRequest) -> None:
    """Sign out a session whose seat is gone. One begun in another way costs nothing."""
    session = getattr(request, "session", None)
    seat = session.get(SEAT) if session is not None else None
    if seat and not people.has_seat(seat=UUID(seat)):
        logout(request)
