"""Nobody's emotion is followed: not over time by anybody, and not at all by those who lead their work (C07, C15).

Each test changes what one person felt and nothing else, and looks at everything again: what reads as it did before
tells nothing of what that person felt, alone or as what is left when the others are taken away.
"""

import dataclasses
import importlib
from collections.abc import Callable
from datetime import date
from itertools import zip_longest
from uuid import UUID

import pytest

from kedjan.access.service import Refused
from kedjan.combinations import service as combinations
from kedjan.evidence.service import NotYoursToSee
from kedjan.reflection import models
from kedjan.reflection import service as reflection
from kedjan_site.demo import cast
from kedjan_web.rounds.tables.kinds import KINDS
from tests.faults.worlds import World, build
from tests.house.sources import rooms
from tests.house.walking import as_member, every_address, forgetting, walk

pytestmark = pytest.mark.django_db

MANAGERS = {cast.EKKOPING: "Ester Kärrgrind", cast.ALLMALA: "Lo Vinterklint"}
"""Who leads the work of the one who writes in each municipality."""


def felt(writer: str, step: int, code: str = "") -> Callable[[], object]:
    """Return what makes a person have felt this, in one assignment or in all."""
    theirs = models.Loop.objects.filter(respondent__account_id=cast.account_id(writer))
    return lambda: (theirs.filter(assignment__code=code) if code else theirs).update(emotion=step)


def read_by_manager(municipality: cast.Municipality) -> World:
    """A municipality where the manager reads the rounds, and leads and shares them too."""
    from kedjan.people.models import Duty

    world, manager = build(municipality, "Kvastören"), cast.account_id(MANAGERS[municipality])
    for of in ("round", "given"):
        row = reflection.round(by=cast.actor(world.developer), id=UUID(world.things[of]))
        models.RoundReader.objects.get_or_create(provider_id=world_provider(world), round_id=row.id, account_id=manager)
    Duty.objects.create(
        provider_id=world_provider(world), account_id=manager, role="quality_developer", starts=date(2025, 7, 1),
        unit_id=cast.unit_id(municipality, municipality.name),
    )  # fmt: skip
    return world


def world_provider(world: World) -> UUID:
    return cast.provider_id(world.municipality)


def singled_out(world: World) -> list[str]:
    """Combinations, texts, tables, pictures and files that are asked for what few have felt."""
    of = f"/omgangar/{world.things['round']}"
    lines = ("emotion:-2", "emotion:2", "not(emotion:2)", "all(assignment:01;emotion:-2)", "any(emotion:2;emotion:1)")
    ways = ("/", "/texter/", "/tabell.csv", "/tabell.xlsx")
    asked = [f"{of}/kombinationer{way}?villkor={line}" for way in ways for line in lines]
    asked += [f"{of}/kombinationer/?villkor=emotion:2&antal=3&vy={view}" for view in ("avvikande", "viktigt")]
    asked += [f"{of}/texter/?kansla={step}" for step in (-2, -1, 0, 1, 2)]
    side_by_side = "?grupp=Förskola&ihop=Grundskola&som=bild"
    parts = ("?som=bild", side_by_side, "tabell.csv", "tabell.xlsx")
    return [*asked, *(f"{of}/tabeller/{slug}/{part}" for slug in KINDS for part in parts)]


def differing(one: str, other: str) -> list[tuple[str, str]]:
    """The first lines in which two answers differ."""
    lines = zip_longest(one.splitlines(), other.splitlines(), fillvalue="")
    return [(mine, theirs) for mine, theirs in lines if mine != theirs][:2]


@pytest.mark.parametrize("municipality", cast.MUNICIPALITIES, ids=lambda each: each.slug)
def test_no_page_or_file_tells_managers_what_those_they_lead_felt(municipality: cast.Municipality) -> None:
    world = read_by_manager(municipality)
    manager, developer = as_member(MANAGERS[municipality]), as_member(world.developer)
    asked = singled_out(world)
    forgetting(felt(world.writer, -2))
    before, to_others = walk(manager, [*asked, *every_address(world)]), walk(developer, asked, follow=False)
    forgetting(felt(world.writer, 2))
    after, to_others_after = walk(manager, before, follow=False), walk(developer, asked, follow=False)
    assert {path: differing(before[path][1], after[path][1]) for path in before if before[path] != after[path]} == {}
    assert sum(status == 200 for status, _ in before.values()) > 150
    assert [path for path, (status, _) in before.items() if status >= 500] == []
    telling = {path.split("/")[3] for path in asked if to_others[path] != to_others_after[path]}
    assert telling == {"tabeller", "texter", "kombinationer"}, "what is looked at does tell others"


@pytest.mark.parametrize("municipality", cast.MUNICIPALITIES, ids=lambda each: each.slug)
def test_no_room_tells_managers_what_those_they_lead_felt(municipality: cast.Municipality) -> None:
    world = read_by_manager(municipality)
    to_manager, to_others = [], []
    for step in (-2, 2):
        forgetting(felt(world.writer, step))
        to_manager.append(by_every_door(world, MANAGERS[municipality]))
        to_others.append(by_every_door(world, world.developer))
    assert [door for door in to_manager[0] if to_manager[0][door] != to_manager[1][door]] == []
    silent = {"patterns", "tags_by_area", "response_curve", "offered", "offered texts"}
    assert {door for door in to_others[0] if to_others[0][door] == to_others[1][door]} <= silent


def by_every_door(world: World, name: str) -> dict[str, object]:
    """What the rooms' doors answer somebody about the emotions of the round, as values."""
    by, of = cast.actor(name), UUID(world.things["round"])
    merged = {"Alla": ("Förskola", "Grundskola")}
    tables = {
        each.__name__: each(by=by, round=of)
        for each in (
            reflection.tags_by_assignment,
            reflection.by_area,
            reflection.tags_by_area,
            reflection.emotion_by_assignment,
            reflection.emotion_by_area,
            reflection.emotion_spread,
            reflection.patterns,
        )
    }
    tables["response_curve"] = reflection.response_curve(by=by, now=cast.NOW, round=of)
    steps = {
        str(step): combinations.ask(by=by, round=of, where=combinations.read(f"emotion:{step}")).found
        for step in range(-2, 3)
    }
    numbers = [
        cell.key
        for table in (
            reflection.by_area(by=cast.actor(world.developer), round=of, groups=merged),
            reflection.tags_by_assignment(by=cast.actor(world.developer), round=of),
        )
        for row in table.rows
        for cell in row.cells
    ]
    loops = [f"{of.hex}:{UUID(world.things['loop']).hex}"]
    source = reflection.Reflections()
    return {
        **tables,
        "merged": reflection.by_area(by=by, round=of, groups=merged),
        "combinations": steps,
        "emotions": [reflection.texts(by=by, now=cast.NOW, round=of, emotion=[step]).texts for step in range(-2, 3)],
        "cited numbers": source.values(by, "loops.cell", numbers),
        "cited words": {**source.values(by, "loops.text", loops), "met": steps},
        "offered": source.offer(by, ""),
        "offered texts": source.offer(by, world.secret),
    }


def test_a_cited_number_that_own_staff_is_in_exists_unnamed_and_is_not_offered() -> None:
    world = read_by_manager(cast.EKKOPING)
    of, source = UUID(world.things["round"]), reflection.Reflections()
    ester, maj = cast.actor(MANAGERS[cast.EKKOPING]), cast.actor(world.developer)
    table = reflection.by_area(by=maj, round=of)
    keys = [cell.key for row in table.rows for cell in row.cells]
    hidden = {
        key for key, answer in source.values(ester, "loops.cell", keys).items() if isinstance(answer, NotYoursToSee)
    }
    mine = reflection.by_area(by=ester, round=of)
    other = {
        cell.key
        for row, theirs in zip(table.rows, mine.rows, strict=True)
        for cell, left in zip(row.cells, theirs.cells, strict=True)
        if (cell.about, cell.value) != (left.about, left.value)
    }
    assert other <= hidden and 0 < len(hidden) < len(keys)
    offered = {each.key for each in source.offer(ester, "") if each.kind == "loops.cell"}
    assert not offered & {
        each
        for each, answer in source.values(ester, "loops.cell", offered).items()
        if isinstance(answer, NotYoursToSee)
    }


def test_a_manager_is_told_that_own_staff_is_left_out_and_shares_no_table() -> None:
    world = read_by_manager(cast.EKKOPING)
    of, ester = UUID(world.things["round"]), cast.actor(MANAGERS[cast.EKKOPING])
    whole = reflection.by_area(by=cast.actor(world.developer), round=of).facts
    mine = reflection.by_area(by=ester, round=of).facts
    assert (whole.withheld, mine.withheld) == (False, True)
    assert (mine.loops, mine.persons) == (whole.loops - 2, whole.persons - 1)
    page = as_member(ester.name).get(f"/omgangar/{of}/tabeller/verksamhetsomraden/").content.decode()
    assert "varit chef för ingår inte i något tal" in page
    with pytest.raises(Refused, match="not the manager"):
        reflection.propose_release(by=ester, now=cast.NOW, round=of, choice=reflection.Choice(tables=("by_area",)))
    models.Round.objects.filter(id=of).update(managers_read=True)
    assert reflection.by_area(by=ester, round=of).facts == whole, "declared before anybody wrote"
    assert reflection.propose_release(by=ester, now=cast.NOW, round=of, choice=reflection.Choice(tables=("by_area",)))


def test_somebody_tied_later_is_left_out_at_once() -> None:
    """Numbers are remembered by the round's revision, which tying a respondent to an account does not change."""
    world = read_by_manager(cast.EKKOPING)
    of, ester = UUID(world.things["round"]), cast.actor(MANAGERS[cast.EKKOPING])
    before = reflection.by_area(by=ester, round=of).facts.persons
    asked = combinations.ask(by=ester, round=of).found.persons
    maj = cast.actor(world.developer)
    reflection.tie_respondents(by=maj, now=cast.NOW, round=of, accounts={"p3": cast.account_id("Vera Kvällsmyr")})
    assert reflection.by_area(by=ester, round=of).facts.persons == before - 1
    assert combinations.ask(by=ester, round=of).found.persons == asked - 1


def test_no_page_but_ones_own_follows_what_a_named_person_felt() -> None:
    """A page follows somebody when it names them and tells what they felt in one assignment and in another."""
    world = build(cast.EKKOPING, "Kvastören")
    for name, follows in ((world.developer, False), (world.writer, True)):
        client = as_member(name)
        forgetting(felt(world.writer, 0))
        first = walk(client, every_address(world))
        telling = []
        for code in ("01", "02"):
            forgetting(felt(world.writer, 2, code))
            then = walk(client, first, follow=False)
            telling.append({path for path in first if first[path] != then[path]})
            forgetting(felt(world.writer, 0, code))
        named = {
            path
            for path, (_, text) in first.items()
            if world.writer in text or str(cast.account_id(world.writer)) in text
        }
        assert telling[0] and telling[1]
        assert bool(telling[0] & telling[1] & named) == follows, (name, telling[0] & telling[1] & named)


def test_no_value_that_crosses_a_door_puts_a_person_beside_an_emotion() -> None:
    who = {"account", "person", "respondent", "writer", "name", "by"}
    found = set()
    for room in rooms():
        door = importlib.import_module(f"kedjan.{room}.service")
        for each in (getattr(door, name) for name in door.__all__):
            if isinstance(each, type) and dataclasses.is_dataclass(each):
                fields = {field.name for field in dataclasses.fields(each)}
                if "emotion" in fields and fields & who:
                    found.add(each.__name__)
    assert found == {"LedgerRow", "Thread"}, "a row of a file by the file's own key, and the one that is talked about"
