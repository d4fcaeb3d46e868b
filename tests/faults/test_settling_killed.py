"""The machine is switched off while conclusions are settled: each is as before or after, and nobody is told twice."""

from collections.abc import Callable

from tests.faults.conftest import Installation
from tests.faults.killed import killed_again_and_again
from tests.faults.test_answering_killed import rows

NUMBER = 25
MADE = f"""
from tests.rooms.conclusions_made import an_analysis
of = an_analysis()
made = [of.supported(f'Slutsats {{number}}') for number in range({NUMBER})]
of.fed_back(*made)
"""
SETTLE = """
from kedjan.improvement import models
from tests.rooms.conclusions_made import settle
for row in models.Conclusion.objects.filter(state='fed_back').order_by('position'):
    settle(row.id)
    print('settled', flush=True)
"""
ASKED = 6


def test_however_often_it_is_killed_each_is_settled_whole_once_or_not_at_all(
    installation: Callable[[str], Installation],
) -> None:
    here = installation("cast")
    killed_again_and_again(here, MADE, SETTLE, "settled", lambda: whole(here))
    assert 0 < whole(here) < NUMBER, "some were settled and some were not"


def whole(here: Installation) -> int:
    """Return how many are settled, when all that belongs to it is there for each of those and for no other."""
    settled = {row[0] for row in rows(here, "select id from improvement_conclusion where state = 'settled'")}
    decided = [row[0] for row in rows(here, "select conclusion_id from improvement_decision")]
    assert sorted(decided) == sorted(settled)
    told = "select count(*) from journal_entry where verb = 'kept_conclusion'"
    assert rows(here, told)[0][0] == len(settled)
    notices = rows(here, "select account_id, event_key from notices_notice where kind = 'conclusion_decided'")
    assert len(set(notices)) == len(notices) == ASKED * len(settled)
    return len(settled)
