"""Speaking with an identity provider: what it says of itself, the question sent there, the answer made a statement.

Nothing here is done inside a transaction: what is asked may take its time.
"""

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings as installation
from django.core.cache import cache
from django.utils.translation import gettext_noop as noop

from kedjan.access.service import Actor, NotHere, ProviderScope, Refused, Right, decide, require
from kedjan.people import asking_saml, models
from kedjan.people.sealing import unsealed
from kedjan.people.sign_in_values import Beginning, Finding, Places, Protocol, ProviderSettings
from kedjan_formats import oidc
from kedjan_formats.outside import Reach
from kedjan_formats.statement import Distrusted, Statement

FRESH = 600
"""Seconds for which an identity provider's description and keys are remembered."""
ANSWERS = noop("It answers, and is called %(issuer)s.")
KEYS = noop("It publishes the keys that its proofs are signed with.")
CLIENT = noop("It accepts the client id with the secret.")
NO_DOMAIN = noop("No domain is written, so nobody can be recognised by their address the first time.")


@dataclass(frozen=True, slots=True)
class Described:
    """What an identity provider says of itself: its issuer (or entity id), and its SAML metadata."""

    issuer: str
    metadata: str = ""


def reach() -> Reach:
    """Return what may be fetched from, as whoever runs the installation has set it."""
    return Reach(frozenset(installation.KEDJAN_INSIDE_HOSTS), installation.KEDJAN_INSIDE_PLAIN)


def described(protocol: Protocol, settings: ProviderSettings, metadata: str) -> Described:
    """Fetch and read what an identity provider says of itself; Refused, in words, where that is not what it should."""
    try:
        if protocol is Protocol.SAML:
            found = asking_saml.described(settings, metadata, reach=reach())
            return Described(found.entity, found.xml)
        return Described(oidc.discover(settings.address, reach=reach()).issuer)
    except Distrusted as fault:
        raise Refused(fault.message, **fault.values) from fault


def begin_sign_in(*, way: UUID, places: Places, by: Actor | None = None) -> Beginning:
    """Begin a sign-in that comes back to one of our `places`; Distrusted where the identity provider cannot be asked.

    One that is off is begun only `by` somebody who manages accounts there, who tries it.
    """
    row = _row(way, by)
    if row.protocol == Protocol.SAML:
        return asking_saml.begun(row, places, reach=reach())
    back = places.answer
    asking = oidc.Asking(
        row.client, back, secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(48)
    )
    pending = {"way": way.hex, "state": asking.state, "nonce": asking.nonce, "verifier": asking.verifier, "back": back}
    return Beginning(oidc.question(_endpoints(row), asking), pending)


def statement_in(*, way: UUID, pending: Mapping[str, str], answer: Mapping[str, str]) -> Statement:
    """Return what the identity provider says in its answer to the question `pending`; Distrusted where it is not so."""
    if pending.get("way") != way.hex or not _same(pending.get("state"), answer.get("state")):
        raise Distrusted("not_started_here")
    row = _row(way, trusted=True)
    if row.protocol != Protocol.OIDC:
        raise Distrusted("not_started_here")
    if answer.get("iss", row.issuer) != row.issuer:
        raise Distrusted("other_issuer")
    endpoints = _endpoints(row)
    if "iss" not in answer and endpoints.says_issuer:
        raise Distrusted("other_issuer")
    if not answer.get("code"):
        raise Distrusted("answered_no")
    asking = oidc.Asking(row.client, pending["back"], pending["state"], pending["nonce"], pending["verifier"])
    secret = unsealed(row.secret, owner=row.id)
    told = oidc.redeem(endpoints, asking, code=answer["code"], secret=secret, reach=reach())
    return _believed(row, endpoints, asking, told)


def saml_answer(*, way: UUID, answer: str, places: Places) -> UUID:
    """Check a SAML answer and keep what it says for a minute, under a handle; Distrusted where it is not so.

    It comes by a form from another site, to which a browser gives no session: who asked is found out afterwards.
    """
    return asking_saml.kept(_row(way, trusted=True), answer, places, reach=reach())


def _believed(
    row: models.IdentityProvider, endpoints: oidc.Endpoints, asking: oidc.Asking, told: Mapping[str, str]
) -> Statement:
    """Check the proof, with keys fetched anew where those remembered do not fit; ask for the address if it lacks."""
    try:
        claims = oidc.verified(told["id_token"], _keys(row, endpoints), issuer=row.issuer, asking=asking)
    except Distrusted as fault:
        if fault.code != "signature":
            raise
        cache.delete(_name("keys", row))
        claims = oidc.verified(told["id_token"], _keys(row, endpoints), issuer=row.issuer, asking=asking)
    if row.address_claim not in claims and endpoints.userinfo and told.get("access_token"):
        more = oidc.more_claims(endpoints, access_token=told["access_token"], subject=str(claims["sub"]), reach=reach())
        claims = {**more, **claims}
    return oidc.statement(claims, id_token=told["id_token"])


def farewell(*, way: UUID, back: str) -> str:
    """Return where one signs out of the identity provider too; empty where that cannot be told now."""
    row = models.IdentityProvider.objects.filter(id=way, is_on=True, protocol=Protocol.OIDC.value).first()
    try:
        return oidc.farewell(_endpoints(row), client=row.client, back=back) if row else ""
    except Distrusted:
        return ""


def try_identity_provider(*, by: Actor, id: UUID, places: Places) -> tuple[Finding, ...]:
    """Try, without signing in, everything that can be tried, and say of each whether it is well."""
    require(decide(by, Right.MANAGE_ACCOUNTS, on=ProviderScope(by.provider)))
    row = _row(id, by)
    found: list[Finding] = []
    try:
        saml = row.protocol == Protocol.SAML
        found.extend(asking_saml.tried(row, reach=reach()) if saml else _tried(row, places.answer))
    except Distrusted as fault:
        found.append(Finding(well=False, message=fault.message, values=fault.values))
    except Refused as refusal:
        found.append(Finding(well=False, message=refusal.message, values=refusal.values))
    if not row.domains.exists():
        found.append(Finding(False, NO_DOMAIN))
    return tuple(found)


def _tried(row: models.IdentityProvider, back: str) -> Iterator[Finding]:
    endpoints = oidc.discover(row.address, reach=reach())
    if endpoints.issuer != row.issuer:
        raise Distrusted("issuer_other", found=endpoints.issuer)
    yield Finding(True, ANSWERS, {"issuer": row.issuer})
    oidc.keys_of(endpoints, reach=reach())
    yield Finding(True, KEYS)
    secret = unsealed(row.secret, owner=row.id)
    asking = oidc.Asking(row.client, back, "-", "-", secrets.token_urlsafe(48))
    if not oidc.client_accepted(endpoints, asking, secret=secret, reach=reach()):
        raise Distrusted("client_refused")
    yield Finding(True, CLIENT)


def _row(way: UUID, by: Actor | None = None, *, trusted: bool = False) -> models.IdentityProvider:
    rows = models.IdentityProvider.objects.filter(id=way)
    if by:
        require(decide(by, Right.MANAGE_ACCOUNTS, on=ProviderScope(by.provider)))
        rows = rows.filter(provider_id=by.provider)
    elif not trusted:
        rows = rows.filter(is_on=True)
    row = rows.first()
    if row is None:
        raise NotHere("There is no such identity provider here.")
    return row


def _name(what: str, row: models.IdentityProvider) -> str:
    return f"people.{what}.{row.id.hex}.{row.version}"


def _endpoints(row: models.IdentityProvider) -> oidc.Endpoints:
    """Return the description, remembered for a while; one that has come to name another issuer is not believed."""
    kept = cache.get(_name("endpoints", row))
    if kept is None:
        kept = oidc.discover(row.address, reach=reach())
        cache.set(_name("endpoints", row), kept, FRESH)
    if kept.issuer != row.issuer:
        raise Distrusted("issuer_other", found=kept.issuer)
    return kept  # type: ignore[no-any-return]  # what was put there


def _keys(row: models.IdentityProvider, endpoints: oidc.Endpoints) -> list[dict[str, object]]:
    kept = cache.get(_name("keys", row))
    if kept is None:
        kept = oidc.keys_of(endpoints, reach=reach())
        cache.set(_name("keys", row), kept, FRESH)
    return kept  # type: ignore[no-any-return]  # what was put there


def _same(one: str | None, other: str | None) -> bool:
    return bool(one and other) and secrets.compare_digest(str(one).encode(), str(other).encode())
