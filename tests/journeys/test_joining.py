"""A pupil who came in under two numbers is made one, and two again, on a phone and by the keyboard alone."""

from collections.abc import Callable

from tests.journeys.person import Person
from tests.rooms.results_made import grades_file, year_of_grades


def test_a_pupil_who_is_two_is_made_one_and_two_again(person: Callable[..., Person]) -> None:
    nils = person("Nils Björkspång", width=390)
    for pupil, grades in (("resa-a", "C"), ("resa-b", "B")):
        nils.open("/inlasning/skicka/")
        nils.give_file(
            "Fil med resultat",
            f"{pupil}.csv",
            grades_file(*year_of_grades([(pupil, "K", grades)], year="2024/25", level=9)),
        )
        nils.choose("Granska filen")
        nils.choose("Läs in allt")
    nils.choose("Gör en elev av två")
    nils.choose("Berätta om två nummer")
    nils.write("Det ena numret", "resa-a")
    nils.write("Det andra numret", "resa-b")
    nils.choose("Titta på de två")
    assert nils.heading == "Två som sägs vara en" and "Betyg: C" in nils.says
    nils.write("Varför", "Nytt nummer")
    nils.choose("Gör dem till en elev")
    assert "Säg att det som kom in senast gäller." in nils.says
    nils.tick("Det som kom in senast gäller där de två inte säger samma sak")
    nils.choose("Gör dem till en elev")
    assert "De två är en elev från och med nu." in nils.says
    nils.choose("Gör dem till två igen")
    nils.choose("Gör dem till två")
    assert "De är två elever igen" in nils.says
