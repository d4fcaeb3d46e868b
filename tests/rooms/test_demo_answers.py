"""The demo's answers on transitions, as the script of Ekköping has them."""

import re
from typing import Any

import pytest

from kedjan.reflection import models
from kedjan.reflection import service as reflection
from kedjan_site.demo import answers, cast, factors, loading, staff, transitions

pytestmark = pytest.mark.django_db
NAMES = {part for name in [m.name for m in (*cast.EKKOPING.members, *staff.STAFF)] for part in name.split()}


@pytest.fixture
def maj() -> Any:
    staff.load()
    loading.load_round()
    board = loading.load_board_goals()
    transitions.load(board, factors.load(board))
    answers.load()
    return cast.actor("Maj Sävdunge")


def test_twenty_seven_of_forty_one_have_answered_and_four_abstain(maj: Any) -> None:
    of = reflection.round(by=maj, id=transitions.TRANSITIONS_ID)
    assert (of.invited, of.persons, of.loops) == (41, 27, 41)
    reasons = list(models.Abstention.objects.order_by("reason").values_list("reason", flat=True))
    assert reasons == ["not_me", "time", "time", "time"]
    answers.load()
    assert models.Loop.objects.filter(round_id=of.id).count() == 41


def test_the_texts_are_of_many_lengths_and_name_nobody(maj: Any) -> None:
    found = reflection.texts(by=maj, now=cast.NOW, round=transitions.TRANSITIONS_ID).texts.items
    sentences = [len(re.findall(r"[.?!](?:\s|$)", each.text)) for each in found]
    assert len(found) == 41
    assert {1, 2, 3, 4, 8} <= set(sentences)
    assert sorted(sentences)[len(sentences) // 2] == 3
    for each in found:
        words = set(re.findall(r"\w+", each.text))
        assert not words & NAMES - {"Maj"}, each.text
        assert "kampanj" not in each.text.lower() and "ranking" not in each.text.lower()
        assert 1 <= len(each.tags) <= 4


def test_petra_was_called_away_in_the_middle_of_a_sentence_and_ester_has_not_begun(maj: Any) -> None:
    states = {
        name: {each.code: each.state for each in reflection.assignments_for(by=cast.actor(name), now=cast.NOW)}
        for name in ("Petra Lövhage", "Ester Kärrgrind", "Idris Kvarnvass")
    }
    state = reflection.OwnState
    assert states["Petra Lövhage"] == {"01": state.BEGUN, "02": state.NEW, "03": state.NEW}
    assert set(states["Ester Kärrgrind"].values()) == {state.NEW}
    assert states["Idris Kvarnvass"] == {"01": state.SENT, "02": state.SENT, "03": state.NEW}
