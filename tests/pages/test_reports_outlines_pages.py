"""Pages of outlines: added, changed, taken out of use, and begun from."""

from collections.abc import Callable
from uuid import uuid4

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
    answer = client.submit(client.open(f"{PATH}ny/"), "Spara", name="Tom", text="inga kapitel", status=200)
    assert "Ett kapitel börjar med #" in answer.text


def test_an_outline_changed_meanwhile_shows_both_and_one_can_be_taken_out_of_use(signed_in: SignedIn) -> None:
    made = reports.add_outline(by=maj(), now=NOW, key=uuid4(), name="En", text="# Ett")
    client = signed_in("Maj Sävdunge")
    page = client.open(f"{PATH}{made}/")
    reports.change_outline(by=torun(), now=NOW, id=made, seen=1, name="En", text="# Två")
    answer = client.submit(page, "Spara", text="# Tre", status=409)
    assert "# Två" in answer.text and "# Tre" in answer.html
    client.submit(answer, "Spara")
    assert reports.outline(by=maj(), id=made).text == "# Tre"
    client.submit(client.open(PATH), "Sluta använda: En")
    assert reports.outlines(by=maj()) == ()
