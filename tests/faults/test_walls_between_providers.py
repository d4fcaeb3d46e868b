"""Whatever is put in an address: what is the neighbour's is not there, and what is ours is not everybody's."""

import re
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from kedjan_site.demo import cast
from tests.faults.worlds import World, addresses, build

pytestmark = pytest.mark.django_db

HIDDEN, SECRET = "Kvastören", "viskning"
NEIGHBOURS = ("Sten Klockvret", "Lo Vinterklint", "Tove Åsgrind")
WITHOUT_THE_ROUND = ("Petra Lövhage", "Gunnel Ekspång", "Ida Vasskulle", "Nils Björkspång", "Torun Hedspång")
OF_A_ROUND = tuple(f"/omgangar/<uuid:id>/{page}" for page in ("tabeller", "texter", "monster"))
READERS_ONLY = (*OF_A_ROUND, "/rapporter/filer")


@pytest.fixture
def ekkoping() -> World:
    return build(cast.EKKOPING, HIDDEN, SECRET)


@pytest.fixture
def as_member() -> Callable[[str], Client]:
    def get(name: str) -> Client:
        client = Client(raise_request_exception=False)
        account = get_user_model().objects.get(id=cast.account_id(name))
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return get


FORM = {"seen": "1", "sent": "0", "text": "x", "title": "x", "why": "time"}
"""What every form is sent with, so that those of answering are understood."""
FORM |= {name: str(uuid4()) for name in ("area", "key", "writer", "event", "served", "round", "into")}


def ask(client: Client, path: str, method: str) -> Any:
    """Ask; the address that only leads to the first table is followed there."""
    return client.get(path, follow=path.endswith("/tabeller/")) if method == "GET" else client.post(path, FORM)


def told(answer: Any, path: str) -> tuple[int, str]:
    """Return what an answer tells, but for the address that was asked for and the tokens of its forms."""
    body = answer.content.decode(errors="replace") if not answer.streaming else ""
    body = re.sub(r'(csrfmiddlewaretoken" value|name="key" value)="[^"]*"', "", body).replace(path, "")
    return answer.status_code, re.sub(r"[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}", "", body)


def everything(world: World) -> Iterator[dict[str, str]]:
    """Yield the things of a world; then with what is settled and what waits in the place of drafts and what is done."""
    yield world.things
    settled = {"report": world.things["settled"], "block": world.things["settled_block"]}
    yield {**world.things, **settled, "batch": world.things["waiting"]}


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_is_the_neighbours_answers_as_what_never_was(
    ekkoping: World, as_member: Callable[[str], Client], method: str
) -> None:
    made_up = {name: str(uuid4()) for name in ekkoping.things}
    different, tried = [], 0
    for things in everything(ekkoping):
        real = [each for each in addresses(things) if each.owned and not each.where.startswith("/demo/")]
        for name in NEIGHBOURS:
            client = as_member(name)
            for there, nowhere in zip(
                real, [a for a in addresses(made_up) if a.where in {r.where for r in real}], strict=True
            ):
                tried += 1
                found = told(ask(client, there.path, method), there.path)
                same = found == told(ask(client, nowhere.path, method), nowhere.path)
                if not same or HIDDEN in found[1] or found[0] not in {404, 403, 405, 302}:
                    different.append((name, there.where, found[0]))
    assert different == []
    assert tried > 150


def test_one_of_ours_and_one_of_theirs_in_the_same_address_is_not_there(
    ekkoping: World, as_member: Callable[[str], Client]
) -> None:
    neighbour = build(cast.ALLMALA, "Lyktan")
    wrong = []
    for theirs in ekkoping.things:
        mixed = {**neighbour.things, theirs: ekkoping.things[theirs]}
        for name in ("Sten Klockvret", "Lo Vinterklint"):
            client = as_member(name)
            for each in addresses(mixed):
                if theirs in each.owned and not each.where.startswith("/demo/"):
                    for method in each.methods & {"GET", "POST"}:
                        answer = ask(client, each.path, method)
                        if answer.status_code not in {404, 403} or HIDDEN in told(answer, "")[1]:
                            wrong.append((name, method, each.where, answer.status_code))
    assert wrong == []


def test_nobody_who_is_not_signed_in_gets_past_the_door(ekkoping: World) -> None:
    passed = []
    for things in everything(ekkoping):
        for each in addresses(things):
            for method in each.methods & {"GET", "POST"}:
                client = Client(raise_request_exception=False)
                answer = client.get(each.path) if method == "GET" else client.post(each.path)
                if each.right == "open_to_all":
                    passed += [each.where] if HIDDEN in told(answer, "")[1] else []
                elif answer.status_code != 302 or not answer.headers["Location"].startswith("/logga-in/"):
                    passed.append((method, each.where, answer.status_code))
    assert passed == []


def test_a_principal_who_has_left_opens_nothing_but_a_word_about_it(
    ekkoping: World, as_member: Callable[[str], Client]
) -> None:
    roger, opened = as_member("Roger Hällspång"), []
    for things in everything(ekkoping):
        for each in addresses(things):
            if each.right == "open_to_all" or each.where in {"/", "/losenord/byt/"}:
                continue
            for method in each.methods & {"GET", "POST"}:
                answer = ask(roger, each.path, method)
                if HIDDEN in told(answer, "")[1] or (each.owned and answer.status_code not in {403, 404}):
                    opened.append((method, each.where, answer.status_code))
    assert opened == []


@pytest.mark.parametrize("name", WITHOUT_THE_ROUND)
def test_no_file_or_table_holds_a_word_of_texts_for_those_outside_the_circle(
    ekkoping: World, as_member: Callable[[str], Client], name: str
) -> None:
    client, leaked, tried = as_member(name), [], 0
    for things in everything(ekkoping):
        for each in addresses(things):
            if not each.where.startswith(READERS_ONLY):
                continue
            tried += 1
            answer = ask(client, each.path, "GET" if "GET" in each.methods else "POST")
            if answer.status_code != 403 or "Content-Disposition" in answer.headers:
                leaked.append((each.where, answer.status_code))
            elif SECRET in told(answer, "")[1]:
                leaked.append((each.where, "words"))
    assert leaked == []
    assert tried >= 8


def test_a_refusal_within_the_house_says_why(ekkoping: World, as_member: Callable[[str], Client]) -> None:
    answer = as_member("Petra Lövhage").get(f"/omgangar/{ekkoping.things['round']}/texter/")
    assert answer.status_code == 403
    assert "k-lead" in answer.content.decode()


def test_a_file_somebody_asked_for_is_theirs_until_their_duty_ends(
    ekkoping: World, as_member: Callable[[str], Client]
) -> None:
    from kedjan.people.models import Duty

    path = f"/rapporter/filer/{ekkoping.things['export']}/hamta/"
    maj = as_member("Maj Sävdunge")
    assert HIDDEN in maj.get(path).content.decode()
    assert as_member("Torun Hedspång").get(path).status_code == 403
    Duty.objects.filter(account_id=cast.account_id("Maj Sävdunge")).update(ends=cast.NOW.date().replace(day=15))
    assert maj.get(path).status_code == 403


def test_a_reader_of_a_round_reads_no_more_when_the_last_duty_has_ended(
    ekkoping: World, as_member: Callable[[str], Client]
) -> None:
    from kedjan.people.models import Duty

    path = f"/omgangar/{ekkoping.things['round']}/texter/"
    maj = as_member("Maj Sävdunge")
    assert SECRET in maj.get(path).content.decode()
    Duty.objects.filter(account_id=cast.account_id("Maj Sävdunge")).update(ends=cast.NOW.date().replace(day=15))
    answer = maj.get(path)
    assert answer.status_code == 403
    assert SECRET not in answer.content.decode()
