"""A page is opened, the right is taken away, and the form is sent: nothing happens, and the answer says why."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kedjan.people.models import Duty
from kedjan.results import service as results
from kedjan_site.demo import cast
from tests.faults.test_every_address import fingerprint
from tests.faults.worlds import World, build
from tests.rooms.results_made import KRAKEK, NILS, NOW, TALL, grades_file, taken_in, year_of_grades

pytestmark = pytest.mark.django_db
HANNA, MAJ = "Hanna Ekgrind", "Maj Sävdunge"
CONNECTION = {"name": "Nytt", "address": "https://nytt.example/api", "kinds": ["grades"], "token_address": ""}

type Form = tuple[str, dict[str, Any]]


@pytest.fixture
def world(db: None) -> World:
    return build(cast.EKKOPING, "Kvastören")


def client_of(name: str) -> Client:
    client = Client(raise_request_exception=False)
    account = get_user_model().objects.get(id=cast.account_id(name))
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def key() -> dict[str, str]:
    return {"key": str(uuid4())}


def of_a_sender(world: World) -> list[Form]:
    """Every form below /inlasning/, filled in so that it does something."""
    nils, things = cast.actor(NILS), world.things
    one, other, third = ("elev-x", "elev-y", "elev-z")
    done = taken_in(
        grades_file(*year_of_grades([(each, "K", "C") for each in (one, other, third)], year="2025/26", level=9))
    )
    taken_in(grades_file(*year_of_grades([("elev-u", "K", "C"), ("elev-v", "K", "C")], year="2024/25", level=9)))
    waits = results.tell_as_one(by=nils, now=NOW, one=one, other=other)
    made = results.tell_as_one(by=nils, now=NOW, one="elev-u", other="elev-v")
    results.join_pupils(by=nils, now=NOW, id=made, reason="Samma", later_counts=True)
    system = f"/inlasning/skolsystem/{things['connection']}/"
    return [
        ("/inlasning/skicka/", {**key(), "file": SimpleUploadedFile("b.csv", grades_file("ny;K;x;2025/26;9;MA;C"))}),
        ("/inlasning/en-elev/ny/", {"one": other, "other": third}),
        ("/inlasning/radera-elev/", {"number": third, "reason": "Begäran"}),
        (f"/inlasning/en-elev/{waits}/", {"reason": "Samma", "later_counts": "on"}),
        (f"/inlasning/en-elev/{waits}/tva/", {}),
        (f"/inlasning/en-elev/{made}/angra/", {}),
        ("/inlasning/skolsystem/nytt/", {**key(), **CONNECTION}),
        (f"{system}andra/", {**key(), "seen": "1", **CONNECTION, "name": "Annat"}),
        (f"{system}hamta/", key()),
        (f"{system}stoppa/", {}),
        (f"{system}prova/", {}),
        (f"{system}ta-bort/", {}),
        (f"/inlasning/{things['delivery']}/las-in/", {"seen": "1"}),
        (f"/inlasning/{things['delivery']}/slang/", {}),
        (f"/inlasning/{done.id}/angra/", {}),
    ]


def of_a_principal() -> list[Form]:
    """Every form of studies, filled in so that it does something."""
    question = results.Question("Kullen", 6, 9, units=(cast.unit_id(cast.EKKOPING, KRAKEK),))
    made = results.save_study(by=cast.actor(HANNA), now=NOW, key=uuid4(), asks=question)
    study = f"/resultat/{made.id}/"
    asks = {"title": "Min kull", "from_level": "6", "to_level": "9", "school_year": "", "group": "6", "subgroups": ""}
    asks |= {"units": [str(cast.unit_id(cast.EKKOPING, KRAKEK))]}
    return [
        ("/resultat/ny/", {**key(), **asks}),
        (f"{study}andra/", {"seen": "1", **asks}),
        (f"{study}rakna-om/", {"seen": "1"}),
        (f"{study}ta-bort/", {}),
        (f"{study}ta-tillbaka/", {}),
    ]


def of_who_shares(world: World) -> list[Form]:
    """Every form by which something is given out or taken back, filled in so that it does something."""
    to_all = {**key(), "title": "Delat", "purpose": "Underlag"}
    return [
        ("/resultat/dela/", {**to_all, "from_level": "6", "to_level": "9", "school_year": "2025"}),
        ("/resultat/dela/narvaro/", {**to_all, "school_year": "2026"}),
        ("/resultat/dela/matris/", {**to_all, "term": "2026-HT"}),
        (f"/delat/{world.things['release']}/dra-tillbaka/", {"reason": "Fel siffror", "seen": "1"}),
        ("/delat/granser/elevresultat-enhet/", {"persons": "20", "from": "2026-11-16"}),
    ]


def ended(name: str) -> None:
    Duty.objects.filter(account_id=cast.account_id(name)).update(ends=NOW.date() - timedelta(days=1))


def moved(name: str) -> None:
    """The same duty at another school from today on."""
    Duty.objects.filter(account_id=cast.account_id(name)).update(unit_id=cast.unit_id(cast.EKKOPING, TALL))


def sent_without_the_right(client: Client, forms: list[Form], lose: Callable[[], None]) -> list[tuple[str, int]]:
    """Open each page, lose the right, send every form; return those that were not refused."""
    for path, _ in forms:
        assert client.get(path).status_code in (200, 404, 405), path
    lose()
    before, taken = fingerprint(), []
    for path, values in forms:
        answer = client.post(path, values)
        if answer.status_code not in (403, 404):
            taken.append((path, answer.status_code))
    assert fingerprint() == before
    return taken


def test_a_sender_whose_duty_has_ended_does_nothing_more(world: World) -> None:
    forms = of_a_sender(world)
    assert sent_without_the_right(client_of(NILS), forms, lambda: ended(NILS)) == []
    Duty.objects.filter(account_id=cast.account_id(NILS)).update(ends=None)
    nothing = []
    for path, values in forms:
        before = fingerprint()
        if client_of(NILS).post(path, values).status_code >= 500 or fingerprint() == before:
            nothing.append(path.rsplit("/", 2)[-2])
    assert set(nothing) <= {"skicka", "prova", "stoppa", "tva", "slang"}, "with the right they do something"


@pytest.mark.parametrize("lose", [ended, moved])
def test_a_principal_who_has_left_the_unit_does_nothing_more(world: World, lose: Callable[[str], None]) -> None:
    taken = sent_without_the_right(client_of(HANNA), of_a_principal(), lambda: lose(HANNA))
    assert taken == ([("/resultat/ny/", 422)] if lose is moved else []), "the form has that unit no more, and says so"


def test_who_shares_no_more_gives_nothing_out_and_takes_nothing_back(world: World) -> None:
    assert sent_without_the_right(client_of(MAJ), of_who_shares(world), lambda: ended(MAJ)) == []
