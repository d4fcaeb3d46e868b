"""The workbench of a round: describing assignments, publishing them, the schedule, copies."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from kedjan.reflection import service as reflection
from kedjan.reflection.service import AssignmentState, EventKind
from kedjan_site.demo import cast
from tests.pages.checks import text_of
from tests.pages.client import Page, PageClient
from tests.pages.giving_pages import now, place, upload
from tests.rooms.reflection_given import a_given_round, a_goal, an_assignment
from tests.rooms.reflection_rounds import NOW, a_round
from tests.rooms.test_reflection_publishing import answered
from tests.rooms.test_reflection_schedule import STUDY

pytestmark = pytest.mark.django_db
type SignedIn = Callable[[str], PageClient]


@pytest.fixture
def maj(signed_in: SignedIn) -> PageClient:
    return signed_in("Maj Sävdunge")


@pytest.fixture
def by() -> Any:
    return cast.actor("Maj Sävdunge")


def test_an_empty_workbench_says_how_to_begin(maj: PageClient, by: Any) -> None:
    page = maj.open(place(a_round(by), "uppdrag/"))
    assert "Omgången frågar inget än" in page.text
    assert "Nytt uppdrag" in page.links()


def test_the_workbench_says_what_is_missing_and_offers_publishing_only_without_it(
    maj: PageClient, by: Any, count_queries: Any
) -> None:
    lacking = an_assignment(by, "02", goal=None, used_for="", heading="Fritids")
    of = a_given_round(by, assignments=[an_assignment(by), lacking], publish=False)
    with count_queries(20):
        page = maj.open(place(of, "uppdrag/"))
    assert "Saknas innan det kan publiceras: ett mål eller en framgångsfaktor och vad svaren används till." in page.text
    assert "Publicera: 01 Stödet vid övergångar" in page.links()
    assert "Publicera: 02 Fritids" not in page.links()
    assert "2 personer" in page.text


def test_only_those_who_lead_open_the_workbench(signed_in: SignedIn, by: Any) -> None:
    of = a_given_round(by)
    parts = (
        *("uppdrag/", "uppdrag/mallar/", "uppdrag/nytt/", "uppdrag/01/andra/", "uppdrag/01/pausa/", "mottagare/"),
        *("mottagare/namn/", "mottagare/roll/", "mottagare/fil/", "tidsplan/", "tidsplan/nytt/", "tidsplan/fil/"),
        *("kopiera/", "uppdrag/01/spara-mall/"),
    )
    for part in parts:
        signed_in("Petra Lövhage").open(place(of, part), status=403)
        signed_in("Sten Klockvret").open(place(of, part), status=404)
        signed_in("Nils Björkspång").open(place(of, part))
    assert "Uppdrag" not in signed_in("Petra Lövhage").open(place(of, "")).links()


def test_an_assignment_is_begun_from_a_template_with_its_questions_filled_in(maj: PageClient, by: Any) -> None:
    of = a_round(by)
    page = maj.open(place(of, "uppdrag/mallar/"))
    assert "En hel nulägesanalys, i nio uppdrag" in page.text
    form = maj.open(page.links()["Systematiskt kvalitetsarbete"])
    filled = form.form("Spara").values
    assert len(filled["support_questions"].splitlines()) == 3
    assert filled["code"] == "01"
    assert "emotion" not in filled, "how it felt is asked only when somebody chooses it"
    saved = maj.submit(form, "Spara", used_for="Till ledningsgruppen.", minutes="20", goal=a_goal_in(maj, of, by))
    assert saved.to.endswith("/uppdrag/")
    (made,) = now(of).assignments
    assert (made.state, made.used_for, len(made.support_questions)) == (
        AssignmentState.DRAFT,
        "Till ledningsgruppen.",
        3,
    )
    assert made.emotion is False


def a_goal_in(maj: PageClient, of: reflection.Round, by: Any) -> str:
    goal = a_goal(by).hex
    page = maj.open(place(of, "uppdrag/nytt/"))
    assert goal in {option.get("value") for option in page.all("option")}
    return goal


def test_a_form_that_cannot_be_saved_says_where(maj: PageClient, by: Any) -> None:
    of = a_given_round(by, publish=False)
    form = maj.open(place(of, "uppdrag/nytt/"))
    page = maj.submit(form, "Spara", status=200, heading="", opens_on="2026-12-02", closes_on="2026-12-01")
    assert page.all("div", role="alert")
    assert "Sista dagen ligger före den första." in page.text
    page = maj.submit(form, "Spara", status=200, heading="Igen", code="01")
    assert "Det finns redan ett uppdrag 01." in page.text


def test_an_assignment_is_changed_and_who_was_second_is_told(maj: PageClient, by: Any) -> None:
    of = a_given_round(by, publish=False)
    first, second = (maj.open(place(of, "uppdrag/01/andra/")) for _ in range(2))
    maj.submit(first, "Spara", heading="Övergångar", emotion="on")
    assert (now(of).assignments[0].heading, now(of).assignments[0].emotion) == ("Övergångar", True)
    page = maj.submit(second, "Spara", status=409, heading="Mitt")
    assert "Någon annan hann före" in page.text
    assert page.form("Spara").values["heading"] == "Mitt"
    maj.submit(page, "Spara")
    assert now(of).assignments[0].heading == "Mitt"


def test_what_somebody_has_answered_is_not_changed(maj: PageClient, by: Any) -> None:
    of = a_given_round(by)
    form = maj.open(place(of, "uppdrag/01/andra/"))
    answered(of)
    page = maj.submit(form, "Spara", status=200, heading="Något annat")
    assert "Någon har svarat, så uppdraget står kvar som det är." in page.text


def test_publishing_says_first_what_will_happen(maj: PageClient, by: Any) -> None:
    of = a_given_round(by, publish=False)
    page = maj.open(place(of, "uppdrag/01/publicera/"))
    assert "2 personer kan svara från 9 november 2026 till och med 27 november 2026." in page.text
    assert "Texterna läses av Maj Sävdunge." in page.text
    maj.submit(page, "Publicera")
    assert now(of).assignments[0].state is AssignmentState.PUBLISHED
    assert "Uppdraget är publicerat." in maj.open(place(of, "uppdrag/")).text


def test_publishing_what_lacks_something_leads_to_where_it_is_put_in(maj: PageClient, by: Any) -> None:
    of = a_given_round(by, publish=False, recipients=())
    page = maj.open(place(of, "uppdrag/01/publicera/"))
    assert page.links()["mottagare"] == place(of, "mottagare/")
    page = maj.post(place(of, "uppdrag/01/publicera/"), {"seen": str(of.version)}, status=409)
    assert "Något saknas först" in page.text
    assert now(of).assignments[0].state is AssignmentState.DRAFT


@pytest.mark.parametrize(
    ("do", "button", "after"),
    [
        ("pausa", "Pausa", AssignmentState.PAUSED),
        ("dra-tillbaka", "Dra tillbaka", AssignmentState.WITHDRAWN),
    ],
)
def test_an_assignment_is_paused_and_withdrawn(
    maj: PageClient, by: Any, do: str, button: str, after: AssignmentState
) -> None:
    of = a_given_round(by)
    maj.submit(maj.open(place(of, f"uppdrag/01/{do}/")), button)
    assert now(of).assignments[0].state is after


def test_the_last_day_is_moved_and_a_paused_assignment_resumed(maj: PageClient, by: Any) -> None:
    of = a_given_round(by)
    page = maj.open(place(of, "uppdrag/01/forlang/"))
    assert "Nu är sista dagen 27 november 2026." in page.text
    refused = maj.submit(page, "Flytta fram sista dagen", status=200, closes_on="2026-11-20")
    assert "Den nya sista dagen ligger före den som gäller" in refused.text
    maj.submit(page, "Flytta fram sista dagen", closes_on="2026-12-11")
    assert now(of).assignments[0].closes_on == date(2026, 12, 11)
    maj.submit(maj.open(place(of, "uppdrag/01/pausa/")), "Pausa")
    maj.submit(maj.open(place(of, "uppdrag/01/ateruppta/")), "Återuppta")
    assert now(of).assignments[0].state is AssignmentState.PUBLISHED


def test_a_decision_from_an_older_version_is_looked_at_again(maj: PageClient, by: Any) -> None:
    of = a_given_round(by)
    page = maj.open(place(of, "uppdrag/01/pausa/"))
    reflection.extend(by=by, now=NOW, round=of.id, code="01", seen=of.version, closes_on=date(2026, 12, 24))
    assert maj.submit(page, "Pausa").to.endswith("/pausa/")
    assert now(of).assignments[0].state is AssignmentState.PUBLISHED


def test_what_cannot_be_done_has_no_page(maj: PageClient, by: Any) -> None:
    of = a_given_round(by)
    maj.open(place(of, "uppdrag/01/radera/"), status=404)
    maj.open(place(of, "uppdrag/77/pausa/"), status=404)


def test_assignments_are_moved_up_and_down(maj: PageClient, by: Any) -> None:
    of = a_given_round(by, publish=False, assignments=[an_assignment(by, code) for code in ("01", "02")])
    page = maj.open(place(of, "uppdrag/"))
    maj.post(place(of, "uppdrag/ordning/"), {"seen": str(of.version), "flytta": "02 upp"})
    assert [each.code for each in now(of).assignments] == ["02", "01"]
    assert "Flytta upp 01 Stödet vid övergångar" not in page.text
    maj.post(place(of, "uppdrag/ordning/"), {"seen": str(of.version), "flytta": "02 upp"}, status=409)


def test_an_assignment_is_kept_as_a_template_and_put_away(maj: PageClient, by: Any) -> None:
    of = a_given_round(by)
    form = maj.open(place(of, "uppdrag/01/spara-mall/"))
    maj.submit(form, "Spara", name="Våra övergångar")
    page = maj.open(place(of, "uppdrag/mallar/"))
    assert "Era egna" in page.text
    away = maj.open(page.links()["Lägg undan: Våra övergångar"])
    maj.submit(away, "Lägg undan")
    assert "Våra övergångar" not in maj.open(place(of, "uppdrag/mallar/")).links()


def test_an_assignment_is_seen_as_those_who_are_asked_meet_it_and_nothing_can_be_sent(
    maj: PageClient, signed_in: SignedIn, by: Any
) -> None:
    asked = an_assignment(by, example="Så här kan man svara.", support_questions=("Varför?",), emotion=True)
    of = a_given_round(by, assignments=[asked])
    page = maj.open(place(of, "uppdrag/01/som-mottagare/"))
    meets = signed_in("Petra Lövhage").open(f"/svara/{of.id}/01/")
    (inert,) = page.all("fieldset", class_="k-inert")
    assert inert.get("disabled") is not None
    fields = {each.get("name") for tag in ("textarea", "input") for each in inert.iter(tag)}
    assert {"text", "tags", "emotion"} <= fields
    assert "Skicka" in {text_of(button) for button in inert.iter("button")}, "what is disabled is not sent"
    for words in ("Så här kan man svara.", "Varför?", asked.used_for, asked.focus, "Maj Sävdunge"):
        assert words in page.text
        assert words in meets.text
    maj.post(place(of, "uppdrag/01/som-mottagare/"), {"text": "Ord"}, status=405)


def test_a_draft_can_be_seen_as_recipient_too(maj: PageClient, by: Any) -> None:
    of = a_given_round(by, publish=False, recipients=())
    assert "Så här möter mottagarna uppdraget." in maj.open(place(of, "uppdrag/01/som-mottagare/")).text


def test_the_schedule_shows_its_days_and_what_to_look_at(maj: PageClient, by: Any, count_queries: Any) -> None:
    of = a_given_round(by, closed_on=date(2026, 11, 20))
    reflection.add_event(
        by=by, now=NOW, round=of.id, kind=EventKind.FEEDBACK, day=date(2026, 12, 4), codes=["01"], key=uuid4()
    )
    with count_queries(16):
        page = maj.open(place(of, "tidsplan/"))
    assert "01 Stödet vid övergångar öppnar" in page.text
    assert "Uppdrag 01 stänger 27 november 2026, efter omgångens sista dag." in page.text
    assert "Återkoppling av det som kommit fram" in page.text


def test_a_meeting_is_put_in_and_taken_out_of_the_schedule(maj: PageClient, by: Any) -> None:
    of = a_given_round(by)
    form = maj.open(place(of, "tidsplan/nytt/"))
    maj.submit(form, "Lägg in", day="2026-11-20", starts="08:30", minutes="60", text="APT", codes=["01"])
    page = maj.open(place(of, "tidsplan/"))
    assert "Var och en behöver ingen tid utanför mötestid och 15 minuter i möten." in page.text
    assert "08.30 · Möte där uppdrag besvaras · om 01 · 60 minuter" in page.text
    maj.submit(page, action=place(of, "tidsplan/ta-bort/"))
    assert "15 minuter utanför mötestid" in maj.open(place(of, "tidsplan/")).text


def test_the_studys_schedule_comes_from_a_file_with_its_three_warnings(maj: PageClient, by: Any) -> None:
    of = a_round(by)
    page = maj.open(place(of, "tidsplan/fil/"))
    looked = maj.submit(page, "Granska filen", status=200, file=upload(STUDY, "tidsplan.csv"))
    (warnings,) = [each for each in looked.all("div", class_="k-alert") if each.get("data-color") == "warning"]
    assert [text_of(item) for item in warnings.iter("li")] == [
        "Uppdrag 08 öppnar 21 maj 2021, efter omgångens sista dag.",
        "Uppdrag 09 öppnar 1 september 2021, efter omgångens sista dag.",
        "Uppdragen 05b, 06 och 07 öppnar inom fjorton dagar, utanför mötestid. Sprid ut dem eller avsätt mötestid.",
    ]
    maj.submit(looked, "Ta in tidsplanen")
    assert len(now(of).assignments) == 10
    assert "10 nya uppdrag" in looked.text


def test_a_schedule_with_a_wrong_row_says_which(maj: PageClient, by: Any) -> None:
    of = a_round(by)
    page = maj.open(place(of, "tidsplan/fil/"))
    looked = maj.submit(page, "Granska filen", status=200, file=upload("slag;från;uppdrag\nfika;2026-01-01;01\n"))
    assert "Det finns inget sådant slag av rad." in looked.text
    assert "Ta in tidsplanen" not in looked.text


def test_a_round_is_copied_to_next_year(maj: PageClient, by: Any) -> None:
    of = a_given_round(by)
    form = maj.open(place(of, "kopiera/"))
    assert "Det finns redan en omgång" in maj.submit(form, "Kopiera", status=200, title=of.title).text
    made = maj.submit(form, "Kopiera", title="Övergångar HT27")
    assert "Den nya omgången finns, med uppdragen som utkast." in maj.open(made.to).text


def test_a_round_that_files_feed_has_no_tabs_for_asking_and_one_answered_here_none_for_files(
    maj: PageClient, by: Any
) -> None:
    from tests.pages.rounds_pages import study

    fed, given = maj.open(place(study(), "")), maj.open(place(a_given_round(by), ""))

    def tabs(page: Page) -> set[str]:
        return {text_of(link) for nav in page.all("nav", class_="k-parts") for link in nav.iter("a")}

    assert {"Mottagare", "Tidsplan"} & tabs(fed) == set()
    assert {"Uppdrag", "Mottagare", "Tidsplan"} <= tabs(given)
    assert "Inlästa filer" not in tabs(given)


def test_a_withdrawn_assignment_cannot_be_changed(maj: PageClient, by: Any) -> None:
    of = a_given_round(by)
    withdrawn = reflection.withdraw(by=by, now=NOW, round=of.id, code="01", seen=of.version)
    page = maj.submit(maj.open(place(of, "uppdrag/01/andra/")), "Spara", status=200, heading="Annat")
    assert "Uppdraget är tillbakadraget." in page.text
    assert now(of).assignments == (replace(withdrawn.assignments[0]),)


def test_that_managers_read_is_said_on_the_page_of_readers_before_publishing(maj: PageClient, by: Any) -> None:
    of = a_given_round(by, publish=False)
    maj.submit(maj.open(place(of, "lasare/")), "Spara", managers_read="on")
    assert now(of).managers_read
    given = now(of)
    reflection.publish(by=by, now=NOW, round=of.id, code="01", seen=given.version)
    page = maj.open(place(of, "lasare/"))
    (box,) = page.all("input", name="managers_read")
    assert box.get("disabled") is not None
    refused = maj.submit(page, "Spara", status=200, readers=[])
    assert "Något är publicerat, så någon måste läsa." in refused.text
    assert now(of).managers_read
