"""What an identity provider says about somebody who has just signed in with it, and why it is not believed.

The same for OpenID Connect and SAML. Nothing here is translated: a page looks the message id up in its catalogue.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


def gettext_noop(message: str) -> str:
    """Mark a message id for the catalogues; it is translated by whoever shows it."""
    return message


REASONS: Mapping[str, str] = {
    "address_not_https": gettext_noop("The address has to begin with https://."),
    "address_private": gettext_noop(
        "%(host)s is an address inside a network. Whoever runs the installation has to allow it (KEDJAN_INSIDE_HOSTS)."
    ),
    "host_unknown": gettext_noop("There is no server called %(host)s."),
    "no_answer": gettext_noop("%(host)s could not be reached. It may be shut off from here, or be out of order."),
    "certificate": gettext_noop("The certificate of %(host)s could not be trusted."),
    "bad_answer": gettext_noop("%(host)s answered %(status)s instead of what was asked for."),
    "too_large": gettext_noop("The answer from %(host)s is too large."),
    "not_discovery": gettext_noop("What stands at the address is not a description of an identity provider."),
    "issuer_template": gettext_noop(
        "The address is shared by every organisation. Write the one that holds your own tenant's number."
    ),
    "issuer_other": gettext_noop("The address describes another issuer, %(found)s."),
    "not_metadata": gettext_noop("What was given is not the SAML metadata of an identity provider."),
    "which_entity": gettext_noop("The metadata holds several identity providers. Write the entity id of yours."),
    "no_such_entity": gettext_noop("The metadata holds no identity provider called %(entity)s."),
    "no_redirect": gettext_noop("The identity provider cannot be asked by redirect (HTTP-Redirect)."),
    "certificates_old": gettext_noop("The certificates in the metadata are no longer valid. Fetch the metadata anew."),
    "seen_before": gettext_noop("The proof has been used already. Begin again."),
    "no_code_flow": gettext_noop("The identity provider does not offer the code flow."),
    "no_keys": gettext_noop("The identity provider publishes no keys that can be used."),
    "client_refused": gettext_noop("The identity provider does not accept the client id with the secret."),
    "code_refused": gettext_noop("The identity provider did not accept the answer that it had given. Try again."),
    "not_started_here": gettext_noop("The answer belongs to no sign-in begun in this browser. Begin again."),
    "not_asked_here": gettext_noop("The answer belongs to no signing out that was begun in this browser."),
    "answered_no": gettext_noop("The identity provider answered that you were not let in."),
    "token_missing": gettext_noop("The identity provider sent no proof of who you are."),
    "signature": gettext_noop("The proof from the identity provider is not signed by it."),
    "other_audience": gettext_noop("The proof was made for another service than this."),
    "other_issuer": gettext_noop("The proof was made by another identity provider than the one you were sent to."),
    "too_old": gettext_noop("The proof from the identity provider is too old or not yet valid."),
    "other_nonce": gettext_noop("The proof belongs to another sign-in than yours. Begin again."),
    "subject_missing": gettext_noop("The identity provider did not send %(claim)s, by which people are known again."),
    "spoilt": gettext_noop("The proof from the identity provider could not be read."),
}


class Distrusted(Exception):
    """What came from outside is not believed, or could not be fetched; `code` is a key of REASONS."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values: Mapping[str, object] = values

    @property
    def message(self) -> str:
        """The English message id, with placeholders unfilled."""
        return REASONS[self.code]

    def __str__(self) -> str:
        return self.message % self.values


@dataclass(frozen=True, slots=True)
class SessionThere:
    """A session at an identity provider: by which name it knows the person in it, and which of theirs it is (SAML)."""

    name: str = field(repr=False)
    format: str = ""
    qualifier: str = ""
    service: str = ""
    index: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """Claims by name, each with its values. `left_out` names claims that exist but were too many to be sent."""

    issuer: str
    claims: Mapping[str, tuple[str, ...]]
    left_out: frozenset[str] = frozenset()
    verified_address: bool | None = None
    guest: bool = False
    ends: datetime | None = None
    proof: str = field(default="", repr=False)
    session: SessionThere | None = None

    def first(self, claim: str) -> str:
        """The first value of a claim, or an empty text."""
        return next((value for value in self.claims.get(claim, ()) if value), "")
