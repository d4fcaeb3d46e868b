"""SAML 2.0 single logout by redirect (HTTP-Redirect), as the service: asking, being asked, and answering.

Everything is signed, ours and theirs, over the very bytes that stand in the address. What is not signed, is for another
place, or is too old is not believed. A NameID may come encrypted for us, as Shibboleth sends it.
"""

import base64
import binascii
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import unquote_plus, urlencode, urlsplit
from uuid import uuid4
from xml.sax.saxutils import escape, quoteattr

from kedjan_formats.saml import LARGEST, Service
from kedjan_formats.saml_metadata import SAML, SAMLP, Described, parsed
from kedjan_formats.statement import Distrusted, SessionThere

SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
SIGNED_BY = {f"http://www.w3.org/2001/04/xmldsig-more#rsa-sha{bits}" for bits in (256, 384, 512)}
SUCCESS = "urn:oasis:names:tc:SAML:2.0:status:Success"
FRESH = timedelta(minutes=5)
SKEW = timedelta(minutes=3)
"""How far two clocks may differ."""
WHAT = ("SAMLRequest", "SAMLResponse")


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that came by redirect: which of the two it is, its XML, and what its signature is about."""

    kind: str
    root: Any
    relay: str
    signed: bytes
    signature: bytes
    algorithm: str

    @property
    def issuer(self) -> str:
        """Who says that it sent the message; whether that is so, its signature tells."""
        return _only(self.root, "./a:Issuer")

    @property
    def id(self) -> str:
        """The message's own id."""
        return str(self.root.get("ID") or "")


@dataclass(frozen=True, slots=True)
class Leaving:
    """Whom an identity provider has signed out: the name it knows them by, and which sessions there (none: all)."""

    id: str
    name: str
    indexes: tuple[str, ...]


def leave(service: Service, described: Described, session: SessionThere) -> tuple[str, str]:
    """Return the address that the browser is sent to in order to sign out there too, and the question's id."""
    own, now = f"_{uuid4().hex}", datetime.now(UTC)
    attributes = {"Format": session.format, "NameQualifier": session.qualifier, "SPNameQualifier": session.service}
    told = "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items() if value)
    index = f"<samlp:SessionIndex>{escape(session.index)}</samlp:SessionIndex>" if session.index else ""
    xml = (
        f'<samlp:LogoutRequest xmlns:samlp="{SAMLP}" xmlns:saml="{SAML}" ID="{own}" Version="2.0" '
        f'IssueInstant="{_moment(now)}" NotOnOrAfter="{_moment(now + FRESH)}" '
        f"Destination={quoteattr(described.sign_out)}><saml:Issuer>{escape(service.entity)}</saml:Issuer>"
        f"<saml:NameID{told}>{escape(session.name)}</saml:NameID>{index}</samlp:LogoutRequest>"
    )
    return _address(described.sign_out, "SAMLRequest", xml, service), own


def answer(service: Service, described: Described, *, to: str, relay: str) -> str:
    """Return the address with our answer that the sessions asked about have ended here."""
    where = described.sign_out_answer
    xml = (
        f'<samlp:LogoutResponse xmlns:samlp="{SAMLP}" xmlns:saml="{SAML}" ID="_{uuid4().hex}" Version="2.0" '
        f'IssueInstant="{_moment(datetime.now(UTC))}" Destination={quoteattr(where)} InResponseTo={quoteattr(to)}>'
        f"<saml:Issuer>{escape(service.entity)}</saml:Issuer>"
        f'<samlp:Status><samlp:StatusCode Value="{SUCCESS}"/></samlp:Status></samlp:LogoutResponse>'
    )
    return _address(where, "SAMLResponse", xml, service, relay)


def sent(query: str) -> Sent:
    """Read what came in an address, from the query as it was sent; nothing of it is believed yet."""
    raw: dict[str, str] = {}
    for pair in query.split("&"):
        name, _, value = pair.partition("=")
        if name in raw:
            raise Distrusted("spoilt")
        raw[name] = value
    kinds = [kind for kind in WHAT if raw.get(kind)]
    if len(kinds) != 1 or len(query) > LARGEST:
        raise Distrusted("spoilt")
    signed = "&".join(f"{name}={raw[name]}" for name in (kinds[0], "RelayState", "SigAlg") if name in raw)
    signature = _bytes(unquote_plus(raw.get("Signature", "")))
    root = parsed(_inflated(_bytes(unquote_plus(raw[kinds[0]]))))
    wanted = "LogoutRequest" if kinds[0] == "SAMLRequest" else "LogoutResponse"
    if root.tag != f"{{{SAMLP}}}{wanted}" or root.get("Version") != "2.0":
        raise Distrusted("spoilt")
    relay = unquote_plus(raw.get("RelayState", ""))
    return Sent(kinds[0], root, relay, signed.encode(), signature, unquote_plus(raw.get("SigAlg", "")))


def asked(message: Sent, *, service: Service, where: str, described: Described) -> Leaving:
    """Return whom the identity provider has signed out; Distrusted unless it has signed that, for us, just now."""
    if message.kind != "SAMLRequest":
        raise Distrusted("spoilt")
    _require_ours(message, where, described)
    until = message.root.get("NotOnOrAfter")
    if until and _read(str(until)) + SKEW <= datetime.now(UTC):
        raise Distrusted("too_old")
    indexes = message.root.xpath("./p:SessionIndex", namespaces={"p": SAMLP})
    return Leaving(message.id, _name_in(message, service), tuple(filter(None, map(_text, indexes))))


def answered(message: Sent, *, question: str, where: str, described: Described) -> bool:
    """Return whether the identity provider has signed out everywhere; Distrusted unless it answers this `question`."""
    if message.kind != "SAMLResponse":
        raise Distrusted("spoilt")
    _require_ours(message, where, described)
    if not question or message.root.get("InResponseTo") != question:
        raise Distrusted("not_asked_here")
    codes = message.root.xpath("./p:Status/p:StatusCode", namespaces={"p": SAMLP})
    inner = message.root.xpath("./p:Status/p:StatusCode/p:StatusCode", namespaces={"p": SAMLP})
    return [each.get("Value") for each in codes] == [SUCCESS] and not inner


def _require_ours(message: Sent, where: str, described: Described) -> None:
    if message.issuer != described.entity:
        raise Distrusted("other_issuer")
    _require_signed(message, described)
    if message.root.get("Destination") != where:
        raise Distrusted("other_audience")
    issued = _read(str(message.root.get("IssueInstant") or ""))
    now = datetime.now(UTC)
    if not message.id or not now - FRESH - SKEW <= issued <= now + SKEW:
        raise Distrusted("too_old")


def _require_signed(message: Sent, described: Described) -> None:
    """Check the signature over the query with each certificate, by an algorithm that is still trusted."""
    from onelogin.saml2.utils import OneLogin_Saml2_Utils

    if message.algorithm not in SIGNED_BY or not message.signature:
        raise Distrusted("signature")
    for certificate in described.certificates:
        pem = OneLogin_Saml2_Utils.format_cert(certificate)
        if OneLogin_Saml2_Utils.validate_binary_sign(message.signed, message.signature, pem, message.algorithm):
            return
    raise Distrusted("signature")


def _name_in(message: Sent, service: Service) -> str:
    """Return the NameID, opened with our key where it is encrypted."""
    import xmlsec
    from lxml import etree
    from onelogin.saml2.errors import OneLogin_Saml2_Error
    from onelogin.saml2.logout_request import OneLogin_Saml2_Logout_Request

    places = message.root.xpath("./a:NameID | ./a:EncryptedID", namespaces={"a": SAML})
    if len(places) != 1:
        raise Distrusted("spoilt")
    if places[0].tag == f"{{{SAML}}}NameID":
        return _text(places[0])[:255]
    whole = etree.tostring(message.root)
    try:
        told: Mapping[str, str] = OneLogin_Saml2_Logout_Request.get_nameid_data(whole, service.key)
    except (OneLogin_Saml2_Error, xmlsec.Error, etree.LxmlError, ValueError, TypeError, LookupError) as error:
        raise Distrusted("spoilt") from error
    return str(told["Value"]).strip()[:255]


def _address(where: str, kind: str, xml: str, service: Service, relay: str = "") -> str:
    from onelogin.saml2.utils import OneLogin_Saml2_Utils

    packed = zlib.compressobj(wbits=-15)
    given = {kind: base64.b64encode(packed.compress(xml.encode()) + packed.flush()).decode()}
    query = urlencode({**given, **({"RelayState": relay} if relay else {}), "SigAlg": SHA256})
    signature = base64.b64encode(OneLogin_Saml2_Utils.sign_binary(query.encode(), service.key)).decode()
    return f"{where}{'&' if urlsplit(where).query else '?'}{query}&{urlencode({'Signature': signature})}"


def _inflated(packed: bytes) -> bytes:
    """Unpack, and no more than is reasonable: a few bytes may hold gigabytes."""
    reader = zlib.decompressobj(wbits=-15)
    try:
        whole = reader.decompress(packed, LARGEST)
    except zlib.error as error:
        raise Distrusted("spoilt") from error
    if reader.unconsumed_tail or not reader.eof:
        raise Distrusted("spoilt")
    return whole


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=False)
    except (binascii.Error, ValueError) as error:
        raise Distrusted("spoilt") from error


def _read(moment: str) -> datetime:
    try:
        read = datetime.fromisoformat(moment)
    except ValueError as error:
        raise Distrusted("spoilt") from error
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def _moment(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def _only(root: Any, path: str) -> str:
    found = root.xpath(path, namespaces={"a": SAML, "p": SAMLP})
    return _text(found[0]) if len(found) == 1 else ""


def _text(element: Any) -> str:
    return str(element.xpath("string()")).strip()
