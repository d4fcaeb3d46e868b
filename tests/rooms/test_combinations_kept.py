"""Saved combinations as time goes: followed through ever more rounds, removed with them, emptied when one is erased."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kedjan.combinations import models
from kedjan.combinations import service as combinations
from kedjan.combinations.service import Break
from kedjan.journal import service as journal
from kedjan.people import service as people
from kedjan.reflection import models as reflection_models
from kedjan.reflection import service as reflection
from kedjan.themes import service as themes
from kedjan_site import retention
from kedjan_site.demo import cast
from tests.rooms.answered_rounds import WRITERS, an_answered_round, loop_of
from tests.rooms.reflection_rounds import NOW

pytestmark = pytest.mark.django_db
MAJ, SIV, PETRA, ESTER = "Maj Sävdunge", "Siv Blåmyr", "Petra Lövhage", "Ester Kärrgrind"
LATE = NOW + timedelta(days=366 * 3 + 31)


@pytest.fixture(autouse=True)
def beside(settings: Any, tmp_path: Path) -> Iterator[None]:
    """Keep the list of the erased where no other test sees it."""
    settings.DATA = tmp_path
    yield


def save(of: reflection.Round, line: str, who: str = MAJ) -> combinations.Saved:
    return combinations.save(
        by=cast.actor(who), now=NOW, key=uuid4(), round=of.id, title="Tid", where=line, interpretation="Tiden."
    )


def questions(about: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        about()
    return len(captured)


@pytest.mark.parametrize("line", ["tag:Övrigt", 'all(words:"juni";tag:Övrigt)', "any(code:Tid;emotion:1)"])
def test_following_takes_the_same_few_questions_however_many_rounds_one_reads(line: str) -> None:
    made, maj = an_answered_round(), cast.actor(MAJ)
    themes.add_theme(by=maj, now=NOW, key=uuid4(), round=made.id, name="Tid")
    loop = loop_of(made, PETRA).loop
    theme = themes.themes(by=maj, round=made.id)[0]
    themes.mark(by=maj, now=NOW, round=made.id, loop=loop, version=1, chosen=[0], themes=[theme.id])
    kept = save(made, line)
    counts = []
    for number in range(4):
        an_answered_round(title=f"Omgång {number}")
        counts.append(questions(lambda: combinations.through_rounds(by=maj, id=kept.id)))
    assert len(set(counts)) == 1, counts
    assert counts[0] <= 36
    assert len(combinations.through_rounds(by=maj, id=kept.id)) == 5


def test_a_theme_or_an_area_that_the_other_round_lacks_is_a_break_and_no_refusal() -> None:
    made, maj = an_answered_round(), cast.actor(MAJ)
    an_answered_round(title="En annan")
    theme = themes.add_theme(by=maj, now=NOW, key=uuid4(), round=made.id, name="Tid")
    loop = loop_of(made, PETRA).loop
    themes.mark(by=maj, now=NOW, round=made.id, loop=loop, version=1, chosen=[0], themes=[theme.id])
    _own, other = combinations.through_rounds(by=maj, id=save(made, "code:Tid").id)
    assert other.figures is None
    assert [(each.kind, each.about) for each in other.breaks] == [(Break.THEME_OTHER, "Tid")]


def test_saved_combinations_go_with_the_texts_of_their_round_and_those_of_others_stay() -> None:
    made, other = an_answered_round(), an_answered_round(title="En annan")
    for of in (made, other):
        save(of, "tag:Övrigt")
    reflection_models.Round.objects.filter(id=made.id).update(closed_on=NOW.date())
    there = [each for kinds in retention.over(now=LATE).values() for each in kinds if each.room == "combinations"]
    assert [(each.what, each.rows) for each in there] == [
        ("wordings of saved combinations", 1),
        ("saved combinations", 1),
    ]
    retention.dispose(now=LATE)
    assert [row.round_id for row in models.Combination.objects.all()] == [other.id]
    assert models.Wording.objects.count() == 1
    assert [each for kinds in retention.over(now=LATE).values() for each in kinds if each.room == "combinations"] == []
    entries = journal.history_of(by=cast.actor(MAJ), kind="provider", object_id=cast.actor(MAJ).provider.hex)
    assert ("combinations", "disposed") in {(each.room, each.verb) for each in entries}


def test_when_somebody_is_erased_no_difference_tells_what_that_person_felt() -> None:
    made, elsewhere = an_answered_round(), an_answered_round(title="En annan", writers=None)
    reflection_models.Respondent.objects.filter(round=elsewhere.id, account=cast.account_id(PETRA)).update(account=None)
    mine, other = save(made, "tag:Övrigt"), save(elsewhere, "tag:Övrigt")
    assert mine.kept and mine.kept.persons == len(WRITERS)
    manager = cast.actor("Nils Björkspång")
    held = {each.what: each for each in people.would_be_erased(by=manager, id=cast.account_id(PETRA))}
    assert held["figures kept with saved combinations"].number == 1
    assert held["interpretations of combinations in rounds that the person wrote in"].why
    people.erase_person(by=manager, now=NOW, id=cast.account_id(PETRA), reason="Har bett om det.", key=uuid4())
    after = combinations.saved_one(by=cast.actor(MAJ), id=mine.id)
    assert after.kept is None and not after.changed
    assert after.now and after.now.persons == len(WRITERS) - 1
    assert {each.kept for each in combinations.versions(by=cast.actor(MAJ), id=mine.id)} == {None}
    assert after.interpretation == "Tiden."
    assert combinations.saved_one(by=cast.actor(MAJ), id=other.id).kept == other.kept
    changed = combinations.change(
        by=cast.actor(MAJ), now=NOW, id=mine.id, seen=1, title="Tid", interpretation="På nytt."
    )
    assert changed.kept and changed.kept.persons == len(WRITERS) - 1


def test_a_manager_singles_nobody_out_among_those_they_lead() -> None:
    """Ester leads Petra's school: no condition finds what Petra felt, alone or by a difference."""
    made = an_answered_round(MAJ, ESTER)
    ester, maj = cast.actor(ESTER), cast.actor(MAJ)
    page = reflection.texts(by=ester, now=NOW, round=made.id)
    answer, all_of_it = (combinations.ask(by=each, round=made.id) for each in (ester, maj))
    assert answer.of.withheld and not all_of_it.of.withheld
    assert answer.of.everyone.loops == answer.found.loops == page.texts.total < all_of_it.found.loops
    assert answer.of.everyone.persons == page.persons
    petra = loop_of(made, PETRA)
    line = combinations.read(f"emotion:{petra.emotion}")
    found = combinations.ask(by=ester, round=made.id, where=line)
    assert found.found.loops == combinations.texts(by=ester, now=NOW, round=made.id, where=line).texts.total
    assert combinations.ask(by=maj, round=made.id, where=line).found.loops == found.found.loops + 1
    kept = save(made, f"emotion:{petra.emotion}")
    assert kept.kept and combinations.saved_one(by=ester, id=kept.id).kept is None
    assert {each.kept for each in combinations.versions(by=ester, id=kept.id)} == {None}
    reflection_models.Round.objects.filter(id=made.id).update(managers_read=True)
    assert combinations.ask(by=ester, round=made.id).of.everyone == all_of_it.of.everyone
