"""The pages of the thread: from a thing to what it rests on and to what became of it, in words and as a picture."""

from collections.abc import Callable

import pytest

from kedjan.improvement import service as improvement
from kedjan_site.demo import cast
from tests.pages.client import PageClient
from tests.rooms.conclusions_made import MAJ, NEIGHBOUR, NOW, STAFF
from tests.rooms.threads_made import PETRA, Chain

pytestmark = pytest.mark.django_db
type SignedIn = Callable[[str], PageClient]
TORUN, BOARD = "Torun Hedspång", "Gunnel Ekspång"


@pytest.fixture
def chain(db: None) -> Chain:
    return Chain()


def thread(kind: str, key: str) -> str:
    return f"/traden/{kind}/{key}/"


def of_conclusion(chain: Chain) -> str:
    return thread("conclusion", improvement.conclusion_key(chain.conclusion))


def test_from_a_conclusion_one_follows_the_thread_to_a_quote_and_its_reflection_and_back(
    signed_in: SignedIn, chain: Chain
) -> None:
    maj = signed_in(MAJ)
    page = maj.open(maj.open(f"/slutsatser/{chain.conclusion}/").links()["Följ tråden"])
    assert "Den röda tråden" in page.text
    assert "Det är tiden som fattas." in page.text
    assert "talar emot det" in page.text
    assert [
        each for steps in page.all("ul", class_="k-thread__steps") for each in steps.iter("ul") if each is not steps
    ]
    page = maj.open(thread("loops.text", chain.text))
    assert "Det är tiden som fattas." in page.text
    assert f"/slutsatser/{chain.conclusion}/" in page.links().values()


def test_the_picture_says_in_words_what_it_draws_and_leads_on(signed_in: SignedIn, chain: Chain) -> None:
    page = signed_in(MAJ).open(of_conclusion(chain))
    pictures = page.all("div", class_="k-picture")
    assert len(pictures) == 2
    assert thread("themes.quote", chain.quote) in page.html.partition("k-picture")[2].partition("k-thread__steps")[0]


def test_a_thing_that_stands_alone_says_so_and_has_no_picture(signed_in: SignedIn, chain: Chain) -> None:
    alone = chain.at.concluded("Ensam").id
    page = signed_in(MAJ).open(thread("conclusion", improvement.conclusion_key(alone)))
    assert "Inget är anfört som belägg för det." in page.text
    assert "Inget bygger på det ännu." in page.text
    assert page.all("div", class_="k-picture") == []


def test_what_one_may_not_see_is_counted_and_not_named(signed_in: SignedIn, chain: Chain) -> None:
    chain.settled()
    page = signed_in(STAFF).open(of_conclusion(chain))
    assert "Ytterligare 2 saker som du inte har rätt att se." in page.text
    assert "tiden som fattas" not in page.html


def test_who_may_not_see_a_thing_is_told_so_and_the_neighbour_that_there_is_none(
    signed_in: SignedIn, chain: Chain
) -> None:
    page = signed_in(STAFF).open(of_conclusion(chain), status=403)
    assert "Bara de som får läsa det kan följa det." in page.text
    signed_in(NEIGHBOUR).open(of_conclusion(chain), status=404)
    for kind, key in (
        ("conclusion", "x"),
        ("loops.cell", "a:b"),
        ("inget", "x"),
        ("report.block", "0"),
        ("x", "a/b"),
    ):
        signed_in(MAJ).open(thread(kind, key), status=404)


def test_a_part_of_a_report_leads_into_the_thread(signed_in: SignedIn, chain: Chain) -> None:
    chain.settled()
    block = chain.reported("conclusion", improvement.conclusion_key(chain.conclusion))
    torun = signed_in(TORUN)
    page = torun.open(of_conclusion(chain))
    rests_on = next(url for url in page.links().values() if url.endswith(f"{block}/"))
    page = torun.open(torun.open(rests_on).links()["Följ hela tråden"])
    assert "Vi beskriver mer än vi förklarar" in page.text


def test_a_writer_sees_what_became_of_what_they_wrote(signed_in: SignedIn, chain: Chain) -> None:
    petra, mine = signed_in(PETRA), f"/min-sida/samtal/{chain.loop}/"
    assert "Inget som bygger på det är fastställt ännu." in petra.open(mine).text
    chain.settled()
    chain.reported("conclusion", improvement.conclusion_key(chain.conclusion))
    page = petra.open(mine)
    assert "Vad det blev av det" in page.text
    assert any("/bygger-pa/" in url for url in page.links().values())


def test_the_thread_asks_as_much_with_three_more_figures_under_it(signed_in: SignedIn, chain: Chain) -> None:
    maj = signed_in(MAJ)
    before = maj.open(of_conclusion(chain)).queries
    for tag in ("0", "1", "2"):
        key = f"{chain.at.round.hex}:share:::{tag}"
        improvement.cite(by=cast.actor(MAJ), now=NOW, id=chain.conclusion, kind="loops.cell", key=key)
    assert len(maj.open(of_conclusion(chain)).queries) == len(before)
