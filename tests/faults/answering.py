"""People who are asked in an installation of its own, and what their pages send."""

from urllib.parse import urlencode
from uuid import UUID, uuid4

from kedjan_site.demo import cast
from tests.faults.conftest import SOURCE, Installation
from tests.faults.serving import Browser

PEOPLE = ("Petra Lövhage", "Idris Kvarnvass", "Love Spånghage", "Jonas Myrgrind")
CODES = tuple(f"{number:02}" for number in range(1, 7))
AREA = cast.area_id(cast.EKKOPING, "Grundskola")


def asked_in(here: Installation) -> str:
    """Ask four people in a round of the installation; return the address of its assignments."""
    here.environment["PYTHONPATH"] = f"{SOURCE}:{SOURCE.parent}"
    given = f"print(asked.an_asked_round(people={PEOPLE!r}, codes={CODES!r}).id)"
    return f"/svara/{here.ask(f'from tests.rooms import reflection_asked as asked; {given}')}/"


def sent(browser: Browser, path: str, text: str, key: UUID | None = None, **more: str) -> tuple[int, str]:
    """Send an answer; return the status and the page, or 0 where the house went away meanwhile."""
    fields = {
        "csrfmiddlewaretoken": browser.cookies["kedjan_csrf"],
        "area": str(AREA),
        "key": str(key or uuid4()),
        "seen": "0",
        "sent": "0",
        "writer": str(uuid4()),
        "text": text,
        "tags": "2",
        "emotion": "1",
        "do": "send",
        **more,
    }
    try:
        return browser.ask(path, urlencode(fields).encode(), "application/x-www-form-urlencoded", seconds=30)
    except OSError:
        return 0, ""
