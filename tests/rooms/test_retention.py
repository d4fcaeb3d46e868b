"""What has been kept long enough goes, all of it and nothing else, and what has been shared or settled stands."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from kedjan.access.service import Actor, NotYours, Refused
from kedjan.evidence import models as evidence_models
from kedjan.journal import service as journal
from kedjan.people import models as people_models
from kedjan.people import service as people
from kedjan.privacy import service as privacy
from kedjan.reflection import models
from kedjan.reflection import service as reflection
from kedjan.reflection.keeping import disposing
from kedjan.reports import models as report_models
from kedjan.reports import service as reports
from kedjan.themes import service as themes
from kedjan_site import due, retention
from kedjan_site.demo import cast
from tests.rooms.answered_rounds import WRITERS, an_answered_round, loop_of
from tests.rooms.reflection_asked import MAJ, PETRA, an_asked_round, keep, written
from tests.rooms.reflection_rounds import NOW, file_of, proposed, read_in
from tests.rooms.reports_made import a_draft, blocks
from tests.rooms.talked_about_rounds import a_talked_about_round
from tests.rooms.threads_made import Chain

pytestmark = pytest.mark.django_db

KEPT = timedelta(days=366 * 3 + 31)


def rows_of(made: reflection.Round) -> dict[str, int]:
    """How many rows there are of each kind that goes with the round."""
    return {
        what: model.objects.filter(**{where: made.id}).count()
        for what, (model, where) in disposing.KINDS.items()
        if model.objects.filter(**{where: made.id}).exists()
    }


def totals(found: dict[Any, tuple[privacy.Over, ...]]) -> dict[tuple[str, str], int]:
    """The counts of every provider, by room and kind."""
    return {(each.room, each.what): each.rows for kinds in found.values() for each in kinds}


def test_nothing_goes_before_its_time_and_everything_goes_after_it() -> None:
    made = a_talked_about_round()
    before = rows_of(made)
    last_day = datetime(2029, 11, 26, 12, tzinfo=NOW.tzinfo)
    assert {room for room, _ in totals(retention.dispose(now=last_day))} <= {"people"}
    assert rows_of(made) == before
    there = totals(retention.over(now=NOW + KEPT))
    assert {what: rows for (room, what), rows in there.items() if room == "reflection"} == before
    assert there["themes", "quotes"] == there["themes", "marked passages"] == there["themes", "themes"] == 1
    assert rows_of(made) == before, "listing removes nothing"
    assert totals(retention.dispose(now=NOW + KEPT)) == there
    assert rows_of(made) == {}
    assert totals(retention.over(now=NOW + KEPT)) == totals(retention.dispose(now=NOW + KEPT)) == {}


def test_the_round_its_questions_and_its_sentences_stay_and_say_when_the_texts_went(
    actor: Callable[[str], Actor],
) -> None:
    made = a_talked_about_round()
    before = reflection.round(by=actor(MAJ), id=made.id)
    retention.dispose(now=NOW + KEPT)
    after = reflection.round(by=actor(MAJ), id=made.id)
    assert after.assignments == before.assignments
    assert after.loops == after.persons == 0 and after.revision > before.revision
    kept = reflection.keeping(by=actor(MAJ), round=made.id)
    assert (kept.over, kept.disposed) == (date(2029, 11, 27), people.day_of(NOW + KEPT))
    entry = journal.history_of(by=actor(MAJ), kind="round", object_id=made.id.hex)[0]
    assert (entry.verb, dict(entry.details)) == ("disposed", {"reflections": 1})


def test_disposal_that_is_killed_in_the_middle_shows_all_or_nothing_and_goes_on_next_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made, moment = a_talked_about_round(), NOW + KEPT

    def killed(*args: Any, **kwargs: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(disposing.Writing, "show", killed)
        with pytest.raises(KeyboardInterrupt):
            retention.dispose(now=moment)
    assert reflection.round(by=cast.actor(MAJ), id=made.id).loops == 1
    with monkeypatch.context() as patched:
        patched.setattr(disposing.releases, "forget_members", killed)
        with pytest.raises(KeyboardInterrupt):
            retention.dispose(now=moment)
    assert reflection.round(by=cast.actor(MAJ), id=made.id).loops == 0
    assert models.Loop.objects.filter(round=made.id).exists(), "its rows are still to go"
    retention.dispose(now=moment)
    assert rows_of(made) == {}
    history = journal.history_of(by=cast.actor(MAJ), kind="round", object_id=made.id.hex)
    assert [each.verb for each in history].count("disposed") == 1


def test_a_round_from_files_is_kept_from_the_day_a_file_was_last_read_in(actor: Callable[[str], Actor]) -> None:
    maj = actor(MAJ)
    made = an_answered_round()
    models.Round.objects.filter(id=made.id).update(closed_on=date(2021, 6, 1))
    assert reflection.keeping(by=maj, round=made.id).ends == people.day_of(NOW)
    assert made.id not in reflection.rounds_over(by=maj, now=NOW)
    read_in(maj, made, file_of("01;Grundskola;0;2;Övrigt;Ändrat", "01;Grundskola;9;2;Övrigt;Nytt"))
    proposed(maj, made, file_of("01;Grundskola;10;2;Övrigt;Väntar"))
    retention.dispose(now=NOW + KEPT)
    assert rows_of(made) == {}
    assert [each.code for each in reflection.round(by=maj, id=made.id).assignments] == ["01"]


def test_a_round_without_a_last_day_is_never_over(actor: Callable[[str], Actor]) -> None:
    made = an_answered_round()
    assert reflection.keeping(by=actor(MAJ), round=made.id).over is None
    retention.dispose(now=NOW + 9 * KEPT)
    assert loop_of(made, PETRA).text


def test_every_kind_of_row_that_is_declared_to_go_with_its_round_goes() -> None:
    from kedjan.actions import keeping as of_proposals
    from kedjan.combinations import keeping as of_combinations
    from kedjan.improvement import keeping as of_conclusions
    from kedjan.themes import disposing as of_themes

    handled = {model for model, _ in disposing.KINDS.values()}
    for room in (of_combinations, of_conclusions, of_proposals, of_themes):
        handled |= {model for model, _ in room.ALONG.kinds.values()}
    declared = {
        f"{each.room}.{each.model}"
        for each in privacy.declarations()
        if each.holding.kept is privacy.Kept.ROUND_PLUS_THREE_YEARS
    }
    assert declared - {model._meta.label for model in handled} == {"releases.KnownAs", "releases.Members"}, (
        "forgotten by releases' door"
    )


def test_somebody_is_emptied_two_years_after_their_last_duty_and_their_duties_once_no_texts_are_kept() -> None:
    account = cast.account_id(PETRA)
    made = an_answered_round()
    people_models.Duty.objects.filter(account=account).update(ends=date(2026, 11, 30))
    before = people_models.Account.objects.get(id=account)
    retention.dispose(now=datetime(2028, 11, 29, tzinfo=NOW.tzinfo))
    assert people_models.Account.objects.get(id=account).name == before.name
    gone = totals(retention.dispose(now=datetime(2028, 11, 30, 12, tzinfo=NOW.tzinfo)))
    assert gone == {("people", "accounts, with name and address"): 1}
    after = people_models.Account.objects.get(id=account)
    assert PETRA not in after.name and before.email != after.email and not after.is_active
    assert not after.has_usable_password() and after.get_session_auth_hash() != before.get_session_auth_hash()
    assert people_models.Duty.objects.filter(account=account).exists(), "duties say who is not to read the texts"
    models.Respondent.objects.filter(round=made.id).update(account=None)
    assert totals(retention.dispose(now=NOW + KEPT))["people", "duties"] == 1
    assert not people_models.Duty.objects.filter(account=account).exists()


def test_a_round_can_be_kept_a_shorter_time_but_not_longer_once_anybody_has_begun_to_write(
    actor: Callable[[str], Actor],
) -> None:
    maj = actor(MAJ)
    made = an_asked_round()

    def changed(months: int) -> None:
        seen = reflection.keeping(by=maj, round=made.id).version
        reflection.change_keeping(by=maj, now=NOW, round=made.id, seen=seen, months=months)

    changed(60)
    assert reflection.keeping(by=maj, round=made.id).over == date(2031, 11, 27)
    keep(actor(PETRA), made, written("Inte klart"), key=uuid4())
    with pytest.raises(Refused, match="a shorter time, not a longer"):
        changed(61)
    changed(12)
    with pytest.raises(Refused, match="a shorter time, not a longer"):
        changed(60)
    for months in (0, 121):
        with pytest.raises(Refused, match="Between 1 and 120 months"):
            changed(months)
    assert reflection.keeping(by=maj, round=made.id).over == date(2027, 11, 27)
    with pytest.raises(NotYours):
        reflection.keeping(by=actor(PETRA), round=made.id)


def test_the_scheduler_disposes_once_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[datetime] = []
    monkeypatch.setattr(retention, "dispose", lambda *, now: made.append(now))
    monkeypatch.setattr(due, "_disposed_on", [])
    due.TASKS["dispose of what is over"]()
    due.TASKS["dispose of what is over"]()
    assert len(made) == 1


def test_when_a_rounds_time_is_over_no_citation_and_no_report_keeps_words_that_are_not_shown() -> None:
    chain = Chain()
    chain.settled()
    draft, of = a_draft(cast.actor(MAJ)), chain.at.round
    at: dict[str, Any] = {"by": cast.actor(MAJ), "now": NOW, "round": of, "reflection": chain.loop}
    words = reports.Wording(WRITERS[PETRA])
    reports.put_quote(**at, key=uuid4(), at=draft.spot(), wording=words, text="Uppföljningen kommer sent.")
    bare = reports.put_quote(**at, key=uuid4(), at=draft.spot(), wording=words)
    agreed = reports.Wording(WRITERS[PETRA], consents=True, obtained="Muntligt")
    reports.put_quote(**at, key=uuid4(), at=draft.spot(), wording=agreed)
    models.Round.objects.filter(id=of).update(closed_on=NOW.date())
    there = {each.what: each.rows for kinds in retention.over(now=NOW + KEPT).values() for each in kinds}
    assert there["words of reflections kept where they were cited"] == 2
    assert there["words of reflections kept beside other words in reports"] == 2
    retention.dispose(now=NOW + KEPT)
    kept = evidence_models.Citation.objects.filter(source_kind__in=["loops.text", themes.QUOTE])
    assert kept.count() == 4 and set(kept.values_list("value", flat=True)) == {""}
    found = blocks(reports.report(by=cast.actor(MAJ), id=draft.id))
    assert [type(each.content) for each in found] == [reports.Paraphrased, reports.Quoted]
    assert report_models.Block.objects.get(id=bare).removed_at is not None
    assert [row.content["quote"] for row in report_models.Block.objects.order_by("position", "id")].count("") == 2
    assert not [each for kinds in retention.over(now=NOW + KEPT).values() for each in kinds if each.room == "reports"]
