"""Signing out at the identity provider too (SAML single logout): asked for from here, or told from there.

A session that was begun with SAML has a seat: a row that says by which name the identity provider knows the person and
which session it is there. A session whose seat is gone has ended.
"""

import hashlib
import json
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.core.cache import cache
from django.utils.crypto import salted_hmac

from kedjan.people import models
from kedjan.people.asking import reach
from kedjan.people.asking_saml import SEEN_FOR, known, service
from kedjan.people.sealing import sealed, unsealed
from kedjan.people.sign_in_values import Left, Places, Protocol
from kedjan_formats import saml_logout
from kedjan_formats.statement import Distrusted, SessionThere

LONGEST = timedelta(days=7)
"""After this long a session begun elsewhere has ended, whatever happens there."""


def take_seat(*, way: UUID, account: UUID, there: SessionThere, now: datetime) -> UUID:
    """Remember which session at the identity provider one here was begun from, and return the seat."""
    seat = uuid4()
    row = models.IdentityProvider.objects.get(id=way)
    told = [there.name, there.format, there.qualifier, there.service, there.index]
    models.Seat.objects.create(
        id=seat,
        provider_id=row.provider_id,
        identity_provider=row,
        account_id=account,
        name=_hidden(row.id, there.name),
        index=_hidden(row.id, there.index) if there.index else "",
        told=sealed(json.dumps(told), owner=seat),
        taken_at=now,
    )
    return seat


def has_seat(*, seat: UUID) -> bool:
    """Return whether a session begun elsewhere goes on."""
    return models.Seat.objects.filter(id=seat).exists()


def can_leave(*, seat: UUID) -> bool:
    """Return whether the identity provider of a seat can be asked to sign the person out."""
    row = _seat(seat)
    try:
        return bool(row and known(row.identity_provider, reach()).sign_out)
    except Distrusted:
        return False


def leave(*, seat: UUID, places: Places) -> tuple[str, dict[str, str]]:
    """Return where the browser goes to sign out there too, and what it remembers until it is back; the seat is left."""
    row = _seat(seat)
    if row is None:
        raise Distrusted("not_asked_here")
    there = SessionThere(*json.loads(unsealed(row.told, owner=seat)))
    described = known(row.identity_provider, reach())
    address, question = saml_logout.leave(service(places), described, there)
    row.delete()
    return address, {"way": row.identity_provider_id.hex, "question": question}


def left(*, query: str, pending: dict[str, str], places: Places) -> bool:
    """Return whether the identity provider has signed the person out everywhere, as it answers what was asked."""
    row = models.IdentityProvider.objects.filter(id=UUID(hex=pending["way"])).first()
    if row is None:
        raise Distrusted("not_asked_here")
    message = saml_logout.sent(query)
    described = known(row, reach())
    return saml_logout.answered(message, question=pending["question"], where=places.saml_leave, described=described)


def told_to_leave(*, query: str, places: Places) -> Left:
    """End the sessions here that an identity provider has ended there; return where the browser goes with our answer.

    Distrusted, and nothing ends: what it has not signed, for us, just now; and the same telling a second time. Only
    seats of identity providers of that name and key are looked at, so that none can end the sessions of another's.
    """
    message, fault = saml_logout.sent(query), Distrusted("other_issuer")
    answer, ended = "", []
    for row in models.IdentityProvider.objects.filter(protocol=Protocol.SAML.value, issuer=message.issuer):
        try:
            described = known(row, reach())
            whom = saml_logout.asked(message, service=service(places), where=places.saml_leave, described=described)
        except Distrusted as wrong:
            fault = wrong
            continue
        if not answer:
            _require_new(row, whom.id)
            answer = saml_logout.answer(service(places), described, to=whom.id, relay=message.relay)
        ended += _ended(row, whom)
    if not answer:
        raise fault
    return Left(answer, frozenset(ended))


def forget_old_seats(*, now: datetime) -> int:
    """Remove seats taken over a week ago, and return how many."""
    return models.Seat.objects.filter(taken_at__lt=now - LONGEST).delete()[0]


def _ended(row: models.IdentityProvider, whom: saml_logout.Leaving) -> list[UUID]:
    seats = models.Seat.objects.filter(identity_provider=row, name=_hidden(row.id, whom.name))
    if whom.indexes:
        seats = seats.filter(index__in=[_hidden(row.id, index) for index in whom.indexes])
    found = list(seats.values_list("id", flat=True))
    models.Seat.objects.filter(id__in=found).delete()
    return found


def _require_new(row: models.IdentityProvider, id: str) -> None:
    seen = hashlib.sha256(f"{row.issuer}:{id}".encode()).hexdigest()
    if not cache.add(f"people.leaving.{seen}", 1, SEEN_FOR):
        raise Distrusted("seen_before")


def _seat(seat: UUID) -> models.Seat | None:
    return models.Seat.objects.filter(id=seat).select_related("identity_provider").first()


def _hidden(way: UUID, value: str) -> str:
    """Return a value as it is compared: it cannot be read back."""
    return salted_hmac("kedjan.people.seat", f"{way.hex}:{value}", algorithm="sha256").hexdigest()
