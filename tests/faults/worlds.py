"""Two municipalities with one of everything in each, and every address filled with what belongs to one of them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.urls import URLPattern

from kedjan.access.service import Actor
from kedjan.combinations import service as combinations
from kedjan.goals import service as goals
from kedjan.people import service as people
from kedjan.reflection import service as reflection
from kedjan.reports import service as reports
from kedjan.tasks import service as tasks
from kedjan.themes import service as themes
from kedjan_site.demo import cast
from tests.faults.worlds_concluded import concluded
from tests.faults.worlds_counted import counted
from tests.faults.worlds_files import finished_export, finished_extract, word_file
from tests.faults.worlds_proposed import proposed
from tests.house.test_rights import patterns

NOW = cast.NOW
HEAD = "assignment;area;respondent;emotion;tags;text"
TAGS = ("Mycket viktigt område", "Okej fungerande område", "Bra förutsättningar")
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
PERSONS = {
    cast.EKKOPING: ("Maj Sävdunge", "Torun Hedspång", "Petra Lövhage"),
    cast.ALLMALA: ("Sten Klockvret", "Lo Vinterklint", "Tove Åsgrind"),
}
SECOND = {cast.EKKOPING: "Siv Blåmyr", cast.ALLMALA: "Lo Vinterklint"}
"""Who reads the round beside the developer."""


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

    @property
    def writer(self) -> str:
        return PERSONS[self.municipality][2]

    @property
    def second(self) -> str:
        return SECOND[self.municipality]


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
        "account": str(cast.account_id(world.writer)),
        "duty": str(duty_of(world.writer)),
        "other": str(cast.account_id(world.second)),
        "unit": str(cast.unit_id(municipality, municipality.name)),
    }
    _way_in(world)
    _round(world, developer)
    _talked_about(world, developer)
    _given(world, developer)
    _around(world, developer)
    world.things |= concluded(world.things, world.word, developer)
    world.things |= proposed(world.things, world.word, developer, world.chief)
    world.things |= counted(municipality, word)
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
        population=world.word, readers=[by.account, cast.account_id(world.second)],
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
    reflection.tie_respondents(by=by, now=NOW, round=made.id, accounts={"p1": cast.account_id(world.writer)})
    loop, *_ = reflection.own_loops(by=cast.actor(world.writer))
    world.things |= {
        "round": str(made.id), "batch": str(first.batch.id), "waiting": str(waiting.batch.id),
        "tag_set": str(tag_set.id), "loop": str(loop),
    }  # fmt: skip


def _talked_about(world: World, by: Actor) -> None:
    """Let the writer and a reader talk, and both readers mark; put words in the basket and ask for them."""
    of, loop, writer = UUID(world.things["round"]), UUID(world.things["loop"]), cast.actor(world.writer)
    thread = reflection.open_thread(by=by, now=NOW, round=of, loop=loop)
    said, back = uuid4(), uuid4()
    reflection.answer(
        by=by, now=NOW, key=said, round=of, loop=loop, seen=thread.version, text=f"{world.word} frågar.", asks=True
    )
    reflection.write_back(by=writer, now=NOW, key=back, loop=loop, text=f"{world.word} svarar.")
    theme = themes.add_theme(by=by, now=NOW, key=uuid4(), round=of, name=f"Tema {world.word}")
    named = f"Tema om {world.word}"
    themes.change_theme(by=by, now=NOW, id=theme.id, seen=theme.version, name=named, description=world.word)
    at: dict[str, Any] = {"now": NOW, "round": of, "loop": loop}
    for reader in (by, cast.actor(world.second)):
        first = reflection.reading_order(by=reader, round=of)[0]
        themes.go_through(by=reader, now=NOW, round=of, loop=first)
    themes.mark(by=by, version=1, chosen=[0], themes=[theme.id], **at)
    quote = themes.keep_quote(by=by, key=uuid4(), version=1, chosen=[0], theme=theme.id, **at)
    themes.ask_consent(by=by, now=NOW, id=quote)
    world.things |= {
        "message": str(said), "own_message": str(back), "theme": str(theme.id), "quote": str(quote),
        "change": str(themes.changes(by=by, round=of)[0].id),
        "passage": str(themes.passages_of(by=by, now=NOW, theme=theme.id).passages.items[0].id),
    }  # fmt: skip


def _given(world: World, by: Actor) -> None:
    """Put a round in place that is answered here, with what it rests on, and let the writer send and keep something."""
    framework = goals.add_framework(
        by=by, now=NOW, name=f"Mål {world.word}", kind="board", starts=date(2026, 1, 1), goals=[world.word], key=uuid4()
    )
    goal = framework.goals[0].id
    made = reflection.create_round(
        by=by, now=NOW, key=uuid4(), tag_set=UUID(world.things["tag_set"]), title=f"Frågor {world.word}",
        population=world.word, readers=[by.account, cast.account_id(world.second)],
        assignments=[
            reflection.Assignment(
                code=code, heading=f"{world.word} {code}", focus=world.word, minutes=15, used_for=world.word,
                opens_on=date(2026, 11, 9), closes_on=date(2026, 11, 27), goal=goal,
            )
            for code in ("01", "02")
        ],
    )  # fmt: skip
    at: dict[str, Any] = {"by": by, "now": NOW, "round": made.id}
    area = cast.area_id(world.municipality, "Grundskola")
    reflection.add_recipients(accounts=[cast.account_id(world.writer)], service_area=area, **at)
    asking, kept, event = uuid4(), uuid4(), uuid4()
    unit = cast.unit_id(world.municipality, world.municipality.name)
    reflection.add_rule(unit=unit, roles=[cast.Role.TEACHER], service_area=area, key=asking, **at)
    reflection.keep_template(code="01", name=f"Mall {world.word}", key=kept, **at)
    reflection.add_event(kind=reflection.EventKind.MEETING, day=date(2026, 12, 1), key=event, text=world.word, **at)
    for code in ("01", "02"):
        reflection.publish(code=code, seen=reflection.round(by=by, id=made.id).version, **at)
    what = reflection.Written(f"{world.secret} om {world.word}", (0,), None)
    for code, write in (("01", reflection.send), ("02", reflection.save_draft)):
        write(
            by=cast.actor(world.writer), now=NOW, round=made.id, code=code, area=area, key=uuid4(), seen=0,
            written=what, writer=uuid4(),
        )  # fmt: skip
    analysis = reflection.begin_analysis(by=by, now=NOW, title=f"Läget {world.word}", key=uuid4(), reason=world.word)
    sign, stopped = uuid4(), uuid4()
    said = {"looked_at": world.word, "source": world.word, "when": "maj", "by_whom": world.word}
    goals.choose_sign(by=by, now=NOW, key=sign, goal=goal, **said)
    goals.stop_collecting(by=by, now=NOW, key=stopped, what=world.word, since=NOW.date(), decided_by=world.word)
    world.things |= {"sign": str(sign), "stopped": str(stopped)}
    world.things |= {
        "given": str(made.id), "goal": str(goal), "asking_rule": str(asking), "kept_template": str(kept),
        "event": str(event), "analysis": str(analysis.id), "framework": str(framework.id),
    }  # fmt: skip


def _around(world: World, by: Actor) -> None:
    """Save a combination, agree to a time frame, declare an activity above it, and let a file of staff wait."""
    teacher, year = cast.Role.TEACHER, "2026/27"
    made = combinations.save(
        by=by, now=NOW, key=uuid4(), round=UUID(world.things["round"]), title=f"Villkor {world.word}",
        where="assignment:01", interpretation=world.word,
    )  # fmt: skip
    frame = {"agreed_with": world.word, "agreed_on": NOW.date(), "valid_from": NOW.date(), "minutes": 60}
    tasks.set_frame(by=by, now=NOW, key=uuid4(), seen=0, role=teacher, school_year=year, **frame)
    thing = tasks.Thing(tasks.Asking.ACTIVITY, "x", f"Syssla {world.word}", year, {teacher: 90})
    tasks.declare(by=by, now=NOW, thing=thing, instead=tasks.Instead(motive=f"{world.word} vill."))
    loads = tasks.overview(by=by, now=NOW, school_year=year).loads
    head, row = "adress;roll;enhet;börjar;slutar;namn", f"ny@{world.municipality.slug}.example;lärare"
    staff = people.propose_staff(
        by=people.system_actor(provider=by.provider), now=NOW, key=uuid4(), name=f"{world.word}.csv",
        data=f"{head}\n{row};{world.municipality.name};2026-08-01;;{world.word}".encode(),
    )  # fmt: skip
    (declared,) = (each.id for load in loads for each in load.declared if each.asking is tasks.Asking.ACTIVITY)
    taken, told = finished_extract(by, UUID(world.things["round"])), uuid4()
    reflection.add_method_change(
        by=by, now=NOW, round=UUID(world.things["round"]), key=told, day=NOW.date(), text=world.word, reason=world.word
    )
    world.things |= {
        "extract": str(taken),
        "method_change": str(told),
        "combination": str(made.id),
        "declaration": str(declared),
        "staff": str(staff.id),
    }


def _reports(world: World, by: Actor) -> None:
    def begun(title: str) -> tuple[UUID, UUID, UUID]:
        report = reports.begin_report(by=by, now=NOW, key=uuid4(), title=f"{title} {world.word}", subtitle=world.word)
        section = reports.add_section(by=by, now=NOW, key=uuid4(), report=report, heading=world.word)
        at = reports.Spot(report, section)
        block = reports.put_text(by=by, now=NOW, key=uuid4(), at=at, text=f"{world.word} skriver.")
        return report, section, block

    template = reports.add_template(by=by, now=NOW, key=uuid4(), name=f"{world.word}.docx", data=word_file())
    outline = reports.add_outline(by=by, now=NOW, key=uuid4(), name=world.word, text=f"# {world.word}")
    draft, section, block = begun("Utkast")
    comment = reports.comment(by=by, now=NOW, key=uuid4(), report=draft, section=section, text=f"{world.word} undrar.")
    reports.keep_version(by=by, now=NOW, key=uuid4(), report=draft, note=world.word)
    settled, _, settled_block = begun("Rapport")
    chief = cast.actor(world.chief)
    seen = reports.report(by=chief, id=settled).revision
    reports.settle(by=chief, now=NOW, report=settled, seen=seen, publish_to=list(reports.Audience))
    world.things |= {
        "template": str(template.id), "report": str(draft), "section": str(section), "block": str(block),
        "comment": str(comment),
        "outline": str(outline),
        "settled": str(settled), "settled_block": str(settled_block),
        "export": str(finished_export(by, settled, world.word, world.chief)),
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


GIVEN = ("uppdrag", "mottagare", "tidsplan", "kopiera")
HOLDERS = (
    *((f"/omgangar/<uuid:id>/{page}/", "id", "given") for page in GIVEN),
    ("/omgangar/<uuid:id>/mottagare/", "rule", "asking_rule"),
    ("/omgangar/<uuid:id>/uppdrag/", "template", "kept_template"),
    ("/omgangar/taggar/", "id", "tag_set"),
    ("/omgangar/<uuid:id>/tidsplan/", "event", "event"),
    ("/omgangar/<uuid:id>/utvardering/", "change", "method_change"),
    ("/min-sida/utvardering/", "round", "given"),
    ("/omgangar/", "id", "round"),
    ("/svara/", "round", "given"),
    ("/min-sida/samtal/", "message", "own_message"),
    ("/nulagesanalyser/", "id", "analysis"),
    ("/mal/", "id", "goal"),
    ("/mal/", "framework", "framework"),
    ("/organisation/", "id", "unit"),
    ("/personer/", "id", "account"),
    ("/rapporter/", "id", "report"),
    ("/inlasning/skolsystem/", "id", "connection"),
    ("/inlasning/", "id", "delivery"),
    ("/resultat/", "id", "study"),
    ("/delat/", "id", "release"),
    ("/demo/", "id", "account"),
    ("/traden/", "thing", "followed"),
    ("/underlag/", "thing", "followed"),
    ("/underlag/", "id", "round"),
    *(("/", name, name) for name in ("account", "batch", "block", "change", "combination", "declaration", "duty")),
    *(("/", name, name) for name in ("measured", "comment", "observation", "outline", "sign", "stopped")),
    *(
        ("/", name, name)
        for name in ("export", "extract", "loop", "message", "other", "passage", "quote", "rule", "section")
    ),
    ("/forslag/fil/", "file", "proposal_file"),
    ("/mal/fil/", "file", "goals_file"),
    ("/atgarder/fil/", "file", "actions_file"),
    ("/tavla/fil/", "file", "board_file"),
    *(("/", name, name) for name in ("proposal", "action", "strategy")),
    *(("/", name, name) for name in ("analysis", "cause", "conclusion", "link", "staff", "template", "theme", "way")),
)
"""Which thing stands for a parameter, by how its address begins; the first that fits."""


def addresses(things: dict[str, str]) -> Iterator[Address]:
    """Yield every address, with what is in `things` in its place; a parameter that is not known here is refused."""
    for where, entry in patterns():
        path, owned = filled(where, entry, things)
        yield Address(path, where, getattr(entry.callback, "page_right", ""), methods_of(entry), owned)


def filled(where: str, entry: URLPattern, things: dict[str, str]) -> tuple[str, tuple[str, ...]]:
    """Return the address with its parameters filled, and which of them belong to a municipality."""
    from django.urls import reverse

    fixed = {"ending": "csv", "code": "01", "do": "publicera", "slug": "reflektioner", "role": "teacher"}
    fixed["place"] = "0"
    fixed["handle"] = "00000000-0000-4000-8000-000000000000"
    fixed["key"] = "by_area" if "delat" in where else "0-0"
    fixed["kind"] = "text" if "rapporter" in where else "verksamhetsomraden"
    fixed |= {"kind": "conclusion"} if "traden" in where or "underlag" in where else {}
    given, owned = {}, []
    for name in re.findall(r"<\w+:(\w+)>", where):  # those of the addresses around it too
        if name in fixed:
            given[name] = fixed[name]
            continue
        key = next(key for start, its, key in HOLDERS if its == name and where.startswith(start))
        given[name] = things[key]
        owned.append(key)
    return reverse(str(entry.name), kwargs=given), tuple(owned)


def methods_of(entry: URLPattern) -> frozenset[str]:
    """Return the methods that a view says it takes, as it says to one that it refuses; all where it refuses none."""
    from django.test import RequestFactory

    answer = entry.callback(RequestFactory().generic("BREW", "/"))
    return frozenset(answer.headers["Allow"].split(", ")) if answer.status_code == 405 else frozenset(METHODS)
