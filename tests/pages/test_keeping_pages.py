"""How long a round is kept: said to those who lead rounds, and changed while that can be done."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from kedjan.reflection import models
from kedjan.reflection import service as reflection
from kedjan_site import retention
from kedjan_site.command.retention import run
from kedjan_site.demo import cast
from tests.pages.client import PageClient
from tests.rooms.reflection_asked import MAJ, PETRA, an_asked_round, keep, written
from tests.rooms.reflection_rounds import NOW

pytestmark = pytest.mark.django_db
type SignedIn = Callable[[str], PageClient]


def place(of: reflection.Round) -> str:
    return f"/omgangar/{of.id}/gallring/"


def kept(of: reflection.Round) -> reflection.Keeping:
    return reflection.keeping(by=cast.actor(MAJ), round=of.id)


def test_the_page_says_until_when_what_goes_and_what_stays(signed_in: SignedIn, count_queries: Any) -> None:
    of, maj = an_asked_round(), signed_in(MAJ)
    assert maj.open(f"/omgangar/{of.id}/").links()["Hur länge den sparas"] == place(of)
    with count_queries(18):
        page = maj.open(place(of))
    assert page.h1 == "Hur länge omgången sparas"
    for words in ("36 månader", "27 november 2026", "27 november 2029", "Det här tas bort", "Det här finns kvar"):
        assert words in page.text
    assert maj.submit(page, "Spara", months=12).to == place(of)
    assert kept(of).over == date(2027, 11, 27)
    signed_in(PETRA).open(place(of), status=403)
    signed_in("Sten Klockvret").open(place(of), status=404)


def test_a_longer_time_is_refused_with_the_reason_once_somebody_has_begun_to_write(signed_in: SignedIn) -> None:
    of, maj = an_asked_round(), signed_in(MAJ)
    keep(cast.actor(PETRA), of, written("Inte klart"), key=uuid4())
    page = maj.open(place(of))
    assert "Tiden kan bli kortare, men inte längre." in page.text
    refused = maj.submit(page, "Spara", months=37, status=409)
    assert "Någon har börjat skriva och har fått veta att det sparas i 36 månader." in refused.text
    assert kept(of).months == 36
    reflection.change_keeping(by=cast.actor(MAJ), now=NOW, round=of.id, seen=kept(of).version, months=24)
    late = maj.submit(page, "Spara", months=12, status=409)
    assert "ändrade omgången efter att du öppnade den" in late.text


def test_a_time_that_is_out_already_is_asked_about_once_more(signed_in: SignedIn) -> None:
    of, maj = an_asked_round(), signed_in(MAJ)
    day = (NOW - timedelta(days=40)).date()
    models.Round.objects.filter(id=of.id).update(closed_on=day)
    models.Assignment.objects.filter(round=of.id).update(opens_on=day, closes_on=day)
    asked = maj.submit(maj.open(place(of)), "Spara", months=1, status=200)
    assert "Omgången slutade för så länge sedan att allt tas bort genast." in asked.text
    assert kept(of).months == 36
    assert maj.submit(asked, "Spara", sure="on").to == place(of)
    retention.dispose(now=NOW)
    gone = maj.open(place(of))
    assert "Det som skrevs i omgången har tagits bort." in gone.text
    assert "Spara den kortare eller längre" not in gone.text


def test_the_command_lists_kinds_and_counts_and_no_names_and_removes_only_when_told(
    capsys: pytest.CaptureFixture[str],
) -> None:
    of = an_asked_round()
    keep(cast.actor(PETRA), of, written("Inte klart"), key=uuid4())
    long_ago = date(2020, 1, 1)
    models.Round.objects.filter(id=of.id).update(closed_on=long_ago)
    models.Assignment.objects.filter(round=of.id).update(opens_on=long_ago, closes_on=long_ago)
    assert run([]) == 0
    listed = capsys.readouterr().out
    assert "Ekköping\treflection\tdrafts\t1" in listed and "Nothing has been removed." in listed
    assert not any(member.name in listed for each in cast.MUNICIPALITIES for member in each.members)
    assert models.Draft.objects.filter(assignment__round=of.id).count() == 1
    assert run(["--do"]) == 0
    capsys.readouterr()
    assert not models.Draft.objects.filter(assignment__round=of.id).exists()
    assert run([]) == 0
    assert capsys.readouterr().out == "Nothing is over.\n"
