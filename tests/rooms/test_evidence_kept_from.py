"""What a citation kept of the words and numbers of somebody is told to nobody who may not read that somebody."""

from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest

from kedjan.access.service import NotYours
from kedjan.combinations import service as combinations
from kedjan.evidence import service as evidence
from kedjan.improvement import service as improvement
from kedjan.reflection import models as reflection_models
from kedjan.reflection import service as reflection
from kedjan.reports import service as reports
from kedjan.themes import models as theme_models
from kedjan.themes import service as themes
from kedjan_site.demo import cast
from tests.rooms.answered_rounds import WRITERS, loop_of
from tests.rooms.conclusions_made import MAJ, NOW, an_analysis, whole
from tests.rooms.kept_quotes import PETRA, a_basket
from tests.rooms.reports_made import a_draft, maj, settled, torun
from tests.rooms.threads_made import Chain

pytestmark = pytest.mark.django_db

ESTER, BOARD = "Ester Kärrgrind", "Gunnel Ekspång"
OTHER_WORDS = "Det är tiden som fattas."


def read_by_ester(round: UUID) -> None:
    """Ester, who leads the school where Petra works, reads the round too."""
    seen = reflection.round(by=maj(), id=round).version
    readers = [cast.account_id(name) for name in (MAJ, ESTER)]
    reflection.set_readers(by=maj(), now=NOW, id=round, seen=seen, readers=readers)


def cited(conclusion: UUID, name: str) -> list[evidence.Citation]:
    found = whole(conclusion, name)
    return [*found.supports, *found.counters]


def steps(some: tuple[evidence.Step, ...]) -> Iterator[evidence.Step]:
    for each in some:
        yield each
        yield from steps(each.steps)


def test_a_quote_by_own_staff_is_there_unnamed_and_not_told_as_gone() -> None:
    chain = Chain()
    read_by_ester(chain.at.round)
    assert OTHER_WORDS in repr(cited(chain.conclusion, MAJ))
    quote = next(each for each in cited(chain.conclusion, ESTER) if each.kind == themes.QUOTE)
    assert (quote.state, quote.label, quote.value, quote.key) == (evidence.State.UNNAMED, "", "", "")
    assert OTHER_WORDS not in repr(whole(chain.conclusion, ESTER))
    thread = chain.thread(ESTER)
    assert [each.state for each in steps(thread.rests_on) if each.against] == [evidence.State.UNNAMED]
    with pytest.raises(NotYours):
        evidence.thread(by=cast.actor(ESTER), kind=themes.QUOTE, key=chain.quote)
    offers = evidence.offer(by=cast.actor(ESTER), query="tiden", kinds=[themes.QUOTE])
    assert offers == ()


def test_a_text_that_own_staff_took_back_is_gone_without_a_word_of_it() -> None:
    of = an_analysis()
    read_by_ester(of.round)
    made, loop = of.concluded(), loop_of(reflection.round(by=maj(), id=of.round), PETRA)
    key = reflection.text_key(of.round, loop.loop)
    improvement.cite(by=maj(), now=NOW, id=made.id, kind="loops.text", key=key)
    reflection_models.Loop.objects.filter(id=loop.id).update(until=2)
    reflection_models.Round.objects.filter(id=of.round).update(revision=2)
    (mine,), (theirs,) = cited(made.id, MAJ), cited(made.id, ESTER)
    assert (mine.state, mine.value) == (evidence.State.GONE, WRITERS[PETRA])
    assert (theirs.state, theirs.label, theirs.value, theirs.key) == (evidence.State.GONE, "", "", "")


def test_a_combination_that_own_staff_is_in_tells_no_manager_how_many_it_was_counted_on() -> None:
    """Beside the number without their staff it would say what those felt."""
    of = an_analysis()
    read_by_ester(of.round)
    felt = loop_of(reflection.round(by=maj(), id=of.round), PETRA).emotion
    saved = combinations.save(
        by=maj(), now=NOW, key=uuid4(), round=of.round, title="Kändes så", where=f"emotion:{felt}"
    )
    made = of.concluded()
    key = combinations.combination_key(saved.id)
    improvement.cite(by=maj(), now=NOW, id=made.id, kind="combination", key=key)
    (mine,), (theirs,) = cited(made.id, MAJ), cited(made.id, ESTER)
    assert mine.state is evidence.State.SAME
    assert (theirs.state, theirs.label, theirs.value, theirs.value_now) == (evidence.State.UNNAMED, "", "", "")
    assert evidence.offer(by=cast.actor(ESTER), query="kändes", kinds=["combination"]) == ()
    combinations.take_away(by=maj(), now=NOW, id=saved.id)
    (mine,), (theirs,) = cited(made.id, MAJ), cited(made.id, ESTER)
    assert mine.state is evidence.State.GONE and evidence.plain(mine.label) == "Kändes så"
    assert (theirs.state, theirs.label, theirs.value) == (evidence.State.GONE, "", "")
    reflection_models.Round.objects.filter(id=of.round).update(managers_read=True)
    combinations.bring_back(by=maj(), now=NOW, id=saved.id)
    assert cited(made.id, ESTER)[0].state is evidence.State.SAME, "declared before anybody wrote"


def test_words_that_were_taken_back_are_not_told_when_the_quote_has_gone_with_its_round() -> None:
    basket, draft = a_basket(), a_draft(maj())
    basket.says(PETRA, basket.quote, allowed=True)
    block = basket.put(draft)
    basket.says(PETRA, basket.quote, allowed=False)
    themes.paraphrase(by=maj(), now=NOW, id=basket.quote, seen=4, text="Uppföljningen kommer sent.")
    settled(torun(), draft.id)
    theme_models.Answer.objects.filter(quote__round_id=basket.round.id).delete()
    theme_models.Quote.objects.filter(round_id=basket.round.id).delete()
    reflection_models.RoundReader.objects.filter(round_id=basket.round.id).delete()
    board = cast.actor(BOARD)
    told = reports.rests_on(by=board, report=draft.id, block=block)
    assert "mest i juni" not in repr(told) and "Brist på tid" not in repr(told)
    report = reports.report(by=board, id=draft.id)
    assert "mest i juni" not in repr(reports.changed_since(by=board, report=report))
