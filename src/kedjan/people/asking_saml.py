"""Speaking with an identity provider by SAML: its metadata, the question, and the answer, taken once."""

import hashlib
import json
import secrets
from collections.abc import Iterator
from dataclasses import asdict
from datetime import timedelta
from uuid import UUID, uuid4

from django.core.cache import cache
from django.utils.translation import gettext_noop as noop

from kedjan.people import models
from kedjan.people.saml_key import own_key
from kedjan.people.sealing import sealed, unsealed
from kedjan.people.sign_in_values import Beginning, Finding, Places, ProviderSettings
from kedjan_formats import saml, saml_metadata
from kedjan_formats.outside import Reach, fetch
from kedjan_formats.statement import Distrusted, SessionThere, Statement

KEPT_FOR = 60
SEEN_FOR = 3600
"""Seconds for which an assertion is remembered as used: longer than any is believed."""
READ = noop("The metadata can be read, and is about %(entity)s.")
SAME = noop("The metadata at the address says the same as what is kept here.")
CHANGED = noop("The metadata at the address has changed. Save the identity provider anew to take it in.")
SOON = timedelta(days=30)
RUNS_OUT = noop("The last of its certificates runs out on %(day)s. Fetch the metadata anew when there is a new one.")
LEAVES = noop("Whoever signs out here can sign out there too.")
STAYS = noop("It names no place to sign out at by redirect, so people sign out here alone.")
CERTIFICATES = noop("The certificates that its proofs are signed with are valid.")


def described(settings: ProviderSettings, metadata: str, *, reach: Reach) -> saml_metadata.Described:
    """Read metadata as given, or as it stands at the address; Distrusted for anything else."""
    data = metadata.encode() if metadata else _fetched(settings.address, reach)
    return saml_metadata.described(data, entity=settings.client, reach=reach)


def begun(row: models.IdentityProvider, places: Places, *, reach: Reach) -> Beginning:
    """Return where the browser goes, and the question's id, by which the answer is known again."""
    told, state = known(row, reach), secrets.token_urlsafe(32)
    signed = row.signs_requests or told.wants_signed
    address, question = saml.question(service(places), told, state=f"{row.id.hex}.{state}", signed=signed)
    return Beginning(address, {"way": row.id.hex, "state": state, "question": question})


def kept(row: models.IdentityProvider, answer: str, places: Places, *, reach: Reach) -> UUID:
    """Keep what an answer says, sealed, and return its handle; the same assertion a second time is Distrusted."""
    if row.protocol != "saml":
        raise Distrusted("not_started_here")
    told = saml.believed(answer, service=service(places), described=known(row, reach))
    seen = hashlib.sha256(f"{row.id.hex}:{told.id}".encode()).hexdigest()
    if not told.question:
        raise Distrusted("not_started_here")
    if not cache.add(f"people.assertion.{seen}", 1, SEEN_FOR):
        raise Distrusted("seen_before")
    handle, statement = uuid4(), told.statement
    there = asdict(statement.session) if statement.session else None
    whole = [row.id.hex, told.question, statement.issuer, dict(statement.claims), sorted(statement.left_out), there]
    cache.set(f"people.answer.{handle.hex}", sealed(json.dumps(whole), owner=handle), KEPT_FOR)
    return handle


def take_saml_answer(*, handle: UUID) -> tuple[UUID, str, Statement] | None:
    """Return, once, which identity provider answered which question with what; None where there is no such answer."""
    box = cache.get(f"people.answer.{handle.hex}")
    if not box or not cache.delete(f"people.answer.{handle.hex}"):
        return None
    way, question, issuer, claims, left_out, there = json.loads(unsealed(box, owner=handle))
    told = {name: tuple(values) for name, values in claims.items()}
    session = SessionThere(**there) if there else None
    return UUID(way), question, Statement(issuer, told, left_out=frozenset(left_out), session=session)


def tried(row: models.IdentityProvider, *, reach: Reach) -> Iterator[Finding]:
    """Yield what can be told of an identity provider without signing in."""
    kept = known(row, reach)
    yield Finding(True, READ, {"entity": kept.entity})
    if saml.expired(kept.certificates):
        raise Distrusted("certificates_old")
    yield Finding(True, CERTIFICATES)
    if saml.runs_out(kept.certificates, within=SOON):
        yield Finding(False, RUNS_OUT, {"day": saml.last_day(kept.certificates).isoformat()})
    yield Finding(True, LEAVES if kept.sign_out else STAYS)
    if row.address:
        now = saml_metadata.described(_fetched(row.address, reach), entity=kept.entity, reach=reach)
        same = all(
            getattr(now, name) == getattr(kept, name) for name in ("sign_on", "sign_out", "sign_out_answer")
        ) and set(now.certificates) == set(kept.certificates)
        yield Finding(same, SAME if same else CHANGED)


def service_metadata(places: Places) -> bytes:
    """Return our own metadata: the same for every identity provider, as federations want it."""
    return saml.service_metadata(service(places))


def known(row: models.IdentityProvider, reach: Reach) -> saml_metadata.Described:
    """Return an identity provider as the metadata that is kept describes it."""
    return saml_metadata.described(row.metadata.encode(), entity=row.issuer, reach=reach)


def service(places: Places) -> saml.Service:
    """Return ourselves as identity providers know us."""
    return saml.Service(places.saml_entity, places.saml_answer, *own_key(), places.saml_leave)


def _fetched(address: str, reach: Reach) -> bytes:
    answer = fetch(address, reach=reach, largest=saml_metadata.LARGEST)
    if answer.status != 200:
        raise Distrusted("not_metadata")
    return answer.body
