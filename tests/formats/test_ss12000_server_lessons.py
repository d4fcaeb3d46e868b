"""Lessons from a server a day at a time, with their attendance or each by itself, and nothing else."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from kedjan_formats import ss12000, ss12000_lessons
from kedjan_formats.ss12000_server_lessons import Lessons
from kedjan_formats.ss12000_trouble import Absent, NotFetched
from tests.formats import ss12000_server as other
from tests.formats.ss12000_sample import ref, uuid, whole
from tests.formats.ss12000_server import Said
from tests.formats.test_ss12000_lessons import attended, event
from tests.formats.test_ss12000_server import Clock, once, server

MONDAY = dt.date(2026, 1, 12)
SUNDAY = MONDAY + dt.timedelta(days=6)
ENDS = (("start", "20"), ("end", "50"))


def embeds(there: other.Server, kind: str, given: dict[str, str]) -> Said | None:
    """Answer as the standard has it: the lessons of the time asked for, with their attendance where that is asked."""
    if kind != "calendarEvents":
        return narrowed(there, kind, given)
    first, last = (dt.datetime.fromisoformat(given[f"startTime.{end}"]) for end in ("onOrAfter", "onOrBefore"))
    found = [each for each in there.holds[kind] if first <= dt.datetime.fromisoformat(each["startTime"]) <= last]
    if given.get("expand") == "attendance":
        found = [each | {"_embedded": {"attendance": of(there, each["id"])}} for each in found]
    return Said(200, {"data": found, "pageToken": None})


def narrowed(there: other.Server, kind: str, given: dict[str, str]) -> Said | None:
    if kind == "attendances" and "calendarEvent" in given:
        return Said(200, {"data": of(there, given["calendarEvent"]), "pageToken": None})
    return None


def of(there: other.Server, lesson: str) -> list[dict[str, Any]]:
    return [each for each in there.holds["attendances"] if each["calendarEvent"]["id"] == lesson]


def without_expand(there: other.Server, kind: str, given: dict[str, str]) -> Said | None:
    """Answer without attendance, whatever is asked."""
    return embeds(there, kind, {name: value for name, value in given.items() if name != "expand"})


@pytest.fixture
def there() -> Iterator[other.Server]:
    """Three days with lessons, of two pupils each."""
    with other.running() as running:
        days = [MONDAY + dt.timedelta(days=each) for each in range(3)]
        named = {"displayName": "Förnamn Efternamn"}
        running.open = True
        running.holds |= {
            "calendarEvents": [event(800 + each, day.isoformat()) for each, day in enumerate(days)],
            "attendances": [
                attended(300 + 2 * each + pupil, 800 + each, pupil + 1) | {"student": ref(pupil + 1) | named}
                for each in range(3)
                for pupil in range(2)
            ],
        }
        running.instead = lambda kind, given: embeds(running, kind, given)
        yield running


def rows(pieces: list[dict[str, list[Any]]]) -> list[tuple[str, dt.date, int]]:
    """What the pieces say as files."""
    beside = {kind: whole()[kind] for kind in ("persons", "activities", "syllabuses", "organisations")}
    found = [ss12000_lessons.parse(ss12000.parse(ss12000.packed(each | beside))) for each in pieces]
    assert all(not each.problems for each in found)
    return sorted((row.pupil, row.date, row.valid_absence_minutes) for each in found for row in each.rows)


def read(there: other.Server, **more: Any) -> list[dict[str, list[Any]]]:
    return list(Lessons(server(there), **more).pieces(MONDAY, SUNDAY))


def test_each_day_is_asked_for_by_itself_with_its_attendance(there: other.Server) -> None:
    found = read(there)
    assert len(rows(found)) == 6 and "namn" not in repr(found)
    asked = [given for kind, given in there.asked if kind == "calendarEvents"]
    assert len(asked) == 7 and asked[0] == {
        "limit": "500",
        "startTime.onOrAfter": "2026-01-12T00:00:00+01:00",
        "startTime.onOrBefore": "2026-01-12T23:59:59+01:00",
        "expand": "attendance",
    }
    assert {kind for kind, _ in there.asked} == {"calendarEvents", "token"}


@pytest.mark.parametrize("refuses", [False, True])
def test_where_attendance_is_not_given_with_lessons_it_is_asked_for_lesson_by_lesson(
    there: other.Server, refuses: bool
) -> None:
    whole_week = rows(read(there))
    there.asked.clear()
    there.instead = lambda kind, given: (
        Said(400, {"code": "400"}) if refuses and "expand" in given else without_expand(there, kind, given)
    )
    assert rows(read(there)) == whole_week
    assert [given["calendarEvent"] for kind, given in there.asked if kind == "attendances"] == [
        uuid(800 + each) for each in range(3)
    ]


def looks_up(there: other.Server, kind: str, given: dict[str, str], *, spelt: str = "calendareEvents") -> Said | None:
    """Answer without attendance, and look it up for many lessons by the name that the server knows them by."""
    if kind != "attendances/lookup":
        return without_expand(there, kind, given)
    lessons = given.get(spelt, "").split(",")
    return Said(200, [each for each in there.holds["attendances"] if each["calendarEvent"]["id"] in lessons])


def on_monday() -> list[dict[str, Any]]:
    """Three lessons of the same day, one after the other."""
    times = [{f"{end}Time": f"{MONDAY}T{7 + each:02}:{minute}:00Z" for end, minute in ENDS} for each in range(3)]
    return [event(800 + each, **at) for each, at in enumerate(times)]


def questions(there: other.Server) -> list[int]:
    """How many lessons each question of attendance was about, and as 0 each that was about one by itself."""
    return [
        0 if kind == "attendances" else len(next(iter(given.values())).split(","))
        for kind, given in there.asked
        if kind in {"attendances", "attendances/lookup"}
    ]


@pytest.mark.parametrize(("spelt", "asked"), [("calendareEvents", [7, 1, 1]), ("calendarEvents", [7, 7, 1, 1])])
def test_attendance_of_many_lessons_is_asked_for_at_once_by_either_name(
    there: other.Server, spelt: str, asked: list[int]
) -> None:
    there.holds["calendarEvents"] += [event(900 + each, MONDAY.isoformat()) for each in range(6)]
    there.instead = lambda kind, given: looks_up(there, kind, given, spelt=spelt)
    found = read(there)
    assert len(rows(found)) == 6 and len(found[0]["calendarEvents"]) == 3
    assert questions(there) == asked


@pytest.mark.parametrize("status", [413, 503])
def test_a_server_for_which_it_is_too_much_is_asked_for_fewer_at_a_time(there: other.Server, status: int) -> None:
    there.holds["calendarEvents"] = on_monday()

    def little(kind: str, given: dict[str, str]) -> Said | None:
        lessons = given.get("calendareEvents", "").split(",")
        return Said(status) if len(lessons) > 1 else looks_up(there, kind, given)

    there.instead = little
    assert len({pupil for pupil, *_ in rows(read(there))}) == 2
    assert questions(there) == [3, 1, 1, 1]
    there.asked.clear()
    there.instead = lambda kind, given: (
        Said(status) if kind == "attendances/lookup" else without_expand(there, kind, given)
    )
    assert len({pupil for pupil, *_ in rows(read(there))}) == 2
    assert questions(there) == [3, 1, 0, 0, 0]


def test_an_answer_that_is_only_a_first_page_is_asked_for_in_smaller_parts(there: other.Server) -> None:
    there.holds["calendarEvents"] = on_monday()

    def paged(kind: str, given: dict[str, str]) -> Said | None:
        said = looks_up(there, kind, given)
        if kind == "attendances/lookup" and said:
            return Said(200, {"data": said.body[:2], "pageToken": "2" if len(said.body) > 2 else None})
        return said

    there.instead = paged
    assert len(read(there)[0]["attendances"]) == 6 and questions(there) == [3, 1, 1, 1]


EVERYTHING = "everything"


@pytest.mark.parametrize(
    "answered",
    [Said(status) for status in (400, 403, 404, 405, 500)]
    + [Said(200, []), Said(200, {"data": {}}), Said(200, b"<p>"), Said(200, [7]), Said(200, EVERYTHING)],
    ids=repr,
)
def test_a_server_that_does_not_look_up_as_it_is_asked_is_asked_lesson_by_lesson(
    there: other.Server, answered: Said
) -> None:
    whole_week = rows(read(there))
    there.asked.clear()
    if answered.body == EVERYTHING:
        answered = Said(200, there.holds["attendances"])
    there.instead = lambda kind, given: answered if kind == "attendances/lookup" else without_expand(there, kind, given)
    clock = Clock()
    assert rows(list(Lessons(server(there, clock)).pieces(MONDAY, SUNDAY))) == whole_week
    tries = 5 if answered.status == 500 else 1
    assert questions(there) == [1] * 2 * tries + [0, 0, 0]


def test_who_is_not_let_in_or_asked_to_wait_too_long_is_not_asked_lesson_by_lesson(there: other.Server) -> None:
    for said in (Said(401), Said(503, headers={"Retry-After": "4000"})):
        there.asked.clear()
        answers = {"attendances/lookup": said}
        there.instead = lambda kind, given, answers=answers: answers.get(kind) or without_expand(there, kind, given)
        with pytest.raises(NotFetched):
            read(there)
        assert 0 not in questions(there)


def test_a_day_that_is_too_large_comes_in_pieces_each_with_its_lessons(there: other.Server) -> None:
    there.holds["calendarEvents"] = on_monday()
    together = rows(read(there))
    for most, sizes, lessons in ((3, [2, 2, 2], [1, 1, 1]), (5, [4, 2], [2, 1]), (1, [1] * 6, [1] * 6)):
        pieces = read(there, most=most)
        assert [len(each["attendances"]) for each in pieces] == sizes
        assert [len(each["calendarEvents"]) for each in pieces] == lessons
        assert rows(pieces) == together


def test_many_come_in_pieces_and_none_is_held_longer_than_its_own(there: other.Server) -> None:
    together = read(there)
    pieces = read(there, most=4)
    assert [len(each["attendances"]) for each in pieces] == [4, 2]
    assert [len(each["calendarEvents"]) for each in pieces] == [2, 1]
    assert rows(pieces) == rows(together)


def test_lessons_that_nobody_was_told_of_and_cancelled_ones_are_left_out(there: other.Server) -> None:
    there.holds["attendances"] = [each for each in there.holds["attendances"] if each["calendarEvent"] != ref(801)]
    there.holds["calendarEvents"][2]["cancelled"] = True
    there.instead = lambda kind, given: without_expand(there, kind, given)
    (found,) = read(there)
    assert [each["id"] for each in found["calendarEvents"]] == [uuid(800)]


@pytest.mark.parametrize("kind", ["calendarEvents", "attendances"])
def test_a_server_that_gives_everything_whatever_is_asked_is_refused(there: other.Server, kind: str) -> None:
    everything = Said(200, {"data": there.holds[kind]})
    there.instead = lambda asked, given: everything if asked == kind else without_expand(there, asked, given)
    with pytest.raises(NotFetched, match=f"gives {kind} of other times or lessons"):
        read(there)


def test_a_server_that_is_slow_or_drops_an_answer_is_asked_again_and_one_that_goes_on_so_fails(
    there: other.Server,
) -> None:
    usual, half = there.instead, once("calendarEvents", Said(200, {"data": []}, cut=3))
    there.instead = lambda kind, given: half(kind, given) or usual(kind, given)
    clock = Clock()
    assert len(rows(list(Lessons(server(there, clock)).pieces(MONDAY, SUNDAY)))) == 6 and clock.slept == 1
    there.instead = lambda kind, given: Said(503) if kind == "calendarEvents" else usual(kind, given)
    with pytest.raises(NotFetched):
        read(there)


def test_what_is_wrong_stays_to_be_told_and_what_is_not_offered_says_so(there: other.Server) -> None:
    usual = there.instead
    there.instead = lambda kind, given: (
        Said(200, {"data": [{"id": uuid(1), "startTime": "nio", "_embedded": {"attendance": [7, {"id": uuid(2)}]}}]})
        if kind == "calendarEvents"
        else usual(kind, given)
    )
    (found,) = read(there)
    assert ss12000.together((kind, each, kind) for kind, all_of in found.items() for each in all_of).refused > 2
    there.instead = lambda kind, given: Said(404) if kind == "calendarEvents" else None
    with pytest.raises(Absent):
        read(there)
