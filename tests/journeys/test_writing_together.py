"""Two who write in one report: saved as it is left, both texts where they meet, and nothing written is lost."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.journeys.person import Person

HEADING = "Så gick året"
FIRST, SECOND = f"{HEADING}, stycke 1", f"{HEADING}, stycke 2"
KEPT = "() => Object.keys(localStorage).filter(name => name.startsWith('kedjan.draft.'))"
FOCUSED = "() => document.activeElement.tagName + ' ' + document.activeElement.value"


def begin(maj: Person, title: str) -> str:
    """Begin a report with two texts; return the address where it is written."""
    maj.open("/rapporter/ny/")
    maj.write("Titel", title)
    maj.choose("Påbörja")
    maj.choose("Lägg till ett avsnitt")
    maj.write("Rubrik", HEADING)
    maj.choose("Spara")
    for text in ("Året började lugnt.", "Våren blev kort."):
        maj.choose("Text", f"Lägg till i ”{HEADING}”")
        maj.write("Text", text)
        maj.choose("Lägg in")
    assert maj.page.evaluate(KEPT) == []
    return maj.path


def open_part(person: Person, number: int) -> None:
    """Open a part for writing where it stands, and come to its field."""
    person.press(f"Ändra ({HEADING}, {number})")
    person.page.wait_for_function("() => document.activeElement.tagName === 'TEXTAREA'")


def type_anew(person: Person, text: str) -> None:
    """Write in the field that has the focus, in place of what stood there."""
    person.page.keyboard.press("Control+A")
    person.page.keyboard.insert_text(text)


def leave(person: Person) -> None:
    """Go on with Tab, which is what saves."""
    person.page.keyboard.press("Tab")


def part(person: Person, name: str) -> str:
    """Return what a part says, with what its field holds."""
    article = person.page.get_by_role("article", name=name)
    field = article.locator("textarea")
    return article.inner_text() + (field.input_value() if field.count() else "")


@pytest.mark.parametrize("width", [390, 1280])
def test_a_part_is_saved_as_it_is_left(person: Callable[..., Person], width: int) -> None:
    maj = person("Maj Sävdunge", width=width)
    begin(maj, f"Läsåret på {width}")
    open_part(maj, 1)
    maj.look()
    type_anew(maj, "Året började i dimma.")
    assert "Inte sparat än" in part(maj, FIRST)
    assert len(maj.page.evaluate(KEPT)) == 1
    leave(maj)
    maj.waits_for("Sparat 07.40")
    assert maj.page.evaluate(KEPT) == []
    maj.press("Klar", FIRST)
    maj.page.get_by_role("link", name=f"Ändra ({HEADING}, 1)").wait_for()
    maj.page.wait_for_function("() => document.activeElement.textContent.includes('Ändra')")
    maj.page.reload()
    maj.look()
    assert "Året började i dimma." in maj.says and "Året började lugnt." not in maj.says


def test_two_meet_in_a_part_and_one_chooses(person: Callable[..., Person]) -> None:
    maj, torun = person("Maj Sävdunge"), person("Torun Hedspång")
    address = begin(maj, "Läsåret tillsammans")
    torun.open(address)
    open_part(maj, 2)
    open_part(torun, 1)
    type_anew(torun, "Året började enligt Torun.")
    leave(torun)
    torun.waits_for("Sparat 07.40")

    type_anew(maj, "Våren blev kort, och")
    maj.waits_for("Året började enligt Torun.")
    assert maj.page.evaluate(FOCUSED) == "TEXTAREA Våren blev kort, och", "news leave the field and its focus alone"
    maj.page.keyboard.insert_text(" sommaren lång.")
    leave(maj)
    maj.waits_for("Sparat 07.40")

    open_part(maj, 1)
    type_anew(maj, "Året började enligt Maj.")
    torun.press("Text", FIRST)
    torun.page.keyboard.press("Control+A")
    torun.page.keyboard.insert_text("Året började enligt Torun igen.")
    leave(torun)
    maj.waits_for("Torun Hedspång har ändrat det här under tiden.")
    leave(maj)
    maj.waits_for("Någon annan hann före")
    both = part(maj, FIRST)
    assert "Året började enligt Torun igen." in both and "Året började enligt Maj." in both
    maj.press("Låt min text stå", FIRST)
    maj.page.get_by_text("Någon annan hann före").wait_for(state="detached")
    assert "Året började enligt Maj." in part(maj, FIRST)

    torun.waits_for("Maj Sävdunge har ändrat det här under tiden.")
    torun.press("Text", FIRST)
    type_anew(torun, "Toruns tredje försök.")
    leave(torun)
    torun.waits_for("Någon annan hann före")
    torun.press("Låt den andra texten stå", FIRST)
    torun.page.get_by_text("Någon annan hann före").wait_for(state="detached")
    assert "Året började enligt Maj." in part(torun, FIRST) and "tredje" not in part(torun, FIRST)
    torun.press("Klar", FIRST)
    torun.page.get_by_role("link", name=f"Ändra ({HEADING}, 1)").wait_for()
    assert torun.page.evaluate(KEPT) == []
    maj.open(address)
    assert "Året började enligt Maj." in maj.says and "sommaren lång." in maj.says


def test_what_could_not_be_sent_is_there_when_the_tab_is_opened_again(person: Callable[..., Person]) -> None:
    maj = person("Maj Sävdunge")
    address = begin(maj, "Läsåret utan nät")
    open_part(maj, 1)
    browser = maj.page.context
    browser.set_offline(True)
    type_anew(maj, "Skrivet på tåget.")
    leave(maj)
    maj.page.get_by_text("Gick inte att spara just nu.").wait_for(timeout=20_000)
    maj.page.close()
    browser.set_offline(False)

    maj = Person(browser.new_page())
    maj.open(address)
    assert "Skrivet på tåget." not in maj.says
    open_part(maj, 1)
    maj.waits_for("Här är det du skrev förut. Det är inte sparat.")
    assert "Skrivet på tåget." in part(maj, FIRST)
    maj.page.keyboard.insert_text(" Och läst hemma.")
    leave(maj)
    maj.waits_for("Sparat 07.40")
    assert "Här är det du skrev förut." not in maj.says
    assert maj.page.evaluate(KEPT) == []
    maj.open(address)
    assert "Och läst hemma." in maj.says


def test_what_waits_is_sent_by_itself_when_the_network_is_back(person: Callable[..., Person]) -> None:
    maj = person("Maj Sävdunge")
    begin(maj, "Läsåret i tunneln")
    open_part(maj, 1)
    maj.page.context.set_offline(True)
    type_anew(maj, "Skrivet i tunneln.")
    leave(maj)
    maj.page.get_by_text("Gick inte att spara just nu.").wait_for(timeout=20_000)
    maj.page.context.set_offline(False)
    maj.page.get_by_text("Sparat 07.40").wait_for(timeout=30_000)
    assert all("Failed to fetch" in trouble for trouble in maj.troubles), "what failed was the network alone"
    maj.troubles.clear()
    maj.look()
    assert maj.page.evaluate(KEPT) == []


def test_a_report_marked_as_ready_is_settled_from_the_start_page(person: Callable[..., Person]) -> None:
    maj, torun = person("Maj Sävdunge", width=390), person("Torun Hedspång")
    begin(maj, "Läsåret färdigt")
    maj.choose("Klar att fastställa")
    maj.choose("Markera som klar att fastställa")
    maj.waits_for("Rapporten är markerad som klar.")
    torun.open("/")
    torun.choose("Öppna : Fastställ: Läsåret färdigt")
    torun.tick("Jag har läst rapporten som den står")
    torun.choose("Fastställ rapporten")
    assert "Rapporten är fastställd." in torun.says
    maj.waits_for("Torun Hedspång fastställde den")
    torun.open("/")
    assert "Fastställ: Läsåret färdigt" not in torun.says


def test_a_draft_is_the_writers_own_and_is_gone_after_signing_out(person: Callable[..., Person]) -> None:
    maj = person("Maj Sävdunge")
    begin(maj, "Läsåret på delad dator")
    maj.choose("Text", f"Lägg till i ”{HEADING}”")
    put = maj.path
    maj.write("Text", "Bara mitt än så länge.")
    assert len(maj.page.evaluate(KEPT)) == 1
    maj.open(put)
    assert "Här är det du skrev förut." in maj.says
    maj.press("Släng det")
    assert maj.page.get_by_label("Text").input_value() == "" and maj.page.evaluate(KEPT) == []
    maj.write("Text", "Bara mitt igen.")
    another_in_the_same_browser(maj.page, "Torun Hedspång")
    torun = Person(maj.page)
    torun.open(put)
    assert torun.page.get_by_label("Text").input_value() == ""
    assert len(torun.page.evaluate(KEPT)) == 1
    torun.open("/logga-ut/")
    torun.choose("Logga ut här")
    assert torun.page.evaluate(KEPT) == []


def another_in_the_same_browser(page: Page, name: str) -> None:
    """Let somebody else sign in where a session was left open."""
    page.context.clear_cookies()
    page.goto("/demo/")
    page.get_by_role("button", name=re.compile(name)).first.click()
    page.wait_for_load_state()
