"""Sharing outside the circle of readers: seen before it goes out, refused with reasons, read by all, withdrawn."""

from collections.abc import Callable, Sequence
from uuid import UUID

import pytest

from kedjan.reflection import service as reflection
from kedjan.releases import service as releases
from kedjan_site.demo import cast
from tests.pages.checks import text_of
from tests.pages.client import Page, PageClient
from tests.pages.rounds_pages import LEADER, NEIGHBOUR, READER, STAFF, address, figures, study

pytestmark = pytest.mark.django_db
type SignedIn = Callable[[str], PageClient]

WITH = "Gymnasieskola + Anpassade skolformer"
ALL_TABLES = [("tabell", "taggar"), ("tabell", "omraden"), ("tabell", "taggar-omraden")]
MERGED = [("ihop", "Gymnasieskola"), ("ihop", "Anpassade skolformer")]
BESIDE = [("grupp", "Förskola"), ("grupp", "Grundskola")]
LEAKING = [*ALL_TABLES, *BESIDE, ("grupp", "Gymnasieskola"), *MERGED]
BOARD = "Gunnel Ekspång"


@pytest.fixture
def of() -> reflection.Round:
    return study()


@pytest.fixture
def maj(signed_in: SignedIn) -> PageClient:
    return signed_in(READER)


def shared(client: PageClient, of: reflection.Round, *pairs: tuple[str, str]) -> str:
    chosen = pairs or (*ALL_TABLES, *BESIDE, *MERGED)
    page = client.open(address(of, "dela/", *chosen))
    words = {"title": "Tabeller våren", "purpose": "Till nämnden"}
    return client.submit(page, "Dela utanför läskretsen", **words, **lists(chosen)).to


def lists(pairs: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    """The pairs of an address as a form sends them: each name with all its values."""
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def test_nothing_goes_out_before_it_is_seen_and_confirmed(maj: PageClient, of: reflection.Round) -> None:
    page = maj.open(address(of, "dela/"))
    assert "Dela utanför läskretsen" not in page.form("Se vad som går ut").buttons
    seen = maj.open(address(of, "dela/", *ALL_TABLES, *BESIDE, *MERGED))
    assert "Inget behöver döljas." in seen.text
    assert len(seen.all("table")) == 3
    assert releases.list_releases(by=cast.actor(READER)).total == 0


def test_a_group_beside_its_member_is_refused_and_explained(maj: PageClient, of: reflection.Round) -> None:
    page = maj.open(address(of, "dela/", *LEAKING))
    assert f"{WITH} bredvid Gymnasieskola skulle visa Anpassade skolformer: färre än 5 personer." in page.text
    for code in ("01", "05b", "08"):
        assert f"{code}: färre än 5 personer" in page.text
    assert not page.all("table")
    assert "Dela utanför läskretsen" not in {b for f in (page.form("Se vad som går ut"),) for b in f.buttons}


@pytest.mark.parametrize(
    "way", [f"Dela utan {WITH}", "Dela utan Gymnasieskola", f"Behåll {WITH} och dölj det som ingår"]
)
def test_each_way_out_of_a_refusal_can_be_shared(maj: PageClient, of: reflection.Round, way: str) -> None:
    page = maj.open(address(of, "dela/", *LEAKING))
    better = maj.open(page.path.split("?")[0] + page.links()[way])
    assert "Det här kan inte delas" not in better.text
    assert len(better.all("table")) == 3


def test_a_leak_cannot_be_forced_past_the_page(maj: PageClient, of: reflection.Round) -> None:
    posted = {**lists(LEAKING), "title": "T", "purpose": "P", "seen": "0", "key": str(UUID(int=7))}
    page = maj.post(address(of, "dela/"), posted, status=200)
    assert "Det här kan inte delas" in page.text
    assert releases.list_releases(by=cast.actor(READER)).total == 0


def test_hidden_members_stand_with_their_reasons_and_without_their_figures(
    maj: PageClient, of: reflection.Round, signed_in: SignedIn
) -> None:
    choice = [*ALL_TABLES, *BESIDE, *MERGED, ("dolj", "ja")]
    page = maj.open(address(of, "dela/", *choice))
    assert (
        "färre än 5 personerAnpassade skolformer (01, 02, 03, 04, 05a, 05b, 06, 07, 08, totalt) · Gymnasieskola (08)"
        in page.text
    )
    assert "döljs för att du valde detGymnasieskola (01, 02" in page.text
    reader = signed_in(BOARD)
    released = reader.open(shared(maj, of, *choice))
    found = figures(released, "by_area")
    for cells in found.values():
        assert cells[9:15] == [".."] * 6
    assert "döljs för att skydda färre än 5 personer" in released.text
    assert "valde" not in released.text


def test_hidden_values_are_nowhere_in_what_is_sent(maj: PageClient, of: reflection.Round, signed_in: SignedIn) -> None:
    """The pupils' school alone has 18 reflections and 54 tags: the group with it has 89, without it 71."""
    where = shared(maj, of, ("tabell", "omraden"), *BESIDE, *MERGED, ("dolj", "ja"))
    reader = signed_in(BOARD)
    page = reader.open(where)
    assert "/texter/" not in page.html
    text = reader.open(page.links()["CSV"]).response.content.decode("utf-8-sig")
    for body in (page.text, text):
        words = body.replace(";", " ").split()
        assert "89" in words
        assert "71" not in words
        assert "18" not in words


def test_what_is_shared_is_read_by_everybody_here_and_by_nobody_elsewhere(
    maj: PageClient, of: reflection.Round, signed_in: SignedIn
) -> None:
    where = shared(maj, of)
    for name in (BOARD, STAFF, "Ida Vasskulle"):
        listed = signed_in(name).open("/delat/")
        assert listed.links()["Tabeller våren"] == where
        page = signed_in(name).open(where)
        assert "Till nämnden" in page.text
        assert figures(page, "by_area")["05b"][9] == "8"
    signed_in(NEIGHBOUR).open(where, status=404)
    assert "Tabeller våren" not in signed_in(NEIGHBOUR).open("/delat/").text


def test_only_readers_of_the_round_are_shown_the_way_to_its_texts(
    maj: PageClient, of: reflection.Round, signed_in: SignedIn
) -> None:
    where = shared(maj, of)
    assert "Du läser omgången" in maj.open(where).text
    assert "Du läser omgången" not in signed_in(BOARD).open(where).text


def test_shared_tables_have_pictures_of_the_shared_values(maj: PageClient, of: reflection.Round) -> None:
    page = maj.open(shared(maj, of))
    drawings = [svg for svg in page.all("{http://www.w3.org/2000/svg}svg") if svg.get("class") == "picture"]
    assert len(drawings) == 6
    words = [text_of(drawing) for drawing in drawings]
    assert "Medelkänsla0,40,30,50,70,60,1−0,10,70,30,4" in words[0].replace(" ", "")


def test_shared_material_can_be_printed_by_those_who_may_not_share(
    maj: PageClient, of: reflection.Round, signed_in: SignedIn
) -> None:
    page = signed_in(BOARD).open(shared(maj, of))
    (button,) = [each for each in page.all("button") if each.get("data-print") is not None]
    assert text_of(button) == "Skriv ut"
    assert [each for each in page.all("script") if "tables" in each.get("src", "")]
    assert "Dra tillbaka" not in page.links()


def test_a_form_sent_twice_shares_once(maj: PageClient, of: reflection.Round) -> None:
    page = maj.open(address(of, "dela/", ("tabell", "taggar")))
    values = {"title": "En gång", "purpose": "Till nämnden"}
    first = maj.submit(page, "Dela utanför läskretsen", **values)
    second = maj.submit(page, "Dela utanför läskretsen", **values)
    assert first.to == second.to
    assert releases.list_releases(by=cast.actor(READER)).total == 1


def test_what_is_shared_meanwhile_is_seen_before_more_goes_out(maj: PageClient, of: reflection.Round) -> None:
    page = maj.open(address(of, "dela/", ("tabell", "taggar")))
    shared(maj, of)
    again = maj.submit(page, "Dela utanför läskretsen", title="Sen", purpose="P", status=200)
    assert "Något mer hade delats under tiden." in again.text
    assert releases.list_releases(by=cast.actor(READER)).total == 1


def test_earlier_releases_count_when_more_is_shared(maj: PageClient, of: reflection.Round) -> None:
    shared(maj, of, ("tabell", "omraden"), *BESIDE, *MERGED)
    page = maj.open(address(of, "dela/", ("tabell", "omraden"), *BESIDE, ("grupp", "Gymnasieskola")))
    assert "döljs så att andra inte kan räknas fram" in page.text


def test_a_purpose_is_asked_for(maj: PageClient, of: reflection.Round) -> None:
    page = maj.open(address(of, "dela/", ("tabell", "taggar")))
    again = maj.submit(page, "Dela utanför läskretsen", title="T", purpose=" ", status=200)
    assert again.all("div", role="alert")
    assert releases.list_releases(by=cast.actor(READER)).total == 0


def test_withdrawing_asks_why_and_takes_the_tables_from_view(
    maj: PageClient, of: reflection.Round, signed_in: SignedIn
) -> None:
    where = shared(maj, of)
    confirm = maj.open(maj.open(where).links()["Dra tillbaka"])
    maj.submit(confirm, "Dra tillbaka", reason="  ", status=200)
    maj.submit(confirm, "Dra tillbaka", reason="Fel period.")
    reader = signed_in(BOARD)
    page = reader.open(where)
    assert "Fel period." in page.text
    assert not page.all("table")
    assert "Tabeller våren" not in reader.open("/delat/").text
    assert "Tillbakadraget" in maj.open("/delat/").text
    reader.open(where + "by_area.csv", status=404)


@pytest.mark.parametrize("name", [STAFF, BOARD])
def test_only_who_may_share_shares_and_withdraws(
    maj: PageClient, of: reflection.Round, signed_in: SignedIn, name: str
) -> None:
    where = shared(maj, of)
    client = signed_in(name)
    client.open(address(of, "dela/"), status=403)
    client.open(where + "dra-tillbaka/", status=403)
    assert "Dra tillbaka" not in client.open(where).links()


def test_a_leader_who_does_not_read_cannot_share(signed_in: SignedIn, of: reflection.Round) -> None:
    signed_in(LEADER).open(address(of, "dela/"), status=403)


def test_nothing_shared_says_what_will_stand_here(signed_in: SignedIn) -> None:
    assert "Inget är delat än" in signed_in(BOARD).open("/delat/").text


def test_shared_material_takes_the_same_few_queries(maj: PageClient, of: reflection.Round, signed_in: SignedIn) -> None:
    where = shared(maj, of)
    reader = signed_in(BOARD)
    one = len(reader.open("/delat/").queries)
    shared(maj, of, ("tabell", "taggar"))
    assert len(reader.open("/delat/").queries) == one == 8
    assert queries(reader.open(where)) == 14
    assert queries(maj.open(address(of, "dela/", *ALL_TABLES, *BESIDE, *MERGED))) == 32


def queries(page: Page) -> int:
    return len(page.queries)
