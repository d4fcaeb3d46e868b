"""Pages of outlines: added, changed, taken out of use, and begun from."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest

from kedjan.reports import service as reports
from tests.pages.client import PageClient
from tests.rooms.reports_made import NOW, maj, torun

pytestmark = pytest.mark.django_db
SignedIn = Callable[[str], PageClient]
PATH = "/rapporter/dispositioner/"


def test_an_outline_is_added_and_a_report_is_begun_from_it(signed_in: SignedIn) -> None:
    client = signed_in("Maj Sävdunge")
    assert "Det finns ingen disposition än" in client.open(PATH).text
    client.submit(client.open(f"{PATH}ny/"), "Spara", name="Läsårsrapport", text="# Sammanfattning\nHögst en sida.")
    page = client.open(PATH)
    assert "Läsårsrapport" in page.text and "Sammanfattning" in page.text
    (outline,) = reports.outlines(by=maj())
    begin = client.open("/rapporter/ny/")
    assert begin.form("Påbörja").values["outline"] == "", "a report begins empty unless something else is chosen"
    client.submit(begin, "Påbörja", title="Läsåret 2026/27", outline=str(outline.id))
    (draft,) = reports.reports(by=maj(), state=reports.State.DRAFT).items
    written = client.open(f"/rapporter/{draft.id}/skriva/")
    assert "Det här ska stå här" in written.text and "Högst en sida." in written.text
    assert "Högst en sida." not in client.open(f"/rapporter/{draft.id}/").text
    assert len(page.queries) <= 25


def test_what_is_no_outline_is_said_beside_the_field(signed_in: SignedIn) -> None:
    client = signed_in("Maj Sävdunge")
    for words in ("inga kapitel", ""):
        answer = client.submit(client.open(f"{PATH}ny/"), "Spara", name="Tom", text=words, status=200)
        assert "Ett kapitel börjar med #" in answer.text


def test_an_outline_changed_meanwhile_shows_both_and_one_can_be_taken_out_of_use(signed_in: SignedIn) -> None:
    made = reports.add_outline(by=maj(), now=NOW, key=uuid4(), name="En", text="# Ett")
    client = signed_in("Maj Sävdunge")
    page = client.open(f"{PATH}{made}/text/")
    reports.change_outline(by=torun(), now=NOW, id=made, seen=1, name="En", text="# Två")
    answer = client.submit(page, "Spara", text="# Tre", status=409)
    assert "# Två" in answer.text and "# Tre" in answer.html
    client.submit(answer, "Spara")
    assert reports.outline(by=maj(), id=made).text == "# Tre"
    page = client.open(f"{PATH}{made}/")
    reports.change_outline(by=torun(), now=NOW, id=made, seen=3, name="Toruns namn", text="# Tre")
    answer = client.submit(page, "Spara namnet", name="Majs namn", status=409)
    assert "Toruns namn" in answer.text and answer.form("Spara namnet").values["name"] == "Majs namn"
    client.submit(answer, "Spara namnet")
    client.submit(client.open(PATH), "Sluta använda: Majs namn")
    assert reports.outlines(by=maj()) == ()


def test_an_outline_is_made_chapter_by_chapter_without_a_sign_to_know(signed_in: SignedIn) -> None:
    client = signed_in("Maj Sävdunge")
    client.submit(client.open(f"{PATH}ny/"), "Spara", name="Enhetens rapport", heading="Sammanfattning")
    (made,) = reports.outlines(by=maj())
    path = f"{PATH}{made.id}/"
    client.submit(
        client.open(f"{path}kapitel/"), "Spara", heading="Resultat", level="2", guidance="# är inget kapitel",
        start="Vi såg", definitions="on",
    )  # fmt: skip
    page = client.open(path)
    for words in ("Sammanfattning", "Resultat", "# är inget kapitel", "Vi såg", "Definitioner och regler"):
        assert words in page.text
    client.submit(client.open(f"{path}kapitel/1/"), "Spara", heading="I korthet")
    client.submit(client.open(path), "Flytta upp: Resultat", to="up")
    assert [each.heading for each in _chapters(made.id)] == ["Resultat", "I korthet"]
    answer = client.submit(client.open(path), "Ta bort: Resultat", status=200)
    assert "är borttaget" in answer.h1 and [each.heading for each in _chapters(made.id)] == ["I korthet"]
    client.submit(answer, "Lägg tillbaka")
    first = _chapters(made.id)[0]
    assert first == reports.Chapter("Resultat", 2, "# är inget kapitel", "Vi såg", definitions=True)
    client.submit(client.open(path), "Spara namnet", name="Enhetens kvalitetsrapport")
    page = client.open(path)
    assert page.h1 == "Enhetens kvalitetsrapport" and len(page.queries) <= 25


def test_a_chapter_changed_meanwhile_shows_both_wherever_it_stands_now(signed_in: SignedIn) -> None:
    made = reports.add_outline(by=maj(), now=NOW, key=uuid4(), name="En", text="# Ett\n# Två\nKort.")
    client, path = signed_in("Maj Sävdunge"), f"{PATH}{made}/"
    page, listed = client.open(f"{path}kapitel/2/"), client.open(path)
    reports.change_outline(by=torun(), now=NOW, id=made, seen=1, name="En", text="# Noll\n# Ett\n# Två\nLångt.")
    answer = client.submit(page, "Spara", guidance="En sida.", status=409)
    assert "Långt." in answer.text and "En sida." in answer.html
    client.submit(answer, "Spara", action=f"{path}kapitel/3/")
    assert [(each.heading, each.guidance) for each in _chapters(made)] == [
        ("Noll", ""),
        ("Ett", ""),
        ("Två", "En sida."),
    ]
    for button in ("Flytta ner: Ett", "Ta bort: Två"):
        assert "har ändrats" in client.submit(listed, button, status=409).text
    page = client.open(f"{path}kapitel/1/")
    reports.change_outline(by=torun(), now=NOW, id=made, seen=3, name="En", text="# Två")
    answer = client.submit(page, "Spara", heading="Nolla", status=409)
    assert "Kapitlet finns inte kvar" in answer.text
    client.submit(answer, "Spara")
    assert [each.heading for each in _chapters(made)] == ["Två", "Nolla"]
    client.open(f"{path}kapitel/9/", status=404)


def _chapters(outline: UUID) -> tuple[reports.Chapter, ...]:
    return reports.outline(by=maj(), id=outline).chapters
