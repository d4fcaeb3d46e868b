"""Signing in by SAML, as in Skolfederation: end to end against pysaml2, and attacked by one that lies."""

import os
import shutil
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID, uuid4

import pytest
from django.test import Client
from lxml import etree

from kedjan.access.service import Refused, Role
from kedjan.people import models
from kedjan.people import service as people
from kedjan_formats import saml as protocol
from kedjan_site.demo import cast
from tests.pages.client import Page, PageClient
from tests.providers import saml, ways

pytestmark = pytest.mark.django_db
PETRA = {
    saml.EPPN: ["petra@ekkoping.example"],
    saml.MAIL: ["petra.lovhage@ekkoping.example"],
    saml.DISPLAY: ["Petra Lövhage"],
}
ACS = "/logga-in/saml/svar/"


@pytest.fixture
def way() -> UUID:
    return ways.add_saml(saml.metadata())


def asked(client: PageClient, way: UUID, where: str = "") -> tuple[saml.Answer, str]:
    """Press the button, and return an answer to what was asked, and the relay state."""
    away = client.open(f"/logga-in/med/{way}/{where}", status=302)
    assert away.to.startswith(saml.SIGN_ON)
    question, relay = saml.question(away.to)
    return saml.Answer(question.get("ID"), attributes=dict(PETRA)), relay


def deliver(client: PageClient, answer: str, relay: str, *, status: int = 302) -> Page:
    """Bring an answer as a browser does: a form from another site, without a session, and then where one is sent."""
    form = Client(enforce_csrf_checks=True)
    taken = form.post(ACS, {"SAMLResponse": answer, "RelayState": relay})
    if taken.status_code != 303:
        assert taken.status_code == status, taken.content.decode()
        return PageClient._page(client, ACS, taken, 403, Captured())  # type: ignore[arg-type]
    return client.open(taken.headers["Location"], status=status)


class Captured:
    captured_queries: tuple[Any, ...] = ()


def refused(client: PageClient, answer: str, relay: str, words: str = "") -> None:
    page = deliver(client, answer, relay, status=403)
    assert page.h1 == "Du kom inte in"
    assert words in page.text
    client.open("/", status=302)
    assert not models.IdentityLink.objects.exists()


def test_somebody_signs_in_by_skolfederations_attributes_and_comes_where_they_were_going(
    nobody: PageClient, way: UUID
) -> None:
    answer, relay = asked(nobody, way, "?next=/organisation/")
    assert deliver(nobody, answer.made(), relay).to == "/organisation/"
    assert "Petra Lövhage" in nobody.open("/").html
    link = models.IdentityLink.objects.get()
    assert (link.subject, link.account_id) == ("petra@ekkoping.example", cast.account_id("Petra Lövhage"))


def test_the_answer_of_somebody_elses_software_is_understood(nobody: PageClient, tmp_path: Path) -> None:
    if shutil.which("xmlsec1") is None and not os.environ.get("KEDJAN_REQUIRE_XMLSEC1"):
        pytest.skip("there is no xmlsec1 here")
    service = people.service_metadata(places=places())
    idp = pysaml2(tmp_path, service)
    from saml2.metadata import entity_descriptor

    way = ways.add_saml(str(entity_descriptor(idp.config)), signs_requests=True)
    away = nobody.open(f"/logga-in/med/{way}/", status=302)
    sent = {name: values[0] for name, values in parse_qs(urlsplit(away.to).query).items()}
    from saml2 import BINDING_HTTP_REDIRECT
    from saml2.xmldsig import DIGEST_SHA256, SIG_RSA_SHA256

    question = idp.parse_authn_request(
        sent["SAMLRequest"],
        BINDING_HTTP_REDIRECT,
        relay_state=sent["RelayState"],
        sigalg=sent["SigAlg"],
        signature=sent["Signature"],
    )
    told = {
        "eduPersonPrincipalName": ["petra@ekkoping.example"],
        "mail": ["petra.lovhage@ekkoping.example"],
        "displayName": ["Petra Lövhage"],
        "norEduPersonNIN": ["198001011234"],
        "eduPersonScopedAffiliation": ["employee@ekkoping.example"],
    }
    answer = idp.create_authn_response(
        told, userid="petra", sign_assertion=True, sign_alg=SIG_RSA_SHA256, digest_alg=DIGEST_SHA256,
        authn={"class_ref": "urn:oasis:names:tc:SAML:2.0:ac:classes:Password"},
        **idp.response_args(question.message),
    )  # fmt: skip
    deliver(nobody, saml.encoded(str(answer)), sent["RelayState"])
    assert "Petra Lövhage" in nobody.open("/").html


def test_an_encrypted_assertion_is_opened_and_has_to_be_signed_inside(nobody: PageClient, way: UUID) -> None:
    from kedjan.people.saml_key import own_key

    certificate = own_key()[1]
    answer, relay = asked(nobody, way)
    refused(nobody, answer.made(lambda xml: saml.encrypted(xml, certificate), sign=False), relay, "inte signerat")
    refused(nobody, answer.made(lambda xml: saml.encrypted(torun(xml), certificate)), relay, "inte signerat")
    refused(nobody, answer.made(lambda xml: saml.encrypted(xml, saml.CERTIFICATE)), relay)
    deliver(nobody, answer.made(lambda xml: saml.encrypted(xml, certificate)), relay)
    assert "Petra Lövhage" in nobody.open("/").html


def places() -> people.Places:
    base = "https://testserver/logga-in/"
    return people.Places(f"{base}svar/", f"{base}saml/svar/", f"{base}saml/metadata.xml")


def pysaml2(folder: Path, service: bytes) -> Any:
    """Return an identity provider made of pysaml2 and xmlsec1, that knows us by our metadata."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from saml2 import BINDING_HTTP_REDIRECT
        from saml2.config import IdPConfig
        from saml2.saml import NAME_FORMAT_URI
        from saml2.server import Server
    files = {"key.pem": saml.KEY, "cert.pem": saml.CERTIFICATE, "service.xml": service.decode()}
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    config = {
        "entityid": saml.ENTITY,
        "service": {
            "idp": {
                "endpoints": {"single_sign_on_service": [(saml.SIGN_ON, BINDING_HTTP_REDIRECT)]},
                "want_authn_requests_signed": True,
                "policy": {"default": {"lifetime": {"minutes": 5}, "name_form": NAME_FORMAT_URI}},
            }
        },
        "key_file": str(folder / "key.pem"),
        "cert_file": str(folder / "cert.pem"),
        "metadata": {"local": [str(folder / "service.xml")]},
        "xmlsec_binary": shutil.which("xmlsec1"),
        "delete_tmpfiles": True,
    }
    return Server(config=IdPConfig().load(config))


def test_our_metadata_says_who_we_are_and_that_we_want_assertions_signed(nobody: PageClient) -> None:
    answer = nobody.http.get("/logga-in/saml/metadata.xml")
    root = etree.fromstring(answer.content)
    assert root.get("entityID") == "https://testserver/logga-in/saml/metadata.xml"
    role = root.find("{urn:oasis:names:tc:SAML:2.0:metadata}SPSSODescriptor")
    assert (role.get("WantAssertionsSigned"), role.get("AuthnRequestsSigned")) == ("true", "true")
    assert b"PRIVATE" not in answer.content
    assert answer.content == Client().get("/logga-in/saml/metadata.xml").content


def test_a_personal_identity_number_is_thrown_away_and_a_trial_does_not_show_it(
    signed_in: Callable[[str], PageClient], way: UUID
) -> None:
    nils = signed_in("Nils Björkspång")
    away = nils.open(f"/personer/inloggning/{way}/prova/inloggning/", status=302)
    question, relay = saml.question(away.to)
    told = {**PETRA, "urn:oid:1.3.6.1.4.1.2428.90.1.5": ["198001011234"], "title": ["rektor"]}
    page = deliver(nils, saml.Answer(question.get("ID"), attributes=told).made(), relay, status=200)
    assert "rektor" in page.text
    assert "1980" not in page.html


def test_duties_follow_a_role_and_the_code_of_a_school_unit_together(nobody: PageClient, way: UUID) -> None:
    unit = cast.unit_id(cast.EKKOPING, "Kråkekskolan")
    rule = people.Rule("title", "rektor", Role.PRINCIPAL, unit, "sisSchoolUnitCode", "12345678")
    people.set_rules(by=ways.nils(), now=cast.NOW, identity_provider=way, seen=1, rules=[rule])
    answer, relay = asked(nobody, way)
    answer.attributes |= {"urn:oid:2.5.4.12": ["Rektor"], "urn:oid:1.2.752.194.10.2.4": ["12345678", "87654321"]}
    deliver(nobody, answer.made(), relay)
    assert models.Duty.objects.get(given_by="claims").unit_id == unit


@pytest.mark.parametrize(("affiliation", "made"), [("student@ekkoping.example", 0), ("faculty@ekkoping.example", 1)])
def test_no_account_is_made_for_a_pupil(nobody: PageClient, affiliation: str, made: int) -> None:
    way = ways.add_saml(saml.metadata(), creates_accounts=True)
    answer, relay = asked(nobody, way)
    answer.attributes = {
        saml.EPPN: ["ny@ekkoping.example"],
        saml.MAIL: ["ny@ekkoping.example"],
        saml.DISPLAY: ["Ny Här"],
        "urn:oid:1.3.6.1.4.1.5923.1.1.1.9": [affiliation],
    }
    deliver(nobody, answer.made(), relay, status=302 if made else 403)
    assert models.Account.objects.filter(email="ny@ekkoping.example").count() == made


# Attacks: each is refused, and nothing opens.

OTHERWISE: list[tuple[dict[str, Any], str]] = [
    ({"audience": "https://en.annan.tjanst.example"}, "en annan tjänst"),
    ({"audience": ""}, "en annan tjänst"),
    ({"recipient": "https://en.annan.tjanst.example/acs"}, "en annan tjänst"),
    ({"recipient": "https://testserver/logga-in/saml/svar/mer"}, "en annan tjänst"),
    ({"destination": "https://en.annan.tjanst.example/acs"}, "en annan tjänst"),
    ({"issuer": "https://idp.annan.example/idp"}, "en annan inloggningstjänst"),
    ({"until": -600, "before": -900}, "för gammalt"),
    ({"before": 900, "until": 1200}, "för gammalt"),
    ({"key": saml.OTHER_KEY, "certificate": saml.OTHER_CERTIFICATE}, "inte signerat av den"),
    ({"key": saml.OTHER_KEY}, "inte signerat av den"),
    ({"whole": True}, "inte signerat av den"),
    ({"algorithm": "http://www.w3.org/2000/09/xmldsig#rsa-sha1"}, "inte signerat av den"),
    ({"status": "Requester"}, "inte släpptes in"),
]


@pytest.mark.parametrize(("otherwise", "words"), OTHERWISE, ids=range(len(OTHERWISE)))
def test_an_answer_for_another_place_time_or_by_another_key_is_refused(
    nobody: PageClient, way: UUID, otherwise: dict[str, Any], words: str
) -> None:
    answer, relay = asked(nobody, way)
    for name, value in otherwise.items():
        setattr(answer, name, value)
    refused(nobody, answer.made(), relay, words)


def test_an_answer_that_nobody_asked_for_is_refused(nobody: PageClient, way: UUID) -> None:
    answer, relay = asked(nobody, way)
    answer.asked = ""
    refused(nobody, answer.made(), relay, "inte till någon inloggning")


def test_an_answer_to_another_question_or_in_another_browser_is_refused(nobody: PageClient, way: UUID) -> None:
    answer, relay = asked(nobody, way)
    answer.asked = answer.answers = "_en_annan_fraga"
    refused(nobody, answer.made(), relay, "inte till någon inloggning")
    other = PageClient()
    mine, my_relay = asked(other, way)
    refused(nobody, mine.made(), my_relay, "inte till någon inloggning")


def test_the_question_that_is_answered_is_read_from_what_is_signed_and_nowhere_else(
    nobody: PageClient, way: UUID
) -> None:
    answer, relay = asked(nobody, way)
    answer.answers = ""
    refused(nobody, answer.made(), relay, "inte till någon inloggning")


def test_an_answer_is_taken_once(nobody: PageClient, way: UUID) -> None:
    answer, relay = asked(nobody, way)
    made = answer.made()
    deliver(nobody, made, relay)
    again = PageClient()
    assert "redan använts" in deliver(again, made, relay, status=403).text


def test_a_kept_answer_is_opened_once_and_only_where_it_was_asked_for(nobody: PageClient, way: UUID) -> None:
    answer, relay = asked(nobody, way)
    handle = Client().post(ACS, {"SAMLResponse": answer.made(), "RelayState": relay}).headers["Location"]
    PageClient().open(handle, status=403)
    nobody.open(handle, status=302)
    nobody.open(handle, status=403)
    nobody.open(f"/logga-in/saml/klar/{uuid4()}/", status=403)


def test_an_unsigned_answer_is_refused(nobody: PageClient, way: UUID) -> None:
    answer, relay = asked(nobody, way)
    refused(nobody, answer.made(sign=False), relay, "inte signerat av den")


def torun(xml: str) -> str:
    return xml.replace("petra@ekkoping", "torun@ekkoping").replace("petra.lovhage", "torun.hedspang")


def evil_copy(xml: str) -> Any:
    """Return a copy of the assertion about somebody else, with an id of its own and no signature."""
    evil = etree.fromstring(torun(xml)).find("a:Assertion", saml.NS)
    evil.set("ID", "ond")
    evil.remove(evil.find("{http://www.w3.org/2000/09/xmldsig#}Signature"))
    return evil


def wrapped_first(xml: str) -> str:
    root = etree.fromstring(xml)
    root.insert(2, evil_copy(xml))
    return etree.tostring(root, encoding="unicode")


def wrapped_last(xml: str) -> str:
    root = etree.fromstring(xml)
    root.append(evil_copy(xml))
    return etree.tostring(root, encoding="unicode")


def wrapped_round(xml: str) -> str:
    """The signed assertion moved into an evil one, in its advice."""
    root = etree.fromstring(xml)
    good, evil = root.find("a:Assertion", saml.NS), evil_copy(xml)
    root.replace(good, evil)
    advice = etree.Element(f"{{{saml.NS['a']}}}Advice")
    advice.append(good)
    evil.insert(3, advice)
    return etree.tostring(root, encoding="unicode")


def wrapped_in_signature(xml: str) -> str:
    """The evil one takes the signature, with the signed one hidden in an Object of it."""
    root = etree.fromstring(xml)
    good, evil = root.find("a:Assertion", saml.NS), evil_copy(xml)
    sign = good.find("{http://www.w3.org/2000/09/xmldsig#}Signature")
    root.replace(good, evil)
    evil.insert(1, sign)
    hidden = etree.SubElement(sign, "{http://www.w3.org/2000/09/xmldsig#}Object")
    hidden.append(good)
    return etree.tostring(root, encoding="unicode")


def same_id(xml: str) -> str:
    root = etree.fromstring(xml)
    good, evil = root.find("a:Assertion", saml.NS), evil_copy(xml)
    evil.set("ID", good.get("ID"))
    root.insert(2, evil)
    return etree.tostring(root, encoding="unicode")


def in_extensions(xml: str) -> str:
    root = etree.fromstring(xml)
    good, evil = root.find("a:Assertion", saml.NS), evil_copy(xml)
    root.replace(good, evil)
    holder = etree.Element(f"{{{saml.NS['p']}}}Extensions")
    holder.append(good)
    root.insert(1, holder)
    return etree.tostring(root, encoding="unicode")


def without_signature(xml: str) -> str:
    root = etree.fromstring(xml)
    root.replace(root.find("a:Assertion", saml.NS), evil_copy(xml))
    return etree.tostring(root, encoding="unicode")


def with_doctype(xml: str) -> str:
    return f'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>{xml}'


TWISTS = (
    *(torun, wrapped_first, wrapped_last, wrapped_round, wrapped_in_signature, same_id, in_extensions),
    *(without_signature, with_doctype),
)


@pytest.mark.parametrize("twist", TWISTS)
def test_a_changed_wrapped_or_stripped_answer_is_refused(
    nobody: PageClient, way: UUID, twist: Callable[[str], str]
) -> None:
    answer, relay = asked(nobody, way)
    refused(nobody, answer.made(twist), relay)


def test_a_comment_put_into_an_address_does_not_cut_it_off(nobody: PageClient, way: UUID) -> None:
    answer, relay = asked(nobody, way)
    answer.attributes[saml.MAIL] = ["torun.hedspang@ekkoping.example.evil.example"]
    cut = "torun.hedspang@ekkoping.example<!---->.evil.example"
    refused(nobody, answer.made(lambda xml: xml.replace(answer.attributes[saml.MAIL][0], cut)), relay, "domäner")


@pytest.mark.parametrize("spoilt", ["", "%%%", "PGE+", "x" * 600_000, saml.encoded("<a/>"), saml.encoded("\x00")])
def test_what_is_no_answer_is_met_with_a_page(nobody: PageClient, way: UUID, spoilt: str) -> None:
    _, relay = asked(nobody, way)
    refused(nobody, spoilt, relay)
    refused(nobody, spoilt, "inte ens ett nummer", "inte till någon inloggning")


def test_the_answer_of_one_identity_provider_does_not_answer_what_another_was_asked(
    nobody: PageClient, way: UUID
) -> None:
    other = ways.add_saml(
        saml.metadata("https://idp.allmala.example/idp", saml.OTHER_CERTIFICATE),
        by=ways.neighbour(), name="Ällmåla", domains=("allmala.example",),
    )  # fmt: skip
    answer, relay = asked(nobody, way)
    answer.issuer, answer.key, answer.certificate = (
        "https://idp.allmala.example/idp", saml.OTHER_KEY, saml.OTHER_CERTIFICATE,
    )  # fmt: skip
    refused(nobody, answer.made(), f"{other.hex}.x", "inte till någon inloggning")
    refused(nobody, answer.made(), relay)


FEDERATION = (
    '<md:EntitiesDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata">'
    f"{saml.metadata()}{saml.metadata('https://idp.allmala.example/idp', saml.OTHER_CERTIFICATE)}"
    "</md:EntitiesDescriptor>"
)


def test_of_a_federations_metadata_only_the_own_part_is_kept() -> None:
    with pytest.raises(Refused, match="several"):
        ways.add_saml(FEDERATION)
    with pytest.raises(Refused, match="no identity provider called"):
        ways.add_saml(FEDERATION, client="https://idp.annan.example/idp")
    ways.add_saml(FEDERATION, client=saml.ENTITY)
    row = models.IdentityProvider.objects.get()
    assert row.issuer == saml.ENTITY
    assert "allmala" not in row.metadata


@pytest.mark.parametrize(
    "metadata",
    [
        "",
        "inte xml",
        "<a/>",
        '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>' + saml.metadata(entity="&b;"),
        '<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;&b;">]>' + saml.metadata(entity="&c;"),
        saml.metadata(sign_on="http://idp.ekkoping.example/sso"),
        saml.metadata(sign_on="javascript:alert(1)"),
        saml.metadata(certificate="-\nAAAA\n-"),
        saml.metadata(entity=""),
    ],
)
def test_metadata_that_is_spoilt_or_hostile_is_refused(metadata: str) -> None:
    with pytest.raises(Refused):
        ways.add_saml(metadata)
    assert not models.IdentityProvider.objects.exists()


def test_it_is_added_by_a_file_and_tried_on_its_pages(signed_in: Callable[[str], PageClient]) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    nils = signed_in("Nils Björkspång")
    form = nils.open("/personer/inloggning/ny/saml/")
    assert "https://testserver/logga-in/saml/metadata.xml" in form.html
    empty = nils.submit(form, "Lägg till", status=200, domains="ekkoping.example")
    assert "Skriv en adress eller välj en fil." in empty.text
    file = SimpleUploadedFile("idp.xml", saml.metadata().encode())
    made = nils.submit(form, "Lägg till", domains="ekkoping.example", file=file)
    page = nils.open(made.to)
    assert "SAML" in page.text and saml.ENTITY in page.text
    assert "Allt är i ordning" in nils.submit(page, "Pröva", status=200).text
    nils.submit(nils.open(f"{made.to}andra/"), "Spara", name="Ekköpings kommun")
    assert nils.open(made.to).h1 == "Ekköpings kommun"


def test_the_key_of_the_installation_is_made_once_for_the_owner_only(settings: Any, tmp_path: Path) -> None:
    from kedjan.people.saml_key import own_key

    settings.KEDJAN_SAML_KEY = tmp_path / "ny" / "saml.pem"
    first = own_key()
    assert own_key() == first
    assert settings.KEDJAN_SAML_KEY.stat().st_mode & 0o077 == 0
    assert [path.name for path in settings.KEDJAN_SAML_KEY.parent.iterdir()] == ["saml.pem"]
    assert not protocol.expired((saml.bare(first[1]),))
