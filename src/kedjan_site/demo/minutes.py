"""Ekköping's time frames for 2026/27, and what the year wheel asks of each role, as agreed in August."""

from datetime import date, datetime
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from kedjan.access.service import Actor, Role
from kedjan.tasks import service as tasks
from kedjan.tasks.service import Asking, Thing
from kedjan_site.demo import cast

AGREED = datetime(2026, 8, 20, 15, 0, tzinfo=ZoneInfo("Europe/Stockholm"))
YEAR = "2026/27"
FRAMES = (
    (Role.TEACHER, 8 * 60, "Klasslärare"),
    (Role.TEAM_LEADER, 9 * 15, "Arbetslag i förskola: 15 minuter i månaden, september till maj"),
    (Role.PRINCIPAL, 30 * 60, "Rektor i grundskola"),
    (Role.CHIEF_EDUCATION_OFFICER, 35 * 60, ""),
)
TEACHER, TEAM, PRINCIPAL, CHIEF = (role for role, _minutes, _note in FRAMES)
ASKED: tuple[tuple[str, dict[Role, int], bool], ...] = (
    ("SKA 1 Verksamhetsplan på en sida", {PRINCIPAL: 60, CHIEF: 60}, False),
    ("SKA 3 Resultat efter våren och lovskolan", {TEACHER: 45, PRINCIPAL: 90}, True),
    ("SKA 4 Läsårsrapport", {CHIEF: 60}, False),
    ("SKA 5 Tidig kartläggning", {PRINCIPAL: 30}, False),
    ("SKA 6 Närvaro: från signal till stöd", {PRINCIPAL: 45}, False),
    ("SKA 7 Mitterminsavstämning, två gånger", {TEACHER: 120, PRINCIPAL: 180}, False),
    ("SKA 7 Mitterminsavstämning, arbetslaget två gånger", {TEACHER: 90}, True),
    ("SKA 8 Kvalitetsdialog, tre gånger", {PRINCIPAL: 270}, True),
    ("SKA 8 Kvalitetsdialog med sju rektorer, tre gånger", {CHIEF: 1890}, True),
    ("SKA 9 Grupper, personal, behörighet", {PRINCIPAL: 20}, False),
    ("SKA 11 Månadens reflektion, nio månader", {TEAM: 135}, True),
    ("SKA 13 Så har vi det på jobbet", {PRINCIPAL: 45}, False),
    ("SKA 14 Nationella prov, publicerade och egna", {PRINCIPAL: 45}, False),
    ("SKA 16 Kränkande behandling", {PRINCIPAL: 60}, False),
    ("SKA 17 Resultat efter hösten", {TEACHER: 30, PRINCIPAL: 60}, True),
    ("SKA 20 Vårdnadshavares röst", {PRINCIPAL: 30}, False),
    ("SKA 21 Vägledning, val och unga utanför", {PRINCIPAL: 45}, False),
    ("SKA 23 Trygghet, likabehandling, jämställdhet", {PRINCIPAL: 120}, False),
    ("SKA 24 Enhetens årsanalys", {TEACHER: 60, PRINCIPAL: 180}, True),
    ("SKA 25 Det här slutar vi med", {PRINCIPAL: 30, CHIEF: 30}, False),
)


def load() -> None:
    """Set the frames and declare what the wheel asks; loading again changes nothing."""
    maj = cast.actor("Maj Sävdunge", now=AGREED)
    for role, minutes, note in FRAMES:
        tasks.set_frame(
            by=maj,
            now=AGREED,
            key=_key(maj, "frame", role.value),
            seen=0,
            role=role,
            school_year=YEAR,
            minutes=minutes,
            note=note,
            agreed_with="samverkansgruppen",
            agreed_on=AGREED.date(),
            valid_from=date(2026, 8, 1),
        )
    declared = tasks.overview(by=maj, now=AGREED, school_year=YEAR)
    if any(each.declared for each in declared.loads):
        return
    for title, asked, in_meetings in ASKED:
        thing = Thing(Asking.ACTIVITY, _key(maj, "activity", title).hex, title, YEAR, asked, in_meetings)
        tasks.declare(by=maj, now=AGREED, thing=thing)


def _key(by: Actor, *parts: str) -> UUID:
    return uuid5(by.provider, ":".join(parts))
