"""The pages of conclusions: written, cited, fed back, settled, and told to those who were asked (C20)."""

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from kedjan.improvement import service as improvement
from kedjan.journal import service as journal
from kedjan.people import service as people
from kedjan.reflection import service as reflection
from kedjan.reflection.models import Reception
from kedjan_site.demo import cast
from kedjan_web.components.versions import compared
from tests.pages.checks import text_of
from tests.pages.client import Page, PageClient
from tests.rooms.answered_rounds import WRITERS, loop_of
from tests.rooms.conclusions_made import (
    AFTER,
    MAJ,
    NEIGHBOUR,
    NOW,
    READER,
    STAFF,
    TEXT,
    Analysed,
    an_analysis,
    settle,
    whole,
)

pytestmark = pytest.mark.django_db
type SignedIn = Callable[[str], PageClient]
PETRA, NILS, BOARD, VIGGO = "Petra Lövhage", "Nils Björkspång", "Gunnel Ekspång", "Viggo Lindvass"


@pytest.fixture
def of(db: None) -> Analysed:
    return an_analysis()


@pytest.fixture
def at(settings: Any) -> Callable[[Any], None]:
    """Let the pages' clock stand at a moment."""

    def stand(moment: Any) -> None:
        settings.KEDJAN_CLOCK = moment

    return stand


def listing(of: Analysed, part: str = "") -> str:
    return f"/nulagesanalyser/{of.id}/slutsatser/{part}"


def one(id: UUID, part: str = "") -> str:
    return f"/slutsatser/{id}/{part}"


def told(of: Analysed) -> str:
    return f"/min-sida/slutsatser/{of.id}/"


def last_made(of: Analysed) -> UUID:
    return of.overview().lines[-1].conclusion.id


def test_a_conclusion_is_written_cited_fed_back_and_settled_through_the_pages(
    signed_in: SignedIn, of: Analysed, at: Any
) -> None:
    maj, petra = signed_in(MAJ), signed_in(PETRA)
    page = maj.open(maj.open(f"/nulagesanalyser/{of.id}/").links()["Slutsatser"])
    assert "Det finns inga slutsatser att se än" in page.text
    page = maj.open(page.links()["Ny slutsats"])
    assert "En sak behöver ses över" in maj.submit(page, "Spara", text="", status=200).text
    got = maj.submit(page, "Spara", text=TEXT, explanation="Vi har läst.", strength="on")
    made = last_made(of)
    assert got.to == one(made)
    page = maj.open(one(made))
    assert page.h1 == TEXT and "Inget belägg är tillagt än." in page.text
    cite = maj.open(page.links()["Leta belägg"])
    cite = maj.submit(cite, "Leta", ord="vilken tisdag")
    assert "1 möjligt belägg" in cite.text and "Jag vet vad som behöver göras" in cite.text
    maj.post(one(made, "belagg/"), {"side": "for", **source(cite)})
    cite = maj.submit(maj.open(one(made, "belagg/")), "Leta", ord="vid kaffet")
    maj.post(one(made, "belagg/"), {"side": "against", **source(cite)})
    page = maj.open(one(made))
    ways = [each.get("href", "") for each in page.all("a")]
    assert sum(url.startswith(f"/omgangar/{of.round}/texter/") for url in ways) == 2
    maj.submit(maj.open(listing(of, "aterkoppla/")), "Återkoppla")
    assert "1 slutsats är framlagd för alla som tillfrågades." in maj.open(listing(of)).text
    assert "1 slutsats att ta ställning till" in petra.open("/").text
    assert TEXT in petra.open(told(of)).text
    at(AFTER)
    assert "1 slutsats väntar på beslut" in maj.open("/").text
    page = maj.open(one(made, "beslut/"))
    maj.submit(page, "Besluta", do="settle", motive="De flesta känner igen sig.")
    assert "Fastställd som den återkopplades" in maj.open(one(made)).text
    seen = petra.open(told(of)).text
    assert "De flesta känner igen sig." in seen and "Vi ändrade detta, och detta behöll vi" in seen
    assert "Vad det blev av slutsatserna i Läget" in petra.open("/").text
    maj.submit(maj.open(one(made, "beslut/")), "Besluta", motive="Nya uppgifter.")
    assert whole(made).conclusion.state is improvement.State.PRELIMINARY


def source(page: Page) -> dict[str, str]:
    """What the first thing on offer is cited by."""
    values = next(form for form in page.all("form") if any(e.get("name") == "source" for e in form.iter("input")))
    return {e.get("name", ""): e.get("value", "") for e in values.iter("input") if e.get("name") in {"kind", "source"}}


def test_two_people_in_one_conclusion_both_see_what_the_other_wrote(signed_in: SignedIn, of: Analysed) -> None:
    made = of.concluded()
    maj, siv = signed_in(MAJ), signed_in(READER)
    mine, theirs = maj.open(one(made.id, "skriv/")), siv.open(one(made.id, "skriv/"))
    siv.submit(theirs, "Spara", text="Sivs ord om saken")
    late = maj.submit(mine, "Spara", text="Majs ord om saken", status=409)
    assert "Sivs ord om saken" in late.text and "Majs ord om saken" in late.html
    assert late.form("Spara").values["seen"] == "2"
    maj.submit(late, "Låt den andra texten stå", theirs="1")
    assert whole(made.id).conclusion.text == "Sivs ord om saken"
    maj.submit(late, "Spara")
    page = maj.open(one(made.id))
    assert page.h1 == "Majs ord om saken" and "Versioner sida vid sida" in page.text
    assert {each.text for each in page.all("del")} >= {"Sivs"}
    about = maj.open(one(made.id, "horer-till/"))
    siv.submit(siv.open(one(made.id, "horer-till/")), "Spara", strength=None)
    late = maj.submit(about, "Spara", status=409)
    assert "Siv Blåmyr ändrade" in late.text and "Nej" in [text_of(each) for each in late.all("dd")]
    motive = maj.open(listing(of, "styrka/"))
    siv.submit(siv.open(listing(of, "styrka/")), "Spara", motive="Vi frågade bara om brister.")
    late = maj.submit(motive, "Spara", motive="Majs skäl.", status=409)
    assert "Vi frågade bara om brister." in late.text and "Majs skäl." in late.html


def test_each_page_is_open_to_those_it_is_for(signed_in: SignedIn, of: Analysed, at: Any) -> None:
    draft, fed, made = of.supported("Utkast"), of.supported("Framlagd"), of.supported("Beslutad")
    of.fed_back(fed, made)
    at(AFTER)
    settle(made.id)
    lists = {MAJ: 200, READER: 200, NILS: 200, STAFF: 200, PETRA: 200, BOARD: 403, NEIGHBOUR: 404}
    for name, status in lists.items():
        signed_in(name).open(listing(of), status=status)
    seen = {MAJ: (200, 200, 200), STAFF: (404, 404, 200), PETRA: (404, 200, 200), NEIGHBOUR: (404, 404, 404)}
    for name, statuses in seen.items():
        for each, status in zip((draft, fed, made), statuses, strict=True):
            signed_in(name).open(one(each.id), status=status)
    for part in ("skriv/", "horer-till/", "belagg/"):
        signed_in(PETRA).open(one(fed.id, part), status=403)
    for part in ("beslut/",):
        signed_in(READER).open(one(fed.id, part), status=403)
    for part, status in (("ny/", 403), ("styrka/", 403), ("aterkoppla/", 403)):
        signed_in(STAFF).open(listing(of, part), status=status)
    for name, status in ((PETRA, 200), (STAFF, 403), (MAJ, 403), (NEIGHBOUR, 404)):
        signed_in(name).open(told(of), status=status)
    assert "Utkast" not in signed_in(STAFF).open(listing(of)).text
    page = signed_in(STAFF).open(one(made.id))
    assert "som du inte får läsa" in page.text and "Omgång om Läget" not in page.text
    assert not {"Besluta", "Formulera om", "Leta belägg"} & set(page.links())


def test_the_pages_ask_for_so_much_whatever_the_number_of_conclusions(
    signed_in: SignedIn, of: Analysed, count_queries: Any
) -> None:
    made = [of.supported(f"Slutsats {number}") for number in range(6)]
    maj = signed_in(MAJ)
    maj.open(listing(of))
    with count_queries(17):
        maj.open(listing(of))
    maj.open(one(made[0].id))
    with count_queries(31):
        maj.open(one(made[0].id))
    of.fed_back(*made)
    petra = signed_in(PETRA)
    petra.open(told(of))
    with count_queries(17):
        petra.open(told(of))


def test_where_there_is_nothing_to_strike_or_settle_the_page_says_why(signed_in: SignedIn, of: Analysed) -> None:
    made = of.concluded(strength=False)
    page = signed_in(MAJ).open(one(made.id, "beslut/"))
    for words in ("har inte återkopplats", "Lägg till minst ett belägg", "Ingen av analysens slutsatser är en styrka"):
        assert words in page.text
    assert [each.get("value") for each in page.all("input", type="radio")] == ["strike"]
    page = signed_in(MAJ).open(listing(of))
    assert "Ingen slutsats är en styrka" in page.text
    got = signed_in(MAJ).post(one(made.id, "belagg/ta-bort/"), {"citation": "x"}, status=400)
    assert "formuläret" in got.text.lower()


def test_the_journal_tells_what_was_done_without_a_word_of_it(signed_in: SignedIn, of: Analysed) -> None:
    made = of.supported()
    of.fed_back(made)
    told_there = signed_in("Torun Hedspång").open("/handelser/").text
    assert "återkopplade slutsatser ur en nulägesanalys (1)" in told_there
    assert TEXT not in told_there


def test_versions_are_compared_word_by_word_and_line_by_line() -> None:
    before, after = compared("Håll ihop\nnu", "Håll i\nnu")
    assert [(each.text, each.changed) for each in before] == [("Håll", False), ("ihop", True), ("\n nu", False)]
    assert [(each.text, each.changed) for each in after] == [("Håll", False), ("i", True), ("\n nu", False)]


def test_ones_own_file_is_whole_with_conclusions_around(signed_in: SignedIn, of: Analysed) -> None:
    of.fed_back(of.supported())
    file = json.loads(signed_in(PETRA).open("/min-sida/mina-uppgifter/fil/").html)
    assert TEXT not in json.dumps(file, ensure_ascii=False), "what others wrote is not one's own"


def test_whoever_leads_gives_more_time_while_it_lasts(signed_in: SignedIn, of: Analysed, at: Any) -> None:
    maj, where = signed_in(MAJ), listing(of, "sista-dag/")
    assert maj.open(where, status=302).to == listing(of)
    of.fed_back(of.supported())
    page = maj.open(listing(of))
    assert "Ge dem mer tid" not in signed_in(READER).open(listing(of)).text
    page = maj.open(page.links()["Ge dem mer tid"])
    assert "30 november 2026" in page.text
    assert "senare än den förra" in maj.submit(page, "Flytta fram sista dagen", closes_on="2026-11-20", status=200).text
    maj.submit(page, "Flytta fram sista dagen", closes_on="2026-12-05")
    assert "5 december 2026" in maj.open(listing(of)).text
    signed_in(READER).open(where, status=403)
    signed_in(NEIGHBOUR).open(where, status=404)
    at(AFTER)
    assert "5 december 2026" in signed_in(PETRA).open(told(of)).text


def test_words_that_were_changed_meanwhile_are_shown_before_they_are_fed_back(
    signed_in: SignedIn, of: Analysed
) -> None:
    made, maj = of.supported(), signed_in(MAJ)
    page = maj.open(listing(of, "aterkoppla/"))
    improvement.word_anew(by=cast.actor(READER), now=NOW, id=made.id, seen=1, text="Sivs ord")
    late = maj.submit(page, "Återkoppla", closes_on="2026-12-10", status=409)
    assert f"{READER} ändrade" in late.text and "1. Sivs ord" in late.text
    assert late.form("Återkoppla").values["closes_on"] == "2026-12-10"
    assert whole(made.id).conclusion.state is improvement.State.PRELIMINARY
    maj.submit(late, "Återkoppla")
    assert whole(made.id).conclusion.fed_wording == 2


def test_those_who_were_asked_say_what_they_think_and_are_answered(signed_in: SignedIn, of: Analysed, at: Any) -> None:
    made = of.supported()
    of.fed_back(made)
    petra = signed_in(PETRA)
    assert "Stämmer det? 1 slutsats att ta ställning till" in petra.open("/").text
    page = petra.open(told(of))
    where = f"{told(of)}{made.id}/"
    assert "En sak behöver ses över" in petra.submit(page, action=where, status=422).text
    petra.submit(page, action=where, stance="not_true", relevance="relevant", comment="Det är tiden.")
    late = petra.submit(page, action=where, stance="true", comment="Från en annan sida.", status=409)
    assert "Från en annan sida." in late.html and late.form(action=where).values["seen"] == "1"
    assert "Det är tiden." in late.text, "what one said from there stands beside"
    petra.submit(petra.open(told(of)), action=where, stance="true", comment="Från en annan sida.")
    petra.submit(late, action=f"{where}ta-tillbaka/")
    assert "Du har svarat från en annan sida" in petra.open(told(of)).text
    petra.submit(petra.open(told(of)), action=f"{where}ta-tillbaka/")
    petra.submit(petra.open(told(of)), action=where, stance="not_true", comment="Det är tiden.")
    file = json.loads(petra.open("/min-sida/mina-uppgifter/fil/").html)
    assert [each["comment"] for each in file["said_of_conclusions"]] == ["Det är tiden."]
    for name in ("Idris Kvarnvass", "Love Spånghage", "Karin Olspång", "Jonas Myrgrind"):
        signed_in(name).post(where, {"seen": "0", "stance": "true"})
    maj = signed_in(MAJ)
    assert "Vad de tillfrågade säger" not in maj.open(one(made.id)).text
    at(AFTER)
    page = maj.open(one(made.id))
    assert "4 av 5 säger att den stämmer: 80 % (37,6–96,4). 6 tillfrågades." in page.text.replace("\xa0", " ")
    assert "1 som inte instämde väntar på att läsas och få svar." in page.text
    waits = "1 som inte instämde väntar på svar"
    assert waits in maj.open("/").text and waits in signed_in(READER).open("/").text, "both read the round"
    assert waits not in signed_in(STAFF).open("/").text and waits not in petra.open("/").text
    page = maj.open(one(made.id, "svar/"))
    assert "Stämmer inte: Det är tiden." in page.text and PETRA not in page.text
    chosen, siv = page.all("input", name="reactions")[0].get("value"), signed_in(READER)
    early = siv.open(one(made.id, "svar/"))
    maj.submit(page, "Återkoppla", reactions=chosen, text="Tiden står i slutsats 2.")
    late = siv.submit(early, "Återkoppla", reactions=chosen, text="Sivs svar.", status=200)
    assert "Någon har svarat en av dem under tiden" in late.text and "Sivs svar." in late.html
    assert waits not in maj.open("/").text
    assert "Alla som inte instämde har fått svar." in maj.open(one(made.id, "svar/")).text
    settle(made.id)
    seen = petra.open(told(of)).text
    assert "Tiden står i slutsats 2." in seen and "Stämmer inte · Det är tiden." in seen
    assert "över" in petra.post(where, {"seen": "2", "stance": "true"}, status=422).text
    for name, status in ((STAFF, 403), (READER, 200), (NILS, 403), (NEIGHBOUR, 404)):
        signed_in(name).open(one(made.id, "svar/"), status=status)
    assert "Läs och svara" not in signed_in(NILS).open(one(made.id)).links(), "he leads rounds and does not read them"
    assert "Läs och svara" in siv.open(one(made.id)).links()


def test_a_reader_who_leads_some_of_those_asked_reads_the_same_whatever_these_said(
    signed_in: SignedIn, of: Analysed, at: Any
) -> None:
    made = of.supported()
    of.fed_back(made)
    seen = reflection.round(by=cast.actor(MAJ), id=of.round).version
    readers = [cast.account_id(name) for name in (MAJ, VIGGO)]
    reflection.set_readers(by=cast.actor(MAJ), now=NOW, id=of.round, seen=seen, readers=readers)
    theirs = [name for name in WRITERS if cast.account_id(name) in people.led_by(by=cast.actor(VIGGO))]
    for name in theirs:
        stance = improvement.Stance.NOT_TRUE
        improvement.react(by=cast.actor(name), now=NOW, id=made.id, seen=0, stance=stance, comment="Hemligt.")
    at(AFTER)
    page = signed_in(VIGGO).open(one(made.id, "svar/")).text
    assert "Svar från dem du är chef för är utelämnade, om det finns några." in page
    assert "Det finns inget för dig att besvara." in page and "Hemligt" not in page
    assert "ingår inte i något tal här" in signed_in(VIGGO).open(one(made.id)).text


def test_who_wrote_sees_that_it_was_read_where_evidence_is_looked_for_and_no_longer_takes_it_back(
    signed_in: SignedIn, of: Analysed
) -> None:
    made, idris = of.supported(), cast.actor("Idris Kvarnvass")
    before = journal.who_read(by=idris).total
    assert "Jag vet vad som behöver göras" in signed_in(MAJ).open(one(made.id, "belagg/?ord=vilken+tisdag")).text
    assert journal.who_read(by=idris).total == before + 1
    loop = loop_of(reflection.round(by=cast.actor(MAJ), id=of.round), "Idris Kvarnvass").loop
    assert Reception.objects.get(loop=loop).read_at == NOW
    signed_in(MAJ).open(one(made.id, "belagg/?ord=ingen+har+skrivit+detta"))
    assert journal.who_read(by=idris).total == before + 1
