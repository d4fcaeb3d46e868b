"""What an identity provider says of signing out, by redirect: signed, or as a test wants it otherwise."""

import base64
import zlib
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit
from uuid import UUID, uuid4

from lxml import etree
from onelogin.saml2.utils import OneLogin_Saml2_Utils

from tests.pages.client import PageClient
from tests.providers import saml
from tests.providers.saml_pages import asked, deliver

TOLD = "https://testserver/logga-in/saml/ut/"
SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
MAIL = {"Petra Lövhage": "petra.lovhage", "Torun Hedspång": "torun.hedspang", "Sten Klockvret": "sten.klockvret"}


def metadata(more: str = "", **given: Any) -> str:
    """Return the metadata of one that can be signed out of; `more` stands among what is said of that place."""
    place = f'<md:SingleLogoutService Binding="{REDIRECT}" Location="{saml.SIGN_OUT}"{more}/>\n<md:SingleSignOnService'
    return saml.metadata(**given).replace("<md:SingleSignOnService", place)


REDIRECT = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"


def signed_in(client: PageClient, way: UUID, who: str, name: str, session: str, domain: str = "ekkoping") -> None:
    """Sign somebody in from a session at the identity provider, where it knows them by a name."""
    answer, relay = asked(client, way)
    answer.attributes = {saml.EPPN: [f"{name}@{domain}.example"], saml.MAIL: [f"{MAIL[who]}@{domain}.example"]}
    answer.name, answer.session = name, session
    deliver(client, answer.made(), relay)
    assert client.open("/").h1 == "Min sida"


def is_in(client: PageClient) -> bool:
    """Return whether a browser is signed in."""
    return client.http.get("/").status_code == 200


@dataclass
class Message:
    """A LogoutRequest, or an answer to ours where `answers` is its id."""

    name: str = ""
    indexes: tuple[str, ...] = ()
    answers: str | None = None
    issuer: str = saml.ENTITY
    destination: str = TOLD
    issued: int = 0
    until: int = 300
    status: str = "Success"
    key: str | None = saml.KEY
    algorithm: str = SHA256
    relay: str = "deras"
    id: str = field(default_factory=lambda: f"_{uuid4().hex}")
    named: str = ""

    @property
    def kind(self) -> str:
        return "SAMLRequest" if self.answers is None else "SAMLResponse"

    def xml(self) -> str:
        """Return the message."""
        head = (
            f'xmlns:samlp="{saml.NS["p"]}" xmlns:saml="{saml.NS["a"]}" ID="{self.id}" Version="2.0" '
            f'IssueInstant="{saml.moment(self.issued)}" Destination="{self.destination}"'
        )
        issuer = f"<saml:Issuer>{self.issuer}</saml:Issuer>"
        if self.answers is not None:
            code = f'<samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:{self.status}"/>'
            status = f"<samlp:Status>{code}</samlp:Status>"
            return f'<samlp:LogoutResponse {head} InResponseTo="{self.answers}">{issuer}{status}</samlp:LogoutResponse>'
        named = self.named or f'<saml:NameID Format="{saml.TRANSIENT}">{self.name}</saml:NameID>'
        indexes = "".join(f"<samlp:SessionIndex>{each}</samlp:SessionIndex>" for each in self.indexes)
        until = f'NotOnOrAfter="{saml.moment(self.until)}"'
        return f"<samlp:LogoutRequest {head} {until}>{issuer}{named}{indexes}</samlp:LogoutRequest>"

    def path(self) -> str:
        """Return the address of ours that the browser is sent to, with the message in it."""
        packed = zlib.compressobj(wbits=-15)
        held = base64.b64encode(packed.compress(self.xml().encode()) + packed.flush()).decode()
        query = urlencode({self.kind: held, **({"RelayState": self.relay} if self.relay else {})})
        if self.key is None:
            return f"/logga-in/saml/ut/?{query}"
        query += "&" + urlencode({"SigAlg": self.algorithm})
        signature = base64.b64encode(OneLogin_Saml2_Utils.sign_binary(query, self.key)).decode()
        return f"/logga-in/saml/ut/?{query}&{urlencode({'Signature': signature})}"


def read(address: str) -> tuple[Any, dict[str, str]]:
    """Return what we sent by redirect as XML, and the whole query; the signature is checked with our certificate."""
    from kedjan.people.saml_key import own_key

    query = urlsplit(address).query
    sent = {name: values[0] for name, values in parse_qs(query).items()}
    signed, _, _ = query.partition("&Signature=")
    given = base64.b64decode(sent["Signature"])
    assert OneLogin_Saml2_Utils.validate_binary_sign(signed.encode(), given, own_key()[1], sent["SigAlg"])
    kind = "SAMLRequest" if "SAMLRequest" in sent else "SAMLResponse"
    return etree.fromstring(zlib.decompress(base64.b64decode(sent[kind]), -15)), sent


def encrypted(name: str, certificate: str) -> str:
    """Return a NameID encrypted for whoever holds a certificate, as Shibboleth sends it."""
    import xmlsec

    held = etree.fromstring(
        f'<saml:EncryptedID xmlns:saml="{saml.NS["a"]}"><saml:NameID>{name}</saml:NameID></saml:EncryptedID>'
    )
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
    made = context.encrypt_xml(data, held[0])
    root = etree.Element(f"{{{saml.NS['a']}}}EncryptedID")
    root.append(made)
    return etree.tostring(root, encoding="unicode")
