"""From a question about what stands together to its texts and a kept interpretation, by keyboard alone."""

from collections.abc import Callable

from tests.journeys.person import Person

ROUND = "Nulägesanalys våren 2026"
ADD = "Lägg till villkor"
INTERPRETATION = "De vet vad som behöver göras, men inte när."


def add(maj: Person, way: str, field: str, chosen: str) -> None:
    """Open the form of conditions and add one; it is there, and the keyboard goes on among the conditions."""
    if not maj.page.locator("#nytt-villkor").evaluate("e => e.open"):
        maj.expand(ADD)
    maj.pick("Hur de ska stämma", way)
    if field == "Ord i texten":
        maj.write(field, chosen)
    else:
        maj.pick(field, chosen)
    maj.choose("Lägg till", "Vilka reflektioner")
    assert maj.page.url.endswith("#villkor")


def conditions(maj: Person) -> str:
    """What is asked for, as one line."""
    return " ".join(maj.page.locator(".k-conditions").first.inner_text().split())


def test_what_is_wrong_with_a_condition_is_said_at_once_and_leads_to_its_field(person: Callable[..., Person]) -> None:
    maj = person("Maj Sävdunge", width=390)
    maj.open("/omgangar/")
    maj.choose("Övergångar")
    maj.choose("Kombinationer", "Omgångens sidor")
    maj.page.locator("#id_fran_dag").evaluate("e => { e.type = 'text'; e.value = 'i våras'; }")
    maj.tab_to("Ord i texten")
    with maj.page.expect_navigation():
        maj.page.keyboard.press("Enter")
    maj.look()
    assert maj.page.evaluate("() => document.activeElement.getAttribute('role')") == "alert"
    maj.press("Besvarad från och med")
    assert maj.page.evaluate("() => document.activeElement.id") == "id_fran_dag"


def test_a_question_is_asked_narrowed_read_kept_and_compared_by_keyboard(person: Callable[..., Person]) -> None:
    maj = person("Maj Sävdunge")
    maj.open("/omgangar/")
    maj.choose(ROUND)
    maj.choose("Kombinationer", "Omgångens sidor")
    assert "402 av 402 reflektioner" in maj.says

    add(maj, "Något av dem", "Tagg", "Mycket viktigt område")
    add(maj, "Ett alternativ till", "Tagg", "Litet handlingsutrymme")
    add(maj, "Inget av dem", "Verksamhetsområde", "Gymnasieskola")
    add(maj, "Alla ska stämma", "Ord i texten", "vi")
    assert "inte besvarad för Gymnasieskola" in conditions(maj)
    assert "orden ”vi”" in conditions(maj)

    maj.pick("Kombinationer av", "upp till 3 taggar")
    maj.choose("Visa")
    assert maj.page.url.endswith("#svar")
    assert any(name.count(" + ") == 2 for name in maj.page.locator("tbody th").all_inner_texts())
    for view in ("Avvikande", "Viktigt", "Förändrat", "Störst"):
        maj.choose(view, "Fyra frågor")

    found = " ".join(maj.page.locator("#svar").inner_text().split())
    maj.choose("Läs texterna", found)
    assert maj.heading == "Texter i en kombination"
    assert maj.page.locator(".k-text-card").count() > 0
    maj.choose("Tillbaka till kombinationen")
    assert found in maj.says

    maj.choose("Spara med en tolkning")
    maj.press("Spara")
    assert maj.page.evaluate("() => document.activeElement.id") == "id_title"
    maj.page.keyboard.press("Shift+Tab")
    maj.write("Titel", "Viktigt men trångt")
    maj.write("Tolkning", INTERPRETATION)
    maj.choose("Spara")
    assert maj.heading == "Viktigt men trångt"
    assert INTERPRETATION in maj.says
    assert "I andra omgångar" in maj.says

    maj.choose("Ta bort")
    maj.choose("Ta tillbaka")
    assert maj.heading == "Viktigt men trångt"
    maj.choose("Fråga vidare")
    maj.choose("Ta bort", "Allt detta stämmer")
    assert "Mycket viktigt område" not in conditions(maj)
