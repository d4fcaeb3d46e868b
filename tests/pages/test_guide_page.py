"""The page for whoever does it for the first time: five steps, an example of each, and no words of the trade (C24)."""

import re
from collections.abc import Callable

import pytest

from tests.pages.client import PageClient

pytestmark = pytest.mark.django_db
type SignedIn = Callable[[str], PageClient]
JARGON = re.compile(r"\bSKA\b|\bIPS\b|situationsanalys|triangul|evidens|implementer|institutional|indikator")


def test_the_way_is_told_in_five_steps_with_an_example_of_each_and_no_jargon(nobody: PageClient) -> None:
    page = nobody.open(nobody.open("/om/").links()["Så går det till"])
    headings = ["1. Fråga", "2. Svara och läs", "3. Säg vad ni tror", "4. Besluta", "5. Följ upp och berätta"]
    assert [each for each in headings if each in page.text] == headings and len(page.all("blockquote")) == 5
    assert not JARGON.search(page.text) and len(page.text.split()) < 400, "it is one page"
    assert "Till åtgärderna" not in page.links(), "nobody is signed in"


@pytest.mark.parametrize(("name", "sees"), [("Maj Sävdunge", 5), ("Gunnel Ekspång", 2)])
def test_each_step_leads_to_where_it_is_done_for_those_who_may(signed_in: SignedIn, name: str, sees: int) -> None:
    client = signed_in(name)
    links = client.open("/sa-gar-det-till/").links()
    there = [url for words, url in links.items() if words.startswith("Till ") and words != "Till innehållet"]
    assert len(there) == sees
    for url in there:
        client.open(url)
