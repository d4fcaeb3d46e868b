"""What people answers with about signing in with an identity provider."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from kedjan.access.service import Role


class Protocol(StrEnum):
    """How an identity provider is spoken with; the values are stored."""

    OIDC = "oidc"
    SAML = "saml"


@dataclass(frozen=True, slots=True)
class Way:
    """A way in that a sign-in page may show: an identity provider that is on, by its name."""

    id: UUID
    provider: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Rule:
    """Which duty a claim gives: where `claim` has `value` (and `also_claim`, if named, has `also_value`)."""

    claim: str
    value: str
    role: Role
    unit: UUID
    also_claim: str = ""
    also_value: str = ""
    unit_name: str = ""
    id: UUID | None = None


@dataclass(frozen=True, slots=True)
class ProviderSettings:
    """What one writes about an identity provider; the secret is written apart, and never comes back."""

    name: str
    address: str = ""
    client: str = ""
    domains: tuple[str, ...] = ()
    address_claim: str = "email"
    subject_claim: str = "sub"
    creates_accounts: bool = False
    signs_requests: bool = False


@dataclass(frozen=True, slots=True)
class IdentityProvider:
    """An identity provider as those who manage accounts see it. `linked` counts the accounts that are known there."""

    id: UUID
    protocol: Protocol
    settings: ProviderSettings
    issuer: str
    is_on: bool
    has_secret: bool
    rules: tuple[Rule, ...]
    linked: int
    version: int
    last_fault: Mapping[str, Any] = field(default_factory=dict)
    last_fault_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Places:
    """Our own addresses as identity providers know them: where answers come, and our entity id for SAML.

    `saml_leave` is where they say that somebody has signed out.
    """

    answer: str
    saml_answer: str
    saml_entity: str
    saml_leave: str = ""


@dataclass(frozen=True, slots=True)
class Left:
    """What an identity provider has ended: the seats that were left, and where the browser takes our answer."""

    answer: str
    seats: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class Beginning:
    """Where the browser goes, and what its session remembers until it comes back."""

    address: str
    pending: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was tried at an identity provider: an English message id with values, and whether it is well."""

    well: bool
    message: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a statement would lead to: whether one would come in, in words, and the duties that its claims give."""

    well: bool
    message: str
    subject: str
    address: str
    duties: tuple[Rule, ...]
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PasswordRule:
    """Whether ordinary people of a provider may sign in with a password."""

    passwords: bool
    version: int
