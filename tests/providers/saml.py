"""SAML identity providers in the test process: pysaml2's, which is somebody else's, and one that lies as it is told."""

import base64
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

from lxml import etree
from onelogin.saml2.utils import OneLogin_Saml2_Utils

from kedjan_formats import saml

ENTITY, SIGN_ON = "https://idp.ekkoping.example/idp", "https://idp.ekkoping.example/sso"
SIGN_OUT = "https://idp.ekkoping.example/slo"
TRANSIENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient"
KEY, CERTIFICATE = saml.new_key()
OTHER_KEY, OTHER_CERTIFICATE = saml.new_key()
NS = {"a": "urn:oasis:names:tc:SAML:2.0:assertion", "p": "urn:oasis:names:tc:SAML:2.0:protocol"}
MAIL = "urn:oid:0.9.2342.19200300.100.1.3"
EPPN = "urn:oid:1.3.6.1.4.1.5923.1.1.1.6"
DISPLAY = "urn:oid:2.16.840.1.113730.3.1.241"


def bare(certificate: str) -> str:
    """Return a certificate without its first and last line."""
    return "".join(certificate.strip().splitlines()[1:-1])


def metadata(entity: str = ENTITY, certificate: str = CERTIFICATE, sign_on: str = SIGN_ON, more: str = "") -> str:
    """Return an identity provider's metadata."""
    return f"""<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="{entity}">
<md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"{more}>
<md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data>
<ds:X509Certificate>{bare(certificate)}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>
<md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="{sign_on}"/>
</md:IDPSSODescriptor></md:EntityDescriptor>"""


def question(address: str) -> tuple[Any, str]:
    """Return what was asked, as XML, and the relay state, from the address that a browser was sent to."""
    sent = parse_qs(urlsplit(address).query)
    raw = zlib.decompress(base64.b64decode(sent["SAMLRequest"][0]), -15)
    return etree.fromstring(raw), sent["RelayState"][0]


def moment(seconds: int) -> str:
    """Return a moment so many seconds from now."""
    return (datetime.now(UTC) + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass
class Answer:
    """What the lying one answers: attributes by name, and whatever else a test wants otherwise."""

    asked: str
    service: str = "https://testserver/logga-in/saml/metadata.xml"
    where: str = "https://testserver/logga-in/saml/svar/"
    issuer: str = ENTITY
    attributes: dict[str, list[str]] = field(default_factory=dict)
    audience: str | None = None
    recipient: str | None = None
    destination: str | None = None
    answers: str | None = None
    before: int = -60
    until: int = 300
    key: str = KEY
    certificate: str = CERTIFICATE
    status: str = "Success"
    whole: bool = False
    algorithm: str = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
    name: str = field(default_factory=lambda: uuid4().hex)
    session: str = ""

    def assertion(self) -> str:
        """Return the assertion, unsigned."""
        answers = self.asked if self.answers is None else self.answers
        irt = f' InResponseTo="{answers}"' if answers else ""
        audience = self.service if self.audience is None else self.audience
        restricted = f"<saml:AudienceRestriction><saml:Audience>{audience}</saml:Audience></saml:AudienceRestriction>"
        index = f' SessionIndex="{self.session}"' if self.session else ""
        values = "".join(
            f'<saml:Attribute Name="{name}">'
            + "".join(f"<saml:AttributeValue>{value}</saml:AttributeValue>" for value in each)
            + "</saml:Attribute>"
            for name, each in self.attributes.items()
        )
        return f"""<saml:Assertion xmlns:saml="{NS["a"]}" ID="a{uuid4().hex}" Version="2.0" IssueInstant="{moment(0)}">
<saml:Issuer>{self.issuer}</saml:Issuer><saml:Subject>
<saml:NameID Format="{TRANSIENT}">{self.name}</saml:NameID>
<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData
 NotOnOrAfter="{moment(self.until)}" Recipient="{self.recipient or self.where}"{irt}/></saml:SubjectConfirmation>
</saml:Subject><saml:Conditions NotBefore="{moment(self.before)}" NotOnOrAfter="{moment(self.until)}">
{restricted if audience else ""}</saml:Conditions>
<saml:AuthnStatement AuthnInstant="{moment(0)}"{index}><saml:AuthnContext><saml:AuthnContextClassRef>
urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport</saml:AuthnContextClassRef></saml:AuthnContext>
</saml:AuthnStatement><saml:AttributeStatement>{values}</saml:AttributeStatement></saml:Assertion>"""

    def signed(self, xml: str) -> str:
        """Return XML with a signature on its root."""
        made: Any = OneLogin_Saml2_Utils.add_sign(
            xml, self.key, self.certificate, sign_algorithm=self.algorithm,
            digest_algorithm="http://www.w3.org/2001/04/xmlenc#sha256",
        )  # fmt: skip
        return made.decode() if isinstance(made, bytes) else str(made)

    def response(self, assertion: str) -> str:
        """Return the answer round an assertion."""
        irt = f' InResponseTo="{self.asked}"' if self.asked else ""
        return f"""<samlp:Response xmlns:samlp="{NS["p"]}" xmlns:saml="{NS["a"]}" ID="r{uuid4().hex}" Version="2.0"
 IssueInstant="{moment(0)}" Destination="{self.destination or self.where}"{irt}><saml:Issuer>{self.issuer}</saml:Issuer>
<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:{self.status}"/></samlp:Status>
{assertion}</samlp:Response>"""

    def made(self, twist: Callable[[str], str] = lambda xml: xml, *, sign: bool = True) -> str:
        """Return the whole answer, signed; `twist` changes it after that."""
        assertion = self.assertion()
        if self.whole:
            return encoded(twist(self.signed(self.response(assertion))))
        return encoded(twist(self.response(self.signed(assertion) if sign else assertion)))


def encoded(xml: str) -> str:
    """Return XML as a form carries it."""
    return base64.b64encode(xml.encode()).decode()


def encrypted(xml: str, certificate: str) -> str:
    """Return an answer with its assertion encrypted for whoever holds a certificate, as Shibboleth does it."""
    import xmlsec

    root = etree.fromstring(xml)
    assertion = root.find("a:Assertion", NS)
    held = etree.Element(f"{{{NS['a']}}}EncryptedAssertion")
    root.replace(assertion, held)
    held.append(assertion)
    keys = xmlsec.KeysManager()
    keys.add_key(xmlsec.Key.from_memory(certificate, xmlsec.constants.KeyDataFormatCertPem))
    data = xmlsec.template.encrypted_data_create(
        held, xmlsec.constants.TransformAes256Cbc, type=xmlsec.constants.TypeEncElement, ns="xenc"
    )
    xmlsec.template.encrypted_data_ensure_cipher_value(data)
    info = xmlsec.template.encrypted_data_ensure_key_info(data, ns="ds")
    key = xmlsec.template.add_encrypted_key(info, xmlsec.constants.TransformRsaOaep)
    xmlsec.template.encrypted_data_ensure_cipher_value(key)
    context = xmlsec.EncryptionContext(keys)
    context.key = xmlsec.Key.generate(xmlsec.constants.KeyDataAes, 256, xmlsec.constants.KeyDataTypeSession)
    context.encrypt_xml(data, assertion)
    return etree.tostring(root, encoding="unicode")
