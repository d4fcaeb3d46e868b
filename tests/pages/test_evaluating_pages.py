"""The pages of evaluating: one's own, alone and in peace; everybody's together, for those who lead."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail

from kedjan.notices import service as notices
from kedjan.people import service as people
from kedjan.reflection import service as reflection
from kedjan.reflection.service import Stance
from kedjan_site import due
from kedjan_site.demo import cast
from kedjan_web.start import letters
from tests.pages.checks import text_of
from tests.pages.client import Page, PageClient
from tests.pages.rounds_pages import LEADER, NEIGHBOUR, READER, STAFF, address, figures, study
from tests.rooms.evaluated_rounds import CLOSED, OVER, a_closed_round, evaluation, say
from tests.rooms.reflection_rounds import NOW
from tests.rooms.test_reflection_responding import AT_PRESCHOOL, AT_SCHOOL

pytestmark = pytest.mark.django_db
type SignedIn = Callable[[str], PageClient]
STAFF_READER = "Karin Olspång"
F, L, A, C = Stance.FULLY, Stance.LARGELY, Stance.LITTLE, Stance.CANNOT_SAY


def own(of: reflection.Round) -> str:
    return f"/min-sida/utvardering/{of.id}/"


def facts(page: Page) -> set[tuple[str, str]]:
    return {
        (text_of(next(each.iter("dt"))), text_of(next(each.iter("dd"))))
        for each in page.all("div")
        if [child.tag for child in each] == ["dt", "dd"]
    }


@pytest.fixture
def at(settings: Any) -> Callable[[Any], None]:
    """Let the pages' clock stand at a moment."""

    def stand(moment: Any) -> None:
        settings.KEDJAN_CLOCK = moment

    return stand


def test_the_studys_insight_stands_beside_importance_with_its_interval(signed_in: SignedIn) -> None:
    of = study()
    page = signed_in(READER).open(address(of, "utvardering/", ("uppdrag", "08")))
    shown = figures(page, "in-round")
    assert shown["Fått en viktig insikt"] == ["10", "48", "21", "11,7–34,3"]
    assert shown["Mycket viktigt område"] == ["20", "48", "42", "28,8–55,7"]
    assert page.h1 == "Utvärdering"
    assert "402 reflektioner" not in page.text, "the study does not say how long they took"
    signed_in(READER).open(address(of, "utvardering/", ("uppdrag", "99")), status=404)


def test_whoever_was_asked_finds_it_on_their_own_page_answers_changes_and_takes_it_back(
    signed_in: SignedIn, at: Any
) -> None:
    of = a_closed_round()
    petra = signed_in("Petra Lövhage")
    at(NOW)
    assert "Utvärdera" not in petra.open("/").text
    assert "Omgången har inte stängt än" in petra.open(own(of)).text
    at(CLOSED)
    start = petra.open("/")
    assert "Hur var det? Utvärdera Övergångar" in start.text
    assert "Frivilligt. Ungefär tre minuter. Ingen ser vem som sa vad. Sista dag 18 december" in start.text
    page = petra.open(own(of))
    groups = [each for each in page.all("fieldset") if len(list(each.iter("input"))) == 5]
    assert len(groups) == 4
    assert all({each.get("type") for each in group.iter("input")} == {"radio"} for group in groups)
    got = petra.submit(page, "Skicka utvärderingen", purpose="fully", worth="cannot_say", minutes="25")
    assert got.to == own(of)
    page = petra.open(own(of))
    assert "Tack. Du kan ändra den till och med 18 december 2026." in page.text
    assert page.form("Spara ändringen").values | {"csrfmiddlewaretoken": ""} == {
        "csrfmiddlewaretoken": "", "seen": "1", "purpose": "fully", "worth": "cannot_say", "text": "", "minutes": "25"
    }  # fmt: skip
    start = petra.open("/")
    assert "Du har utvärderat Övergångar" in start.text and "Hur var det?" not in start.text
    petra.submit(page, "Spara ändringen", purpose="little", text="Färre uppdrag.")
    file = json.loads(petra.open("/min-sida/mina-uppgifter/fil/").html)
    (mine,) = file["method_evaluations"]
    assert (mine["stances"], mine["text"]) == ({"purpose": "little", "worth": "cannot_say"}, "Färre uppdrag.")
    petra.submit(petra.open(own(of)), "Ta tillbaka min utvärdering")
    assert "Hur var det?" in petra.open("/").text
    at(OVER)
    assert "Hur var det?" not in petra.open("/").text
    assert "Utvärderingen är stängd." in petra.open(own(of)).text


def test_an_empty_form_one_from_another_page_and_one_too_late_lose_no_words(signed_in: SignedIn, at: Any) -> None:
    of = a_closed_round()
    at(CLOSED)
    petra = signed_in("Petra Lövhage")
    page = petra.open(own(of))
    assert "Säg något först" in petra.submit(page, "Skicka utvärderingen", status=200).text
    say(of, "Petra Lövhage", evaluation(F))
    got = petra.submit(page, "Skicka utvärderingen", status=409, text="Mina ord.")
    assert "Du har utvärderat från en annan sida" in got.text and "Mina ord." in got.html
    at(OVER)
    got = petra.submit(page, "Skicka utvärderingen", status=200, text="Mina ord.")
    assert "Utvärderingen är stängd och kan inte längre ändras." in got.text and "Mina ord." in got.html


def test_the_pages_are_open_to_those_they_are_for(signed_in: SignedIn, at: Any) -> None:
    of = a_closed_round()
    at(CLOSED)
    for name, status in ((STAFF, 200), (READER, 403), ("Torun Hedspång", 403), (NEIGHBOUR, 404)):
        signed_in(name).open(own(of), status=status)
    for name, status in ((READER, 200), (LEADER, 200), (STAFF, 403), ("Torun Hedspång", 403), (NEIGHBOUR, 404)):
        for part in ("utvardering/", "utvardering/andrat/"):
            signed_in(name).open(address(of, part), status=status)
    assert "Utvärdering" in signed_in(LEADER).open(address(of)).links()
    assert "Utvärdering" not in signed_in("Karin Olspång").open(address(of)).links()


def test_results_stand_when_it_is_over_in_groups_of_five_and_without_names(
    signed_in: SignedIn, at: Any, count_queries: Any
) -> None:
    of = a_closed_round()
    for number, name in enumerate(AT_SCHOOL):
        say(of, name, evaluation(F if number < 8 else A, L, text=f"Ord {number}.", minutes=10 + number))
    for name in AT_PRESCHOOL:
        say(of, name, evaluation(A, C, minutes=30))
    at(CLOSED)
    maj = signed_in(READER)
    text = maj.open(address(of, "utvardering/")).text
    assert "16 av 18 har utvärderat den. Vad de säger visas efter 18 december 2026" in text
    assert "Ord 1." not in text and "Fyra påståenden" not in text
    at(OVER)
    maj.open(address(of, "utvardering/"))
    with count_queries(26):
        page = maj.open(address(of, "utvardering/"))
    shown = figures(page, "statements")
    assert shown["Syftet var tydligt"] == ["50", "28,0–72,0", "16", "8", "0", "8", "0", "0", "0"]
    assert shown["Det var värt tiden"] == ["100", "72,2–100,0", "10", "0", "10", "0", "0", "6", "0"]
    assert shown["Jag fick en viktig insikt"][:3] == [".", ".", "."]
    groups = figures(page, "groups")
    assert groups["Grundskola"][:2] == ["80 (49,0–94,3)", "100 (72,2–100,0)"]
    assert groups["Förskola"][:2] == ["0 (0,0–39,0)", "."]
    assert "18 min i median; hälften ligger mellan 14 min och 30 min" in page.text
    assert ("Angivet, för den som svarar på allt", "15 min") in facts(page)
    assert all(f"Ord {number}." in page.text for number in range(10))
    for name in (*AT_SCHOOL, *AT_PRESCHOOL):
        assert name not in page.text


def test_what_was_changed_is_told_on_the_pages_of_those_who_were_asked_retold_and_withdrawn(
    signed_in: SignedIn, at: Any
) -> None:
    of = a_closed_round()
    at(OVER)
    maj, petra = signed_in(READER), signed_in("Petra Lövhage")
    page = maj.open(maj.open(address(of, "utvardering/")).links()["Berätta vad som ändrades"])
    maj.submit(page, "Berätta", text="Ett uppdrag i veckan.", reason="Det blev för tätt.", day="2026-12-18")
    assert "Vi ändrade detta efter Övergångar" in petra.open("/").links()
    seen = petra.open(own(of)).text
    assert "18 december 2026 Ett uppdrag i veckan. Varför: Det blev för tätt." in seen
    page = maj.open(address(of, "utvardering/"))
    edit = next(url for words, url in page.links().items() if words.startswith("Berätta med andra ord"))
    form = maj.open(edit)
    maj.submit(form, "Berätta", text="Ett uppdrag varannan vecka.")
    late = maj.submit(form, "Berätta", text="Något annat.", status=409)
    assert "Det finns en annan version" in late.text and "Ett uppdrag varannan vecka." in late.text
    assert "Något annat." in late.html and late.form("Berätta").values["seen"] == "2"
    assert "Ett uppdrag varannan vecka." in petra.open(own(of)).text
    page = maj.open(address(of, "utvardering/"))
    assert "Allt som har berättats, och av vem" in page.text and "Maj Sävdunge: Ett uppdrag i veckan." in page.text
    maj.submit(page, "Sluta berätta: Ett uppdrag varannan vecka.")
    assert "Ett uppdrag" not in petra.open(own(of)).text
    assert "Vi ändrade detta efter" not in petra.open("/").text
    assert "Berättas inte längre" in maj.open(address(of, "utvardering/")).text
    maj.post(address(of, "utvardering/andrat/") + f"{of.id}/ta-bort/", {"seen": "x"}, status=400)


def test_the_start_page_asks_nothing_more_where_nothing_can_be_evaluated(signed_in: SignedIn, at: Any) -> None:
    petra = signed_in("Petra Lövhage")
    petra.open("/")
    before = len(petra.open("/").queries)
    of = a_closed_round()
    at(OVER)
    petra.open("/")
    closed = len(petra.open("/").queries)
    at(CLOSED)
    petra.open("/")
    assert len(petra.open("/").queries) == closed
    del of
    assert sum('"reflection_evaluation"' in each for each in petra.open("/").queries) == 1
    assert before <= closed


def test_the_weeks_summary_tells_of_it_once_and_never_goes_for_it_alone(at: Any) -> None:
    of = a_closed_round()
    at(CLOSED)
    due.follow_recipients()
    due.follow_recipients()
    waiting = notices.waiting(by=cast.actor("Petra Lövhage", now=CLOSED))
    assert [each.kind for each in waiting].count(notices.Kind.EVALUATION_OPENED) == 1
    to = people.Recipient(cast.account_id("Petra Lövhage"), "petra@ekkoping.example", "sv")
    quiet = tuple(each for each in waiting if each.kind == notices.Kind.EVALUATION_OPENED)
    assert letters.written(to, quiet) is None
    letters.deliver_due.call()
    assert not [each for each in mail.outbox if "utvärdera" in each.body and len(each.body.split("- ")) < 3]
    more = notices.Notice(
        id=1, account=to.id, kind=notices.Kind.ANSWERED, values={}, pace=notices.Pace.WEEKLY, at=CLOSED
    )
    letter = letters.written(to, (more, *quiet))
    assert letter is not None and "1 omgång att utvärdera, om du vill" in letter.text
    say(of, "Petra Lövhage", evaluation(F))
    letter = letters.written(to, (more, *quiet))
    assert letter is not None and "utvärdera" not in letter.text


def test_whoever_leads_sees_what_was_promised_and_says_that_it_came_about(signed_in: SignedIn) -> None:
    of = a_closed_round()
    by, day = cast.actor(READER), date(2026, 11, 12)
    kind = reflection.EventKind.FEEDBACK
    reflection.add_event(by=by, now=NOW, round=of.id, kind=kind, day=day, key=uuid4(), text="Första bilden")
    maj = signed_in(READER)
    assert "Utlovat 12 november 2026. Dagen har passerat, och ingen har sagt" in maj.open(address(of)).text
    page = maj.open(address(of, "tidsplan/"))
    maj.submit(page, "Spara: Första bilden", on="2026-11-14")
    assert "Gavs 14 november 2026, 2 dagar för sent." in maj.open(address(of)).text
    maj.submit(maj.open(address(of, "tidsplan/")), "Spara: Första bilden", on="2026-11-12")
    assert "Gavs i tid, 12 november 2026." in maj.open(address(of)).text
    maj.submit(maj.open(address(of, "tidsplan/")), "Spara: Första bilden", on="2026-12-24")
    assert "Den dagen har inte kommit än." in maj.open(address(of, "tidsplan/")).text
    assert "Lovat och hållet" not in signed_in(STAFF_READER).open(address(of)).text
