"""Sharing outside the circle of readers: leaks are refused, what is hidden is shown, and others see no more."""

from collections.abc import Callable

from tests.journeys import errands
from tests.journeys.errands import UNION, Shared
from tests.journeys.person import Person


def test_an_area_beside_the_area_it_is_merged_with_is_refused(person: Callable[..., Person], shared: Shared) -> None:
    maj = person("Maj Sävdunge")
    errands.choose_tables(maj, shared.round, "Verksamhetsområden")
    maj.tick("Gymnasieskola", "Bredvid varandra")
    errands.merge(maj)
    maj.choose("Se vad som går ut")
    assert "Det här kan inte delas" in maj.says
    assert f"{UNION} bredvid Gymnasieskola skulle visa Anpassade skolformer: färre än 5 personer" in maj.says
    assert maj.page.get_by_role("button", name="Dela utanför läskretsen").count() == 0

    maj.choose(f"Behåll {UNION} och dölj det som ingår")
    assert "Det här kan inte delas" not in maj.says
    hidden = maj.page.locator("section", has_text="Vad som döljs").inner_text()
    assert "färre än 5 personer" in hidden
    assert "döljs för att du valde det" in hidden
    assert maj.page.get_by_role("button", name="Dela utanför läskretsen").count() == 1


def test_a_principal_sees_what_is_shared_and_not_the_texts(person: Callable[..., Person], shared: Shared) -> None:
    ester = person("Ester Kärrgrind", width=390)
    ester.open("/")
    ester.choose(f"Delat: {shared.title}")
    assert ester.path == shared.release
    assert "Inför samtalen i ledningsgruppen." in ester.says
    row = ester.page.locator("table", has_text="Reflektioner och känsla").locator("tbody tr").first
    cells = row.locator("td").all_inner_texts()
    assert cells[0] == "65"
    assert cells[-3:] == ["13", "3,2", "−0,4"]
    assert sum("döljs" in cell for cell in cells) == 6
    name, data = ester.fetch("CSV", "Ta med: Taggar per uppdrag")
    assert name.endswith(".csv")
    assert "Mycket viktigt område" in data.decode()

    assert ester.try_to_open(f"{shared.round}texter/") == 403
    assert f"Bara de som är namngivna i {shared.title} får göra det här." in ester.says
    assert ester.try_to_open(f"{shared.round}tabeller/taggar-per-uppdrag/") == 403
    assert ester.try_to_open(f"{shared.round}dela/") == 403


def test_the_neighbour_finds_neither_the_round_nor_what_is_shared(
    person: Callable[..., Person], shared: Shared
) -> None:
    sten = person("Sten Klockvret")
    assert sten.try_to_open(shared.round) == 404
    assert sten.try_to_open(shared.release) == 404
    assert shared.title not in sten.says
