"""Two municipalities with one of everything in each, and every address filled with what belongs to one of them."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID, uuid4

import docx
from django.urls import URLPattern

from kedjan.access.service import Actor, Role
from kedjan.files import service as files
from kedjan.goals import service as goals
from kedjan.reflection import service as reflection
from kedjan.reports import service as reports
from kedjan_site.demo import cast
from tests.house.test_rights import patterns

NOW = cast.NOW
HEAD = "assignment;area;respondent;emotion;tags;text"
TAGS = ("Mycket viktigt område", "Okej fungerande område", "Bra förutsättningar")
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
PERSONS = {
    cast.EKKOPING: ("Maj Sävdunge", "Torun Hedspång", "Petra Lövhage"),
    cast.ALLMALA: ("Sten Klockvret", "Lo Vinterklint", "Tove Åsgrind"),
}


@dataclass
class World:
    """What a municipality holds: the id of one thing of each kind, by the name it has in addresses."""

    municipality: cast.Municipality
    word: str
    secret: str
    tags: tuple[str, ...]
    things: dict[str, str] = field(default_factory=dict)

    @property
    def developer(self) -> str:
        return PERSONS[self.municipality][0]

    @property
    def chief(self) -> str:
        return PERSONS[self.municipality][1]


@dataclass(frozen=True)
class Address:
    """A whole address, from which pattern, and what stands in its parameters."""

    path: str
    where: str
    right: str
    methods: frozenset[str]
    owned: tuple[str, ...]


def build(municipality: cast.Municipality, word: str, secret: str = "viskning", tags: tuple[str, ...] = TAGS) -> World:
    """Put one of everything in a municipality; `word` stands in titles and headings, `secret` in reflections."""
    world = World(municipality, word, secret, tags)
    developer = cast.actor(world.developer)
    world.things |= {
        "account": str(cast.account_id(PERSONS[municipality][2])),
        "duty": str(duty_of(PERSONS[municipality][2])),
    }
    _way_in(world)
    _round(world, developer)
    _around_rounds(world, developer)
    _reports(world, developer)
    _shared(world, developer)
    return world


def _way_in(world: World) -> None:
    """Put an identity provider in place that nobody answers for, and a rule, as if they had been added."""
    from kedjan.people import models
    from kedjan.people import service as people

    owner = cast.provider_id(world.municipality)
    unit = cast.unit_id(world.municipality, world.municipality.name)
    way = models.IdentityProvider.objects.create(
        provider_id=owner, protocol="oidc", name=world.municipality.name, is_on=True, client="x",
        address="https://inte.invalid", issuer=f"https://{world.municipality.slug}.invalid", address_claim="email",
        subject_claim="sub",
    )  # fmt: skip
    rule = models.DutyRule.objects.create(
        provider_id=owner, identity_provider=way, claim="groups", value=world.word, role="teacher", unit_id=unit
    )
    staff = people.propose_staff(
        by=people.system_actor(provider=owner), now=NOW, name=f"{world.word}.csv", key=uuid4(),
        data=f"adress;roll;enhet;börjar;namn\nx@x.example;lärare;Ingenstans;2026-08-01;{world.word}".encode(),
    )  # fmt: skip
    world.things |= {"way": str(way.id), "rule": str(rule.id), "staff": str(staff.id)}


def duty_of(name: str) -> UUID:
    """Return the duty of a member of the cast."""
    from kedjan.people.models import Duty

    return Duty.objects.get(account_id=cast.account_id(name)).id


def rows(secret: str, tags: tuple[str, ...] = TAGS, persons: int = 12) -> list[str]:
    """Return the lines of a file in which each person of two areas has answered two assignments."""
    areas = ("Grundskola", "Förskola")
    return [
        f"{code};{areas[person % 2]};p{person};{person % 5 - 2};{tags[person % 3]};{secret} {person}"
        for person in range(persons)
        for code in ("01", "02")
    ]


def file_of(lines: list[str]) -> bytes:
    """Return a file of reflections."""
    return "\n".join((HEAD, *lines)).encode()


def _round(world: World, by: Actor) -> None:
    tags = reflection.standard_tags()
    if world.tags != TAGS:
        tags = tuple(reflection.Tag(place, name) for place, name in enumerate(world.tags))
    tag_set = reflection.add_tag_set(
        by=by, now=NOW, name=f"Taggar {world.word}", tags=tags, valid_from=date(2026, 1, 1),
        key=uuid4(),
    )  # fmt: skip
    made = reflection.create_round(
        by=by, now=NOW, key=uuid4(), tag_set=tag_set.id, title=f"Omgång {world.word}", description=world.word,
        population=world.word, readers=[by.account],
        assignments=[reflection.Assignment(code=code, heading=f"{world.word} {code}") for code in ("01", "02")],
    )  # fmt: skip
    first = reflection.propose(
        by=by,
        now=NOW,
        round=made.id,
        data=file_of(rows(world.secret, world.tags)),
        name=f"{world.word}.csv",
        key=uuid4(),
    )
    reflection.accept(by=by, now=NOW, batch=first.batch.id, seen=first.batch.revision)
    more = file_of([f"01;Förskola;q1;1;;{world.secret}", "01;Förskola;q2;9;;fel"])
    waiting = reflection.propose(by=by, now=NOW, round=made.id, data=more, name=f"{world.word}.csv", key=uuid4())
    world.things |= {"round": str(made.id), "batch": str(first.batch.id), "waiting": str(waiting.batch.id)}


def _around_rounds(world: World, by: Actor) -> None:
    """Put goals, a situation analysis, a template of assignments and a rule of whom a round asks in place."""
    made = goals.add_framework(
        by=by, now=NOW, key=uuid4(), name=f"Mål {world.word}", kind="board", starts=date(2026, 1, 1),
        goals=[f"{world.word} når målet", "Alla är trygga"],
    )  # fmt: skip
    analysis = reflection.begin_analysis(by=by, now=NOW, key=uuid4(), title=f"Nuläge {world.word}", reason=world.word)
    round_id, rule, kept = UUID(world.things["round"]), uuid4(), uuid4()
    unit = cast.unit_id(world.municipality, world.municipality.name)
    reflection.add_rule(by=by, now=NOW, round=round_id, unit=unit, roles=[Role.PRINCIPAL], key=rule)
    reflection.keep_template(by=by, now=NOW, round=round_id, code="01", name=f"Mall {world.word}", key=kept)
    tag_set = reflection.round(by=by, id=round_id).tag_set
    world.things |= {
        "goal": str(made.goals[0].id), "analysis": str(analysis.id), "recipient_rule": str(rule),
        "assignment_template": str(kept), "tag_set": str(tag_set.id),
    }  # fmt: skip


def _reports(world: World, by: Actor) -> None:
    def begun(title: str) -> tuple[UUID, UUID, UUID]:
        report = reports.begin_report(by=by, now=NOW, key=uuid4(), title=f"{title} {world.word}", subtitle=world.word)
        section = reports.add_section(by=by, now=NOW, key=uuid4(), report=report, heading=world.word)
        at = reports.Spot(report, section)
        block = reports.put_text(by=by, now=NOW, key=uuid4(), at=at, text=f"{world.word} skriver.")
        return report, section, block

    template = reports.add_template(by=by, now=NOW, key=uuid4(), name=f"{world.word}.docx", data=word_file())
    draft, section, block = begun("Utkast")
    settled, _, settled_block = begun("Rapport")
    chief = cast.actor(world.chief)
    seen = reports.report(by=chief, id=settled).revision
    reports.settle(by=chief, now=NOW, report=settled, seen=seen)
    world.things |= {
        "template": str(template.id), "report": str(draft), "section": str(section), "block": str(block),
        "settled": str(settled), "settled_block": str(settled_block),
        "export": str(finished_export(by, settled, world.word)),
    }  # fmt: skip


def _shared(world: World, by: Actor) -> None:
    round_id = UUID(world.things["round"])
    choice = reflection.Choice(tables=("by_area",))
    proposal = reflection.propose_release(by=by, now=NOW, round=round_id, choice=choice)
    shared = reflection.share(
        by=by, now=NOW, round=round_id, choice=choice, title=f"Delat {world.word}", purpose=world.word,
        seen=proposal.seen, key=uuid4(),
    )  # fmt: skip
    world.things["release"] = str(shared.line.id)


def finished_export(by: Actor, report: UUID, word: str) -> UUID:
    """Return the id of a file asked for and written, whose bytes hold the word."""
    from kedjan.reports import models

    key = uuid4()
    models.Export.objects.create(
        id=key, provider_id=by.provider, report_id=report, format="word", owner=by.account, asked_at=NOW
    )
    kept = files.keep(
        by=by, now=NOW, purpose="report_export", name=f"{word}.docx", data=f"{word} på disk".encode(), key=key
    )
    models.Export.objects.filter(id=key).update(state="done", progress=100, file_id=kept.id, done_at=NOW)
    return key


def word_file(text: str = "Mall") -> bytes:
    """Return a small Word document."""
    out, made = io.BytesIO(), docx.Document()
    made.add_paragraph(text)
    made.save(out)
    return out.getvalue()


def addresses(things: dict[str, str]) -> Iterator[Address]:
    """Yield every address, with what is in `things` in its place; a parameter that is not known here is refused."""
    for where, entry in patterns():
        path, owned = filled(where, entry, things)
        yield Address(path, where, getattr(entry.callback, "page_right", ""), methods_of(entry), owned)


def filled(where: str, entry: URLPattern, things: dict[str, str]) -> tuple[str, tuple[str, ...]]:
    """Return the address with its parameters filled, and which of them belong to a municipality."""
    from django.urls import reverse

    holders = {"personer": "account", "omgangar": "round", "rapporter": "report", "delat": "release", "demo": "account"}
    holders |= {"nulagesanalyser": "analysis", "mal": "goal"}
    below_rounds = {"rule": "recipient_rule", "template": "assignment_template"} if "omgangar" in where else {}
    if "/taggar/" in where:
        holders["omgangar"] = "tag_set"
    fixed = {"ending": "csv", "code": "01", "do": "pausa"}
    fixed["handle"] = "00000000-0000-4000-8000-000000000000"
    fixed["key"] = "by_area" if "delat" in where else "0-0"
    fixed["kind"] = "text" if "rapporter" in where else "verksamhetsomraden"
    given, owned = {}, []
    for name in re.findall(r"<\w+:(\w+)>", where):
        if name in fixed:
            given[name] = fixed[name]
            continue
        key = holders[where.split("/")[1]] if name == "id" else below_rounds.get(name, name)
        given[name] = things[key]
        owned.append(key)
    return reverse(str(entry.name), kwargs=given), tuple(owned)


def methods_of(entry: URLPattern) -> frozenset[str]:
    """Return the methods that a view says it takes, as it says to one that it refuses; all where it refuses none."""
    from django.test import RequestFactory

    answer = entry.callback(RequestFactory().generic("BREW", "/"))
    return frozenset(answer.headers["Allow"].split(", ")) if answer.status_code == 405 else frozenset(METHODS)
