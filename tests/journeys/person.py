"""Somebody at a browser who uses the keyboard, with axe looking over the shoulder."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import ElementHandle, FilePayload, Page, Response

AXE = (Path(__file__).resolve().parents[1] / "vendor" / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
FOCUSED = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const tidy = text => (text || '').replace(/\\s+/g, ' ').trim();
  const label = e.labels && e.labels.length ? e.labels[0].innerText : '';
  const places = [];
  for (let p = e.parentElement; p; p = p.parentElement) {
    const by = p.getAttribute('aria-labelledby');
    const legend = p.tagName === 'FIELDSET' ? p.querySelector('legend') : by && document.getElementById(by);
    const row = p.tagName === 'TR' && p.querySelector('th');
    const said = p.getAttribute('aria-label') || (legend && legend.innerText) || (row && row.innerText);
    if (said) places.push(tidy(said));
  }
  return {name: tidy(e.getAttribute('aria-label') || label || e.innerText || e.value || e.textContent), places};
}"""


class Person:
    """A person of the cast (or nobody yet) in a browser of their own."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.troubles: list[str] = []
        page.on("pageerror", lambda error: self.troubles.append(f"script: {error}"))
        page.on("console", self._hear)

    def _hear(self, message: Any) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.troubles.append(f"console: {message.text}")

    def sign_in_by_one_click(self, name: str) -> None:
        """Choose who to be on the demo's own page."""
        self.page.goto("/demo/")
        self.page.get_by_role("button", name=name).click()
        self.page.wait_for_load_state()

    def open(self, address: str) -> None:
        """Open an address and look at the page."""
        answer = self.page.goto(address)
        assert answer is not None and answer.status < 400, f"{address}: {answer and answer.status}"
        self.look()

    def try_to_open(self, address: str) -> int:
        """Type an address that may not open, look at the page that answers, and return its status."""
        answer = self.page.goto(address)
        assert answer is not None
        self.look()
        return answer.status

    def look(self) -> None:
        """Let axe look at the page; nothing may be found, nothing may be wider than the window, no script may fail."""
        self.page.wait_for_load_state()
        where = f"{self.path} at {self.page.viewport_size}"
        found = self._found({"type": "tag", "values": RULES})
        assert found == [], f"{where}: {found}"
        overflow = self.page.evaluate(OVERFLOW)
        assert overflow <= 0, f"{where} is {overflow} pixels too wide"
        assert self.troubles == [], f"{where}: {self.troubles}"

    def look_at_night(self) -> None:
        """Let axe look at the page's dark colours, which is all that the night changes."""
        self.page.emulate_media(color_scheme="dark")
        found = self._found({"type": "rule", "values": ["color-contrast"]})
        assert found == [], f"{self.path} at night: {found}"
        self.page.emulate_media(color_scheme="light")

    def _found(self, only: dict[str, Any]) -> list[str]:
        if not self.page.evaluate("() => 'axe' in window"):
            self.page.evaluate(AXE)
        found: list[str] = self.page.evaluate(
            "only => axe.run(document, {runOnly: only}).then(r => r.violations.map("
            "v => v.id + ': ' + v.nodes.map(n => n.target.join(' ') + ' ' + n.failureSummary).slice(0, 3).join(' | '))"
            ")",
            only,
        )
        return found

    @property
    def path(self) -> str:
        """Return where in the house the person is."""
        return urlsplit(self.page.url).path

    @property
    def heading(self) -> str:
        """Return the page's h1."""
        return self.page.locator("h1").inner_text()

    @property
    def says(self) -> str:
        """Return what the page says, as one line."""
        return " ".join(self.page.locator("main").inner_text().split())

    def tab_to(self, name: str, within: str = "", *, most: int = 400) -> None:
        """Press Tab until what has the focus is called `name`, or begins so, and lies within a group, row or section
        called `within`; fail where the keyboard does not reach."""
        for _ in range(most):
            self.page.keyboard.press("Tab")
            found = self.page.evaluate(FOCUSED)
            if found and found["name"].startswith(name) and (not within or self._inside(found["places"], within)):
                return
        raise AssertionError(f"{self.path}: the keyboard does not reach '{name}' {within and f'in {within!r}'}")

    @staticmethod
    def _inside(places: list[str], within: str) -> bool:
        return any(place.startswith(within) for place in places)

    def choose(self, name: str, within: str = "", *, look: bool = True) -> Response | None:
        """Go to a link or button by keyboard, press Enter, and look at the page it leads to; return its answer."""
        self.tab_to(name, within)
        with self.page.expect_navigation(timeout=30_000) as found:
            self.page.keyboard.press("Enter")
        if look:
            self.look()
        return found.value

    def press(self, name: str, within: str = "") -> None:
        """Go to a button or link by keyboard and press Enter, where that changes the page one is on."""
        self.tab_to(name, within)
        self.page.keyboard.press("Enter")

    def waits_for(self, words: str) -> None:
        """Wait until the page says something by itself, and look at it."""
        self.page.locator("main").get_by_text(words).first.wait_for(timeout=20_000)
        self.look()

    def write(self, field: str, text: str, within: str = "") -> None:
        """Go to a field by keyboard and write in it, in place of what stood there."""
        self.tab_to(field, within)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)

    def write_day(self, field: str, day: str) -> None:
        """Go to a field for a day by keyboard and type the day in the order that the browser's own language has."""
        year, month, date = day.split("-")
        self.tab_to(field)
        for order in ((month, date, year), (year, month, date), (date, month, year)):
            for part in order:
                self.page.keyboard.type(part)
                if part == year:  # a year can be longer, so the browser waits for more
                    self.page.keyboard.press("ArrowRight")
            if self._focused().input_value() == day:
                return
            for _ in order:
                self.page.keyboard.press("ArrowLeft")
        raise AssertionError(f"{self.path}: '{field}' does not take {day}")

    def tick(self, name: str, within: str = "", *, on: bool = True) -> None:
        """Go to a box by keyboard and make it ticked, or not."""
        self.tab_to(name, within)
        if self._focused().is_checked() is not on:
            self.page.keyboard.press("Space")
        assert self._focused().is_checked() is on, f"{self.path}: the box '{name}' does not answer to the space bar"

    def pick(self, field: str, option: str) -> None:
        """Go to a list by keyboard and step with the arrows to the option that begins with `option`."""
        self.tab_to(field)
        self.page.keyboard.press("Home")
        for _ in range(self._focused().evaluate("list => list.options.length")):
            chosen = self._focused().evaluate("list => list.selectedOptions[0].innerText.trim()")
            if chosen.startswith(option):
                self.page.wait_for_load_state("networkidle")
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{self.path}: '{field}' does not offer '{option}'")

    def pick_one(self, group: str, option: str) -> None:
        """Go to a group of radio buttons by keyboard and step to the one whose label holds `option`."""
        self.tab_to("", group)
        self.page.keyboard.press("Space")
        for _ in range(100):
            if option in self.page.evaluate(FOCUSED)["name"]:
                assert self._focused().is_checked()
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{self.path}: '{group}' does not offer '{option}'")

    def give_file(self, field: str, name: str, data: bytes) -> None:
        """Go to a field for files by keyboard and give it a file."""
        self.tab_to(field)
        self._focused().set_input_files([FilePayload(name=name, mimeType="application/octet-stream", buffer=data)])

    def expand(self, summary: str, within: str = "") -> None:
        """Go to what can be opened out by keyboard and open it."""
        self.tab_to(summary, within)
        self.page.keyboard.press("Enter")
        assert self._focused().evaluate("e => e.closest('details').open")
        self.look()

    def fetch(self, name: str, within: str = "") -> tuple[str, bytes]:
        """Go to a link to a file by keyboard, press Enter, and return the file's name and what it holds."""
        self.tab_to(name, within)
        with self.page.expect_download() as found:
            self.page.keyboard.press("Enter")
        return found.value.suggested_filename, found.value.path().read_bytes()

    def _focused(self) -> ElementHandle:
        element = self.page.evaluate_handle("document.activeElement").as_element()
        assert element is not None
        return element
