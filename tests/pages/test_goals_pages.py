"""The pages of goals: put in, tied, toned down with a motive, and what nothing covers."""

from collections.abc import Callable
from typing import Any

import pytest

from kedjan.goals import service as goals
from kedjan_site.demo import cast
from tests.pages.checks import text_of
from tests.pages.client import Page, PageClient

pytestmark = pytest.mark.django_db
type SignedIn = Callable[[str], PageClient]

FACTORS = [f"Framgångsfaktor {number}" for number in range(1, 11)]
BOARD = ["Kunskapsutveckling", "Lärmiljö", "Skolledare leder och utvecklar", "Kärnuppdraget"]
MAPPING = {0: (3, 4), 1: (8, 9), 2: (2, 6), 3: (1, 5, 8)}
"""Which factors serve which of the board's goals in the study (C03)."""


@pytest.fixture
def maj(signed_in: SignedIn) -> PageClient:
    return signed_in("Maj Sävdunge")


def added(maj: PageClient, name: str, kind: str, texts: list[str]) -> goals.Framework:
    form = maj.open("/mal/nytt/")
    maj.submit(form, "Lägg till", name=name, kind=kind, starts="2026-08-01", goals="\n".join(texts))
    return next(each for each in goals.frameworks(by=cast.actor("Maj Sävdunge")) if each.name == name)


def alone(page: Page) -> list[str]:
    return [text_of(item) for alert in page.all("div", class_="k-alert") for item in alert.iter("li")]


def test_a_page_without_goals_says_what_to_do(maj: PageClient) -> None:
    assert "Det finns inga mål än" in maj.open("/mal/").text


def test_ten_factors_tied_as_in_the_study_leave_only_what_is_toned_down_with_a_motive(
    maj: PageClient, count_queries: Any
) -> None:
    factors = added(maj, "Framgångsfaktorer", "success_factors", FACTORS)
    board = added(maj, "Nämndens mål", "board", BOARD)
    assert len(alone(maj.open("/mal/"))) == 14
    for place, numbers in MAPPING.items():
        for number in numbers:
            form = maj.open(f"/mal/{factors.goals[number - 1].id}/koppla/")
            maj.submit(form, "Koppla", served=board.goals[place].id.hex)
    assert alone(maj.open("/mal/")) == ["Framgångsfaktor 7", "Framgångsfaktor 10"]
    for number in (7, 10):
        form = maj.open(f"/mal/{factors.goals[number - 1].id}/tona-ner/")
        maj.submit(form, "Tona ner", motive="Redan beslutat.")
    with count_queries(10):
        page = maj.open("/mal/")
    assert alone(page) == []
    assert page.text.count("Redan beslutat.") == 2
    assert page.text.count("Bidrar till Kärnuppdraget") == 3


def test_a_tie_and_a_toning_down_can_be_taken_back(maj: PageClient) -> None:
    factors = added(maj, "Framgångsfaktorer", "success_factors", FACTORS[:1])
    board = added(maj, "Nämndens mål", "board", BOARD[:1])
    by, now = cast.actor("Maj Sävdunge"), cast.NOW
    goals.link(by=by, now=now, serving=factors.goals[0].id, seen=1, served=board.goals[0].id)
    maj.submit(maj.open("/mal/"), action=f"/mal/{factors.goals[0].id}/slapp/")
    assert len(alone(maj.open("/mal/"))) == 2
    goals.tone_down(by=by, now=now, id=factors.goals[0].id, seen=3, motive="Beslutat.")
    maj.submit(maj.open("/mal/"), action=f"/mal/{factors.goals[0].id}/lyft/")
    assert "Beslutat." not in maj.open("/mal/").text


def test_what_is_wrong_is_said_beside_its_field(maj: PageClient) -> None:
    added(maj, "Nämndens mål", "board", BOARD)
    form = maj.open("/mal/nytt/")
    given = {"name": "Nämndens mål", "kind": "board", "starts": "2026-08-01", "goals": "Ett"}
    assert (
        "Det finns redan mål som heter Nämndens mål från den dagen."
        in maj.submit(form, "Lägg till", status=200, **given).text
    )
    assert (
        "Ett mål har högst 300 tecken."
        in maj.submit(form, "Lägg till", status=200, **{**given, "goals": "x" * 301}).text
    )
    goal = goals.frameworks(by=cast.actor("Maj Sävdunge"))[0].goals[0]
    assert maj.submit(maj.open(f"/mal/{goal.id}/tona-ner/"), "Tona ner", status=200).all("div", role="alert")


def test_staff_see_goals_without_changing_them_and_neighbours_have_their_own(
    signed_in: SignedIn, maj: PageClient
) -> None:
    of = added(maj, "Nämndens mål", "board", BOARD)
    petra = signed_in("Petra Lövhage")
    assert "Kärnuppdraget" in petra.open("/mal/").text
    assert "Nya mål" not in petra.open("/mal/").links()
    for part in ("nytt/", f"{of.goals[0].id}/koppla/", f"{of.goals[0].id}/tona-ner/"):
        petra.open(f"/mal/{part}", status=403)
    sten = signed_in("Sten Klockvret")
    assert "Kärnuppdraget" not in sten.open("/mal/").text
    sten.open(f"/mal/{of.goals[0].id}/tona-ner/", status=404)
    signed_in("Gunnel Ekspång").open("/mal/", status=403)


def test_a_tree_is_put_in_changed_and_ended_through_the_pages(signed_in: SignedIn, maj: PageClient) -> None:
    of = added(maj, "Målbild", "board", ["Vi får växa", " Jag försöker igen", " Jag vågar", "Vi hör ihop"])
    assert [goal.text for goal in of.leaves] == ["Jag försöker igen", "Jag vågar", "Vi hör ihop"]
    one, two = of.goals[1:3]
    form = maj.open(f"/mal/ramverk/{of.id}/nytt/")
    maj.submit(form, "Lägg till", text="Jag får hjälp", parent=of.goals[0].id.hex)
    page = maj.open("/mal/")
    maj.post(f"/mal/{two.id}/flytta/", {"seen": str(found(of).version), "way": "up"})
    names = [goal.text for goal in found(of).goals]
    assert names == ["Vi får växa", "Jag vågar", "Jag försöker igen", "Jag får hjälp", "Vi hör ihop"]
    assert maj.submit(page, action=f"/mal/{one.id}/flytta/", status=409).status == 409
    maj.submit(maj.open(f"/mal/{one.id}/"), "Spara", text="Jag försöker en gång till")
    maj.submit(maj.open(f"/mal/{one.id}/avsluta/"), "Avsluta", on="2026-11-20")
    page = maj.open("/mal/")
    assert "1 mål som har upphört" in page.text and "Gällde till och med 20 november 2026" in page.text
    maj.submit(page, action=f"/mal/{one.id}/ta-upp/")
    assert "har upphört" not in maj.open("/mal/").text
    refused = maj.submit(maj.open(f"/mal/{of.goals[0].id}/avsluta/"), "Avsluta", on="2026-11-20", status=200)
    assert "Andra mål står under det." in refused.text
    maj.submit(maj.open(f"/mal/ramverk/{of.id}/"), "Spara", name="Vår målbild", ends="2027-12-31")
    assert found(of).name == "Vår målbild"


def found(of: goals.Framework) -> goals.Framework:
    return goals.framework(by=cast.actor("Maj Sävdunge"), id=of.id)


def test_two_people_in_one_goal_both_see_what_the_other_wrote(signed_in: SignedIn, maj: PageClient) -> None:
    of = added(maj, "Nämndens mål", "board", BOARD)
    for address, name, mine in (
        (f"/mal/{of.goals[0].id}/", "text", "Mina ord"),
        (f"/mal/ramverk/{of.id}/", "name", "Mitt namn"),
    ):
        early = maj.open(address)
        maj.submit(maj.open(address), "Spara", **{name: "Först"})
        late = maj.submit(early, "Spara", status=409, **{name: mine})
        assert "Någon annan hann före" in late.text and "Först" in late.text and mine in late.html
        maj.submit(late, "Spara")
    assert (found(of).name, found(of).goals[0].text) == ("Mitt namn", "Mina ord")

    factors = added(maj, "Framgångsfaktorer", "success_factors", FACTORS[:1])
    goal = factors.goals[0].id
    page = maj.open("/mal/")
    tie, tone = maj.open(f"/mal/{goal}/koppla/"), maj.open(f"/mal/{goal}/tona-ner/")
    maj.submit(maj.open(f"/mal/{goal}/tona-ner/"), "Tona ner", motive="Redan beslutat")
    late = maj.submit(tie, "Koppla", status=409, served=of.goals[0].id.hex)
    assert "Framgångsfaktor 1 · Nedtonat: Redan beslutat" in late.text
    maj.submit(late, "Koppla")
    late = maj.submit(tone, "Tona ner", status=409, motive="Mitt motiv")
    assert "Bidrar till: Mina ord · Nedtonat: Redan beslutat" in late.text and "Mitt motiv" in late.html
    maj.submit(late, "Tona ner")
    assert "Mitt motiv" in maj.open("/mal/").text
    maj.submit(maj.open("/mal/"), action=f"/mal/{goal}/slapp/")
    assert maj.post(f"/mal/{goal}/lyft/", {"seen": "4"}, status=409).status == 409
    assert page.text != maj.open("/mal/").text


def test_the_matrix_says_what_is_tied_to_nothing_both_ways(maj: PageClient, count_queries: Any) -> None:
    assert "Det finns inget att ställa mot varandra än" in maj.open("/mal/tackning/").text
    factors = added(maj, "Framgångsfaktorer", "success_factors", FACTORS)
    board = added(maj, "Nämndens mål", "board", BOARD)
    by = cast.actor("Maj Sävdunge")
    for place, numbers in MAPPING.items():
        for number in numbers:
            served, one = board.goals[place].id, goals.goal(by=by, id=factors.goals[number - 1].id)
            goals.link(by=by, now=cast.NOW, serving=one.id, seen=one.version, served=served)
    with count_queries(8):
        page = maj.open("/mal/tackning/")
    assert [text_of(item) for alert in page.all("div", class_="k-alert") for item in alert.iter("li")] == [
        "Framgångsfaktor 7",
        "Framgångsfaktor 10",
    ]
    rows = [[text_of(cell) for cell in row.iter("td")] for row in page.all("tr")]
    assert [row[-1] for row in rows if row] == ["1", "1", "1", "1", "1", "1", "0", "2", "1", "0", "9"]
    for number in (7, 10):
        goals.tone_down(by=by, now=cast.NOW, id=factors.goals[number - 1].id, seen=1, motive="Beslutat.")
    page = maj.open("/mal/tackning/")
    assert "Alla mål är kopplade, utom de som är nedtonade med motiv." in page.text
    turned = maj.open(f"/mal/tackning/?rader={board.id.hex}&kolumner={factors.id.hex}")
    assert "Nämndens mål mot Framgångsfaktorer" in turned.text
    maj.open("/mal/tackning/?rader=x&kolumner=y")


def test_a_file_is_looked_at_taken_in_and_taken_along(maj: PageClient, signed_in: SignedIn) -> None:
    text = "ramverk;från;mål\nMålbild;2026-01-01;Vi får växa\nMålbild;2026-01-01;Vi hör ihop\n"
    page = looked_at(maj, text)
    assert "Nya: 2" in page.text and goals.frameworks(by=cast.actor("Maj Sävdunge")) == ()
    maj.submit(page, "Ta in filen")
    (made,) = goals.frameworks(by=cast.actor("Maj Sävdunge"))
    assert [goal.text for goal in made.goals] == ["Vi får växa", "Vi hör ihop"]
    assert "Allt i filen finns här redan." in looked_at(maj, text).text
    wrong = looked_at(maj, text + "Målbild;i våras;Nytt\n")
    assert "Det här är ingen dag." in wrong.text and "i våras" in wrong.text and "Ta in filen" not in wrong.text
    assert "Filen är tom." in looked_at(maj, "").text
    petra = signed_in("Petra Lövhage")
    body = petra.open("/mal/fil/mal.csv").response.content.decode()
    assert "Målbild;lokala mål;2026-01-01;;Vi får växa;;;" in body
    assert petra.http.get("/mal/fil/mal.xlsx").content[:2] == b"PK"
    petra.open("/mal/fil/mal.pdf", status=404)
    petra.open("/mal/fil/", status=403)


def looked_at(maj: PageClient, text: str) -> Page:
    from django.core.files.uploadedfile import SimpleUploadedFile

    return maj.submit(
        maj.open("/mal/fil/"), "Granska filen", status=200, file=SimpleUploadedFile("mal.csv", text.encode())
    )
