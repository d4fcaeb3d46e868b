"""Signing in by SAML, as in Skolfederation: end to end against pysaml2, and described by metadata."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest
from django.test import Client
from lxml import etree

from kedjan.access.service import Refused, Role
from kedjan.people import models
from kedjan.people import service as people
from kedjan_formats import saml as protocol
from kedjan_site.demo import cast
from tests.pages.client import PageClient
from tests.providers import saml, ways
from tests.providers.saml_pages import PETRA, asked, deliver, places, pysaml2, refused, torun

pytestmark = pytest.mark.django_db


@pytest.fixture
def way() -> UUID:
    return ways.add_saml(saml.metadata())


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
