"""Pupils' results of the demo: made up by counting, so that every figure is the same each time and nobody is real.

Ekköping's year 9 in spring 2026 is 96 pupils of whom 81 are eligible (42 of 46 girls, 39 of 50 boys), and 84 after
holiday school; absence at Kråkekskolan in September and October is 15 % or more for 54 of 301 pupils in 2025 and 33 of
296 in 2026. The neighbour's 313 pupils are those of the reference study.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from random import Random
from uuid import UUID, uuid5

from kedjan.access.service import Role
from kedjan.intake import service as intake
from kedjan.organisation import service as organisation
from kedjan.people import service as people
from kedjan.results import service as results
from kedjan.results.service import CohortToShare, Question
from kedjan_formats import scb_tests
from kedjan_site.demo import cast
from kedjan_site.demo.moments import ROUND_ID, STOCKHOLM

HERE = Path(__file__).resolve().parent / "data"
SENT = datetime(2026, 6, 17, 10, 5, tzinfo=STOCKHOLM)
MATRIX_DAY = date(2026, 10, 12)
YEARS_LATER = 8
"""What the reference study is moved by: its own years are past the time that grades are kept."""
AUGUST = datetime(2026, 8, 26, 9, 40, tzinfo=STOCKHOLM)
AUTUMN = datetime(2026, 10, 30, 15, 20, tzinfo=STOCKHOLM)
GRADES = "pupil;sex;school_unit;school_year;grade_level;subject;grade"
LATER_GRADES = "elev;skolenhet;läsår;ämne;betyg;prövning/lovskola;datum"
ATTENDANCE = "pupil;school_unit;grade_level;month;offered_minutes;valid_absence_minutes;invalid_absence_minutes"
LESSONS = "elev;skolenhet;datum;start;minuter;ämne;giltig frånvaro;ogiltig frånvaro;rapporterad"
STEPS = "elev;skolenhet;datum;steg"
DESTINATIONS = "elev;skolenhet;läsår;vart;programtyp"
SUBJECTS = ("BL", "EN", "HKK", "IDH", "MA", "MU", "BI", "FY", "KE", "GE", "HI", "RE", "SH", "SL", "SV", "TK", "M2")
KRAKEK, SJUSPANG, TALL = "Kråkekskolan", "Sjuspångs skola", "Tallvippans skola"
CODES = {KRAKEK: "98000001", SJUSPANG: "98000002"}
"""School unit codes that are nobody's."""
GIRLS, PUPILS, WITHOUT_MATHEMATICS = 46, 96, 12
NOT_ELIGIBLE = (*range(5, 45, 11), *range(48, 92, 4))
"""Four girls and eleven boys of year 9, by their number."""
PASSED_IN_AUGUST = (NOT_ELIGIBLE[1], NOT_ELIGIBLE[4], NOT_ELIGIBLE[6])
NEW = 300
GROUPS = 12
"""Teaching groups of four pupils, whose lessons are reported or not at once."""
UNREPORTED_BY_WEEKDAY = (0.02, 0.01, 0.02, 0.02, 0.04)
UNREPORTED_IN = {"IDH": 0.05, "BI": 0.02}
MATRIX = (
    *("Kompisar", "Konflikter", "Utsatt", "Utsättare", "Medic", "Kris", "Fam", "Osyn", "Betee", "Frånv", "BL", "ENG"),
    *("IDH", "MA", "ML", "MU", "Bi", "NO", "NO", "NO", "SO", "SO", "SO", "SO", "SL", "SV", "SVA", "TK"),
    *("EA", "ÅP", "EHT", "Remiss", "Studieh"),
)
RULES = (
    "Nära: lacking<=1",
    "Matematik: not_passed=MA, lacking<=3",
    "Stort fall: fall>=2.5",
)


def load() -> None:
    """Take the files in as they would have come, and let two principals follow a cohort."""
    _taken_in(cast.EKKOPING, SENT, "slutbetyg-2026.csv", [GRADES, *year_nine()])
    _taken_in(cast.EKKOPING, SENT, "betyg-ak6-2023.csv", [GRADES, *year_six()])
    _taken_in(cast.EKKOPING, AUGUST, "lovskola-och-provning-2026.csv", [LATER_GRADES, *after_final()])
    _named_in_files()
    _taken_in(cast.EKKOPING, SENT, "nationella-prov-ak9-2026.txt", tests_nine())
    _taken_in(cast.EKKOPING, AUTUMN, "narvaro-2025.csv", [ATTENDANCE, *months(2025, 301, 54)])
    _taken_in(cast.EKKOPING, AUTUMN, "narvaro-2026.csv", [ATTENDANCE, *months(2026, 296, 33)])
    _taken_in(cast.EKKOPING, AUTUMN, "lektioner-v41-42-2026.csv", [LESSONS, *lessons()])
    _taken_in(cast.EKKOPING, AUTUMN, "steg-efter-franvaro-2026.csv", [STEPS, *steps()])
    _taken_in(cast.EKKOPING, AUTUMN, "vart-niorna-gick-2026.csv", [DESTINATIONS, *autumn_after()])
    unit = cast.unit_id(cast.EKKOPING, KRAKEK)
    _taken_in(cast.EKKOPING, AUTUMN, "8b-mittermin.csv", matrix(), unit=unit)
    _taken_in(cast.ALLMALA, SENT, "arskullen-2023-2026.csv", [GRADES, *neighbours()])
    _studied("Hanna Ekgrind", Question("Niorna 2026, från sexan", 6, 9, by=("sex",), units=(unit,), subgroups=RULES))
    moon = cast.unit_id(cast.ALLMALA, "Månskensskolan")
    _studied("Tove Åsgrind", Question("Årskullen 2023–2026", 6, 9, by=("sex",), units=(moon,), subgroups=RULES))
    results.share(
        by=cast.actor("Sten Klockvret", now=AUTUMN),
        now=AUTUMN,
        key=uuid5(ROUND_ID, "shared cohort"),
        asks=CohortToShare(Question("Årskullen 2023–2026, från sexan till nian", 6, 9, by=("sex",))),
        purpose="Nämnden följer en årskull varje år (internkontroll).",
    )


def year_nine() -> Iterator[str]:
    """Yield the final grades of year 9 in spring 2026."""
    for number in range(PUPILS):
        for subject in SUBJECTS:
            grade = _grade(number, subject, 3)
            yield f"{_key(number)};{_sex(number)};{_unit(number)};2025/26;9;{subject};{grade}"


def after_final() -> Iterator[str]:
    """Yield what was gained after the final grades: three passed mathematics in holiday school in August.

    One did not, one passed physics by an examination, and one who is new has no final grades here.
    """
    school, examined = "lovskola;2026-08-14", "prövning;2026-08-19"
    for number, subject, grade, through in (
        *((number, "MA", "E", school) for number in PASSED_IN_AUGUST),
        (NOT_ELIGIBLE[2], "MA", "F", school),
        (NOT_ELIGIBLE[6], "FY", "D", examined),
        (NEW, "SVA", "E", school),
    ):
        yield f"{_key(number)};{_unit(number)};2025/26;{subject};{grade};{through}"


def year_six() -> Iterator[str]:
    """Yield their grades in year 6: six of them went elsewhere then, and four others have left since."""
    for number in (*range(PUPILS - 6), *range(200, 204)):
        near = number in NOT_ELIGIBLE[::2] or number in (10, 30, 60, 71, 80)
        for place, subject in enumerate(SUBJECTS[:-1]):
            grade = "F" if near and subject in ("MA", "EN") else _letter(number, place, 2)
            unit = TALL if number % 4 == 0 else _unit(number)
            yield f"{_key(number)};{_sex(number)};{unit};2022/23;6;{subject};{grade}"


def autumn_after() -> Iterator[str]:
    """Yield where they went: who was not eligible to an introductory programme; two moved, of two it is not told."""
    for number in range(PUPILS - 2):
        kind = (
            "introduktionsprogram" if number in NOT_ELIGIBLE else ("yrkesprogram", "högskoleförberedande")[number % 2]
        )
        school = ("Ekköpings gymnasium", "Praktiska gymnasiet Ekköping")[number % 5 == 0]
        if number in (20, 63):
            kind, school = "flyttat", ""
        yield f"{_key(number)};{_unit(number)};2026/27;{school};{kind}"


def tests_nine() -> Iterator[str]:
    """Yield the national tests of year 9 in spring 2026, as SCB's file has them: a row for each pupil, no heading.

    Most grades are that of the subject, some one step off. Five missed a part, one test was lost, two took another.
    """
    layout = next(each for each in scb_tests.layouts() if each.grade_level == 9)
    for number in range(PUPILS):
        told = _tested(number)
        about = ("Ekkoping", "2026-06-12", "1.0", _key(number), CODES[_unit(number)])
        yield ";".join((*about, *(told.get(field.name, "") for field in layout.fields)))


def _tested(number: int) -> dict[str, str]:
    """What a pupil's row tells, by field."""
    natural, social = ("BI", "FY", "KE")[number % 3], ("GE", "HI", "RE", "SH")[number % 4]
    told = {"SV_KURSPLAN": "1", "NO_PROV": natural, "SO_PROV": social}
    for test, subject in (("MA", "MA"), ("SV", "SV"), ("EN", "EN"), ("NO", natural), ("SO", social)):
        grade = _grade(number, subject, 3)
        step = "ABCDEF".index(grade) + ((number + len(subject)) % 7 == 0) - ((number * 5 + ord(test[0])) % 9 == 0)
        told[f"{test}_PROVB"] = "ABCDEF"[max(0, min(5, step))]
    told |= {
        f"{test}_{part}_DELT": "1" for test, parts in (("MA", "ABCD"), ("NO", "AB"), ("SO", "AB")) for part in parts
    }
    told |= {f"SV_{part}_PRP": str(6 + (number * 5 + place * 3) % 12) for place, part in enumerate("ABC")}
    told |= {f"EN_{part}_PRP": str(2 + (number * 5 + place * 3) % 8) for place, part in enumerate("ABC")}
    if number % 19 == 7:
        told |= {"MA_C_DELT": "99", "MA_PROVB": "99"}
    if number in (20, 64):
        told |= {"EN_B_PRP": "77", "EN_PROVB": "77"}
    if number == 33:
        told |= {"SV_C_PRP": "88", "SV_PROVB": "88"}
    return told


def _grade(number: int, subject: str, lift: int) -> str:
    """A pupil's final grade in a subject."""
    return "F" if subject in _failed(number) else _letter(number, SUBJECTS.index(subject), lift)


def _named_in_files() -> None:
    """Let files know two school units by their codes, as SCB's do."""
    by = cast.actor("Nils Björkspång", now=SENT)
    for name, code in CODES.items():
        unit = cast.unit_id(cast.EKKOPING, name)
        organisation.name_in_files(by=by, now=SENT, unit=unit, code=code, aliases=[], seen="")


def months(year: int, pupils: int, absent: int) -> Iterator[str]:
    """Yield September and October of the pupils at Kråkekskolan, so many of them absent 15 % or more."""
    for number in range(pupils):
        share = 15 + number % 24 if number < absent else number % 15
        invalid = share // 3 if number % 5 == 0 else 0
        for month, offered in (("09", 6000), ("10", 5400)):
            minutes = (offered * (share - invalid) // 100, offered * invalid // 100)
            about = f"k{year % 100}-{number + 1:03d};{KRAKEK};{7 + number % 3};{year}-{month}"
            yield f"{about};{offered};{minutes[0]};{minutes[1]}"


def lessons() -> Iterator[str]:
    """Yield two weeks of October of 48 pupils at Kråkekskolan, a tenth of whom are absent much, as of all there.

    More of them are away on Mondays; some is not reported.
    """
    starts, subjects = ("08:20", "09:40", "11:00", "13:10"), ("MA", "SV", "EN", "IDH", "HI", "BI")
    missed = _unreported(subjects, len(starts))
    for number in (*range(5, 33, 6), *range(33, 76)):
        share = 15 + number % 24 if number < 33 else number % 15
        for day in range(10):
            for place, start in enumerate(starts):
                reported = (number % GROUPS, day, place) not in missed
                away = reported and (day * 31 + number * 17 + place * 3) % 100 < share + (10 if day % 5 == 0 else -2)
                valid, invalid = (0, 60) if away and number % 5 == 0 else (60 if away else 0, 0)
                on = f"2026-10-{5 + day + 2 * (day // 5):02d};{start};60;{subjects[(day + place) % 6]}"
                yield f"k26-{number + 1:03d};{KRAKEK};{on};{valid};{invalid};{'ja' if reported else 'nej'}"


def _unreported(subjects: Sequence[str], lessons: int) -> frozenset[tuple[int, int, int]]:
    """Return the lessons, by teaching group, day and place in it, that were not reported.

    Drawn with a seed: more is forgotten on Fridays, and in physical education, where few have a computer at hand.
    """
    dice = Random("vecka 37")  # noqa: S311  # made up for the demo: nothing is kept secret by it
    each = ((group, day, place) for group in range(GROUPS) for day in range(10) for place in range(lessons))
    return frozenset(
        (group, day, place)
        for group, day, place in each
        if dice.random() < UNREPORTED_BY_WEEKDAY[day % 5] + UNREPORTED_IN.get(subjects[(day + place) % 6], 0)
    )


def steps() -> Iterator[str]:
    """Yield what was done about those at Kråkekskolan who were absent 20 % or more: most are mapped, few have more."""
    away = [number for number in range(33) if 15 + number % 24 >= 20]
    for place, number in enumerate(away):
        for step, day, taken in (
            ("signal", f"09-{14 + place % 9:02d}", place % 4 == 0),
            ("kartläggning", f"10-{1 + place % 6:02d}", place % 5 != 3),
            ("utredning", f"10-{7 + place % 4:02d}", place % 3 == 0),
            ("åtgärd", "10-12", place % 6 == 0),
        ):
            if taken:
                yield f"k26-{number + 1:03d};{KRAKEK};2026-{day};{step}"


def matrix() -> list[str]:
    """Return the midterm matrix of 8B: mostly nothing that deviates, three rows that do."""
    rows = [f"elev;{';'.join(MATRIX)}"]
    for number in range(24):
        high = 3 if number in (4, 15) else 2 if number in (9, 20) else 0
        cells = []
        for place, name in enumerate(MATRIX):
            concern = high if 10 <= place < 28 else (number + place) % 9 // 7
            cells.append("" if name in ("SVA", "ML") else str(concern))
        rows.append(f"8b-{number + 1:02d};{';'.join(cells)}")
    return rows


def neighbours() -> Iterator[str]:
    """Yield the grades of the neighbour's cohort, a grade a row."""
    with (HERE / "cohort.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter=";"):
            year = int(row["school_year"][:4]) + YEARS_LATER
            about = f"{row['pupil']};{row['sex']};Månskensskolan;{year}/{(year + 1) % 100};{row['grade_level']}"
            for subject, grade in list(row.items())[4:]:
                if grade:
                    yield f"{about};{subject};{grade}"


def _taken_in(
    of: cast.Municipality, now: datetime, name: str, lines: Iterable[str], *, unit: UUID | None = None
) -> None:
    """Send and accept a file as of a moment; of a unit it is a midterm matrix of MATRIX_DAY."""
    by = people.system_actor(provider=cast.provider_id(of), role=Role.DIGITAL_LEADER)
    if of is cast.EKKOPING:
        by = cast.actor("Nils Björkspång", now=now)
    data, day = "\n".join(lines).encode(), MATRIX_DAY if unit else None
    made = intake.propose(by=by, now=now, key=uuid5(ROUND_ID, name), data=data, name=name, unit=unit, day=day)
    if made.state is intake.DeliveryState.READING:
        intake.read_delivery(id=made.id, now=now, moment=now, by=by)
        made = intake.delivery(by=by, id=made.id)
    if made.state is intake.DeliveryState.PROPOSED:
        intake.accept(by=by, now=now, id=made.id, seen=made.revision)


def _studied(who: str, asks: Question) -> None:
    results.save_study(by=cast.actor(who), now=AUTUMN, key=uuid5(ROUND_ID, asks.title), asks=asks)


def _key(number: int) -> str:
    """A personal number of 2010 that nobody is given: those that end in 980 to 999 are for trying."""
    begins = f"10{number % 12 + 1:02d}{number // 12 + 1:02d}98{1 if _sex(number) == 'M' else 0}"
    return f"20{begins}{_check_digit(begins)}"


def _check_digit(digits: str) -> int:
    """The last digit of a personal number: what is lacking to the next ten, of digits doubled every other."""
    doubled = "".join(str(int(digit) * (2 - place % 2)) for place, digit in enumerate(digits))
    return -sum(map(int, doubled)) % 10


def _sex(number: int) -> str:
    return "K" if number < GIRLS or number >= 200 else "M"


def _unit(number: int) -> str:
    return SJUSPANG if number % 3 == 2 else KRAKEK


def _failed(number: int) -> frozenset[str]:
    """Most of those not eligible lack mathematics alone or with something more; three lack English."""
    if number not in NOT_ELIGIBLE:
        return frozenset()
    place = NOT_ELIGIBLE.index(number)
    if place >= WITHOUT_MATHEMATICS:
        return frozenset({"EN", "M2"})
    return frozenset({"MA"}) | (frozenset({"FY", "KE"}) if place % 3 == 0 else frozenset())


def _letter(number: int, place: int, lift: int) -> str:
    level = (number * 7 + 3) % 5 + ((number * (lift + 2) + place * (3 + lift)) % 7) // 3 - 1
    return "EEDCBA"[max(0, min(5, level))]
