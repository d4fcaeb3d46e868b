"""SS 12000 from a server by the standard, and from those that are slow, wrong or half: all of a kind or none."""

import datetime as dt
from collections.abc import Iterator
from email.utils import format_datetime
from typing import Any

import pytest

from kedjan_formats.outside import Reach
from kedjan_formats.ss12000_server import Cancelled, Credentials, Fetched, Limits, NotFetched, Server
from kedjan_formats.ss12000_values import Grade, Person
from tests.formats import ss12000_server as other
from tests.formats.ss12000_sample import grade, uuid, whole
from tests.formats.ss12000_server import CLIENT, SECRET, Said

NEAR = Reach(frozenset({"localhost"}), plain=True)
NOW = dt.datetime(2026, 6, 15, 3, tzinfo=dt.UTC)
TERM = (dt.date(2026, 1, 1), dt.date(2026, 6, 30))


class Clock:
    """A clock that goes as long as somebody sleeps."""

    def __init__(self) -> None:
        self.at, self.slept = NOW, 0.0

    def now(self) -> dt.datetime:
        return self.at

    def sleep(self, seconds: float) -> None:
        self.slept += seconds
        self.at += dt.timedelta(seconds=seconds)


@pytest.fixture
def there() -> Iterator[other.Server]:
    with other.running() as running:
        yield running


def server(there: other.Server, clock: Clock | None = None, *, secret: str = SECRET, **more: Any) -> Server:
    clock = clock or Clock()
    credentials = Credentials(there.address.replace("/api/v2", "/token"), CLIENT, secret)
    own = {"credentials": credentials, "reach": NEAR}
    return Server(there.address, now=clock.now, sleep=clock.sleep, **own | more)


def once(kind: str, said: Said) -> Any:
    """Say something else the first time that a kind is asked for."""
    left = [said]
    return lambda asked, given: left.pop() if asked == kind and left else None


def always(kind: str, said: Said) -> Any:
    return lambda asked, given: said if asked == kind else None


def failed(found: Fetched) -> dict[str, tuple[str, object]]:
    return {kind: (trouble.code, trouble.values.get("status")) for kind, trouble in found.failed.items()}


def test_everything_is_read_page_by_page(there: other.Server) -> None:
    met: list[tuple[str, int, int]] = []
    found = server(there, progress=lambda *each: met.append(each)).read(between=TERM)
    assert {kind: len(values) for kind, values in found.parsed.values.items()} == {
        k: len(v) for k, v in whole().items()
    }
    assert (found.parsed.problems, found.not_offered, found.closed, found.failed) == ((), (), (), {})
    assert found.whole == set(whole()) and found.since == NOW - dt.timedelta(minutes=5)
    assert ("persons", 1, 1) in met and ("persons", 2, 2) in met
    asked = [given for kind, given in there.asked if kind == "persons"]
    assert asked == [{"limit": "500"}, {"limit": "500", "pageToken": "1"}]
    assert [given for kind, given in there.asked if kind == "aggregatedAttendance"] == [
        {"limit": "500", "startDate": "2026-01-01", "endDate": "2026-06-30"}
    ]
    assert there.tokens == 1


def test_only_what_has_changed_is_asked_for_and_what_was_taken_away(there: other.Server) -> None:
    there.deleted = {"persons": [uuid(7).upper()], "activitites": [uuid(8)], "studyPlans": [uuid(9)]}
    found = server(there).read(["persons", "grades"], since=NOW - dt.timedelta(days=1))
    first = next(given for kind, given in there.asked if kind == "persons")
    assert first == {"limit": "500", "meta.modified.after": "2026-06-14T03:00:00+00:00"}
    assert ("deletedEntities", {"limit": "500", "after": "2026-06-14T03:00:00+00:00"}) in there.asked
    assert found.deleted == {"persons": (uuid(7),), "studyplans": (uuid(9),)}
    assert found.whole == set()


def test_what_is_not_offered_is_told_and_is_no_error(there: other.Server) -> None:
    for kind in ("attendances", "absences", "studyplans"):
        del there.holds[kind]
    there.deleted = None
    said = {"duties": Said(501), "groups": Said(403, {"code": "403", "message": "x"})}
    there.instead = lambda kind, given: said.get(kind)
    found = server(there).read(since=NOW)
    assert set(found.not_offered) == {"attendances", "absences", "studyplans", "duties", "deletedEntities"}
    assert (found.closed, found.failed) == (("groups",), {})
    assert len(found.parsed.of(Person)) == 2


def test_where_nothing_is_offered_the_address_is_wrong(there: other.Server) -> None:
    there.holds = {}
    with pytest.raises(NotFetched, match="See whether the address is right"):
        server(there).read(["persons", "groups"])


@pytest.mark.parametrize("unknown", ["limit", "meta.modified.after"])
def test_a_server_that_knows_no_limit_or_filter_is_asked_without(there: other.Server, unknown: str) -> None:
    there.most = 100
    there.instead = lambda kind, given: Said(400, {"code": "400", "message": "x"}) if unknown in given else None
    found = server(there).read(["persons"], since=NOW)
    assert len(found.parsed.of(Person)) == 2
    assert found.whole == ({"persons"} if unknown != "limit" else set())


def test_it_is_tried_again_later_each_time_and_as_the_server_asks(there: other.Server) -> None:
    when = format_datetime(NOW + dt.timedelta(seconds=90), usegmt=True)
    for said, slept in (
        (Said(500), 1.0),
        (Said(503, None, {"Retry-After": "7"}), 7.0),
        (Said(429, None, {"Retry-After": when}), 90.0),
        (Said(429, None, {"Retry-After": "i morgon"}), 1.0),
        (Said(200, {"data": []}, cut=5), 1.0),
    ):
        clock = Clock()
        there.instead = once("persons", said)
        found = server(there, clock).read(["persons"])
        assert (len(found.parsed.of(Person)), clock.slept, failed(found)) == (2, slept, {})


def test_in_the_end_it_is_given_up_and_the_others_are_read(there: other.Server) -> None:
    clock = Clock()
    there.instead = always("persons", Said(502, b"<html>Efternamn</html>"))
    found = server(there, clock).read(["persons", "grades"])
    assert failed(found) == {"persons": ("bad_answer", 502)}
    assert clock.slept == 1 + 2 + 4 + 8
    assert len(found.parsed.of(Grade)) == 2 and found.whole == {"grades"}


def test_who_asks_for_too_long_a_wait_is_left_alone(there: other.Server) -> None:
    there.instead = always("persons", Said(429, None, {"Retry-After": "86400"}))
    found = server(there).read(["persons"])
    assert str(found.failed["persons"]) == "localhost asks to be left alone for 86400 seconds."


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (Said(200, b"<html>", {"Content-Type": "text/html"}), "not_json"),
        (Said(200, {"data": []}, {"Content-Type": "text/html"}), "not_json"),
        (Said(200, b'{"data": ['), "not_json"),
        (Said(200, b"[" * 100_000), "not_json"),
        (Said(200, b"\xff\xfe\x00"), "not_json"),
        (Said(200, b""), "not_json"),
        (Said(200, "text"), "not_json"),
        (Said(200, {"data": {"id": 1}}), "not_a_list"),
        (Said(200, {"items": []}), "not_a_list"),
        (Said(200, {"data": [], "pageToken": "samma"}), "endless"),
        (Said(200, {"data": [], "pageToken": {"a": 1}}), "endless"),
        (Said(302, None, {"Location": "http://inne.example/"}), "bad_answer"),
        (Said(400, {"code": "400", "message": "x"}), "bad_answer"),
        (Said(200, {"data": ["x" * 300_000]}), "too_large"),
        (Said(200, {"data": [grade(each) for each in range(4)]}), "too_many"),
        (Said(200, {"data": []}, cut=4), "no_answer"),
    ],
)
def test_wrong_answers_are_told_and_no_half_of_a_kind_is_handed_on(there: other.Server, said: Said, code: str) -> None:
    there.instead = always("grades", said)
    limits = Limits(bytes=200_000, objects=3)
    found = server(there, limits=limits).read(["grades", "persons"])
    assert {kind: trouble.code for kind, trouble in found.failed.items()} == {"grades": code}
    assert found.parsed.of(Grade) == () and len(found.parsed.of(Person)) == 2
    assert "Efternamn" not in str(found.failed["grades"])


def test_a_kind_that_breaks_off_at_its_second_page_is_not_read_at_all(there: other.Server) -> None:
    there.instead = lambda kind, given: Said(404) if given.get("pageToken") else None
    found = server(there).read(["persons", "syllabuses"])
    assert failed(found) == {"persons": ("bad_answer", 404)} and found.parsed.of(Person) == ()


def test_pages_without_end_are_ended(there: other.Server) -> None:
    turns = iter(range(10_000))
    there.instead = lambda kind, given: (
        Said(200, {"data": [], "pageToken": f"t{next(turns)}"}) if kind != "token" else None
    )
    found = server(there, limits=Limits(pages=20)).read(["persons"])
    assert failed(found) == {"persons": ("endless", None)} and next(turns) == 20


def test_objects_of_wrong_types_are_told_by_path_across_pages(there: other.Server) -> None:
    there.holds["grades"] = [grade(), "Efternamn", grade(501, gradeValue=["A"]), None]
    found = server(there).read(["grades"])
    assert [(one.row, one.column, one.value, one.code) for one in found.parsed.problems] == [
        (2, "grades[1]", "", "object"),
        (3, "grades[2].gradeValue", "", "text"),
        (4, "grades[3]", "", "object"),
    ]


def test_a_token_that_has_run_out_is_asked_for_anew(there: other.Server) -> None:
    clock = Clock()
    asking = server(there, clock)
    asking.read(["persons"])
    clock.sleep(541)
    asking.read(["persons"])
    assert there.tokens == 2
    there.tokens = 7
    assert failed(asking.read(["persons"])) == {} and there.tokens == 8


@pytest.mark.parametrize("in_form", [True, False])
def test_the_secret_goes_as_the_server_wants_it(there: other.Server, in_form: bool) -> None:
    made = Credentials(there.address.replace("/api/v2", "/token"), CLIENT, SECRET, secret_in_form=in_form)
    assert len(server(there, credentials=made).read(["persons"]).parsed.of(Person)) == 2


def test_who_is_not_let_in_is_told_without_any_secret(there: other.Server) -> None:
    asking = server(there, secret="fel-hemlighet")
    with pytest.raises(NotFetched, match="does not let Kedjan in") as told:
        asking.read()
    assert "fel-hemlighet" not in repr((told.value, told.value.values, asking.credentials, str(told.value)))
    with pytest.raises(NotFetched, match="does not let Kedjan in"):
        server(there, credentials=None).read()
    there.instead = always("token", Said(200, {"access_token": "a\r\nHost: inne", "expires_in": 5}))
    with pytest.raises(NotFetched, match="does not let Kedjan in"):
        server(there).read()


def test_it_can_be_cancelled_between_pages_and_while_waiting(there: other.Server) -> None:
    pages: list[int] = []
    with pytest.raises(Cancelled):
        server(there, progress=lambda *each: pages.append(1), cancelled=lambda: bool(pages)).read(["persons"])
    assert len([kind for kind, _ in there.asked if kind == "persons"]) == 1
    clock = Clock()
    there.instead = always("persons", Said(503, None, {"Retry-After": "200"}))
    with pytest.raises(Cancelled):
        server(there, clock, cancelled=lambda: clock.slept >= 3).read(["persons"])
    assert clock.slept == 3


@pytest.mark.parametrize(
    "address", ["http://skola.example/api", "ftp://x", "https://10.0.0.1/", "https://a:b@x.example/"]
)
def test_nothing_is_asked_without_tls_or_inside_the_network(there: other.Server, address: str) -> None:
    clock = Clock()
    with pytest.raises(NotFetched) as told:
        Server(address, now=clock.now, sleep=clock.sleep).read(["persons"])
    assert told.value.code in {"address_not_https", "address_private"}


def test_a_server_that_is_open_needs_no_token(there: other.Server) -> None:
    there.open = True
    assert len(server(there, credentials=None).read(["persons"]).parsed.of(Person)) == 2
    assert there.tokens == 0
