"""Two pupils who are one, joined and taken apart again and again, for tests that kill who does it."""

from kedjan.pupils import service as pupils
from kedjan.results import service as results
from kedjan_site.demo import cast
from tests.rooms.results_made import KRAKEK, NILS, NOW, grades_file, taken_in

OLD, NEW, OTHER = "elev-old", "elev-new", "elev-other"


def two_who_are_one() -> None:
    """Read in grades of a pupil under one number and then under another, in two years each, beside one more pupil."""
    for place, (pupil, year) in enumerate(((OLD, "2022/23"), (OLD, "2023/24"), (NEW, "2023/24"), (NEW, "2024/25"))):
        rows = [f"{each};K;{KRAKEK};{year};8;MA;C" for each in (pupil, OTHER)]
        taken_in(grades_file(*rows), f"{place}.csv", later=place)


def join() -> None:
    """Make one of the two."""
    nils = cast.actor(NILS)
    told = results.tell_as_one(by=nils, now=NOW, one=OLD, other=NEW)
    results.join_pupils(by=nils, now=NOW, id=told, reason="Samma")


def join_and_part_again_and_again() -> None:
    """Make one of them and two again, over and over, and say so of each that is done."""
    nils = cast.actor(NILS)
    while True:
        for each in results.joins(by=nils).items:
            if each.state is pupils.JoinState.JOINED:
                results.part_pupils(by=nils, now=NOW, id=each.id)
                print("done", flush=True)
        join()
        print("done", flush=True)
