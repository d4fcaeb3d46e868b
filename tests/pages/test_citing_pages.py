"""Using what one sees as evidence: for a conclusion or against it, on a board, in a report; undone, and back again."""

from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid4

import pytest

from kedjan.combinations import service as combinations
from kedjan.goals import service as goals
from kedjan.improvement import service as improvement
from kedjan.improvement.service import Part, Worth
from kedjan.reflection import service as reflection
from kedjan.reports import service as reports
from kedjan.themes import service as themes
from kedjan_site.demo import cast
from tests.pages.client import Page, PageClient
from tests.rooms.answered_rounds import WRITERS, loop_of
from tests.rooms.conclusions_made import MAJ, NEIGHBOUR, NOW, READER, STAFF, whole
from tests.rooms.reports_made import a_draft, shared
from tests.rooms.test_improvement_board import AIMS
from tests.rooms.threads_made import Chain

pytestmark = pytest.mark.django_db
type SignedIn = Callable[[str], PageClient]
ACTION, BOARD = "Använd som underlag", "Gunnel Ekspång"
FIGURE = "Använd siffran som texterna ger som underlag"


@pytest.fixture
def chain(db: None) -> Chain:
    return Chain()


def at(kind: str, key: str, back: str = "") -> str:
    return f"/underlag/{kind}/{key}/" + (f"?till={quote(back, safe='')}" if back else "")


def to_use(page: Page) -> str:
    """Where the first action on a page leads."""
    return next(url for words, url in page.links().items() if words.startswith((ACTION, FIGURE)))


def cites(conclusion: UUID, kind: str) -> int:
    found = whole(conclusion)
    return sum(each.kind == kind for each in (*found.supports, *found.counters))


def observed(chain: Chain) -> UUID:
    maj: dict[str, Any] = {"by": cast.actor(MAJ), "now": NOW}
    made = goals.add_framework(**maj, name="Nämnden", kind="board", starts=date(2026, 1, 1), goals=AIMS, key=uuid4())
    goal = made.goals[0].id
    said = {"goal": goal, "worth": Worth.POOR, "part": Part.STRUCTURE, "text": "Ont om tid"}
    return improvement.add_observation(**maj, key=uuid4(), analysis=chain.at.id, **said).id


def test_a_reflection_is_cited_from_its_own_page_and_one_comes_back_and_can_undo(
    signed_in: SignedIn, chain: Chain
) -> None:
    maj, seen = signed_in(MAJ), f"/omgangar/{chain.at.round}/texter/{chain.loop}/"
    page = maj.open(to_use(maj.open(seen)))
    assert page.h1 == ACTION and "Slutsatser: Läget" in page.text and "Vi beskriver mer" in page.text
    got = maj.submit(page, to=f"for:{chain.conclusion.hex}")
    assert got.to == seen
    back = maj.open(got.to)
    assert "Tillagt som belägg" in back.text and cites(chain.conclusion, "loops.text") == 1
    undone = maj.submit(back, "Ångra")
    assert undone.to == seen and "Det är borttaget igen" in maj.open(seen).text
    assert cites(chain.conclusion, "loops.text") == 0
    maj.submit(back, "Ångra")  # twice is once


def test_it_can_speak_against_and_what_is_cited_already_says_so_and_is_not_undone(
    signed_in: SignedIn, chain: Chain
) -> None:
    maj, way = signed_in(MAJ), at("themes.quote", chain.quote, "/omgangar/")
    page = maj.open(way)
    assert "Det talar emot: redan använt" in page.text
    maj.post(way, {"to": f"against:{chain.conclusion.hex}"})
    assert "Ångra" not in maj.open("/omgangar/").text
    assert maj.submit(page, to=f"for:{chain.conclusion.hex}").to == "/omgangar/"
    assert "Ångra" in maj.open("/omgangar/").text and cites(chain.conclusion, "themes.quote") == 2


def test_something_on_a_board_is_said_to_come_from_what_one_sees(signed_in: SignedIn, chain: Chain) -> None:
    maj, stands = signed_in(MAJ), observed(chain)
    page = maj.open(at("loops.cell", chain.at.cell(), "/"))
    assert "Tavlan: Läget" in page.text and "Ont om tid" in page.text
    maj.submit(page, to=f"from:{stands.hex}")
    found = improvement.observation(by=cast.actor(MAJ), now=NOW, id=stands)
    assert [each.kind for each in found.origin] == ["loops.cell"]
    maj.submit(maj.open("/"), "Ångra")
    assert not improvement.observation(by=cast.actor(MAJ), now=NOW, id=stands).origin
    key = improvement.conclusion_key(chain.conclusion)
    page = maj.open(at("conclusion", key))
    assert "Tavlan: Läget" in page.text and "Slutsatser: Läget" not in page.text


def test_what_can_stand_in_a_report_is_put_last_in_a_section_and_taken_out_again(
    signed_in: SignedIn, chain: Chain
) -> None:
    maj, draft = signed_in(MAJ), a_draft(cast.actor(MAJ))
    spot = draft.spot()
    page = maj.open(at("conclusion", improvement.conclusion_key(chain.conclusion), "/"))
    to = f"section:{draft.id.hex}:{spot.section.hex}"
    maj.submit(page, to=to)
    maj.submit(page, to=to)  # sent twice is once

    def kinds() -> list[str]:
        return [each.kind for one in reports.report(by=cast.actor(MAJ), id=draft.id).sections for each in one.blocks]

    assert kinds() == ["living"]
    maj.submit(maj.open("/"), "Ångra")
    assert kinds() == []
    quoted = maj.open(at("loops.text", chain.text))
    way = next(url for words, url in quoted.links().items() if words.startswith("Citera det där"))
    assert "/nytt/citat/" in way and maj.open(way).form("Lägg in", way.partition("?")[0])


def test_a_shared_table_is_cited_whole_or_by_one_of_its_figures(signed_in: SignedIn, chain: Chain) -> None:
    given = shared(cast.actor(MAJ), chain.at.round)
    maj, release = signed_in(MAJ), f"/delat/{given.line.id}/"
    page = maj.open(to_use(maj.open(release)))
    table = given.tables[0]
    figure = f"{given.line.id.hex}/{table.key}/{table.rows[0].key}/{table.columns[0].key}"
    picked = f"{page.path}&rad={table.rows[0].key}&kolumn={table.columns[0].key}"
    chosen = maj.open(maj.open(picked, status=302).to)
    assert f"/underlag/shared_figure/{figure}/" in chosen.path and "Välj siffran" not in chosen.text
    maj.submit(page, "Det talar emot: 1. Vi beskriver mer än vi förklarar, 1.1", to=f"against:{chain.conclusion.hex}")
    maj.submit(chosen, to=f"for:{chain.conclusion.hex}")
    assert cites(chain.conclusion, "shared_table") == cites(chain.conclusion, "shared_figure") == 1
    assert maj.open(release).links() and "delad-tags_by_assignment" in page.html
    maj.open(f"{page.path}&rad=x&kolumn=y", status=404)
    draft = a_draft(cast.actor(MAJ))
    maj.post(chosen.path, {"to": f"section:{draft.id.hex}:{draft.spot().section.hex}"})
    (block,) = reports.report(by=cast.actor(MAJ), id=draft.id).sections[0].blocks
    assert block.kind == "table" and block.reference["table"] == table.key


def pages_of(chain: Chain) -> dict[str, str]:
    """Where things of each kind are seen."""
    maj: dict[str, Any] = {"by": cast.actor(MAJ), "now": NOW, "round": chain.at.round}
    of = f"/omgangar/{chain.at.round}/"
    theme = themes.add_theme(**maj, key=uuid4(), name="Tid").id
    themes.mark(**maj, loop=chain.loop, version=1, chosen=[0], themes=[theme])
    saved = combinations.save(**maj, key=uuid4(), title="Tid", where="tag:Övrigt", interpretation="Tiden.").id
    reflection.approve_pattern(**maj, assignment="01", seen=0, text="Tiden fattas.")
    return {
        "loops.cell": f"{of}texter/?uppdrag=01&tagg={quote('Övrigt')}",
        "loops.pattern": f"{of}monster/",
        "themes.quote": f"{of}citat/",
        "themes.theme": f"{of}teman/{theme}/",
        "combination": f"{of}kombinationer/sparade/{saved}/",
        "conclusion": f"/traden/conclusion/{improvement.conclusion_key(chain.conclusion)}/",
    }


def test_each_page_where_evidence_is_seen_has_the_action_and_is_come_back_to(signed_in: SignedIn, chain: Chain) -> None:
    maj = signed_in(MAJ)
    observed(chain)
    for kind, path in pages_of(chain).items():
        way = to_use(maj.open(path))
        if kind == "loops.cell":
            way = maj.open(way, status=302).to
        assert way.startswith(f"/underlag/{kind}/"), kind
        page = maj.open(way)
        button = next(each for each in page.all("button", name="to") if "section" not in str(each.get("value")))
        assert maj.submit(page, to=button.get("value")).to.partition("#")[0] == path


def test_other_figures_of_the_same_texts_are_used_too_and_one_with_a_tag_has_none(
    signed_in: SignedIn, chain: Chain
) -> None:
    maj, texts = signed_in(MAJ), f"/omgangar/{chain.at.round}/texter/?uppdrag=01"
    page = maj.open(maj.open(to_use(maj.open(texts)), status=302).to)
    way = next(url for words, url in page.links().items() if words.endswith("Medelkänsla"))
    assert f"{chain.at.round.hex}:emotion:01::" in way
    assert maj.submit(maj.open(way), to=f"against:{chain.conclusion.hex}").to == texts
    tagged = maj.open(maj.open(to_use(maj.open(f"{texts}&tagg={quote('Övrigt')}")), status=302).to)
    assert "Använd en annan siffra" not in tagged.text


def test_a_choice_of_texts_that_no_table_counts_by_is_no_figure(signed_in: SignedIn, chain: Chain) -> None:
    maj, of = signed_in(MAJ), f"/omgangar/{chain.at.round}/texter/"
    assert "siffran som texterna ger" in maj.open(f"{of}?uppdrag=01").text
    for asked in ("", "?ord=juni", "?kansla=1", f"?utan={quote('Övrigt')}", "?uppdrag=01&ord=juni"):
        assert "siffran som texterna ger" not in maj.open(of + asked).text
    signed_in(STAFF).open(f"/underlag/siffra/{chain.at.round}/?uppdrag=01", status=403)
    signed_in(NEIGHBOUR).open(f"/underlag/siffra/{chain.at.round}/?uppdrag=01", status=404)


def test_a_theme_that_is_coded_apart_is_not_offered(signed_in: SignedIn, chain: Chain) -> None:
    path = pages_of(chain)["themes.theme"]
    themes.set_apart(by=cast.actor(MAJ), now=NOW, round=chain.at.round, apart=True)
    assert not any(words.startswith(ACTION) for words in signed_in(MAJ).open(path).links())


def test_who_may_not_see_a_thing_cannot_use_it_and_who_writes_nowhere_is_not_offered_it(
    signed_in: SignedIn, chain: Chain
) -> None:
    for name, status in ((STAFF, 403), (NEIGHBOUR, 404)):
        signed_in(name).open(at("loops.text", chain.text), status=status)
        signed_in(name).post(at("loops.text", chain.text), {"to": f"for:{chain.conclusion.hex}"}, status=status)
    chain.settled()
    key = improvement.conclusion_key(chain.conclusion)
    board = signed_in(BOARD)
    chain.reported("conclusion", key)
    assert cites(chain.conclusion, "loops.text") == 0
    assert not any(words.startswith(ACTION) for words in board.open("/delat/").links())
    assert "Det finns ingen öppen slutsats" in signed_in(STAFF).open(at("conclusion", key)).text
    undo = {"vad": f"for:{chain.conclusion.hex}:{uuid4().hex}", "till": "/"}
    signed_in(STAFF).post("/underlag/angra/", undo, status=403)


@pytest.mark.parametrize("to", ["", "for:x", "for:", "section:x:y", "annat:00000000000040008000000000000000"])
def test_a_form_that_says_nothing_known_is_refused(signed_in: SignedIn, chain: Chain, to: str) -> None:
    signed_in(MAJ).post(at("loops.text", chain.text), {"to": to}, status=400)
    signed_in(MAJ).post("/underlag/angra/", {"vad": to}, status=400)


def test_a_sixth_quote_is_refused_where_one_stands(signed_in: SignedIn, chain: Chain) -> None:
    maj = signed_in(MAJ)
    of = reflection.round(by=cast.actor(MAJ), id=chain.at.round)
    *five, sixth = (reflection.text_key(of.id, loop_of(of, name).loop) for name in WRITERS)
    for key in five:
        improvement.cite(by=cast.actor(MAJ), now=NOW, id=chain.conclusion, kind="loops.text", key=key)
    page = maj.post(at("loops.text", sixth), {"to": f"for:{chain.conclusion.hex}"}, status=200)
    assert "Fem citat räcker" in page.text


@pytest.mark.parametrize("back", ["https://ond.example/", "//ond.example/", "javascript:alert(1)", "omgangar/"])
def test_one_is_never_led_out_of_the_house(signed_in: SignedIn, chain: Chain, back: str) -> None:
    maj = signed_in(MAJ)
    page = maj.open(at("loops.text", chain.text, back))
    assert not [url for url in page.links().values() if url == back] and page.form(action="").values.get("till") != back
    got = maj.post(at("loops.text", chain.text), {"to": f"for:{chain.conclusion.hex}", "till": back})
    assert got.to == f"/omgangar/{chain.at.round}/texter/{chain.loop}/"


def test_the_page_asks_as_much_with_more_conclusions_and_drafts(signed_in: SignedIn, chain: Chain) -> None:
    maj, way = signed_in(READER), at("loops.cell", chain.at.cell())
    maj.open(way)
    few = len(maj.open(way).queries)
    for n in range(20):
        chain.at.concluded(f"Slutsats {n}")
    page = maj.open(way)
    assert len(page.queries) == few
    found = maj.open(f"/underlag/loops.cell/{chain.at.cell()}/?ord=slutsats+19")
    assert "Slutsats 19" in found.text and "Slutsats 18" not in found.text
