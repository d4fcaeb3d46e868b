"""An account from its first day on a phone: added, given a link, a password chosen, signed in and out."""

from collections.abc import Callable
from urllib.parse import urlsplit

from tests.journeys.person import Person

NAME, ADDRESS = "Tyra Nybrink", "tyra.nybrink@ekkoping.example"
PASSWORD = "tre grodor under bryggan"
TRIES = 5


def test_a_new_colleague_chooses_a_password_by_a_link_and_signs_in_and_out(person: Callable[..., Person]) -> None:
    link = added(person("Nils Björkspång"))
    tyra = person(width=390)
    tyra.open(link)
    tyra.write("Nytt lösenord", PASSWORD)
    tyra.write("Samma lösenord", "något annat som är långt")
    tyra.choose("Spara lösenordet")
    assert "inte lika" in tyra.says or "inte samma" in tyra.says
    tyra.write("Nytt lösenord", PASSWORD)
    tyra.write("Samma lösenord", PASSWORD)
    tyra.choose("Spara lösenordet")
    assert "Lösenordet är valt." in tyra.says

    sign_in(tyra, ADDRESS, "fel lösenord helt och hållet")
    assert tyra.path == "/logga-in/"
    sign_in(tyra, ADDRESS, PASSWORD)
    assert tyra.path == "/"
    assert "Tallvippans skola" in tyra.says

    tyra.tab_to(NAME)
    tyra.page.keyboard.press("Enter")
    tyra.look()
    tyra.choose("Logga ut")
    assert "Du är utloggad." in tyra.says
    tyra.open("/")
    assert tyra.path == "/logga-in/"
    assert tyra.try_to_open(link) == 410


def added(nils: Person) -> str:
    """Add an account with a role at a school, and return the link that is shown once."""
    nils.open("/personer/")
    nils.choose("Lägg upp ett konto")
    nils.write("Namn", NAME)
    nils.write("E-postadress", ADDRESS)
    nils.choose("Lägg upp kontot")
    nils.choose("Ge en roll")
    nils.pick("Roll", "lärare")
    nils.pick("Vid", "– – Tallvippans skola")
    nils.choose("Ge rollen")
    nils.choose("Visa länken här")
    return urlsplit(nils.page.get_by_label("Länken").input_value()).path


def sign_in(person: Person, address: str, password: str) -> None:
    """Fill in the form of signing in, and send it."""
    person.page.evaluate("document.activeElement.blur()")
    person.write("E-postadress", address)
    person.write("Lösenord", password)
    person.choose("Logga in")


def test_too_many_wrong_passwords_are_met_with_a_calm_page(person: Callable[..., Person]) -> None:
    visitor = person(width=390)
    visitor.open("/logga-in/")
    for _ in range(TRIES):
        sign_in(visitor, "okand.person@ekkoping.example", "inte det rätta")
        assert "Adressen eller lösenordet stämmer inte." in visitor.says
    sign_in(visitor, "okand.person@ekkoping.example", "inte det rätta")
    assert "fem minuter" in visitor.says
