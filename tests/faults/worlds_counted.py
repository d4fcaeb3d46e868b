"""Pupils' results of a municipality of the walks: a file that waits, grades in place, and a cohort study."""

from uuid import uuid4

from kedjan.access.service import Role
from kedjan.intake import service as intake
from kedjan.people import service as people
from kedjan.results import service as results
from kedjan_site.demo import cast
from tests.rooms.results_made import grades_file, year_of_grades

NOW = cast.NOW


def counted(municipality: cast.Municipality, word: str) -> dict[str, str]:
    """Put grades of four pupils in place, a file beside that waits, a study and a school system; return their ids."""
    owner = cast.provider_id(municipality)
    sender = people.system_actor(provider=owner, role=Role.DIGITAL_LEADER)
    unit = next(each.name for each in municipality.units if each.school_form == "grundskola")
    called = "".join(filter(str.isalnum, word))  # what a pupil is called in a register has no signs in it
    pupils = [(f"{called}{number}", "KM"[number % 2], "CDEF"[number]) for number in range(4)]
    rows = [
        *year_of_grades(pupils, year="2021/22", level=6, unit=unit),
        *year_of_grades(pupils, year="2024/25", level=9, unit=unit),
    ]
    taken = intake.propose(by=sender, now=NOW, key=uuid4(), data=grades_file(*rows), name=f"{word}.csv")
    intake.accept(by=sender, now=NOW, id=taken.id, seen=taken.revision)
    waits = intake.propose(by=sender, now=NOW, key=uuid4(), data=grades_file(*rows[:5]), name=f"{word} igen.csv")
    principal = people.system_actor(provider=owner, role=Role.PRINCIPAL)
    units = (cast.unit_id(municipality, unit),)
    asks = results.Question(f"{word}s kull", 6, 9, units=units)
    study = results.save_study(by=principal, now=NOW, key=uuid4(), asks=asks)
    system = intake.ConnectionSettings(f"{word}s register", "https://register.example/api")
    connection = intake.add_connection(by=sender, now=NOW, key=uuid4(), settings=system, secrets=intake.Secrets())
    return {"delivery": str(waits.id), "study": str(study.id), "connection": str(connection.id)}
