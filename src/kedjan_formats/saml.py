"""SAML 2.0 as the service: metadata, the question by redirect, and what makes an answer believed.

Signatures and times are checked by python3-saml. What it leaves open is checked here on the very element that is
signed: its place and id, who it was made for, and which question it answers. Nothing outside that element is read.
Attributes by Skolfederation's names and OIDs, and by those of ADFS and Entra.
"""

import base64
import binascii
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from kedjan_formats.saml_metadata import DS, SAML, SAMLP, Described, parsed
from kedjan_formats.statement import Distrusted, SessionThere, Statement

LARGEST = 512 * 1024
NAMES = {
    "urn:oid:1.3.6.1.4.1.5923.1.1.1.6": "eduPersonPrincipalName",
    "urn:oid:1.3.6.1.4.1.5923.1.1.1.9": "eduPersonScopedAffiliation",
    "urn:oid:1.3.6.1.4.1.5923.1.1.1.1": "eduPersonAffiliation",
    "urn:oid:1.3.6.1.4.1.5923.1.1.1.7": "eduPersonEntitlement",
    "urn:oid:2.5.4.42": "givenName",
    "urn:oid:2.5.4.4": "sn",
    "urn:oid:2.5.4.12": "title",
    "urn:oid:2.16.840.1.113730.3.1.241": "displayName",
    "urn:oid:0.9.2342.19200300.100.1.3": "mail",
    "urn:oid:1.2.752.194.10.2.4": "sisSchoolUnitCode",
    "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress": "mail",
    "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/givenname": "givenName",
    "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/surname": "sn",
    "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn": "upn",
    "http://schemas.microsoft.com/identity/claims/displayname": "displayName",
    "http://schemas.microsoft.com/identity/claims/objectidentifier": "oid",
    "http://schemas.microsoft.com/ws/2008/06/identity/claims/groups": "groups",
    "http://schemas.microsoft.com/ws/2008/06/identity/claims/role": "role",
    "http://schemas.xmlsoap.org/claims/Group": "groups",
}
NEVER = {"urn:oid:1.3.6.1.4.1.2428.90.1.5", "urn:oid:1.2.752.29.4.13", "norEduPersonNIN", "personalIdentityNumber"}
"""Personal identity numbers: not asked for, and thrown away unread where they are sent all the same."""
TOO_MANY = "http://schemas.microsoft.com/claims/groups.link"
TRANSIENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient"
NAMED_BY = ("Format", "NameQualifier", "SPNameQualifier")
UNFORESEEN = (ValueError, TypeError, LookupError, AttributeError)
"""What the library trips over in an answer that is no answer."""
TRANSFORMS = {
    "http://www.w3.org/2000/09/xmldsig#enveloped-signature",
    "http://www.w3.org/2001/10/xml-exc-c14n#",
    "http://www.w3.org/2001/10/xml-exc-c14n#WithComments",
}


@dataclass(frozen=True, slots=True)
class Service:
    """Ourselves: the entity id, where answers come, the key and certificate (PEM) to sign and open with.

    `leave`: where one is told that somebody has signed out.
    """

    entity: str
    answer: str
    key: str
    certificate: str
    leave: str = ""


@dataclass(frozen=True, slots=True)
class Believed:
    """A statement, the question that it answers, and the id by which it is known to have been seen."""

    statement: Statement
    question: str
    id: str


def service_metadata(service: Service) -> bytes:
    """Return the metadata by which identity providers know us."""
    from onelogin.saml2.settings import OneLogin_Saml2_Settings

    told = _settings(service, None, signed=True)
    told["security"]["wantAssertionsEncrypted"] = True  # the library then shows the key to encrypt with; both are taken
    settings = OneLogin_Saml2_Settings(told, sp_validation_only=True)
    made: Any = settings.get_sp_metadata()
    return made if isinstance(made, bytes) else str(made).encode()


def question(service: Service, described: Described, *, state: str, signed: bool) -> tuple[str, str]:
    """Return the address at the identity provider that the browser is sent to, and the question's id."""
    from onelogin.saml2.auth import OneLogin_Saml2_Auth

    auth = OneLogin_Saml2_Auth(_here(service), old_settings=_settings(service, described, signed=signed))
    address: str = auth.login(return_to=state, set_nameid_policy=False)
    return address, str(auth.get_last_request_id())


def believed(answer: str, *, service: Service, described: Described) -> Believed:
    """Return what an answer says, if its assertion is signed by the identity provider, for us, and not too old."""
    import xmlsec
    from lxml import etree
    from onelogin.saml2.errors import OneLogin_Saml2_Error, OneLogin_Saml2_ValidationError
    from onelogin.saml2.response import OneLogin_Saml2_Response
    from onelogin.saml2.settings import OneLogin_Saml2_Settings

    parsed(_bytes(answer))
    settings = OneLogin_Saml2_Settings(_settings(service, described, signed=False))
    try:
        response = OneLogin_Saml2_Response(settings, answer)
        response.is_valid(_here(service), raise_exceptions=True)
    except OneLogin_Saml2_ValidationError as error:
        raise Distrusted(_code(error)) from error
    except (
        OneLogin_Saml2_Error,
        xmlsec.Error,
        etree.LxmlError,
        ValueError,
        TypeError,
        LookupError,
        AttributeError,
    ) as error:
        raise Distrusted("spoilt") from error
    document = response.decrypted_document if response.encrypted else response.document
    assertion = _signed_assertion(document)
    return Believed(_statement(assertion, described), _question_of(assertion, service), str(assertion.get("ID")))


def _signed_assertion(document: Any) -> Any:
    """Return the one assertion, where it stands at its place and its own signature is about it and all of it."""
    at = "/p:Response/a:Assertion | /p:Response/a:EncryptedAssertion/a:Assertion"
    places = document.xpath(at, namespaces={"p": SAMLP, "a": SAML})
    everywhere = document.xpath("//a:Assertion", namespaces={"a": SAML})
    ids = [str(each) for each in document.xpath("//@ID")]
    if len(places) != 1 or len(everywhere) != 1 or len(ids) != len(set(ids)):
        raise Distrusted("signature")
    references = places[0].xpath("./d:Signature/d:SignedInfo/d:Reference", namespaces={"d": DS})
    whole = [each for each in references if each.get("URI") == f"#{places[0].get('ID')}"]
    ways = {each.get("Algorithm") for each in places[0].xpath("./d:Signature//d:Transform", namespaces={"d": DS})}
    if len(references) != 1 or len(whole) != 1 or not ways <= TRANSFORMS:
        raise Distrusted("signature")
    return places[0]


def _question_of(assertion: Any, service: Service) -> str:
    """Return which of our questions the assertion answers; one made for nobody, or for somebody else, is refused."""
    names = {"a": SAML}
    audiences = {
        _text(each) for each in assertion.xpath("./a:Conditions/a:AudienceRestriction/a:Audience", namespaces=names)
    }
    if service.entity not in audiences:
        raise Distrusted("other_audience")
    given = assertion.xpath("./a:Subject/a:SubjectConfirmation/a:SubjectConfirmationData", namespaces=names)
    fitting = [each for each in given if each.get("Recipient") == service.answer and each.get("NotOnOrAfter")]
    answered = {str(each.get("InResponseTo") or "") for each in fitting}
    if len(answered) != 1:
        raise Distrusted("other_audience")
    return answered.pop()


def _statement(assertion: Any, described: Described) -> Statement:
    claims: dict[str, tuple[str, ...]] = {}
    sent = set()
    for each in assertion.xpath("./a:AttributeStatement/a:Attribute", namespaces={"a": SAML}):
        name = str(each.get("Name"))
        sent.add(name)
        if name in NEVER:
            continue
        values = tuple(_text(value)[:255] for value in each.xpath("./a:AttributeValue", namespaces={"a": SAML}))
        known = NAMES.get(name, name)
        claims[known] = (*claims.get(known, ()), *filter(None, values))
    for each in assertion.xpath("./a:Subject/a:NameID", namespaces={"a": SAML}):
        if each.get("Format") != TRANSIENT:
            claims["NameID"] = (_text(each)[:255],)
    left_out = frozenset({"groups"}) if TOO_MANY in sent else frozenset[str]()
    return Statement(issuer=described.entity, claims=claims, left_out=left_out, session=_session(assertion))


def _session(assertion: Any) -> SessionThere | None:
    """Return the session that the person has there, where one can be signed out of it: by its name and index."""
    names = assertion.xpath("./a:Subject/a:NameID", namespaces={"a": SAML})
    if len(names) != 1 or not _text(names[0]):
        return None
    style, qualifier, service = (str(names[0].get(name) or "")[:255] for name in NAMED_BY)
    indexes = [str(each) for each in assertion.xpath("./a:AuthnStatement/@SessionIndex", namespaces={"a": SAML})]
    return SessionThere(_text(names[0])[:255], style, qualifier, service, indexes[0][:255] if indexes else "")


def _text(element: Any) -> str:
    """Return the whole text: a comment put into it, which no signature notices, does not cut it off."""
    return str(element.xpath("string()")).strip()


def _bytes(answer: str) -> bytes:
    if len(answer) > LARGEST:
        raise Distrusted("spoilt")
    try:
        return base64.b64decode(answer, validate=False)
    except (binascii.Error, ValueError) as error:
        raise Distrusted("spoilt") from error


def _code(error: Any) -> str:
    """Return which of our reasons is meant by the library's."""
    kinds = type(error)
    meant = {
        "other_audience": ("WRONG_AUDIENCE", "WRONG_DESTINATION", "EMPTY_DESTINATION", "WRONG_SUBJECTCONFIRMATION"),
        "other_issuer": ("WRONG_ISSUER", "ISSUER_NOT_FOUND_IN_ASSERTION", "ISSUER_MULTIPLE_IN_RESPONSE"),
        "too_old": ("ASSERTION_EXPIRED", "ASSERTION_TOO_EARLY", "SESSION_EXPIRED", "RESPONSE_EXPIRED"),
        "answered_no": ("STATUS_CODE_IS_NOT_SUCCESS", "MISSING_STATUS", "MISSING_STATUS_CODE"),
        "spoilt": ("INVALID_XML_FORMAT", "UNSUPPORTED_SAML_VERSION", "MISSING_ID", "WRONG_NUMBER_OF_ASSERTIONS"),
    }
    for code, names in meant.items():
        if error.code in {getattr(kinds, name, None) for name in names}:
            return code
    return "signature"


def _here(service: Service) -> dict[str, Any]:
    parts = urlsplit(service.answer)
    secure = "on" if parts.scheme == "https" else "off"
    return {"https": secure, "http_host": parts.netloc, "script_name": parts.path, "get_data": {}, "post_data": {}}


def _settings(service: Service, described: Described | None, *, signed: bool) -> dict[str, Any]:
    sp: dict[str, Any] = {
        "entityId": service.entity,
        "assertionConsumerService": {
            "url": service.answer,
            "binding": "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST",
        },
        "NameIDFormat": "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent",
        "x509cert": service.certificate,
        "privateKey": service.key,
    }
    if service.leave:
        binding = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"
        sp["singleLogoutService"] = {"url": service.leave, "binding": binding}
    security = {
        "authnRequestsSigned": signed,
        "wantAssertionsSigned": True,
        "wantNameId": False,
        "wantAttributeStatement": False,
        "requestedAuthnContext": False,
        "allowRepeatAttributeName": True,
        "rejectDeprecatedAlgorithm": True,
        "signatureAlgorithm": "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
        "digestAlgorithm": "http://www.w3.org/2001/04/xmlenc#sha256",
        "allowSingleLabelDomains": True,  # a server inside a network may have a short name
        "metadataValidUntil": "",
        "metadataCacheDuration": "P7D",
    }
    whole: dict[str, Any] = {"strict": True, "debug": False, "sp": sp, "security": security}
    if described:
        whole["idp"] = {
            "entityId": described.entity,
            "singleSignOnService": {
                "url": described.sign_on,
                "binding": "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect",
            },
            "x509certMulti": {"signing": list(described.certificates)},
        }
    return whole


def new_key() -> tuple[str, str]:
    """Return a new key of our own and its certificate, as PEM, for ten years."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(public_exponent=65537, key_size=3072)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Kedjan")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=3650))
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    kept = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return kept.decode(), made.public_bytes(pem).decode()


def last_day(certificates: tuple[str, ...]) -> date:
    """Return the last day on which any of the certificates is valid."""
    from cryptography import x509

    ends = [x509.load_der_x509_certificate(base64.b64decode("".join(one.split()))) for one in certificates]
    return max(each.not_valid_after_utc for each in ends).date()


def runs_out(certificates: tuple[str, ...], *, within: timedelta) -> bool:
    """Whether the last of the certificates is valid no longer than that from now."""
    return last_day(certificates) - datetime.now(UTC).date() < within


def expired(certificates: tuple[str, ...]) -> bool:
    """Whether none of the certificates is valid today: an identity provider that has changed keys without telling."""
    from cryptography import x509

    def valid(one: str) -> bool:
        read = x509.load_der_x509_certificate(base64.b64decode("".join(one.split())))
        return read.not_valid_before_utc <= datetime.now(UTC) <= read.not_valid_after_utc

    return not any(valid(one) for one in certificates)
