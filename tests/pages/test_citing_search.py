"""Looking for evidence: as many as there are, a page at a time, and by kind."""

from collections.abc import Callable

import pytest

from kedjan.evidence import service as evidence
from kedjan.improvement import service as improvement
from kedjan.journal import service as journal
from kedjan_site.demo import cast
from tests.pages.checks import text_of
from tests.pages.client import Page, PageClient
from tests.rooms.conclusions_made import MAJ, NOW, READER, STAFF
from tests.rooms.reflection_rounds import a_round, file_of, read_in
from tests.rooms.threads_made import PETRA, Chain

pytestmark = pytest.mark.django_db
type SignedIn = Callable[[str], PageClient]


@pytest.fixture
def chain(db: None) -> Chain:
    """A round with sixty reflections that say the same word, beside the six."""
    made, maj = Chain(), cast.actor(MAJ)
    other = a_round(maj, [maj, cast.actor(READER)], title="Körsbär")
    read_in(maj, other, file_of(*(f"01;Grundskola;k{n};1;Övrigt;Om körsbär, nummer {n}." for n in range(60))))
    return made


def looking(chain: Chain, *asked: str) -> str:
    return f"/slutsatser/{chain.conclusion}/belagg/?" + "&".join(("ord=k%C3%B6rsb%C3%A4r", *asked))


def listed(page: Page) -> list[str]:
    (found,) = page.all("ul", class_="k-cited")
    return [text_of(each) for each in found]


def test_the_number_of_all_is_told_and_the_rest_stands_on_the_next_page(signed_in: SignedIn, chain: Chain) -> None:
    maj = signed_in(MAJ)
    page = maj.open(looking(chain))
    total = len(evidence.offer(by=cast.actor(MAJ), query="körsbär"))
    assert total > 60 and f"{total} möjliga belägg" in page.text and len(listed(page)) == 50
    following = maj.open(page.path.partition("?")[0] + page.links()["Nästa"])
    assert len(listed(following)) == total - 50
    assert not set(listed(page)) & set(listed(following))


def test_only_kinds_that_are_there_can_be_chosen_and_the_choice_outlives_a_page_a_search_and_a_citation(
    signed_in: SignedIn, chain: Chain
) -> None:
    maj = signed_in(MAJ)
    page = maj.open(looking(chain))
    tabs = [text_of(each) for nav in page.all("nav", class_="k-tabs") for each in nav.iter("a")]
    assert any(each.startswith("Reflektion 60") for each in tabs) and not any("Tema" in each for each in tabs)
    page = maj.open(looking(chain, "slag=loops.text"))
    assert "60 möjliga belägg" in page.text and all("Reflektion" in each for each in listed(page))
    assert "slag=loops.text" in page.links()["Nästa"]
    assert page.form("Leta").values["slag"] == "loops.text"
    got = maj.post(page.path, {"kind": "loops.text", "source": key_on(page), "side": "for"})
    assert "slag=loops.text" in got.to and "59 möjliga belägg" in maj.open(got.to).text


def key_on(page: Page) -> str:
    return str(page.all("input", name="source")[0].get("value"))


def test_a_kind_that_is_not_there_asks_for_all(signed_in: SignedIn, chain: Chain) -> None:
    maj = signed_in(MAJ)
    whole = maj.open(looking(chain))
    for asked in ("slag=themes.theme", "slag=x", "sida=99"):
        assert maj.open(looking(chain, asked)).status == 200
    assert len(listed(maj.open(looking(chain, "slag=x")))) == len(listed(whole))


def test_where_a_thousand_are_found_it_says_that_there_may_be_more(
    signed_in: SignedIn, chain: Chain, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in ("kedjan.evidence.service", "kedjan.reflection.sources", "kedjan_web.improvement.citing"):
        monkeypatch.setattr(f"{place}.MOST_OFFERED", 55)
    page = signed_in(MAJ).open(looking(chain, "slag=loops.text"))
    assert "Högst de första 55" in page.text and "55 möjliga belägg" in page.text


def test_a_page_that_cites_what_somebody_wrote_on_both_sides_is_one_reading_that_they_see(
    signed_in: SignedIn, chain: Chain
) -> None:
    improvement.cite(by=cast.actor(MAJ), now=NOW, id=chain.conclusion, kind="loops.text", key=chain.text)

    def seen_by_petra() -> int:
        return journal.who_read(by=cast.actor(PETRA)).total

    for path in (f"/slutsatser/{chain.conclusion}/", f"/traden/conclusion/{chain.conclusion.hex}/"):
        before = seen_by_petra()
        signed_in(READER).open(path)
        assert seen_by_petra() == before + 1
    before = seen_by_petra()
    signed_in(PETRA).open(f"/slutsatser/{chain.conclusion}/", status=404)
    signed_in(STAFF).open(f"/traden/conclusion/{chain.conclusion.hex}/", status=403)
    assert seen_by_petra() == before
