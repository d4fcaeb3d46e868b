"""Two areas held against each other on one tag: said as surely as the interval allows, and no more surely."""

from collections.abc import Callable
from urllib.parse import parse_qsl, urlsplit

import pytest

from kedjan.reflection import service as reflection
from tests.pages.client import Page, PageClient
from tests.pages.rounds_pages import READER, STUDYS_GROUPS, address, study

pytestmark = pytest.mark.django_db
type SignedIn = Callable[[str], PageClient]
PRECONDITIONS = "Dåliga förutsättningar"
MERGED = "Gymnasieskola + Anpassade skolformer"


@pytest.fixture
def of() -> reflection.Round:
    return study()


@pytest.fixture
def maj(signed_in: SignedIn) -> PageClient:
    return signed_in(READER)


def compared(client: PageClient, of: reflection.Round, one: str, other: str, tag: str = PRECONDITIONS) -> Page:
    pairs = (("tagg", tag), ("ena", one), ("andra", other), *STUDYS_GROUPS)
    return client.open(address(of, "tabeller/taggar-per-verksamhetsomrade/", *pairs))


def test_a_difference_whose_interval_leaves_out_nought_is_called_one(maj: PageClient, of: reflection.Round) -> None:
    page = compared(maj, of, "Förskola", "Grundskola")
    assert "20 % (28 av 142 reflektioner)" in page.text
    assert "4 % (6 av 171 reflektioner)" in page.text
    assert "16,2 procentenheter (9,3–23,8)" in page.text
    assert "Förskola använder taggen i högre grad än Grundskola." in page.text


def test_the_one_that_uses_the_tag_more_is_named_whichever_was_chosen_first(
    maj: PageClient, of: reflection.Round
) -> None:
    page = compared(maj, of, "Grundskola", "Förskola")
    assert "−16,2 procentenheter (−23,8 till −9,3)" in page.text
    assert "Förskola använder taggen i högre grad än Grundskola." in page.text


def test_a_difference_whose_interval_holds_nought_is_no_certain_one(maj: PageClient, of: reflection.Round) -> None:
    page = compared(maj, of, "Förskola", "Grundskola", "Analysförmågan behöver utvecklas")
    assert "Ingen säker skillnad." in page.text
    assert "i högre grad" not in page.text


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ("Förskola", "Förskola", "Välj två olika områden."),
        ("Gymnasieskola", MERGED, "De två går inte att jämföra: en del reflektioner ingår i båda."),
    ],
)
def test_what_cannot_be_compared_is_told_why(
    maj: PageClient, of: reflection.Round, one: str, other: str, said: str
) -> None:
    page = compared(maj, of, one, other)
    assert said in page.text
    assert "procentenheter (" not in page.text


def test_merged_areas_can_be_compared_with_another(maj: PageClient, of: reflection.Round) -> None:
    page = compared(maj, of, "Förskola", MERGED)
    assert f"{PRECONDITIONS}: Förskola och {MERGED}" in page.text
    assert "10 % (9 av 89 reflektioner)" in page.text


def test_the_form_keeps_what_is_chosen_in_the_table_and_the_table_what_is_compared(
    maj: PageClient, of: reflection.Round
) -> None:
    page = compared(maj, of, "Förskola", "Grundskola")
    form = page.form("Jämför")
    assert (form.values["tagg"], form.values["ena"], form.values["andra"]) == (
        PRECONDITIONS,
        "Förskola",
        "Grundskola",
    )
    assert {"grupp", "ihop"} <= form.names
    assert {"tagg", "ena", "andra"} <= page.form("Visa").names
    assert ("ena", "Förskola") in parse_qsl(urlsplit(page.links()["Svarskurva"]).query)


def test_nothing_is_said_before_all_is_chosen_or_of_what_is_unknown(maj: PageClient, of: reflection.Round) -> None:
    for one, other, tag in (
        ("Förskola", "", PRECONDITIONS),
        ("Förskola", "Månbas", PRECONDITIONS),
        ("Förskola", "Grundskola", "<script>"),
    ):
        assert "procentenheter (" not in compared(maj, of, one, other, tag).text


def test_only_the_table_of_tags_in_each_area_compares(maj: PageClient, of: reflection.Round) -> None:
    page = maj.open(address(of, "tabeller/taggar-per-uppdrag/"))
    assert "Jämför två områden" not in page.text
