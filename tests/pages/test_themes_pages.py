"""Close reading through its pages: themes, one text to mark, agreement, quotes, and the writer's yes or no."""

from collections.abc import Callable

import pytest

from kedjan.reflection import service as reflection
from kedjan.themes import models
from kedjan.themes import service as themes
from kedjan_site.demo import cast
from tests.pages.checks import text_of
from tests.pages.client import Page, PageClient
from tests.pages.rounds_pages import address
from tests.rooms.answered_rounds import an_answered_round, loop_of
from tests.rooms.reflection_rounds import NOW

pytestmark = pytest.mark.django_db
type SignedIn = Callable[[str], PageClient]
MAJ, SIV, PETRA, IDRIS = "Maj Sävdunge", "Siv Blåmyr", "Petra Lövhage", "Idris Kvarnvass"


@pytest.fixture
def made() -> reflection.Round:
    return an_answered_round()


@pytest.fixture
def maj(signed_in: SignedIn) -> PageClient:
    return signed_in(MAJ)


def text(client: PageClient, made: reflection.Round, writer: str = PETRA) -> Page:
    return client.open(address(made, f"texter/{loop_of(made, writer).loop}/"))


def marked(client: PageClient, made: reflection.Round, writer: str = PETRA, new: str = "", **more: object) -> None:
    client.submit(text(client, made, writer), "Märk de valda", chosen=["0"], new=new, **more)


def test_from_a_text_to_a_theme_and_back_to_the_text(maj: PageClient, made: reflection.Round) -> None:
    texts = maj.open(address(made, "texter/"))
    (link, *_) = [each.get("href", "") for each in texts.all("a") if text_of(each).startswith("Märk teman")]
    page = maj.open(link)
    maj.submit(page, "Märk de valda", chosen=["0"], new="Brist på tid")
    listed = maj.open(address(made, "teman/"))
    assert "Brist på tid" in listed.text
    assert "1 person" in listed.text
    theme = maj.open(listed.links()["Brist på tid"])
    assert theme.h1 == "Brist på tid"
    back = next(each.get("href", "") for each in theme.all("a") if text_of(each).startswith("Hela texten"))
    assert "[Brist på tid]" in maj.open(back).text


def test_marking_nothing_says_what_is_missing_and_keeps_what_was_chosen(
    maj: PageClient, made: reflection.Round
) -> None:
    page = maj.submit(text(maj, made), "Märk de valda", new="Brist på tid", status=422)
    assert "Välj minst en mening och ett tema." in page.text
    assert page.form("Märk de valda").values["new"] == "Brist på tid"
    assert not models.Theme.objects.exists()


def test_a_reader_works_through_all_texts(maj: PageClient, made: reflection.Round) -> None:
    seen = 0
    page = maj.open(maj.open(address(made, "texter/nasta-att-marka/"), status=302).to)
    while "Märk de valda" in page.text:
        seen += 1
        page = maj.open(maj.submit(page, "Genomgången: nästa").to)
    assert seen == 6
    assert "Du har gått igenom 6 av 6 texter." in page.text


def test_themes_are_changed_merged_split_retired_and_all_of_it_undone(maj: PageClient, made: reflection.Round) -> None:
    marked(maj, made, PETRA, "Brist på tid")
    marked(maj, made, IDRIS, "Stress")
    listed = maj.open(address(made, "teman/"))
    stress = maj.open(listed.links()["Stress"])
    maj.submit(stress, "Spara", name="Press", groups="Arbetsmiljö, Tid")
    into = models.Theme.objects.get(name="Brist på tid")
    merged = maj.open(maj.submit(maj.open(stress.path), "Slå ihop", into=into.id.hex).to)
    assert "2 personer, 2 ställen" in merged.text
    chosen = merged.all("input", type="checkbox")[0].get("value")
    split = maj.open(maj.submit(merged, "Gör ett tema av de valda", name="Tisdagar", val=[chosen]).to)
    assert split.h1 == "Tisdagar"
    maj.submit(split, "Ta det ur bruk")
    history = maj.open(address(made, "teman/andringar/"))
    assert "Tisdagar togs ur bruk" in history.text
    for _ in range(4):
        button = next(text_of(each) for each in history.all("button") if text_of(each).startswith("Ångra"))
        maj.submit(history, button)
        history = maj.open(history.path)
    names = {each.name: each.passages for each in themes.themes(by=cast.actor(MAJ), round=made.id)}
    assert names == {"Brist på tid": 1, "Stress": 1}


def test_who_was_second_sees_both_wordings(maj: PageClient, signed_in: SignedIn, made: reflection.Round) -> None:
    marked(maj, made, PETRA, "Brist på tid")
    theme = models.Theme.objects.get()
    page = maj.open(address(made, f"teman/{theme.id}/"))
    siv = signed_in(SIV)
    siv.submit(siv.open(page.path), "Spara", name="Tidsbrist")
    both = maj.submit(page, "Spara", name="För lite tid", status=409)
    assert "”Tidsbrist”" in both.text
    assert both.form("Spara").values["name"] == "För lite tid"
    maj.submit(both, "Spara")
    assert models.Theme.objects.get().name == "För lite tid"


def test_readers_code_apart_and_see_how_far_they_agree(
    maj: PageClient, signed_in: SignedIn, made: reflection.Round
) -> None:
    siv = signed_in(SIV)
    maj.submit(maj.open(address(made, "teman/")), "Märk var för sig")
    marked(maj, made, PETRA, "Brist på tid")
    theme = models.Theme.objects.get()
    marked(siv, made, IDRIS, themes=[theme.id.hex])
    for client in (maj, siv):
        for writer in (PETRA, IDRIS):
            client.submit(text(client, made, writer), "Genomgången: nästa")
    assert "[Brist på tid]" not in text(siv, made, PETRA).text
    maj.submit(maj.open(address(made, "teman/")), "Visa allas märkningar igen")
    listed = maj.open(address(made, "teman/"))
    page = maj.open(listed.links()[f"Hur lika du och {SIV} märker"])
    assert "På de 2 texter som ni båda har gått igenom." in page.text
    (row,) = [text_of(row) for row in page.all("tr") if "Brist på tid" in text_of(row)]
    assert "0 %" in row
    assert "−1,00" in row


def test_a_quote_is_kept_asked_for_allowed_and_regretted(
    maj: PageClient, signed_in: SignedIn, made: reflection.Round
) -> None:
    maj.submit(text(maj, made), "Lägg i citatkorgen", chosen=["0"], gor="citat")
    basket = maj.open(address(made, "citat/"))
    assert "Inte tillfrågad" in basket.text
    asked = next(text_of(each) for each in basket.all("button") if text_of(each).startswith("Fråga den som skrev"))
    maj.submit(basket, asked)
    petra = signed_in(PETRA)
    start = petra.open("/")
    assert "En läsare vill citera dig" in start.text
    page = petra.open("/min-sida/citat/")
    assert "Vi följer upp, men mest i juni." in page.text
    petra.submit(page, action="", svar="ja")
    assert "Den som skrev har sagt ja" in maj.open(address(made, "citat/")).text
    petra.submit(petra.open("/min-sida/citat/"), action="", svar="nej")
    assert "Den som skrev har sagt nej" in maj.open(address(made, "citat/")).text
    signed_in(IDRIS).post(f"/min-sida/citat/{models.Quote.objects.get().id}/", {"svar": "ja"}, status=404)


def test_a_paraphrase_in_the_writers_own_words_is_refused_beside_its_field(
    maj: PageClient, made: reflection.Round
) -> None:
    maj.submit(text(maj, made), "Lägg i citatkorgen", chosen=["0"], gor="citat")
    quote = models.Quote.objects.get()
    basket = maj.open(address(made, "citat/"))
    words = {f"{quote.id.hex}-text": "Vi följer upp, men mest i juni."}
    again = maj.submit(basket, "Spara omskrivningen", status=422, **words)
    assert "den skrivandes egna ord" in again.text
    maj.submit(again, "Spara omskrivningen", **{f"{quote.id.hex}-text": "Uppföljningen kommer sent."})
    assert models.Quote.objects.get().paraphrase == "Uppföljningen kommer sent."
    assert "Utan tema" in maj.open(address(made, "citat/")).text


def test_nobody_but_the_readers_comes_near(signed_in: SignedIn, maj: PageClient, made: reflection.Round) -> None:
    marked(maj, made, PETRA, "Brist på tid")
    theme = models.Theme.objects.get()
    loop = loop_of(made, PETRA).loop
    parts = ("teman/", "teman/andringar/", f"teman/{theme.id}/", f"texter/{loop}/", "citat/", "texter/nasta-att-marka/")
    for name, status in (("Torun Hedspång", 403), ("Sten Klockvret", 404)):
        client = signed_in(name)
        for part in parts:
            client.open(address(made, part), status=status)
        client.post(address(made, f"teman/{theme.id}/ta-ur-bruk/"), status=status)
        client.post(address(made, "teman/var-for-sig/"), {"var-for-sig": "1"}, status=status)
    assert not models.Theme.objects.get().retired


def test_hostile_themes_are_shown_as_they_are(maj: PageClient, made: reflection.Round) -> None:
    marked(maj, made, PETRA, "<script>alert(1)</script> \u202e 🙈")
    page = maj.open(address(made, "teman/"))
    assert "<script>alert" not in page.html
    assert "🙈" in page.text


def test_the_pages_take_the_same_few_queries_however_much_is_marked(maj: PageClient, made: reflection.Round) -> None:
    marked(maj, made, PETRA, "Brist på tid")
    theme = models.Theme.objects.get()
    maj.submit(text(maj, made), "Lägg i citatkorgen", chosen=["0"], gor="citat")
    paths = ("teman/", f"teman/{theme.id}/", f"texter/{loop_of(made, PETRA).loop}/", "citat/")

    def asked() -> list[int]:
        for path in paths:
            maj.open(address(made, path))
        return [len(maj.open(address(made, path)).queries) for path in paths]

    few = asked()
    for n, writer in enumerate((IDRIS, "Love Spånghage", "Karin Olspång")):
        marked(maj, made, writer, f"Tema {n}", themes=[theme.id.hex])
        loop = loop_of(made, writer).loop
        themes.keep_quote(
            by=cast.actor(MAJ), now=NOW, key=loop, round=made.id, loop=loop, version=1, chosen=[0], theme=theme.id
        )
    # A theme is asked whether it is coded apart: then it cannot be cited, and the page does not offer it.
    assert asked() == few == [31, 41, 32, 36]
