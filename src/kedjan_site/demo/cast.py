"""The made-up municipalities Ekköping and Ällmåla, their units and people: the same in demo, tests and pictures."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import NAMESPACE_URL, UUID, uuid5
from zoneinfo import ZoneInfo

from django.contrib.auth.hashers import make_password
from django.db import transaction

from kedjan.access.service import Actor, Role
from kedjan.organisation import models as organisation_models
from kedjan.people import models as people_models
from kedjan.people import service as people

NOW = datetime(2026, 11, 16, 7, 40, tzinfo=ZoneInfo("Europe/Stockholm"))
SCHOOL_YEAR = date(2025, 7, 1)
CHANGE_OF_POST = date(2026, 8, 1)


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit of the cast; `under` names its parent (empty: the administration)."""

    name: str
    kind: str
    school_form: str = ""
    children: int | None = None
    under: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """A person of the cast: role and units (empty: the administration), and the dates where they matter."""

    name: str
    role: Role
    units: tuple[str, ...] = ()
    starts: date = SCHOOL_YEAR
    ends: date | None = None
    protected: bool = False
    says: str = ""

    @property
    def local_part(self) -> str:
        """Return the name as an address writes it."""
        plain = unicodedata.normalize("NFKD", self.name.lower()).encode("ascii", "ignore").decode()
        return ".".join(plain.split())


@dataclass(frozen=True, slots=True)
class Municipality:
    """A provider of the cast."""

    name: str
    slug: str
    areas: tuple[tuple[str, tuple[str, ...]], ...]
    units: tuple[UnitRow, ...]
    members: tuple[Member, ...]


AREAS = (
    ("Förskola", ()),
    ("Grundskola", ("Grundskola och fritidshem",)),
    ("Gymnasieskola", ("Gymnasium",)),
    ("Anpassade skolformer", ("Särskola", "Sär")),
)

AREA_OF = {
    "förskola": "Förskola",
    "grundskola": "Grundskola",
    "gymnasieskola": "Gymnasieskola",
    "komvux": "Gymnasieskola",
    "anpassad grundskola": "Anpassade skolformer",
}
"""Within which service area those of a school form answer."""

EKKOPING = Municipality(
    "Ekköping",
    "ekkoping",
    AREAS,
    (
        UnitRow("Förskola", "service_area"),
        UnitRow("Grundskola", "service_area"),
        UnitRow("Gymnasium och vuxenutbildning", "service_area"),
        UnitRow("Rönnvassens förskola", "school_unit", "förskola", 62, "Förskola"),
        UnitRow("Kottfjällets förskola", "school_unit", "förskola", 44, "Förskola"),
        UnitRow("Myrstackslyckans förskola", "school_unit", "förskola", 29, "Förskola"),
        UnitRow("Pilflöjtens förskola", "school_unit", "förskola", 78, "Förskola"),
        UnitRow("Svalkällans förskola", "school_unit", "förskola", 47, "Förskola"),
        UnitRow("Lillnäbbs skola", "school_unit", "grundskola", 9, "Grundskola"),
        UnitRow("Tallvippans skola", "school_unit", "grundskola", 212, "Grundskola"),
        UnitRow("Sjuspångs skola", "school_unit", "grundskola", 264, "Grundskola"),
        UnitRow("Kråkekskolan", "school_unit", "grundskola", 296, "Grundskola"),
        UnitRow("Anpassade skolan", "school_unit", "anpassad grundskola", 14, "Grundskola"),
        UnitRow("Ekköpings gymnasium", "school_unit", "gymnasieskola", 243, "Gymnasium och vuxenutbildning"),
        UnitRow("Komvux Ekköping", "school_unit", "komvux", 120, "Gymnasium och vuxenutbildning"),
    ),
    (
        Member(
            "Maj Sävdunge", Role.QUALITY_DEVELOPER, says="håller i omgången, läser texterna och vill ha färre frågor"
        ),
        Member("Torun Hedspång", Role.CHIEF_EDUCATION_OFFICER, says="svarar, fastställer, och säger nej med skäl"),
        Member("Nils Björkspång", Role.DIGITAL_LEADER, says="läser in filer och sköter konton"),
        Member(
            "Ester Kärrgrind",
            Role.PRINCIPAL,
            ("Lillnäbbs skola", "Tallvippans skola"),
            says="rektor för två enheter, på telefonen mellan möten",
        ),
        Member("Hanna Ekgrind", Role.PRINCIPAL, ("Kråkekskolan",), CHANGE_OF_POST, says="ny rektor sedan 1 augusti"),
        Member(
            "Roger Hällspång",
            Role.PRINCIPAL,
            ("Kråkekskolan",),
            ends=date(2026, 7, 31),
            says="slutade 31 juli; hans roll öppnar inget längre",
        ),
        Member(
            "Alva Rönnbrink",
            Role.PRINCIPAL,
            ("Rönnvassens förskola", "Kottfjällets förskola", "Myrstackslyckans förskola"),
            says="rektor för tre förskolor",
        ),
        Member(
            "Samir Dalvass",
            Role.PRINCIPAL,
            ("Pilflöjtens förskola", "Svalkällans förskola"),
            says="rektor för två förskolor",
        ),
        Member("Viggo Lindvass", Role.PRINCIPAL, ("Sjuspångs skola",), says="rektor"),
        Member("Rut Mossling", Role.PRINCIPAL, ("Anpassade skolan",), says="rektor, små tal"),
        Member("Bo Alspång", Role.PRINCIPAL, ("Ekköpings gymnasium", "Komvux Ekköping"), says="rektor, två kalendrar"),
        Member("Mira Tuvdal", Role.VICE_PRINCIPAL, ("Ekköpings gymnasium",), says="biträdande rektor, IM"),
        Member("Petra Lövhage", Role.TEACHER, ("Tallvippans skola",), says="klasslärare åk 4"),
        Member("Idris Kvarnvass", Role.TEACHER, ("Kråkekskolan",), says="mentor 7A, matematik"),
        Member("Karin Olspång", Role.FIRST_TEACHER, ("Kråkekskolan",), says="förstelärare matematik"),
        Member("Jonas Myrgrind", Role.FIRST_TEACHER, ("Sjuspångs skola",), says="förstelärare svenska"),
        Member("Siv Blåmyr", Role.PUPIL_HEALTH, ("Kråkekskolan",), says="specialpedagog"),
        Member("Adnan Vidspång", Role.PUPIL_HEALTH, ("Sjuspångs skola",), says="kurator"),
        Member("Ines Pilbrink", Role.TEACHER, ("Rönnvassens förskola",), says="förskollärare, avdelning Biet"),
        Member("Love Spånghage", Role.TEACHER, ("Sjuspångs skola",), says="lärare i fritidshem"),
        Member("Disa Hagvret", Role.GUIDANCE_COUNSELLOR, ("Ekköpings gymnasium",), says="studie- och yrkesvägledare"),
        Member(
            "Elin Brotuva", Role.ACTIVITY_RESPONSIBILITY_COORDINATOR, says="samordnar det kommunala aktivitetsansvaret"
        ),
        Member("Gunnel Ekspång", Role.BOARD_MEMBER, says="ordförande; ser det som är fastställt och delat"),
        Member("Mattias Hedtuva", Role.BOARD_MEMBER, says="vice ordförande"),
        Member("Farida Norrmyr", Role.BOARD_MEMBER, says="ledamot som ställer frågor"),
        Member("Åke Stensvass", Role.BOARD_SECRETARY, says="nämndsekreterare och registrator"),
        Member("Ida Vasskulle", Role.ANALYST, says="utdataanalytiker; bara sammanställda tal"),
        Member("Vera Kvällsmyr", Role.TEACHER, ("Tallvippans skola",), protected=True, says="namnges aldrig"),
    ),
)

ALLMALA = Municipality(
    "Ällmåla",
    "allmala",
    AREAS,
    (
        UnitRow("Grundskola", "service_area"),
        UnitRow("Månskensskolan", "school_unit", "grundskola", 313, "Grundskola"),
    ),
    (
        Member("Sten Klockvret", Role.QUALITY_DEVELOPER, says="kvalitetsutvecklare i grannkommunen"),
        Member("Lo Vinterklint", Role.CHIEF_EDUCATION_OFFICER, says="skolchef i grannkommunen"),
        Member("Tove Åsgrind", Role.PRINCIPAL, ("Månskensskolan",), says="rektor i grannkommunen"),
    ),
)
MUNICIPALITIES = (EKKOPING, ALLMALA)


def provider_id(municipality: Municipality) -> UUID:
    """Return the provider's id, the same every time."""
    return _id(municipality.slug)


def unit_id(municipality: Municipality, name: str) -> UUID:
    """Return a unit's id, the same every time; the administration is called as the municipality."""
    return _id(municipality.slug, "unit", name)


def area_id(municipality: Municipality, name: str) -> UUID:
    """Return a service area's id, the same every time."""
    return _id(municipality.slug, "area", name)


def account_id(name: str) -> UUID:
    """Return the id of a member's account, the same every time."""
    return _id("account", name)


def actor(name: str, *, now: datetime = NOW) -> Actor:
    """Return the Actor of a member of the cast."""
    return people.actor_of(account=account_id(name), now=now)


@transaction.atomic
def load(password: str | None = None) -> None:
    """Put both municipalities in place; loading again changes nothing."""
    for municipality in MUNICIPALITIES:
        if not organisation_models.Provider.objects.filter(id=provider_id(municipality)).exists():
            _load_organisation(municipality)
            load_people(municipality, municipality.members, make_password(password))


def _load_organisation(municipality: Municipality) -> None:
    owner = provider_id(municipality)
    organisation_models.Provider.objects.create(id=owner, name=municipality.name, slug=municipality.slug, demo=True)
    organisation_models.Unit.objects.create(
        id=unit_id(municipality, municipality.name), provider_id=owner, name=municipality.name, kind="administration"
    )
    organisation_models.ServiceArea.objects.bulk_create(
        organisation_models.ServiceArea(
            id=area_id(municipality, name), provider_id=owner, name=name, aliases=list(aliases), order=order
        )
        for order, (name, aliases) in enumerate(municipality.areas)
    )
    known = {name for name, _aliases in municipality.areas}
    for order, row in enumerate(municipality.units, start=1):
        within = AREA_OF.get(row.school_form, "")
        organisation_models.Unit.objects.create(
            id=unit_id(municipality, f"{row.kind}:{row.name}" if row.name == municipality.name else row.name),
            provider_id=owner,
            parent_id=unit_id(municipality, row.under or municipality.name),
            name=row.name,
            kind=row.kind,
            school_form=row.school_form,
            children_or_pupils=row.children,
            order=order,
            service_area_id=area_id(municipality, within) if within in known else None,
        )


def load_people(municipality: Municipality, members: Sequence[Member], hashed: str) -> None:
    """Put people in place with their duties."""
    owner = provider_id(municipality)
    people_models.Account.objects.bulk_create(
        people_models.Account(
            id=account_id(member.name),
            provider_id=owner,
            name=member.name,
            protected_identity=member.protected,
            email=f"{member.local_part}@{municipality.slug}.example",
            password=hashed,
        )
        for member in members
    )
    people_models.Duty.objects.bulk_create(
        people_models.Duty(
            id=_id("duty", member.name, unit),
            provider_id=owner,
            account_id=account_id(member.name),
            unit_id=unit_id(municipality, unit),
            role=member.role.value,
            starts=member.starts,
            ends=member.ends,
        )
        for member in members
        for unit in (member.units or (municipality.name,))
    )


def _id(*parts: str) -> UUID:
    return uuid5(NAMESPACE_URL, "kedjan:" + ":".join(parts))
