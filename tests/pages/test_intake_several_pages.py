"""Files that wait are read in several at a time: one's own are ticked, and what is wrong says so."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings

from kedjan.intake import models
from kedjan.intake import service as intake
from kedjan_site.demo import cast
from tests.formats import ss12000_server as other
from tests.pages.client import Page, PageClient
from tests.rooms.results_made import HANNA, NILS, NOW, grades_file, sent, year_of_grades
from tests.rooms.test_intake_connections import connected, fetched, there

__all__ = ["there"]

pytestmark = pytest.mark.django_db
WAITING = "/inlasning/vantar/"
MAJ = "Maj Sävdunge"

type SignedIn = Callable[[str], PageClient]


@pytest.fixture(autouse=True)
def own_shelves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give each test a fact store of its own."""
    monkeypatch.setattr(settings, "KEDJAN_FACTS", tmp_path)
    yield tmp_path


def waits(pupil: str, grade: str = "C", *, name: str = "") -> intake.Delivery:
    """A file of a pupil's grades that somebody has sent."""
    rows = year_of_grades([(pupil, "K", grade)], year="2024/25", level=9)
    return sent(grades_file(*rows), name or f"{pupil}.csv")


def ticked(page: Page) -> list[str]:
    """What is ticked on the list of files that wait, as the browser sends it."""
    boxes = [each for each in page.all("input") if each.get("name") == "fil"]
    return [str(each.get("value")) for each in boxes if each.get("checked") is not None]


def test_what_is_ticked_is_read_in_and_what_is_wrong_says_so(signed_in: SignedIn) -> None:
    nils = signed_in(NILS)
    assert "Ingen fil väntar" in nils.open(WAITING).text
    waits("e1")
    assert "10 rader väntar. Den töms" in nils.open("/").text
    mine, _wrong, others = waits("e2"), waits("e3", "Q"), waits("e4")
    models.Delivery.objects.filter(id=others.id).update(made_by=cast.account_id(MAJ))
    start = nils.open("/")
    assert "Se på det som har kommit in: 3 filer" in start.text and "e1.csv, e2.csv, e3.csv. Flera kan" in start.text
    listed = nils.open("/inlasning/")
    page = nils.open(listed.links()["4 filer väntar på ställningstagande"])
    assert mine.id.hex in ticked(page)[1] and others.id.hex in page.html
    assert len(ticked(page)) == 2, "what somebody else has sent is theirs to have looked at"
    assert "Kan inte läsas in som de är" in page.text and "10 rader kan inte läsas in" in page.text
    after = nils.open(nils.submit(page, "Läs in de valda", fil=ticked(page)).to)
    assert "2 filer är inlästa. 20 rader räknas från och med nu." in after.text
    assert intake.waiting(by=cast.actor(NILS)).total == 2


def test_what_does_something_else_by_now_is_told_and_stays(signed_in: SignedIn) -> None:
    nils = signed_in(NILS)
    waits("e1"), waits("e1", "B", name="senare.csv")
    seen = nils.open(WAITING)
    page = nils.open(nils.submit(seen, "Läs in de valda", fil=ticked(seen)).to)
    assert "1 fil är inläst. 10 rader räknas" in page.text
    assert "senare.csv gör något annat än när du såg den" in page.text and "10 ändrade" in page.text
    empty = nils.submit(page, "Läs in de valda", fil=["fel", "00.x"])
    assert "Välj minst en fil." in nils.open(empty.to).text


def test_a_school_system_leads_to_what_came_of_it(signed_in: SignedIn, there: other.Server) -> None:
    of = connected(there)
    fetched(of)
    nils = signed_in(NILS)
    page = nils.open(f"/inlasning/skolsystem/{of.id}/")
    assert "Elevregistret 2026" in nils.open(page.links()["Se över den 1 fil som väntar"]).text


def test_the_list_asks_as_many_questions_of_many_files_as_of_one(signed_in: SignedIn) -> None:
    nils = signed_in(NILS)
    waits("e1")
    nils.open(WAITING)
    one = len(nils.open(WAITING).queries)
    for each in range(6):
        waits(f"f{each}")
    assert len(nils.open(WAITING).queries) == one <= 8


def test_who_may_not_take_results_in_sees_no_list_and_reads_nothing_in(signed_in: SignedIn) -> None:
    made = waits("e1")
    hanna = signed_in(HANNA)
    assert hanna.http.get(WAITING).status_code == 403
    posted = hanna.http.post(WAITING, {"fil": f"{made.id.hex}.{made.revision}"})
    assert posted.status_code == 403
    assert intake.waiting(by=cast.actor(NILS)).total == 1 and made.made_at == NOW
