"""An employer's identity provider, added by Nils in a browser; then from a mail to the page in two taps on a phone."""

from collections.abc import Callable

from tests.journeys.person import Person
from tests.providers import oidc

WAYS = "/personer/inloggning/"
PETRA = {"sub": "petra-1", "email": "petra.lovhage@ekkoping.example", "name": "Petra Lövhage", "groups": ["g-forste"]}


def test_a_way_in_is_added_tried_and_used_from_a_mail_in_two_taps(person: Callable[..., Person]) -> None:
    with oidc.running() as server:
        server.claims = {"sub": "nils-1", "email": "nils.bjorkspang@ekkoping.example"}
        nils = person("Nils Björkspång")
        added(nils, server)
        nils.choose("Logga in på prov")
        nils.look()
        assert "ditt konto skulle kopplas" in nils.says
        nils.choose("Tillbaka")
        nils.choose("Slå på den")
        nils.choose("0 regler för roller")
        nils.write("Uppgift", "groups")
        nils.write("Värde", "g-forste")
        nils.pick("Ger rollen", "förstelärare")
        nils.pick("Vid", "– – Tallvippans skola")
        nils.choose("Lägg till regeln")
        nils.look()

        server.claims = dict(PETRA)
        petra = person(width=390)
        petra.open("/organisation/")  # the first tap: the link in a mail
        assert petra.path == "/logga-in/"
        petra.choose("Logga in med Ekköping")  # the second
        assert petra.path == "/organisation/"
        petra.look()
        petra.open("/min-sida/rattigheter/")
        assert "Förstelärare" in petra.says

        petra.open("/logga-ut/")
        petra.choose("Logga ut här")
        assert "Logga ut där också" in petra.says
        petra.look()
        nils.open(WAYS)
        nils.choose("Ekköping")
        nils.choose("Slå av den")


def added(nils: Person, server: oidc.Server) -> None:
    """Add the identity provider, and try it."""
    nils.open(WAYS)
    nils.choose("Lägg till OpenID Connect")
    nils.look()
    nils.write("Inloggningstjänstens adress", server.issuer)
    nils.write("Klient-id", oidc.CLIENT)
    nils.write("Hemlighet", oidc.SECRET)
    nils.write("E-postadressernas domäner", "ekkoping.example")
    nils.choose("Lägg till")
    nils.choose("Pröva")
    nils.look()
    assert "Allt är i ordning" in nils.says


def test_the_pages_of_ways_in_are_whole_on_a_phone_and_by_night(person: Callable[..., Person]) -> None:
    nils = person("Nils Björkspång", width=390)
    for path in (WAYS, f"{WAYS}ny/oidc/", f"{WAYS}ny/saml/", "/personer/fil/"):
        nils.open(path)
        nils.look_at_night()
