"""The close reading in reports, page by page: taken, shown, withdrawn, and told to the one who wrote."""

from collections.abc import Callable
from uuid import uuid4

import pytest

from kedjan.reports import service as reports
from kedjan.themes import service as themes
from kedjan_formats import document as neutral
from kedjan_web.reports.document import as_document
from tests.pages.client import PageClient
from tests.rooms.answered_rounds import WRITERS
from tests.rooms.kept_quotes import IDRIS, PETRA, Basket, a_basket
from tests.rooms.reports_made import NOW, Draft, a_draft, maj, settled, torun

pytestmark = pytest.mark.django_db
SignedIn = Callable[[str], PageClient]
WORDS = "Vi följer upp, men mest i juni."


@pytest.fixture
def basket() -> Basket:
    return a_basket()


@pytest.fixture
def draft() -> Draft:
    return a_draft(maj())


def address(draft: Draft, basket: Basket | None = None, query: str = "") -> str:
    of = f"?omgang={basket.round.id}{query}" if basket else ""
    return f"/rapporter/{draft.id}/skriva/avsnitt/{draft.section}/nytt/narlasning/{of}"


def test_maj_takes_a_quote_with_its_counter_voice_and_a_theme_into_the_report(
    signed_in: SignedIn, basket: Basket, draft: Draft
) -> None:
    client = signed_in("Maj Sävdunge")
    basket.says(PETRA, basket.quote, allowed=True)
    basket.says(IDRIS, basket.counter, allowed=True)
    assert "Ur närläsningen" in client.open(f"/rapporter/{draft.id}/skriva/").text
    page = client.open(address(draft, basket))
    for words in ("Brist på tid", "6 reflektioner av 6 personer", WORDS, "Den som skrev har sagt ja", "Motröst"):
        assert words in page.text
    form = client.open(address(draft, basket, f"&citat={basket.quote}"))
    assert WRITERS[IDRIS] in form.text
    client.submit(form, "Lägg in", text="Flera säger detta.")
    client.submit(client.open(address(draft, basket, f"&tema={basket.theme}")), "Lägg in", text="")
    written = client.open(f"/rapporter/{draft.id}/skriva/").text
    assert written.index(WORDS) < written.index("Motröst") < written.index(WRITERS[IDRIS])
    assert "6 reflektioner av 6 personer." in written


def test_the_pages_of_taking_ask_the_database_few_questions(signed_in: SignedIn, basket: Basket, draft: Draft) -> None:
    client = signed_in("Maj Sävdunge")
    assert len(client.open(address(draft, basket)).queries) <= 62
    assert len(client.open(address(draft, basket, f"&citat={basket.quote}")).queries) <= 50
    basket.put(draft, counter=basket.counter)
    assert len(client.open(f"/rapporter/{draft.id}/skriva/").queries) <= 40


def test_where_there_is_no_counter_voice_the_page_says_so_and_one_that_is_not_chosen_is_left_out(
    signed_in: SignedIn, basket: Basket, draft: Draft
) -> None:
    client, against = signed_in("Maj Sävdunge"), f"&citat={basket.quote}"
    client.submit(client.open(address(draft, basket, against)), "Lägg in", counter="")
    assert len(reports.report(by=maj(), id=draft.id).sections[0].blocks) == 1
    themes.change_quote(by=maj(), now=NOW, id=basket.counter, seen=2, theme=None, counter=False)
    page = client.open(address(draft, basket, against))
    assert "Citatkorgen har ingen motröst till det här temat." in page.text
    assert "Rapporten kan inte fastställas med citatet" in page.text


def test_only_those_who_write_reports_come_here_and_others_quotes_are_not_here(
    signed_in: SignedIn, basket: Basket, draft: Draft
) -> None:
    signed_in("Ester Kärrgrind").open(address(draft, basket), status=403)
    signed_in("Torun Hedspång").open(address(draft, basket, f"&citat={basket.quote}"), status=403)
    maj_in = signed_in("Maj Sävdunge")
    for query in (f"&citat={uuid4()}", f"&tema={uuid4()}", "&citat=nonsens"):
        maj_in.open(address(draft, basket, query), status=404)


def test_the_block_leads_to_the_basket_for_its_words(signed_in: SignedIn, basket: Basket, draft: Draft) -> None:
    block = basket.put(draft)
    client = signed_in("Maj Sävdunge")
    page = client.open(f"/rapporter/{draft.id}/skriva/stycke/{block}/")
    assert "Ändras de där, ändras de här." in page.text and "Orden du citerar" not in page.text
    client.open(f"/rapporter/{draft.id}/skriva/stycke/{block}/fler/", status=404)
    client.submit(page, "Spara", text="Min kommentar.")
    assert reports.report(by=maj(), id=draft.id).sections[0].blocks[0].text == "Min kommentar."


def test_a_consent_taken_back_is_told_in_the_draft_and_in_the_settled_report(
    signed_in: SignedIn, basket: Basket, draft: Draft
) -> None:
    basket.says(PETRA, basket.quote, allowed=True)
    basket.put(draft)
    second = a_draft(maj(), title="Den andra")
    basket.put(second)
    settled(torun(), draft.id)
    gunnel = signed_in("Gunnel Ekspång")
    assert "tagit tillbaka sitt ja" not in gunnel.open(f"/rapporter/{draft.id}/").text
    basket.says(PETRA, basket.quote, allowed=False)
    page = gunnel.open(f"/rapporter/{draft.id}/").text
    assert WORDS in page and "Den som skrev detta har sedan dess tagit tillbaka sitt ja till att citeras." in page
    torun_reads = signed_in("Torun Hedspång").open(f"/rapporter/{second.id}/").text
    assert "citatet har ingen omskrivning" in torun_reads and WORDS not in torun_reads


def test_the_one_who_wrote_sees_where_the_words_stand_once_the_report_is_settled(
    signed_in: SignedIn, basket: Basket, draft: Draft
) -> None:
    basket.says(PETRA, basket.quote, allowed=True)
    basket.put(draft)
    petra = signed_in(PETRA)
    assert "Står i" not in petra.open("/min-sida/citat/").text
    settled(torun(), draft.id)
    page = petra.open("/min-sida/citat/")
    assert "Står i Nulägesanalys, under ”Det vi såg”." in page.text
    assert len(page.queries) <= 30
    basket.says(PETRA, basket.quote, allowed=False)
    assert "säger att du har tagit tillbaka ditt ja" in petra.open("/min-sida/citat/").text


def test_in_word_and_pdf_the_counter_voice_is_called_one(basket: Basket, draft: Draft) -> None:
    basket.says(PETRA, basket.quote, allowed=True)
    basket.says(IDRIS, basket.counter, allowed=True)
    basket.put(draft, counter=basket.counter)
    made = as_document(settled(torun(), draft.id), "Torun Hedspång")
    voices = [block for block in made.blocks if isinstance(block, neutral.Quote | neutral.Paragraph)]
    assert voices == [
        neutral.Quote(WORDS, "Grundskola"),
        neutral.Paragraph((neutral.Run("Motröst", strong=True),)),
        neutral.Quote(WRITERS[IDRIS], "Grundskola"),
    ]
