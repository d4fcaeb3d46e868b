"""Somebody at a browser who uses the keyboard, with axe looking over the shoulder."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page

AXE = (Path(__file__).resolve().parents[1] / "vendor" / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
FOCUSED = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const label = e.labels && e.labels.length ? e.labels[0].innerText : '';
  return (e.getAttribute('aria-label') || label || e.innerText || e.value || '').replace(/\\s+/g, ' ').trim();
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

    def look(self) -> None:
        """Let axe look at the page; nothing may be found, nothing may be wider than the window, no script may fail."""
        self.page.wait_for_load_state()
        self.page.evaluate(AXE)
        found = self.page.evaluate(
            "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}}).then(r => r.violations.map("
            "v => v.id + ': ' + v.nodes.map(n => n.target.join(' ') + ' ' + n.failureSummary).slice(0, 3).join(' | '))"
            ")",
            RULES,
        )
        where = f"{self.path} at {self.page.viewport_size}"
        assert found == [], f"{where}: {found}"
        overflow = self.page.evaluate(
            "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert overflow <= 0, f"{where} is {overflow} pixels too wide"
        assert self.troubles == [], f"{where}: {self.troubles}"

    @property
    def path(self) -> str:
        """Return where in the house the person is."""
        return urlsplit(self.page.url).path

    @property
    def heading(self) -> str:
        """Return the page's h1."""
        return self.page.locator("h1").inner_text()

    def tab_to(self, name: str, *, most: int = 250) -> None:
        """Press Tab until what has the focus is called `name`, or begins so; fail where the keyboard does not reach."""
        for _ in range(most):
            self.page.keyboard.press("Tab")
            focused = self.page.evaluate(FOCUSED)
            if focused and (focused == name or focused.startswith(name)):
                return
        raise AssertionError(f"{self.path}: the keyboard does not reach '{name}'")

    def choose(self, name: str, *, look: bool = True) -> None:
        """Go to a link or button by keyboard, press Enter, and look at the page it leads to."""
        self.tab_to(name)
        with self.page.expect_event("framenavigated", timeout=30_000):
            self.page.keyboard.press("Enter")
        if look:
            self.look()

    def write(self, field: str, text: str) -> None:
        """Go to a field by keyboard and write in it, in place of what stood there."""
        self.tab_to(field)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)
