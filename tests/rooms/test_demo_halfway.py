"""The demo's second situation analysis: what its readers believe half-way, before anything is fed back."""

import pytest

from kedjan.actions import service as actions
from kedjan.improvement import service as improvement
from kedjan_site.demo import answers, cast, factors, halfway, loading, staff, transitions
from kedjan_statistics.figure import Figure

pytestmark = pytest.mark.django_db


def test_half_way_there_are_conclusions_to_try_and_proposals_to_answer() -> None:
    staff.load()
    loading.load_round()
    board = loading.load_board_goals()
    transitions.load(board, factors.load(board))
    answers.load()
    for _ in range(2):
        halfway.load(board)
    maj = cast.actor("Maj Sävdunge")
    found = improvement.conclusions(by=maj, now=cast.NOW, analysis=halfway.ANALYSIS_ID)
    assert [line.conclusion.state.value for line in found.lines] == ["preliminary"] * 4
    proposed = actions.proposals(by=maj, now=cast.NOW, analysis=halfway.ANALYSIS_ID)
    assert (proposed.answered.answered, proposed.answered.of) == (0, 3)
    assert [line.support for line in proposed.lines.items] == [Figure(2, 1, "count")] * 3
