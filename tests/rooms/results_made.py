"""Files of pupils' results for tests, made here, and what takes them in."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from uuid import UUID, uuid4

from kedjan.access.service import Role
from kedjan.intake import service as intake
from kedjan.intake.service import Delivery
from kedjan.organisation import service as organisation
from kedjan.people import service as people
from kedjan.releases import service as releases
from kedjan.results import service as results
from kedjan_formats.ss12000 import packed
from kedjan_site.demo import cast
from tests.formats.ss12000_sample import META, grade, person, uuid, whole

MAJ = "Maj Sävdunge"
NILS = "Nils Björkspång"
HANNA = "Hanna Ekgrind"
NOW = cast.NOW
KRAKEK, TALL = "Kråkekskolan", "Tallvippans skola"
GRADES = "pupil;sex;school_unit;school_year;grade_level;subject;grade"
LATER_GRADES = "elev;skolenhet;läsår;ämne;betyg;prövning/lovskola;datum"
ATTENDANCE = "pupil;school_unit;grade_level;month;offered_minutes;valid_absence_minutes;invalid_absence_minutes"


def grades_file(*rows: str) -> bytes:
    """A file of grades with these rows."""
    return "\n".join((GRADES, *rows)).encode()


def later_file(*rows: str) -> bytes:
    """A file of grades from examinations and holiday school with these rows."""
    return "\n".join((LATER_GRADES, *rows)).encode()


def destinations_file(*rows: str) -> bytes:
    """A file of where pupils went with these rows."""
    return "\n".join(("elev;skolenhet;läsår;vart;programtyp", *rows)).encode()


def year_of_grades(pupils: Iterable[tuple[str, str, str]], *, year: str, level: int, unit: str = KRAKEK) -> list[str]:
    """Rows of grades: each pupil with a sex and a grade in each of ten subjects, one letter or ten."""
    subjects = ("SV", "EN", "MA", "BL", "IDH", "MU", "SL", "TK", "HI", "BI")
    return [
        f"{pupil};{sex};{unit};{year};{level};{subject};{grade}"
        for pupil, sex, grades in pupils
        for subject, grade in zip(subjects, grades * 10 if len(grades) == 1 else grades, strict=False)
    ]


def sent(data: bytes, name: str = "betyg.csv", *, key: UUID | None = None, by: str = NILS, **more: object) -> Delivery:
    """A file that Nils has sent."""
    return intake.propose(by=cast.actor(by), now=NOW, key=key or uuid4(), data=data, name=name, **more)


def taken_in(data: bytes, name: str = "betyg.csv", *, by: str = NILS, later: int = 0, **more: object) -> Delivery:
    """A file that Nils has sent and accepted."""
    made = sent(data, name, by=by, **more)
    assert made.refused == 0, made
    now = NOW + timedelta(minutes=later)
    return intake.accept(by=cast.actor(by), now=now, id=made.id, seen=made.revision)


def let_share(name: str) -> None:
    """Give somebody the duty of leading inquiries, which lets them share."""
    nils = cast.actor(NILS)
    root = next(unit.id for unit in organisation.unit_tree(provider=nils.provider).units if unit.parent is None)
    account = cast.account_id(name)
    people.give_duty(by=nils, now=NOW, account=account, unit=root, role=Role.INQUIRY_LEADER, starts=NOW.date())


def given_out_now(asks: results.ToShare, *, by: str = MAJ, key: UUID | None = None) -> releases.Release:
    """What somebody has shared; refused as the one who shares is told."""
    actor = cast.actor(by)
    made = results.share(by=actor, now=NOW, key=key or uuid4(), asks=asks, purpose="Till nämnden")
    if made.state is results.SharingState.REFUSED:
        raise releases.WouldLeak(tuple(releases.Refusal(each.message, each.values) for each in made.refusals))
    assert made.state is results.SharingState.DONE
    return releases.released(by=actor, id=made.id)


def one_more(number: int) -> bytes:
    """A file with the grades of one pupil, another one for each number."""
    return grades_file(*year_of_grades([(f"nr-{number}", "K", "C")], year="2024/25", level=9))


def read_in_one_by_one() -> None:
    """Read in one file after the other, each with a pupil of its own, and say so of each; what waits is taken first."""
    while True:
        taken_in(one_more(_thrown_away()))
        print("read in", flush=True)


def _thrown_away() -> int:
    """Throw away what waits, and return how many lines there have been."""
    every = list(_lines())
    for each in every:
        if each.state in (intake.DeliveryState.PROPOSED, intake.DeliveryState.READING):
            intake.discard(by=cast.actor(NILS), now=NOW, id=each.id)
    return len(every)


def _lines() -> Iterator[Delivery]:
    """Yield every line there has been, page by page."""
    page: int | None = 1
    while page:
        found = intake.deliveries(by=cast.actor(NILS), page=page)
        yield from found.items
        page = found.next


def of_two_lines(which: int) -> bytes:
    """A file of SS 12000 with a pupil's final grade and one from an examination, another pupil for each number."""
    here = {"id": uuid(900), "meta": META, "displayName": KRAKEK, "organisationType": "Skolenhet"}
    pupil = {name: value for name, value in person(1000 + which).items() if name != "civicNo"}
    final = grade(1, 1000 + which, gradeValue="F")
    later = grade(2, 1000 + which, gradeValue="E", trial=True, registeredDate="2026-06-24")
    return packed(whole() | {"organisations": [here], "persons": [pupil], "grades": [final, later]})


def line_by_line(which: int) -> Iterator[None]:
    """Send a file of two lines and read in each, yielding after each."""
    by, first = cast.actor(NILS), sent(of_two_lines(which), "elevregister.json")
    (other,) = (each for each in _lines() if each.id != first.id and each.state is intake.DeliveryState.PROPOSED)
    for each in (first, other):
        intake.accept(by=by, now=NOW, id=each.id, seen=each.revision)
        yield


def read_in_line_by_line() -> None:
    """Read in one file of two lines after the other, and say so of each line; what waits is thrown away first."""
    while True:
        for _ in line_by_line(_thrown_away()):
            print("read in", flush=True)
