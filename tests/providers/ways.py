"""Identity providers of the cast: added by their own account managers, by the room's door."""

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from kedjan.access.service import Actor
from kedjan.people import service as people
from kedjan_site.demo import cast
from tests.providers.oidc import CLIENT, SECRET

EKKOPING = people.ProviderSettings(
    name="Ekköping", client=CLIENT, domains=("ekkoping.example",), address_claim="email", subject_claim="sub"
)


def nils() -> Actor:
    """Return who manages accounts in Ekköping."""
    return cast.actor("Nils Björkspång")


def neighbour() -> Actor:
    """Return who manages everything in Ällmåla: the command line."""
    return people.system_actor(provider=cast.provider_id(cast.ALLMALA))


def add_oidc(issuer: str, *, by: Actor | None = None, on: bool = True, secret: str = SECRET, **more: Any) -> UUID:
    """Add an identity provider that speaks OpenID Connect, and switch it on."""
    who = by or nils()
    settings = replace(EKKOPING, address=issuer, **more)
    made = people.add_identity_provider(
        by=who, now=cast.NOW, key=uuid4(), protocol=people.Protocol.OIDC, settings=settings, secret=secret
    )
    if on:
        people.switch_identity_provider(by=who, now=cast.NOW, id=made.id, on=True)
    return made.id


def add_saml(metadata: str, *, by: Actor | None = None, on: bool = True, **more: Any) -> UUID:
    """Add an identity provider that speaks SAML, and switch it on."""
    who = by or nils()
    claims = {"client": "", "address_claim": "mail", "subject_claim": "eduPersonPrincipalName"}
    settings = replace(EKKOPING, **{**claims, **more})
    made = people.add_identity_provider(
        by=who, now=cast.NOW, key=uuid4(), protocol=people.Protocol.SAML, settings=settings, metadata=metadata
    )
    if on:
        people.switch_identity_provider(by=who, now=cast.NOW, id=made.id, on=True)
    return made.id
