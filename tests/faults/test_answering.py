"""Answering when the disk is full, the database gone, the clock wrong, or two send at the same moment."""

import resource
import signal
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from kedjan.reflection import models
from kedjan.reflection import service as reflection
from kedjan_site.demo import cast
from tests.faults.answering import CODES, asked_in, sent
from tests.faults.conftest import Installation
from tests.faults.serving import serving, until
from tests.faults.test_answering_killed import rows
from tests.rooms import reflection_asked as asked
from tests.rooms.reflection_asked import PETRA, WRITTEN

Get = Callable[[str], Installation]
TEXT = "Vi får veta det för sent. Kortet kom i augusti."


def test_when_the_disk_is_full_the_page_says_so_and_only_what_was_acknowledged_is_there(installation: Get) -> None:
    here = installation("cast")
    base = asked_in(here)

    def little_room() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (700_000, 700_000))

    with serving(here, alone="web", before=little_room) as browser:
        browser.enter(PETRA)
        key, answers, page = uuid4(), [], ""
        for number in range(200):
            text = f"{number}. {TEXT * 100}"
            status, page = sent(browser, f"{base}{CODES[0]}/", text, key, sent=str(number))
            answers.append(status)
            if status != 302:
                break
    assert answers[-1] == 503, answers
    assert "<h1>" in page and "Traceback" not in page
    stored = rows(here, "select version, text from reflection_loop order by version")
    assert [version for version, _ in stored] == list(range(1, answers.count(302) + 1))
    assert all(str(text).endswith(TEXT) for _, text in stored)
    assert rows(here, "pragma integrity_check") == [("ok",)]


def test_while_the_database_is_gone_the_page_says_so_and_the_same_form_counts_once_when_it_is_back(
    installation: Get,
) -> None:
    here = installation("cast")
    path = f"{asked_in(here)}{CODES[0]}/"
    stored = here.folder / "demo" / "kedjan.sqlite3"
    with serving(here, alone="web") as browser:
        browser.enter(PETRA)
        assert browser.ask(path)[0] == 200
        key = uuid4()
        until(lambda: not Path(f"{stored}-wal").exists())
        stored.rename(stored.with_suffix(".away"))
        for where in (path, f"{path}utkast/"):
            status, page = sent(browser, where, TEXT, key)
            assert status == 503, where
            assert "<h1>" in page and TEXT not in page and "sqlite" not in page.lower()
        for ending in ("", "-wal", "-shm"):
            Path(f"{stored}{ending}").unlink(missing_ok=True)
        stored.with_suffix(".away").rename(stored)
        assert [sent(browser, path, TEXT, key)[0] for _ in range(3)] == [302, 302, 302]
    assert rows(here, "select count(*), max(version) from reflection_loop") == [(1, 1)]
    assert TEXT not in (here.folder / "served.log").read_text(errors="replace")


def test_the_same_form_sent_from_eight_lines_at_once_counts_once(installation: Get) -> None:
    here = installation("cast")
    path, key, statuses = f"{asked_in(here)}{CODES[0]}/", uuid4(), []
    with serving(here, alone="web") as browser:
        browser.enter(PETRA)
        lines = [threading.Thread(target=lambda: statuses.append(sent(browser, path, TEXT, key)[0])) for _ in range(8)]
        for line in lines:
            line.start()
        for line in lines:
            line.join()
    assert statuses == [302] * 8
    assert rows(here, "select version, until from reflection_loop") == [(1, None)]
    assert rows(here, "select count(*) from journal_entry where verb = 'sent_reflection'") == [(1,)]


@pytest.mark.django_db
def test_a_clock_that_jumps_neither_loses_nor_doubles_anything() -> None:
    of, petra, key = asked.an_asked_round(), cast.actor(PETRA), uuid4()
    page = uuid4()
    for number, hours in enumerate((0, 5, -9, 48, -3)):
        now = cast.NOW + timedelta(hours=hours)
        kept = asked.keep(petra, of, asked.written(f"Vid {number}"), key=key, seen=number, writer=page, now=now)
        assert kept.version == number + 1
    for hours in (-2, 30, -50):
        asked.send(petra, of, key=key, seen=5, writer=page, now=cast.NOW + timedelta(hours=hours))
    assert models.Loop.objects.filter(until=None).count() == models.Loop.objects.count() == 1
    changed = asked.send(petra, of, asked.written("Ändrat."), key=key, sent=1, now=cast.NOW - timedelta(days=3))
    assert (changed.version, changed.answered_on) == (2, (cast.NOW - timedelta(days=3)).date())
    assert not models.Draft.objects.exists()


@pytest.mark.django_db
def test_a_clock_that_jumps_past_the_last_day_keeps_the_draft_and_lets_it_be_sent_when_it_is_right_again() -> None:
    of, petra, key, page = asked.an_asked_round(), cast.actor(PETRA), uuid4(), uuid4()
    late = cast.NOW + timedelta(days=400)
    with pytest.raises(reflection.TooLate):
        asked.send(petra, of, key=key, writer=page, now=late)
    assert models.Draft.objects.get().text == WRITTEN.text
    assert asked.send(petra, of, key=key, writer=page).written == WRITTEN
