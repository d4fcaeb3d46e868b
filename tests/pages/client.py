"""A reader of pages that checks every page it fetches: what a browser, a screen reader and the CSP would refuse."""

from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.pages.checks import parsed, text_of, wrong_with

FIELDS = {"input", "select", "textarea"}


@dataclass
class Form:
    """A form as it stands on a page: where it goes and what its fields hold."""

    action: str
    method: str
    values: dict[str, Any]
    buttons: tuple[str, ...]
    names: frozenset[str] = frozenset()


@dataclass
class Page:
    """A fetched answer; `tree` is None where it is not HTML. `queries` are those that made it."""

    path: str
    response: HttpResponse
    queries: tuple[str, ...] = ()
    tree: Element | None = None
    redirects: tuple[str, ...] = field(default=())

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def to(self) -> str:
        """Return where a redirect leads."""
        return self.response.headers.get("Location", "")

    @property
    def html(self) -> str:
        return self.response.content.decode()

    @property
    def h1(self) -> str:
        return text_of(self.all("h1")[0])

    @property
    def text(self) -> str:
        """Return what is read aloud in the main part of the page."""
        mains = self.all("main")
        return text_of(mains[0]) if mains else text_of(self.all("body")[0])

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """Return the elements of a kind; `class_` asks for one class among others, other attributes for equality."""
        assert self.tree is not None, "the answer is not a page"
        return [element for element in self.tree.iter(tag) if _matches(element, attributes)]

    def links(self) -> dict[str, str]:
        """Return the addresses of all links by their words."""
        return {text_of(link): link.get("href", "") for link in self.all("a")}

    def form(self, button: str = "", action: str = "") -> Form:
        """Return the form with a button of these words, or with this address; those in the main part come first."""
        in_main = [element for main in self.all("main") for element in main.iter("form")]
        around = [element for element in self.all("form") if element not in in_main]
        forms = [_form(element, self.path) for element in (*in_main, *around)]
        fitting = [
            f for f in forms if button in ("", *f.buttons) and action in ("", f.action, f.action.partition("?")[0])
        ]
        assert fitting, f"no form with {button or action!r}; there are {[(f.action, f.buttons) for f in forms]}"
        return fitting[0]


class PageClient:
    """Opens pages and submits forms as one person. CSRF is checked as in earnest."""

    def __init__(self, **defaults: Any) -> None:
        self.http = Client(enforce_csrf_checks=True, **defaults)

    def open(self, path: str, *, status: int = 200, follow: bool = False, **extra: Any) -> Page:
        """Fetch a page, expect `status` and check the page; `follow` goes where redirects lead."""
        with CaptureQueriesContext(connection) as captured:
            response = self.http.get(path, follow=follow, **extra)
        return self._page(path, response, status, captured)

    def submit(self, page: Page, button: str = "", *, action: str = "", status: int = 302, **values: Any) -> Page:
        """Submit a form as it stands on `page`, with `values` changed; a name that the form lacks is refused."""
        form = page.form(button, action)
        unknown = set(values) - form.names
        assert not unknown, f"the form has no {sorted(unknown)}; it has {sorted(form.names)}"
        filled = {name: value for name, value in {**form.values, **values}.items() if value is not None}
        with CaptureQueriesContext(connection) as captured:
            call = self.http.get if form.method == "get" else self.http.post
            response = call(form.action, filled, follow=False)
        return self._page(form.action, response, 200 if form.method == "get" else status, captured)

    def post(self, path: str, values: dict[str, Any] | None = None, *, status: int = 302, **extra: Any) -> Page:
        """Post without a form: what somebody else's program would send, had it got past the CSRF check."""
        self.http.handler.enforce_csrf_checks = False
        try:
            with CaptureQueriesContext(connection) as captured:
                response = self.http.post(path, values or {}, **extra)
        finally:
            self.http.handler.enforce_csrf_checks = True
        return self._page(path, response, status, captured)

    def _page(self, path: str, response: Any, status: int, captured: CaptureQueriesContext) -> Page:
        said = response.content.decode()[:2000] if not response.streaming else "(a stream)"
        assert response.status_code == status, f"{path} answered {response.status_code}, not {status}: {said}"
        queries = tuple(query["sql"] for query in captured.captured_queries)
        followed = tuple(where for where, _ in getattr(response, "redirect_chain", []))
        if response.streaming or not response.headers.get("Content-Type", "").startswith("text/html"):
            return Page(path, response, queries, redirects=followed)
        if not response.content:
            return Page(path, response, queries, redirects=followed)
        html = response.content.decode()
        wrong = wrong_with(html, dict(response.headers))
        assert not wrong, f"{path}: " + "; ".join(wrong)
        return Page(followed[-1] if followed else path, response, queries, parsed(html), followed)


def _matches(element: Element, attributes: dict[str, str]) -> bool:
    for name, value in attributes.items():
        held = element.get(name.rstrip("_").replace("_", "-")) or ""
        if value not in (held.split() if name == "class_" else [held]):
            return False
    return True


def _form(element: Element, path: str) -> Form:
    values: dict[str, Any] = {}
    names = set()
    for each in element.iter():
        name = each.get("name")
        if each.tag not in FIELDS or not name or each.get("disabled") is not None:
            continue
        names.add(name)
        value = _value(each)
        if value is None:
            continue
        values[name] = value
    buttons = [each for each in element.iter("button") if each.get("type", "submit") == "submit"]
    for each in buttons:
        if each.get("name"):
            names.add(str(each.get("name")))
    where = element.get("action") or path
    return Form(where, element.get("method", "get").lower(), values, tuple(map(text_of, buttons)), frozenset(names))


def _value(each: Element) -> Any:
    if each.tag == "textarea":
        return "".join(each.itertext()).removeprefix("\n")
    if each.tag == "select":
        options = list(each.iter("option"))
        chosen = [o for o in options if o.get("selected") is not None] or (
            options[:1] if each.get("multiple") is None else []
        )
        found = [o.get("value", text_of(o)) for o in chosen]
        return found if each.get("multiple") is not None else (found[0] if found else None)
    kind = each.get("type", "text")
    if kind in {"checkbox", "radio"}:
        return each.get("value", "on") if each.get("checked") is not None else None
    return None if kind in {"file", "submit", "button"} else each.get("value", "")
