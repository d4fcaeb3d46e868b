"""Signing in by SAML, attacked by an identity provider that lies and by whoever changes what it says."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from lxml import etree

from tests.pages.client import PageClient
from tests.providers import saml, ways
from tests.providers.saml_pages import ACS, asked, deliver, refused, torun

pytestmark = pytest.mark.django_db


@pytest.fixture
def way() -> UUID:
    return ways.add_saml(saml.metadata())


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
