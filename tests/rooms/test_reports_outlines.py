"""Outlines: the chapters that a provider's reports begin with, edited by those who write reports."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from kedjan.access.service import Changed, NotHere, NotYours, Refused
from kedjan.reports import models
from kedjan.reports import service as reports
from kedjan.reports.rules import Chapter, before_chapters, chapters_in, text_of
from kedjan_site.demo import cast
from tests.rooms.reports_made import NOW, maj, settled, texts, torun

pytestmark = pytest.mark.django_db
OUTLINE = """Det här hör inte till något kapitel.
# Sammanfattning
Högst en sida.
Skriv den sist.
> Vi har följt upp tre saker.
>
> - en
## Så gick det till
# Bilaga
[begrepp]
"""


def add(name: str = "Enhetens kvalitetsrapport", text: str = OUTLINE) -> UUID:
    return reports.add_outline(by=maj(), now=NOW, key=uuid4(), name=name, text=text)


def begun(outline: UUID, key: UUID | None = None) -> reports.Report:
    made = reports.begin_from_outline(by=maj(), now=NOW, key=key or uuid4(), outline=outline, title="Tallvippan")
    return reports.report(by=maj(), id=made)


def test_an_outline_is_read_as_chapters_with_guidance_and_what_stands_there_from_the_start() -> None:
    first, second, last = chapters_in(OUTLINE)
    assert (first.heading, first.level, first.guidance) == ("Sammanfattning", 1, "Högst en sida.\nSkriv den sist.")
    assert (first.start, first.definitions) == ("Vi har följt upp tre saker.\n\n- en", False)
    assert (second.heading, second.level) == ("Så gick det till", 2)
    assert (last.heading, last.definitions, last.guidance) == ("Bilaga", True, "")


@settings(max_examples=50, deadline=None)
@given(st.text(alphabet="#> a\n[]", max_size=60))
def test_whatever_is_written_gives_chapters_with_headings_and_levels(text: str) -> None:
    found = chapters_in(text)
    assert all(each.heading.strip() and each.level in {1, 2} for each in found)
    assert chapters_in(text_of(found, before_chapters(text))) == found


@settings(max_examples=50, deadline=None)
@given(st.text(alphabet="#> a\\\n[begrepp]", max_size=40), st.text(alphabet="#> a\\\n", max_size=20))
def test_what_is_written_in_the_fields_of_a_chapter_is_read_as_it_was_written(guidance: str, start: str) -> None:
    tidy = ["\n".join(line.strip() for line in each.strip().splitlines()) for each in (guidance, start)]
    chapter = Chapter("Ett", 2, *tidy, definitions=True)
    assert chapters_in(text_of([chapter, Chapter("Två", 1)])) == (chapter, Chapter("Två", 1))


def test_a_report_begins_with_the_chapters_and_tells_its_writers_what_to_write() -> None:
    outline, key = add(), uuid4()
    report = begun(outline, key)
    assert begun(outline, key).id == report.id
    assert [(each.heading, each.level) for each in report.sections] == [
        ("Sammanfattning", 1), ("Så gick det till", 2), ("Bilaga", 1)
    ]  # fmt: skip
    assert report.sections[0].guidance == "Högst en sida.\nSkriv den sist."
    assert texts(report) == ["Vi har följt upp tre saker.\n\n- en"]
    assert [each.kind.value for each in report.sections[2].blocks] == ["definitions"]


def test_the_guidance_is_never_in_what_is_settled_and_comes_along_to_the_next_edition() -> None:
    report = begun(add())
    found = settled(torun(), report.id)
    assert "Högst en sida" not in repr(found) + repr(models.Report.objects.get(id=report.id).snapshot)
    edition = reports.new_edition(by=maj(), now=NOW, key=uuid4(), report=report.id)
    assert reports.report(by=maj(), id=edition).sections[0].guidance.startswith("Högst en sida")


def test_an_outline_is_changed_by_nobody_unseen_and_begun_reports_stay_as_they_are() -> None:
    outline = add()
    report = begun(outline)
    changed = reports.change_outline(by=torun(), now=NOW, id=outline, seen=1, name="Enhetens rapport", text="# Nytt")
    assert (changed, reports.outline(by=maj(), id=outline).name) == (2, "Enhetens rapport")
    with pytest.raises(Changed) as found:
        reports.change_outline(by=maj(), now=NOW, id=outline, seen=1, name="En annan", text="# Annat")
    assert found.value.current == "# Nytt"
    assert len(reports.report(by=maj(), id=report.id).sections) == 3


def test_the_same_twice_is_once_and_a_name_is_taken_once() -> None:
    key = uuid4()
    for _ in range(2):
        reports.add_outline(by=maj(), now=NOW, key=key, name="En", text="# A")
    assert [each.name for each in reports.outlines(by=maj())] == ["En"]
    with pytest.raises(Refused):
        add("  En ")
    reports.remove_outline(by=maj(), now=NOW, id=key, seen=1)
    add("En")
    with pytest.raises(NotHere):
        begun(key)


@pytest.mark.parametrize(
    ("name", "text"),
    [("", "# A"), ("x" * 161, "# A"), ("A", "utan kapitel"), ("A", "# A\n" * 61), ("A", "# A" * 9_000)],
)
def test_what_is_no_outline_is_refused(name: str, text: str) -> None:
    with pytest.raises(Refused):
        add(name, text)
    assert reports.outlines(by=maj()) == ()


def test_outlines_are_for_those_who_write_reports_and_of_their_own_provider() -> None:
    outline = add()
    with pytest.raises(NotYours):
        reports.outlines(by=cast.actor("Gunnel Ekspång"))
    neighbour = cast.actor("Sten Klockvret")
    assert reports.outlines(by=neighbour) == ()
    with pytest.raises(NotHere):
        reports.outline(by=neighbour, id=outline)


def test_the_database_refuses_an_outline_without_words() -> None:
    outline = add()
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Outline.objects.filter(id=outline).update(text="")


def test_chapters_are_added_changed_moved_and_taken_out_from_what_was_seen() -> None:
    outline = add()

    def headings() -> list[str]:
        return [each.heading for each in reports.outline(by=maj(), id=outline).chapters]

    at: dict[str, Any] = {"by": maj(), "now": NOW, "outline": outline}
    reports.add_chapter(**at, seen=1, chapter=Chapter("  Mål ", 1), place=1)
    reports.change_chapter(**at, seen=2, place=4, chapter=Chapter("Bilagor", 1, "Korta."))
    reports.move_chapter(**at, seen=3, place=4, steps=-1)
    reports.move_chapter(**at, seen=4, place=1, steps=-1)
    assert headings() == ["Mål", "Sammanfattning", "Bilagor", "Så gick det till"]
    assert reports.outline(by=maj(), id=outline).text.startswith("Det här hör inte till något kapitel.")
    reports.remove_chapter(**at, seen=5, place=2)
    for seen, place, wrong in ((5, 1, Changed), (6, 0, NotHere), (6, 4, NotHere)):
        with pytest.raises(wrong):
            reports.remove_chapter(**at, seen=seen, place=place)
    for heading in (" ", "x" * 161):
        with pytest.raises(Refused):
            reports.add_chapter(**at, seen=6, chapter=Chapter(heading, 1))
    reports.remove_chapter(**at, seen=6, place=1)
    reports.remove_chapter(**at, seen=7, place=1)
    with pytest.raises(Refused):
        reports.remove_chapter(**at, seen=8, place=1)
    with pytest.raises(NotYours):
        reports.move_chapter(**{**at, "by": cast.actor("Gunnel Ekspång")}, seen=8, place=1, steps=1)
    assert headings() == ["Så gick det till"]
