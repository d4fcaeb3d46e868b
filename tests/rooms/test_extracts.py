"""Texts taken out as files: with the owner's rights when written and when fetched, once, and gone in time."""

import io
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import docx
import openpyxl
import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from kedjan.access.service import Actor, NotHere, NotYours, Refused
from kedjan.extracts import models, ports
from kedjan.extracts import service as extracts
from kedjan.extracts.service import Extract, ExtractState, Format
from kedjan.files import models as file_models
from kedjan.files import service as files
from kedjan.journal import service as journal
from kedjan.reflection import models as reflection_models
from kedjan.reflection import service as reflection
from kedjan.reflection.service import TextsSought
from kedjan.themes import service as themes
from kedjan_site import due, retention
from kedjan_site.demo import cast
from kedjan_statistics import loops_where as where
from tests.rooms.answered_rounds import WRITERS, an_answered_round, loop_of
from tests.rooms.reflection_rounds import NOW, a_round, file_of, read_in

pytestmark = pytest.mark.django_db
SIV, ESTER, PETRA = "Siv Blåmyr", "Ester Kärrgrind", "Petra Lövhage"
EVERYTHING = TextsSought()
LATER = NOW + timedelta(minutes=6)


@pytest.fixture
def nobody_works(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let files wait, as when every worker is busy."""
    monkeypatch.setattr(ports.house(), "start", lambda extract: None)


@pytest.fixture
def crash(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the machine give up while a file is written."""

    def given_up(*args: object) -> tuple[str, bytes]:
        raise MemoryError

    with monkeypatch.context() as patched:
        patched.setattr(ports.house(), "write", given_up)
        yield


def ask(
    name: str, of: reflection.Round, sought: TextsSought = EVERYTHING, format: Format = Format.EXCEL, **more: Any
) -> Extract:
    given = {"key": uuid4(), "now": NOW, **more}
    return extracts.ask_for_extract(by=cast.actor(name), round=of.id, sought=sought, format=format, **given)


def content(name: str, made: Extract) -> bytes:
    return extracts.extract_content(by=cast.actor(name), now=NOW, id=made.id)[1]


def rows(data: bytes) -> list[tuple[Any, ...]]:
    """The sheet of reflections, without what is below it."""
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[1]
    return [row for row in sheet.iter_rows(values_only=True) if row[1] is not None or row[-1] is not None]


def words(data: bytes) -> list[tuple[str, str]]:
    """Style and text of each paragraph."""
    return [(str(each.style and each.style.name), each.text) for each in docx.Document(io.BytesIO(data)).paragraphs]


def unpacked(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return " ".join(package.read(name).decode("utf-8", "replace") for name in package.namelist())


def test_a_workbook_has_a_row_for_every_reflection_and_says_what_it_is() -> None:
    of = an_answered_round()
    made = ask(SIV, of)
    assert (made.state, made.loops, made.progress, made.name) == (
        ExtractState.DONE, len(WRITERS), 100, "Texter – Övergångar.xlsx",
    )  # fmt: skip
    data = content(SIV, made)
    head, *found = rows(data)
    assert head == ("Uppdrag", "Rubrik", "Verksamhetsområde", "Känsla", "Känsla i ord", "Taggar", "Text")
    assert {row[-1] for row in found} == set(WRITERS.values())
    assert {row[3] for row in found} == {-2, -1, 0, 1, 2}
    about = dict(openpyxl.load_workbook(io.BytesIO(data)).worksheets[0].iter_rows(min_row=2, values_only=True))
    assert "arbetsmaterial" in about["Arbetsmaterial"]
    assert (about["Urval"], about["I filen"]) == ("Alla texter i omgången", "6 reflektioner av 6 personer")


def test_a_document_has_headings_for_assignments_and_reflections_in_real_styles() -> None:
    data = content(SIV, ask(SIV, an_answered_round(), format=Format.WORD))
    found = words(data)
    assert ("Heading 1", "01") in found
    assert sum(style == "Heading 2" and text.startswith("Reflektion ") for style, text in found) == len(WRITERS)
    assert {text for style, text in found if style == "Normal"} >= set(WRITERS.values())
    assert ("Caption", "Övrigt") in found
    assert any("Ganska positivt (+1)" in text for _, text in found)
    assert any("arbetsmaterial" in text for _, text in found)
    assert "Arbetsmaterial" in unpacked(data)


@pytest.mark.parametrize("format", list(Format))
def test_nobody_is_named_in_a_file(format: Format) -> None:
    data = unpacked(content(SIV, ask(SIV, an_answered_round(), format=format)))
    names = [member.name for municipality in cast.MUNICIPALITIES for member in municipality.members]
    assert [name for name in names if name in data] == []
    assert str(cast.account_id(SIV)) not in data


def test_what_is_chosen_is_in_the_file_and_nothing_else() -> None:
    of = an_answered_round()
    negative = ask(SIV, of, TextsSought(emotion=(-2, -1)))
    assert len(rows(content(SIV, negative))) - 1 == negative.loops == 3
    combined = TextsSought(where=where.parse("all(tag:Övrigt;not(emotion:-2,-1))"))
    assert ask(SIV, of, combined).loops == 3
    found = words(content(SIV, ask(SIV, of, combined, Format.WORD)))
    assert any("Övrigt" in text and "Urval" in text for _, text in found)


def test_a_theme_that_is_asked_for_picks_what_is_marked_with_it() -> None:
    of, siv = an_answered_round(), cast.actor(SIV)
    theme = themes.add_theme(by=siv, now=NOW, key=uuid4(), round=of.id, name="Tid")
    loop = loop_of(of, PETRA)
    themes.mark(by=siv, now=NOW, round=of.id, loop=loop.loop, version=1, chosen=[0], themes=[theme.id])
    made = ask(SIV, of, TextsSought(where=where.parse("code:Tid")))
    assert [row[-1] for row in rows(content(SIV, made))[1:]] == [WRITERS[PETRA]]
    with pytest.raises(Refused, match="no theme"):
        ask(SIV, of, TextsSought(where=where.parse("code:Rum")))


def test_a_text_that_looks_like_a_formula_is_words_in_the_file() -> None:
    maj = cast.actor("Maj Sävdunge")
    of = a_round(maj)
    read_in(
        maj,
        of,
        file_of('01;Grundskola;1;1;Övrigt;"=HYPERLINK(""http://x"";""y"")"', "01;Grundskola;2;1;Övrigt;@SUM(1)"),
    )
    data = content("Maj Sävdunge", ask("Maj Sävdunge", of))
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[1]
    assert {cell.data_type for row in sheet.iter_rows(min_row=2, max_row=3) for cell in row if cell.value} <= {"s", "n"}
    assert {row[-1] for row in rows(data)[1:]} == {'\'=HYPERLINK("http://x";"y")', "'@SUM(1)"}
    assert "<f>" not in unpacked(data)


def test_taking_texts_along_is_told_to_those_who_wrote_as_one_reading() -> None:
    of = an_answered_round()
    ask(SIV, of)
    for name in WRITERS:
        read = journal.who_read(by=cast.actor(name)).items
        assert [(each.reader, each.kind, each.object_id) for each in read] == [
            (cast.account_id(SIV), "round", of.id.hex)
        ]
    assert reflection_models.Reception.objects.filter(round=of.id, read_at=NOW).count() == len(WRITERS)
    verbs = [each.verb for each in journal.history_of(by=cast.actor(SIV), kind="round", object_id=of.id.hex)]
    assert "asked_for_texts" in verbs and "took_texts" not in verbs


def test_only_readers_may_ask_and_the_neighbour_meets_nothing() -> None:
    of = an_answered_round()
    for name, refusal in (("Torun Hedspång", NotYours), (PETRA, NotYours), ("Sten Klockvret", NotHere)):
        with pytest.raises(refusal):
            ask(name, of)
    with pytest.raises(Refused, match="nothing to take along"):
        ask(SIV, of, TextsSought(search="finnsinte"))
    with pytest.raises(Refused, match="no tag"):
        ask(SIV, of, TextsSought(tags=("Finns inte",)))


def test_a_file_belongs_to_the_one_who_asked_whoever_else_reads_the_round() -> None:
    of = an_answered_round("Maj Sävdunge", SIV)
    made = ask(SIV, of)
    for question in (extracts.extract, lambda **at: extracts.extract_content(now=NOW, **at)):
        with pytest.raises(NotYours, match="Only the person who asked"):
            question(by=cast.actor("Maj Sävdunge"), id=made.id)
        with pytest.raises(NotHere):
            question(by=cast.actor("Sten Klockvret"), id=made.id)
    assert extracts.extracts(by=cast.actor("Maj Sävdunge"), round=of.id) == ()


def test_who_reads_no_more_gets_no_file_though_it_was_asked_for_before(nobody_works: None) -> None:
    of = an_answered_round("Maj Sävdunge", SIV)
    waiting, maj = ask(SIV, of), cast.actor("Maj Sävdunge")
    seen = reflection.round(by=maj, id=of.id).version
    reflection.set_readers(by=maj, now=NOW, id=of.id, seen=seen, readers=[maj.account])
    assert not extracts.make_extract(id=waiting.id, now=NOW)
    assert extracts.extract(by=cast.actor(SIV), id=waiting.id).error == "You may not read these texts any more."
    assert not file_models.File.objects.filter(purpose="text_extract").exists()
    assert journal.who_read(by=cast.actor(PETRA)).items == ()


def test_a_finished_file_is_not_handed_to_who_reads_no_more() -> None:
    of, maj = an_answered_round("Maj Sävdunge", SIV), cast.actor("Maj Sävdunge")
    made = ask(SIV, of)
    assert content(SIV, made)
    seen = reflection.round(by=maj, id=of.id).version
    reflection.set_readers(by=maj, now=NOW, id=of.id, seen=seen, readers=[maj.account])
    with pytest.raises(NotYours):
        content(SIV, made)


def test_a_file_with_what_has_been_taken_back_since_is_not_handed_out() -> None:
    of = an_answered_round()
    made = ask(SIV, of)
    loop = loop_of(of, PETRA)
    reflection_models.Round.objects.filter(id=of.id).update(revision=of.revision + 1)
    reflection_models.Loop.objects.filter(id=loop.id).update(until=of.revision + 1)
    with pytest.raises(Refused, match="not be read by you any more"):
        content(SIV, made)
    assert WRITERS[PETRA] not in unpacked(content(SIV, ask(SIV, of)))


def test_a_file_that_says_the_area_of_somebody_protected_since_is_not_handed_out() -> None:
    of = an_answered_round()
    made = ask(SIV, of)
    reflection_models.Respondent.objects.filter(round=of.id, account=cast.account_id(PETRA)).update(protected=True)
    with pytest.raises(Refused, match="not be read by you any more"):
        content(SIV, made)


def test_a_manager_gets_no_texts_by_those_whom_they_lead() -> None:
    of = an_answered_round("Maj Sävdunge", ESTER)
    page = reflection.texts(by=cast.actor(ESTER), now=NOW, round=of.id)
    assert page.withheld and 0 < page.texts.total < len(WRITERS)
    data = content(ESTER, ask(ESTER, of))
    assert {row[-1] for row in rows(data)[1:]} == {text.text for text in page.texts.items}
    assert "chef" in unpacked(data)


def test_the_same_key_is_once_and_five_may_be_waited_for(nobody_works: None) -> None:
    of, key = an_answered_round(), uuid4()
    for _ in range(2):
        ask(SIV, of, key=key)
    for _ in range(4):
        ask(SIV, of)
    with pytest.raises(Refused, match="files already"):
        ask(SIV, of)
    assert len(extracts.extracts(by=cast.actor(SIV), round=of.id)) == 5


def test_a_file_left_half_written_is_written_again_and_given_up_after_three_tries(
    nobody_works: None, monkeypatch: pytest.MonkeyPatch, crash: None
) -> None:
    made = ask(SIV, an_answered_round())
    for number in range(3):
        with pytest.raises(MemoryError):
            extracts.make_extract(id=made.id, now=NOW + number * timedelta(minutes=6))
        assert not extracts.make_extract(id=made.id, now=NOW + number * timedelta(minutes=6)), "it is leased"
    assert not extracts.make_extract(id=made.id, now=NOW + timedelta(minutes=30))
    assert extracts.extract(by=cast.actor(SIV), id=made.id).state is ExtractState.FAILED


def test_the_scheduler_takes_up_what_was_left(nobody_works: None) -> None:
    made = ask(SIV, an_answered_round())
    assert extracts.run_due_extracts(now=NOW) == 0
    assert extracts.run_due_extracts(now=LATER) == 1
    assert extracts.extract(by=cast.actor(SIV), id=made.id).state is ExtractState.DONE


def kept() -> list[Path]:
    return [path for path in (Path(settings.KEDJAN_FILES) / "kept").rglob("*") if path.is_file()]


def test_a_file_goes_after_two_weeks_row_and_bytes() -> None:
    of = an_answered_round()
    made = ask(SIV, of)
    sha256 = file_models.File.objects.get(purpose="text_extract").sha256
    assert extracts.forget_extracts(now=NOW + timedelta(days=13, hours=23)) == 0
    assert "forget old files of texts" in due.TASKS
    assert extracts.forget_extracts(now=NOW + timedelta(days=14)) == 1
    assert not file_models.File.objects.filter(purpose="text_extract").exists()
    with pytest.raises(NotHere):
        extracts.extract(by=cast.actor(SIV), id=made.id)
    from django.utils import timezone

    files.sweep(now=timezone.now() + timedelta(hours=2))
    assert sha256 not in {path.name for path in kept()}


def test_files_go_with_the_round_when_its_time_is_over() -> None:
    of = an_answered_round()
    reflection_models.Round.objects.filter(id=of.id).update(closed_on=NOW.date())
    ask(SIV, of)
    late = NOW + timedelta(days=366 * 3 + 31)
    there = [each for kinds in retention.over(now=late).values() for each in kinds if each.room == "extracts"]
    assert [(each.what, each.rows) for each in there] == [("texts taken out as files", 1)]
    retention.dispose(now=late)
    assert not models.Extract.objects.exists()
    assert not file_models.File.objects.filter(purpose="text_extract").exists()


def test_erasing_a_writer_takes_every_file_the_texts_are_in_and_leaves_the_others() -> None:
    of = an_answered_round()
    ask(SIV, of)
    other = ask(SIV, of, TextsSought(search="kaffet"))
    manager: Actor = cast.actor("Nils Björkspång")
    petra = cast.account_id(PETRA)
    (held,) = extracts.TakenOut().held(manager, petra)
    assert held.number == 1
    assert extracts.TakenOut().erase(manager, NOW, petra) == 1
    assert [row.id for row in models.Extract.objects.all()] == [other.id]


@pytest.mark.parametrize(
    "wrong",
    [{"state": "lost"}, {"format": "exe"}, {"progress": 101}, {"file_id": None}, {"state": "running"}],
)
def test_the_database_refuses_a_file_in_no_known_state(wrong: dict[str, Any]) -> None:
    made = ask(SIV, an_answered_round())
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Extract.objects.filter(id=made.id).update(**wrong)


def test_a_file_that_somebody_else_took_over_is_not_kept_twice(
    nobody_works: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, write = ask(SIV, an_answered_round()), ports.house().write

    def slow(*args: Any) -> tuple[str, bytes]:
        models.Extract.objects.filter(id=made.id).update(lease=UUID(int=1))
        return write(*args)

    monkeypatch.setattr(ports.house(), "write", slow)
    assert not extracts.make_extract(id=made.id, now=NOW)
    assert not file_models.File.objects.filter(purpose="text_extract").exists()
