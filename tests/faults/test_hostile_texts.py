"""Whatever people write is shown as they wrote it: never as code, formulas, fields or addresses."""

import csv
import io
import re
import zipfile
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import openpyxl
import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kedjan.reports import service as reports
from kedjan_site.demo import cast
from kedjan_web.rounds.tables.kinds import KINDS
from tests.faults.worlds import NOW, World, addresses, build
from tests.pages.checks import wrong_with

pytestmark = pytest.mark.django_db

SCRIPT = "</script></style><svg onload=alert(1)>\"'{{7*7}}{% now 'Y' %}&lt;\u202e😀"
FORMULAS = ("=1+1", "+cmd('/C calc'!A0)", "-2+3+cmd", "@SUM(A1)", "\t=1", "＝1+1")
FIELDS = '{ DDEAUTO c:\\\\windows\\\\cmd.exe } #read("/etc/passwd") $x$ @ref *fet* <label> ``` #image("/etc/passwd")'


@pytest.fixture
def as_member() -> Callable[[str], Client]:
    def get(name: str) -> Client:
        client = Client(raise_request_exception=False)
        account = get_user_model().objects.get(id=cast.account_id(name))
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return get


class Staff:
    """Those who between them may open every page."""

    def __init__(self, as_member: Callable[[str], Client]) -> None:
        self.maj, self.nils, self.torun = map(as_member, ("Maj Sävdunge", "Nils Björkspång", "Torun Hedspång"))

    def fit(self, right: str) -> Client:
        """Return the one whose duty gives a right."""
        return {"manage_accounts": self.nils, "settle_reports": self.torun}.get(right, self.maj)


def pages(world: World, staff: Staff, query: str = "") -> list[tuple[str, Any]]:
    """Return every page of a world, opened by somebody who may."""
    settled = {**world.things, "report": world.things["settled"], "block": world.things["settled_block"]}
    waiting = {**world.things, "batch": world.things["waiting"]}
    found, paths = [], set()
    for things in (world.things, settled, waiting):
        for each in addresses(things):
            if each.path in paths:
                continue
            paths.add(each.path)
            if "GET" in each.methods and not each.where.startswith("/demo/<"):
                found.append((each.where, staff.fit(each.right).get(each.path + query)))
    return found


def test_a_script_in_any_text_is_text_on_every_page(as_member: Callable[[str], Client]) -> None:
    tags = (f"Tagg {SCRIPT.replace(';', '')}", "</title><img src=x onerror=alert(1)>", "']],alert(1)//")
    get_user_model().objects.filter(id=cast.account_id("Petra Lövhage")).update(name=f"Petra {SCRIPT}")
    world = build(cast.EKKOPING, SCRIPT, secret=f"viskning {SCRIPT}".replace(";", ""), tags=tags)
    wrong, shown = [], 0
    for where, answer in pages(world, Staff(as_member), "?bild=1"):
        if not answer.headers.get("Content-Type", "").startswith("text/html") or answer.streaming:
            continue
        html = answer.content.decode()
        assert answer.status_code < 500, where
        shown += "&lt;svg onload" in html
        if re.search(r"<(svg|img)[^>]*\son", html) or "</style><svg" in html:
            wrong.append((where, "code"))
        if answer.status_code == 200:
            wrong += [(where, each) for each in wrong_with(html, dict(answer.headers)) if "title" not in each]
    assert wrong == []
    assert shown > 15


def test_a_search_for_a_script_is_shown_as_it_was_typed(as_member: Callable[[str], Client]) -> None:
    world = build(cast.EKKOPING, "Kvastören")
    for name, path in (
        ("Nils Björkspång", "/personer/?sok="),
        ("Maj Sävdunge", f"/omgangar/{world.things['round']}/texter/?ord="),
    ):
        answer = as_member(name).get(path + "%22%3E%3Csvg%20onload%3Dalert(1)%3E")
        assert answer.status_code == 200
        html = answer.content.decode()
        assert "<svg onload" not in html
        assert "&lt;svg onload" in html


@pytest.fixture
def formulas() -> World:
    return build(cast.EKKOPING, FORMULAS[0], secret=FORMULAS[1], tags=FORMULAS[:4])


def test_no_cell_of_a_csv_file_is_a_formula(formulas: World, as_member: Callable[[str], Client]) -> None:
    maj, dangerous, cells = as_member("Maj Sävdunge"), [], 0
    base = f"/omgangar/{formulas.things['round']}"
    paths = [f"{base}/tabeller/{kind}/tabell.csv" for kind in KINDS]
    paths += [f"{base}/las-in/{formulas.things['waiting']}/att-ratta.csv"]
    paths += [f"/delat/{formulas.things['release']}/by_area.csv"]
    for path in paths:
        answer = maj.get(path)
        assert answer.status_code == 200, path
        for row in csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"):
            for cell in row:
                cells += 1
                if cell.lstrip().startswith(("=", "+", "-", "@", "＝")) and not re.fullmatch(r"-?[\d\s,]+ ?%?", cell):
                    dangerous.append((path, cell))
    assert dangerous == []
    assert cells > 50


def test_no_cell_of_a_workbook_is_a_formula_or_a_link(formulas: World, as_member: Callable[[str], Client]) -> None:
    maj, texts = as_member("Maj Sävdunge"), set()
    for kind in KINDS:
        answer = maj.get(f"/omgangar/{formulas.things['round']}/tabeller/{kind}/tabell.xlsx")
        assert answer.status_code == 200
        for sheet in openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    assert cell.data_type != "f", (kind, cell.coordinate)
                    assert cell.hyperlink is None
                    texts.add(str(cell.value))
    assert any(FORMULAS[1] in text for text in texts), "the tags stand there"


def written(world: World, text: str, format: reports.Format) -> bytes:
    """Return a report with a text of somebody's as a file."""
    from kedjan.reports import ports

    maj = cast.actor("Maj Sävdunge")
    report = UUID(world.things["report"])
    at = reports.Spot(report, UUID(world.things["section"]))
    reports.put_text(by=maj, now=NOW, key=uuid4(), at=at, text=text)
    return ports.written(reports.report(by=maj, id=report), format, None, "")


def test_a_text_in_a_word_file_is_neither_field_nor_link_nor_markup() -> None:
    world = build(cast.EKKOPING, SCRIPT)
    with zipfile.ZipFile(io.BytesIO(written(world, f"{FIELDS} {SCRIPT}", reports.Format.WORD))) as archive:
        xml = archive.read("word/document.xml").decode()
        links = archive.read("word/_rels/document.xml.rels").decode()
    assert "DDEAUTO" in xml
    assert not any("DDE" in field for field in re.findall(r"<w:instrText[^>]*>([^<]*)<", xml))
    assert "<svg onload" not in xml
    assert "&lt;svg onload" in xml
    assert 'TargetMode="External"' not in links


def test_a_text_in_a_pdf_is_not_run_by_what_sets_it() -> None:
    import pikepdf

    world = build(cast.EKKOPING, "Kvastören")
    data = written(world, f"{FIELDS} {SCRIPT}", reports.Format.PDF)
    assert b"root:" not in data
    with pikepdf.open(io.BytesIO(data)) as document:
        assert "/OpenAction" not in document.Root
        assert "/JavaScript" not in document.Root.get("/Names", {})
        for page in document.pages:
            for note in page.get("/Annots", []):
                assert "/URI" not in note.get("/A", {}), "no address that somebody wrote became a link"


@pytest.mark.parametrize("name", ["../../secret.docx", "..\\..\\secret.docx", "/etc/passwd.docx"])
def test_the_name_of_a_file_leads_nowhere(as_member: Callable[[str], Client], name: str, settings: Any) -> None:
    from pathlib import Path

    from kedjan.files.models import File
    from tests.faults.worlds_files import word_file

    given = SimpleUploadedFile("mall.docx", word_file())
    given._name = name  # type: ignore[attr-defined]  # what a hostile browser sends
    answer = as_member("Maj Sävdunge").post("/rapporter/mallar/", {"file": given})
    assert answer.status_code == 302
    kept = File.objects.get(purpose="report_template")
    assert not any(sign in kept.name for sign in ("/", "\\", "\r", "\n", ".."))
    folder = Path(settings.KEDJAN_FILES)
    assert all(re.fullmatch(r"[0-9a-f]{64}", path.name) for path in folder.rglob("*") if path.is_file())


def test_a_title_of_a_report_cannot_write_headers_of_the_answer(as_member: Callable[[str], Client]) -> None:
    from kedjan.files.models import File

    world = build(cast.EKKOPING, "Kvastören")
    File.objects.filter(id=world.things["export"]).update(name='x"; filename=evil.html\r\nSet-Cookie: x=1.docx')
    answer = as_member("Maj Sävdunge").get(f"/rapporter/filer/{world.things['export']}/hamta/")
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "\n" not in answer.headers["Content-Disposition"]


LONG = "x" * 100_000
CONTROLS = "a\x0b\x0c\x1b[31m\x85\ufeff\ufffe\u2028b"


@pytest.mark.parametrize("text", [LONG, CONTROLS, "\u202e" + "😀" * 200], ids=["long", "controls", "signs"])
def test_any_text_in_any_field_gets_a_page_and_never_a_fault(as_member: Callable[[str], Client], text: str) -> None:
    world = build(cast.EKKOPING, "Kvastören")
    fields = ("title", "subtitle", "heading", "text", "name", "email", "description", "population", "readers", "added")
    fields += ("seen", "key", "level", "invited", "opened_on", "closed_on", "starts", "ends", "unit", "role", "quote")
    fields += ("obtained", "template", "choice", "tag_set", "next", "language", "colours", "old", "new", "again", "to")
    fields += ("password", "as", "purpose", "reason", "tables", "columns", "gor", "keep")
    broken, staff = [], Staff(as_member)
    for each in addresses(world.things):
        if "POST" in each.methods and not each.where.startswith(("/demo/", "/logga-ut/")):
            answer = staff.fit(each.right).post(each.path, dict.fromkeys(fields, text[:50_000]))
            if answer.status_code >= 500:
                broken.append((each.where, answer.status_code))
    assert sorted(set(broken)) == []


@pytest.mark.parametrize("seen", ["²", "9" * 30, "9" * 5000, "-1"])
def test_any_number_in_any_field_gets_a_page_and_never_a_fault(as_member: Callable[[str], Client], seen: str) -> None:
    world = build(cast.EKKOPING, "Kvastören")
    given = {
        "seen": seen, "invited": seen, "level": seen, "title": "T", "heading": "H", "text": "t", "name": "N",
        "starts": "9999-12-31", "ends": "9999-12-31", "opened_on": "0001-01-01", "closed_on": "9999-12-31",
    }  # fmt: skip
    broken, staff = [], Staff(as_member)
    for each in addresses(world.things):
        client = staff.fit(each.right)
        if "POST" in each.methods and not each.where.startswith(("/demo/", "/logga-ut/")):
            broken += [each.where] if client.post(each.path, given).status_code >= 500 else []
        if "GET" in each.methods:
            names = ("sida", "kansla", "grupp", "ordning", "andel", "av", "visa")
            query = "&".join(f"{name}={seen}" for name in names)
            broken += [each.where] if client.get(f"{each.path}?{query}").status_code >= 500 else []
    assert sorted(set(broken)) == []
