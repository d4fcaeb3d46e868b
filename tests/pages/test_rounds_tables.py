"""The tables of a round on their pages: the published study comes out, and every cell leads to its texts."""

import re
from collections.abc import Callable
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.http import QueryDict

from kedjan.reflection import service as reflection
from kedjan_site.demo import cast
from kedjan_web.rounds.text_filter import wanted
from tests.pages.checks import text_of
from tests.pages.client import Page, PageClient
from tests.pages.rounds_pages import (
    AREAS,
    CODES,
    LEADER,
    NEIGHBOUR,
    PUBLISHED,
    READER,
    STAFF,
    STUDYS_GROUPS,
    address,
    figures,
    rows_of,
    study,
    swedish,
)

pytestmark = pytest.mark.django_db
type SignedIn = Callable[[str], PageClient]

TAGS, MEASURES = "tags_by_assignment", "by_area"
KINDS = [
    "taggar-per-uppdrag",
    "verksamhetsomraden",
    "kansla-lagst-hogst",
    "taggar-per-verksamhetsomrade",
    "kanslans-fordelning",
    "svarskurva",
]


@pytest.fixture
def of() -> reflection.Round:
    return study()


@pytest.fixture
def maj(signed_in: SignedIn) -> PageClient:
    return signed_in(READER)


def table_page(client: PageClient, of: reflection.Round, kind: str, *pairs: tuple[str, str]) -> Page:
    return client.open(address(of, f"tabeller/{kind}/", *pairs))


def test_the_first_table_is_the_published_one(maj: PageClient, of: reflection.Round) -> None:
    found = figures(table_page(maj, of, "taggar-per-uppdrag"), TAGS)
    for tag, shares in PUBLISHED["tag_share_percent"].items():
        assert found[tag] == [str(shares[code]) for code in (*CODES, "total")], tag
    assert found["Antal taggar"] == [*(str(PUBLISHED["tags_total"][code]) for code in CODES), "1019"]
    assert found["Antal reflektioner"] == [*map(str, PUBLISHED["loops"]["All"]), "402"]
    assert found["Taggar per reflektion"][:-1] == [swedish(n) for n in PUBLISHED["tags_per_loop"]["All"]]
    assert found["Medelkänsla"] == [*(swedish(n) for n in PUBLISHED["mean_emotion"]["All"]), "0,4"]


def test_thirty_seven_cells_are_marked_and_the_legend_says_by_which_rule(maj: PageClient, of: reflection.Round) -> None:
    page = table_page(maj, of, "taggar-per-uppdrag")
    marked = {code: set() for code in CODES}
    for tag, cells in rows_of(page, TAGS).items():
        for code, cell in zip(CODES, cells, strict=False):
            if "k-marked" in cell.get("class", ""):
                marked[code].add(tag)
    assert {code: set(tags) for code, tags in PUBLISHED["marked"].items()} == marked
    assert sum(map(len, marked.values())) == 37
    assert "162 tal, av dem de 32 största: 20,0 % och uppåt. Markerade: 37." in page.text
    assert "inte att de är dåliga eller säkert skilda från andra" in page.text


def test_only_five_cells_deviate_surely_and_two_of_them_downwards(maj: PageClient, of: reflection.Round) -> None:
    page = table_page(maj, of, "taggar-per-uppdrag", ("markering", "avvikande"))
    kinds = [cell.get("class", "") for cells in rows_of(page, TAGS).values() for cell in cells]
    assert sum("k-marked--over" in kind for kind in kinds) == 3
    assert sum("k-marked--under" in kind for kind in kinds) == 2


def test_the_third_table_is_the_published_one(maj: PageClient, of: reflection.Round) -> None:
    found = figures(table_page(maj, of, "verksamhetsomraden", *STUDYS_GROUPS), MEASURES)
    misprint = PUBLISHED["misprint"]
    for place, (key, group) in enumerate((("All", "Alla"), *AREAS.items())):
        for row, code in enumerate(CODES):
            loops, tags, emotion = found[code][3 * place : 3 * place + 3]
            assert loops == str(PUBLISHED["loops"][key][row]), (group, code)
            assert emotion == swedish(PUBLISHED["mean_emotion"][key][row]), (group, code)
            if (key, code) == (misprint["area"], misprint["assignment"]):
                assert tags in {swedish(n) for n in misprint["possible"]}
            else:
                assert tags == swedish(PUBLISHED["tags_per_loop"][key][row]), (group, code)
        assert found["Alla"][3 * place + 2] == swedish(PUBLISHED["mean_emotion_total"][key])


def test_where_it_felt_lowest_and_highest_is_the_published_one(maj: PageClient, of: reflection.Round) -> None:
    """Printed from rounded means; compared as exact fractions, three assignments differ, and the means are the same."""
    page = table_page(maj, of, "kansla-lagst-hogst", *STUDYS_GROUPS)
    found = figures(page, "emotion_spread")
    differ = {}
    for code, (lowest, low, highest, high, gap) in PUBLISHED["emotion_spread"].items():
        assert (found[code][1], found[code][3]) == (swedish(low), swedish(high)), code
        names = [", ".join(AREAS[key] for key in end) for end in (lowest, highest)]
        seen = [re.sub(r" \(n \d+\)", "", found[code][place]) for place in (0, 2)]
        if [*seen, found[code][4]] != [*names, swedish(gap)]:
            differ[code] = [*seen, found[code][4]]
    assert differ == {
        "03": ["Förskola", "Grundskola", "0,6"],
        "07": ["Gymnasieskola + Anpassade skolformer", "Förskola", "0,4"],
        "08": ["Förskola", "Grundskola", "0,6"],
    }
    assert found["06"] == ["Gymnasieskola (n 7)", "−0,9", "Grundskola (n 9)", "0,4", "1,3"]
    assert "k-marked" in rows_of(page, "emotion_spread")["06"][4].get("class", "")
    assert "Gymnasieskola är inte med på 08, eftersom färre än 5 personer har svarat." in page.text


def test_the_fourth_table_is_the_published_one_with_seventeen_cells_marked(
    maj: PageClient, of: reflection.Round
) -> None:
    page = table_page(maj, of, "taggar-per-verksamhetsomrade", *STUDYS_GROUPS)
    found = figures(page, "tags_by_area")
    for place, key in enumerate(AREAS, start=1):
        for tag, share in PUBLISHED["tag_share_percent_by_area"][key].items():
            assert found[tag][place] == str(share), (key, tag)
        assert found["Antal taggar"][place] == str(PUBLISHED["tags_total_by_area"][key])
    classes = [cell.get("class", "") for cells in rows_of(page, "tags_by_area").values() for cell in cells]
    assert sum("k-marked" in each for each in classes) == 17
    assert "Inte med bland de jämförda talen: Mycket viktigt område." in page.text


def test_every_cell_leads_to_as_many_texts_as_it_says(maj: PageClient, of: reflection.Round) -> None:
    """Counts, for every cell of the tables; the room answers what the address asks."""
    pages = [
        (TAGS, table_page(maj, of, "taggar-per-uppdrag", ("visa", "antal"))),
        ("tags_by_area", table_page(maj, of, "taggar-per-verksamhetsomrade", ("visa", "antal"), *STUDYS_GROUPS)),
        ("emotions", table_page(maj, of, "kanslans-fordelning")),
        ("response_curve", table_page(maj, of, "svarskurva")),
    ]
    reader, followed = cast.actor(READER), 0
    for key, page in pages:
        for head, cells in rows_of(page, key).items():
            for link in (link for cell in cells for link in cell.iter("a")):
                if head in {"Antal taggar", "Taggar per reflektion", "Medelkänsla"}:
                    continue
                query = urlsplit(link.get("href", "")).query
                asks = wanted(QueryDict(query), of)
                assert set(asks.pairs()) == set(parse_qsl(query))
                found = reflection.texts(
                    by=reader,
                    now=cast.NOW,
                    round=of.id,
                    assignment=asks.assignment or None,
                    areas=asks.areas,
                    tags=asks.tags,
                    emotion=asks.steps,
                )
                assert str(found.texts.total) == link.text, (key, head)
                followed += 1
    assert followed > 250


def test_a_cell_opens_the_page_with_its_texts(maj: PageClient, of: reflection.Round) -> None:
    cell = rows_of(table_page(maj, of, "taggar-per-uppdrag"), TAGS)["Analysförmågan behöver utvecklas"][0]
    (link,) = cell.iter("a")
    assert link.get("aria-label", "").startswith("51 % (33 av 65 reflektioner, intervall 39–63 %)")
    assert maj.open(link.get("href", "")).text.count("33 reflektioner av 33 personer") == 1


def test_what_is_chosen_stays_when_one_goes_to_another_table(maj: PageClient, of: reflection.Round) -> None:
    page = table_page(maj, of, "taggar-per-uppdrag", ("ordning", "alfabet"), ("visa", "antal"), *STUDYS_GROUPS)
    other = maj.open(page.links()["Taggar per verksamhetsområde"])
    form = next(f for f in (other.form("Visa"),) if "grupp" in f.names)
    assert form.values["visa"] == "antal"
    assert ("ordning", "alfabet") in parse_qsl(urlsplit(other.links()["Svarskurva"]).query)
    assert form.values["ordning"] == "alfabet"


def test_tags_stand_in_the_order_asked_for(maj: PageClient, of: reflection.Round) -> None:
    tags = [tag.name for tag in reflection.standard_tags()]
    by_list = list(rows_of(table_page(maj, of, "taggar-per-uppdrag", ("ordning", "lista")), TAGS))[:18]
    by_alphabet = list(rows_of(table_page(maj, of, "taggar-per-uppdrag", ("ordning", "alfabet")), TAGS))[:18]
    by_use = list(rows_of(table_page(maj, of, "taggar-per-uppdrag"), TAGS))[:18]
    assert by_list == tags
    assert by_alphabet[0] == "Analysförmågan behöver utvecklas"
    assert by_alphabet[-1] == "Övrigt"
    assert by_use == list(PUBLISHED["tag_share_percent"])


def test_what_the_table_shows_is_said_in_one_place_that_is_read_aloud_when_it_changes(
    maj: PageClient, of: reflection.Round
) -> None:
    for show, said in (("andelar", "Visa: Procent"), ("antal", "Visa: Antal")):
        page = table_page(maj, of, "taggar-per-verksamhetsomrade", ("visa", show), *STUDYS_GROUPS)
        (spoken,) = page.all("p", id="tabellen-visar", role="status")
        (details,) = page.all("details", id="val")
        words = text_of(spoken)
        assert words.startswith("Tabellen visar: Taggar per verksamhetsområde.")
        for part in (said, "Markera: De största", "Slå ihop: Gymnasieskola, Anpassade skolformer"):
            assert part in words
            assert part in text_of(next(details.iter("summary")))


def test_the_form_renews_the_part_of_the_page_that_says_what_is_shown(maj: PageClient, of: reflection.Round) -> None:
    page = table_page(maj, of, "taggar-per-uppdrag")
    (form,) = [each for each in page.all("form") if each.get("hx-select")]
    (renewed,) = page.all("div", id=form.get("hx-select", "").removeprefix("#"))
    assert [each for each in renewed.iter("p") if each.get("role") == "status"]
    assert "Morph" in form.get("hx-swap", "")


@pytest.mark.parametrize("kind", KINDS)
def test_each_table_can_be_printed_by_a_script_from_its_own_file(
    maj: PageClient, of: reflection.Round, kind: str
) -> None:
    page = table_page(maj, of, kind)
    (button,) = [each for each in page.all("button") if each.get("data-print") is not None]
    assert (button.get("type"), text_of(button)) == ("button", "Skriv ut")
    assert [each for each in page.all("script") if "tables" in each.get("src", "")]


@pytest.mark.parametrize("kind", KINDS)
def test_each_table_has_a_picture_in_two_widths_beside_it(maj: PageClient, of: reflection.Round, kind: str) -> None:
    page = table_page(maj, of, kind, ("som", "bild"), *STUDYS_GROUPS)
    drawings = [svg for svg in page.all("{http://www.w3.org/2000/svg}svg") if svg.get("class") == "picture"]
    assert len(drawings) == 2
    assert len(page.all("table")) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_each_table_can_be_taken_along(maj: PageClient, of: reflection.Round, kind: str) -> None:
    page = table_page(maj, of, kind, *STUDYS_GROUPS)
    workbook = maj.http.get(page.links()["Excel"])
    assert workbook.content.startswith(b"PK")
    assert workbook.headers["Content-Disposition"] == f'attachment; filename="{kind}.xlsx"'
    text = maj.open(page.links()["CSV"]).response.content.decode("utf-8-sig")
    assert text.splitlines()[0].count(";") == len(page.all("tr")[-1]) - 1
    assert "Nuläget 2021" in text


def test_shares_are_exact_in_the_file(maj: PageClient, of: reflection.Round) -> None:
    links = table_page(maj, of, "taggar-per-uppdrag").links()
    lines = maj.open(links["CSV"]).response.content.decode("utf-8-sig").splitlines()
    (row,) = (line for line in lines if line.startswith("Analysförmågan behöver utvecklas;"))
    assert row.split(";")[1].startswith("50,769230769")


def test_a_table_of_no_kind_is_not_here(maj: PageClient, of: reflection.Round) -> None:
    maj.open(address(of, "tabeller/topplista/"), status=404)
    maj.open(address(of, "tabeller/svarskurva/tabell.exe"), status=404)


def test_what_is_unknown_in_the_address_is_as_it_begins(maj: PageClient, of: reflection.Round) -> None:
    odd = (("ordning", "<script>"), ("grupp", "Månbas"), ("andel", "99"), ("av", "'"))
    assert figures(table_page(maj, of, "taggar-per-uppdrag", *odd), TAGS) == figures(
        table_page(maj, of, "taggar-per-uppdrag"), TAGS
    )


@pytest.mark.parametrize("name", [LEADER, STAFF])
@pytest.mark.parametrize("part", ["tabeller/svarskurva/", "tabeller/svarskurva/tabell.csv", "texter/", "monster/"])
def test_who_is_not_named_as_a_reader_is_told_so(
    signed_in: SignedIn, of: reflection.Round, name: str, part: str
) -> None:
    page = signed_in(name).open(address(of, part), status=403)
    assert "Nuläget 2021" in page.text


@pytest.mark.parametrize(
    "part",
    ["", "tabeller/svarskurva/", "tabeller/svarskurva/tabell.xlsx", "texter/", "monster/", "inlasningar/", "dela/"],
)
def test_the_neighbours_find_nothing_here(signed_in: SignedIn, of: reflection.Round, part: str) -> None:
    signed_in(NEIGHBOUR).open(address(of, part), status=404)


@pytest.mark.parametrize("kind", KINDS)
def test_a_table_takes_the_same_few_queries_whatever_it_holds(maj: PageClient, of: reflection.Round, kind: str) -> None:
    table_page(maj, of, kind, ("som", "bild"))
    page = table_page(maj, of, kind, ("som", "bild"))
    assert len(page.queries) == QUERIES[kind], "\n".join(page.queries)


QUERIES = dict.fromkeys(KINDS, 16) | {"kansla-lagst-hogst": 20}
