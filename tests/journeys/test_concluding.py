"""From what was written to a settled report: five people at browsers of their own, before and after the last day."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from kedjan_site.demo.conclusions import ANALYSIS_ID
from tests.journeys.conftest import chairs, served
from tests.journeys.person import Person
from tests.once import demo_loaded

CONCLUSION = "Underlagen räcker till när de kommer i tid"
LISTING, OWN = f"/nulagesanalyser/{ANALYSIS_ID}/slutsatser/", f"/min-sida/slutsatser/{ANALYSIS_ID}/"
REPORT, SECTION = "Från mönster till beslut", "Det här kom vi fram till"
BEFORE, AFTER = "2026-11-16T09:00", "2026-12-03T09:00"
"""While those who were asked can answer, and when they no longer can."""


@dataclass(frozen=True, slots=True)
class Written:
    """Where a conclusion that has been fed back and answered stands, and in which folder."""

    folder: Path
    conclusion: str


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Written:
    """Let Maj write and feed back, and two principals say what they think of it."""
    folder = tmp_path_factory.mktemp("served") / "concluding"
    shutil.copytree(demo_loaded(tmp_path_factory), folder)
    with served(folder, BEFORE) as address, chairs(address, browser) as sit_down:
        conclusion, number = concluded(sit_down("Maj Sävdunge"))
        answered(sit_down("Viggo Lindvass", width=390), number, "Stämmer")
        answered(sit_down("Ester Kärrgrind", width=390), number, "Stämmer inte", "De kom i tid, men inte till oss.")
    return Written(folder, conclusion)


def concluded(maj: Person) -> tuple[str, str]:
    """Write a conclusion, look for what it rests on, and feed it back; return its address and number."""
    maj.open(LISTING)
    maj.choose("Ny slutsats")
    maj.write("Slutsatsen", CONCLUSION)
    maj.tick("Den är en styrka")
    maj.choose("Spara")
    at = maj.path
    number = maj.page.locator(".k-overline").inner_text().split()[1]
    maj.choose("Leta belägg")
    maj.write("Ord att leta efter", "analysunderlaget")
    maj.choose("Leta")
    maj.choose("Det talar för")
    assert "Tillagt som belägg." in maj.says
    maj.choose("Det talar emot")
    maj.choose("Till slutsatsen")
    maj.open(LISTING)
    maj.choose("Återkoppla")
    maj.choose("Återkoppla")
    assert "framlagd" in maj.says
    return at, number.rstrip(":·")


def answered(who: Person, number: str, stance: str, comment: str = "") -> None:
    """Say on one's own page what one thinks of it."""
    form = f"Vad du säger om slutsats {number}"
    who.open(OWN)
    who.pick_one(form, stance)
    if comment:
        who.write("Vad skulle du säga", comment, form)
    who.choose("Skicka", form)
    assert "Tack." in who.says


@pytest.fixture(scope="module")
def later(written: Written, browser: Browser) -> Iterator[Callable[..., Person]]:
    """Sit people down when the last day has passed."""
    with served(written.folder, AFTER) as address, chairs(address, browser) as sit_down:
        yield sit_down


def test_a_conclusion_goes_from_a_pattern_to_a_report_that_the_board_follows_back(
    written: Written, later: Callable[..., Person]
) -> None:
    maj, karin = later("Maj Sävdunge"), later("Karin Olspång", width=390)
    maj.open(written.conclusion)
    maj.choose("Besluta")
    assert "Den kan inte fastställas än" in maj.says
    karin.open(written.conclusion)
    karin.choose("Läs och svara")
    assert "De kom i tid, men inte till oss." in karin.says and "Ester" not in karin.says
    karin.tick("", "Till vem")
    karin.write("Ditt svar", "Vi ser över utskicket till er.")
    karin.choose("Återkoppla")
    maj.page.reload()
    maj.pick_one("Vad du beslutar", "Fastställ den som")
    maj.write("Varför", "De flesta känner igen sig, och den som inte gjorde det har fått svar.")
    maj.choose("Besluta")
    assert "Fastställd" in maj.says
    report = reported(maj)
    torun = later("Torun Hedspång")
    torun.open(report)
    torun.choose("Fastställ")
    torun.tick("Jag har läst rapporten som den står")
    torun.choose("Fastställ rapporten")
    assert "Rapporten är fastställd." in torun.says
    followed(later("Gunnel Ekspång", width=390), report)
    ester = later("Ester Kärrgrind", width=390)
    ester.open(OWN)
    assert "Vi ser över utskicket till er." in ester.says
    assert "De flesta känner igen sig" in ester.says


def reported(maj: Person) -> str:
    """Write a report with the conclusion as a living part; return where it is read."""
    maj.open("/rapporter/")
    maj.choose("Påbörja en rapport")
    maj.write("Titel", REPORT)
    maj.choose("Påbörja")
    maj.choose("Lägg till ett avsnitt")
    maj.write("Rubrik", SECTION)
    maj.choose("Spara")
    maj.choose("Slutsats", f"Lägg till i ”{SECTION}”")
    maj.pick_one("Ny slutsats", CONCLUSION)
    maj.choose("Lägg in")
    maj.choose("Se den som läsarna")
    return maj.path


def followed(gunnel: Person, report: str) -> None:
    """Read the report as a member of the board, and follow the conclusion as far as her right reaches."""
    gunnel.open(report)
    assert CONCLUSION in gunnel.says
    gunnel.choose("Vad bygger det på?")
    assert "Ett belägg finns som du inte får läsa." in gunnel.says
    gunnel.choose("Följ hela tråden")
    assert gunnel.heading == "Den röda tråden"
    assert SECTION in gunnel.says
    assert "Ytterligare en sak som du inte har rätt att se." in gunnel.says
