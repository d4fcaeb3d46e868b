"""What has happened, in sentences: to those who may read it, about their own provider, and without anybody's texts."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

import kedjan
from kedjan.access.service import Role
from kedjan.journal import service as journal
from kedjan.people import service as people
from kedjan.reflection import service as reflection
from kedjan_site.demo import cast
from kedjan_web.journal.words import SENTENCES
from tests.pages.client import PageClient
from tests.rooms.reports_made import NOW, TEXT, a_draft, maj, put_text, shared, the_study, with_texts

Sign = Callable[[str], PageClient]
ROOMS = Path(kedjan.__file__).parent


def done(verb: str, *, room: str = "goals", by: str = "Maj Sävdunge", days: int = 0, object_id: str = "1") -> None:
    now = NOW + timedelta(days=days)
    journal.record(by=cast.actor(by), now=now, room=room, verb=verb, kind="goal", object_id=object_id)


def rows(page: object) -> list[str]:
    return [" ".join("".join(row.itertext()).split()) for body in page.all("tbody") for row in body]


def test_every_verb_that_a_room_writes_down_has_a_sentence() -> None:
    told = {verb for _, verb in SENTENCES}
    written = {
        verb for file in ROOMS.rglob("*.py") for verb in re.findall(r'verb="([a-z_]+)"', file.read_text("utf-8"))
    }
    assert len(written) > 25
    assert written - told == set()


@pytest.mark.parametrize("name", ["Maj Sävdunge", "Nils Björkspång", "Ester Kärrgrind", "Gunnel Ekspång"])
def test_those_without_the_right_neither_see_the_way_there_nor_get_in(signed_in: Sign, name: str) -> None:
    client = signed_in(name)
    assert "Händelser" not in client.open("/").links()
    client.open("/handelser/", status=403)


def test_the_chief_reads_what_has_been_done_with_the_names_of_what_it_was_done_to(signed_in: Sign) -> None:
    study = with_texts(maj())
    shared(maj(), study.id, title="Delat i juni")
    draft = a_draft(maj(), title="Rapport i juni")
    torun = signed_in("Torun Hedspång")
    page = torun.open(torun.open("/").links()["Händelser"])
    told = " ".join(rows(page))
    assert "Maj Sävdunge lade upp Texter" in told
    assert "Maj Sävdunge läste in en fil i Texter: 8 nya, 0 ändrade" in told
    assert "Maj Sävdunge delade Delat i juni utanför läskretsen" in told
    assert page.links()["Rapport i juni"] == f"/rapporter/{draft.id}/"
    assert "16 november 2026 kl. 07.40" in told
    assert TEXT not in page.html


def test_who_has_read_whom_is_not_there(signed_in: Sign) -> None:
    study = with_texts(maj())
    torun = signed_in("Torun Hedspång")
    before = rows(torun.open("/handelser/"))
    reflection.texts(by=maj(), now=NOW, round=study.id, assignment="01")
    assert rows(torun.open("/handelser/")) == before


def test_a_duty_given_is_told_with_its_role_and_a_protected_person_without_name(signed_in: Sign) -> None:
    for name in ("Petra Lövhage", "Vera Kvällsmyr"):
        people.give_duty(
            by=cast.actor("Nils Björkspång"),
            now=NOW,
            account=cast.account_id(name),
            unit=cast.unit_id(cast.EKKOPING, "Kråkekskolan"),
            role=Role.FIRST_TEACHER,
            starts=NOW.date(),
        )
    page = signed_in("Torun Hedspång").open("/handelser/")
    assert "Nils Björkspång gav Petra Lövhage rollen som förstelärare" in page.text
    assert "gav Medarbetare med skyddade uppgifter rollen" in page.text
    assert "Vera" not in page.html
    assert "Petra Lövhage" not in page.links()


def test_an_administrator_gets_to_accounts_but_learns_no_drafts_title(signed_in: Sign) -> None:
    people.give_duty(
        by=cast.actor("Nils Björkspång"),
        now=NOW,
        account=cast.account_id("Love Spånghage"),
        unit=cast.unit_id(cast.EKKOPING, "Ekköping"),
        role=Role.ADMINISTRATOR,
        starts=NOW.date(),
    )
    a_draft(maj(), title="Halvfärdig")
    page = signed_in("Love Spånghage").open("/handelser/")
    assert page.links()["Love Spånghage"] == f"/personer/{cast.account_id('Love Spånghage')}/"
    assert "Halvfärdig" not in page.html
    assert "Maj Sävdunge började på en rapport" in page.text


def test_the_neighbours_happenings_are_theirs(signed_in: Sign) -> None:
    done("added", by="Sten Klockvret")
    assert "Sten Klockvret" not in signed_in("Torun Hedspång").open("/handelser/").html
    assert "Sten Klockvret" in signed_in("Lo Vinterklint").open("/handelser/").text


def test_the_same_many_times_in_a_row_on_one_day_is_told_once_with_how_often(signed_in: Sign) -> None:
    draft = a_draft(maj(), title="Rapport i juni")
    for _ in range(4):
        put_text(maj(), draft)
    told = rows(signed_in("Torun Hedspång").open("/handelser/"))
    assert [each for each in told if "skrev i Rapport i juni" in each] == [
        "16 november 2026 kl. 07.40 Maj Sävdunge skrev i Rapport i juni (5 gånger)"
    ]


def test_the_same_on_two_days_is_told_twice(signed_in: Sign) -> None:
    done("linked")
    done("linked", days=-1)
    assert len(rows(signed_in("Torun Hedspång").open("/handelser/"))) == 2


def test_happenings_come_in_pages_the_latest_first(signed_in: Sign) -> None:
    for number in range(52):
        done("linked" if number % 2 else "added", days=number - 60)
    torun = signed_in("Torun Hedspång")
    first, second = torun.open("/handelser/"), torun.open("/handelser/?sida=2")
    assert (len(rows(first)), len(rows(second))) == (50, 2)
    assert "Visar 51–52 av 52" in second.text
    assert rows(first)[0].startswith("7 november 2026")


def test_one_room_is_shown_alone_and_one_can_look_further_back(signed_in: Sign) -> None:
    done("kept", room="files", days=-9)
    for number in range(510):
        done("linked" if number % 2 else "added")
    torun = signed_in("Torun Hedspång")
    page = torun.open(torun.open("/handelser/").links()["Filer"] and "/handelser/?rum=files")
    assert rows(page) == []
    older = torun.open("/handelser/" + page.links()["Titta längre bakåt"])
    assert ["sparade" in each for each in rows(older)] == [True]
    assert "Titta längre bakåt" not in older.links()
    torun.open("/handelser/" + older.links()["Till de senaste"])


@pytest.mark.parametrize(
    "query", ["?rum=finns-inte", "?rum=%3Cscript%3E&sida=x", "?sida=999999", "?rum=goals&sida=999"]
)
def test_a_strange_address_shows_a_page_all_the_same(signed_in: Sign, query: str) -> None:
    done("added")
    signed_in("Torun Hedspång").open(f"/handelser/{query}")


def test_an_entry_of_an_unknown_kind_is_told_in_general_words(signed_in: Sign) -> None:
    journal.record(by=maj(), now=NOW, room="wheel", verb="turned", kind="activity", object_id="1")
    assert "Maj Sävdunge ändrade något i något" in signed_in("Torun Hedspång").open("/handelser/").text


def test_the_page_costs_the_same_however_much_has_happened(signed_in: Sign) -> None:
    study, _ = the_study(maj())
    torun = signed_in("Torun Hedspång")
    few = len(torun.open("/handelser/").queries)
    for number in range(60):
        done("linked", object_id=study.id.hex, days=-number)
    assert len(torun.open("/handelser/").queries) <= few
    assert few <= 20
