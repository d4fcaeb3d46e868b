"""The page of limits: read by all who read shared material, changed by those who answer for it."""

from collections.abc import Callable

import pytest

from kedjan.releases import service as releases
from kedjan_site.demo import cast
from tests.pages.client import PageClient
from tests.pages.rounds_pages import NEIGHBOUR, READER, STAFF, address, study

pytestmark = pytest.mark.django_db
type SignedIn = Callable[[str], PageClient]
WHERE = "/delat/granser/"


def test_everybody_sees_the_limits_and_only_some_change_them(signed_in: SignedIn) -> None:
    page = signed_in(STAFF).open(WHERE)
    assert "Personalens reflektioner: minst 5 personer" in page.text
    assert "Elevresultat på en enhet: minst 10 personer" in page.text
    assert not [link for link in page.links() if link.startswith("Ändra")]
    signed_in(STAFF).open(f"{WHERE}reflektioner/", status=403)
    signed_in(READER).open(f"{WHERE}vader/", status=404)


def test_a_limit_is_set_and_stands_with_its_history(signed_in: SignedIn) -> None:
    maj = signed_in(READER)
    form = maj.open(f"{WHERE}reflektioner/")
    assert "Den kan aldrig vara lägre än 5." in form.text
    where = maj.submit(form, "Ange gränsen", persons="9", valid_from=cast.NOW.date().isoformat()).to
    page = maj.open(where)
    assert "Personalens reflektioner: minst 9 personer" in page.text
    assert "Gränsen är angiven här och gäller sedan" in page.text
    (table,) = page.all("table")
    assert READER in "".join(table.itertext())
    assert "minst 5 personer" in signed_in(NEIGHBOUR).open(WHERE).text
    assert "minst 9" not in signed_in(NEIGHBOUR).open(WHERE).text


def test_a_coming_limit_is_told_before_it_holds(signed_in: SignedIn) -> None:
    maj = signed_in(READER)
    maj.submit(maj.open(f"{WHERE}reflektioner/"), "Ange gränsen", persons="7", valid_from="2027-01-01")
    page = signed_in(STAFF).open(WHERE)
    assert "Personalens reflektioner: minst 5 personer" in page.text
    assert "Från 1 januari 2027: 7 personer." in page.text


def test_a_limit_below_the_floor_is_refused_in_words(signed_in: SignedIn) -> None:
    maj = signed_in(READER)
    form = maj.open(f"{WHERE}reflektioner/")
    again = maj.submit(form, "Ange gränsen", persons="4", valid_from=cast.NOW.date().isoformat(), status=200)
    assert "Gränsen kan aldrig vara lägre än 5 personer." in again.text


def test_a_limit_set_meanwhile_is_seen_first(signed_in: SignedIn) -> None:
    maj = signed_in(READER)
    form = maj.open(f"{WHERE}reflektioner/")
    today = cast.NOW.date().isoformat()
    maj.submit(form, "Ange gränsen", persons="9", valid_from=today)
    again = maj.submit(
        form, "Ange gränsen", persons="6", valid_from=today, key="00000000-0000-0000-0000-000000000009", status=409
    )
    assert "du öppnade det" in again.text
    now = releases.thresholds_now(by=cast.actor(READER), now=cast.NOW)
    assert now[0].persons == 9


def test_what_is_shared_follows_the_limit(signed_in: SignedIn) -> None:
    of, maj = study(), signed_in(READER)
    choice = (("tabell", "omraden"), ("grupp", "Grundskola"))
    assert "färre än 10 personer" not in maj.open(address(of, "dela/", *choice)).text
    maj.submit(maj.open(f"{WHERE}reflektioner/"), "Ange gränsen", persons="10", valid_from=cast.NOW.date().isoformat())
    assert "färre än 10 personerGrundskola (05b, 06, 07)" in maj.open(address(of, "dela/", *choice)).text


def test_the_page_takes_few_queries(signed_in: SignedIn) -> None:
    assert len(signed_in(STAFF).open(WHERE).queries) == 6
