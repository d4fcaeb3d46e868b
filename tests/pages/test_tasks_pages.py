"""The pages of time frames: what the year asks, frames, what is taken away instead, and one's own sum."""

from collections.abc import Callable
from typing import Any

import pytest

from kedjan.access.service import Role
from kedjan.reflection import service as reflection
from kedjan.tasks import service as tasks
from kedjan_site.demo import cast, minutes
from kedjan_web.tasks import words
from tests.pages.checks import text_of
from tests.pages.client import PageClient
from tests.pages.rounds_pages import LEADER, NEIGHBOUR, READER, STAFF, address
from tests.rooms.reflection_given import a_given_round, an_assignment
from tests.rooms.test_tasks import YEAR, a_thing, declared, framed

pytestmark = pytest.mark.django_db
type SignedIn = Callable[[str], PageClient]
WHERE = "/tidsram/"


def hours(of: int) -> str:
    """Minutes in words as the text of a page holds them, without hard spaces."""
    return words.hours(of).replace("\xa0", " ")


@pytest.fixture
def maj() -> Any:
    return cast.actor(READER)


def test_everybody_with_a_duty_sees_what_the_year_asks_of_each_role(signed_in: SignedIn) -> None:
    minutes.load()
    page = signed_in(STAFF).open(WHERE)
    assert page.h1 == "Tidsramar"
    assert "Klasslärare. Överenskommet med samverkansgruppen den 20 augusti 2026." in page.text
    (table,) = page.all("table")
    rows = {text_of(row[0]): [text_of(cell) for cell in row[1:]] for row in table.iter("tr")}
    assert rows["Lärare"] == ["3 h 45 min", "2 h", "5 h 45 min", "8 h"]
    assert rows["Arbetslagsledare"][2:] == [hours(135), hours(135)]
    assert not [link for link in page.links() if link.startswith(("Ändra ramen", "Minska", "Något som"))]
    assert "Ingen tidsram är överenskommen och inget är uppgivet" in signed_in(NEIGHBOUR).open(WHERE).text
    signed_in("Roger Hällspång").open(WHERE, status=403)


def test_the_demos_year_stays_under_its_frames(maj: Any) -> None:
    minutes.load()
    minutes.load()
    found = {each.role: each for each in tasks.overview(by=maj, now=cast.NOW, school_year=YEAR).loads}
    assert {role: each.minutes for role, each in found.items()} == {
        Role.TEACHER: 345,
        Role.TEAM_LEADER: 135,
        Role.PRINCIPAL: 1310,
        Role.CHIEF_EDUCATION_OFFICER: 2040,
    }
    assert all(each.left is not None and each.left >= 0 for each in found.values())


def test_a_frame_is_set_and_stands_with_its_history(signed_in: SignedIn) -> None:
    torun = signed_in("Torun Hedspång")
    form = torun.open(f"{WHERE}ram/first-teacher/?lasar=2026-27")
    assert form.h1 == "Tidsram: förstelärare, 2026/27"
    given = {"hours": "10", "minutes": "30", "agreed_with": "samverkansgruppen", "note": "Även lärgruppsledare"}
    page = torun.open(torun.submit(form, "Ange ramen", **given).to)
    assert f"0 min uppgivet av {hours(630)}: 0 min mötestid, 0 min extra tid. {hours(630)} kvar." in page.text
    assert "Även lärgruppsledare. Överenskommet med samverkansgruppen den" in page.text
    again = torun.open(f"{WHERE}ram/first-teacher/?lasar=2026-27")
    assert "Torun Hedspång" in text_of(again.all("table")[0])
    torun.submit(again, "Ange ramen", hours="9")
    late = torun.submit(again, "Ange ramen", hours="8", key="5b7a2f0c-7f6e-4a51-9d2e-0a3a6c1f0b11", status=409)
    assert "Torun Hedspång har ändrat det här sedan du öppnade det" in late.text
    signed_in(STAFF).open(f"{WHERE}ram/teacher/", status=403)
    torun.open(f"{WHERE}ram/kung/", status=404)


def test_a_frame_without_a_day_in_its_year_is_refused_in_words(signed_in: SignedIn) -> None:
    torun = signed_in("Torun Hedspång")
    form = torun.open(f"{WHERE}ram/teacher/?lasar=2025-26")
    again = torun.submit(form, "Ange ramen", hours="8", agreed_with="samverkansgruppen", status=200)
    assert "Ramen måste börja gälla under sitt eget läsår." in again.text


def test_the_same_figures_are_a_file_in_minutes(signed_in: SignedIn, maj: Any) -> None:
    framed(maj, 480)
    declared(maj, a_thing({Role.TEACHER: 120, Role.PRINCIPAL: 90}))
    said = signed_in(STAFF).open(f"{WHERE}tidsram.csv?lasar=2026-27").response.content.decode("utf-8-sig").splitlines()
    assert said[0] == "Roll;Mötestid;Extra tid;Uppgivet;Tidsram;Kvar"
    assert said[1:3] == ["lärare;0;120;120;480;360", "rektor;0;90;90;;"]


def test_an_activity_above_a_frame_asks_what_is_taken_away(signed_in: SignedIn, maj: Any) -> None:
    framed(maj, 100)
    declared(maj, a_thing({Role.TEACHER: 90}))
    nils = signed_in(LEADER)
    form = nils.open(f"{WHERE}nytt/?lasar=2026-27")
    given = {"title": "Kollegiala besök", "roles": ["teacher"], "minutes": "20"}
    asked = nils.submit(form, "Ange minuterna", status=409, **given)
    assert "Vad tas bort i stället?" in asked.text
    assert f"Lärare: med {hours(20)} till blir det {hours(110)} av överenskomna {hours(100)}." in asked.text
    (kept,) = [name for name in asked.form("Ange minuterna").names if name.startswith("kvar-")]
    still = nils.submit(asked, "Ange minuterna", status=409, **{kept: "85"})
    assert "Det är 5 min för mycket." in still.text
    assert nils.submit(asked, "Ange minuterna", **{kept: "80"}).to == f"{WHERE}?lasar=2026-27"
    page = nils.open(WHERE)
    assert f"Kollegiala besök · {hours(20)} · extra tid" in page.text
    assert f"Mitterminsavstämning · {hours(80)} · extra tid" in page.text


def test_an_activity_is_lowered_and_taken_away(signed_in: SignedIn, maj: Any) -> None:
    declared(maj, a_thing({Role.TEACHER: 90}))
    nils = signed_in(LEADER)
    for minutes_kept, shown in (("30", True), ("0", False)):
        links = nils.open(WHERE).links()
        form = nils.open(links["Minska eller ta bort: Mitterminsavstämning"])
        assert nils.submit(form, "Lämna tillbaka minuterna", minutes=minutes_kept).to.startswith(WHERE)
        assert (f"Mitterminsavstämning · {hours(30)}" in nils.open(WHERE).text) is shown
    form = nils.post(form.path, {"minutes": "0"}, status=404)


def test_what_somebody_else_lowered_meanwhile_is_said_and_not_lowered_unseen(signed_in: SignedIn, maj: Any) -> None:
    declared(maj, a_thing({Role.TEACHER: 90}))
    nils, other = signed_in(LEADER), signed_in(READER)
    link = nils.open(WHERE).links()["Minska eller ta bort: Mitterminsavstämning"]
    form = nils.open(link)
    other.submit(other.open(link), "Lämna tillbaka minuterna", minutes="60")
    assert nils.submit(form, "Lämna tillbaka minuterna", minutes="30").to.startswith(WHERE)
    assert "det är 60 minuter nu" in nils.open(WHERE).text
    assert nils.submit(form, "Lämna tillbaka minuterna", minutes="0").to.startswith(WHERE)
    page = nils.open(WHERE)
    assert f"Mitterminsavstämning · {hours(60)}" in page.text
    nils.submit(form, "Lämna tillbaka minuterna", minutes="60")
    assert "Minuterna är" in nils.open(WHERE).text, "it asks for just that already"


def test_more_minutes_than_before_are_refused_in_words(signed_in: SignedIn, maj: Any) -> None:
    declared(maj, a_thing({Role.TEACHER: 30}))
    nils = signed_in(LEADER)
    form = nils.open(nils.open(WHERE).links()["Minska eller ta bort: Mitterminsavstämning"])
    again = nils.submit(form, "Lämna tillbaka minuterna", minutes="40", status=200)
    assert "Det som minskas måste ta färre minuter än förut" in again.text


def test_publishing_above_the_frame_asks_first_and_a_motive_is_shown_to_all(signed_in: SignedIn, maj: Any) -> None:
    framed(maj, 100)
    declared(maj, a_thing({Role.TEACHER: 90}))
    of = a_given_round(maj, publish=False)
    nils = signed_in(LEADER)
    asked = nils.submit(nils.open(address(of, "uppdrag/01/publicera/")), "Publicera", status=409)
    assert f"Lärare: med {hours(15)} till blir det {hours(105)}" in asked.text
    assert reflection.round(by=maj, id=of.id).assignments[0].state is reflection.AssignmentState.DRAFT
    nils.submit(asked, "Publicera", status=409)
    nils.submit(asked, "Publicera", motiv="Nämnden har bett om det.")
    assert reflection.round(by=maj, id=of.id).assignments[0].state is reflection.AssignmentState.PUBLISHED
    page = signed_in(STAFF).open(WHERE)
    assert f"Övergångar: 01 Stödet vid övergångar: {hours(5)} över tidsramen för lärare." in page.text
    assert "Nämnden har bett om det. Nils Björkspång" in page.text
    assert f"{hours(5)} för mycket" in page.text


def test_an_activity_taken_away_lets_the_assignment_be_published(signed_in: SignedIn, maj: Any) -> None:
    framed(maj, 100)
    declared(maj, a_thing({Role.TEACHER: 90}))
    of = a_given_round(maj, publish=False)
    nils = signed_in(LEADER)
    asked = nils.submit(nils.open(address(of, "uppdrag/01/publicera/")), "Publicera", status=409)
    (kept,) = [name for name in asked.form("Publicera").names if name.startswith("kvar-")]
    nils.submit(asked, "Publicera", **{kept: "0"})
    (load,) = [each for each in tasks.overview(by=maj, now=cast.NOW, school_year=YEAR).loads if each.frame]
    assert [each.title for each in load.declared] == ["Övergångar: 01 Stödet vid övergångar"]


def test_each_sees_their_own_sum_and_no_assignment_that_is_not_theirs(signed_in: SignedIn, maj: Any) -> None:
    framed(maj, 480)
    declared(maj, a_thing({Role.TEACHER: 185}))
    a_given_round(maj, assignments=[an_assignment(maj)], recipients=["Petra Lövhage"])
    assert f"Det här läsåret: {hours(200)} av {hours(480)}." in signed_in("Petra Lövhage").open("/").text
    assert f"Det här läsåret: {hours(185)} av {hours(480)}." in signed_in("Idris Kvarnvass").open("/").text
    assert "Det här läsåret" not in signed_in("Ester Kärrgrind").open("/").text


def test_the_overview_asks_as_much_of_the_database_for_many_as_for_few(signed_in: SignedIn, maj: Any) -> None:
    nils = signed_in(LEADER)
    declared(maj, a_thing({Role.TEACHER: 5}))
    few = len(nils.open(WHERE).queries)
    for title in "abcdef":
        declared(maj, a_thing({Role.TEACHER: 5, Role.PRINCIPAL: 5}, title))
    assert len(nils.open(WHERE).queries) == few == 9


@pytest.mark.parametrize(
    ("given", "said"), [(0, "0 min"), (45, "45 min"), (480, "8 h"), (200, "3 h 20 min"), (-5, "−5 min")]
)
def test_minutes_are_said_as_hours_and_minutes(given: int, said: str) -> None:
    assert hours(given) == said
