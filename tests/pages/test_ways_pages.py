"""The pages of ways in, as those who manage accounts meet them."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest

from kedjan.people import models
from kedjan.people import service as people
from kedjan_site.demo import cast
from tests.pages.client import PageClient
from tests.providers import oidc, ways
from tests.providers.browser import sent_on

Sign = Callable[[str], PageClient]
WAYS = "/personer/inloggning/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def server() -> Iterator[oidc.Server]:
    with oidc.running() as running:
        running.claims = {"sub": "nils-1", "email": "nils.bjorkspang@ekkoping.example", "groups": ["it", "g-larare"]}
        yield running


@pytest.fixture
def nils(signed_in: Sign) -> PageClient:
    return signed_in("Nils Björkspång")


def written(server: oidc.Server, **more: Any) -> dict[str, Any]:
    return {
        "name": "Ekköping",
        "address": server.issuer,
        "client": oidc.CLIENT,
        "secret": oidc.SECRET,
        "domains": "ekkoping.example, @forskola.ekkoping.example",
        **more,
    }


def test_one_is_added_tried_and_switched_on_and_then_stands_on_the_page_of_signing_in(
    nils: PageClient, nobody: PageClient, server: oidc.Server
) -> None:
    people_page = nils.open("/personer/")
    begun = nils.open(people_page.links()["Inloggningssätt"])
    assert "Ingen än." in begun.text
    form = nils.open(begun.links()["Lägg till OpenID Connect"])
    back = form.all("input", id="svarsadress")[0].get("value") or ""
    made = nils.submit(form, "Lägg till", **written(server))
    page = nils.open(made.to)
    assert back.startswith("https://testserver/logga-in/svar/")
    assert (page.all("input", id="svarsadress")[0].get("value") or "") == back
    assert page.h1 == "Ekköping"
    assert oidc.SECRET not in page.html
    assert "Finns, och visas inte för någon" in page.text
    assert "ekkoping.example, forskola.ekkoping.example" in page.text
    tried = nils.submit(page, "Pröva", status=200)
    assert "Allt är i ordning" in tried.text
    assert "Logga in med Ekköping" not in nobody.open("/logga-in/").links()
    nils.submit(page, "Slå på den")
    assert "Logga in med Ekköping" in nobody.open("/logga-in/").links()
    assert "På" in nils.open(WAYS).text


def test_trying_says_what_is_wrong(nils: PageClient, server: oidc.Server) -> None:
    way = ways.add_oidc(server.issuer, on=False, secret="fel hemlighet")
    page = nils.open(f"{WAYS}{way}/")
    assert "godtar inte klient-id med hemligheten" in nils.submit(page, "Pröva", status=200).text
    models.AnsweredDomain.objects.all().delete()
    assert "Ingen domän är angiven" in nils.submit(page, "Pröva", status=200).text
    models.IdentityProvider.objects.update(address="http://localhost:9")
    assert "kunde inte nås" in nils.submit(page, "Pröva", status=200).text


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"address": "https://finns.invalid"}, "Det finns ingen server som heter finns.invalid."),
        ({"address": "https://127.0.0.2/"}, "inne i ett nät"),
        ({"domains": "ekkoping"}, "ekkoping är ingen domän."),
        ({"client": "med mellanslag i"}, "Skriv utan mellanslag."),
    ],
)
def test_what_cannot_be_is_said_at_the_field_and_nothing_is_added(
    nils: PageClient, server: oidc.Server, given: dict[str, str], words: str
) -> None:
    page = nils.submit(nils.open(f"{WAYS}ny/oidc/"), "Lägg till", status=200, **written(server, **given))
    assert words in page.text
    assert page.all("input", name="name")[0].get("value") == "Ekköping"
    assert oidc.SECRET not in page.html
    assert not models.IdentityProvider.objects.exists()


def test_a_form_sent_twice_adds_one(nils: PageClient, server: oidc.Server) -> None:
    form = nils.open(f"{WAYS}ny/oidc/")
    assert nils.submit(form, "Lägg till", **written(server)).to == nils.submit(form, "Lägg till", **written(server)).to
    again = nils.submit(nils.open(f"{WAYS}ny/oidc/"), "Lägg till", status=200, **written(server))
    assert "Det finns redan en inloggningstjänst som heter Ekköping." in again.text


def test_it_is_described_anew_and_keeps_the_secret_that_is_not_written_again(
    nils: PageClient, server: oidc.Server
) -> None:
    way = ways.add_oidc(server.issuer)
    first = nils.open(f"{WAYS}{way}/andra/")
    assert not first.all("input", name="secret")[0].get("value")
    nils.submit(first, "Spara", name="Ekköpings kommun", creates_accounts="on")
    page = nils.open(f"{WAYS}{way}/")
    assert page.h1 == "Ekköpings kommun"
    assert "Ett konto läggs upp" in page.text
    assert "Allt är i ordning" in nils.submit(page, "Pröva", status=200).text
    late = nils.submit(first, "Spara", status=409, name="Något annat")
    assert "Nils Björkspång" in late.text
    nils.submit(late, "Spara", secret="en ny hemlighet")
    server.secret = "en ny hemlighet"
    assert "Allt är i ordning" in nils.submit(nils.open(f"{WAYS}{way}/"), "Pröva", status=200).text


def test_what_people_are_known_by_stays_once_somebody_is_known(
    nils: PageClient, nobody: PageClient, server: oidc.Server
) -> None:
    way = ways.add_oidc(server.issuer)
    nobody.open(sent_on(nobody.open(f"/logga-in/med/{way}/", status=302).to), status=302)
    refused = nils.submit(nils.open(f"{WAYS}{way}/andra/"), "Spara", status=200, subject_claim="oid")
    assert "Människor har redan loggat in med den." in refused.text


def test_a_trial_shows_what_is_said_and_what_would_come_of_it_and_changes_nothing(
    nils: PageClient, server: oidc.Server
) -> None:
    way = ways.add_oidc(server.issuer, on=False)
    add_rule(nils, way, value="G-Larare")
    away = nils.open(nils.open(f"{WAYS}{way}/").links()["Logga in på prov"], status=302)
    page = nils.open(sent_on(away.to))
    assert page.h1 == "Vad den säger om dig"
    assert "ditt konto skulle kopplas" in page.text
    assert "Lärare, Tallvippans skola" in page.text
    assert "g-larare" in page.text
    assert not models.IdentityLink.objects.exists()
    assert not models.Duty.objects.filter(given_by="claims").exists()
    assert nils.open("/").h1 == "Min sida"


def test_a_trial_is_shown_to_nobody_but_the_one_who_began_it(
    nils: PageClient, signed_in: Sign, server: oidc.Server
) -> None:
    way = ways.add_oidc(server.issuer)
    back = sent_on(nils.open(f"{WAYS}{way}/prova/inloggning/", status=302).to)
    signed_in("Maj Sävdunge").open(back, status=403)
    nils.http.force_login(account("Love Spånghage"), backend="django.contrib.auth.backends.ModelBackend")
    assert "groups" not in nils.open(back, status=403).text


def account(name: str) -> Any:
    return models.Account.objects.get(id=cast.account_id(name))


def add_rule(nils: PageClient, way: UUID, **more: Any) -> None:
    page = nils.open(f"{WAYS}{way}/regler/")
    unit = cast.unit_id(cast.EKKOPING, "Tallvippans skola").hex
    given = {"claim": "groups", "value": "g-larare", "role": "teacher", "unit": unit, **more}
    nils.submit(page, "Lägg till regeln", **given)


def test_rules_are_added_one_by_one_and_taken_away(nils: PageClient, server: oidc.Server) -> None:
    way = ways.add_oidc(server.issuer)
    add_rule(nils, way)
    add_rule(nils, way, value="rektorer", role="principal", also_claim="title", also_value="Rektor")
    page = nils.open(f"{WAYS}{way}/regler/")
    assert "groups = g-larare" in page.text
    assert "och title = Rektor" in page.text
    nils.submit(page, action=page.form("Ta bort groups = g-larare").action)
    assert [rule.value for rule in people.identity_provider(by=ways.nils(), id=way).rules] == ["rektorer"]
    half = nils.submit(
        nils.open(f"{WAYS}{way}/regler/"), "Lägg till regeln", status=200, claim="a", value="b", also_claim="c"
    )
    assert "Skriv både den andra uppgiften och dess värde" in half.text


def test_two_who_change_the_rules_at_once_do_not_overwrite_each_other(nils: PageClient, server: oidc.Server) -> None:
    way = ways.add_oidc(server.issuer)
    page = nils.open(f"{WAYS}{way}/regler/")
    add_rule(nils, way)
    unit = cast.unit_id(cast.EKKOPING, "Kråkekskolan").hex
    nils.submit(page, "Lägg till regeln", status=409, claim="groups", value="annat", role="teacher", unit=unit)
    assert len(people.identity_provider(by=ways.nils(), id=way).rules) == 1


def test_passwords_are_switched_off_and_on_again(nils: PageClient, server: oidc.Server) -> None:
    assert "De kan stängas av när en inloggningstjänst är på." in nils.open(WAYS).text
    way = ways.add_oidc(server.issuer)
    nils.submit(nils.open(WAYS), action=f"{WAYS}losenord/", passwords="off")
    assert "Bara de som sköter konton får logga in med lösenord" in nils.open(WAYS).text
    refused = nils.submit(nils.open(f"{WAYS}{way}/"), "Slå av den", status=400)
    assert "Den är enda vägen in" in refused.text
    nils.submit(nils.open(WAYS), action=f"{WAYS}losenord/", passwords="on")
    nils.submit(nils.open(f"{WAYS}{way}/"), "Slå av den")


def test_the_latest_reason_why_somebody_did_not_come_in_is_told_without_saying_who(
    nils: PageClient, nobody: PageClient, server: oidc.Server
) -> None:
    way = ways.add_oidc(server.issuer)
    server.claims = {"sub": "x", "email": "okand.person@ekkoping.example"}
    nobody.open(sent_on(nobody.open(f"/logga-in/med/{way}/", status=302).to), status=403)
    page = nils.open(f"{WAYS}{way}/")
    assert "Du har inget konto här än." in page.text
    assert "okand" not in page.html


def test_the_journal_tells_what_was_done_to_ways_in(
    nils: PageClient, signed_in: Sign, nobody: PageClient, server: oidc.Server
) -> None:
    way = ways.add_oidc(server.issuer)
    add_rule(nils, way, role="first_teacher")
    nobody.open(sent_on(nobody.open(f"/logga-in/med/{way}/", status=302).to), status=302)
    page = signed_in("Torun Hedspång").open("/handelser/")
    for words in (
        "Nils Björkspång slog på en inloggningstjänst",
        "Nils Björkspång ändrade reglerna för roller i en inloggningstjänst",
        "Nils Björkspång kopplade kontot Nils Björkspång till en inloggningstjänst",
        "Nils Björkspång fick rollen förstelärare genom inloggningstjänsten",
    ):
        assert words in page.text


def test_a_link_is_seen_on_the_persons_page_and_undone_there(
    nils: PageClient, nobody: PageClient, server: oidc.Server
) -> None:
    way = ways.add_oidc(server.issuer)
    add_rule(nils, way, role="first_teacher")
    nobody.open(sent_on(nobody.open(f"/logga-in/med/{way}/", status=302).to), status=302)
    page = nils.open(f"/personer/{cast.account_id('Nils Björkspång')}/")
    assert "Kopplat till Ekköping." in page.text
    assert "Förstelärare (från inloggningstjänsten)" in page.text
    nils.submit(page, "Ta bort kopplingen")
    assert "Kopplat till" not in nils.open(page.path).text
    nils.post(f"{page.path}koppling/ta-bort/", status=404)


@pytest.mark.parametrize("name", ["Maj Sävdunge", "Petra Lövhage", "Gunnel Ekspång"])
def test_nobody_else_gets_in_here(signed_in: Sign, server: oidc.Server, name: str) -> None:
    way = ways.add_oidc(server.issuer)
    for path in (WAYS, f"{WAYS}{way}/", f"{WAYS}{way}/regler/", f"{WAYS}ny/oidc/"):
        signed_in(name).open(path, status=403)


def test_the_pages_are_made_with_few_questions(nils: PageClient, nobody: PageClient, server: oidc.Server) -> None:
    way = ways.add_oidc(server.issuer)
    for value in ("a", "b", "c"):
        add_rule(nils, way, value=value)
    ways.add_oidc(server.issuer, by=ways.neighbour(), name="Ällmåla", domains=("allmala.example",))
    assert len(nobody.open("/logga-in/").queries) == 1
    pages = (WAYS, f"{WAYS}{way}/", f"{WAYS}{way}/regler/")
    assert [len(nils.open(path).queries) for path in pages] == [9, 8, 9]
