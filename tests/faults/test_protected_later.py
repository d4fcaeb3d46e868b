"""Whoever is given a protected identity later is named nowhere, not even for what they did before."""

import io
import zipfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pikepdf
import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core import mail
from django.http import HttpResponse
from django.test import Client

from kedjan.access.service import Actor, Changed, Refused
from kedjan.journal import service as journal
from kedjan.notices import service as notices
from kedjan.people import service as people
from kedjan.reflection import service as reflection
from kedjan.reports import service as reports
from kedjan_site.demo import cast
from kedjan_web.reports.document import as_document
from kedjan_web.start import letters
from kedjan_web.start.everything import everything
from tests.faults.worlds import NOW, World, addresses, build, file_of

pytestmark = pytest.mark.django_db
NAMELESS = "Medarbetare med skyddade uppgifter"
LATER = {"Maj Sävdunge": ("Sävdunge", "maj.savdunge"), "Torun Hedspång": ("Hedspång", "torun.hedspang")}
"""Those who are given a protected identity, with what they could be told by."""
LETTERS = tuple(telling for both in LATER.values() for telling in both)


@pytest.fixture
def world(db: None) -> World:
    """Ekköping, where Maj and Torun have worked in every room."""
    made = build(cast.EKKOPING, "Kvastören")
    _in_the_round(made, cast.actor(made.developer))
    _in_reports(made, cast.actor(made.developer), cast.actor(made.chief))
    nils = cast.actor("Nils Björkspång")
    torun = cast.account_id(made.chief)
    notices.send_once(
        by=cast.actor(made.developer), now=NOW, event_key="x", account=nils.account, kind=notices.Kind.ANSWERED,
        pace=notices.Pace.AT_ONCE,
    )  # fmt: skip
    unit = cast.unit_id(cast.EKKOPING, "Ekköping")
    role = cast.Role.DIGITAL_LEADER
    people.give_duty(by=nils, now=NOW, account=torun, unit=unit, role=role, starts=NOW.date())
    return made


def _in_the_round(world: World, maj: Actor) -> None:
    """Read somebody's text, describe the round, edit and approve, undo and throw away, share and withdraw."""
    of = UUID(world.things["round"])
    reflection.texts(by=maj, now=NOW, round=of)
    reflection.change_round(by=maj, now=NOW, id=of, seen=1, title="Omgång Kvastören", description="Ny")
    reflection.edit_pattern(by=maj, now=NOW, round=of, assignment="01", text="En del tvekar.", seen=0)
    reflection.approve_pattern(by=maj, now=NOW, round=of, assignment="02", seen=0)
    for key, decide in ((uuid4(), reflection.accept), (uuid4(), None)):
        data = file_of([f"01;Förskola;{key};1;;Nytt"])
        found = reflection.propose(by=maj, now=NOW, round=of, data=data, name="mer.csv", key=key).batch
        if decide:
            decide(by=maj, now=NOW, batch=found.id, seen=found.revision)
            reflection.undo(by=maj, now=NOW, batch=found.id)
        else:
            reflection.discard(by=maj, now=NOW, batch=found.id)
    choice = reflection.Choice(tables=("tags_by_assignment",))
    seen = reflection.propose_release(by=maj, now=NOW, round=of, choice=choice).seen
    shared = reflection.share(
        by=maj, now=NOW, round=of, choice=choice, title="Återtaget", purpose="Prov", seen=seen, key=uuid4()
    )
    from kedjan.releases import service as releases

    releases.withdraw(by=maj, now=NOW, id=shared.line.id, reason="Fel omgång.")
    world.things["withdrawn"] = str(shared.line.id)


def _in_reports(world: World, maj: Actor, torun: Actor) -> None:
    """Write with a table in it, settle, begin a new edition, and let files be written."""
    report = reports.begin_report(by=maj, now=NOW, key=uuid4(), title="Nulägesanalys")
    section = reports.add_section(by=maj, now=NOW, key=uuid4(), report=report, heading="Det vi såg")
    at = reports.Spot(report, section)
    reports.put_table(by=maj, now=NOW, key=uuid4(), at=at, release=UUID(world.things["release"]), table="by_area")
    reports.put_text(by=torun, now=NOW, key=uuid4(), at=at, text="Vi såg tre saker.")
    reports.settle(
        by=torun,
        now=NOW,
        report=report,
        seen=reports.report(by=torun, id=report).revision,
        publish_to=list(reports.Audience),
    )
    world.things["settled"] = str(report)
    world.things["edition"] = str(reports.new_edition(by=maj, now=NOW, key=uuid4(), report=report))
    for thing in ("settled", "report"):
        for kind in reports.Format:
            asked = ask(maj, UUID(world.things[thing]), kind)
            world.things[f"{thing}_{kind.value}"] = str(asked.id)


def ask(by: Actor, report: UUID, kind: reports.Format) -> reports.Export:
    return reports.ask_for_export(by=by, now=NOW, key=uuid4(), report=report, format=kind)


@pytest.fixture
def protected(world: World) -> World:
    """The same municipality after both have been given a protected identity."""
    protect()
    return world


def protect() -> None:
    nils = cast.actor("Nils Björkspång")
    for name in LATER:
        known = people.person(by=nils, id=cast.account_id(name))
        people.change_account(by=nils, now=NOW, id=known.id, seen=known.version, name=None, protected=True)


def client_of(name: str) -> Client:
    client = Client(raise_request_exception=False)
    account = get_user_model().objects.get(id=cast.account_id(name))
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def opened(name: str, things: dict[str, str]) -> list[tuple[str, HttpResponse]]:
    """Return the answer at every address that somebody can ask for; the demo's own door knows its cast by heart."""
    client = client_of(name)
    asked = [each for each in addresses(things) if "GET" in each.methods and not each.where.startswith("/demo/")]
    return [(each.where, client.get(each.path)) for each in asked]


def told(content: bytes) -> list[str]:
    """Return which letters of their names stand in an answer: a page, a text file, or anything packed as one file."""
    parts = [content]
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = [archive.read(name) for name in archive.namelist()]
    words = " ".join(part.decode("utf-8", "replace") for part in parts).casefold()
    return [telling for telling in LETTERS if telling.casefold() in words]


WIDELY = (*LATER, "Nils Björkspång", "Petra Lövhage")
"""The two themselves, who manages accounts, and whose texts they have read."""


def one_of_each_other_role() -> list[str]:
    """Return a member of the cast for each role in each municipality that none of those has."""
    first = {(each.slug, member.role): member.name for each in cast.MUNICIPALITIES for member in reversed(each.members)}
    return sorted({*first.values()} - {*WIDELY})


def things_in_turn(world: World) -> Iterator[dict[str, str]]:
    """Yield what stands in the addresses: each thing there is more than one of, in its turn."""
    yield world.things
    turned = {"batch": "waiting", "report": "settled", "release": "withdrawn", "export": "settled_word"}
    yield {**world.things, **{name: world.things[other] for name, other in turned.items()}}
    yield {**world.things, "report": world.things["edition"], "account": str(cast.account_id("Torun Hedspång"))}


def test_before_it_they_are_named_where_they_did_something(world: World) -> None:
    """So that the walk below would find a name, if one were left."""
    named = {
        where
        for name in ("Maj Sävdunge", "Petra Lövhage", "Torun Hedspång")
        for where, answer in opened(name, world.things)
        if "Sävdunge" in told(answer.content)
    }
    assert {"/handelser/", "/rapporter/", "/delat/", "/min-sida/lasta/"} <= named
    assert any("monster" in where for where in named)
    assert any("inlasningar" in where for where in named)


@pytest.mark.parametrize("name", WIDELY)
def test_no_page_or_file_names_them_to_those_nearest(protected: World, name: str) -> None:
    for things in things_in_turn(protected):
        assert [where for where, answer in opened(name, things) if told(answer.content)] == []


def test_no_page_or_file_names_them_to_anybody_in_any_other_role(protected: World) -> None:
    for name in one_of_each_other_role():
        answers = opened(name, protected.things)
        assert [where for where, answer in answers if told(answer.content)] == []
        assert sum(answer.status_code == 200 for _, answer in answers) > 8, name


def test_no_row_outside_their_own_account_holds_their_name(protected: World) -> None:
    for model in apps.get_models():
        if model._meta.label_lower == "people.account":
            continue
        for row in model._default_manager.values_list():
            assert told(" ".join(map(str, row)).encode()) == [], model._meta.label


def test_who_settled_is_said_in_neutral_words_in_the_report_and_in_new_files(protected: World) -> None:
    petra, nils = cast.actor("Petra Lövhage"), cast.actor("Nils Björkspång")
    page = client_of("Petra Lövhage").get(f"/rapporter/{protected.things['settled']}/")
    assert f"av {NAMELESS}" in page.content.decode()
    report = reports.report(by=petra, id=UUID(protected.things["settled"]))
    assert report.intact
    document = as_document(report, people.shown_name(by=petra, id=report.settled_by))
    assert NAMELESS in document.metadata.status
    assert told(repr(document).encode()) == []
    for kind in reports.Format:
        made = ask(nils, report.id, kind)
        assert (made.state, made.outdated) == (reports.ExportState.DONE, False)
        _, data = reports.export_content(by=nils, now=NOW, id=made.id)
        assert told(data) == []
        if kind is reports.Format.PDF:
            with pikepdf.open(io.BytesIO(data)) as written:
                about = f"{written.docinfo!r} {written.Root.Metadata.read_bytes().decode()}"
            assert NAMELESS in about
            assert told(about.encode()) == []


def test_a_file_written_before_is_not_handed_out_and_is_written_anew_when_asked_for(world: World) -> None:
    maj = cast.actor("Maj Sävdunge")
    before = UUID(world.things["settled_word"])
    assert "Hedspång" in told(reports.export_content(by=maj, now=NOW, id=before)[1])
    protect()
    assert reports.export(by=maj, id=before).outdated
    with pytest.raises(Refused, match="names somebody"):
        reports.export_content(by=maj, now=NOW, id=before)
    client = client_of("Maj Sävdunge")
    assert client.get(f"/rapporter/filer/{before}/hamta/").status_code == 400
    assert "Be om den på nytt" in client.get(f"/rapporter/filer/{before}/").content.decode()
    again = ask(maj, UUID(world.things["settled"]), reports.Format.WORD)
    assert (again.outdated, again.file) != (False, reports.export(by=maj, id=before).file)
    assert told(reports.export_content(by=maj, now=NOW, id=again.id)[1]) == []


def test_neither_journal_nor_privacy_answer_nor_mail_names_them(protected: World) -> None:
    torun, petra = cast.actor("Torun Hedspång"), cast.actor("Petra Lövhage")
    assert torun.name == NAMELESS
    entries = journal.entries(by=torun).items
    assert len(entries) > 30
    assert told(repr(entries).encode()) == []
    answer = everything(petra, NOW)
    readers = {each["reader"] for each in answer["read_by"]}
    assert NAMELESS in readers
    assert readers <= {NAMELESS, "Siv Blåmyr"}
    assert told(repr(answer).encode()) == []
    assert told(repr(everything(torun, NOW)).encode()) == []
    mail.outbox.clear()
    sent = notices.deliver_due(now=NOW, write=letters.written, post=letters.posted)
    assert sent.letters == 7, "one to each who is told something: of conclusions, proposals and an action"
    client_of("Petra Lövhage").post("/losenord/glomt/", {"email": "petra.lovhage@ekkoping.example"})
    assert len(mail.outbox) >= 1
    assert told(" ".join(f"{each.subject} {each.body}" for each in mail.outbox).encode()) == []


STALE: dict[str, Callable[[World, Actor], Any]] = {
    "a round": lambda world, by: reflection.change_round(
        by=by, now=NOW, id=UUID(world.things["round"]), seen=1, title="Annan"
    ),
    "a file": lambda world, by: reflection.accept(by=by, now=NOW, batch=UUID(world.things["waiting"]), seen=0),
    "a draft": lambda world, by: reports.name_report(
        by=by, now=NOW, report=UUID(world.things["report"]), seen=99, title="Annan"
    ),
    "a section": lambda world, by: reports.name_section(
        by=by, now=NOW, report=UUID(world.things["report"]), section=UUID(world.things["section"]), seen=99, heading="A"
    ),
    "a block": lambda world, by: reports.change_text(
        by=by, now=NOW, report=UUID(world.things["report"]), block=UUID(world.things["block"]), seen=99, text="Annat"
    ),
}


@pytest.mark.parametrize("what", STALE)
def test_whoever_comes_second_is_told_so_without_the_name_of_the_first(protected: World, what: str) -> None:
    nils = cast.actor("Maj Sävdunge", now=NOW + timedelta(minutes=1))
    with pytest.raises(Changed) as changed:
        STALE[what](protected, nils)
    assert changed.value.by == NAMELESS
    assert told(f"{changed.value} {changed.value.current!r}".encode()) == []


def test_a_report_settled_already_is_refused_without_the_name_of_who_settled_it(protected: World) -> None:
    torun = cast.actor("Torun Hedspång")
    with pytest.raises(Refused) as refused:
        reports.settle(
            by=torun, now=NOW, report=UUID(protected.things["settled"]), seen=1, publish_to=list(reports.Audience)
        )
    assert refused.value.values["by"] == NAMELESS


def test_somebody_whose_account_is_no_longer_here_has_neutral_words_and_a_closed_account_keeps_its_name() -> None:
    maj, gone = cast.actor("Maj Sävdunge"), uuid4()
    neighbour, roger = cast.account_id("Sten Klockvret"), cast.account_id("Roger Hällspång")
    people.deactivate(by=cast.actor("Nils Björkspång"), now=NOW, id=roger)
    names = people.shown_names(by=maj, ids=[gone, neighbour, roger, None, UUID(int=0)])
    assert names == {
        gone: "Medarbetare utan konto",
        neighbour: "Medarbetare utan konto",
        roger: "Roger Hällspång",
        None: "Okänd medarbetare",
        UUID(int=0): "Kommandoraden",
    }
