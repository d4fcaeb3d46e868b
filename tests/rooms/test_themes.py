"""Themes and quotes: marked by readers, merged, split and undone, coded apart, quoted only by consent."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from kedjan.access.service import Changed, NotHere, NotYours, Refused
from kedjan.evidence import service as evidence
from kedjan.journal import service as journal
from kedjan.notices import service as notices
from kedjan.reflection import service as reflection
from kedjan.themes import models
from kedjan.themes import service as themes
from kedjan.themes.rules import runs, sentences
from kedjan.themes.service import QuoteState, Verb
from kedjan_site.demo import cast
from tests.rooms.answered_rounds import an_answered_round, loop_of
from tests.rooms.reflection_rounds import NOW

pytestmark = pytest.mark.django_db
MAJ, SIV, PETRA, IDRIS = "Maj Sävdunge", "Siv Blåmyr", "Petra Lövhage", "Idris Kvarnvass"


@pytest.fixture
def made() -> reflection.Round:
    return an_answered_round()


def a_theme(made: reflection.Round, name: str = "Brist på tid", who: str = MAJ) -> UUID:
    return themes.add_theme(by=cast.actor(who), now=NOW, key=uuid4(), round=made.id, name=name).id


def mark(made: reflection.Round, writer: str, *of: UUID, who: str = MAJ, chosen: tuple[int, ...] = (0,)) -> int:
    loop = loop_of(made, writer).loop
    return themes.mark(by=cast.actor(who), now=NOW, round=made.id, loop=loop, version=1, chosen=chosen, themes=of)


def listed(made: reflection.Round, who: str = MAJ) -> dict[str, themes.Theme]:
    return {each.name: each for each in themes.themes(by=cast.actor(who), round=made.id)}


def a_quote(made: reflection.Round, writer: str = PETRA, theme: UUID | None = None, *, counter: bool = False) -> UUID:
    loop = loop_of(made, writer).loop
    return themes.keep_quote(
        by=cast.actor(MAJ), now=NOW, key=uuid4(), round=made.id, loop=loop, version=1, chosen=[0], theme=theme,
        counter=counter,
    )  # fmt: skip


def basket(made: reflection.Round) -> list[themes.Quote]:
    return list(themes.quotes(by=cast.actor(MAJ), now=NOW, round=made.id))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Vi följer upp, men mest i juni. Då är det för sent.",
            ["Vi följer upp, men mest i juni.", "Då är det för sent."],
        ),
        ("”Varför?” sa hon. Nej", ["”Varför?”", "sa hon.", "Nej"]),
        ("En rad\n\nEn till\n", ["En rad", "En till"]),
        ("Utan slut", ["Utan slut"]),
        ("Kl. 7.40 går bussen…", ["Kl.", "7.40 går bussen…"]),
        ("", []),
        ("  \n ", []),
    ],
)
def test_sentences_are_what_can_be_marked(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == expected


def test_sentences_beside_each_other_are_one_passage() -> None:
    text = "Ett. Två. Tre. Fyra."
    assert [text[a:b] for a, b in runs(text, [3, 0, 1, 9, -1])] == ["Ett. Två.", "Fyra."]


def test_a_theme_counts_passages_reflections_and_persons(made: reflection.Round) -> None:
    tid = a_theme(made)
    mark(made, PETRA, tid)
    mark(made, PETRA, tid, who=SIV)
    mark(made, IDRIS, tid)
    found = listed(made)["Brist på tid"]
    assert (found.passages, found.reflections, found.persons) == (3, 2, 2)
    assert mark(made, IDRIS, tid) == 0, "marked again is once"


def test_only_the_rounds_readers_see_and_make_themes(made: reflection.Round) -> None:
    tid = a_theme(made)
    for outsider, refusal in (("Torun Hedspång", NotYours), ("Sten Klockvret", NotHere)):
        who = cast.actor(outsider)
        with pytest.raises(refusal):
            themes.themes(by=who, round=made.id)
        with pytest.raises(refusal):
            themes.theme(by=who, id=tid)
        with pytest.raises(refusal):
            themes.add_theme(by=who, now=NOW, key=uuid4(), round=made.id, name="Mitt")
        with pytest.raises(refusal):
            themes.quotes(by=who, now=NOW, round=made.id)
        with pytest.raises(refusal):
            mark(made, PETRA, tid, who=outsider)


def test_a_text_shows_which_themes_stand_on_which_sentence_and_its_reading_is_told(made: reflection.Round) -> None:
    tid = a_theme(made)
    mark(made, PETRA, tid)
    text = themes.marked_text(by=cast.actor(SIV), now=NOW, round=made.id, loop=loop_of(made, PETRA).loop)
    assert [(each.text, each.themes) for each in text.sentences] == [
        ("Vi följer upp, men mest i juni.", ("Brist på tid",))
    ]
    assert [(each.theme_name, each.mine) for each in text.marks] == [("Brist på tid", False)]
    assert journal.who_read(by=cast.actor(PETRA)).total == 2


def test_nothing_is_marked_in_another_version_with_nothing_or_with_anothers_theme(made: reflection.Round) -> None:
    tid, other = a_theme(made), a_theme(an_answered_round(title="En annan"), "Deras")
    loop = loop_of(made, PETRA).loop
    told = {"by": cast.actor(MAJ), "now": NOW, "round": made.id, "loop": loop}
    with pytest.raises(Refused, match="changed"):
        themes.mark(**told, version=2, chosen=[0], themes=[tid])
    with pytest.raises(Refused, match="at least one"):
        themes.mark(**told, version=1, chosen=[7], themes=[tid])
    with pytest.raises(Refused, match="at least one"):
        themes.mark(**told, version=1, chosen=[0], themes=[])
    with pytest.raises(NotHere):
        themes.mark(**told, version=1, chosen=[0], themes=[other])
    assert models.Passage.objects.count() == 0


def test_a_reader_takes_away_only_what_the_reader_marked_and_can_put_it_back(made: reflection.Round) -> None:
    tid = a_theme(made)
    mark(made, PETRA, tid)
    (passage,) = models.Passage.objects.values_list("id", flat=True)
    at: dict[str, Any] = {"now": NOW, "passage": passage, "loop": loop_of(made, PETRA).loop}
    with pytest.raises(NotYours):
        themes.unmark(by=cast.actor(SIV), **at)
    with pytest.raises(NotHere):
        themes.unmark(by=cast.actor(MAJ), **{**at, "loop": loop_of(made, IDRIS).loop})
    themes.unmark(by=cast.actor(MAJ), **at)
    assert listed(made)["Brist på tid"].passages == 0
    themes.unmark(by=cast.actor(MAJ), **at, back=True)
    assert listed(made)["Brist på tid"].passages == 1


def test_merging_loses_no_passage_and_is_undone_to_what_was(made: reflection.Round) -> None:
    tid, stress = a_theme(made), a_theme(made, "Stress")
    mark(made, PETRA, tid, stress)
    mark(made, IDRIS, tid)
    mark(made, "Love Spånghage", stress)
    merged = themes.merge(by=cast.actor(MAJ), now=NOW, id=stress, into=tid)
    assert (merged.passages, merged.reflections) == (3, 3)
    assert list(listed(made)) == ["Brist på tid"]
    (change,) = themes.changes(by=cast.actor(SIV), round=made.id)
    assert (change.verb, change.names) == (Verb.MERGED, ("Stress", "Brist på tid"))
    for _ in range(2):
        themes.undo(by=cast.actor(SIV), now=NOW, change=change.id)
    assert {name: each.passages for name, each in listed(made).items()} == {"Brist på tid": 2, "Stress": 2}


def test_splitting_moves_the_chosen_and_is_undone(made: reflection.Round) -> None:
    tid = a_theme(made)
    for writer in (PETRA, IDRIS, "Love Spånghage"):
        mark(made, writer, tid)
    chosen = list(models.Passage.objects.filter(loop=loop_of(made, IDRIS).loop).values_list("id", flat=True))
    key = uuid4()
    for _ in range(2):
        themes.split(by=cast.actor(MAJ), now=NOW, key=key, id=tid, name="Brist på tisdagar", passages=chosen)
    assert {name: each.passages for name, each in listed(made).items()} == {"Brist på tid": 2, "Brist på tisdagar": 1}
    themes.undo(by=cast.actor(MAJ), now=NOW, change=themes.changes(by=cast.actor(MAJ), round=made.id)[0].id)
    assert {name: each.passages for name, each in listed(made).items()} == {"Brist på tid": 3}
    with pytest.raises(Refused, match="Choose"):
        themes.split(by=cast.actor(MAJ), now=NOW, key=uuid4(), id=tid, name="Tomt", passages=[])
    with pytest.raises(NotHere):
        themes.split(by=cast.actor(MAJ), now=NOW, key=uuid4(), id=tid, name="Tomt", passages=[uuid4(), *chosen])


def test_renaming_and_retiring_are_undone_unless_the_name_is_taken_since(made: reflection.Round) -> None:
    maj, tid = cast.actor(MAJ), a_theme(made)
    themes.change_theme(by=maj, now=NOW, id=tid, seen=1, name="Tidsbrist", groups=["Förutsättningar", "Tid"])
    assert listed(made)["Tidsbrist"].groups == ("Förutsättningar", "Tid")
    themes.undo(by=maj, now=NOW, change=themes.changes(by=maj, round=made.id)[0].id)
    assert list(listed(made)) == ["Brist på tid"]
    themes.retire(by=maj, now=NOW, id=tid)
    assert listed(made) == {}
    again = a_theme(made)
    retired = themes.changes(by=maj, round=made.id)[0]
    with pytest.raises(Refused, match="already a theme"):
        themes.undo(by=maj, now=NOW, change=retired.id)
    themes.change_theme(by=maj, now=NOW, id=again, seen=1, name="Något annat")
    themes.undo(by=maj, now=NOW, change=retired.id)
    assert set(listed(made)) == {"Brist på tid", "Något annat"}


def test_two_readers_never_overwrite_each_others_wording(made: reflection.Round) -> None:
    tid = a_theme(made)
    themes.change_theme(by=cast.actor(SIV), now=NOW, id=tid, seen=1, name="Tidsbrist")
    with pytest.raises(Changed) as changed:
        themes.change_theme(by=cast.actor(MAJ), now=NOW, id=tid, seen=1, name="För lite tid")
    assert (changed.value.by, changed.value.current.name) == (SIV, "Tidsbrist")


def test_a_name_is_used_once_in_a_round_and_not_empty(made: reflection.Round) -> None:
    a_theme(made)
    with pytest.raises(Refused, match="already"):
        a_theme(made, " Brist  på tid ")
    with pytest.raises(Refused, match="name"):
        a_theme(made, "   ")
    with pytest.raises(Refused, match="81"):
        a_theme(made, "x" * 81)
    with pytest.raises(IntegrityError), transaction.atomic():
        theme = models.Theme.objects.get()
        models.Theme.objects.create(
            provider_id=theme.provider_id, round_id=theme.round_id, name=theme.name, changed_by=uuid4(), changed_at=NOW
        )


def test_coding_apart_shows_only_ones_own_and_the_agreement_afterwards(made: reflection.Round) -> None:
    maj, siv, tid = cast.actor(MAJ), cast.actor(SIV), a_theme(made)
    themes.set_apart(by=maj, now=NOW, round=made.id, apart=True)
    writers = (PETRA, IDRIS, "Love Spånghage", "Karin Olspång")
    for writer, by_maj, by_siv in zip(writers, (1, 1, 0, 0), (1, 0, 0, 0), strict=True):
        if by_maj:
            mark(made, writer, tid)
        if by_siv:
            mark(made, writer, tid, who=SIV)
        for reader in (maj, siv):
            themes.go_through(by=reader, now=NOW, round=made.id, loop=loop_of(made, writer).loop)
    assert listed(made)["Brist på tid"].passages == 2
    assert listed(made, SIV)["Brist på tid"].passages == 1
    with pytest.raises(Refused, match="apart"):
        themes.agreements(by=maj, round=made.id, other=siv.account)
    themes.set_apart(by=siv, now=NOW, round=made.id, apart=False)
    assert themes.other_readers(by=maj, round=made.id) == (siv.account,)
    (agreed,) = themes.agreements(by=maj, round=made.id, other=siv.account)
    figures = agreed.figures
    assert (figures.both, figures.first_only, figures.second_only, figures.neither) == (1, 1, 0, 2)
    assert (figures.share, figures.kappa) == (3 / 4, 1 / 2)
    assert listed(made)["Brist på tid"].passages == 3


def test_going_through_leads_to_what_is_left(made: reflection.Round) -> None:
    maj = cast.actor(MAJ)
    first = themes.next_to_go_through(by=maj, round=made.id)
    assert first is not None
    themes.go_through(by=maj, now=NOW, round=made.id, loop=first)
    assert themes.next_to_go_through(by=maj, round=made.id, after=first) not in {None, first}
    assert themes.gone_through(by=maj, round=made.id) == (1, 6)
    themes.go_through(by=maj, now=NOW, round=made.id, loop=first, done=False)
    assert themes.gone_through(by=maj, round=made.id) == (0, 6)


def test_a_quote_goes_out_in_the_writers_words_only_with_a_yes(made: reflection.Round) -> None:
    maj, petra = cast.actor(MAJ), cast.actor(PETRA)
    quote = a_quote(made)
    assert a_quote(made) == quote, "the same words are kept once"
    assert [each.may_go_out for each in basket(made)] == [""]
    for _ in range(2):
        themes.ask_consent(by=maj, now=NOW, id=quote)
    assert [notice.kind for notice in notices.waiting(by=petra)] == ["quote_asked"]
    (asked,) = themes.quote_requests(by=petra)
    assert asked.text == "Vi följer upp, men mest i juni."
    for other in (MAJ, IDRIS, "Sten Klockvret"):
        with pytest.raises(NotHere):
            themes.answer_consent(by=cast.actor(other), now=NOW, id=quote, allowed=True)
    themes.answer_consent(by=petra, now=NOW, id=quote, allowed=True)
    assert [each.may_go_out for each in basket(made)] == ["Vi följer upp, men mest i juni."]
    themes.answer_consent(by=petra, now=NOW, id=quote, allowed=False)
    (found,) = basket(made)
    assert (found.state, found.may_go_out) == (QuoteState.REFUSED, "")
    with pytest.raises(Refused, match="answered"):
        themes.ask_consent(by=maj, now=NOW, id=quote)
    verbs = [entry.verb for entry in journal.history_of(by=maj, kind="round", object_id=made.id.hex)]
    assert verbs[:2] == ["refused_consent", "gave_consent"]


def test_a_paraphrase_is_in_other_words_and_has_its_count(made: reflection.Round) -> None:
    maj, tid = cast.actor(MAJ), a_theme(made)
    mark(made, PETRA, tid)
    mark(made, IDRIS, tid)
    quote = a_quote(made, theme=tid)
    with pytest.raises(Refused, match="own words"):
        themes.paraphrase(by=maj, now=NOW, id=quote, seen=1, text="vi följer upp, men mest")
    themes.paraphrase(by=maj, now=NOW, id=quote, seen=1, text="Uppföljningen kommer sent på året.")
    with pytest.raises(Changed):
        themes.paraphrase(by=maj, now=NOW, id=quote, seen=1, text="Något annat.")
    (found,) = basket(made)
    assert (found.may_go_out, found.persons, found.theme_name) == (
        "Uppföljningen kommer sent på året.",
        2,
        "Brist på tid",
    )


def test_a_counter_voice_stands_against_its_theme_and_counts_alone(made: reflection.Round) -> None:
    tid = a_theme(made)
    mark(made, PETRA, tid)
    a_quote(made, theme=tid)
    against = a_quote(made, "Karin Olspång", tid, counter=True)
    found = {each.id: each for each in basket(made)}
    assert (found[against].counter, found[against].persons) == (True, 1)
    counts = listed(made)["Brist på tid"]
    assert (counts.quotes, counts.counter_voices) == (2, 1)
    themes.change_quote(by=cast.actor(MAJ), now=NOW, id=against, seen=1, theme=None, counter=False)
    assert listed(made)["Brist på tid"].counter_voices == 0


def test_a_quote_is_never_put_together_of_pieces(made: reflection.Round) -> None:
    from kedjan.reflection.models import Loop

    loop = loop_of(made, PETRA)
    Loop.objects.filter(id=loop.id).update(text="Ett. Två. Tre.")
    told = {"by": cast.actor(MAJ), "now": NOW, "round": made.id, "loop": loop.loop, "version": 1}
    with pytest.raises(Refused, match="pieces"):
        themes.keep_quote(**told, key=uuid4(), chosen=[0, 2])
    quote = themes.keep_quote(**told, key=uuid4(), chosen=[1, 2])
    assert [each.text for each in basket(made) if each.id == quote] == ["Två. Tre."]


def test_a_quote_one_has_asked_about_stays_and_another_can_be_dropped(made: reflection.Round) -> None:
    maj, kept, asked = cast.actor(MAJ), a_quote(made), a_quote(made, IDRIS)
    themes.ask_consent(by=maj, now=NOW, id=asked)
    themes.drop_quote(by=maj, now=NOW, id=kept)
    with pytest.raises(Refused, match="stays"):
        themes.drop_quote(by=maj, now=NOW, id=asked)
    assert [each.id for each in basket(made)] == [asked]


def test_what_the_writer_took_back_is_no_longer_shown(made: reflection.Round) -> None:
    from kedjan.reflection.models import Loop, Round

    tid = a_theme(made)
    mark(made, PETRA, tid)
    a_quote(made, theme=tid)
    Loop.objects.filter(id=loop_of(made, PETRA).id).update(until=2)
    Round.objects.filter(id=made.id).update(revision=2)
    page = themes.passages_of(by=cast.actor(MAJ), now=NOW, theme=tid)
    assert [each.text for each in page.passages.items] == [None]
    assert [each.text for each in basket(made)] == [None]
    assert themes.quote_requests(by=cast.actor(PETRA)) == ()


def test_a_manager_meets_neither_passages_nor_quotes_by_own_staff() -> None:
    made = an_answered_round("Ester Kärrgrind", MAJ)
    ester, tid = cast.actor("Ester Kärrgrind"), a_theme(made)
    mark(made, PETRA, tid)
    a_quote(made, theme=tid)
    kept = themes.quotes(by=cast.actor(MAJ), now=NOW, round=made.id)[0].id
    found = themes.passages_of(by=ester, now=NOW, theme=tid)
    assert (found.passages.items, found.passages.total) == ((), 0), "nor that there are any"
    assert (found.theme.reflections, found.theme.persons, found.theme.quotes) == (0, 0, 0)
    assert themes.quotes(by=ester, now=NOW, round=made.id) == ()
    with pytest.raises(NotHere):
        themes.quote(by=ester, now=NOW, id=kept)
    source, key = themes.FromCloseReading(), themes.theme_key(made.id, tid)
    assert isinstance(source.values(ester, themes.THEME, [key])[key], evidence.NotYoursToSee)
    with pytest.raises(NotHere):
        themes.marked_text(by=ester, now=NOW, round=made.id, loop=loop_of(made, PETRA).loop)


def test_combinations_get_the_reflections_of_each_theme(made: reflection.Round) -> None:
    tid, empty = a_theme(made), a_theme(made, "Tomt")
    mark(made, PETRA, tid)
    mark(made, PETRA, tid, who=SIV)
    assert themes.themes_of_loops(by=cast.actor(MAJ), rounds=[made.id])[made.id] == {
        "Brist på tid": (loop_of(made, PETRA).loop,)
    }
    assert empty


def test_the_house_keeps_no_words_of_reflections_in_themes(made: reflection.Round) -> None:
    tid = a_theme(made)
    mark(made, PETRA, tid)
    themes.ask_consent(by=cast.actor(MAJ), now=NOW, id=a_quote(made, theme=tid))
    stored = [
        str(value)
        for model in (models.Theme, models.Passage, models.Change, models.Quote)
        for row in model.objects.values()  # type: ignore[attr-defined]  # each a model
        for value in row.values()
    ]
    assert not [value for value in stored if "juni" in value]
