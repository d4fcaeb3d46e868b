"""Sixty-five leaders who answer over the network as a browser would: open the page, fill in its form, send it."""

import csv
import re
import urllib.parse
import urllib.request
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from typing import NamedTuple
from uuid import NAMESPACE_URL, UUID, uuid5

import html5lib

from kedjan.reflection import service as reflection

LOOPS = Path(__file__).parents[1] / "reference" / "hassleholm_loops.csv"
AREAS = {"Särskola": "Anpassade skolformer"}
TAGS = {tag.name: tag.position for tag in reflection.standard_tags()}
NO_TAG = "Övrigt"
"""Two of the study's reflections have no tag. The page asks for one, and this one marks nothing by it."""
FORM = re.compile(r"<form\b.*?</form>", re.DOTALL)
PREFIX = "{http://www.w3.org/1999/xhtml}"


class Answer(NamedTuple):
    """What one leader says to one assignment, as the published study counted it."""

    code: str
    area: str
    leader: str
    emotion: str
    tags: tuple[int, ...]


def answers() -> Iterator[Answer]:
    """Yield the 402 answers of the study."""
    with LOOPS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            tags = tuple(TAGS[name] for name in (row["tags"] or NO_TAG).split("|"))
            area = AREAS.get(row["area"], row["area"])
            yield Answer(row["assignment"], area, row["respondent"], row["emotion"], tags)


def leader_id(name: str) -> UUID:
    """Return the account of a leader of the study."""
    return uuid5(NAMESPACE_URL, f"kedjan:leader:{name}")


class Browsing:
    """One person's cookies, forms and pages."""

    def __init__(self, address: str, account: UUID) -> None:
        self.address = address
        cookies = urllib.request.HTTPCookieProcessor(CookieJar())
        self.opener = urllib.request.build_opener(cookies)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.get("/demo/"))
        assert token
        self.post(f"/demo/{account}/", [("csrfmiddlewaretoken", token[1])])

    def get(self, path: str) -> str:
        """Return a page."""
        with self.opener.open(self.address + path, timeout=60) as answer:
            return str(answer.read().decode())

    def post(self, path: str, fields: list[tuple[str, str]]) -> tuple[str, str]:
        """Send a form, and return where it led and what stands there."""
        request = urllib.request.Request(
            self.address + path,
            urllib.parse.urlencode(fields).encode(),
            {"Referer": self.address + path, "Origin": self.address},
        )
        with self.opener.open(request, timeout=60) as answer:
            return str(answer.url), str(answer.read().decode())

    def answer(self, round: UUID, said: Answer, area: UUID, text: str) -> None:
        """Answer an assignment within a service area, and see that it arrived."""
        path = f"/svara/{round}/{said.code}/?omrade={area}"
        hidden = list(hidden_fields(self.get(path)))
        given = [("text", text), *(("tags", str(tag)) for tag in said.tags), ("do", "send")]
        if said.emotion:
            given.append(("emotion", said.emotion))
        where, page = self.post(path, hidden + given)
        assert "/skickat/" in where, f"{said}: {where}: {page[:3000]}"


def hidden_fields(page: str) -> Iterator[tuple[str, str]]:
    """Yield the hidden fields of the form that holds the text; forms stand one after another, never in each other."""
    for form in FORM.findall(page):
        if 'name="text"' in form:
            for each in html5lib.parseFragment(form).iter(f"{PREFIX}input"):
                if each.get("type") == "hidden" and each.get("name"):
                    yield each.get("name", ""), each.get("value", "")
