"""The machine is switched off while proposals are decided: each is as before or after, and nobody is told twice."""

from collections.abc import Callable

from tests.faults.conftest import Installation
from tests.faults.killed import killed_again_and_again
from tests.faults.test_answering_killed import rows

NUMBER = 25
MADE = f"""
from tests.rooms.proposals_made import IDRIS, PETRA, proposals_of
of = proposals_of()
for number in range({NUMBER}):
    of.proposal(f'Förslag {{number}}', PETRA, IDRIS)
"""
DECIDE = """
from kedjan.actions import models
from kedjan.actions.service import Ruling
from tests.rooms.proposals_made import decide
for row in models.Proposal.objects.filter(decisions=None).order_by('position'):
    decide(row.id, [Ruling.YES, Ruling.YES, Ruling.NO, Ruling.LATER][row.position % 4])
    print('decided', flush=True)
"""
BEHIND = 2


def test_however_often_it_is_killed_each_is_answered_whole_once_or_not_at_all(
    installation: Callable[[str], Installation],
) -> None:
    here = installation("cast")
    killed_again_and_again(here, MADE, DECIDE, "decided", lambda: whole(here))
    assert 0 < whole(here) < NUMBER, "some were decided on and some were not"


def whole(here: Installation) -> int:
    """Return how many are decided on, when all that belongs to it is there for each of those and for no other."""
    decided = rows(here, "select proposal_id, ruling from actions_proposaldecision order by proposal_id, ruling")
    changed = rows(here, "select id from actions_proposal where version > 1 order by id")
    assert [(each,) for each, _ruling in decided] == changed
    said = "select json_extract(details, '$.proposal'), substr(verb, 6) from journal_entry where verb like 'said_%'"
    assert sorted(rows(here, said)) == decided
    yes = [each for each, ruling in decided if ruling == "yes"]
    for begun in (
        "select proposal_id from actions_action",
        "select action_id from actions_actionstep",
        "select object_id from journal_entry where verb = 'begun_action'",
        "select statement_id from evidence_citation where statement_kind = 'action'",
    ):
        assert sorted(str(each) for (each,) in rows(here, begun)) == yes
    assert len(told(here, "proposal_answered")) == BEHIND * len(decided)
    assert len(told(here, "action_given")) == len(yes)
    return len(decided)


def told(here: Installation, kind: str) -> list[tuple[object, ...]]:
    """Return to whom something was said of what, when nobody was told the same twice."""
    found = rows(here, f"select account_id, event_key from notices_notice where kind = '{kind}'")
    assert len(set(found)) == len(found)
    return found
