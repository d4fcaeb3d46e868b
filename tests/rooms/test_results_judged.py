"""What somebody asks to share is judged once, at once or by a worker, with that person's rights as they are then."""

import random
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from kedjan.access.service import Changed, NotHere, NotYours, Refused
from kedjan.journal import models as journal_models
from kedjan.people import models as people_models
from kedjan.releases import models as release_models
from kedjan.releases import service as releases
from kedjan.results import carrying_out, models, ports
from kedjan.results import service as results
from kedjan.results.service import (
    AttendanceToShare,
    CohortToShare,
    MatrixToShare,
    Question,
    Sharing,
    SharingState,
    Term,
)
from kedjan.results.shareable import KINDS, kind_of, stored
from kedjan_site import due, retention
from kedjan_site.demo import cast
from kedjan_statistics.disclosure import Cell, plan
from tests.rooms.results_made import HANNA, KRAKEK, MAJ, NILS, NOW, TALL, grades_file, let_share, taken_in
from tests.rooms.test_results_shared import pupils_of, unit

pytestmark = pytest.mark.django_db
SIV = "Siv Blåmyr"
WHOLE = CohortToShare(Question("Niorna", 6, 9))
DIVIDED = CohortToShare(Question("Niorna", 6, 9, by=("sex", "school_unit")))
LATER = NOW + timedelta(minutes=6)
NONE = CohortToShare(Question("Inga", 1, 9))


@pytest.fixture(autouse=True)
def own_shelves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give each test a fact store of its own."""
    monkeypatch.setattr(settings, "KEDJAN_FACTS", tmp_path)
    yield tmp_path


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[UUID]:
    """Let workers be busy: what they are given is listed and not begun."""
    begun: list[UUID] = []
    monkeypatch.setattr(ports.house(), "start", begun.append)
    return begun


@pytest.fixture(autouse=True)
def there() -> None:
    """Take in two years of grades of a cohort, which two may share."""
    taken_in(grades_file(*pupils_of(random.Random(3), 70, 2025)))
    let_share(SIV)


@pytest.fixture
def waiting(started: list[UUID]) -> Sharing:
    """Something large that Maj has asked for, and that nobody has begun."""
    return ask(DIVIDED)


def ask(asks: results.ToShare = WHOLE, *, by: str = MAJ, key: UUID | None = None, **more: Any) -> Sharing:
    return results.share(by=cast.actor(by), now=NOW, key=key or uuid4(), asks=asks, purpose=" Till nämnden ", **more)


def worked(id: UUID, *, clock: Callable[[], datetime] = lambda: NOW) -> bool:
    return results.carried_out(id, now=NOW, clock=clock)


def seen(id: UUID, by: str = MAJ) -> Sharing:
    return results.sharing(by=cast.actor(by), id=id)


def out() -> int:
    return release_models.Release.objects.count()


def test_a_small_table_is_out_at_once_and_a_large_one_waits_for_a_worker(started: list[UUID]) -> None:
    small, large = ask(WHOLE), ask(DIVIDED)
    assert (small.state, large.state, started) == (SharingState.DONE, SharingState.WAITING, [large.id])
    assert releases.released(by=cast.actor(MAJ), id=small.id).line.purpose == "Till nämnden"
    with pytest.raises(NotHere):
        releases.released(by=cast.actor(MAJ), id=large.id)
    assert worked(large.id) and seen(large.id).state is SharingState.DONE
    assert len(releases.released(by=cast.actor(MAJ), id=large.id).tables[0].rows) > 3


def test_what_would_be_small_waits_where_much_has_been_given_out_before(started: list[UUID]) -> None:
    by_sex = CohortToShare(Question("Niorna", 6, 9, by=("sex",)))
    states = [ask(by_sex).state for _ in range(6)]
    assert states[0] is SharingState.DONE and states[-1] is SharingState.WAITING
    assert releases.cells_before(by=cast.actor(MAJ), source=results.source_of(cast.actor(MAJ).provider), most=0) == 27


@pytest.mark.parametrize(
    "asks",
    [
        CohortToShare(Question("A", 3, 6, 2025, ("sex", "school_unit"), (unit(KRAKEK), unit(TALL))), ("after",)),
        CohortToShare(Question("A", 6, 9)),
        AttendanceToShare("B", 2027, (unit(TALL),), ("grade_level",)),
        MatrixToShare("C", Term(2026, "autumn"), (unit(TALL),), True, ("gap", "MA")),
    ],
)
def test_what_was_asked_is_kept_as_it_was_asked(asks: results.ToShare, started: list[UUID]) -> None:
    name, kind = kind_of(asks)
    assert KINDS[name] is kind and kind.read(stored(asks)) == asks
    row = models.Sharing.objects.create(
        provider_id=cast.actor(MAJ).provider, kind=name, asked=stored(asks), purpose="P",
        asked_by=cast.account_id(MAJ), asked_at=NOW,
    )  # fmt: skip
    assert seen(row.id).asks == asks


def test_the_same_key_is_once_however_often_it_is_asked_and_carried_out(started: list[UUID]) -> None:
    key = uuid4()
    assert ask(DIVIDED, key=key) == ask(DIVIDED, key=key) and started == [key]
    assert worked(key) and not worked(key)
    assert ask(DIVIDED, key=key).state is SharingState.DONE
    assert out() == 1 and journal_models.Entry.objects.filter(verb="asked_to_share").count() == 1


def test_what_cannot_be_asked_is_refused_and_nothing_is_kept() -> None:
    maj = cast.actor(MAJ)
    for asks, purpose in ((CohortToShare(Question(" ", 6, 9)), "P"), (WHOLE, " "), (WHOLE, "x" * 501)):
        with pytest.raises(Refused):
            results.share(by=maj, now=NOW, key=uuid4(), asks=asks, purpose=purpose)
    with pytest.raises(NotYours):
        ask(by=HANNA)
    assert not models.Sharing.objects.exists()


def test_at_most_five_wait_for_the_same_person(started: list[UUID]) -> None:
    made = [ask(DIVIDED) for _ in range(5)]
    with pytest.raises(Refused, match="5 sharings of yours"):
        ask(DIVIDED)
    results.stop_sharing(by=cast.actor(MAJ), now=NOW, id=made[0].id)
    assert ask(DIVIDED).state is ask(DIVIDED, by=SIV).state is SharingState.WAITING


def test_why_it_was_refused_is_told_and_it_is_left_for_another_try() -> None:
    refused = ask(NONE)
    assert refused.state is SharingState.REFUSED and "nothing to share" in refused.refusals[0].message
    assert [each.id for each in results.sharings(by=cast.actor(MAJ))] == [refused.id]
    made = ask(WHOLE, instead=refused.id)
    assert made.state is SharingState.DONE and seen(refused.id).state is SharingState.STOPPED
    assert results.sharings(by=cast.actor(MAJ)) == () and out() == 1


def test_whoever_has_lost_the_right_meanwhile_shares_nothing_and_is_told(waiting: Sharing) -> None:
    people_models.Duty.objects.filter(account=cast.account_id(MAJ)).update(ends=NOW.date() - timedelta(days=1))
    assert not worked(waiting.id) and out() == 0
    told = seen(waiting.id)
    assert (told.state, told.refusals[0].message) == (SharingState.REFUSED, carrying_out.NO_LONGER)
    assert [each.id for each in results.sharings(by=cast.actor(MAJ))] == [waiting.id]


def test_whose_account_is_closed_meanwhile_shares_nothing(waiting: Sharing) -> None:
    people_models.Account.objects.filter(id=cast.account_id(MAJ)).update(is_active=False)
    assert not worked(waiting.id) and out() == 0
    assert models.Sharing.objects.get().state == "refused"


def test_what_is_stopped_before_it_is_begun_is_never_out(waiting: Sharing) -> None:
    for _ in range(2):
        assert results.stop_sharing(by=cast.actor(MAJ), now=NOW, id=waiting.id).state is SharingState.STOPPED
    assert not worked(waiting.id) and out() == 0
    assert journal_models.Entry.objects.filter(verb="stopped_sharing").count() == 1


def test_what_is_stopped_while_it_is_judged_stops_at_the_next_step(waiting: Sharing) -> None:
    """The machine's clock goes a minute at each step, and it is stopped at the third."""
    steps: list[datetime] = []

    def clock() -> datetime:
        steps.append(NOW + timedelta(minutes=len(steps)))
        if len(steps) == 4:
            results.stop_sharing(by=cast.actor(MAJ), now=NOW, id=waiting.id)
        return steps[-1]

    assert not worked(waiting.id, clock=clock) and out() == 0
    assert len(steps) <= 5 and seen(waiting.id).state is SharingState.STOPPED


def test_what_is_stopped_when_all_is_judged_is_not_out_either(
    waiting: Sharing, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored_before = releases.__dict__["_store"]

    def stopped_then(*given: Any) -> None:
        results.stop_sharing(by=cast.actor(MAJ), now=NOW, id=waiting.id)
        stored_before(*given)

    monkeypatch.setattr(releases, "_store", stopped_then)
    assert not worked(waiting.id) and out() == 0


def test_what_is_out_can_be_stopped_no_more() -> None:
    made = ask(WHOLE)
    with pytest.raises(Refused, match="withdrawn"):
        results.stop_sharing(by=cast.actor(MAJ), now=NOW, id=made.id)
    assert out() == 1


def test_what_is_judged_for_long_is_held_by_the_one_who_judges(waiting: Sharing) -> None:
    moments = iter(NOW + timedelta(seconds=3 * each) for each in range(1000))
    told: list[int] = []

    def clock() -> datetime:
        told.append(seen(waiting.id).seconds)
        return next(moments)

    assert worked(waiting.id, clock=clock)
    assert told[-1] > 9 and told == sorted(told)


def test_what_was_left_half_judged_is_taken_up_when_the_lease_is_over(
    waiting: Sharing, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as machine, pytest.raises(MemoryError):
        machine.setattr(carrying_out, "give_out", lambda **given: (_ for _ in ()).throw(MemoryError))
        worked(waiting.id)
    assert seen(waiting.id).state is SharingState.WORKING
    wait = timedelta(seconds=30)
    assert results.carry_out_left(now=NOW, waited=wait, clock=lambda: NOW + timedelta(minutes=4)) == 0
    assert results.carry_out_left(now=NOW, waited=wait, clock=lambda: LATER) == 1
    assert results.carry_out_left(now=NOW, waited=wait, clock=lambda: LATER) == 0
    assert seen(waiting.id).state is SharingState.DONE and out() == 1


def test_what_no_worker_has_begun_is_taken_up_after_a_while(waiting: Sharing) -> None:
    wait = timedelta(seconds=30)
    assert results.carry_out_left(now=NOW + timedelta(seconds=20), waited=wait, clock=lambda: NOW) == 0
    assert results.carry_out_left(now=NOW + wait, waited=wait, clock=lambda: NOW) == 1


def test_what_is_given_up_after_three_tries_says_so(waiting: Sharing) -> None:
    models.Sharing.objects.update(attempts=3)
    assert not worked(waiting.id)
    told = seen(waiting.id)
    assert (told.state, told.refusals[0].message) == (SharingState.FAILED, carrying_out.FAILED)


def test_two_at_the_same_moment_are_judged_one_after_the_other(
    waiting: Sharing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While one is judged another is given out: the first is judged anew, with it."""
    others: list[Sharing] = []
    judged = releases.__dict__["_judge"]

    def meanwhile(*given: Any, **named: Any) -> Any:
        answer = judged(*given, **named)
        if not others:
            others.append(waiting)
            others.append(ask(WHOLE, by=SIV))
        return answer

    monkeypatch.setattr(releases, "_judge", meanwhile)
    assert worked(waiting.id)
    numbers = dict(release_models.Release.objects.values_list("id", "number"))
    assert numbers == {others[1].id: 1, waiting.id: 2}


def test_what_was_counted_with_a_pupil_who_is_erased_meanwhile_is_not_given_out(
    waiting: Sharing, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged = releases.__dict__["_judge"]

    def meanwhile(*given: Any, **named: Any) -> Any:
        answer = judged(*given, **named)
        results.erase_pupil(by=cast.actor(NILS), now=NOW, number="2025-1", reason="Begäran")
        return answer

    with monkeypatch.context() as patched:
        patched.setattr(releases, "_judge", meanwhile)
        assert not worked(waiting.id) and out() == 0
    assert seen(waiting.id).refusals[0].message == carrying_out.ERASED
    assert ask(WHOLE, instead=waiting.id).state is SharingState.DONE


def test_whoever_is_never_alone_is_asked_to_try_again(waiting: Sharing, monkeypatch: pytest.MonkeyPatch) -> None:
    def changed(**given: Any) -> None:
        raise Changed(by="Siv", at=NOW, current=None)

    monkeypatch.setattr(releases, "release", changed)
    assert not worked(waiting.id)
    assert seen(waiting.id).refusals[0].message == "Somebody else is sharing at the same moment. Try again."


def test_others_who_may_share_see_that_it_goes_on_and_nobody_else(waiting: Sharing) -> None:
    assert [each.id for each in results.sharings(by=cast.actor(SIV))] == [waiting.id]
    for name in (HANNA, "Gunnel Ekspång", "Tove Åsgrind"):
        assert results.sharings(by=cast.actor(name)) == ()
    for name in (SIV, HANNA):
        with pytest.raises(NotYours):
            seen(waiting.id, by=name)
        with pytest.raises(NotYours):
            results.stop_sharing(by=cast.actor(name), now=NOW, id=waiting.id)
    with pytest.raises(NotHere):
        seen(waiting.id, by="Tove Åsgrind")
    refused = ask(NONE)
    assert refused.id not in {each.id for each in results.sharings(by=cast.actor(SIV))}


def test_somebody_elses_is_not_left_by_asking_for_ones_own(waiting: Sharing) -> None:
    ask(WHOLE, by=SIV, instead=waiting.id)
    assert seen(waiting.id).state is SharingState.WAITING


def test_it_is_forgotten_after_two_weeks_and_what_is_out_stays(waiting: Sharing) -> None:
    made = ask(WHOLE)
    assert results.forget_sharings(now=NOW + timedelta(days=13)) == 0
    assert results.forget_sharings(now=NOW + timedelta(days=14)) == 2
    assert retention.ENDS["results", models.Sharing.holds.kept] == ("forget old sharings",)
    assert "forget old sharings" in due.TASKS and "judge sharings left half done" in due.TASKS
    assert ask(WHOLE, key=made.id).state is SharingState.DONE, "a form that is sent once more"
    assert out() == 1


def test_what_somebody_asked_to_share_goes_with_the_erasure_of_that_person(waiting: Sharing) -> None:
    torun, account = cast.actor("Torun Hedspång"), cast.account_id(MAJ)
    part = results.AskedToShare()
    assert [each.number for each in part.held(torun, account)] == [1]
    assert part.erase(torun, NOW, account) == 1 and not models.Sharing.objects.exists()
    assert not worked(waiting.id) and out() == 0


@pytest.mark.parametrize(
    "wrong", [{"state": "lost"}, {"kind": "tests"}, {"state": "working"}, {"state": "working", "lease": uuid4()}]
)
def test_the_database_refuses_what_is_no_sharing(wrong: dict[str, Any], waiting: Sharing) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Sharing.objects.update(**wrong)


def test_what_is_told_while_judging_ends_it() -> None:
    cells = [Cell("whole", {str(n): str(n) for n in range(30)}), Cell("part", {str(n): str(n) for n in range(27)})]
    told: list[int] = []
    plan(cells, told=lambda: told.append(1))
    assert told
    with pytest.raises(InterruptedError):
        plan(cells, told=lambda: (_ for _ in ()).throw(InterruptedError))
