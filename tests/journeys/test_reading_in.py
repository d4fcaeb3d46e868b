"""A new round, and a file that is refused, mended, read in, read in again, undone and read in once more."""

from collections.abc import Callable

from tests.journeys import errands, files
from tests.journeys.person import Person

NAME = "hösten.csv"
PROBLEMS = {
    "5": ("känsla", "7", "ett heltal från −2 till 2, eller tomt"),
    "9": ("taggar", "Mycket viktigt områd", "en tagg ur uppsättningen, till exempel Mycket viktigt område"),
    "12": ("verksamhetsområde", "Förskolan Solen", "Förskola, Grundskola, Gymnasieskola"),
}


def test_a_file_is_refused_with_reasons_then_read_in_whole_and_undone(person: Callable[..., Person]) -> None:
    maj = person("Maj Sävdunge")
    made = errands.make_round(maj, "Hösten 2026")
    refused_with_reasons(maj, made)

    maj.choose("Välj en annan fil")
    maj.give_file("Fil med reflektioner", NAME, files.data(files.rows()))
    maj.choose("Granska filen")
    assert "Alla rader402" in maj.says.replace(" 402", "402")
    maj.choose("Läs in allt")
    assert maj.path == made
    assert "402 reflektioner är inlästa." in maj.says

    read_in_again_changes_nothing(maj, made)
    undone(maj)
    errands.read_in(maj, made, NAME, files.data(files.rows()))
    assert "402 reflektioner är inlästa." in maj.says


def refused_with_reasons(maj: Person, made: str) -> None:
    """Come to a ledger that says of three rows what is wrong and what was expected, and offers a list of them."""
    errands.propose(maj, made, NAME, files.with_faults())
    assert "Filen kan inte läsas in som den är" in maj.says
    assert "Läs in allt" not in maj.says
    _name, listed = maj.fetch("Hämta listan på det som ska rättas")
    maj.choose("Avvisade")
    for number, wrong in PROBLEMS.items():
        row = maj.page.locator("tbody tr", has=maj.page.locator(f"th:text-is('{number}')")).inner_text()
        for said in wrong:
            assert said in row
            assert said in listed.decode()


def read_in_again_changes_nothing(maj: Person, made: str) -> None:
    """Read the same file in again: it says so before, and after."""
    errands.propose(maj, made, NAME, files.data(files.rows()))
    assert "Allt i filen finns redan i omgången." in maj.says
    maj.choose("Läs in allt")
    assert "Allt i filen fanns redan. Inget har ändrats." in maj.says


def undone(maj: Person) -> None:
    """Undo the file that brought the reflections: the page says what that means, and does it."""
    maj.choose("Inläsningar", "Omgångens sidor")
    maj.choose("Ångra")
    assert "402 reflektioner tas bort" in maj.says
    maj.choose("Ångra")
    assert "Inläsningen är ångrad." in maj.says


def test_whoever_leads_without_reading_reads_a_file_in_but_not_its_texts(person: Callable[..., Person]) -> None:
    nils = person("Nils Björkspång", width=390)
    made = errands.make_round(nils, "Vintern 2026", readers=["Maj Sävdunge"], reads=False)
    errands.read_in(nils, made, NAME, files.data(files.rows()[:5]))
    assert "5 reflektioner är inlästa." in nils.says
    nils.choose("Inläsningar", "Omgångens sidor")
    nils.choose(NAME)
    assert "Raderna är texter" in nils.says
    assert files.QUOTED not in nils.says
    assert nils.try_to_open(f"{made}texter/") == 403
    assert "Bara de som är namngivna i Vintern 2026" in nils.says
