"""What several journeys begin with: a round with its reflections, what is shared of it, and a settled report."""

from collections.abc import Sequence
from dataclasses import dataclass

from tests.journeys import files
from tests.journeys.person import Person

MERGED = ("Gymnasieskola", "Anpassade skolformer")
UNION = " + ".join(MERGED)
SECTION = "Vad vi har hört"
SPOT = f"Lägg till i ”{SECTION}”"
SENTENCE = "Analysförmågan behöver utvecklas, säger 33 av 65 (51 %)."


@dataclass(frozen=True, slots=True)
class Shared:
    """Addresses of a round and of what is shared of it, and what both are called."""

    round: str
    release: str
    title: str


@dataclass(frozen=True, slots=True)
class Settled:
    """Address and title of a settled report, and what was said to stand in its way before."""

    report: str
    title: str
    obstacles: str


def make_round(person: Person, title: str, *, readers: Sequence[str] = (), reads: bool = True) -> str:
    """Make a round read by whoever makes it, or not, and by others; return its address."""
    person.open("/omgangar/")
    person.choose("Ny omgång")
    person.write("Vad omgången heter", title)
    person.write("Vilka som tillfrågas", "ledare och nyckelpersoner")
    person.write("Hur många som tillfrågas", "65")
    person.write_day("Första dagen", "2026-10-01")
    person.pick("Taggar att välja bland", "Nulägesanalys")
    if not reads:
        person.tick("", "Läser texterna", on=False)
    for reader in readers:
        person.tick(reader, "Läser texterna")
    person.choose("Skapa omgången")
    assert person.heading == title
    return person.path


def propose(person: Person, round: str, name: str, data: bytes) -> None:
    """Choose a file and come to its ledger."""
    person.open(round)
    person.choose("Läs in en fil")
    person.give_file("Fil med reflektioner", name, data)
    person.choose("Granska filen")
    assert person.heading == name


def read_in(person: Person, round: str, name: str, data: bytes) -> None:
    """Choose a file and read it in."""
    propose(person, round, name, data)
    person.choose("Läs in allt")


def choose_tables(person: Person, round: str, *tables: str) -> None:
    """Go to sharing a round and tick tables."""
    person.open(round)
    person.choose("Dela", "Omgångens sidor")
    for table in tables:
        person.tick(table, "Tabeller")


def merge(person: Person) -> None:
    """Tick the two areas that are shown as one."""
    for area in MERGED:
        person.tick(area, "Slå ihop")


def share(maj: Person, title: str = "Samtalen i november") -> Shared:
    """Make a round of the study's rows and share it with the merged areas, whose parts stand there hidden."""
    made = make_round(maj, title)
    read_in(maj, made, "samtal.csv", files.data(files.rows()))
    assert "402 reflektioner är inlästa." in maj.says
    choose_tables(maj, made, "Taggar per uppdrag", "Verksamhetsområden")
    for area in ("Förskola", "Grundskola"):
        maj.tick(area, "Bredvid varandra")
    merge(maj)
    maj.tick("Låt delarna stå med, men dolda")
    maj.choose("Se vad som går ut")
    assert "Vad som döljs" in maj.says
    maj.write("Syfte", "Inför samtalen i ledningsgruppen.")
    maj.choose("Dela utanför läskretsen")
    assert "Det är delat." in maj.says
    return Shared(made, maj.path, title)


def approve(maj: Person, round: str, sentence: str) -> None:
    """Write the sentence about assignment 01 anew, and approve it."""
    maj.open(round)
    maj.choose("Mönster", "Omgångens sidor")
    maj.write("Mening", sentence, "01")
    maj.choose("Godkänn", "01")
    assert "Meningen är godkänd." in maj.says


def write_report(maj: Person, title: str, shared: Shared) -> str:
    """Begin a report with a section of every kind of part; return the address where it is read."""
    maj.open("/rapporter/")
    maj.choose("Påbörja en rapport")
    maj.write("Titel", title)
    maj.write("Undertitel", "Till ledningsgruppen i november")
    maj.choose("Påbörja")
    maj.choose("Lägg till ett avsnitt")
    maj.write("Rubrik", SECTION)
    maj.choose("Spara")
    maj.choose("Text", SPOT)
    maj.write("Text", "Så här svarade 65 ledare och nyckelpersoner.")
    maj.choose("Lägg in")
    put(maj, "Tabell", "Ny tabell", f"Taggar per uppdrag ({shared.title}")
    put(maj, "Bild", "Ny bild", f"Taggar per uppdrag ({shared.title}")
    put(maj, "Mönstermening", "Ny mönstermening", SENTENCE)
    quote(maj, shared)
    maj.choose("Se den som läsarna")
    return maj.path


def put(maj: Person, kind: str, group: str, option: str) -> None:
    """Put one of what is on offer in the section."""
    maj.choose(kind, SPOT)
    maj.pick_one(group, option)
    maj.choose("Lägg in")
    assert maj.path.endswith("/skriva/")


def quote(maj: Person, shared: Shared) -> None:
    """Find the reflection about the timetable and quote it, as yet without its author's consent."""
    maj.choose("Citat", SPOT)
    maj.choose(shared.title)
    maj.write("Ord i texten", "schemat")
    maj.choose("Visa")
    maj.choose("Citera")
    maj.write("Orden du citerar", files.QUOTED)
    maj.choose("Lägg in")
    assert "samtycke" in maj.says


def consent(maj: Person, report: str) -> None:
    """Write in the draft how the author consented."""
    maj.open(report)
    maj.choose("Skriv vidare")
    maj.choose(f"Ändra ({SECTION}, 5)")
    maj.tick("Författaren samtycker till att citeras")
    maj.write("Hur samtycket gavs", "muntligt, 13 november")
    maj.choose("Spara")


def settle(maj: Person, torun: Person, shared: Shared) -> Settled:
    """Write a report of every kind of part; Torun sees what stands in the way, Maj mends it, and Torun settles."""
    approve(maj, shared.round, SENTENCE)
    title = f"Rapport: {shared.title}"
    report = write_report(maj, title, shared)
    torun.open("/rapporter/")
    torun.choose(title)
    torun.choose("Fastställ")
    obstacles = torun.says
    consent(maj, report)
    torun.page.reload()
    torun.look()
    torun.tick("Jag har läst rapporten som den står")
    torun.choose("Fastställ rapporten")
    assert "Rapporten är fastställd." in torun.says
    return Settled(torun.path, title, obstacles)
