"""Tables of emotion and participation shared outside the circle of readers: the round's own figures, and no others."""

from collections.abc import Callable
from uuid import UUID

import pytest

from kedjan.reflection import service as reflection
from kedjan.releases import service as releases
from kedjan_site.demo import cast
from tests.pages.checks import text_of
from tests.pages.client import Page, PageClient
from tests.pages.rounds_pages import READER, address, figures, study
from tests.pages.test_sharing_pages import BESIDE, BOARD, MERGED, WITH, lists
from tests.rooms.reflection_rounds import a_round, file_of, read_in

pytestmark = pytest.mark.django_db
type SignedIn = Callable[[str], PageClient]

EMOTIONS = [("tabell", name) for name in ("kansla-ytterst", "kansla-uppdrag", "kansla-omraden", "svarskurva")]
CHOICE = [*EMOTIONS, *BESIDE, *MERGED]
SHARE = "Dela utanför läskretsen"


@pytest.fixture
def of() -> reflection.Round:
    return study()


@pytest.fixture
def maj(signed_in: SignedIn) -> PageClient:
    return signed_in(READER)


@pytest.fixture
def shared(maj: PageClient, of: reflection.Round) -> str:
    page = maj.open(address(of, "dela/", *CHOICE))
    return maj.submit(page, SHARE, title="Känslan i våras", purpose="Till nämnden", **lists(CHOICE)).to


def without_persons(cells: list[str]) -> list[str]:
    """The round's own distribution, with the number of answers where its pages have persons."""
    steps, none_given, mean = cells[:5], cells[5], cells[7]
    return [*steps, none_given, str(sum(map(int, steps))), mean]


def own(maj: PageClient, of: reflection.Round, kind: str, *pairs: tuple[str, str]) -> Page:
    return maj.open(address(of, f"tabeller/{kind}/", *pairs, *BESIDE, *MERGED))


def test_the_shared_distributions_are_the_rounds_own(
    maj: PageClient, of: reflection.Round, shared: str, signed_in: SignedIn
) -> None:
    page = signed_in(BOARD).open(shared)
    by_assignment = figures(own(maj, of, "kanslans-fordelning"), "emotions")
    assert figures(page, "emotion_by_assignment") == {
        head: without_persons(cells) for head, cells in by_assignment.items()
    }
    by_area = figures(own(maj, of, "kanslans-fordelning", ("per", "omrade")), "emotions")
    assert figures(page, "emotion_by_area") == {head: without_persons(cells) for head, cells in by_area.items()}
    assert set(by_area) == {"Förskola", "Grundskola", WITH, "Alla"}


def test_the_shared_lowest_and_highest_are_the_rounds_own(
    maj: PageClient, of: reflection.Round, shared: str, signed_in: SignedIn
) -> None:
    found = figures(signed_in(BOARD).open(shared), "emotion_spread")
    assert found == figures(own(maj, of, "kansla-lagst-hogst"), "emotion_spread")
    assert found["01"] == [f"{WITH} (n 13)", "−0,4", "Grundskola (n 31)", "0,6", "1,0"]


def test_the_shared_curve_is_the_rounds_own_and_says_where_it_falls_under_half(
    shared: str, signed_in: SignedIn
) -> None:
    page = signed_in(BOARD).open(shared)
    found = figures(page, "response_curve")
    assert [cells[0] for cells in found.values()] == ["65", "62", "53", "41", "45", "29", "29", "30", "48"]
    assert found["05b"] == ["29", "45"]
    assert page.text.count("under hälften har svarat") >= 4


def test_persons_are_never_counted_beside_reflections(shared: str, signed_in: SignedIn) -> None:
    heads = [text_of(head) for head in signed_in(BOARD).open(shared).all("th")]
    assert "Personer" not in heads


def test_the_shared_pictures_hold_only_what_is_shared(shared: str, signed_in: SignedIn) -> None:
    page = signed_in(BOARD).open(shared)
    drawings = [svg for svg in page.all("{http://www.w3.org/2000/svg}svg") if svg.get("class") == "picture"]
    assert len(drawings) == 8
    assert len([text for text in map(text_of, drawings) if "mellan lägst och högst" in text]) == 2
    assert "/texter/" not in page.html


def test_each_shared_table_is_taken_along_as_a_file(shared: str, signed_in: SignedIn) -> None:
    reader = signed_in(BOARD)
    for key in ("emotion_spread", "emotion_by_assignment", "emotion_by_area", "response_curve"):
        text = reader.open(f"{shared}{key}.csv").response.content.decode("utf-8-sig")
        assert "05b" in text or "Förskola" in text
        assert reader.http.get(f"{shared}{key}.xlsx").content.startswith(b"PK")
    text = reader.open(f"{shared}response_curve.csv").response.content.decode("utf-8-sig")
    assert "05b;29;44,6" in text


def test_an_area_that_may_not_be_shown_is_neither_lowest_nor_highest(maj: PageClient, of: reflection.Round) -> None:
    """The adapted schools have the lowest emotion of all on 05b; one person answered there."""
    areas = [*BESIDE, ("grupp", "Gymnasieskola"), ("grupp", "Anpassade skolformer")]
    page = maj.open(address(of, "dela/", ("tabell", "kansla-ytterst"), *areas))
    assert "Anpassade skolformer" not in " ".join(
        cell for cells in figures(page, "emotion_spread").values() for cell in cells
    )
    assert "Anpassade skolformer är inte med i jämförelsen på 01, 02" in page.text


def test_the_lowest_and_highest_of_fewer_than_two_areas_is_refused_in_words(
    maj: PageClient, of: reflection.Round
) -> None:
    page = maj.open(address(of, "dela/", ("tabell", "kansla-ytterst"), ("grupp", "Förskola")))
    assert "Lägsta och högsta känsla kräver minst två verksamhetsområden bredvid varandra." in page.text
    assert not page.all("table")


def alike() -> reflection.Round:
    """Six in preschool all rather positive, six in school of different minds."""
    by = cast.actor(READER)
    made = a_round(by, title="Lika", invited=12)
    rows = [f"01;Förskola;f{n};1;Övrigt;Ord." for n in range(6)]
    rows += [f"01;Grundskola;g{n};{n % 3 - 1};Okej fungerande område;Ord." for n in range(6)]
    read_in(by, made, file_of(*rows))
    return reflection.round(by=by, id=made.id)


def test_a_group_where_everybody_felt_alike_is_shown_when_that_has_been_considered(maj: PageClient) -> None:
    of = alike()
    choice = [("tabell", "kansla-omraden"), *BESIDE]
    page = maj.open(address(of, "dela/", *choice))
    assert "Där alla har svarat lika" in page.text
    assert "Ganska positivt (+1): Förskola (totalt)" in page.text
    words = {"title": "Känslan", "purpose": "Till nämnden"}
    again = maj.submit(page, SHARE, **words, **lists(choice), status=200)
    assert "I några grupper har alla svarat lika." in again.text
    assert releases.list_releases(by=cast.actor(READER)).total == 0
    where = maj.submit(again, SHARE, **words, **lists(choice), considered="on").to
    assert figures(maj.open(where), "emotion_by_area")["Förskola"] == ["0", "0", "0", "6", "0", "0", "6", "1,0"]


def test_without_such_groups_nothing_is_asked(maj: PageClient, of: reflection.Round) -> None:
    page = maj.open(address(of, "dela/", *CHOICE))
    assert "Där alla har svarat lika" not in page.text
    assert not page.all("input", name="considered")


def test_agreement_cannot_be_shared_past_the_page(maj: PageClient) -> None:
    of = alike()
    posted = {"tabell": "kansla-omraden", "grupp": ["Förskola", "Grundskola"], "seen": "0", "key": str(UUID(int=8))}
    maj.post(address(of, "dela/"), {**posted, "title": "T", "purpose": "P"}, status=200)
    assert releases.list_releases(by=cast.actor(READER)).total == 0
