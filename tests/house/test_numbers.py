"""Numbers are written in the reader's language, and in one place: 2,5 on a Swedish page, 2.5 on an English one."""

import re
from functools import partial
from pathlib import Path

import pytest
from django.test import Client
from lxml import html

from kedjan_site.demo import cast
from kedjan_web.rounds.tables.kinds import KINDS
from tests.faults.worlds import build
from tests.house.sources import SOURCE, imports_of, module_of, python_files
from tests.house.walking import as_member, every_address

CLOCK = re.compile(r"(?:at|kl\.) \d\d\.\d\d")
WITH_FIGURES = re.compile(r"/(tabeller|kombinationer|utvardering|delat|komponenter|overens|utdrag)/")
WRITES = "kedjan_web.components.numbers"
PICTURE_WORDS = SOURCE / "kedjan_web" / "rounds" / "tables" / "words.py"
SWEDISH = "kedjan_web.reports."
"""A report is in Swedish, whoever reads it, and its figures with it."""


def pages() -> list[Path]:
    return [path for path in python_files() if (name := module_of(path)).startswith("kedjan_web") and name != WRITES]


def test_pages_write_figures_in_one_place() -> None:
    for path in pages():
        imported = set(imports_of(path))
        if not module_of(path).startswith(SWEDISH):
            assert "kedjan_statistics.figure.shown" not in imported, path
            words = "kedjan_formats.pictures.Words" in imported or "pictures.Words(" in path.read_text("utf-8")
            assert not words or path == PICTURE_WORDS, f"{path}: ask for picture_words()"


def test_nobody_writes_decimals_by_hand() -> None:
    drawings = [path for path in (SOURCE / "kedjan_formats" / "pictures").glob("*.py") if path.name != "svg.py"]
    for path in (*pages(), *drawings):
        text = path.read_text("utf-8")
        assert not re.search(r"\{[^{}]*:[^{}]*\.\d*[efg%]\}|\{[^{}]*:g\}", text), path
        assert '.replace(".", ",")' not in text, path


def decimals(page: bytes, point: str) -> list[str]:
    """The numbers with decimals that a page says, in order: in text, in pictures and aloud; not what is in a report."""
    tree = html.document_fromstring(page)
    for report in tree.xpath("//body//*[@lang='sv']"):
        report.drop_tree()
    texts = " \n ".join(tree.xpath("//body//text()|//body//@aria-label|//body//@title"))
    return re.findall(rf"(?<![\d.])\d+{re.escape(point)}\d+(?![\d.])", CLOCK.sub("", texts))


def in_language(client: Client, language: str, path: str) -> bytes:
    """What a page says to somebody who has chosen a language; nothing where it is not theirs to open."""
    client.cookies["kedjan_language"] = language
    answer = client.get(path)
    assert answer.status_code in {200, 302, 403, 404}, path
    return answer.content if answer.status_code == 200 else b""


@pytest.mark.django_db
def test_every_page_with_figures_writes_them_in_the_language_that_is_chosen() -> None:
    world = build(cast.EKKOPING, "Kvastören")
    said = partial(in_language, as_member(world.developer))
    tables = [f"/omgangar/{world.things['round']}/tabeller/{slug}/?som=bild" for slug in KINDS]
    others = [path for path in every_address(world) if WITH_FIGURES.search(path) and "." not in path]
    met = 0
    for path in (*tables, *others):
        if swedish := said("sv", path):
            english, commas = said("en", path), decimals(swedish, ",")
            assert decimals(english, ",") == [], path
            assert decimals(english, ".") == [each.replace(",", ".") for each in commas], path
            met += len(commas)
    assert met > 100, "there are figures to write"
