"""Answering by the door when it cannot be: missing, too long, too late, not asked, forged, in two areas at once."""

from datetime import date
from uuid import uuid4

import pytest

from kedjan.access.service import NotHere, NotYours, Refused
from kedjan.reflection import models
from kedjan.reflection import service as reflection
from kedjan_site.demo import cast
from tests.rooms import reflection_asked as asked
from tests.rooms.reflection_asked import CODE, IDRIS, LOVE, PETRA, PRESCHOOL, SCHOOL, WRITTEN, written
from tests.rooms.reflection_rounds import NOW
from tests.rooms.reflection_sent import drafts, form, there

pytestmark = pytest.mark.django_db
Window, OwnState = reflection.Window, reflection.OwnState


@pytest.mark.parametrize(
    ("what", "fields"),
    [
        (reflection.Written(), ["text", "tags"]),
        (written("  \n "), ["text"]),
        (written(tags=()), ["tags"]),
        (written("a" * 20_001), ["text"]),
        (written(action_short="b" * 5_001, action_long="c" * 5_001), ["action_short", "action_long"]),
    ],
)
def test_what_is_missing_or_too_long_is_told_by_field_and_kept(what: reflection.Written, fields: list[str]) -> None:
    of = asked.an_asked_round()
    with pytest.raises(reflection.Incomplete) as raised:
        asked.send(cast.actor(PETRA), of, what)
    assert [fault.field for fault in raised.value.faults] == fields
    assert there(of) == []
    kept = models.Draft.objects.first()
    assert (kept.text if kept else "") == what.text
    assert form(PETRA, of).written == what


@pytest.mark.parametrize(("tags", "emotion"), [((18,), 0), ((-1,), 0), ((61,), 0), ((0,), 3), ((0,), -3)], ids=str)
def test_a_tag_outside_the_set_and_a_step_that_there_is_not_are_refused(tags: tuple[int, ...], emotion: int) -> None:
    of = asked.an_asked_round()
    for act in (asked.send, lambda by, of, what: asked.keep(by, of, what, key=uuid4())):
        with pytest.raises(Refused):
            act(cast.actor(PETRA), of, written(tags=tags, emotion=emotion))
    assert (there(of), drafts()) == ([], [])


def test_characters_that_nobody_can_write_are_left_out_and_all_others_kept() -> None:
    of = asked.an_asked_round()
    text = "\x00Hej\x07 \ufffe<script>alert(1)</script>\r\nשלום 👩🏽\u200d🏫 \u202eomvänt\u202c\ttabb\x0b"
    sent = asked.send(cast.actor(PETRA), of, written(text))
    assert sent.written.text == "Hej <script>alert(1)</script>\nשלום 👩🏽\u200d🏫 \u202eomvänt\u202c\ttabb"
    assert form(PETRA, of).written == sent.written


@pytest.mark.parametrize(
    ("fields", "window"),
    [
        ({"closes_on": date(2026, 11, 15)}, Window.CLOSED),
        ({"opens_on": date(2026, 11, 17)}, Window.NOT_YET),
        ({"state": "paused"}, Window.PAUSED),
        ({"state": "withdrawn"}, Window.WITHDRAWN),
    ],
    ids=lambda given: given if isinstance(given, Window) else "",
)
def test_too_late_or_too_early_says_why_and_keeps_the_draft(
    fields: dict[str, object], window: reflection.Window
) -> None:
    of = asked.an_asked_round()
    models.Assignment.objects.filter(round_id=of.id).update(**fields)
    with pytest.raises(reflection.TooLate) as raised:
        asked.send(cast.actor(PETRA), of)
    assert raised.value.window is window
    assert (there(of), drafts()) == ([], [asked.TEXT])
    assert (form(PETRA, of).window, form(PETRA, of).written) == (window, WRITTEN)


@pytest.mark.parametrize(("day", "open_"), [(1, False), (2, True), (27, True), (28, False)])
def test_both_the_first_and_the_last_day_are_days_to_answer(day: int, open_: bool) -> None:
    of = asked.an_asked_round()
    moment = NOW.replace(day=day, hour=23, minute=59)
    found = reflection.answer_form(by=cast.actor(PETRA), now=moment, round=of.id, code=CODE)
    assert (found.window is Window.OPEN) is open_


def test_who_is_no_longer_asked_keeps_what_they_began_and_cannot_send_it() -> None:
    of, petra = asked.an_asked_round(), cast.actor(PETRA)
    asked.keep(petra, of, WRITTEN, key=uuid4())
    models.Recipient.objects.filter(account_id=petra.account).update(left_on=NOW.date())
    with pytest.raises(reflection.TooLate, match="no longer asked"):
        asked.send(petra, of)
    assert form(PETRA, of).written == WRITTEN
    assert reflection.assignments_for(by=petra, now=NOW) == ()


def test_who_is_not_asked_and_who_is_elsewhere_cannot_open_or_send() -> None:
    of = asked.an_asked_round()
    idris, tove = cast.actor(IDRIS), cast.actor("Tove Åsgrind")
    for act in (lambda by: asked.send(by, of), lambda by: asked.keep(by, of, WRITTEN, key=uuid4())):
        with pytest.raises(NotYours, match="Övergångar"):
            act(idris)
        with pytest.raises(NotHere):
            act(tove)
    with pytest.raises(NotYours):
        form(IDRIS, of)
    assert (there(of), drafts()) == ([], [])


def test_an_assignment_that_is_not_published_does_not_exist_for_those_who_will_be_asked() -> None:
    of = asked.an_asked_round()
    models.Assignment.objects.update(state="draft")
    with pytest.raises(NotHere):
        form(PETRA, of)
    assert reflection.assignments_for(by=cast.actor(PETRA), now=NOW) == ()


def test_a_forged_key_neither_shows_nor_touches_what_is_somebody_elses() -> None:
    of, love = asked.an_asked_round(), cast.actor(LOVE)
    draft_key, sent_key = uuid4(), uuid4()
    asked.keep(cast.actor(PETRA), of, written("Petras utkast."), key=draft_key)
    ask_idris = asked.an_asked_round(title="Andra", people=(IDRIS,))
    asked.send(cast.actor(IDRIS), ask_idris, written("Idris text."), key=sent_key)
    for key in (draft_key, sent_key):
        with pytest.raises(NotHere):
            asked.keep(love, of, written("Loves."), key=key, seen=1)
    with pytest.raises(NotHere):
        asked.send(love, of, written("Loves."), key=sent_key)
    assert drafts() == ["Petras utkast."]
    assert [row.text for row in there(ask_idris)] == ["Idris text."]


def test_an_area_where_one_is_not_asked_is_refused() -> None:
    of = asked.an_asked_round()
    with pytest.raises(NotHere):
        asked.send(cast.actor(PETRA), of, within=PRESCHOOL)


def test_one_who_is_asked_within_two_areas_answers_for_each() -> None:
    of, love = asked.an_asked_round(areas=(SCHOOL, PRESCHOOL)), cast.actor(LOVE)
    asked.send(love, of, within=PRESCHOOL)
    found = form(LOVE, of)
    assert [(each.name, each.state) for each in found.areas] == [(PRESCHOOL, OwnState.SENT), (SCHOOL, OwnState.NEW)]
    assert found.area.name == SCHOOL
    asked.send(love, of, written("En annan för skolan."), within=SCHOOL)
    assert [row.service_area.name for row in there(of)] == [PRESCHOOL, SCHOOL]
    assert models.Respondent.objects.filter(round_id=of.id).count() == 1
    assert form(LOVE, of, area=asked.area(PRESCHOOL)).written == WRITTEN


def test_while_a_file_is_being_read_in_nothing_is_sent_and_the_draft_is_kept() -> None:
    of = asked.an_asked_round()
    models.Round.objects.filter(id=of.id).update(writing=uuid4())
    with pytest.raises(Refused, match="Try again in a moment"):
        asked.send(cast.actor(PETRA), of)
    assert (there(of), drafts()) == ([], [asked.TEXT])
