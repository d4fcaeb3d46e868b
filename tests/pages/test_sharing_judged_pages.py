"""A sharing that takes long is followed on a page of its own, found again, stopped, and filled in anew from there."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings

from kedjan.people.models import Duty
from kedjan.results import asking_to_share, models, ports
from kedjan.results import service as results
from kedjan_site.demo import cast
from kedjan_web.results.sharing_followed import lasted
from tests.pages.client import Page, PageClient
from tests.pages.test_results_pages import fields
from tests.pages.test_sharing_results_pages import offered
from tests.rooms.results_made import HANNA, KRAKEK, MAJ, NOW, TALL, grades_file, let_share, taken_in
from tests.rooms.test_results_shared import pupils_of

pytestmark = pytest.mark.django_db
SIV, BOARD = "Siv Blåmyr", "Gunnel Ekspång"
ROW = models.Sharing.objects

type SignedIn = Callable[[str], PageClient]


@pytest.fixture(autouse=True)
def own_shelves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give each test a fact store of its own, with a cohort in it that two may share, and workers who are busy."""
    monkeypatch.setattr(settings, "KEDJAN_FACTS", tmp_path)
    monkeypatch.setattr(asking_to_share, "SMALL", 20)
    monkeypatch.setattr(ports.house(), "start", lambda sharing: None)
    taken_in(grades_file(*pupils_of(random.Random(3), 70, 2025)))
    let_share(SIV)
    yield tmp_path


def asked(maj: PageClient, *by: str, **given: Any) -> Page:
    """Ask for a cohort at two of the three schools."""
    units = [cast.unit_id(cast.EKKOPING, name).hex for name in (KRAKEK, TALL)]
    chosen = fields() | {"units": units, "title": "Niorna då och nu", "by": list(by)}
    return maj.submit(maj.open("/resultat/dela/"), "Räkna och dela", **chosen, purpose="Till nämnden i maj", **given)


def the_sharing() -> UUID:
    return ROW.get().id


def carry_out() -> None:
    results.carried_out(the_sharing(), now=NOW, clock=lambda: NOW)


def test_a_large_one_is_followed_until_it_is_out(signed_in: SignedIn) -> None:
    maj = signed_in(MAJ)
    page = maj.open(asked(maj, "school_unit").to)
    assert page.path == f"/resultat/dela/{the_sharing()}/"
    assert "Talen väntar på att prövas" in page.text and "Du kan lämna sidan och komma tillbaka" in page.text
    assert "Niorna då och nu" in page.text and "Titta igen" in page.text
    part = maj.http.get(page.path, headers={"HX-Request": "true"})
    assert part.content.decode().count("<h1") == 0 and "HX-Refresh" not in part.headers
    carry_out()
    assert maj.http.get(page.path, headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"
    out = maj.open(page.path, follow=True)
    assert out.path == f"/delat/{the_sharing()}/" and "Det är delat." in out.text


def test_a_small_one_is_answered_at_once(signed_in: SignedIn) -> None:
    maj = signed_in(MAJ)
    assert asked(maj).to == f"/delat/{the_sharing()}/"


def test_sent_twice_it_is_one_and_both_lead_to_the_same_page(signed_in: SignedIn) -> None:
    maj = signed_in(MAJ)
    form = maj.open("/resultat/dela/")
    given = fields() | {"by": ["school_unit"], "purpose": "Till nämnden"}
    assert maj.submit(form, "Räkna och dela", **given).to == maj.submit(form, "Räkna och dela", **given).to
    assert ROW.count() == 1


def test_refused_by_a_worker_it_says_why_and_leads_back_to_all_that_was_filled_in(signed_in: SignedIn) -> None:
    maj = signed_in(MAJ)
    asked(maj, "school_unit")
    ROW.update(asked={**ROW.get().asked, "question": {**ROW.get().asked["question"], "from_level": 5}})
    carry_out()
    ROW.update(asked={**ROW.get().asked, "question": {**ROW.get().asked["question"], "from_level": 6}})
    page = maj.open(maj.open("/delat/").links()["Niorna då och nu"])
    assert "sådana elever, eller så få att allt skulle döljas" in page.text
    form = maj.open(page.links()["Ändra och försök igen"])
    (title,) = form.all("input", name="title")
    assert title.get("value") == "Niorna då och nu" and "Till nämnden i maj" in form.text
    chosen = {each.get("value") for each in form.all("input", name="units") if each.get("checked") is not None}
    assert (
        chosen == {cast.unit_id(cast.EKKOPING, name).hex for name in (KRAKEK, TALL)}
        and len(offered(form, "units")) == 3
    )
    divided = [each.get("value") for each in form.all("input", name="by") if each.get("checked") is not None]
    assert divided == ["school_unit"]
    refused = the_sharing()
    maj.submit(form, "Räkna och dela", by=[])
    assert ROW.get(id=refused).state == "stopped" and ROW.exclude(id=refused).get().state == "done"
    assert "Inte delat än" not in maj.open("/delat/").text


def test_refused_at_once_it_is_told_in_the_form_which_can_be_sent_again(signed_in: SignedIn) -> None:
    maj = signed_in(MAJ)
    form = maj.open("/resultat/dela/")
    given = fields() | {"purpose": "Till nämnden", "school_year": "2025"}
    ROW.create(
        id=UUID(form.all("input", name="key")[0].get("value", "")), provider_id=cast.actor(MAJ).provider, kind="cohort",
        asked=results_stored(), purpose="P", asked_by=cast.account_id(MAJ), asked_at=NOW, state="refused",
        refusals=[["There are none of these pupils there, or so few that everything would be hidden: there is nothing"
                   " to share.", {}]],
    )  # fmt: skip
    wrong = maj.submit(form, "Räkna och dela", status=422, **given)
    assert "sådana elever, eller så få att allt" in wrong.text and "Till nämnden" in wrong.text
    assert maj.submit(wrong, "Räkna och dela").to.startswith("/delat/")
    assert sorted(ROW.values_list("state", flat=True)) == ["done", "stopped"]


def results_stored() -> dict[str, Any]:
    question = {"title": "A", "from_level": 6, "to_level": 9, "by": [], "units": [], "subgroups": []}
    return {"question": question, "beside": []}


def test_it_can_be_stopped_and_then_asked_for_anew(signed_in: SignedIn) -> None:
    maj = signed_in(MAJ)
    page = maj.open(asked(maj, "school_unit").to)
    stopped = maj.open(maj.submit(page, "Stoppa").to)
    assert "Delningen stoppades. Inget av den har delats." in stopped.text
    carry_out()
    assert ROW.get().state == "stopped"
    form = maj.open(stopped.links()["Tillbaka till det du fyllde i"])
    assert form.all("input", name="title")[0].get("value") == "Niorna då och nu"


def test_what_is_out_already_is_not_stopped_and_is_led_to(signed_in: SignedIn) -> None:
    maj = signed_in(MAJ)
    page = maj.open(asked(maj, "school_unit").to)
    carry_out()
    out = maj.open(maj.submit(page, "Stoppa").to)
    assert out.path == f"/delat/{the_sharing()}/" and "Det är redan delat." in out.text


def test_what_was_refused_can_be_taken_off_the_list(signed_in: SignedIn) -> None:
    maj = signed_in(MAJ)
    page = maj.open(asked(maj, "school_unit").to)
    ROW.update(state="failed", refusals=[["It could not be judged, though it was tried several times.", {}]])
    assert "Kunde inte delas" in maj.open("/delat/").text
    off = maj.open(maj.submit(maj.open(page.path), "Ta bort från listan").to)
    assert off.path == "/delat/" and "Niorna då och nu" not in off.text


def test_others_who_may_share_see_that_it_goes_on_and_nobody_else(signed_in: SignedIn) -> None:
    maj = signed_in(MAJ)
    page = maj.open(asked(maj, "school_unit").to)
    shown = signed_in(SIV).open("/delat/")
    assert "Niorna då och nu" in shown.text and "Maj Sävdunge" in shown.text and "Väntar på prövning" in shown.text
    assert "Niorna då och nu" not in shown.links()
    for name in (HANNA, BOARD):
        assert "Niorna då och nu" not in signed_in(name).open("/delat/").text
    for name in (SIV, HANNA, BOARD):
        signed_in(name).open(page.path, status=403)
        signed_in(name).open(f"/resultat/dela/?fran={the_sharing()}", status=403)
        signed_in(name).post(f"{page.path}stoppa/", status=403)
    signed_in("Sten Klockvret").open(page.path, status=404)
    maj.open(f"/resultat/dela/narvaro/?fran={the_sharing()}", status=404)
    assert ROW.get().state == "waiting"


def test_whoever_lost_the_right_is_told_so_and_not_led_to_a_form(signed_in: SignedIn) -> None:
    siv = signed_in(SIV)
    page = siv.open(asked(siv, "school_unit").to)
    Duty.objects.filter(account=cast.account_id(SIV), role="inquiry_leader").delete()
    carry_out()
    told = signed_in(SIV).open(page.path)
    assert "Du har inte längre rätt att dela." in told.text and "Ändra och försök igen" not in told.text
    assert "Niorna då och nu" in signed_in(SIV).open("/delat/").links()


def test_as_many_questions_are_asked_however_many_there_are(signed_in: SignedIn) -> None:
    maj = signed_in(MAJ)
    page = maj.open(asked(maj, "school_unit").to)
    one = len(maj.open("/delat/").queries)
    assert len(maj.open(page.path).queries) == 6
    asked(maj, "school_unit")
    assert len(maj.open("/delat/").queries) == one == 8


def test_how_long_it_has_lasted_is_said_in_words_that_stand_for_a_while() -> None:
    assert [lasted(each) for each in (0, 9)] == ["", ""]
    assert lasted(10) == lasted(19) == "Det har pågått i 10 sekunder."
    assert lasted(61) == lasted(119) == "Det har pågått i en minut."
    assert lasted(130) == "Det har pågått i 2 minuter."


def test_in_english_too(signed_in: SignedIn) -> None:
    maj = signed_in(MAJ)
    page = maj.open(asked(maj, "school_unit").to)
    maj.http.cookies["kedjan_language"] = "en"
    told = maj.http.get(page.path).content.decode()
    assert "The figures wait to be judged" in told and "prövas" not in told
