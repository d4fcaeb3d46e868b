"""Whatever room keeps something about people says what an erasure does there, and what removes it in time."""

from collections.abc import Iterable

import pytest
from django.utils import translation

from kedjan.people import erasing
from kedjan.privacy.service import Basis, Declaration, Holding, Kept, Kind, declarations
from kedjan_site import due, privacy_pack, retention
from kedjan_site.erasure_texts import TEXTS
from kedjan_site.wiring import wire
from kedjan_web.about import words

WHILE = {Kept.WHILE_PROVIDER, Kept.PRESERVED}


def personal(held: Iterable[Declaration]) -> list[Declaration]:
    return [each for each in held if each.holding.personal]


def taking_part() -> set[str]:
    """The rooms that do something of an erasure."""
    wire()
    return {type(each).__module__.split(".")[1] for each in erasing._lent[0].erasers} | {"people"}


def lacking(held: Iterable[Declaration]) -> list[str]:
    """Say what is lacking: a room without words about erasures, one that takes no part, and what nothing removes."""
    wrong = []
    for each in held:
        text = TEXTS.get(each.room)
        if each.holding.personal and text is None:
            wrong.append(f"{each.room}: what an erasure does there (kedjan_site/erasure_texts.py)")
        elif each.holding.personal and text and text.goes and text.by not in taking_part():
            wrong.append(f"{each.room}: an eraser of {text.by} (kedjan_site/wiring.py)")
        if each.holding.kept not in WHILE and (each.room, each.holding.kept) not in retention.ENDS:
            wrong.append(f"{each.room}: what removes {each.model} in time (kedjan_site/retention.py)")
    return sorted(set(wrong))


def test_every_room_with_something_about_people_is_erased_and_ends() -> None:
    assert lacking(declarations()) == []


def test_a_new_room_without_is_found() -> None:
    holding = Holding("Something new", Basis.PUBLIC_TASK, Kept.NINETY_DAYS, {"who": Kind.IDENTIFIER})
    assert lacking([*declarations(), Declaration("newroom", "Thing", "newroom_thing", holding)]) == [
        "newroom: what an erasure does there (kedjan_site/erasure_texts.py)",
        "newroom: what removes Thing in time (kedjan_site/retention.py)",
    ]


def test_words_and_entries_are_of_rooms_that_there_are_and_of_all_who_take_part() -> None:
    held = declarations()
    assert set(TEXTS) == {each.room for each in personal(held)}
    assert retention.ENDS.keys() == {(e.room, e.holding.kept) for e in held if e.holding.kept not in WHILE}
    assert {task for tasks in retention.ENDS.values() for task in tasks} <= due.TASKS.keys()
    own = {room for room, text in TEXTS.items() if text.goes and text.by == room}
    assert taking_part() - {"tasks"} == own, "of tasks only what stays is told"


def test_every_time_basis_and_kind_has_words_in_the_pack_and_on_the_page() -> None:
    for mine, page, of in ((privacy_pack.TIMES, words.KEPT, Kept), (privacy_pack.BASES, words.BASES, Basis)):
        assert set(mine) == set(page) == set(of)
    assert set(privacy_pack.KINDS) == set(Kind)
    assert set(words.KINDS) >= set(Kind) - {Kind.NOT_PERSONAL}


def test_every_room_that_holds_something_about_people_stands_under_one_topic_on_the_page() -> None:
    named = [room for _title, rooms in words.TOPICS for room in rooms]
    assert len(named) == len(set(named))
    assert set(named) == {each.room for each in declarations() if each.holding.personal}


def test_what_is_kept_while_the_provider_is_here_says_only_who_did_it() -> None:
    """An id that comes to lead to an emptied account, or when; never what somebody is called, thinks or wrote."""
    apart = {"people.IdentityProvider", "reports.Report", "reports.Block", "evidence.Citation"}
    kinds = {
        f"{each.room}.{each.model}": {kind for _, kind in privacy_pack.personal(each)}
        for each in personal(declarations())
        if each.holding.kept in WHILE
    }
    more = {name for name, found in kinds.items() if found - {Kind.IDENTIFIER, Kind.WORK}}
    assert more <= apart, "a key that is sealed, and public records"


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_privacy_pack_tells_of_every_room(language: str) -> None:
    with translation.override(language):
        documents = privacy_pack.pack()
        headings = {translation.gettext(text.heading) for text in TEXTS.values()}
        name = translation.gettext("erasure-of-a-person.md")
    assert len(documents) == 4
    told = documents[name]
    assert {line.removeprefix("## ") for line in told.splitlines() if line.startswith("## ")} == headings
    if language == "sv":
        assert "Radering av en person" in told
        assert not {text.heading for text in TEXTS.values()} & set(told.split("\n"))
