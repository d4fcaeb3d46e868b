"""The page of shared material says of each table whether its own figures have changed."""

from collections.abc import Callable

import pytest

from kedjan_site.demo import cast
from tests.pages.client import PageClient
from tests.pages.rounds_pages import READER, study
from tests.pages.test_sharing_pages import BOARD, shared
from tests.rooms.reflection_rounds import file_of, read_in

pytestmark = pytest.mark.django_db
type SignedIn = Callable[[str], PageClient]


def test_readers_see_old_and_new_and_others_only_that_it_has_changed(signed_in: SignedIn) -> None:
    of, maj, gunnel = study(), signed_in(READER), signed_in(BOARD)
    where = shared(maj, of, ("tabell", "taggar"), ("tabell", "svarskurva"))
    assert "Har ändrats sedan dess" not in maj.open(where).text
    read_in(cast.actor(READER), of, file_of("01;Förskola;F99;1;Övrigt;Ny."))
    mine, others = maj.open(where), gunnel.open(where)
    assert mine.text.count("Har ändrats sedan dess.") == others.text.count("Har ändrats sedan dess.") == 2
    assert "01, Andel av de tillfrågade: 100 % → 102 %" in mine.text
    assert "01, Antal reflektioner: 65 → 66" in mine.text
    assert "→" not in others.text
