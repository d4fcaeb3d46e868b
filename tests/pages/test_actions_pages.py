"""The pages of proposals, actions and strategies (C24, C25, F15)."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from kedjan.actions import service as actions
from kedjan.actions.service import Phase, Ruling
from kedjan_site.demo import cast
from kedjan_web.components.dates import in_text
from tests.pages.client import PageClient
from tests.rooms.conclusions_made import MAJ, NEIGHBOUR, NOW, READER, STAFF
from tests.rooms.proposals_made import CYCLES, IDRIS, PETRA, TORUN, Proposed, begun, day, decide, proposals_of, whole

pytestmark = pytest.mark.django_db
type SignedIn = Callable[[str], PageClient]
BOARD = "Gunnel Ekspång"


@pytest.fixture
def of(db: None) -> Proposed:
    return proposals_of()


@pytest.fixture
def at(settings: Any) -> Callable[[Any], None]:
    """Let the pages' clock stand at a moment."""

    def stand(moment: Any) -> None:
        settings.KEDJAN_CLOCK = moment

    return stand


def listing(of: Proposed, part: str = "") -> str:
    return f"/nulagesanalyser/{of.id}/forslag/{part}"


def one(id: UUID, part: str = "") -> str:
    return f"/forslag/{id}/{part}"


def act(id: UUID, part: str = "") -> str:
    return f"/atgarder/{id}/{part}"


def value(of: Proposed, writer: str) -> str:
    """What an answer is chosen by."""
    round_, loop, sight = of.answer(writer)
    return f"{round_.hex}.{loop.hex}.{sight.value}"


def test_a_proposal_is_gathered_decided_answered_and_followed_up_through_the_pages(
    signed_in: SignedIn, of: Proposed, at: Any
) -> None:
    maj, torun, petra = signed_in(MAJ), signed_in(TORUN), signed_in(PETRA)
    page = maj.open(maj.open(f"/nulagesanalyser/{of.id}/").links()["Förslag"])
    assert "Det finns inga förslag än" in page.text
    page = maj.open(page.links()["Samla förslag"])
    assert page.text.count("Gör planen kortare") == 6
    got = maj.post(listing(of, "samla/"), {"answer": [value(of, PETRA), value(of, IDRIS)], "into": ""})
    form = maj.open(got.to)
    assert "2 svar följer med som källor." in form.text
    given: dict[str, Any] = {**form.form("Spara").values, "text": CYCLES, "explanation": "Tre år åt gången."}
    got = maj.post(listing(of, "nytt/"), {**given, "answer": [value(of, PETRA), value(of, IDRIS)]})
    (line,) = of.overview().lines.items
    made = line.proposal
    assert got.to == one(made.id)
    page = maj.open(one(made.id))
    assert "2 personer bakom" in page.text and page.text.count("Gör planen kortare") == 2
    assert "Besvarade förslag 0/1" in maj.open(listing(of)).text
    assert "1 förslag väntar på svar" in torun.open("/").text
    page = torun.open(listing(of))
    assert "Färre än 5 personer bakom" in page.text and "2 personer" not in page.text
    page = torun.open(one(made.id, "beslut/"))
    refused = torun.submit(page, "Besluta och svara", ruling="yes", motive="Ja, vi prövar.", sign="", status=200)
    assert "Det här behövs för det du beslutar." in refused.text
    torun.submit(
        page, "Besluta och svara", ruling="yes", motive="Ja, vi prövar på två enheter.",
        responsible=cast.account_id(PETRA).hex, sign="Färre mål i höstens planer", follow_up_on=day(30).isoformat(),
    )  # fmt: skip
    assert "Besvarade förslag 1/1" in torun.open(listing(of)).text
    assert "Svar på det du föreslog" in petra.open("/").text
    own = petra.open("/min-sida/forslag/")
    assert "Ja, vi prövar på två enheter." in own.text and "Initierad" in own.text
    concluded = of.of.concluded()
    for where in (f"/nulagesanalyser/{of.id}/", f"/omgangar/{of.of.round}/", f"/slutsatser/{concluded.id}/"):
        page = maj.open(where)
        assert "Förslag och åtgärder" in page.text and page.links()[CYCLES] == act(made.id), where
        assert page.links()["1 förslag, besvarade: 1"] == listing(of)
    held = json.loads(petra.open("/min-sida/mina-uppgifter/fil/").response.content)
    (mine,) = held["proposals_from_my_answers"]
    assert (mine["text"], mine["standing"], mine["motive"]) == (CYCLES, "yes", "Ja, vi prövar på två enheter.")
    put_in = json.loads(maj.open("/min-sida/mina-uppgifter/fil/").response.content)["proposals_put_in"]
    assert [each["text"] for each in put_in] == [CYCLES] and held["proposals_put_in"] == []
    at(NOW + timedelta(days=30))
    page = petra.open(petra.open("/").links()[f"Öppna: Följ upp: {CYCLES}"])
    assert "Den har inte följts upp än." in page.text
    form = petra.open(page.links()["Följ upp"])
    later = day(200).isoformat()
    petra.submit(form, "Spara", text="Nio av tio planer har tre mål.", using="9", intended="10", follow_up_on=later)
    action = whole(made.id).action
    assert action and action.phase is Phase.IMPLEMENTED
    page = petra.open(act(action.id))
    assert "9 av 10 använder den." in page.text and "Kvar tills den är: En del av vardagen" in page.text
    assert "Följ upp:" not in petra.open("/").text


def test_proposals_are_merged_and_taken_apart_through_the_pages(signed_in: SignedIn, of: Proposed) -> None:
    first, second = of.proposal(CYCLES, PETRA), of.proposal("Treårsplan", IDRIS)
    maj = signed_in(MAJ)
    assert maj.open(listing(of, "sla-ihop/"), status=302).to == listing(of)
    page = maj.open(f"{listing(of, 'sla-ihop/')}?proposal={first.id}&proposal={second.id}")
    assert CYCLES in page.text and "Treårsplan" in page.text
    both = [str(first.id), str(second.id)]
    made = whole(second.id).line.proposal
    actions.word_proposal(
        by=cast.actor(READER), now=NOW, id=second.id, seen=1, text="Sivs ord", explanation="", goal=None,
        answer_by=made.answer_by,
    )  # fmt: skip
    late = maj.submit(page, "Slå ihop", proposal=both, into=both[0], status=409)
    assert "Någon annan hann före" in late.text and "2. Sivs ord" in late.text
    assert late.form("Slå ihop").values["into"] == both[0] and whole(second.id).line.proposal.merged_into is None
    got = maj.submit(late, "Slå ihop", proposal=both)
    assert got.to == one(first.id)
    assert "talar för 1 till" in maj.open(listing(of)).text
    page = maj.open(one(first.id))
    assert "Det talar också för de här" in page.text and "2 personer bakom" in page.text
    assert "Ett annat förslag talar för det här." in maj.open(one(second.id)).text
    maj.submit(maj.open(one(second.id)), action=one(second.id, "ta-isar/"))
    assert whole(second.id).line.proposal.merged_into is None


def test_who_decides_sees_what_the_answer_is_to_and_goes_on_to_the_next(
    signed_in: SignedIn, of: Proposed, at: Any
) -> None:
    first, second = of.proposal(CYCLES, PETRA, explanation="Tre år åt gången."), of.proposal("Treårsplan", IDRIS)
    last = of.proposal("Mötesfria onsdagar", origin="Dialogmötet")
    merge = {"into": first.id, "seen": first.version, "others": {second.id: second.version}}
    actions.merge(by=cast.actor(MAJ), now=NOW, **merge)
    torun = signed_in(TORUN)
    page = torun.open(one(first.id, "beslut/"))
    assert "Färre än 5 personer bakom" in page.text and "Tre år åt gången." in page.text
    assert "Svaret går också till dem som föreslog det här:" in page.text and "Treårsplan" in page.text
    done = torun.open(torun.submit(page, "Besluta och svara", ruling="no", motive="Inte i år.").to)
    assert done.links()["Nästa som väntar på svar: Mötesfria onsdagar"] == one(last.id)
    assert "Nästa som väntar" not in torun.open(one(last.id)).text
    assert "Nästa som väntar" not in signed_in(STAFF).open(one(first.id)).text
    at(NOW + timedelta(days=60))
    page = torun.open(listing(of))
    late = page.links()["1 förslag har inte fått svar till den dag som utlovades."]
    assert "Mötesfria onsdagar" in (there := torun.open(listing(of) + late).text) and CYCLES not in there


def test_two_in_one_proposal_both_see_what_the_other_wrote(signed_in: SignedIn, of: Proposed) -> None:
    made = of.proposal()
    maj, siv = signed_in(MAJ), signed_in(READER)
    mine, theirs = maj.open(one(made.id, "skriv/")), siv.open(one(made.id, "skriv/"))
    siv.submit(theirs, "Spara", text="Sivs ord om saken")
    late = maj.submit(mine, "Spara", text="Majs ord om saken", answer_by=day(50).isoformat(), status=409)
    assert "Sivs ord om saken" in late.text and "Majs ord om saken" in late.html
    assert in_text(made.answer_by) in late.text, "the day that was promised stands beside one's own"
    maj.submit(late, "Spara")
    page = maj.open(one(made.id))
    assert page.h1 == "Majs ord om saken"
    assert f"{MAJ}, 16 november 2026 Version 2Sivs ord om saken Version 3Majs ord om saken" in page.text
    decide(made.id, Ruling.NO)
    assert "Version 2" not in signed_in(STAFF).open(one(made.id)).text


def test_a_proposal_that_was_put_in_by_mistake_is_taken_away_and_put_back(signed_in: SignedIn, of: Proposed) -> None:
    made, asked = of.proposal("Fel analys", origin="Dialogmötet"), of.proposal(CYCLES, PETRA)
    maj = signed_in(MAJ)
    assert "Ta bort förslaget" not in maj.open(one(asked.id)).text
    assert "ska få svar" in maj.open(maj.post(one(asked.id, "ta-bort/"), {"seen": "1"}).to).text
    gone = maj.submit(maj.open(one(made.id)), "Ta bort förslaget", status=200)
    assert gone.h1 == "Förslaget är borttaget" and of.seen() == [CYCLES]
    maj.open(one(made.id), status=404)
    back = maj.open(maj.submit(gone, "Lägg tillbaka").to)
    assert "Det står bland förslagen igen." in back.text and len(of.seen()) == 2
    for part in ("ta-bort/", "tillbaka/"):
        signed_in(TORUN).post(one(made.id, part), {"seen": "3"}, status=403)
        signed_in(NEIGHBOUR).post(one(made.id, part), {"seen": "3"}, status=404)


def test_each_page_is_open_to_those_it_is_for(signed_in: SignedIn, of: Proposed) -> None:
    made, decided = of.proposal(CYCLES, PETRA), of.proposal("Beslutat", PETRA)
    decide(decided.id, Ruling.YES)
    action = whole(decided.id).action
    assert action
    everybody: dict[str, dict[str, int]] = {
        listing(of): {MAJ: 200, READER: 200, TORUN: 200, STAFF: 200, BOARD: 403, NEIGHBOUR: 404},
        listing(of, "samla/"): {MAJ: 200, TORUN: 403, STAFF: 403, NEIGHBOUR: 404},
        listing(of, "nytt/"): {MAJ: 200, TORUN: 403, STAFF: 403, NEIGHBOUR: 404},
        one(made.id): {MAJ: 200, TORUN: 200, STAFF: 404, PETRA: 404, BOARD: 403, NEIGHBOUR: 404},
        one(made.id, "skriv/"): {MAJ: 200, TORUN: 403, NEIGHBOUR: 404},
        one(made.id, "kalla/"): {MAJ: 200, TORUN: 403, NEIGHBOUR: 404},
        one(made.id, "beslut/"): {TORUN: 200, MAJ: 200, READER: 403, NEIGHBOUR: 404},
        one(decided.id): {STAFF: 200, PETRA: 200, BOARD: 403, NEIGHBOUR: 404},
        act(action.id): {STAFF: 200, PETRA: 200, BOARD: 403, NEIGHBOUR: 404},
        act(action.id, "uppfoljning/"): {PETRA: 200, TORUN: 200, STAFF: 403, NEIGHBOUR: 404},
        act(action.id, "skriv/"): {PETRA: 200, STAFF: 403},
        act(action.id, "lamna-over/"): {TORUN: 200, PETRA: 403, STAFF: 403},
        act(action.id, "avsluta/"): {PETRA: 200, STAFF: 403},
        "/atgarder/": {STAFF: 200, BOARD: 403, NEIGHBOUR: 200},
        "/atgarder/ny/": {TORUN: 200, STAFF: 403},
        "/strategier/": {STAFF: 200, BOARD: 403},
        "/strategier/ny/": {TORUN: 200, STAFF: 403},
        "/min-sida/forslag/": {PETRA: 200, BOARD: 200},
    }
    for url, statuses in everybody.items():
        for name, status in statuses.items():
            signed_in(name).open(url, status=status)
    page = signed_in(STAFF).open(one(decided.id))
    assert "Vad det kommer från" not in page.text and "Gör planen kortare" not in page.text
    assert CYCLES not in signed_in(STAFF).open(listing(of)).text
    assert "Besluta och svara" not in signed_in(TORUN).open(one(decided.id)).text, "it is an action now"


def test_a_responsible_reads_answers_only_as_a_reader(signed_in: SignedIn, of: Proposed) -> None:
    """Whoever is responsible hands over, stops and takes up again, without the rights of a leader."""
    made = begun()
    petra = signed_in(PETRA)
    assert "lamna-over" not in petra.open(act(made.id)).html, "she may not choose among all by name"
    assert "lamna-over" in signed_in(TORUN).open(act(made.id)).html
    page = petra.open(act(made.id, "avsluta/"))
    petra.submit(page, "Spara", phase="paused", reason="Ledaren slutade.")
    stopped = petra.open("/atgarder/?fas=stannat")
    assert "Ledaren slutade." in stopped.text and "Varför den stannade" in stopped.text
    petra.submit(petra.open(act(made.id, "ta-upp/")), "Spara", follow_up_on=day(40).isoformat())
    assert actions.action(by=cast.actor(PETRA), now=NOW, id=made.id).action.phase is Phase.INITIATED
    torun = signed_in(TORUN)
    late = torun.open(act(made.id, "skriv/"))
    petra.submit(petra.open(act(made.id, "skriv/")), "Spara", text="Petras ord")
    late = torun.submit(late, "Spara", text="Toruns ord", status=409)
    assert "Petra Lövhage ändrade" in late.text and "Petras ord" in late.text and "Toruns ord" in late.html
    torun.submit(late, "Spara")
    mine = torun.open(act(made.id, "uppfoljning/"))
    seen = {"text": "Alla gör det.", "using": "9", "intended": "9", "follow_up_on": day(60).isoformat()}
    petra.submit(petra.open(act(made.id, "uppfoljning/")), "Spara", **seen)
    late = torun.submit(mine, "Spara", status=409, **{**seen, "text": "Ingen gör det."})
    assert "Alla gör det." in late.text and "Ingen gör det." in late.html


def test_two_who_decide_on_one_proposal_see_what_the_other_decided(signed_in: SignedIn, of: Proposed) -> None:
    made = of.proposal()
    torun = signed_in(TORUN)
    page = torun.open(one(made.id, "beslut/"))
    decide(made.id, Ruling.NO, motive="Ramen räcker inte.")
    late = torun.submit(page, "Besluta och svara", ruling="no", motive="Det pågår redan.", status=409)
    assert "Ramen räcker inte." in late.text and "Det pågår redan." in late.html


def test_two_in_one_strategy_see_each_field_that_the_other_changed(signed_in: SignedIn) -> None:
    torun, maj = signed_in(TORUN), signed_in(MAJ)
    torun.submit(torun.open("/strategier/ny/"), "Spara", text="Tid tillbaka", kind="method")
    (made,) = actions.strategies(by=cast.actor(TORUN))
    mine = torun.open(f"/strategier/{made.id}/")
    maj.submit(maj.open(f"/strategier/{made.id}/"), "Spara", explanation="Majs förklaring")
    late = torun.submit(mine, "Spara", explanation="Toruns förklaring", status=409)
    assert "Majs förklaring" in late.text and "Toruns förklaring" in late.html


def test_the_list_is_searched_filtered_and_sorted(signed_in: SignedIn, of: Proposed) -> None:
    of.proposal(CYCLES, PETRA)
    no = of.proposal("Digitalt stöd", origin="Dialogmötet")
    decide(no.id, Ruling.NO, motive="Inte i år.")
    maj = signed_in(MAJ)
    assert "Digitalt stöd" not in maj.open(f"{listing(of)}?sok=treårscykler").text
    only = maj.open(f"{listing(of)}?lage=no")
    assert "Inte i år." in only.text and CYCLES not in only.text
    assert "Inget förslag som du ser är sådant." in maj.open(f"{listing(of)}?lage=later").text
    for nonsense in ("lage=x", "mal=x", "ordning=x", "sida=x"):
        assert CYCLES in maj.open(f"{listing(of)}?{nonsense}").text


def test_actions_are_looked_for_and_taken_along_as_they_are_shown(signed_in: SignedIn, of: Proposed, at: Any) -> None:
    begun(text="Årshjul för uppföljning")
    begun(text="=Kortare planer", responsible=cast.account_id(IDRIS))
    maj = signed_in(MAJ)
    page = maj.open("/atgarder/")
    assert "Ska vara klar" in page.text and "Skulle ha varit klar" not in page.text
    only = maj.submit(page, "Visa", sok="årshjul")
    assert "Årshjul" in only.text and "Kortare planer" not in only.text
    assert maj.http.get(only.links()["Excel"]).content[:2] == b"PK"
    body = maj.open(only.links()["CSV"]).response.content.decode()
    assert "Vad som görs;Fas;Vem som är ansvarig;Till när" in body
    assert "Årshjul för uppföljning;Initierad;Petra Lövhage;" in body and "Kortare" not in body
    whose = maj.submit(page, "Visa", ansvarig=cast.account_id(IDRIS).hex)
    assert "Kortare planer" in whose.text and "Årshjul" not in whose.text
    assert "'=Kortare planer" in maj.open(whose.links()["CSV"]).response.content.decode()
    assert "Ingen åtgärd här är sådan." in maj.submit(page, "Visa", dags="on").text
    at(NOW + timedelta(days=121))
    due = maj.open("/atgarder/?dags=on")
    assert "Årshjul" in due.text and "Skulle ha varit klar" in due.text
    assert "dags=on" in due.links()["Vad som har stannat, och varför 0"]
    for nonsense in ("mal=x", "ansvarig=x", "fas=x", "sida=x"):
        assert "Årshjul" in maj.open(f"/atgarder/?{nonsense}").text
    signed_in(BOARD).open("/atgarder/atgarder.csv", status=403)
    maj.open("/atgarder/atgarder.pdf", status=404)


@pytest.mark.parametrize("answer", ["", "x", "x.y.short", "..", f"{UUID(int=0).hex}.{UUID(int=1).hex}.short"])
def test_an_answer_that_is_none_is_not_here(signed_in: SignedIn, of: Proposed, answer: str) -> None:
    made = of.proposal()
    maj = signed_in(MAJ)
    maj.post(listing(of, "samla/"), {"answer": answer, "into": str(made.id)}, status=404)
    assert whole(made.id).sources == ()


def test_a_strategy_that_saves_time_shows_before_and_after(signed_in: SignedIn, of: Proposed) -> None:
    action = begun()
    torun = signed_in(TORUN)
    page = torun.open("/strategier/ny/")
    refused = torun.submit(page, "Spara", text="Spara tid", kind="saves_time", status=200)
    assert refused.text.count("En tidsindikator säger vad") >= 4
    indicator = {"what": "SKA per rektor", "unit": "minuter i veckan", "before": "95", "source": "Tidsramarna"}
    torun.submit(page, "Spara", text="Spara tid", kind="saves_time", actions=action.id.hex, **indicator)
    page = signed_in(STAFF).open("/strategier/")
    assert "Inte känt än" in page.text and action.text in page.text
    (made,) = actions.strategies(by=cast.actor(TORUN))
    torun.submit(torun.open(f"/strategier/{made.id}/"), "Spara", after="55")
    assert "Inte känt än" not in torun.open("/strategier/").text


def test_pages_ask_the_store_as_often_however_much_there_is(
    signed_in: SignedIn, of: Proposed, count_queries: Any
) -> None:
    for n in range(12):
        of.proposal(f"Förslag {n}", PETRA, IDRIS, origin="Dialogmötet")
    for line in of.overview().lines.items[:4]:
        decide(line.proposal.id, Ruling.YES)
    maj = signed_in(MAJ)
    with count_queries(15):
        maj.open(listing(of))
    with count_queries(45):
        maj.open(one(of.overview().lines.items[5].proposal.id))
    with count_queries(10):
        maj.open("/atgarder/")
