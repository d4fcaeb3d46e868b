"""Signing in with the municipality's own OpenID Connect provider, end to end against servers on the loopback."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import oidc_provider_mock
import pytest

from kedjan.access.service import Refused, Role
from kedjan.journal.models import Entry
from kedjan.people import models
from kedjan.people import service as people
from kedjan_site.demo import cast
from tests.pages.client import Page, PageClient
from tests.providers import oidc, ways
from tests.providers.browser import sent_on

Sign = Callable[[str], PageClient]
PETRA = {"sub": "petra-1", "email": "petra.lovhage@ekkoping.example", "name": "Petra Lövhage"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def server() -> Iterator[oidc.Server]:
    """Run an identity provider that knows Petra."""
    with oidc.running() as running:
        running.claims = dict(PETRA)
        yield running


def go(client: PageClient, way: UUID, *, where: str = "", status: int = 302) -> Page:
    """Press the button, be let in at the identity provider, and come back."""
    away = client.open(f"/logga-in/med/{way}/{where}", status=302)
    return client.open(sent_on(away.to), status=status)


def duties(name: str) -> dict[tuple[str, str], tuple[date, date | None, str]]:
    rows = models.Duty.objects.filter(account_id=cast.account_id(name)).select_related("unit")
    return {(row.role, row.unit.name): (row.starts, row.ends, row.given_by) for row in rows}


def test_somebody_signs_in_through_a_real_server_and_comes_to_the_page_that_was_asked_for(nobody: PageClient) -> None:
    known = oidc_provider_mock.User(sub="petra-1", claims=dict(PETRA))
    with oidc_provider_mock.run_server_in_thread(user_claims=[known], require_nonce=True) as served:
        ways.add_oidc(f"http://localhost:{served.server_port}")
        asked = nobody.open("/organisation/", status=302)
        page = nobody.open(asked.to)
        away = nobody.open(page.links()["Logga in med Ekköping"], status=302)
        back = nobody.open(sent_on(away.to, {"sub": "petra-1"}), status=302)
    assert back.to == "/organisation/"
    assert nobody.open(back.to).h1 == "Organisationen"
    assert "Petra Lövhage" in nobody.open("/").html


def test_the_question_carries_pkce_state_and_nonce_and_nothing_about_the_person(
    nobody: PageClient, server: oidc.Server
) -> None:
    way = ways.add_oidc(server.issuer)
    away = nobody.open(f"/logga-in/med/{way}/", status=302)
    sent = parse_qs(urlsplit(away.to).query)
    assert sent["code_challenge_method"] == ["S256"]
    assert sent["response_type"] == ["code"]
    assert len({sent[name][0] for name in ("state", "nonce", "code_challenge")}) == 3
    assert all(len(sent[name][0]) >= 43 for name in ("state", "nonce", "code_challenge"))
    assert set(sent) == {
        *("response_type", "scope", "client_id", "redirect_uri", "state", "nonce"),
        *("code_challenge", "code_challenge_method"),
    }


def test_the_session_gets_a_new_name_and_ends_with_the_browser(nobody: PageClient, server: oidc.Server) -> None:
    way = ways.add_oidc(server.issuer)
    away = nobody.open(f"/logga-in/med/{way}/", status=302)
    before = nobody.http.cookies["kedjan_session"].value
    nobody.open(sent_on(away.to), status=302)
    assert nobody.http.cookies["kedjan_session"].value != before
    assert not nobody.http.cookies["kedjan_session"]["max-age"]


def test_once_linked_one_is_known_by_the_subject_whatever_the_address(nobody: PageClient, server: oidc.Server) -> None:
    way = ways.add_oidc(server.issuer)
    go(nobody, way)
    server.claims = {"sub": "petra-1", "email": "petra.nygift@ekkoping.example"}
    again = PageClient()
    go(again, way)
    assert "Petra Lövhage" in again.open("/").html
    assert models.IdentityLink.objects.get().account_id == cast.account_id("Petra Lövhage")
    assert [row.verb for row in Entry.objects.filter(kind="account")] == ["linked"]


def test_somebody_new_with_the_address_of_somebody_known_does_not_get_the_account(
    nobody: PageClient, server: oidc.Server
) -> None:
    way = ways.add_oidc(server.issuer)
    go(nobody, way)
    server.claims = {**PETRA, "sub": "en-annan-petra"}
    page = go(PageClient(), way, status=403)
    assert page.h1 == "Du kom inte in"
    people.unlink(by=ways.nils(), now=cast.NOW, account=cast.account_id("Petra Lövhage"))
    go(PageClient(), way)
    assert models.IdentityLink.objects.get().subject == "en-annan-petra"


@pytest.mark.parametrize(
    ("claims", "words"),
    [
        ({"email": "okand.person@ekkoping.example"}, "inget konto här"),
        ({"email": "sten.klockvret@allmala.example"}, "inte med någon av de domäner"),
        ({"email": "petra.lovhage@ekkoping.example.evil.example"}, "inte med någon av de domäner"),
        ({"email_verified": False}, "inte försäkrat sig om"),
        ({"email": ""}, "email"),
        ({"acct": 1}, "gäst"),
    ],
)
def test_who_cannot_be_recognised_is_told_why(
    nobody: PageClient, server: oidc.Server, claims: dict[str, Any], words: str
) -> None:
    way = ways.add_oidc(server.issuer)
    server.claims = {**PETRA, **claims}
    page = go(nobody, way, status=403)
    assert page.h1 == "Du kom inte in"
    assert words in page.text
    assert not models.IdentityLink.objects.exists()
    nobody.open("/organisation/", status=302)


def test_a_closed_account_does_not_open(nobody: PageClient, server: oidc.Server) -> None:
    way = ways.add_oidc(server.issuer)
    go(nobody, way)
    people.deactivate(by=ways.nils(), now=cast.NOW, id=cast.account_id("Petra Lövhage"))
    assert "stängt" in go(PageClient(), way, status=403).text


def test_one_whose_duties_have_ended_comes_in_and_is_told_so(nobody: PageClient, server: oidc.Server) -> None:
    way = ways.add_oidc(server.issuer)
    server.claims = {"sub": "roger-1", "email": "roger.hallspang@ekkoping.example"}
    go(nobody, way)
    assert nobody.open("/").h1 == "Ingen roll gäller"


def test_the_address_is_asked_for_where_the_proof_lacks_it_and_only_about_the_same_person(
    nobody: PageClient, server: oidc.Server
) -> None:
    way = ways.add_oidc(server.issuer)
    server.claims = {"sub": "petra-1"}
    server.more = {"sub": "en-annan", "email": PETRA["email"]}
    go(nobody, way, status=403)
    server.more = {"sub": "petra-1", "email": PETRA["email"]}
    go(nobody, way)
    assert models.IdentityLink.objects.get().account_id == cast.account_id("Petra Lövhage")


def test_an_account_is_made_only_where_the_provider_chose_so_and_opens_nothing_by_itself(
    nobody: PageClient, server: oidc.Server
) -> None:
    way = ways.add_oidc(server.issuer, creates_accounts=True)
    server.claims = {"sub": "ny-1", "email": "Tyra.Ny@ekkoping.example", "given_name": "Tyra", "family_name": "Ny"}
    go(nobody, way)
    row = models.Account.objects.get(email="tyra.ny@ekkoping.example")
    assert (row.name, row.provider_id, row.has_usable_password()) == ("Tyra Ny", cast.provider_id(cast.EKKOPING), False)
    nobody.open("/organisation/", status=403)
    server.claims = {"sub": "namnlos", "email": "namnlos@ekkoping.example"}
    assert "namn" in go(PageClient(), way, status=403).text
    assert not models.Account.objects.filter(email="namnlos@ekkoping.example").exists()


def test_a_protected_person_signs_in_and_is_named_nowhere(nobody: PageClient, server: oidc.Server) -> None:
    way = ways.add_oidc(server.issuer)
    server.claims = {"sub": "v-1", "email": "vera.kvallsmyr@ekkoping.example", "name": "Vera Kvällsmyr"}
    go(nobody, way)
    assert "Vera" not in nobody.open("/").html
    assert "Vera" not in "".join(f"{row.details}" for row in Entry.objects.all())


def rule(way: UUID, *rules: people.Rule) -> None:
    seen = people.identity_provider(by=ways.nils(), id=way).version
    people.set_rules(by=ways.nils(), now=cast.NOW, identity_provider=way, seen=seen, rules=rules)


KRAKEKSKOLAN = cast.unit_id(cast.EKKOPING, "Kråkekskolan")
TALLVIPPAN = cast.unit_id(cast.EKKOPING, "Tallvippans skola")


def test_duties_follow_the_claims_and_those_given_by_hand_are_left_alone(
    nobody: PageClient, server: oidc.Server, settings: Any
) -> None:
    way = ways.add_oidc(server.issuer)
    rule(
        way,
        people.Rule("groups", "g-larare", Role.TEACHER, TALLVIPPAN),
        people.Rule("groups", "g-forste", Role.FIRST_TEACHER, KRAKEKSKOLAN),
        people.Rule("groups", "g-rektor", Role.PRINCIPAL, KRAKEKSKOLAN, "title", "rektor"),
    )
    server.claims = {**PETRA, "groups": ["G-Larare", "g-forste", "g-rektor"]}
    go(nobody, way)
    by_hand = {("teacher", "Tallvippans skola"): (date(2025, 7, 1), None, "hand")}
    today = cast.NOW.date()
    assert duties("Petra Lövhage") == {**by_hand, ("first_teacher", "Kråkekskolan"): (today, None, "claims")}

    settings.KEDJAN_CLOCK = cast.NOW + timedelta(days=30)
    server.claims = {**PETRA, "groups": ["g-rektor"], "title": "Rektor"}
    go(PageClient(), way)
    later = today + timedelta(days=30)
    assert duties("Petra Lövhage") == {
        **by_hand,
        ("first_teacher", "Kråkekskolan"): (today, later - timedelta(days=1), "claims"),
        ("principal", "Kråkekskolan"): (later, None, "claims"),
    }
    verbs = list(Entry.objects.filter(kind="account").order_by("id").values_list("verb", flat=True))
    assert verbs == ["linked", "claimed_duty", "claim_gone", "claimed_duty"]


def test_a_duty_whose_claim_goes_the_same_day_is_gone_at_once(nobody: PageClient, server: oidc.Server) -> None:
    way = ways.add_oidc(server.issuer)
    rule(way, people.Rule("groups", "g", Role.QUALITY_DEVELOPER, KRAKEKSKOLAN))
    server.claims = {**PETRA, "groups": ["g"]}
    go(nobody, way)
    nobody.open("/omgangar/ny/")
    server.claims = dict(PETRA)
    go(PageClient(), way)
    nobody.open("/omgangar/ny/", status=403)


@pytest.mark.parametrize("left_out", [{"_claim_names": {"groups": "src1"}}, {"hasgroups": True}])
def test_groups_that_were_too_many_to_send_neither_give_nor_end_anything(
    nobody: PageClient, server: oidc.Server, left_out: dict[str, Any]
) -> None:
    way = ways.add_oidc(server.issuer)
    rule(way, people.Rule("groups", "g", Role.FIRST_TEACHER, KRAKEKSKOLAN))
    server.claims = {**PETRA, "groups": ["g"]}
    go(nobody, way)
    held = duties("Petra Lövhage")
    server.claims = {**PETRA, **left_out}
    go(PageClient(), way)
    assert duties("Petra Lövhage") == held


def test_claims_never_take_away_the_last_who_manages_accounts(nobody: PageClient, server: oidc.Server) -> None:
    way = ways.add_oidc(server.issuer)
    rule(way, people.Rule("groups", "it", Role.ADMINISTRATOR, cast.unit_id(cast.EKKOPING, "Ekköping")))
    server.claims = {**PETRA, "groups": ["it"]}
    go(nobody, way)
    people.end_duty(
        by=ways.nils(),
        now=cast.NOW,
        duty=models.Duty.objects.get(account_id=cast.account_id("Nils Björkspång")).id,
        ends=cast.NOW.date() - timedelta(days=1),
        seen=1,
    )
    server.claims = dict(PETRA)
    go(PageClient(), way)
    nobody.open("/personer/")


def test_an_identity_provider_that_is_out_of_order_is_met_with_a_page(nobody: PageClient, server: oidc.Server) -> None:
    way = ways.add_oidc(server.issuer)
    models.IdentityProvider.objects.update(address="http://localhost:9", version=2)
    page = nobody.open(f"/logga-in/med/{way}/", status=503)
    assert "kunde inte nås" in page.text
    assert models.IdentityProvider.objects.get().last_fault["values"] == {"host": "localhost"}


def test_one_that_is_off_lets_nobody_in_and_stands_on_no_page(nobody: PageClient, server: oidc.Server) -> None:
    way = ways.add_oidc(server.issuer, on=False)
    assert "Logga in med Ekköping" not in nobody.open("/logga-in/").links()
    nobody.open(f"/logga-in/med/{way}/", status=404)


def test_signing_out_offers_to_sign_out_there_too(nobody: PageClient, server: oidc.Server) -> None:
    way = ways.add_oidc(server.issuer)
    go(nobody, way)
    out = nobody.submit(nobody.open("/logga-ut/"), "Logga ut här", action="/logga-ut/", status=200)
    there = out.links()["Logga ut där också"]
    assert there.startswith(f"{server.issuer}/leave?client_id=kedjan-test&post_logout_redirect_uri=https%3A%2F%2Ftest")
    nobody.open("/", status=302)


def test_an_address_leads_on_by_its_domain_whether_or_not_there_is_such_an_account(
    nobody: PageClient, server: oidc.Server
) -> None:
    way = ways.add_oidc(server.issuer)
    ways.add_oidc(server.issuer, by=ways.neighbour(), name="Ällmåla", domains=("allmala.example",))
    answers = []
    for address in ("petra.lovhage@ekkoping.example", "finns.inte@EKKOPING.example"):
        page = nobody.submit(
            nobody.open("/logga-in/?next=/organisation/"),
            action="/logga-in/adress/",
            status=200,
            **{"with-email": address},
        )
        answers.append((page.text, page.response.headers["Refresh"]))
        assert page.links()["Fortsätt"] == f"/logga-in/med/{way}/?next=%2Forganisation%2F"
    assert answers[0] == answers[1]
    page = nobody.submit(
        nobody.open("/logga-in/"), action="/logga-in/adress/", status=200, **{"with-email": "maj@annanstans.example"}
    )
    assert "Ingen inloggningstjänst svarar för den adressen" in page.text


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "/\\evil.example/"])
def test_coming_back_never_leads_to_another_site(nobody: PageClient, server: oidc.Server, elsewhere: str) -> None:
    way = ways.add_oidc(server.issuer)
    assert go(nobody, way, where=f"?next={elsewhere}").to == "/"


def test_passwords_can_be_shut_for_all_but_those_who_manage_accounts(nobody: PageClient, server: oidc.Server) -> None:
    from django.contrib.auth.hashers import make_password

    models.Account.objects.update(password=make_password("tre gula cyklar"))
    with pytest.raises(Refused, match="No identity provider"):
        people.let_passwords(by=ways.nils(), now=cast.NOW, passwords=False, seen=0)
    way = ways.add_oidc(server.issuer)
    people.let_passwords(by=ways.nils(), now=cast.NOW, passwords=False, seen=0)
    for address, status in (("petra.lovhage", 200), ("nils.bjorkspang", 302), ("sten.klockvret", 302)):
        domain = "allmala" if address.startswith("sten") else "ekkoping"
        client = PageClient()
        page = client.submit(
            client.open("/logga-in/"),
            "Logga in",
            status=status,
            email=f"{address}@{domain}.example",
            password="tre gula cyklar",
        )
        assert status == 302 or "Lösenord är avstängda" in page.text
    with pytest.raises(Refused, match="only way in"):
        people.switch_identity_provider(by=ways.nils(), now=cast.NOW, id=way, on=False)
