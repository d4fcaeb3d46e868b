"""Actions from a file, through the pages: what is taken along can be read in again."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.pages.client import Page, PageClient
from tests.rooms.conclusions_made import NEIGHBOUR, STAFF
from tests.rooms.proposals_made import PETRA, TORUN
from tests.rooms.test_actions_from_file import CYCLES, FILE, MEETINGS, every

pytestmark = pytest.mark.django_db
type SignedIn = Callable[[str], PageClient]
WHERE = "/atgarder/fil/"


def looked_at(client: PageClient, data: bytes) -> Page:
    return client.submit(client.open(WHERE), "Granska filen", status=200, file=SimpleUploadedFile("a.csv", data))


def test_actions_are_looked_at_taken_in_taken_along_and_undone(signed_in: SignedIn) -> None:
    torun, petra = signed_in(TORUN), signed_in(PETRA)
    assert torun.open("/atgarder/").links()["Åtgärder från fil"] == WHERE
    page = looked_at(torun, FILE.encode())
    assert "Nya: 2" in page.text and every() == {}
    torun.submit(page, "Ta in filen")
    assert CYCLES in petra.open("/atgarder/").text and "Åtgärder från fil" not in petra.open("/atgarder/").text
    told = petra.open("/").links()["1 fil med åtgärder som du ansvarar för"]
    page = petra.open(told)
    assert CYCLES in page.text and MEETINGS not in page.text
    along = torun.open("/atgarder/atgarder.csv").response.content
    assert "Allt i filen finns här redan." in looked_at(torun, along).text
    page = torun.open(WHERE)
    assert "Nya: 2. Ändrade: 0. Oförändrade: 0." in page.text
    undo = next(where for form in page.all("form") if (where := str(form.get("action"))).endswith("/angra/"))
    for name, status in ((STAFF, 403), (PETRA, 403)):
        signed_in(name).open(WHERE, status=status)
        signed_in(name).post(undo, status=status)
    assert signed_in(NEIGHBOUR).post(undo, status=404)
    torun.submit(page, action=undo)
    assert "Åtgärderna är som de var före den." in torun.open(WHERE).text and every() == {}
