"""A file gives what its page gives the same person: to the same people, the same texts and names, the same numbers.

Whatever answers a file stands in `EXPORTS`, and here beside the pages it keeps to, or the first test fails.
"""

import csv
import html
import io
import re
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any
from uuid import UUID, uuid4

import docx
import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from kedjan.extracts import service as extracts
from kedjan.reflection import models
from kedjan.reflection import service as reflection
from kedjan.reports import service as reports
from kedjan_site.demo import cast
from kedjan_statistics.figure import round_half_away
from kedjan_web.rounds.tables.kinds import KINDS
from tests.faults.worlds import World, build
from tests.house.exports import EXPORTS
from tests.house.walking import as_member

pytestmark = pytest.mark.django_db

MEMBERS = tuple(member.name for municipality in cast.MUNICIPALITIES for member in municipality.members)
MANAGER, READ_BY = "Ester Kärrgrind", {cast.EKKOPING: ("Maj Sävdunge", "Siv Blåmyr", "Ester Kärrgrind")}
READ_BY[cast.ALLMALA] = ("Sten Klockvret", "Lo Vinterklint")
SECRET, NUMBER = re.compile(r"viskning(?: om)? \w+"), re.compile(r"[−-]?\d+(?:[.,]\d+)?")


@dataclass(frozen=True)
class Beside:
    """A file and the pages it keeps to. `whole`: every text of the pages is in it. `own`: only whoever asked has it."""

    path: str
    pages: tuple[str, ...]
    whole: bool = False
    own: str = ""
    numbers: bool = True


def at(name: str, *args: Any, query: str = "") -> str:
    return reverse(name, args=args) + query


def of_combinations(world: World) -> Iterable[Beside]:
    of = world.things["round"]
    for query in ("?vy=viktigt", "?vy=viktigt&villkor=assignment:01", "?vy=viktigt&villkor=any(emotion:-2;emotion:2)"):
        for ending in ("csv", "xlsx"):
            yield Beside(
                at("combination_file", of, ending, query=query), (at("combinations", of, query=query),), numbers=False
            )


def of_goals(_: World) -> Iterable[Beside]:
    for ending in ("csv", "xlsx"):
        yield Beside(at("goals_file", ending), (at("goals"),), numbers=False)


def of_boards(world: World) -> Iterable[Beside]:
    of = world.things["analysis"]
    for ending in ("csv", "xlsx"):
        yield Beside(at("board_file", of, ending), (at("board", of),), numbers=False)


def of_proposals(world: World) -> Iterable[Beside]:
    of = world.things["analysis"]
    for ending in ("csv", "xlsx"):
        each = (at("proposal", world.things[name]) for name in ("proposal", "merged_proposal", "decided_proposal"))
        yield Beside(at("proposals_file", of, ending), (at("proposals", of), *each), numbers=False)


def of_actions(_: World) -> Iterable[Beside]:
    for ending in ("csv", "xlsx"):
        yield Beside(at("actions_file", ending), (at("actions"),), numbers=False)


def of_answers(world: World) -> Iterable[Beside]:
    of = world.things["analysis"]
    for ending in ("csv", "xlsx"):
        yield Beside(at("answers_file", of, ending), (at("proposals", of),), numbers=False)


def of_problems(world: World) -> Iterable[Beside]:
    of = (world.things["round"], world.things["waiting"])
    yield Beside(at("import_problems", *of), (at("import_ledger", *of),), numbers=False)


def of_time_frames(_: World) -> Iterable[Beside]:
    yield Beside(at("time_frames_file"), (at("time_frames"),), numbers=False)


def of_my_data(world: World) -> Iterable[Beside]:
    pages = ("my_data", "my_reflections", "my_consents", "my_rights", "who_read", "start")
    of_mine = tuple(at(name) for name in pages)
    yield Beside(at("my_data_file"), of_mine, numbers=False)


def of_releases(world: World) -> Iterable[Beside]:
    of = world.things["release"]
    for ending in ("csv", "xlsx"):
        yield Beside(at("release_file", of, "by_area", ending), (at("release", of),))


def of_responses(world: World) -> Iterable[Beside]:
    for of in (world.things["round"], world.things["given"]):
        yield Beside(
            at("round_response_file", of),
            tuple(at("round_response", of, query=f"?uppdrag={code}") for code in ("01", "02")),
            numbers=False,
        )


def of_tables(world: World) -> Iterable[Beside]:
    of = world.things["round"]
    for kind in KINDS:
        for ending in ("csv", "xlsx"):
            yield Beside(at("round_table_file", of, kind, ending), (at("round_table", of, kind),))


def of_extracts(world: World) -> Iterable[Beside]:
    of = world.things["round"]
    for name in READ_BY[world.municipality]:
        for kind in extracts.Format:
            key = uuid4()
            extracts.ask_for_extract(
                by=cast.actor(name), now=cast.NOW, key=key, round=UUID(of), sought=reflection.TextsSought(), format=kind
            )
            yield Beside(at("take_extract", of, key), (at("round_texts", of),), whole=True, own=name, numbers=False)


def of_reports(world: World) -> Iterable[Beside]:
    for of in ("report", "settled"):
        for name in (world.developer, world.chief):
            key = uuid4()
            reports.ask_for_export(
                by=cast.actor(name), now=cast.NOW, key=key, report=UUID(world.things[of]), format=reports.Format.WORD
            )
            yield Beside(
                at("take_report_file", key), (at("report", world.things[of]),), whole=True, own=name, numbers=False
            )


def of_deliveries(world: World) -> Iterable[Beside]:
    key = world.things["delivery"]
    yield Beside(at("delivery_problems", key), (at("delivery", key),))


def of_studies(world: World) -> Iterable[Beside]:
    key = world.things["study"]
    for ending in ("csv", "xlsx"):
        yield Beside(at("study_file", key, ending), (at("study", key),), numbers=False)


def of_attendance(_: World) -> Iterable[Beside]:
    for ending in ("csv", "xlsx"):
        yield Beside(at("attendance_file", ending), (at("attendance"),), numbers=False)


def of_matrices(_: World) -> Iterable[Beside]:
    for ending in ("csv", "xlsx"):
        yield Beside(at("matrix_file", ending), (at("matrix"),), numbers=False)


def of_tests(_: World) -> Iterable[Beside]:
    for ending in ("csv", "xlsx"):
        yield Beside(at("tests_file", ending), (at("tests"),), numbers=False)


def of_nothing(_: World) -> Iterable[Beside]:
    """What the house says of itself to an identity provider: to anybody, and there is nothing of people in it."""
    return ()


WALKED: dict[str, Callable[[World], Iterable[Beside]]] = {
    "answers_file": of_answers,
    "actions_file": of_actions,
    "attendance_file": of_attendance,
    "combination_file": of_combinations,
    "board_file": of_boards,
    "delivery_problems": of_deliveries,
    "goals_file": of_goals,
    "import_problems": of_problems,
    "matrix_file": of_matrices,
    "time_frames_file": of_time_frames,
    "my_data_file": of_my_data,
    "proposals_file": of_proposals,
    "release_file": of_releases,
    "round_response_file": of_responses,
    "round_table_file": of_tables,
    "saml_metadata": of_nothing,
    "study_file": of_studies,
    "tests_file": of_tests,
    "take_extract": of_extracts,
    "take_report_file": of_reports,
}


@dataclass
class Opened:
    """What somebody has opened, each address once."""

    client: Client
    met: dict[str, tuple[int, str]] = field(default_factory=dict)

    def page(self, path: str) -> tuple[int, str]:
        if path not in self.met:
            answer = self.client.get(path, follow=True)
            self.met[path] = answer.status_code, shown(answer.content.decode(errors="replace"))
        return self.met[path]


def shown(page: str) -> str:
    """The words of a page, with those that are said of its parts."""
    said = " ".join(re.findall(r'(?:title|aria-label|value|alt)="([^"]*)"', page))
    bare = re.sub(r"<[^>]*>", " ", re.sub(r"<(script|style).*?</\1>", " ", page, flags=re.DOTALL))
    return " ".join(html.unescape(f"{bare} {said}").split())


def cells_of(body: bytes) -> list[list[object]]:
    """The rows of a workbook's sheets, or of a file with semicolons; of anything else its lines."""
    if body[:2] == b"PK" and "word/document.xml" in zipfile.ZipFile(io.BytesIO(body)).namelist():
        made = docx.Document(io.BytesIO(body))
        rows: list[list[object]] = [[cell.text for cell in row.cells] for table in made.tables for row in table.rows]
        return [[each.text] for each in made.paragraphs] + rows
    if body[:2] == b"PK":
        book = openpyxl.load_workbook(io.BytesIO(body))
        return [list(row) for sheet in book.worksheets for row in sheet.iter_rows(values_only=True)]
    text = body.decode("utf-8-sig")
    if text[:1] == "{":
        return [[text]]
    return [list(row) for row in csv.reader(io.StringIO(text), delimiter=";")]


def words_of(rows: list[list[object]]) -> str:
    return " ".join(" ".join(str(cell) for row in rows for cell in row if cell is not None).split())


def names_in(text: str) -> set[str]:
    return {name for name in MEMBERS if name in text}


def unshown(rows: list[list[object]], page: str) -> list[object]:
    """Numbers of a file that stand on its page neither whole nor rounded, as the page writes them."""
    written = {each.replace("-", "−").removeprefix("+") for each in NUMBER.findall(page)}
    return [
        cell for row in rows for cell in row if (number := as_number(cell)) is not None and not ways(number) & written
    ]


def as_number(cell: object) -> Fraction | None:
    if isinstance(cell, str) and re.fullmatch(r"[−-]?\d+,\d+", cell):
        return Fraction(cell.replace(",", ".").replace("−", "-"))
    return Fraction(str(cell)) if isinstance(cell, int | float) and not isinstance(cell, bool) else None


def ways(number: Fraction) -> set[str]:
    places = (str(round_half_away(number, places)).replace(".", ",").replace("-", "−") for places in (0, 1, 2))
    return {*places, str(number).replace("-", "−")}


@pytest.fixture(params=cast.MUNICIPALITIES, ids=lambda each: each.slug)
def world(request: pytest.FixtureRequest, db: None) -> World:
    made = build(request.param, "Kvastören")
    provider = cast.provider_id(made.municipality)
    for name in READ_BY[made.municipality]:
        reader = {"provider_id": provider, "round_id": UUID(made.things["round"]), "account_id": cast.account_id(name)}
        models.RoundReader.objects.get_or_create(**reader)
    return made


def test_every_address_that_answers_a_file_is_walked() -> None:
    assert set(WALKED) == set(EXPORTS), "say which pages the new file keeps to"


def test_files_give_each_member_what_the_pages_give_and_no_more(world: World) -> None:
    files = [beside for walked in WALKED.values() for beside in walked(world)]
    wrong, taken, refused = [], dict.fromkeys(MEMBERS, 0), 0
    for name in MEMBERS:
        opened = Opened(as_member(name))
        for each in files:
            answer = opened.client.get(each.path)
            pages = [opened.page(path) for path in each.pages]
            if answer.status_code != 200:
                refused += 1
                there = all(status == 200 for status, _ in pages) and each.own in {"", name}
                if there or answer.status_code >= 500:
                    wrong.append((name, each.path, answer.status_code, "is on the page, and not to be had as a file"))
                continue
            taken[name] += 1
            wrong += [(name, each.path, *why) for why in differences(name, each, answer, pages)]
    assert wrong == [], "\n".join(map(repr, sorted(wrong, key=repr)))
    assert refused > 500
    assert taken[world.developer] > 20 and 0 < min(taken.values()) < 5


def differences(name: str, each: Beside, answer: Any, pages: list[tuple[int, str]]) -> Iterable[tuple[object, ...]]:
    """What is in a file beyond its pages, or, where it is to be whole, is on them and not in it."""
    rows = cells_of(b"".join(answer.streaming_content) if answer.streaming else answer.content)
    in_file, on_pages = words_of(rows), " ".join(text for _, text in pages)
    if each.own not in {"", name}:
        yield ("is somebody else's",)
    if any(status != 200 for status, _ in pages):
        yield ("is a file of a page that is not theirs", [status for status, _ in pages])
    texts, shown_texts = set(SECRET.findall(in_file)), set(SECRET.findall(on_pages))
    if texts - shown_texts or (each.whole and texts != shown_texts):
        yield ("has other texts", texts ^ shown_texts)
    if names_in(in_file) - names_in(on_pages) - {name}:
        yield ("names others", names_in(in_file) - names_in(on_pages))
    if each.numbers and unshown(rows, on_pages):
        yield ("has other numbers", unshown(rows, on_pages)[:5])
