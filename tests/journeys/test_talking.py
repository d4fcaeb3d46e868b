"""The readers' queue walked by keyboard: read, answer, ask, put aside, and on to the next."""

from collections.abc import Callable

from tests.journeys.conftest import answered_round
from tests.journeys.person import Person


def test_the_queue_is_emptied_by_keyboard_alone(person: Callable[..., Person], house: str) -> None:
    made = answered_round(house, "Samtal vid tangenterna")
    maj = person("Maj Sävdunge", width=390)
    maj.open(f"{made}samtal/")
    maj.choose("Läs nästa")
    assert "Vi följer upp, men mest i juni." in maj.says
    maj.press("Skicka och läs nästa")
    assert "Vi följer upp, men mest i juni." in maj.says
    assert maj.page.evaluate("() => document.activeElement.id") == "id_text"
    maj.page.keyboard.insert_text("Hur vet ni det?")
    maj.pick_one("Det du skickar är", "en fråga")
    maj.choose("Skicka och läs nästa")
    assert "inte vilken tisdag" in maj.says and "Skickat." in maj.says
    maj.choose("Flagga för alla läsare")
    assert "inte vilken tisdag" in maj.says and "Ta bort flaggan" in maj.says
    maj.choose("Behöver inget svar")
    maj.choose("Hoppa till nästa")
    maj.choose("Hela listan")
    maj.tick("Välj nummer 1")
    maj.tick("Välj nummer 2")
    maj.choose("De valda behöver inget svar")
    assert "2 reflektioner är klara." in maj.says
    maj.choose("Läs nästa")
    for _ in range(2):
        maj.choose("Behöver inget svar")
    assert maj.path == f"{made}samtal/" and "Inget mer väntar här." in maj.says
