"""Every address, whoever asks and however: methods, forms from elsewhere, headers, and looking that changes nothing."""

import hashlib
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kedjan_site.demo import cast
from kedjan_web import uploads
from tests.faults.worlds import Address, World, addresses, build

pytestmark = pytest.mark.django_db

WRITTEN_BY_LOOKING = {"sessions.session", "journal.reading", "journal.readperson", "journal.entry"}
"""Sessions; who read whose texts; and that a file was taken along."""
WRITTEN_BY_LOOKING |= {"reflection.reception", "reflection.message"}
"""That a reader has opened a reflection and is at it, and that somebody has seen what was written to them."""


@pytest.fixture
def world(db: None) -> World:
    return build(cast.EKKOPING, "Kvastören")


@pytest.fixture
def as_member() -> Callable[..., Client]:
    def get(name: str, **how: Any) -> Client:
        client = Client(raise_request_exception=False, **how)
        account = get_user_model().objects.get(id=cast.account_id(name))
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return get


def everywhere(world: World) -> list[Address]:
    return [each for each in addresses(world.things) if not each.where.startswith("/demo/<")]


def fingerprint() -> dict[str, str]:
    """Return a checksum of each table's rows."""
    found = {}
    for model in apps.get_models():
        name = model._meta.label_lower
        if name not in WRITTEN_BY_LOOKING:
            rows = sorted(map(repr, model._default_manager.values_list()))
            found[name] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return found


def test_every_address_says_which_ways_of_asking_it_takes(world: World) -> None:
    loose = [each.where for each in everywhere(world) if not each.methods <= {"GET", "POST", "HEAD"}]
    assert loose == []
    assert len(everywhere(world)) > 50


def test_what_only_takes_a_form_refuses_to_be_opened_and_the_other_way_round(
    world: World, as_member: Callable[..., Client]
) -> None:
    maj, wrong = as_member("Maj Sävdunge"), []
    for each in everywhere(world):
        for method in {"GET", "POST"} - each.methods:
            answer = maj.generic(method, each.path)
            if answer.status_code != 405:
                wrong.append((method, each.where, answer.status_code))
    assert wrong == []


def test_looking_changes_nothing(world: World, as_member: Callable[..., Client]) -> None:
    readers = [as_member(name) for name in ("Maj Sävdunge", "Nils Björkspång", "Torun Hedspång")]
    before = fingerprint()
    for each in everywhere(world):
        if "GET" in each.methods:
            for client in readers:
                assert client.get(each.path).status_code < 500, each.where
                assert client.head(each.path).status_code < 500, each.where
    assert fingerprint() == before


def test_a_form_sent_from_another_site_does_nothing(world: World, as_member: Callable[..., Client]) -> None:
    people = [as_member(name, enforce_csrf_checks=True) for name in ("Maj Sävdunge", "Nils Björkspång")]
    before, accepted, tried = fingerprint(), [], 0
    for each in everywhere(world):
        if "POST" in each.methods:
            tried += 1
            for client in people:
                bare = client.post(each.path, {"seen": "1", "title": "x"})
                secure = client.post(each.path, {"seen": "1"}, secure=True, headers={"origin": "https://evil.example"})
                if bare.status_code != 403 or secure.status_code != 403:
                    accepted.append((each.where, bare.status_code, secure.status_code))
    assert accepted == []
    assert fingerprint() == before
    assert tried > 20


def test_every_answer_carries_the_policy_and_none_is_sniffed_framed_or_kept(
    world: World, as_member: Callable[..., Client]
) -> None:
    maj, lacking, kinds = as_member("Maj Sävdunge"), [], set()
    answers = [(each.where, maj.get(each.path)) for each in everywhere(world)]
    answers += [
        ("a bad host", maj.get("/", headers={"host": "evil.example"})),
        ("nowhere", maj.get("/finns/inte/")),
        ("no token", as_member("Maj Sävdunge", enforce_csrf_checks=True).post("/sprak/")),
        ("not mine", maj.get("/personer/")),
        ("NUL", maj.get("/rapporter/?sida=%00")),
        ("too much", maj.post("/sprak/", {"language": "x" * 3_000_000})),
    ]
    for where, answer in answers:
        headers = answer.headers
        kinds.add(answer.status_code)
        policy = headers.get("Content-Security-Policy", "")
        if "default-src 'none'" not in policy or "unsafe" in policy or "frame-ancestors 'none'" not in policy:
            lacking.append((where, answer.status_code, "policy"))
        if headers.get("X-Content-Type-Options") != "nosniff" or headers.get("X-Frame-Options") != "DENY":
            lacking.append((where, answer.status_code, "nosniff or frames"))
        if "no-store" not in headers.get("Cache-Control", ""):
            lacking.append((where, answer.status_code, "kept"))
    assert lacking == []
    assert {200, 302, 403, 404, 405, 400, 413} <= kinds


def test_whatever_is_not_a_page_comes_as_a_file_to_keep(world: World, as_member: Callable[..., Client]) -> None:
    maj, inline, files = as_member("Maj Sävdunge"), [], 0
    for things in (world.things, {**world.things, "batch": world.things["waiting"]}):
        for each in addresses(things):
            answer = maj.get(each.path)
            if answer.status_code == 200 and not answer.headers["Content-Type"].startswith("text/html"):
                files += 1
                if not answer.headers.get("Content-Disposition", "").startswith("attachment"):
                    inline.append(each.where)
    assert inline == []
    assert files >= 3


def test_an_error_page_tells_nothing_of_how_the_house_is_built(
    world: World, as_member: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    from kedjan.reflection import rounds

    def broken(**_: Any) -> Any:
        raise ValueError("hemlig rad ur databasen")

    monkeypatch.setattr(rounds.models.Round.objects, "filter", broken)
    answer = as_member("Maj Sävdunge").get(f"/omgangar/{world.things['round']}/")
    assert answer.status_code == 500
    assert not any(word in answer.content.decode() for word in ("hemlig", "Traceback", "ValueError", "/src/", "Django"))


@pytest.mark.parametrize(
    "path",
    [
        "/personer/?sok=%00",
        "/rapporter/?sida=%00",
        "/omgangar/{round}/monster/%00/",
        "/omgangar/{round}/texter/?ord=a%00",
    ],
)
def test_a_character_that_nobody_can_type_is_refused_with_a_page(
    world: World, as_member: Callable[..., Client], path: str
) -> None:
    for name in ("Maj Sävdunge", "Nils Björkspång"):
        client, where = as_member(name), path.format(**world.things)
        assert client.get(where).status_code == 400
        assert client.post(where, {"text": "a\x00b"}).status_code == 400


def test_a_file_larger_than_anything_we_take_is_refused_before_it_is_kept(
    world: World, as_member: Callable[..., Client]
) -> None:
    from tempfile import gettempdir

    before = set(__import__("os").listdir(gettempdir()))
    huge = SimpleUploadedFile("stor.csv", b"x" * (uploads.LARGEST + 1))
    path = f"/omgangar/{world.things['round']}/las-in/"
    answer = as_member("Maj Sävdunge").post(path, {"file": huge})
    assert answer.status_code == 413
    assert "10 MB" in answer.content.decode()
    assert not {name for name in set(__import__("os").listdir(gettempdir())) - before if "upload" in name}


@pytest.mark.parametrize(("where", "megabytes"), [("/omgangar/{round}/las-in/", 12), ("/rapporter/mallar/", 12)])
def test_a_file_of_twelve_megabytes_is_refused_in_the_form(
    world: World, as_member: Callable[..., Client], where: str, megabytes: int
) -> None:
    large = SimpleUploadedFile("stor.docx", b"PK\x03\x04" + b"x" * megabytes * 1024 * 1024)
    key = "0ce3e2c4-0b0a-4a56-a3a5-d2d2a5a0c001"
    answer = as_member("Maj Sävdunge").post(where.format(**world.things), {"file": large, "key": key})
    assert answer.status_code == 200
    assert "10 MB" in answer.content.decode()
    assert 'aria-invalid="true"' in answer.content.decode()
