"""An identity provider's SAML metadata: its own file, or its part of a federation's."""

import base64
import binascii
from dataclasses import dataclass
from typing import Any

from kedjan_formats.outside import Reach, allowed
from kedjan_formats.statement import Distrusted

SAML = "urn:oasis:names:tc:SAML:2.0:assertion"
SAMLP = "urn:oasis:names:tc:SAML:2.0:protocol"
MD = "urn:oasis:names:tc:SAML:2.0:metadata"
DS = "http://www.w3.org/2000/09/xmldsig#"
LARGEST = 30 * 1024 * 1024
"""A federation's metadata holds everybody in it."""
REDIRECT = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"


@dataclass(frozen=True, slots=True)
class Described:
    """An identity provider: entity id, where it is asked by redirect, what it signs with, and whether it wants signing.

    `xml` is its own part alone, to be kept. `sign_out` is where one signs out by redirect, and `sign_out_answer` where
    our answer goes when it has signed somebody out; empty where it has no such place.
    """

    entity: str
    sign_on: str
    certificates: tuple[str, ...]
    wants_signed: bool
    xml: str
    sign_out: str = ""
    sign_out_answer: str = ""


def described(data: bytes, *, entity: str = "", reach: Reach) -> Described:
    """Read metadata; of several identity providers the one called `entity`. Raises Distrusted for anything else."""
    tree = parsed(data)
    found = [
        each for each in tree.iter(f"{{{MD}}}EntityDescriptor") if each.find(f"{{{MD}}}IDPSSODescriptor") is not None
    ]
    if not found:
        raise Distrusted("not_metadata")
    wanted = [each for each in found if entity in ("", each.get("entityID"))]
    if len(wanted) != 1:
        raise Distrusted("which_entity" if not entity else "no_such_entity", entity=entity)
    return _described(wanted[0], reach)


def _described(found: Any, reach: Reach) -> Described:
    from lxml import etree

    role = found.find(f"{{{MD}}}IDPSSODescriptor")
    places = [each for each in role.findall(f"{{{MD}}}SingleSignOnService") if each.get("Binding") == REDIRECT]
    where = str(places[0].get("Location")) if places else ""
    if not where or not allowed(where, reach=reach):
        raise Distrusted("no_redirect")
    keys = [each for each in role.findall(f"{{{MD}}}KeyDescriptor") if each.get("use", "signing") == "signing"]
    certificates = ["".join((each.text or "").split()) for key in keys for each in key.iter(f"{{{DS}}}X509Certificate")]
    if not certificates or not all(map(_readable, certificates)):
        raise Distrusted("no_keys")
    entity = str(found.get("entityID") or "")
    if not entity or len(entity) > 500:
        raise Distrusted("not_metadata")
    xml = etree.tostring(found, encoding="unicode", with_tail=False)
    wants_signed = role.get("WantAuthnRequestsSigned") in {"true", "1"}
    return Described(entity, where, tuple(certificates), wants_signed, xml, *_sign_out(role, reach))


def _sign_out(role: Any, reach: Reach) -> tuple[str, str]:
    """Return where one signs out by redirect, and where answers go, if both are addresses that a browser may go to."""
    places = [each for each in role.findall(f"{{{MD}}}SingleLogoutService") if each.get("Binding") == REDIRECT]
    where = str(places[0].get("Location") or "") if places else ""
    answers = str(places[0].get("ResponseLocation") or where) if places else ""
    return (where, answers) if where and allowed(where, reach=reach) and allowed(answers, reach=reach) else ("", "")


def _readable(certificate: str) -> bool:
    from cryptography import x509

    try:
        x509.load_der_x509_certificate(base64.b64decode(certificate))
    except (ValueError, binascii.Error):
        return False
    return True


def parsed(data: bytes) -> Any:
    """Parse XML that comes from outside: no document types, no entities, nothing fetched."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=len(data) > 5_000_000)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Distrusted("spoilt") from error
    if root.getroottree().docinfo.doctype or root.getroottree().docinfo.internalDTD is not None:
        raise Distrusted("spoilt")
    return root
