"""Word templates: what is kept, what is refused, and reports written in their styles."""

import io
import zipfile
from uuid import uuid4

import docx
import pytest
from docx.shared import RGBColor

from kedjan.access.service import NotHere, NotYours, Refused
from kedjan.reports import service as reports
from kedjan_site.demo import cast
from tests.rooms.reports_made import NOW, a_draft, maj, put_text, settled, torun

pytestmark = pytest.mark.django_db


def word_file(**parts: str) -> bytes:
    """A template with red headings and a header, and these parts added to the package."""
    document = docx.Document()
    document.styles["Heading 1"].font.color.rgb = RGBColor(0xC0, 0, 0)
    document.sections[0].header.paragraphs[0].text = "Ekköpings kommun"
    data = io.BytesIO()
    document.save(data)
    with zipfile.ZipFile(data, "a") as package:
        for name, content in parts.items():
            package.writestr(name.replace("__", "/").replace("_", "."), content)
    return data.getvalue()


def add(data: bytes, name: str = "mall.docx", by: str = "Maj Sävdunge") -> reports.Template:
    return reports.add_template(by=cast.actor(by), now=NOW, key=uuid4(), name=name, data=data)


def test_a_template_is_kept_and_chosen() -> None:
    kept, draft = add(word_file()), a_draft(maj())
    assert [each.name for each in reports.templates(by=torun())] == ["mall.docx"]
    reports.choose_template(by=maj(), now=NOW, report=draft.id, seen=1, template=kept.id)
    assert reports.report(by=maj(), id=draft.id).template == kept.id


def test_a_report_is_written_in_the_template_that_was_chosen() -> None:
    kept, draft = add(word_file()), a_draft(maj())
    put_text(maj(), draft)
    reports.choose_template(by=maj(), now=NOW, report=draft.id, seen=1, template=kept.id)
    settled(torun(), draft.id)
    made = reports.ask_for_export(by=maj(), now=NOW, key=uuid4(), report=draft.id, format=reports.Format.WORD)
    document = docx.Document(io.BytesIO(reports.export_content(by=maj(), now=NOW, id=made.id)[1]))
    assert document.styles["Heading 1"].font.color.rgb == RGBColor(0xC0, 0, 0)
    assert "Ekköpings kommun" in " ".join(p.text for p in document.sections[0].header.paragraphs)


def test_a_template_with_macros_is_refused() -> None:
    with pytest.raises(Refused, match="macros"):
        add(word_file(word__vbaProject_bin="x"))


@pytest.mark.parametrize(
    ("name", "data"), [("mall.docm", b"x"), ("mall.docx", b"inte en zip"), ("mall.pdf", b"%PDF-1.7"), ("m.docx", b"")]
)
def test_what_is_not_a_word_document_is_refused(name: str, data: bytes) -> None:
    with pytest.raises(Refused, match=r"not a Word document"):
        add(data, name)


def test_a_template_of_another_provider_is_not_here() -> None:
    theirs = add(word_file(), by="Sten Klockvret")
    assert reports.templates(by=maj()) == ()
    draft = a_draft(maj())
    with pytest.raises(NotHere):
        reports.choose_template(by=maj(), now=NOW, report=draft.id, seen=1, template=theirs.id)
    with pytest.raises(NotHere):
        reports.remove_template(by=maj(), now=NOW, id=theirs.id)


def test_only_those_who_write_reports_handle_templates() -> None:
    with pytest.raises(NotYours):
        add(word_file(), by="Ester Kärrgrind")


def test_a_template_in_use_is_not_removed() -> None:
    kept, draft = add(word_file()), a_draft(maj())
    reports.choose_template(by=maj(), now=NOW, report=draft.id, seen=1, template=kept.id)
    with pytest.raises(Refused, match="1 reports are written"):
        reports.remove_template(by=maj(), now=NOW, id=kept.id)
    reports.choose_template(by=maj(), now=NOW, report=draft.id, seen=2, template=None)
    reports.remove_template(by=maj(), now=NOW, id=kept.id)
    assert reports.templates(by=maj()) == ()
