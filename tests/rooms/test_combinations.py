"""Combinations: asked by the readers of a round, opened to their texts, seen four ways, saved, followed and cited."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from kedjan.access.service import Changed, NotHere, NotYours, Refused
from kedjan.combinations import service as combinations
from kedjan.combinations.service import Break, Quadrant
from kedjan.evidence.service import Gone, NotYoursToSee
from kedjan.journal import service as journal
from kedjan.reflection import service as reflection
from kedjan.themes import service as themes
from kedjan_site.demo import cast
from kedjan_statistics import loops_where as where
from kedjan_statistics.figure import Figure
from kedjan_web.components.worded import worded
from tests.rooms.answered_rounds import an_answered_round, loop_of
from tests.rooms.reflection_rounds import NOW, a_round, file_of, read_in, the_reference

pytestmark = pytest.mark.django_db
MAJ, PETRA, NILS, STEN = "Maj Sävdunge", "Petra Lövhage", "Nils Björkspång", "Sten Klockvret"
IMPORTANT, BAD, NEXT = "Mycket viktigt område", "Dåliga förutsättningar", "Vi vet vad som behöver göras"


@pytest.fixture
def study() -> reflection.Round:
    return the_reference(cast.actor(MAJ), title="Nuläget 2021")


def ask(of: reflection.Round, line: str = "", largest: int = 2, who: str = MAJ) -> combinations.Answer:
    expression = combinations.read(line) if line else None
    return combinations.ask(by=cast.actor(who), round=of.id, where=expression, largest=largest)


def opened(of: reflection.Round, line: str, who: str = MAJ) -> reflection.TextPage:
    return combinations.texts(by=cast.actor(who), now=NOW, round=of.id, where=combinations.read(line))


def save(of: reflection.Round, line: str, title: str = "Viktigt men svårt", **more: Any) -> combinations.Saved:
    given: dict[str, Any] = {"by": cast.actor(MAJ), "now": NOW, "key": uuid4(), "interpretation": "Tiden räcker inte."}
    return combinations.save(round=of.id, title=title, where=line, **(given | more))


def test_an_answer_has_what_the_tables_have_and_opens_the_same_texts(study: reflection.Round) -> None:
    line = f"all(assignment:06;tag:{BAD})"
    answer = ask(study, line)
    assert (answer.found.loops, answer.of.everyone.loops, answer.share) == (8, 402, Figure(8, 402, "share"))
    page = opened(study, line)
    assert (page.texts.total, page.persons) == (8, answer.found.persons)
    assert all(text.assignment == "06" and BAD in text.tags for text in page.texts.items)


def test_sets_of_tags_among_what_was_asked_for_have_five_loops_of_five_persons(study: reflection.Round) -> None:
    answer = ask(study, "area:Förskola", largest=3)
    assert answer.sets
    assert all(one.loops >= 5 and one.persons >= 5 for one in answer.sets)
    assert answer.too_few == answer.tests - len(answer.sets) > 0
    pair = answer.sets[0]
    both = opened(study, where.text(where.And((where.Area("Förskola"), *map(where.Tag, pair.tags)))))
    assert (both.texts.total, both.persons) == (pair.loops, pair.persons)


def test_words_and_emotions_are_combined_with_tags() -> None:
    made = an_answered_round()
    line = 'all(words:följde upp;any(emotion:-2,-1;emotion:none);not(words:"kaffet"))'
    assert ask(made, line).found.loops == opened(made, line).texts.total == 1
    assert ask(made, "not(words:följa)").found.loops == 5


def test_days_are_asked_for_where_they_are_known(study: reflection.Round) -> None:
    made = an_answered_round()
    assert ask(made).of.dated
    assert ask(made, "period:2026-11-03..2026-11-04").found.loops == 2
    assert not ask(study).of.dated
    assert ask(study, "period:2026-11-03..").found.loops == 0
    assert ask(study, "not(period:2026-11-03..)").found.loops == 402


def test_readers_own_themes_are_asked_for_beside_the_tags() -> None:
    made, maj = an_answered_round(), cast.actor(MAJ)
    theme = themes.add_theme(by=maj, now=NOW, key=uuid4(), round=made.id, name="Brist på tid")
    for writer in (PETRA, "Idris Kvarnvass"):
        loop = loop_of(made, writer).loop
        themes.mark(by=maj, now=NOW, round=made.id, loop=loop, version=1, chosen=(0,), themes=(theme.id,))
    assert ask(made).of.codes == ("Brist på tid",)
    assert ask(made, "code:Brist på tid").found.loops == opened(made, "code:Brist på tid").texts.total == 2
    assert ask(made, "not(code:Brist på tid)").found.loops == 4
    with pytest.raises(Refused, match="Något annat"):
        ask(made, "code:Något annat")


@pytest.mark.parametrize("line", ["tag:Finns inte", "area:Komvux", "assignment:99", "any(tag:Övrigt;tag:Nej)"])
def test_what_the_round_does_not_have_is_refused_by_name(study: reflection.Round, line: str) -> None:
    with pytest.raises(Refused, match=line.rpartition(":")[2].rstrip(")")):
        ask(study, line)
    with pytest.raises(Refused):
        save(study, line)


def test_only_readers_ask_open_and_save(study: reflection.Round) -> None:
    for who, error in ((PETRA, NotYours), (NILS, NotYours), (STEN, NotHere)):
        with pytest.raises(error):
            ask(study, who=who)
        with pytest.raises(error):
            opened(study, f"tag:{BAD}", who=who)
        with pytest.raises(error):
            save(study, f"tag:{BAD}", by=cast.actor(who))
        with pytest.raises(error):
            combinations.saved(by=cast.actor(who), round=study.id)


def test_opening_an_answer_is_told_to_those_who_wrote() -> None:
    made = an_answered_round()
    assert journal.who_read(by=cast.actor(PETRA)).total == 0
    opened(made, "emotion:-2")
    assert journal.who_read(by=cast.actor(PETRA)).total == 1
    ask(made, "emotion:-1")
    assert journal.who_read(by=cast.actor("Idris Kvarnvass")).total == 0


TAGS = ("Mycket viktigt område", "Dåliga förutsättningar", "Övrigt")
CONDITION = st.one_of(
    st.sampled_from(TAGS).map(where.Tag),
    st.lists(st.none() | st.integers(-2, 2), min_size=1, max_size=3).map(lambda steps: where.Emotion(tuple(steps))),
    st.sampled_from(["Förskola", "Grundskola"]).map(where.Area),
    st.sampled_from(["01", "02"]).map(where.Assignment),
    st.builds(where.Period, st.none() | st.just(date(2026, 11, 3)), st.none() | st.just(date(2026, 11, 4))),
    st.sampled_from(["tid", '"tid"', "skolan tider", '"']).map(where.Words),
)
EXPRESSION: st.SearchStrategy[Any] = st.recursive(
    CONDITION,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda parts: where.And(tuple(parts))),
        st.lists(inner, max_size=3).map(lambda parts: where.Or(tuple(parts))),
        inner.map(where.Not),
    ),
    max_leaves=6,
)
ROWS = (
    f"01;Förskola;F1;1;{TAGS[0]};Tiden räcker inte.",
    f"01;Förskola;F2;;{TAGS[0]}|{TAGS[1]};Ont om tid på skolan.",
    f"01;Grundskola;G1;-2;{TAGS[1]};",
    f"02;Grundskola;G1;0;{TAGS[2]};Skolans tider.",
    f"02;Grundskola;G2;2;{TAGS[2]}|{TAGS[0]};Bra.",
)


@pytest.fixture
def small() -> reflection.Round:
    from kedjan.reflection import models

    made = a_round(cast.actor(MAJ), title="Liten")
    read_in(cast.actor(MAJ), made, file_of(*ROWS))
    models.Loop.objects.filter(round_id=made.id, assignment__code="01").update(answered_on=date(2026, 11, 3))
    return reflection.round(by=cast.actor(MAJ), id=made.id)


def test_what_is_counted_is_what_is_opened_whatever_is_asked(small: reflection.Round) -> None:
    @settings(deadline=None, max_examples=60)
    @given(EXPRESSION)
    def hold(expression: where.Expression) -> None:
        answer = combinations.ask(by=cast.actor(MAJ), round=small.id, where=expression)
        page = combinations.texts(by=cast.actor(MAJ), now=NOW, round=small.id, where=expression)
        assert (page.texts.total, page.persons) == (answer.found.loops, answer.found.persons)

    hold()


def test_large_is_a_matter_of_number_and_marks_a_fifth_with_its_rule(study: reflection.Round) -> None:
    view = combinations.large(ask(study))
    sizes = [one.loops for one in view.sets]
    assert sizes == sorted(sizes, reverse=True)
    assert view.k == len(view.sets) // 5
    assert all((one.support >= (view.threshold or 0)) == (one.tags in view.marked) for one in view.sets)


def test_deviating_is_a_matter_of_chance_and_not_of_size(study: reflection.Round) -> None:
    answer = ask(study)
    view = combinations.deviating(answer)
    assert view.fewer
    assert all(one.q < 0.05 and one.loops < one.by_chance for one in view.fewer)
    assert all(one.q < 0.05 and one.loops > one.by_chance for one in view.more)
    largest = combinations.large(answer).sets[0]
    assert largest.tags not in {one.tags for one in (*view.more, *view.fewer)}


def test_important_puts_what_matters_most_and_works_worst_first(study: reflection.Round) -> None:
    """Method 4.10: assignment 06 is very important to 93 per cent, works badly for 28 and well for 7: focus here."""
    view = combinations.important(ask(study))
    assert view is not None
    by_code = {each.assignment: each for each in view.assignments}
    assert by_code["06"].quadrant is Quadrant.FOCUS
    assert view.assignments[0].quadrant is Quadrant.FOCUS
    assert isinstance(by_code["06"].importance, Figure)
    assert view.importance_middle == view.functioning_middle == 1


def another(by: str, title: str, rows: Sequence[str], **more: Any) -> reflection.Round:
    made = a_round(cast.actor(by), title=title, **more)
    read_in(cast.actor(by), made, file_of(*rows))
    return reflection.round(by=cast.actor(by), id=made.id)


def rows_with(many: int, of: int, tags: str, area: str = "Förskola") -> list[str]:
    return [f"01;{area};P{n};0;{tags if n < many else 'Övrigt'};Text" for n in range(of)]


def test_changed_says_what_is_surely_otherwise_and_what_is_not() -> None:
    both = f"{IMPORTANT}|{NEXT}"
    before, now = another(MAJ, "Förr", rows_with(6, 60, both)), another(MAJ, "Nu", rows_with(45, 60, both))
    changed = combinations.changed_since_round(by=cast.actor(MAJ), round=now.id, other=before.id)
    (one,) = changed.sets
    assert (one.now, one.before, one.difference) == ((45, 60), (6, 60), Fraction(39, 60))
    assert one.certain
    same = combinations.changed_since_round(by=cast.actor(MAJ), round=now.id, other=now.id)
    assert not same.sets[0].certain
    assert same.breaks == ()


def test_a_set_that_too_few_have_in_one_of_the_rounds_is_not_compared() -> None:
    both = f"{IMPORTANT}|{NEXT}"
    before, now = another(MAJ, "Förr", rows_with(3, 60, both)), another(MAJ, "Nu", rows_with(45, 60, both))
    (one,) = combinations.changed_since_round(by=cast.actor(MAJ), round=now.id, other=before.id).sets
    assert (one.now, one.before, one.difference, one.certain) == ((45, 60), None, None, False)


def test_breaks_between_rounds_are_said_and_nothing_is_compared_across_them() -> None:
    maj, both = cast.actor(MAJ), f"{IMPORTANT}|{NEXT}"
    now = another(MAJ, "Nu", rows_with(45, 60, both), population="lärare")
    tags = [
        replace(tag, name="Mycket viktigt", aliases=(*tag.aliases, IMPORTANT)) if tag.name == IMPORTANT else tag
        for tag in reflection.standard_tags()
        if tag.name != NEXT
    ]
    older = reflection.add_tag_set(
        by=maj, now=NOW, name="Gamla taggar", tags=tags, valid_from=date(2020, 1, 1), key=uuid4()
    )
    before = reflection.create_round(
        by=maj, now=NOW, title="Förr", tag_set=older.id, key=uuid4(), readers=[maj.account], population="rektorer"
    )
    read_in(maj, before, file_of(*rows_with(9, 60, "Mycket viktigt|Dåliga förutsättningar")))
    changed = combinations.changed_since_round(by=maj, round=now.id, other=before.id)
    assert {note.kind for note in changed.breaks} >= {Break.TAG_NEW, Break.TAG_RENAMED, Break.POPULATION_OTHER}
    assert all(NEXT not in one.tags for one in changed.sets)
    across = combinations.changed_since_round(by=maj, round=now.id, other=before.id, where=where.Tag(NEXT))
    assert (across.sets, [note.kind for note in across.breaks]) == ((), [Break.TAG_GONE])
    renamed = combinations.changed_since_round(by=maj, round=now.id, other=before.id, where=where.Tag(IMPORTANT))
    assert Break.TAG_GONE not in {note.kind for note in renamed.breaks}


def test_before_and_after_a_day_within_a_round(small: reflection.Round) -> None:
    changed = combinations.changed_since_day(by=cast.actor(MAJ), round=small.id, day=date(2026, 11, 3))
    assert changed.breaks == ()


def test_a_saved_combination_keeps_its_figures_and_says_when_they_are_otherwise(study: reflection.Round) -> None:
    kept = save(study, f"all(assignment:06;tag:{BAD})")
    assert (kept.by, kept.version, kept.kept.loops, kept.kept.of_loops, kept.changed) == (MAJ, 1, 8, 402, False)
    rows = [f"06;Grundskola;Ny{n};0;{BAD};Nytt" for n in range(3)]
    read_in(cast.actor(MAJ), study, file_of(*rows))
    again = combinations.saved_one(by=cast.actor(MAJ), id=kept.id)
    assert again.changed
    assert again.kept == kept.kept
    assert again.now is not None
    assert (again.now.loops, again.now.of_loops) == (11, 405)
    worded = combinations.change(
        by=cast.actor(MAJ), now=NOW, id=kept.id, seen=1, title="Svårare", interpretation="Fler säger det."
    )
    assert (worded.version, worded.changed, worded.kept.loops) == (2, False, 11)
    earlier = combinations.versions(by=cast.actor(MAJ), id=kept.id)
    assert [(each.number, each.title, each.kept.loops) for each in earlier] == [
        (2, "Svårare", 11),
        (1, "Viktigt men svårt", 8),
    ]


def test_nobody_overwrites_an_interpretation_unseen(study: reflection.Round) -> None:
    kept = save(study, f"tag:{BAD}")
    maj = cast.actor(MAJ)
    combinations.change(by=maj, now=NOW, id=kept.id, seen=1, title="Först", interpretation="Hennes.")
    with pytest.raises(Changed) as told:
        combinations.change(by=maj, now=NOW, id=kept.id, seen=1, title="Sedan", interpretation="Hans.")
    assert told.value.current.interpretation == "Hennes."


def test_saving_twice_with_one_key_is_saving_once(study: reflection.Round) -> None:
    key = uuid4()
    first = save(study, f"tag:{BAD}", key=key)
    assert save(study, f"tag:{BAD}", title="Något annat", key=key) == first
    assert len(combinations.saved(by=cast.actor(MAJ), round=study.id)) == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": "  "}, "title"),
        ({"title": "x" * 121}, "title"),
        ({"interpretation": "x" * 8001}, "interpretation"),
    ],
)
def test_a_title_is_asked_for_and_too_long_texts_are_refused(
    study: reflection.Round, changes: dict[str, str], words: str
) -> None:
    with pytest.raises(Refused, match=words):
        save(study, f"tag:{BAD}", **changes)
    with pytest.raises(Refused, match="conditions cannot be read"):
        save(study, "tag:(")


def test_what_is_taken_away_comes_back(study: reflection.Round) -> None:
    maj, kept = cast.actor(MAJ), save(study, f"tag:{BAD}")
    combinations.take_away(by=maj, now=NOW, id=kept.id)
    assert combinations.saved(by=maj, round=study.id) == ()
    with pytest.raises(NotHere):
        combinations.saved_one(by=maj, id=kept.id)
    assert combinations.bring_back(by=maj, now=NOW, id=kept.id).title == kept.title


def test_one_combination_is_followed_through_the_rounds_one_reads() -> None:
    both = f"{IMPORTANT}|{NEXT}"
    before = another(MAJ, "Förr", rows_with(6, 60, both))
    another(NILS, "Någon annans", rows_with(6, 60, both))
    now = another(MAJ, "Nu", rows_with(45, 60, both))
    kept = save(now, f"all(tag:{IMPORTANT};tag:{NEXT})")
    found = combinations.through_rounds(by=cast.actor(MAJ), id=kept.id)
    assert [(each.title, each.figures.loops if each.figures else None) for each in found] == [("Nu", 45), ("Förr", 6)]
    assert found[1].round == before.id
    assert found[1].difference == Fraction(39, 60)
    assert found[1].low is not None
    assert found[1].low > 0


def test_a_saved_combination_is_cited_by_readers_and_unnamed_to_others(study: reflection.Round) -> None:
    source, kept = combinations.SavedCombinations(), save(study, f"all(assignment:06;tag:{BAD})")
    key = combinations.combination_key(kept.id)
    (offer,) = source.offer(cast.actor(MAJ), "svårt tiden")
    assert (offer.key, offer.label) == (key, kept.title)
    said = source.values(cast.actor(MAJ), "combination", [key, "nonsens", uuid4().hex])
    assert said[key].label == kept.title
    with translation.override("sv"):
        assert worded(said[key].value) == "8 av 402 reflektioner (2\u00a0%), 8 personer. Tiden räcker inte."
    with translation.override("en"):
        assert worded(said[key].value) == "8 of 402 reflections (2\u00a0%), 8 persons. Tiden räcker inte."
    assert {type(said[other]) for other in said if other != key} == {Gone}
    assert source.offer(cast.actor(PETRA), "") == ()
    assert source.values(cast.actor(PETRA), "combination", [key]) == {key: NotYoursToSee()}
    assert source.values(cast.actor(STEN), "combination", [key]) == {key: Gone()}


def test_saving_is_journalled_with_what_it_was_and_no_words(study: reflection.Round) -> None:
    kept = save(study, f"tag:{BAD}")
    history = journal.history_of(by=cast.actor(MAJ), kind="round", object_id=study.id.hex)
    (entry,) = [each for each in history if each.room == "combinations"]
    assert entry.verb == "saved"
    assert entry.details == {"combination": kept.id.hex, "version": 1}


def test_another_providers_combination_is_not_here(study: reflection.Round) -> None:
    kept: UUID = save(study, f"tag:{BAD}").id
    for question in (combinations.saved_one, combinations.versions, combinations.through_rounds):
        with pytest.raises(NotHere):
            question(by=cast.actor(STEN), id=kept)
