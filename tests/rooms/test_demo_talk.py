"""What readers and writers have said in the demo's running round, and what its readers have seen in the texts."""

import re
from collections import Counter
from typing import Any

import pytest

from kedjan.reflection import models
from kedjan.reflection import service as reflection
from kedjan.reflection.service import Want
from kedjan.themes import service as themes
from kedjan.themes.service import QuoteState
from kedjan_site.demo import answers, cast, factors, loading, staff, talk, transitions
from kedjan_site.demo import talk_texts as texts

pytestmark = pytest.mark.django_db
OF = transitions.TRANSITIONS_ID
NAMES = {part for name in [m.name for m in (*cast.EKKOPING.members, *staff.STAFF)] for part in name.split()}


@pytest.fixture
def maj() -> Any:
    staff.load()
    loading.load_round()
    board = loading.load_board_goals()
    transitions.load(board, factors.load(board))
    answers.load()
    talk.load()
    return cast.actor("Maj Sävdunge")


def test_some_are_answered_some_asked_some_silent_one_flagged_and_many_unread(maj: Any) -> None:
    counts = Counter(each.state for each in models.Reception.objects.filter(round_id=OF))
    assert (counts["answered"], counts["asked"], counts["done"]) == (6, 1, 5)
    found = {want: reflection.queue(by=maj, now=cast.NOW, round=OF, want=want).lines.total for want in Want}
    assert found[Want.UNREAD] >= 8 and found[Want.FLAGGED] == 1
    assert models.Message.objects.filter(round_id=OF).exclude(withdrawn_at=None).count() == 1


def test_writers_have_something_to_see_and_one_has_a_question_to_answer(maj: Any) -> None:
    news = {
        name: [each.asks for each in reflection.news_of_mine(by=cast.actor(name))]
        for name in ("Mira Tuvdal", "Alva Rönnbrink", "Siv Blåmyr", "Petra Lövhage")
    }
    assert news == {"Mira Tuvdal": [True], "Alva Rönnbrink": [False], "Siv Blåmyr": [False], "Petra Lövhage": []}


def test_four_themes_are_read_by_two_who_agree_on_most_and_not_on_all(maj: Any) -> None:
    found = {each.name: each for each in themes.themes(by=maj, round=OF)}
    assert {name: each.persons for name, each in found.items()} == {
        texts.TALK: 7, texts.LATE: 6, texts.NOBODY: 6, texts.WHY: 3,
    }  # fmt: skip
    agreed = themes.agreements(by=maj, round=OF, other=cast.account_id("Karin Olspång"))
    kappas = {each.theme: each.figures.kappa for each in agreed}
    assert all(kappa is not None and 0.5 < kappa < 1 for kappa in kappas.values()), kappas


def test_the_basket_has_a_quote_of_every_kind_and_a_counter_voice(maj: Any) -> None:
    found = themes.quotes(by=maj, now=cast.NOW, round=OF)
    states = Counter((each.state, each.counter, bool(each.paraphrase)) for each in found)
    assert states == {
        (QuoteState.ALLOWED, False, False): 1,
        (QuoteState.ALLOWED, True, False): 1,
        (QuoteState.ASKED, False, False): 1,
        (QuoteState.KEPT, False, True): 1,
        (QuoteState.KEPT, False, False): 1,
    }
    assert [each.text for each in themes.quote_requests(by=cast.actor("Jonas Myrgrind"))] == [
        "Jag skrev fem kort samma kväll i juni."
    ]


def test_nothing_that_is_said_names_anybody_and_loading_again_changes_nothing(maj: Any) -> None:
    for text in models.Message.objects.filter(round_id=OF).values_list("text", flat=True):
        assert not set(re.findall(r"\w+", text)) & NAMES, text
    before = models.Message.objects.count(), len(themes.themes(by=maj, round=OF))
    talk.load()
    assert (models.Message.objects.count(), len(themes.themes(by=maj, round=OF))) == before
