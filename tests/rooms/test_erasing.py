"""A person is erased: everything of that person's own goes from every room, and what is a public record stays."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.core import serializers

from kedjan.access.service import Actor, NotHere, NotYours, Refused
from kedjan.evidence import models as evidence_models
from kedjan.journal import service as journal
from kedjan.people import models as people_models
from kedjan.people import service as people
from kedjan.reflection import models
from kedjan.reflection import service as reflection
from kedjan.reports import models as report_models
from kedjan.reports import service as reports
from kedjan.themes import models as theme_models
from kedjan.themes import service as themes
from kedjan_site import due, erasures
from kedjan_site.demo import cast
from tests.rooms.answered_rounds import WRITERS, an_answered_round, loop_of
from tests.rooms.reflection_asked import LOVE, MAJ, PETRA, TEXT, WRITTEN, send
from tests.rooms.reflection_rounds import NOW, file_of, proposed
from tests.rooms.reports_made import a_draft, put_quote, settled, torun
from tests.rooms.talked_about_rounds import a_talked_about_round

pytestmark = pytest.mark.django_db

KENNET = "Kennet Ljungvass"


@pytest.fixture(autouse=True)
def beside(settings: Any, tmp_path: Path) -> Iterator[Path]:
    """Keep the list of the erased where no other test sees it."""
    settings.DATA = tmp_path
    yield tmp_path / "erasures.txt"


def manager() -> Actor:
    """Somebody of Ekköping who manages accounts."""
    return next(
        cast.actor(member.name)
        for member in cast.EKKOPING.members
        if member.role.value in {"digital_leader", "administrator"}
    )


def erase(name: str, reason: str = "Har bett om det.") -> None:
    people.erase_person(by=manager(), now=NOW, id=cast.account_id(name), reason=reason, key=uuid4())


def everything_stored() -> str:
    """Every row of every room, as text."""
    return "\n".join(
        serializers.serialize("json", model._default_manager.all(), ensure_ascii=False)
        for model in apps.get_models()
        if model.__module__.startswith("kedjan.") and not model._meta.label.startswith("journal.")
    )


def test_nothing_that_the_person_wrote_or_was_called_is_left_in_any_row() -> None:
    made = a_talked_about_round()
    petra = people_models.Account.objects.get(id=cast.account_id(PETRA))
    sought = (PETRA, petra.email, TEXT, WRITTEN.action_short, "Inte klart", "Tack för det!", TEXT.split(".")[0])
    before = everything_stored()
    assert all(each in before for each in sought)
    erase(PETRA)
    after = everything_stored()
    assert [each for each in sought if each in after] == []
    assert reflection.round(by=cast.actor(MAJ), id=made.id).loops == 0
    assert not models.Recipient.objects.filter(account=petra.id).exists()
    assert not theme_models.Quote.objects.exists() and not theme_models.Passage.objects.exists()
    assert people_models.Erasure.objects.get(account=petra.id).done_at == NOW
    assert not people_models.Duty.objects.filter(account=petra.id).exists()
    refreshed = people_models.Account.objects.get(id=petra.id)
    assert not refreshed.is_active and refreshed.get_session_auth_hash() != petra.get_session_auth_hash()


def test_what_others_wrote_stays_and_their_talk_keeps_its_places() -> None:
    made = a_talked_about_round()
    of_love = uuid4()
    send(cast.actor(LOVE), made, key=of_love)
    karin = cast.actor("Karin Olspång")
    thread = reflection.open_thread(by=karin, now=NOW, round=made.id, loop=of_love)
    reflection.answer(
        by=karin, now=NOW, key=uuid4(), round=made.id, loop=of_love, seen=thread.version, text="Bra sett."
    )
    erase("Karin Olspång")
    messages = models.Message.objects.filter(round=made.id)
    said = messages.get(loop=of_love)
    assert (said.text, said.author_id, said.withdrawn_at) == ("", None, NOW)
    assert messages.exclude(loop=of_love).get().text == "Tack för det!"
    assert models.Loop.objects.filter(round=made.id, until=None).count() == 2


def test_earlier_shares_stand_and_later_tables_are_counted_without_the_person(actor: Callable[[str], Actor]) -> None:
    made, maj = an_answered_round(MAJ), actor(MAJ)
    before = reflection.round(by=maj, id=made.id)
    erase(PETRA)
    after = reflection.round(by=maj, id=made.id)
    assert (before.loops, after.loops) == (len(WRITERS), len(WRITERS) - 1)
    assert (after.persons, after.revision) == (len(WRITERS) - 1, before.revision + 1)
    page = reflection.texts(by=maj, now=NOW, round=made.id)
    assert WRITERS[PETRA] not in {each.text for each in page.texts.items}


def test_a_later_file_cannot_bring_an_erased_respondent_back_and_a_waiting_one_is_thrown_away(
    actor: Callable[[str], Actor],
) -> None:
    made, maj = an_answered_round(MAJ), actor(MAJ)
    models.Assignment.objects.filter(round=made.id).update(state="draft")
    rows = file_of("01;Grundskola;0;2;Övrigt;Åter", "01;Grundskola;1;2;Övrigt;Ny text")
    waiting = proposed(maj, made, rows)
    erase(PETRA)
    batch = models.Batch.objects.get(id=waiting.batch.id)
    assert (batch.state, batch.data, batch.comparison) == ("discarded", None, None)
    again = proposed(maj, made, rows)
    refused = [problem for row in again.rows.items for problem in row.problems]
    assert [(each.row, each.message) for each in refused] == [(2, "The person behind this row has been erased.")]
    assert not models.Respondent.objects.filter(round=made.id, key="0").exists()


def test_a_quote_in_a_draft_goes_and_one_in_a_settled_report_is_announced_and_stays(
    actor: Callable[[str], Actor],
) -> None:
    made, maj = an_answered_round(MAJ), actor(MAJ)
    text = loop_of(made, PETRA)
    wording = reports.Wording(quote=WRITERS[PETRA], consents=True, obtained="Muntligt")
    for title in ("Utkastet", "Den fastställda"):
        put_quote(maj, a_draft(maj, title), made, wording)
    settled(torun(), report_models.Report.objects.get(title="Den fastställda").id)
    of_drafts = report_models.Report.objects.get(title="Utkastet").id
    asked = reports.ask_for_export(by=maj, now=NOW, key=uuid4(), report=of_drafts, format=reports.Format.WORD)
    told = {each.what: each for each in people.would_be_erased(by=manager(), id=cast.account_id(PETRA))}
    assert told["quotes in drafts of reports"].number == told["quotes in settled reports"].number == 1
    assert "public record" in told["quotes in settled reports"].why
    erase(PETRA)
    kept = dict(report_models.Report.objects.values_list("title", "snapshot"))
    assert WRITERS[PETRA] in str(kept["Den fastställda"])
    of_draft = report_models.Block.objects.get(section__report__title="Utkastet")
    assert WRITERS[PETRA] not in str(of_draft.content) and of_draft.removed_at == NOW
    assert text.text not in str(list(evidence_models.Citation.objects.values_list("value", flat=True)))
    report = report_models.Report.objects.get(title="Utkastet")
    assert reports.report(by=maj, id=report.id).title == "Utkastet"
    with pytest.raises(NotHere):
        reports.export(by=maj, id=asked.id)
    settled_id = report_models.Report.objects.get(title="Den fastställda").id
    assert WRITERS[PETRA] in repr(reports.report(by=maj, id=settled_id)), "what was settled says what it said"
    edition = reports.new_edition(by=maj, now=NOW, key=uuid4(), report=settled_id)
    assert WRITERS[PETRA] not in repr(reports.report(by=maj, id=edition)), "and no draft gets the words from it"
    assert WRITERS[PETRA] not in str(list(report_models.Block.objects.values_list("content", flat=True)))


@pytest.mark.parametrize("room", [0, 1, 2, 3])
def test_an_erasure_that_is_killed_in_any_room_is_finished_by_the_scheduler(
    room: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = a_talked_about_round()
    people.would_be_erased(by=manager(), id=cast.account_id(PETRA))  # so that the house is wired
    from kedjan.people import erasing

    killed = erasing._lent[0].erasers[room]

    def dies(*args: Any) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(type(killed), "erase", dies)
        with pytest.raises(KeyboardInterrupt):
            erase(PETRA)
    account = people_models.Account.objects.get(id=cast.account_id(PETRA))
    assert account.name != PETRA and not account.is_active, "from the account at once"
    assert people_models.Erasure.objects.get().done_at is None
    due.TASKS["finish erasures"]()
    assert people_models.Erasure.objects.get().done_at is not None
    assert not models.Loop.objects.filter(round=made.id).exists()
    assert not theme_models.Passage.objects.filter(round=made.id).exists()
    assert people.finish_erasures(now=NOW) == 0


def test_somebody_who_comes_back_with_an_old_backup_is_erased_again(beside: Path) -> None:
    made = a_talked_about_round()
    account = people_models.Account.objects.get(id=cast.account_id(PETRA))
    assert erasures.replay(now=NOW) == 0
    erasures.note(account.provider_id, account.id)  # what an erasure after the backup left beside the rows
    with beside.open("a", encoding="ascii") as lines:
        lines.write("0123 cut off")
    assert erasures.replay(now=NOW) == 1
    assert not models.Loop.objects.filter(round=made.id).exists()
    assert PETRA not in people_models.Account.objects.get(id=account.id).name
    assert erasures.replay(now=NOW) == 0


def test_the_list_beside_the_rows_holds_ids_alone_and_is_mended_from_the_rows(beside: Path) -> None:
    erase(PETRA)
    account = cast.account_id(PETRA)
    provider = cast.actor(MAJ).provider
    assert beside.read_text(encoding="ascii") == f"{provider.hex} {account.hex}\n"
    beside.unlink()
    erasures.replay(now=NOW)
    assert erasures.noted(beside) == ((provider, account),)


def test_the_journal_says_that_somebody_was_erased_by_whom_and_not_who() -> None:
    erase(PETRA)
    entries = journal.history_of(by=manager(), kind="account", object_id=cast.account_id(PETRA).hex)
    assert [each.verb for each in entries][:2] == ["finished_erasing", "erased"]
    assert {each.actor for each in entries[:2]} == {manager().account}
    assert PETRA not in str(entries[:2])


def test_who_may_not_erase_and_who_cannot_be_erased() -> None:
    with pytest.raises(NotYours):
        people.erase_person(by=cast.actor(MAJ), now=NOW, id=cast.account_id(PETRA), reason="Nej", key=uuid4())
    with pytest.raises(NotHere):
        people.erase_person(by=manager(), now=NOW, id=cast.account_id("Sten Klockvret"), reason="Nej", key=uuid4())
    with pytest.raises(Refused, match="cannot erase yourself"):
        people.erase_person(by=manager(), now=NOW, id=manager().account, reason="Nej", key=uuid4())
    for reason in (" ", "x" * 301):
        with pytest.raises(Refused, match="Say why"):
            erase(PETRA, reason)
    assert not people_models.Erasure.objects.exists()


def test_an_erased_account_is_found_opened_and_given_duties_by_nobody() -> None:
    erase(PETRA)
    account, by = cast.account_id(PETRA), manager()
    assert account not in {each.id for each in people.people(by=by, search="").items}
    with pytest.raises(NotHere):
        people.deactivate(by=by, now=NOW, id=account, active=True)
    with pytest.raises(NotHere):
        people.person(by=by, id=account)
    erase(PETRA)
    assert people_models.Erasure.objects.count() == 1


def test_consents_are_erased_with_the_quotes_they_are_about() -> None:
    a_talked_about_round()
    assert themes.quotes(by=cast.actor(MAJ), now=NOW, round=models.Round.objects.get(title="Övergångar").id)
    erase(PETRA)
    assert themes.quotes(by=cast.actor(MAJ), now=NOW, round=models.Round.objects.get(title="Övergångar").id) == ()
