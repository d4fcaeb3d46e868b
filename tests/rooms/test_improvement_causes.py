"""The cause graph (C22): statements, what leads to what, how sure that is, and the weakest link."""

from itertools import pairwise
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from kedjan.access.service import Changed, NotHere, NotYours, Refused
from kedjan.combinations import service as combinations
from kedjan.improvement import models
from kedjan.improvement import service as improvement
from kedjan.improvement.service import Status
from kedjan.reflection import service as reflection
from kedjan_site.demo import cast
from tests.rooms.answered_rounds import loop_of
from tests.rooms.conclusions_made import MAJ, NEIGHBOUR, NOW, READER, STAFF, Analysed, an_analysis
from tests.rooms.reflection_rounds import the_reference

pytestmark = pytest.mark.django_db
CHAIN = (
    "otydliga mål",
    "åtgärder inte konkreta",
    "uppföljning svår",
    "överdokumentation för säkerhets skull",
    "kvalitetsarbetet mindre meningsfullt",
    "analys svår",
)


@pytest.fixture
def of(db: None) -> Analysed:
    return an_analysis()


def actor(name: str = MAJ) -> Any:
    return cast.actor(name)


def stated(of: Analysed, *texts: str) -> list[UUID]:
    """Statements in the graph."""
    keys = [uuid4() for _ in texts]
    for key, text in zip(keys, texts, strict=True):
        improvement.add_cause(by=actor(), now=NOW, key=key, analysis=of.id, text=text)
    return keys


def linked(cause: UUID, effect: UUID) -> UUID:
    return improvement.link_causes(by=actor(), now=NOW, key=uuid4(), cause=cause, effect=effect)


def graph(of: Analysed, name: str = MAJ) -> improvement.CauseGraph:
    return improvement.cause_graph(by=actor(name), now=NOW, analysis=of.id)


def judge(link: UUID, status: Status, **more: Any) -> None:
    seen = improvement.cause_link(by=actor(), now=NOW, id=link).link.version
    improvement.judge_link(by=actor(), now=NOW, id=link, seen=seen, status=status, **more)


def cite(of: Analysed, link: UUID, *, who: str = "Petra Lövhage", against: bool = False) -> UUID:
    loop = loop_of(reflection.round(by=actor(), id=of.round), who).loop
    key = reflection.text_key(of.round, loop)
    return improvement.cite_for_link(by=actor(), now=NOW, id=link, kind="loops.text", key=key, against=against)


def test_the_chain_has_six_statements_and_five_links_and_the_first_link_leads_to_quotes(of: Analysed) -> None:
    keys = stated(of, *CHAIN)
    links = [linked(cause, effect) for cause, effect in pairwise(keys)]
    cite(of, links[0])
    found = graph(of)
    assert ([each.text for each in found.causes], len(found.links)) == (list(CHAIN), 5)
    assert [(each.number, each.status) for each in found.links] == [(n, Status.HYPOTHESIS) for n in range(1, 6)]
    (quote,) = improvement.cause_link(by=actor(), now=NOW, id=links[0]).supports
    assert quote.value == "Vi följer upp, men mest i juni."
    assert found.weakest is not None and found.weakest.id == links[1]


def test_the_studys_contrast_is_what_two_saved_combinations_say() -> None:
    of, tag = the_reference(actor()), "tag:Analysförmågan behöver utvecklas"
    for codes, part, whole in ((("01", "02", "05a", "05b", "08"), 99, 249), (("03", "04", "06", "07"), 15, 153)):
        some = f"any({';'.join(f'assignment:{code}' for code in codes)})"
        for line, number in ((some, whole), (f"all({tag};{some})", part)):
            found = combinations.ask(by=actor(), round=of.id, where=combinations.read(line)).found
            assert found.loops == number


def test_support_and_contradiction_need_what_they_rest_on_and_keep_it(of: Analysed) -> None:
    one, two = stated(of, "Det ena", "Det andra")
    link = linked(one, two)
    for status in (Status.SUPPORT, Status.CONTRADICTED):
        with pytest.raises(Refused, match="Cite what speaks"):
            judge(link, status)
    against, for_it = cite(of, link, against=True), cite(of, link, who="Idris Kvarnvass")
    judge(link, Status.CONTRADICTED, alternative="Slumpen.")
    with pytest.raises(Refused, match="against it before"):
        improvement.uncite_link(by=actor(), now=NOW, id=link, citation=against)
    judge(link, Status.SUPPORT)
    improvement.uncite_link(by=actor(), now=NOW, id=link, citation=against)
    with pytest.raises(Refused, match="for it before"):
        improvement.uncite_link(by=actor(), now=NOW, id=link, citation=for_it)
    assert [(each.supports, each.counters, each.alternative) for each in graph(of).links] == [(1, 0, "")]


def test_the_weakest_link_is_a_hypothesis_with_least_for_it_and_never_one_that_is_contradicted(of: Analysed) -> None:
    one, two, three = stated(of, "Ett", "Två", "Tre")
    assert graph(of).weakest is None
    first, second, third = linked(one, two), linked(two, three), linked(one, three)
    cite(of, first, against=True)
    judge(first, Status.CONTRADICTED)
    cite(of, second)
    cite(of, third)
    cite(of, third, who="Idris Kvarnvass", against=True)
    assert graph(of).weakest.id == third  # type: ignore[union-attr]  # there is one
    judge(third, Status.SUPPORT)
    assert graph(of).weakest.id == second  # type: ignore[union-attr]  # there is one


def test_two_people_never_change_a_statement_or_a_link_unseen(of: Analysed) -> None:
    one, two = stated(of, "Ett", "Två")
    link = linked(one, two)
    improvement.word_cause(by=actor(READER), now=NOW, id=one, seen=1, text="Sivs ord")
    with pytest.raises(Changed) as met:
        improvement.word_cause(by=actor(), now=NOW, id=one, seen=1, text="Majs ord")
    assert (met.value.by, met.value.current.text) == (READER, "Sivs ord")
    improvement.judge_link(by=actor(READER), now=NOW, id=link, seen=1, status=Status.HYPOTHESIS, alternative="Tur.")
    with pytest.raises(Changed):
        improvement.judge_link(by=actor(), now=NOW, id=link, seen=1, status=Status.HYPOTHESIS)


def test_what_is_taken_away_comes_back_as_it_was(of: Analysed) -> None:
    one, two = stated(of, "Ett", "Två")
    link = linked(one, two)
    cite(of, link)
    assert improvement.remove_cause(by=actor(), now=NOW, id=one, seen=1) == 2
    assert [each.text for each in graph(of).causes] == ["Två"] and graph(of).links == ()
    with pytest.raises(NotHere):
        improvement.cause_link(by=actor(), now=NOW, id=link)
    for _ in range(2):
        improvement.put_back_cause(by=actor(), now=NOW, id=one, seen=2)
    (back,) = graph(of).links
    improvement.remove_link(by=actor(), now=NOW, id=link, seen=back.version)
    assert graph(of).links == ()
    assert linked(one, two) == link
    assert [each.supports for each in graph(of).links] == [1]


def test_what_somebody_else_took_out_anew_is_not_put_back_unseen(of: Analysed) -> None:
    (one,) = stated(of, "Ett")
    seen = improvement.remove_cause(by=actor(), now=NOW, id=one, seen=1)
    back = improvement.put_back_cause(by=actor(READER), now=NOW, id=one, seen=seen)
    improvement.remove_cause(by=actor(READER), now=NOW, id=one, seen=back.version)
    with pytest.raises(Changed) as late:
        improvement.put_back_cause(by=actor(), now=NOW, id=one, seen=seen)
    assert late.value.by == READER and graph(of).causes == ()


def test_the_graph_is_for_those_who_write_the_conclusions(of: Analysed) -> None:
    one, two = stated(of, "Ett", "Två")
    assert len(graph(of, READER).causes) == 2
    for name, refusal in ((STAFF, NotYours), ("Petra Lövhage", NotYours), (NEIGHBOUR, NotHere)):
        with pytest.raises(refusal):
            graph(of, name)
        with pytest.raises(refusal):
            improvement.link_causes(by=actor(name), now=NOW, key=uuid4(), cause=one, effect=two)
    other = an_analysis("Annat")
    (elsewhere,) = stated(other, "Annanstans")
    with pytest.raises(NotHere):
        linked(one, elsewhere)
    with pytest.raises(Refused, match="itself"):
        linked(one, one)
    with pytest.raises(NotHere):
        improvement.add_cause(by=actor(), now=NOW, key=one, analysis=other.id, text="Samma nyckel")


def test_the_database_refuses_what_is_no_link(of: Analysed) -> None:
    one, two = stated(of, "Ett", "Två")
    linked(one, two)
    given = {"provider_id": actor().provider, "changed_by": actor().account, "changed_at": NOW}
    for broken in (
        lambda: models.CauseLink.objects.create(cause_id=one, effect_id=one, **given),
        lambda: models.CauseLink.objects.create(cause_id=one, effect_id=two, **given),
        lambda: models.CauseLink.objects.create(cause_id=two, effect_id=one, status="odd", **given),
        lambda: models.Cause.objects.filter(id=one).update(text=""),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            broken()
