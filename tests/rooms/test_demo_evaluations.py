"""What the spring's round is evaluated as in the demo, and what was told as changed."""

import pytest

from kedjan.reflection import service as reflection
from kedjan_site.demo import cast, evaluations, loading, staff
from kedjan_site.demo.moments import ROUND_ID
from kedjan_statistics.figure import Figure

pytestmark = pytest.mark.django_db


def test_twenty_two_of_twenty_four_evaluated_and_two_changes_are_told() -> None:
    staff.load()
    loading.load_round()
    for _ in range(2):
        evaluations.load()
    found = reflection.method_evaluation(by=cast.actor("Maj Sävdunge"), now=cast.NOW, round=ROUND_ID)
    assert (found.evaluated, found.asked) == (Figure(22, 1, "count"), 24)
    assert [group.evaluated for group in found.groups] == [6, 10, 6]
    assert len(found.texts) >= 5
    assert found.minutes.said == Figure(19, 1, "count")
    assert (len(found.changes), len(found.history)) == (2, 3)
    assert found.in_round is not None and found.in_round.code == "08"
    mine = {each.title: each for each in reflection.own_rounds(by=cast.actor("Ester Kärrgrind"), now=cast.NOW)}
    assert mine[loading.ROUND_TITLE].changed_at is not None
