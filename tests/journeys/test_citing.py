"""Using what one sees as evidence where it is seen: by keyboard, on a phone, and without script; undone there."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.conftest import answered_round
from tests.journeys.person import Person

FIGURE, BACK = "Använd siffran som texterna ger som underlag", "Tillbaka utan att använda det"


@pytest.fixture
def without_script(house: str, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(base_url=house, java_script_enabled=False, locale="sv-SE")
    yield context.new_page()
    context.close()


def test_a_figure_becomes_evidence_by_keyboard_and_is_undone_where_it_was_seen(
    house: str, person: Callable[..., Person]
) -> None:
    texts = f"{answered_round(house, 'Att anföra')}texter/?uppdrag=01"
    for width in (1280, 390):
        maj = person("Maj Sävdunge", width=width)
        maj.open(texts)
        maj.choose(FIGURE)
        assert maj.heading == "Använd som underlag" and "Antal reflektioner" in maj.says
        maj.choose("Det talar för")
        assert maj.page.url.endswith(texts) and "Tillagt som belägg." in maj.says
        maj.choose("Ångra")
        assert maj.page.url.endswith(texts) and "Det är borttaget igen." in maj.says
        maj.choose(FIGURE)
        maj.choose(BACK)
        assert maj.page.url.endswith(texts)


def test_all_of_it_works_without_script(house: str, without_script: Page) -> None:
    page: Any = without_script
    texts = f"{answered_round(house, 'Utan skript')}texter/?uppdrag=01"
    page.goto("/demo/")
    page.get_by_role("button", name="Maj Sävdunge").click()
    page.goto(texts)
    page.get_by_role("link", name=FIGURE).click()
    page.get_by_role("button", name="Det talar emot").first.click()
    assert page.url.endswith(texts)
    page.get_by_role("button", name="Ångra").click()
    assert page.url.endswith(texts) and "Det är borttaget igen." in page.locator("main").inner_text()
