"""Answering on a phone, by keyboard: from one's own page to sent, over a lost network and a closed tab."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Route

from tests.journeys.conftest import asked_round
from tests.journeys.person import Person

MORE = " Kortet kom i augusti."
TEXT = "Vi får veta det för sent."


@pytest.fixture(scope="module")
def address(house: str) -> str:
    """A round of its own in which Petra and Love are asked."""
    return asked_round(house, "Svar på telefon", ("Petra Lövhage", "Love Spånghage"))


def written(person: Person) -> str:
    value: str = person.page.locator("#id_text").input_value()
    return value


def type_in(person: Person, text: str) -> None:
    """Write at the end of the text as one types."""
    person.tab_to("Din reflektion")
    person.page.keyboard.press("Control+End")
    person.page.keyboard.type(text)


def wait_until_it_says(person: Person, words: str) -> None:
    person.page.locator("[data-draft-status]").get_by_text(words).wait_for(timeout=20_000)


def test_what_is_begun_survives_a_lost_network_and_a_closed_tab_and_is_sent_by_keyboard(
    person: Callable[..., Person], address: str
) -> None:
    petra = person("Petra Lövhage", width=390)
    petra.choose("Öppna : Svara: Svar på telefon")
    assert petra.path == address
    assert "Maj Sävdunge" in petra.says and "Cirka 15 minuter" in petra.says
    type_in(petra, TEXT)
    wait_until_it_says(petra, "Sparat")

    context = petra.page.context
    context.set_offline(True)
    type_in(petra, MORE)
    wait_until_it_says(petra, "Ingen kontakt just nu")
    petra.tab_to("Skicka")
    petra.page.keyboard.press("Enter")
    wait_until_it_says(petra, "Ingen kontakt just nu")
    assert petra.path == address and written(petra) == TEXT + MORE
    # As when the battery dies: a tab that is closed calmly sends what it has once more, and may be in time.
    petra.page.evaluate("() => window.addEventListener('visibilitychange', e => e.stopImmediatePropagation(), true)")
    petra.page.close()

    context.set_offline(False)
    petra = Person(context.new_page())
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    petra.page.route("**/utkast/", hold)  # else it is saved within two seconds, and the words are gone
    petra.open(address)
    assert written(petra) == TEXT + MORE
    assert "Här är det du skrev förut. Det är inte sparat." in petra.says
    petra.page.unroute("**/utkast/")
    for each in held:
        each.continue_()
    wait_until_it_says(petra, "Sparat")

    petra.write("Sök bland taggarna", "vet vad")
    petra.tick("Vi vet vad som behöver göras", "Taggar")
    assert petra.page.locator(".k-answer__tag:visible").count() == 1
    petra.pick_one("Hur känns det?", "Ganska positivt")
    petra.choose("Skicka")
    assert petra.heading == "Tack"
    assert "Du kan ändra det tills någon har läst." in petra.says
    assert TEXT + MORE in petra.says and "Vi vet vad som behöver göras · Ganska positivt (+1)" in petra.says
    assert petra.page.evaluate("() => Object.keys(localStorage).filter(k => k.startsWith('kedjan.draft.'))") == []
    petra.choose("Till min sida")
    assert "Svara: Svar på telefon" not in petra.says


def test_hints_come_as_one_chooses_and_are_read_aloud_gently(person: Callable[..., Person], address: str) -> None:
    love = person("Love Spånghage", width=390)
    love.open(address)
    hints = love.page.locator("#taggar_tips")
    love.tick("Bra förutsättningar", "Taggar")
    assert hints.inner_text() == ""
    love.tick("Dåliga förutsättningar", "Taggar")
    assert "både bra och dåliga förutsättningar" in hints.inner_text()
    assert hints.get_attribute("role") == "status"
    for name in ("Övrigt", "Fått en viktig insikt", "Litet handlingsutrymme"):
        love.page.get_by_label(name, exact=True).check()
    assert "Du har valt 5 taggar" in hints.inner_text()
    love.look()


def test_two_devices_show_both_and_let_one_choose(person: Callable[..., Person], address: str) -> None:
    computer, phone = person("Love Spånghage"), person("Love Spånghage", width=390)
    for each in (computer, phone):
        each.open(address)
    computer.write("Din reflektion", "Skrivet på datorn.")
    wait_until_it_says(computer, "Sparat")
    phone.write("Din reflektion", "Skrivet på telefonen.")
    phone.page.locator("#annan").wait_for(state="visible", timeout=20_000)
    assert "Skrivet på datorn." in phone.says
    assert written(phone) == "Skrivet på telefonen."
    phone.look()
    phone.tab_to("Det andra")
    phone.page.keyboard.press("Enter")
    wait_until_it_says(phone, "Sparat")
    assert written(phone) == "Skrivet på datorn."


def test_a_lost_session_keeps_what_is_written_until_one_has_signed_in_again(
    person: Callable[..., Person], address: str
) -> None:
    love = person("Love Spånghage", width=390)
    love.open(address)
    love.write("Din reflektion", "Skrivet när passet tog slut.")
    love.page.context.clear_cookies(name="kedjan_session")
    wait_until_it_says(love, "Du har loggats ut")
    love.tab_to("Skicka")
    love.page.keyboard.press("Enter")
    wait_until_it_says(love, "Du har loggats ut")
    love.sign_in_by_one_click("Love Spånghage")
    love.open(address)
    assert written(love) == "Skrivet när passet tog slut."


def test_in_a_meeting_a_quiet_clock_ends_calmly_and_cuts_nobody_off(
    person: Callable[..., Person], address: str
) -> None:
    love = person("Love Spånghage", width=390)
    love.page.clock.install()
    love.open(address)
    love.choose("Vi svarar tillsammans i ett möte")
    assert "Ungefär 15 minuter kvar. Det är ingen brådska." in love.says
    love.write("Din reflektion", "Skrivet i mötet.")
    love.page.clock.fast_forward("16:00")
    love.page.locator(".k-answer__meeting").get_by_text("Tiden är slut. Det du har skrivit är sparat.").wait_for()
    type_in(love, " Och lite till.")
    assert written(love) == "Skrivet i mötet. Och lite till."


def test_a_screen_reader_meets_the_form_in_its_order(person: Callable[..., Person], address: str) -> None:
    love = person("Love Spånghage", width=390)
    love.open(address)
    tree: Any = love.page.locator("form[data-answer]").aria_snapshot()
    names = [
        'textbox "Din reflektion"',
        'group "Taggar"',
        'searchbox "Sök bland taggarna"',
        'group "Hur viktigt det är"',
        'checkbox "Inget viktigt område"',
        'group "Hur det fungerar"',
        'group "Förutsättningar"',
        'group "Hur känns det? (frivilligt)"',
        'radio "Mycket positivt (+2)"',
        'radio "Vill inte ange"',
        'textbox "Vad kan ni pröva före jul? (frivilligt)"',
        'button "Skicka"',
        'button "Spara utkast"',
    ]
    places = [tree.find(name) for name in names]
    assert -1 not in places, (names[places.index(-1)], json.dumps(tree))
    assert places == sorted(places)


def test_the_emotion_is_one_stop_for_the_keyboard_and_arrows_move_in_it(
    person: Callable[..., Person], address: str
) -> None:
    love = person("Love Spånghage", width=390)
    love.open(address)
    love.tab_to("", "Hur känns det?")
    love.page.keyboard.press("Space")
    love.page.keyboard.press("ArrowDown")
    assert love.page.locator("[name=emotion]:checked").get_attribute("value") == "1"
    love.page.keyboard.press("Tab")
    assert love.page.evaluate("() => document.activeElement.name") == "action_short"
