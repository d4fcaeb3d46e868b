"""From a table to the texts behind a cell, and to a sentence that somebody takes responsibility for."""

import json
from collections.abc import Callable
from typing import Any

from tests.journeys.files import REFERENCE
from tests.journeys.person import Person

PUBLISHED: dict[str, Any] = json.loads(REFERENCE.with_name("hassleholm_published.json").read_text("utf-8"))
CELLS = (
    ("Okej fungerande område", "03"),
    ("Analysförmågan behöver utvecklas", "05b"),
    ("Mycket viktigt område", "06"),
)
SENTENCE = "Hälften vill bli bättre på att analysera (33 av 65, 51 %), och ingen säger att det brådskar."


def to_the_round(maj: Person) -> None:
    """Go to the round of spring 2026."""
    maj.open("/omgangar/")
    maj.choose("Nulägesanalys våren 2026")


def test_the_table_has_the_studys_figures_and_every_cell_leads_to_its_texts(person: Callable[..., Person]) -> None:
    maj = person("Maj Sävdunge")
    to_the_round(maj)
    maj.choose("Tabeller och bilder")
    shares = PUBLISHED["tag_share_percent"]
    for tag, assignment in CELLS:
        maj.tab_to(f"{shares[tag][assignment]} %", tag)
    assert sum(map(len, PUBLISHED["marked"].values())) == 37
    assert "Markerade: 37." in maj.says

    maj.pick("Markera", "De som avviker")
    maj.page.wait_for_url("**markering=avvikande**")
    maj.look()
    assert "Fishers exakta test" in maj.says

    maj.choose("93 % (27 av 29 reflektioner", "Mycket viktigt område")
    assert maj.page.locator("#antal-texter").inner_text().startswith("27 reflektioner")
    maj.pick("Verksamhetsområde", "Grundskola")
    maj.choose("Visa")
    assert "Grundskola" in maj.says
    fewer = maj.page.locator("#antal-texter").inner_text()
    maj.choose("Ta bort Grundskola")
    assert maj.page.locator("#antal-texter").inner_text() != fewer


def test_a_table_is_shown_as_a_picture_and_taken_along(person: Callable[..., Person]) -> None:
    maj = person("Maj Sävdunge", width=390, scheme="dark")
    to_the_round(maj)
    maj.choose("Tabeller och bilder")
    maj.choose("Bild och tabell")
    assert maj.page.locator("svg[role]").count()
    name, data = maj.fetch("CSV", "Ta med dig")
    assert name.endswith(".csv")
    assert "Mycket viktigt område" in data.decode()


def test_a_pattern_is_written_anew_and_approved(person: Callable[..., Person]) -> None:
    maj = person("Maj Sävdunge")
    to_the_round(maj)
    maj.choose("Mönster", "Omgångens sidor")
    maj.write("Mening 01", SENTENCE)
    maj.choose("Spara utkast", "01")
    assert "Utkast" in maj.page.locator("section", has_text="01 Systematiskt").first.inner_text()
    maj.choose("Godkänn", "01")
    assert "Meningen är godkänd." in maj.says
    assert maj.page.get_by_label("Mening 01").input_value() == SENTENCE
    maj.choose("Analysförmågan behöver utvecklas: 33 av 65", "01")
    assert maj.page.locator("#antal-texter").inner_text().startswith("33 reflektioner")
