"""Signing out by SAML: from here, told from there, and attacked by whoever would sign somebody else out."""

import os
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest
from lxml import etree

from kedjan.people import models
from kedjan.people import service as people
from kedjan.people.saml_key import own_key
from kedjan_site import due
from kedjan_site.demo import cast
from tests.pages.client import Page, PageClient
from tests.providers import saml, ways
from tests.providers.saml_logout import Message, encrypted, is_in, metadata, read, signed_in
from tests.providers.saml_pages import places, pysaml2

pytestmark = pytest.mark.django_db
OUT, SURE = "/logga-ut/", "Det är inte säkert att du är utloggad överallt"


@pytest.fixture
def way() -> UUID:
    return ways.add_saml(metadata())


@pytest.fixture
def petra(nobody: PageClient, way: UUID) -> PageClient:
    """Give Petra's browser, signed in from the session s1, where she is called petras-name-there."""
    signed_in(nobody, way, "Petra Lövhage", "petras-name-there", "s1")
    return nobody


def leave(client: PageClient) -> str:
    """Sign out here, and go on to the identity provider; return where that is, with the question."""
    page = client.submit(client.open(OUT), "Logga ut här", action=OUT, status=200)
    assert not is_in(client)
    return client.open(page.links()["Logga ut där också"], status=302).to


def refused(client: PageClient, message: Message | str, words: str = "") -> None:
    page = client.open(message if isinstance(message, str) else message.path(), status=403)
    assert page.h1 == SURE
    assert words in page.text


def test_one_signs_out_here_and_then_there_and_comes_back(petra: PageClient) -> None:
    there = leave(petra)
    assert there.startswith(saml.SIGN_OUT)
    question, sent = read(there)
    assert question.findtext("a:NameID", namespaces=saml.NS) == "petras-name-there"
    assert question.find("a:NameID", saml.NS).get("Format") == saml.TRANSIENT
    assert question.findtext("p:SessionIndex", namespaces=saml.NS) == "s1"
    assert question.get("Destination") == saml.SIGN_OUT
    assert sent["SigAlg"].endswith("rsa-sha256")
    assert not models.Seat.objects.exists()
    back = petra.open(Message(answers=question.get("ID")).path(), status=302)
    assert back.to == "/logga-in/"
    assert "utloggad här och hos din arbetsgivare" in petra.open(back.to).text


def test_the_question_goes_once_and_only_after_signing_out(petra: PageClient) -> None:
    assert petra.open("/logga-ut/dar/", status=302).to == "/logga-in/"
    assert is_in(petra)
    leave(petra)
    assert petra.open("/logga-ut/dar/", status=302).to == "/logga-in/"


def test_where_not_all_could_be_signed_out_one_is_told_to_close_the_browser(petra: PageClient) -> None:
    question, _ = read(leave(petra))
    page = petra.open(Message(answers=question.get("ID"), status="Responder").path())
    assert page.h1 == SURE
    assert "stäng webbläsaren" in page.text


def test_an_identity_provider_without_such_a_place_is_not_asked(nobody: PageClient) -> None:
    way = ways.add_saml(saml.metadata())
    signed_in(nobody, way, "Petra Lövhage", "petras-name-there", "s1")
    assert nobody.submit(nobody.open(OUT), "Logga ut här", action=OUT).to == "/logga-in/"


@pytest.mark.parametrize("where", ["http://idp.ekkoping.example/slo", "javascript:alert(1)"])
def test_nor_one_whose_place_is_no_address_to_send_people_to(nobody: PageClient, where: str) -> None:
    way = ways.add_saml(metadata().replace(saml.SIGN_OUT, where))
    signed_in(nobody, way, "Petra Lövhage", "petras-name-there", "s1")
    assert nobody.submit(nobody.open(OUT), "Logga ut här", action=OUT).to == "/logga-in/"


def test_metadata_that_is_not_believed_any_more_stands_in_nobodys_way(petra: PageClient) -> None:
    ways.add_saml(metadata(), by=ways.neighbour(), name="Ällmåla", domains=("allmala.example",))
    neighbours = models.IdentityProvider.objects.filter(name="Ällmåla")
    neighbours.update(metadata=metadata(sign_on="http://idp.ekkoping.example/sso"))
    other = PageClient()
    signed_in(other, models.IdentityProvider.objects.get(name="Ekköping").id, "Torun Hedspång", "n2", "s2")
    PageClient().open(Message("petras-name-there").path(), status=302)
    assert not is_in(petra)
    models.IdentityProvider.objects.update(metadata=metadata(sign_on="http://idp.ekkoping.example/sso"))
    assert other.submit(other.open(OUT), "Logga ut här", action=OUT).to == "/logga-in/"


def test_who_signs_out_there_is_signed_out_here_and_the_identity_provider_is_told_so(petra: PageClient) -> None:
    message = Message("petras-name-there", ("s1",))
    done = petra.open(message.path(), status=302)
    assert not is_in(petra)
    answer, sent = read(done.to)
    assert done.to.startswith(saml.SIGN_OUT)
    assert (answer.get("InResponseTo"), sent["RelayState"]) == (message.id, "deras")
    assert answer.find("p:Status/p:StatusCode", saml.NS).get("Value").endswith(":Success")


def test_the_answer_goes_to_the_place_that_is_named_for_answers(nobody: PageClient) -> None:
    way = ways.add_saml(metadata(' ResponseLocation="https://idp.ekkoping.example/slo/svar?a=1"'))
    signed_in(nobody, way, "Petra Lövhage", "petras-name-there", "s1")
    assert nobody.open(Message("petras-name-there").path(), status=302).to.startswith(
        "https://idp.ekkoping.example/slo/svar?a=1&"
    )


def test_it_is_told_in_a_browser_that_sends_no_session_too(petra: PageClient) -> None:
    PageClient().open(Message("petras-name-there", ("s1",)).path(), status=302)
    assert not is_in(petra)


def test_a_session_index_ends_that_session_and_none_ends_all_of_the_persons(petra: PageClient, way: UUID) -> None:
    phone, torun = PageClient(), PageClient()
    signed_in(phone, way, "Petra Lövhage", "petras-name-there", "s2")
    signed_in(torun, way, "Torun Hedspång", "n2", "s1")
    PageClient().open(Message("petras-name-there", ("s1",)).path(), status=302)
    assert (is_in(petra), is_in(phone), is_in(torun)) == (False, True, True)
    signed_in(petra, way, "Petra Lövhage", "petras-name-there", "s3")
    PageClient().open(Message("petras-name-there").path(), status=302)
    assert (is_in(petra), is_in(phone), is_in(torun)) == (False, False, True)


def test_a_name_that_comes_encrypted_for_us_is_opened(petra: PageClient) -> None:
    PageClient().open(Message(named=encrypted("petras-name-there", own_key()[1])).path(), status=302)
    assert not is_in(petra)
    refused(PageClient(), Message(named=encrypted("petras-name-there", saml.CERTIFICATE)), "gick inte att läsa")


def test_whoever_signed_in_with_a_password_is_not_touched(petra: PageClient) -> None:
    other = PageClient()
    other.http.force_login(models.Account.objects.get(id=cast.account_id("Petra Lövhage")))
    PageClient().open(Message("petras-name-there").path(), status=302)
    assert is_in(other)


def test_a_seat_is_forgotten_after_a_week_and_when_the_person_is_erased(petra: PageClient) -> None:
    seat = models.Seat.objects.get()
    assert "petras-name-there" not in repr((seat.name, seat.index, seat.told))
    people.forget_old_seats(now=cast.NOW + timedelta(days=6))
    assert is_in(petra)
    people.forget_old_seats(now=cast.NOW + timedelta(days=8))
    assert not is_in(petra)
    assert "forget old seats" in due.TASKS


# Attacks: each is refused, and nobody is signed out.

OTHERWISE: list[tuple[dict[str, Any], str]] = [
    ({"key": None}, "inte signerat av den"),
    ({"key": saml.OTHER_KEY}, "inte signerat av den"),
    ({"algorithm": "http://www.w3.org/2000/09/xmldsig#rsa-sha1"}, "inte signerat av den"),
    ({"algorithm": ""}, "inte signerat av den"),
    ({"issuer": "https://idp.annan.example/idp"}, "en annan inloggningstjänst"),
    ({"issuer": ""}, "en annan inloggningstjänst"),
    ({"destination": "https://en.annan.tjanst.example/slo"}, "en annan tjänst"),
    ({"destination": ""}, "en annan tjänst"),
    ({"issued": -1200}, "för gammalt"),
    ({"issued": 1200}, "för gammalt"),
    ({"until": -600}, "för gammalt"),
    ({"id": ""}, "för gammalt"),
    ({"named": "<saml:NameID>n1</saml:NameID><saml:NameID>n1</saml:NameID>"}, "gick inte att läsa"),
]


@pytest.mark.parametrize(("otherwise", "words"), OTHERWISE, ids=range(len(OTHERWISE)))
def test_what_it_has_not_signed_for_us_just_now_ends_nothing(
    petra: PageClient, otherwise: dict[str, Any], words: str
) -> None:
    refused(petra, Message(**{"name": "petras-name-there", "indexes": ("s1",), **otherwise}), words)
    assert is_in(petra)
    assert models.Seat.objects.count() == 1


def twisted(path: str, *, what: str) -> str:
    """Return an address with something about its signed query changed."""
    torun = parse_qs(urlsplit(Message("n2").path()).query)["SAMLRequest"][0]
    pairs = dict(pair.split("=") for pair in path.partition("?")[2].split("&"))
    match what:
        case "another message":
            from urllib.parse import quote_plus

            pairs["SAMLRequest"] = quote_plus(torun)
        case "another relay state":
            pairs["RelayState"] = "min"
        case "no relay state":
            del pairs["RelayState"]
        case "no algorithm":
            del pairs["SigAlg"]
        case "twice":
            return f"{path}&SAMLRequest={pairs['SAMLRequest']}"
        case "both":
            return f"{path}&SAMLResponse={pairs['SAMLRequest']}"
    return "/logga-in/saml/ut/?" + "&".join(f"{name}={value}" for name, value in pairs.items())


@pytest.mark.parametrize(
    "what", ["another message", "another relay state", "no relay state", "no algorithm", "twice", "both"]
)
def test_a_signed_address_in_which_something_is_changed_is_refused(petra: PageClient, what: str) -> None:
    refused(petra, twisted(Message("petras-name-there", ("s1",)).path(), what=what))
    assert is_in(petra)


def test_the_same_telling_a_second_time_ends_no_new_session(petra: PageClient, way: UUID) -> None:
    path = Message("petras-name-there").path()
    petra.open(path, status=302)
    signed_in(petra, way, "Petra Lövhage", "petras-name-there", "s1")
    refused(PageClient(), path, "redan använts")
    assert is_in(petra)


@pytest.mark.parametrize(
    ("name", "indexes"),
    [("n2", ("s1",)), ("petras-name-there", ("s2",)), ("petras-name-there ", ("s1x",)), ("", ("s1",))],
)
def test_another_persons_name_or_another_session_ends_nothing_of_ones_own(
    petra: PageClient, name: str, indexes: tuple[str, ...]
) -> None:
    petra.open(Message(name, indexes).path(), status=302)
    assert is_in(petra)


def test_an_identity_provider_ends_no_session_that_was_begun_with_another(petra: PageClient) -> None:
    entity, domains = "https://idp.allmala.example/idp", ("allmala.example",)
    theirs = metadata(entity=entity, certificate=saml.OTHER_CERTIFICATE)
    ways.add_saml(theirs, by=ways.neighbour(), name="Ällmåla", domains=domains)
    PageClient().open(Message("petras-name-there", issuer=entity, key=saml.OTHER_KEY).path(), status=302)
    assert is_in(petra)
    refused(PageClient(), Message("petras-name-there", key=saml.OTHER_KEY), "inte signerat av den")
    assert is_in(petra)


def test_nor_one_that_calls_itself_by_the_others_name(petra: PageClient) -> None:
    evil = metadata(certificate=saml.OTHER_CERTIFICATE)
    ways.add_saml(evil, by=ways.neighbour(), name="Ällmåla", domains=("allmala.example",))
    PageClient().open(Message("petras-name-there", key=saml.OTHER_KEY).path(), status=302)
    assert is_in(petra)
    PageClient().open(Message("petras-name-there").path(), status=302)
    assert not is_in(petra)


def test_an_answer_to_nothing_asked_to_another_question_or_unsigned_is_not_believed(petra: PageClient) -> None:
    refused(petra, Message(answers="_1"), "inte till någon utloggning")
    assert is_in(petra)
    for otherwise in ({"answers": "_1"}, {"key": None}, {"key": saml.OTHER_KEY}, {"issuer": "https://x.example"}):
        client = petra
        question, _ = read(leave(client))
        refused(client, Message(**{"answers": question.get("ID"), **otherwise}))
        refused(client, Message(answers=question.get("ID")), "inte till någon utloggning")
        signed_in(client, models.IdentityProvider.objects.get().id, "Petra Lövhage", "petras-name-there", "s1")


@pytest.mark.parametrize(
    "query",
    [
        "x=y",
        "SAMLRequest=",
        "SAMLRequest=%%%",
        "SAMLRequest=PGE%2B&Signature=x",
        "SAMLResponse=AAAA",
        "SAMLRequest=%00",
    ],
)
def test_what_is_no_message_is_met_with_a_page(petra: PageClient, query: str) -> None:
    status = 400 if "%00" in query else 403
    petra.open(f"/logga-in/saml/ut/?{query}", status=status)
    assert is_in(petra)


def test_a_few_bytes_that_unpack_to_very_many_are_not_unpacked(petra: PageClient) -> None:
    message = Message("petras-name-there", relay="")
    message.xml = lambda: "<a>" + " " * 50_000_000 + "</a>"
    refused(petra, message, "gick inte att läsa")


def test_somebody_elses_software_signs_out_both_ways(nobody: PageClient, tmp_path: Path) -> None:
    if shutil.which("xmlsec1") is None and not os.environ.get("KEDJAN_REQUIRE_XMLSEC1"):
        pytest.skip("there is no xmlsec1 here")
    idp = pysaml2(tmp_path, people.service_metadata(places=places()))
    from saml2 import BINDING_HTTP_REDIRECT
    from saml2.metadata import entity_descriptor
    from saml2.saml import NameID
    from saml2.xmldsig import SIG_RSA_SHA256

    way = ways.add_saml(str(entity_descriptor(idp.config)))

    def sent(page: Page, name: str) -> dict[str, str]:
        return {key: values[0] for key, values in parse_qs(urlsplit(page.to).query).items()} | {"is": name}

    signed_in(nobody, way, "Petra Lövhage", "petras-name-there", "s1")
    where = saml.Answer("").where.replace("svar", "ut")
    named = NameID(format=saml.TRANSIENT, text="petras-name-there")
    _, request = idp.create_logout_request(where, "", name_id=named, session_indexes=["s1"], sign=False)
    bound = idp.apply_binding(
        BINDING_HTTP_REDIRECT, str(request), where, relay_state="deras", sign=True, sigalg=SIG_RSA_SHA256
    )
    told = urlsplit(dict(bound["headers"])["Location"])
    answered = sent(nobody.open(f"{told.path}?{told.query}", status=302), "answer")
    assert not is_in(nobody)
    assert etree.fromstring(saml_xml(answered["SAMLResponse"])).tag.endswith("LogoutResponse")

    signed_in(nobody, way, "Petra Lövhage", "petras-name-there", "s2")
    away = parse_qs(urlsplit(leave(nobody)).query)
    question = idp.parse_logout_request(
        away["SAMLRequest"][0], BINDING_HTTP_REDIRECT, sigalg=away["SigAlg"][0], signature=away["Signature"][0]
    )
    assert question.message.name_id.text == "petras-name-there"
    done = idp.create_logout_response(question.message, [BINDING_HTTP_REDIRECT], sign=False)
    bound = idp.apply_binding(BINDING_HTTP_REDIRECT, str(done), where, response=True, sign=True, sigalg=SIG_RSA_SHA256)
    back = urlsplit(dict(bound["headers"])["Location"])
    assert nobody.open(f"{back.path}?{back.query}", status=302).to == "/logga-in/"


def saml_xml(packed: str) -> bytes:
    import base64
    import zlib

    return zlib.decompress(base64.b64decode(packed), -15)


def test_our_metadata_names_the_place_to_tell_of_signing_out(nobody: PageClient) -> None:
    root = etree.fromstring(nobody.http.get("/logga-in/saml/metadata.xml").content)
    place = root.find(".//{urn:oasis:names:tc:SAML:2.0:metadata}SingleLogoutService")
    assert place.get("Location") == "https://testserver/logga-in/saml/ut/"
    assert place.get("Binding").endswith("HTTP-Redirect")


def test_a_page_asks_the_database_once_more_for_whoever_has_a_seat_and_for_nobody_else(petra: PageClient) -> None:
    other = PageClient()
    other.http.force_login(models.Account.objects.get(id=cast.account_id("Petra Lövhage")))
    assert len(petra.open("/").queries) == len(other.open("/").queries) + 1
