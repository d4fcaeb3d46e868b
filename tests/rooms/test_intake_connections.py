"""Results fetched from a school system come into the ledger as files do; the next time only what has changed is asked.

The server is a real one, on the loopback, that answers by SS 12000's standard or as a test tells it.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import settings as installation
from django.utils import timezone

from kedjan.access.service import Changed, NotHere, NotYours, Refused
from kedjan.facts import service as facts
from kedjan.facts.service import FactKind
from kedjan.intake import models
from kedjan.intake import service as intake
from kedjan.intake.fetching import months
from kedjan.intake.ports import House
from kedjan.intake.service import Connection, ConnectionSettings, DeliveryState, Fetched, FetchState, Secrets
from kedjan.journal import service as journal
from kedjan.pupils import models as pupil_models
from kedjan_site.demo import cast
from tests.formats import ss12000_server as other
from tests.formats.ss12000_sample import META, grade, person, ref, uuid, whole
from tests.formats.ss12000_server import CLIENT, SECRET, Said
from tests.formats.test_scb import person as number
from tests.formats.test_ss12000_attendance import minutes
from tests.rooms.results_made import HANNA, KRAKEK, NILS, NOW

pytestmark = pytest.mark.django_db
BEFORE = timedelta(days=1)


@pytest.fixture(autouse=True)
def own_shelves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give each test a fact store of its own."""
    monkeypatch.setattr(installation, "KEDJAN_FACTS", tmp_path)
    yield tmp_path


@pytest.fixture
def there() -> Iterator[other.Server]:
    """A school system with Kråkekskolan: two pupils of grade level 9, their grades and their attendance this month."""
    with other.running() as running:
        here = {"id": uuid(900), "meta": META, "displayName": KRAKEK, "organisationType": "Skolenhet"}
        running.holds = whole() | {
            "organisations": [here],
            "aggregatedAttendance": [],
            "persons": [enrolled(1), enrolled(2, sex="Man")],
        }
        running.most = 100
        running.instead = lambda kind, given: (
            Said(200, {"data": [minutes(1, 750, given["startDate"][:7])]}) if kind == "aggregatedAttendance" else None
        )
        yield running


def enrolled(which: int, **more: Any) -> dict[str, Any]:
    """A pupil of grade level 9 since the autumn before the demo's day, or of another since then."""
    year = NOW.year - (NOW.month < 7)
    places = [
        {
            "enroledAt": ref(900),
            "schoolYear": 9,
            "schoolType": "GR",
            "startDate": "2025-08-18",
            "endDate": "2026-06-30",
        },
        {"enroledAt": ref(900), "schoolYear": 9, "schoolType": "GR", "startDate": f"{year}-07-01"},
    ]
    return person(which, enrolments=places, meta={"modified": NOW.isoformat()}, **more)


def described(there: other.Server, **more: Any) -> ConnectionSettings:
    token = there.address.replace("/api/v2", "/token")
    given = {"name": "Elevregistret", "address": there.address, "token_address": token, "client": CLIENT}
    return ConnectionSettings(**given | {"kinds": (FactKind.GRADES,)} | more)


def connected(there: other.Server, *, secret: str = SECRET, **more: Any) -> Connection:
    nils = cast.actor(NILS)
    return intake.add_connection(
        by=nils, now=NOW, key=uuid4(), settings=described(there, **more), secrets=Secrets(secret)
    )


def fetched(of: Connection, *, at: datetime = NOW, whole: bool = False) -> Fetched:
    """What came of fetching: in the suite it is done at once."""
    nils = cast.actor(NILS)
    made = intake.fetch(by=nils, now=at, connection=of.id, key=uuid4(), whole=whole)
    return next(each for each in intake.fetches(by=nils, connection=of.id) if each.id == made.id)


def delivered(of: Fetched) -> list[intake.Delivery]:
    return [intake.delivery(by=cast.actor(NILS), id=each) for each in of.deliveries]


def accepted(of: Fetched) -> list[intake.Delivery]:
    return [
        intake.accept(by=cast.actor(NILS), now=NOW, id=each.id, seen=each.revision)
        for each in delivered(of)
        if each.state is DeliveryState.PROPOSED
    ]


def told(of: Fetched) -> set[str]:
    return {each.message % each.values for each in of.remarks}


def in_place(kind: FactKind = FactKind.GRADES) -> list[dict[str, object]]:
    nils = cast.actor(NILS)
    found = facts.combined(by=nils, kind=kind)
    return [row for each in found for row in facts.rows_of(by=nils, data_set=each).to_pylist()]


def test_everything_is_fetched_looked_at_and_accepted(there: other.Server) -> None:
    of = connected(there, kinds=(FactKind.GRADES, FactKind.ATTENDANCE))
    assert not of.busy and of.has_secret
    found = fetched(of)
    assert (found.state, found.error, found.remarks) == (FetchState.DONE, "", ())
    assert found.progress["grades"] == 2 and found.progress["persons"] == 2
    grades, attendance = sorted(delivered(found), key=lambda each: str(each.kind), reverse=True)
    assert (grades.kind, grades.state, grades.new, grades.refused) == (FactKind.GRADES, DeliveryState.PROPOSED, 2, 0)
    assert attendance.kind is FactKind.ATTENDANCE and attendance.refused == 0 and attendance.new > 0
    assert grades.file_name.startswith("Elevregistret 2") and in_place() == []
    accepted(found)
    assert sorted((row["sex"], row["MA"]) for row in in_place()) == [("K", 150), ("M", 0)]
    assert {row["offered_minutes"] for row in in_place(FactKind.ATTENDANCE)} == {1000}
    after = intake.connection(by=cast.actor(NILS), id=of.id)
    assert set(after.since) == {FactKind.GRADES, FactKind.ATTENDANCE}


def test_the_next_time_only_what_has_changed_is_asked_for(there: other.Server) -> None:
    of = connected(there)
    accepted(fetched(of))
    there.asked.clear()
    there.holds["grades"] = []
    again = fetched(of, at=NOW + BEFORE)
    asked = dict(there.asked)
    assert set(asked["grades"]) == set(asked["persons"]) == {"limit", "meta.modified.after"}
    assert "syllabuses" not in asked
    assert delivered(again) == [] and told(again) == {"Nothing of grades has changed since the last time."}
    there.holds["grades"] = [grade(500, gradeValue="B")]
    third = fetched(of, at=NOW + 2 * BEFORE)
    (changed,) = delivered(third)
    assert (changed.new, changed.changed, changed.unchanged) == (0, 1, 0)
    there.asked.clear()
    fetched(of, at=NOW + 3 * BEFORE, whole=True)
    assert all("meta.modified.after" not in given for _, given in there.asked)


def test_what_waits_undecided_gives_way_to_the_next_and_is_asked_for_again(there: other.Server) -> None:
    of = connected(there)
    first = fetched(of)
    second = fetched(of, at=NOW + BEFORE)
    assert [each.state for each in delivered(first)] == [DeliveryState.DISCARDED]
    assert [(each.state, each.new) for each in delivered(second)] == [(DeliveryState.PROPOSED, 2)]


def test_what_was_taken_away_there_is_told_and_nothing_is_taken_away_here(there: other.Server) -> None:
    of = connected(there)
    accepted(fetched(of))
    there.deleted = {"grades": [uuid(501)]}
    there.holds["grades"] = []
    again = fetched(of, at=NOW + BEFORE)
    assert any(text.startswith("1 of grades have been taken away there") for text in told(again))
    assert len(in_place()) == 2


def test_a_pupil_with_another_number_is_the_same_by_the_id(there: other.Server) -> None:
    of = connected(there)
    accepted(fetched(of))
    there.holds["persons"] = [enrolled(1, civicNo={"value": number(995), "nationality": "SE"}), enrolled(2, sex="Man")]
    again = fetched(of, at=NOW + BEFORE, whole=True)
    (made,) = delivered(again)
    assert (made.new, made.changed, made.unchanged) == (0, 0, 2)
    accepted(again)
    assert pupil_models.PupilNumber.objects.values("key").distinct().count() == 2
    there.holds["grades"] = [grade(500, gradeValue="A")]
    accepted(fetched(of, at=NOW + 2 * BEFORE, whole=True))
    numbers = pupil_models.PupilNumber.objects.filter(number=number(995))
    assert [each.key for each in numbers] == [each.key for each in numbers.model.objects.filter(number=uuid(1))]


def test_who_becomes_protected_is_so_at_once_and_shown_to_nobody(there: other.Server) -> None:
    of = connected(there)
    accepted(fetched(of))
    there.holds["persons"][0]["securityMarking"] = "Sekretessmarkering"
    (made,) = delivered(fetched(of, at=NOW + BEFORE, whole=True))
    assert pupil_models.ProtectedPupil.objects.count() == 1
    assert any("have a protected identity from now on" in each.message for each in made.remarks)


def test_a_marking_alone_is_read_though_no_result_has_changed(there: other.Server) -> None:
    of = connected(there)
    accepted(fetched(of))
    there.holds["grades"] = []
    there.holds["persons"][0]["securityMarking"] = "Skyddad folkbokföring"
    assert fetched(of, at=NOW + BEFORE).deliveries == ()
    assert pupil_models.ProtectedPupil.objects.count() == 1


def test_what_is_not_offered_or_open_is_told_and_the_others_are_fetched(there: other.Server) -> None:
    of = connected(there, kinds=(FactKind.GRADES, FactKind.ATTENDANCE))
    there.instead = lambda kind, given: Said(403) if kind == "aggregatedAttendance" else None
    found = fetched(of)
    assert found.state is FetchState.DONE and len(found.deliveries) == 1
    assert told(found) == {"aggregatedAttendance is there, but not open to us."}


def test_without_persons_nothing_can_be_told_and_it_says_so(there: other.Server) -> None:
    del there.holds["persons"]
    found = fetched(connected(there))
    assert found.state is FetchState.FAILED and found.deliveries == ()
    assert "nothing" not in repr(in_place())


def test_a_wrong_secret_is_told_without_any_secret(there: other.Server) -> None:
    found = fetched(connected(there, secret="fel-hemlighet"))
    assert found.state is FetchState.FAILED
    assert found.error % found.error_values == (
        "localhost does not let Kedjan in with the client id and secret, or the certificate."
    )
    assert "fel-hemlighet" not in repr((found, list(models.Fetch.objects.values()), journal_of(found)))


def journal_of(of: Fetched) -> object:
    return journal.history_of(by=cast.actor(NILS), kind="connection", object_id=of.connection.hex)


def test_secrets_are_sealed_and_go_nowhere_else(there: other.Server) -> None:
    of = connected(there)
    row = models.Connection.objects.get(id=of.id)
    assert SECRET not in repr(vars(row)) and SECRET not in repr(of)
    nils = cast.actor(NILS)
    for moved in ({"address": "http://localhost:1/api"}, {"token_address": "http://localhost:1/token"}):
        with pytest.raises(Refused, match="goes to another address"):
            intake.change_connection(
                by=nils, now=NOW, id=of.id, seen=1, settings=described(there, **moved), secrets=Secrets()
            )
    kept = intake.change_connection(
        by=nils, now=NOW, id=of.id, seen=1, settings=described(there, name="Registret"), secrets=Secrets()
    )
    assert (kept.settings.name, kept.version, kept.has_secret) == ("Registret", 2, True)
    with pytest.raises(Changed):
        intake.change_connection(by=nils, now=NOW, id=of.id, seen=1, settings=described(there), secrets=Secrets())


@pytest.mark.parametrize(
    "address", ["http://kedjan.example/api", "https://a@b.example/", "https://x.example/?a=1", "ftp://x"]
)
def test_addresses_that_may_not_be_asked_are_refused(there: other.Server, address: str) -> None:
    with pytest.raises(Refused, match="https://"):
        connected(there, address=address)


def test_an_address_inside_the_network_is_asked_only_where_it_is_allowed(
    there: other.Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    of = connected(there)
    monkeypatch.setattr(installation, "KEDJAN_INSIDE_HOSTS", [])
    found = fetched(of)
    assert found.state is FetchState.FAILED and there.asked == []


def test_trying_says_of_each_kind_how_it_went_and_keeps_nothing(there: other.Server) -> None:
    del there.holds["syllabuses"]
    of = connected(there, kinds=(FactKind.GRADES, FactKind.ATTENDANCE))
    clock = {"clock": timezone.now, "sleep": lambda _: None}
    found = intake.try_connection(by=cast.actor(NILS), id=of.id, today=NOW.date(), **clock)
    assert [(each.well, each.values["kind"]) for each in found] == [
        (True, "grades"),
        (True, "persons"),
        (False, "syllabuses"),
        (True, "organisations"),
        (True, "aggregatedAttendance"),
    ]
    assert not models.Fetch.objects.exists()


def test_only_those_who_take_results_in_may_see_or_fetch(there: other.Server) -> None:
    of, hanna = connected(there), cast.actor(HANNA)
    for asked in (
        lambda: intake.connections(by=hanna),
        lambda: intake.connection(by=hanna, id=of.id),
        lambda: intake.fetch(by=hanna, now=NOW, connection=of.id, key=uuid4()),
        lambda: intake.remove_connection(by=hanna, now=NOW, id=of.id),
        lambda: connected_by(hanna, there),
    ):
        with pytest.raises(NotYours):
            asked()
    with pytest.raises(NotHere):
        intake.fetch(by=cast.actor(NILS), now=NOW, connection=uuid4(), key=uuid4())


def connected_by(actor: Any, there: other.Server) -> Connection:
    return intake.add_connection(by=actor, now=NOW, key=uuid4(), settings=described(there), secrets=Secrets(SECRET))


def test_one_fetching_at_a_time_and_the_same_key_is_once(there: other.Server, monkeypatch: pytest.MonkeyPatch) -> None:
    of, nils, key = connected(there), cast.actor(NILS), uuid4()
    monkeypatch.setattr("kedjan.intake.fetching.house", lambda: House(lambda _: None, lambda _: None))
    waiting = intake.fetch(by=nils, now=NOW, connection=of.id, key=key)
    assert waiting.state is FetchState.WAITING
    assert intake.fetch(by=nils, now=NOW, connection=of.id, key=key).id == key
    with pytest.raises(Refused, match="already"):
        intake.fetch(by=nils, now=NOW, connection=of.id, key=uuid4())
    assert intake.cancel(by=nils, now=NOW, fetch=key).state is FetchState.CANCELLED
    assert not run(key), "what was cancelled is not fetched"


def run(key: UUID, at: datetime | None = None) -> bool:
    return intake.run_fetch(id=key, now=NOW, clock=lambda: at or datetime.now(UTC), sleep=lambda _: None)


def test_what_is_cancelled_on_the_way_brings_nothing(there: other.Server) -> None:
    of, key = connected(there), uuid4()
    row = models.Fetch(id=key, provider_id=cast.actor(NILS).provider, connection_id=of.id)
    row.made_by, row.made_at = cast.actor(NILS).account, NOW
    row.save()

    def ticking() -> datetime:
        if len(there.asked) > 1:
            intake.cancel(by=cast.actor(NILS), now=NOW, fetch=key)
        return datetime.now(UTC)

    assert not intake.run_fetch(id=key, now=NOW, clock=ticking, sleep=lambda _: None)
    assert not models.Delivery.objects.filter(fetch_id=key).exists()


def test_what_a_worker_left_half_fetched_is_taken_over_when_its_lease_is_over(there: other.Server) -> None:
    of = connected(there)
    row = models.Fetch(provider_id=cast.actor(NILS).provider, connection_id=of.id, state="fetching")
    row.made_by, row.made_at, row.lease = cast.actor(NILS).account, NOW, uuid4()
    row.lease_until = timezone.now() + timedelta(minutes=3)
    row.save()
    assert not run(row.id)
    assert run(row.id, timezone.now() + timedelta(minutes=4))
    assert models.Delivery.objects.filter(fetch=row).count() == 1


def test_at_night_each_connection_is_fetched_once(there: other.Server) -> None:
    of = connected(there, nightly=True)
    night = (NOW + BEFORE).replace(hour=2)
    assert intake.fetch_nightly(now=night.replace(hour=0)) == 0
    assert intake.fetch_nightly(now=night) == 1
    assert intake.fetch_nightly(now=night + timedelta(hours=1)) == 0
    (made,) = intake.fetches(by=cast.actor(NILS), connection=of.id)
    assert made.state is FetchState.DONE and made.made_by == cast.actor(NILS).account


def test_where_nobody_has_the_right_any_more_the_night_says_so(there: other.Server) -> None:
    of = connected(there, nightly=True)
    models.Connection.objects.filter(id=of.id).update(responsible=cast.actor(HANNA).account)
    assert intake.fetch_nightly(now=(NOW + BEFORE).replace(hour=2)) == 0
    (made,) = intake.fetches(by=cast.actor(NILS), connection=of.id)
    assert made.state is FetchState.FAILED and made.error


def test_taken_away_it_is_gone_with_its_secret_and_what_came_stays(there: other.Server) -> None:
    of = connected(there)
    accepted(fetched(of))
    intake.remove_connection(by=cast.actor(NILS), now=NOW, id=of.id)
    assert not models.Connection.objects.exists() and len(in_place()) == 2
    intake.remove_connection(by=cast.actor(NILS), now=NOW, id=of.id)


@pytest.mark.parametrize(
    ("today", "since", "expected"),
    [
        ("2026-11-28", None, ["07-01/07-31", "08-01/08-31", "09-01/09-30", "10-01/10-31", "11-01/11-28"]),
        ("2026-11-28", "2026-11-27", ["10-01/10-31", "11-01/11-28"]),
        ("2026-07-02", "2026-07-01", ["07-01/07-02"]),
        ("2027-01-15", "2027-01-14", ["12-01/12-31", "01-01/01-15"]),
    ],
)
def test_the_months_that_are_asked_for(today: str, since: str | None, expected: list[str]) -> None:
    found = months(datetime.fromisoformat(today).date(), datetime.fromisoformat(since) if since else None)
    assert [f"{first:%m-%d}/{last:%m-%d}" for first, last in found] == expected


def test_nobody_s_name_waits_with_what_was_fetched(there: other.Server, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[bytes] = []
    monkeypatch.setattr("kedjan.intake.proposing.pressed", lambda data: kept.append(data) or b"x")
    monkeypatch.setattr("kedjan.intake.proposing._read", lambda *_: False)
    fetched(connected(there))
    assert len(kept) == 1 and b"namn" not in kept[0] and b"grades" in kept[0]
