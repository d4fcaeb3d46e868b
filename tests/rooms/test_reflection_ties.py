"""Who is behind a respondent can be told, by those who lead the round."""

from collections.abc import Callable
from uuid import uuid4

import pytest

from kedjan.access.service import Actor, NotHere, NotYours
from kedjan.reflection import service as reflection
from kedjan_site.demo import cast
from kedjan_site.demo.loading import ROUND_ID, load_round

pytestmark = pytest.mark.django_db


def test_the_demo_ties_four_respondents_to_the_cast_and_they_find_their_own_texts(
    actor: Callable[[str], Actor],
) -> None:
    load_round()
    own = reflection.own_texts(by=actor("Love Spånghage"))
    assert own
    again = reflection.tie_respondents(
        by=actor("Maj Sävdunge"), now=cast.NOW, round=ROUND_ID, accounts={"G12": cast.account_id("Love Spånghage")}
    )
    assert again == 0


def test_an_unknown_respondent_or_anothers_account_ties_nobody(actor: Callable[[str], Actor]) -> None:
    load_round()
    maj, love = actor("Maj Sävdunge"), cast.account_id("Love Spånghage")
    for accounts in ({"G14": love, "ingen": love}, {"G14": cast.account_id("Tove Åsgrind")}, {"G14": uuid4()}):
        with pytest.raises(NotHere):
            reflection.tie_respondents(by=maj, now=cast.NOW, round=ROUND_ID, accounts=accounts)


def test_only_those_who_lead_rounds_tie_respondents(actor: Callable[[str], Actor]) -> None:
    load_round()
    with pytest.raises(NotYours):
        reflection.tie_respondents(by=actor("Ester Kärrgrind"), now=cast.NOW, round=ROUND_ID, accounts={})
    with pytest.raises(NotHere):
        reflection.tie_respondents(by=actor("Sten Klockvret"), now=cast.NOW, round=ROUND_ID, accounts={})
