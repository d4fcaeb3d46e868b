"""Attacks on signing in with an identity provider: forged, replayed, borrowed and mixed-up answers; bad addresses."""

import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit
from uuid import UUID, uuid4

import jwt
import pytest

from kedjan.access.service import NotHere, NotYours, Refused
from kedjan.people import models
from kedjan.people import service as people
from kedjan_site.demo import cast
from tests.pages.client import Page, PageClient
from tests.providers import oidc, ways
from tests.providers.browser import sent_on

pytestmark = pytest.mark.django_db
PETRA = {"sub": "petra-1", "email": "petra.lovhage@ekkoping.example", "name": "Petra Lövhage"}
type Claims = dict[str, Any]


@pytest.fixture
def server() -> Iterator[oidc.Server]:
    with oidc.running() as running:
        running.claims = dict(PETRA)
        yield running


@pytest.fixture
def nobody(db: None) -> PageClient:
    return PageClient()


def began(client: PageClient, way: UUID) -> str:
    """Press the button, and return where the identity provider sends the browser back to."""
    return sent_on(client.open(f"/logga-in/med/{way}/", status=302).to)


def refused(client: PageClient, back: str, words: str) -> Page:
    """Come back, and be told why one did not come in; nothing has opened."""
    page = client.open(back, status=403)
    assert page.h1 == "Du kom inte in"
    assert words in page.text
    assert client.open("/", status=302).to.startswith("/logga-in/")
    assert not models.IdentityLink.objects.exists()
    return page


def changed(back: str, **given: str) -> str:
    """Return the address with parameters changed."""
    parts = urlsplit(back)
    return f"{parts.path}?{urlencode({**dict(parse_qsl(parts.query)), **given})}"


def test_a_made_up_state_is_refused(nobody: PageClient, server: oidc.Server) -> None:
    back = began(nobody, ways.add_oidc(server.issuer))
    refused(nobody, changed(back, state="påhittad"), "inte till någon inloggning")


def test_an_answer_to_somebody_elses_browser_does_not_sign_one_in_as_them(
    nobody: PageClient, server: oidc.Server
) -> None:
    way = ways.add_oidc(server.issuer)
    attackers = began(PageClient(), way)
    refused(nobody, attackers, "inte till någon inloggning")
    began(nobody, way)
    refused(nobody, attackers, "inte till någon inloggning")


def test_an_answer_is_taken_once(nobody: PageClient, server: oidc.Server) -> None:
    back = began(nobody, ways.add_oidc(server.issuer))
    nobody.open(back, status=302)
    again = PageClient()
    again.http.cookies = nobody.http.cookies
    again.open(back, status=403)


def test_a_code_put_into_ones_own_sign_in_is_refused(nobody: PageClient, server: oidc.Server) -> None:
    way = ways.add_oidc(server.issuer)
    stolen = parse_qs(urlsplit(began(PageClient(), way)).query)["code"][0]
    refused(nobody, changed(began(nobody, way), code=stolen), "godtog inte svaret")


def without(name: str) -> Callable[[Claims], Claims]:
    return lambda claims: {key: value for key, value in claims.items() if key != name}


def with_(**given: Any) -> Callable[[Claims], Claims]:
    return lambda claims: {**claims, **given}


LIES: list[tuple[Callable[[Claims], Claims], str]] = [
    (with_(aud="en-annan-tjanst"), "en annan tjänst"),
    (with_(aud=[oidc.CLIENT, "en-annan"], azp="en-annan"), "en annan tjänst"),
    (with_(aud=[oidc.CLIENT, "en-annan"]), "en annan tjänst"),
    (with_(iss="https://login.example/annan"), "en annan inloggningstjänst"),
    (with_(nonce="en annan"), "en annan inloggning"),
    (without("nonce"), "en annan inloggning"),
    (lambda claims: {**claims, "exp": int(time.time()) - 3600}, "för gammalt"),
    (lambda claims: {**claims, "iat": int(time.time()) + 3600}, "för gammalt"),
    (lambda claims: {**claims, "nbf": int(time.time()) + 3600}, "för gammalt"),
    (without("exp"), "gick inte att läsa"),
    (without("sub"), "gick inte att läsa"),
    (without("iss"), "gick inte att läsa"),
]


@pytest.mark.parametrize(("twist", "words"), LIES, ids=range(len(LIES)))
def test_a_proof_for_another_place_time_or_sign_in_is_refused(
    nobody: PageClient, server: oidc.Server, twist: Callable[[Claims], Claims], words: str
) -> None:
    server.twist = twist
    refused(nobody, began(nobody, ways.add_oidc(server.issuer)), words)


def unsigned(claims: Claims) -> str:
    return jwt.encode(claims, None, "none")


def with_the_shared_secret(claims: Claims) -> str:
    return jwt.encode(claims, oidc.SECRET * 2, "HS256", {"kid": "1"})


def with_another_key(claims: Claims) -> str:
    return jwt.encode(claims, oidc.OTHER_KEY, "RS256", {"kid": "1"})


def with_an_unpublished_key(claims: Claims) -> str:
    return jwt.encode(claims, oidc.OTHER_KEY, "RS256", {"kid": "2"})


def with_a_key_of_its_own_in_the_head(claims: Claims) -> str:
    public = jwt.algorithms.RSAAlgorithm.to_jwk(oidc.OTHER_KEY.public_key(), as_dict=True)
    return jwt.encode(claims, oidc.OTHER_KEY, "RS256", {"kid": "1", "jwk": public})


def altered(claims: Claims) -> str:
    head, _, sign = jwt.encode(claims, oidc.KEY, "RS256", {"kid": "1"}).split(".")
    body = jwt.encode({**claims, "sub": "torun"}, oidc.KEY, "RS256").split(".")[1]
    return f"{head}.{body}.{sign}"


FORGERIES = (
    *(unsigned, with_the_shared_secret, with_another_key, with_an_unpublished_key),
    *(with_a_key_of_its_own_in_the_head, altered),
)


@pytest.mark.parametrize("sign", FORGERIES)
def test_a_proof_that_the_identity_provider_has_not_signed_is_refused(
    nobody: PageClient, server: oidc.Server, sign: Callable[[Claims], str]
) -> None:
    way = ways.add_oidc(server.issuer)
    server.signed = sign
    refused(nobody, began(nobody, way), "inte signerat av den")


def test_a_key_that_was_changed_since_is_fetched_anew(nobody: PageClient, server: oidc.Server) -> None:
    way = ways.add_oidc(server.issuer)
    nobody.open(began(nobody, way), status=302)
    server.key = oidc.OTHER_KEY
    other = PageClient()
    other.open(began(other, way), status=302)


def test_the_answer_of_one_identity_provider_is_not_taken_at_the_door_of_another(
    nobody: PageClient, server: oidc.Server
) -> None:
    ours = ways.add_oidc(server.issuer)
    with oidc.running() as evil:
        theirs = ways.add_oidc(evil.issuer, by=ways.neighbour(), name="Ällmåla", domains=("allmala.example",))
        back = began(nobody, theirs)
        # The evil one sends the browser, with what was begun at its own door, on to the honest one's.
        refused(nobody, back.replace(str(theirs), str(ours)), "inte till någon inloggning")
        refused(nobody, changed(began(nobody, theirs), iss=server.issuer), "en annan inloggningstjänst")


def test_an_identity_provider_cannot_speak_of_the_people_of_another_provider(
    nobody: PageClient, server: oidc.Server
) -> None:
    way = ways.add_oidc(server.issuer, by=ways.neighbour(), name="Ällmåla", domains=("allmala.example",))
    refused(nobody, began(nobody, way), "inte med någon av de domäner")
    models.AnsweredDomain.objects.update(domain="ekkoping.example")
    refused(nobody, began(nobody, way), "inget konto här")


def test_an_account_that_it_makes_for_an_address_of_somebody_elsewhere_is_its_own_and_opens_nothing_there(
    nobody: PageClient, server: oidc.Server
) -> None:
    way = ways.add_oidc(
        server.issuer, by=ways.neighbour(), name="Ällmåla", domains=("ekkoping.example",), creates_accounts=True
    )
    nobody.open(began(nobody, way), status=302)
    made = models.IdentityLink.objects.get().account
    assert (made.email, made.provider_id) == (PETRA["email"], cast.provider_id(cast.ALLMALA))
    assert not made.duties.exists()
    petra = models.Account.objects.get(id=cast.account_id("Petra Lövhage"))
    assert (petra.provider_id, petra.last_login, petra.version) == (cast.provider_id(cast.EKKOPING), None, 1)


def test_the_same_subject_at_two_identity_providers_is_two_people(nobody: PageClient, server: oidc.Server) -> None:
    ours = ways.add_oidc(server.issuer)
    nobody.open(began(nobody, ours), status=302)
    with oidc.running() as theirs:
        theirs.claims = {"sub": "petra-1", "email": "tove.asgrind@allmala.example"}
        way = ways.add_oidc(theirs.issuer, by=ways.neighbour(), name="Ällmåla", domains=("allmala.example",))
        other = PageClient()
        other.open(began(other, way), status=302)
    accounts = set(models.IdentityLink.objects.values_list("account_id", flat=True))
    assert accounts == {cast.account_id("Petra Lövhage"), cast.account_id("Tove Åsgrind")}


def test_two_providers_cannot_answer_for_the_same_domain(server: oidc.Server) -> None:
    ways.add_oidc(server.issuer)
    with pytest.raises(Refused, match=r"ekkoping\.example"):
        ways.add_oidc(server.issuer, by=ways.neighbour(), name="Ällmåla", domains=("EKKOPING.example",))


def test_an_identity_provider_that_comes_to_call_itself_something_else_is_not_believed(
    nobody: PageClient, server: oidc.Server
) -> None:
    way = ways.add_oidc(server.issuer)
    with oidc.running() as evil:
        server.described = {"issuer": evil.issuer}
        assert "en annan utfärdare" in nobody.open(f"/logga-in/med/{way}/", status=503).text


def test_one_that_claims_the_issuer_of_another_has_to_be_that_other(server: oidc.Server) -> None:
    with oidc.running() as evil:
        evil.described = {"issuer": server.issuer}
        way = ways.add_oidc(evil.issuer)
        row = people.identity_provider(by=ways.nils(), id=way)
        assert row.issuer == server.issuer
        assert {path for path, _ in server.asked} == {"/.well-known/openid-configuration"}


@pytest.mark.parametrize(
    "described",
    [
        {"issuer": "https://login.microsoftonline.com/{tenantid}/v2.0"},
        {"token_endpoint": "http://evil.example/token"},
        {"token_endpoint": "file:///etc/passwd"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"jwks_uri": ""},
        {"issuer": None},
    ],
)
def test_a_description_that_leads_elsewhere_is_refused(server: oidc.Server, described: Claims) -> None:
    server.described = described
    with pytest.raises(Refused):
        ways.add_oidc(server.issuer)


@pytest.mark.parametrize("name", ["Maj Sävdunge", "Torun Hedspång", "Petra Lövhage", "Gunnel Ekspång"])
def test_only_those_who_manage_accounts_see_or_change_ways_in(server: oidc.Server, name: str) -> None:
    way, by = ways.add_oidc(server.issuer), cast.actor(name)
    with pytest.raises(NotYours):
        people.identity_providers(by=by)
    with pytest.raises(NotYours):
        people.switch_identity_provider(by=by, now=cast.NOW, id=way, on=False)
    with pytest.raises(NotYours):
        people.set_rules(by=by, now=cast.NOW, identity_provider=way, seen=1, rules=())
    with pytest.raises(NotYours):
        people.let_passwords(by=by, now=cast.NOW, passwords=True, seen=0)
    with pytest.raises(NotYours):
        ways.add_oidc(server.issuer, by=by, name="En till", domains=())


def test_the_neighbours_cannot_touch_ours(server: oidc.Server) -> None:
    way = ways.add_oidc(server.issuer)
    for do in (people.identity_provider, people.try_identity_provider):
        extra = (
            {"places": people.Places("https://kedjan.example/", "", "")} if do is people.try_identity_provider else {}
        )
        with pytest.raises(NotHere):
            do(by=ways.neighbour(), id=way, **extra)
    with pytest.raises(NotHere):
        people.set_rules(by=ways.neighbour(), now=cast.NOW, identity_provider=way, seen=1, rules=())


def test_a_secret_is_sealed_in_the_database_and_opens_only_for_its_own_row(server: oidc.Server, settings: Any) -> None:
    from kedjan.people.sealing import sealed, unsealed

    way = ways.add_oidc(server.issuer)
    kept = models.IdentityProvider.objects.get(id=way).secret
    assert oidc.SECRET not in kept
    assert unsealed(kept, owner=way) == oidc.SECRET
    assert sealed("x", owner=way) != sealed("x", owner=way)
    with pytest.raises(Refused, match="Write it again"):
        unsealed(kept, owner=uuid4())
    old, settings.SECRET_KEY = settings.SECRET_KEY, "en annan installations"
    with pytest.raises(Refused, match="Write it again"):
        unsealed(kept, owner=way)
    settings.SECRET_KEY_FALLBACKS = [old]
    assert unsealed(kept, owner=way) == oidc.SECRET


def test_many_tries_from_one_place_are_slowed(
    nobody: PageClient, server: oidc.Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kedjan.people import throttle

    monkeypatch.setitem(throttle.MOST, people.Tries.GOING_FROM, (3, throttle.MINUTE))
    way = ways.add_oidc(server.issuer)
    for _ in range(3):
        nobody.open(f"/logga-in/med/{way}/", status=302)
    nobody.open(f"/logga-in/med/{way}/", status=429)
