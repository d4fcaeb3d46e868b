"""A whole round: nine assignments to sixty-five leaders over a spring, answered here, ending in what it shows."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from uuid import NAMESPACE_URL, UUID, uuid5

import pytest
from playwright.sync_api import Browser

from tests.journeys.conftest import chairs, served, surroundings
from tests.journeys.person import Person
from tests.journeys.sixty_five import Answer, Browsing, answers, leader_id
from tests.once import demo_loaded

ROUND = uuid5(NAMESPACE_URL, "kedjan:the whole round")
DAYS = {  # code: first and last day, as in the study's spring, a few years on
    "01": ("2027-03-01", "2027-03-12"),
    "02": ("2027-03-12", "2027-03-26"),
    "03": ("2027-03-15", "2027-04-01"),
    "04": ("2027-03-29", "2027-04-16"),
    "05a": ("2027-04-16", "2027-04-30"),
    "05b": ("2027-04-16", "2027-04-30"),
    "06": ("2027-04-19", "2027-05-07"),
    "07": ("2027-04-26", "2027-05-14"),
    "08": ("2027-05-21", "2027-06-04"),
}
PLAN = """
import json, sys
import django
django.setup()
from datetime import date, datetime
from uuid import UUID, uuid5
from kedjan.access.service import Role
from kedjan.organisation import service as organisation
from kedjan.people import service as people
from kedjan.reflection import service as reflection
from kedjan.tasks import service as tasks
from kedjan_site.demo import cast, loading
from kedjan_web import clock

told = json.load(sys.stdin)
now, maj = clock.now(), cast.actor("Maj Sävdunge", now=clock.now())
nils = cast.actor("Nils Björkspång", now=now)
areas = {each.name: each.id for each in organisation.service_areas(provider=maj.provider)}
root = next(unit.id for unit in organisation.unit_tree(provider=maj.provider).units if unit.parent is None)
for name, account in told["leaders"].items():
    people.add_account(by=nils, now=now, key=UUID(account), email=f"{name.lower()}@ekkoping.example", name=name)
    people.give_duty(by=nils, now=now, account=UUID(account), unit=root, role=Role.TEAM_LEADER, starts=date(2027, 1, 1))
library = {each["code"]: each for each in json.loads((loading.HERE / "assignments.json").read_text("utf-8"))}
goal = next(f for f in __import__("kedjan.goals.service", fromlist=["x"]).frameworks(by=maj)).goals[0].id
id = UUID(told["round"])
tags = reflection.add_tag_set(by=maj, now=now, key=uuid5(id, "tags"), name="Våren", tags=reflection.standard_tags(),
                              valid_from=date(2027, 1, 1))
asked = [
    reflection.Assignment(code=code, heading=library[code]["heading"], focus=library[code]["focus"], minutes=20,
                          used_for=library[code]["used_for"], opens_on=date.fromisoformat(first),
                          closes_on=date.fromisoformat(last), goal=goal, emotion=True)
    for code, (first, last) in told["days"].items()
]
reflection.create_round(by=maj, now=now, key=id, title="Nulägesanalys våren 2027", tag_set=tags.id,
                        readers=[maj.account, cast.account_id("Karin Olspång")], assignments=asked,
                        population="ledare och nyckelpersoner")
for area, accounts in told["asked"].items():
    reflection.add_recipients(by=maj, now=now, round=id, accounts=[UUID(each) for each in accounts],
                              service_area=areas[area])
instead = tasks.Instead(motive="Månadens reflektion görs den här våren i omgången.")
for each in asked:
    seen = reflection.round(by=maj, id=id).version
    reflection.publish(by=maj, now=now, round=id, code=each.code, seen=seen, instead=instead)
print(json.dumps({name: each.hex for name, each in areas.items()}))
"""
MARKED = {
    "01": {"Okej fungerande område", "Analysunderlaget brister", "Analysförmågan behöver utvecklas"},
    "06": {"Dåligt fungerande område", "Dåliga förutsättningar", "Vi vet vad som behöver göras"},
    "08": {"Analysförmågan behöver utvecklas", "Fått en viktig insikt"},
}


@pytest.fixture(scope="module")
def spring(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Plan the round in February, and let the leaders answer each assignment on its first day."""
    folder = tmp_path_factory.mktemp("served") / "spring"
    shutil.copytree(demo_loaded(tmp_path_factory), folder)
    said = list(answers())
    areas = planned(folder, said)
    for first in dict.fromkeys(first for first, _last in DAYS.values()):
        with served(folder, f"{first}T08:15") as address:
            entered = cache(lambda leader, at=address: Browsing(at, leader_id(leader)))  # who answers two signs in once
            for number, each in enumerate(answer for answer in said if DAYS[answer.code][0] == first):
                text = f"Vi ser det här i vardagen, nummer {number}. Det är uppdrag {each.code}."
                entered(each.leader).answer(ROUND, each, areas[each.area], text)
    yield folder


def planned(folder: Path, said: list[Answer]) -> dict[str, UUID]:
    """Make accounts, round and recipients as those who lead would, and return the service areas."""
    asked: dict[str, list[str]] = {}
    for each in said:
        people = asked.setdefault(each.area, [])
        if leader_id(each.leader).hex not in people:
            people.append(leader_id(each.leader).hex)
    told = {
        "leaders": {each.leader: leader_id(each.leader).hex for each in said},
        "asked": asked,
        "days": DAYS,
        "round": ROUND.hex,
    }
    done = subprocess.run(
        [sys.executable, "-c", PLAN],
        env=surroundings(folder, "2027-02-22T09:00"),
        input=json.dumps(told),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return {name: UUID(area) for name, area in json.loads(done.stdout.splitlines()[-1]).items()}


@pytest.fixture
def summer(spring: Path, browser: Browser) -> Iterator[Callable[..., Person]]:
    """Sit down in June, when everything has been answered."""
    with served(spring, "2027-06-07T08:00") as address, chairs(address, browser) as sit_down:
        yield sit_down


def test_a_round_of_nine_assignments_ends_in_the_patterns_of_the_study(summer: Callable[..., Person]) -> None:
    maj = summer("Maj Sävdunge")
    maj.open(f"/omgangar/{ROUND}/")
    assert "402" in maj.page.locator("main").inner_text()
    maj.choose("Mönster", "Omgångens sidor")
    maj.look()
    sentences = maj.page.locator("section.k-sentence")
    assert sentences.count() == 9
    for code, tags in MARKED.items():
        of = maj.page.locator("section.k-sentence", has=maj.page.get_by_role("heading", name=code)).first
        links = {text.rpartition(": ")[0] for text in of.locator(".k-tag-links a").all_inner_texts()}
        assert tags <= links, code
    maj.choose("Analysförmågan behöver utvecklas: 33 av 65", "01")
    assert maj.page.locator("#antal-texter").inner_text().startswith("33 reflektioner")


def test_who_comes_too_late_is_told_when_the_last_day_was(summer: Callable[..., Person], spring: Path) -> None:
    said = list(answers())
    missing = {each.leader for each in said} - {each.leader for each in said if each.code == "02"}
    with served(spring, "2027-03-27T08:00") as address:
        page = Browsing(address, leader_id(min(missing))).get(f"/svara/{ROUND}/02/")
    assert "Sista dagen att svara var 26 mars" in page
    assert 'value="send"' not in page
    maj = summer("Maj Sävdunge")
    assert maj.try_to_open(f"/svara/{ROUND}/01/") in {403, 404}, "a reader who is not asked answers nothing"


def test_all_answers_wait_to_be_read(summer: Callable[..., Person]) -> None:
    maj = summer("Maj Sävdunge")
    maj.open(f"/omgangar/{ROUND}/samtal/")
    assert "402" in maj.page.locator("main").inner_text()
