"""Pages of pupils' results, in ratios to the signed-in empty page of the same run.

    python -m bench.bench_results [PUPILS]

A school of so many pupils (4,000 by itself) and one of a tenth as many get grades of two levels, ten months of
attendance, a month of lessons, steps and two midterm matrices, through the intake; their principals open what shows
them, one at a time. The first time a page is asked is told apart: what is laid out or counted then is remembered.
Bounds: no page over 300 ms once it has been asked, and all processes together under 600 MB.
"""

import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from uuid import NAMESPACE_URL, UUID, uuid5

from bench.bench_pages import EMPTY, MOST_MEMORY, MOST_TABLE, wait_for
from bench.load import ask, memory_of, settled

ROOT = Path(__file__).resolve().parents[1]
PORT = 8473
EACH = 15
SCHOOLS = {"Tallvippans skola": ("Ester Kärrgrind", 10), "Kråkekskolan": ("Hanna Ekgrind", 1)}
"""Each school's principal, and what part of all pupils it has."""
SUBJECTS = ("SV", "EN", "MA", "BL", "HKK", "IDH", "MU", "BI", "FY", "KE", "GE", "HI", "RE", "SH", "SL", "TK", "M2")
MONTHS = ("2026-08", "2026-09", "2026-10", "2026-11")
LESSONS_A_DAY = 5


def main(pupils: int) -> int:
    with tempfile.TemporaryDirectory(prefix="kedjan-bench-") as folder:
        environment = {"DJANGO_SETTINGS_MODULE": "kedjan_site.settings.demo", "KEDJAN_DATA": folder}
        os.environ.update(environment | {"PYTHONPATH": f"{ROOT / 'src'}"})
        schools = prepared(pupils)
        command = [sys.executable, "-m", "kedjan_site.command", "serve", "--port", str(PORT)]
        with Path(folder, "log").open("wb") as log:
            served = subprocess.Popen(command, stdout=log, stderr=log)
            try:
                wait_for(PORT)
                settled(served.pid)
                return measured(served.pid, schools)
            finally:
                served.terminate()
                served.wait(30)


def prepared(pupils: int) -> dict[str, tuple[dict[str, str], str]]:
    """Load the demo and read the schools' files in; return of each school its pages, and its principal's cookie."""
    from kedjan_site.setup import set_up

    set_up()
    from kedjan_site.command.demo import made_ready
    from kedjan_site.settings.places import demo_folder

    made_ready(demo_folder())
    from kedjan.intake import proposing

    proposing.SMALL = proposing.LARGEST
    return {f"{pupils // part:,} pupils": school(name, who, pupils // part) for name, (who, part) in SCHOOLS.items()}


def school(name: str, principal: str, pupils: int) -> tuple[dict[str, str], str]:
    """Read a school's files in; return its pages, and its principal's cookie."""
    from django.urls import reverse

    from kedjan.results import service as results
    from kedjan_site.demo import cast
    from kedjan_site.demo.large import signed_in_cookie

    unit = cast.unit_id(cast.EKKOPING, name)
    began = time.perf_counter()
    for file, rows in files(name, pupils).items():
        taken_in(file, rows)
    for day in (date(2026, 9, 1), date(2026, 10, 12)):
        taken_in(f"matris-{day}.csv", matrix(name, pupils, day), unit=unit, day=day)
    asks = results.Question("Från sexan till nian", 6, 9, school_year=2026, by=("sex",), units=(unit,))
    study = uuid5(NAMESPACE_URL, f"bench:{name}")
    by = cast.actor(principal)
    results.save_study(by=by, now=cast.NOW, key=study, asks=asks)
    print(f"{name}, {pupils:,} pupils read in: {time.perf_counter() - began:.1f} s")
    here = f"?unit={unit.hex}"
    pages = {
        "studies": reverse("studies"),
        "study": reverse("study", kwargs={"id": study}),
        "attendance": reverse("attendance") + f"{here}&school_year=2027",
        "attendance, all listed": reverse("attendance") + f"{here}&school_year=2027&least=10",
        "matrix": reverse("matrix") + here,
    }
    return pages, signed_in_cookie(principal)


def taken_in(file: str, rows: Iterator[str], *, unit: UUID | None = None, day: date | None = None) -> None:
    """Send a file and accept it; stop where it is refused."""
    from kedjan.intake import service as intake
    from kedjan_site.demo import cast

    by, now = cast.actor("Nils Björkspång"), cast.NOW
    data = "\n".join(rows).encode()
    key = uuid5(NAMESPACE_URL, f"bench:{file}:{unit}")
    sent = intake.propose(by=by, now=now, key=key, data=data, name=file, unit=unit, day=day)
    if sent.refused or sent.error:
        raise SystemExit(f"{file} was refused: {sent.error or sent.refused}")
    intake.accept(by=by, now=now, id=sent.id, seen=sent.revision)


def files(name: str, pupils: int) -> dict[str, Iterator[str]]:
    """Return a school's files by name, as their lines."""
    return {
        f"grades-{pupils}.csv": grades(name, pupils),
        f"months-{pupils}.csv": months(name, pupils),
        f"lessons-{pupils}.csv": lessons(name, pupils),
        f"steps-{pupils}.csv": steps(name, pupils),
    }


def grades(name: str, pupils: int) -> Iterator[str]:
    """Yield grades in year 6 and three years later."""
    chance = random.Random(1)
    yield "pupil;sex;school_unit;school_year;grade_level;subject;grade"
    for level, year in ((6, "2022/23"), (9, "2025/26")):
        for pupil in range(pupils):
            for subject in SUBJECTS:
                grade = chance.choice("AABBCCCDDDEEEEF")
                yield f"{name}-{pupil};{'KM'[pupil % 2]};{name};{year};{level};{subject};{grade}"


def months(name: str, pupils: int) -> Iterator[str]:
    """Yield attendance by month: a tenth of the pupils are away a lot."""
    chance = random.Random(2)
    yield "pupil;school_unit;grade_level;month;offered_minutes;valid_absence_minutes;invalid_absence_minutes"
    for pupil in range(pupils):
        most = 2000 if pupil % 10 == 0 else 400
        for month in MONTHS:
            valid, invalid = chance.randrange(most), chance.randrange(most)
            yield f"{name}-{pupil};{name};{7 + pupil % 3};{month};5000;{valid};{invalid}"


def lessons(name: str, pupils: int) -> Iterator[str]:
    """Yield the lessons of twenty school days."""
    chance = random.Random(3)
    yield "elev;skolenhet;datum;start;minuter;ämne;giltig frånvaro;ogiltig frånvaro;rapporterad"
    days = [f"2026-10-{day:02d}" for day in range(1, 31) if date(2026, 10, day).isoweekday() < 6][:20]
    for pupil in range(pupils):
        for day in days:
            away = chance.random() < 0.06
            for lesson in range(LESSONS_A_DAY):
                subject = SUBJECTS[(pupil + lesson) % 5]
                yield f"{name}-{pupil};{name};{day};{8 + lesson:02d}:20;60;{subject};{60 * away};0;ja"


def steps(name: str, pupils: int) -> Iterator[str]:
    """Yield what was done for those who are away a lot."""
    yield "elev;skolenhet;datum;steg"
    for pupil in range(0, pupils, 10):
        yield f"{name}-{pupil};{name};2026-10-{1 + pupil % 28:02d};kartläggning"
        yield f"{name}-{pupil};{name};2026-11-{1 + pupil % 12:02d};åtgärd"


def matrix(name: str, pupils: int, day: date) -> Iterator[str]:
    """Yield a midterm matrix."""
    from kedjan_statistics.matrix import MIDTERM

    chance = random.Random(day.isoformat())
    yield ";".join(("elev", *MIDTERM.columns))
    for pupil in range(pupils):
        yield ";".join(
            (f"{name}-{pupil}", *("" if each == "SVA" else chance.choice("000000123") for each in MIDTERM.columns))
        )


def measured(process: int, schools: dict[str, tuple[dict[str, str], str]]) -> int:
    """Measure every page beside the empty one; print; return 1 if a bound was broken."""
    broken = []
    print(f"one client, {EACH} requests each\n{'page':<34}{'first':>10}{'median':>10}{'x empty':>9}")
    for size, (pages, cookie) in schools.items():
        headers = {"Cookie": cookie}
        ask(PORT, EMPTY, headers, clients=1, each=3)
        empty = ask(PORT, EMPTY, headers, clients=1, each=EACH)
        print(f"{size}: the signed-in empty page {empty.median * 1000:.0f} ms")
        for name, path in pages.items():
            first = ask(PORT, path, headers, clients=1, each=1)
            times = ask(PORT, path, headers, clients=1, each=EACH)
            told = f"{first.median * 1000:>7.0f} ms{times.median * 1000:>7.0f} ms{times.median / empty.median:>9.1f}"
            print(f"  {name:<32}{told}")
            if times.failed or first.failed:
                broken.append(f"{name}, {size}: {times.failed + first.failed} requests failed")
            if times.median > MOST_TABLE:
                broken.append(f"{name}, {size}: over {MOST_TABLE * 1000:.0f} ms")
    memory = memory_of(process)
    print(f"memory of all processes (proportional): {memory / 1024 / 1024:.0f} MB")
    if memory > MOST_MEMORY:
        broken.append("over 600 MB")
    print("\n".join(broken) if broken else "held")
    return 1 if broken else 0


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 4_000))
