"""Choosing a password: by a link that works once, by the rules, and ending what the old one opened."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.core import mail
from django.test import override_settings

from kedjan.notices import service as notices
from kedjan.people.models import Account
from kedjan_site import due
from kedjan_site.demo import cast
from kedjan_web.start import letters
from tests.pages.client import Page, PageClient

OLD, NEW = "tre gula cyklar", "en snäll tisdag i maj"
MAJ = "maj.savdunge@ekkoping.example"
ASK = "/losenord/glomt/"

Sign = Callable[[str], PageClient]


@pytest.fixture(autouse=True)
def passwords(db: None) -> None:
    """Give everybody in the cast a password."""
    Account.objects.update(password=make_password(OLD))


def ask(client: PageClient, email: str, *, status: int = 302, **extra: Any) -> Page:
    return client.submit(client.open(ASK), action=ASK, status=status, email=email)


def link_in_mail() -> str:
    words = str(mail.outbox[-1].body).split()
    return next(word for word in words if "/losenord/nytt/" in word)


def opened(client: PageClient) -> Page:
    return client.open(link_in_mail().removeprefix("https://testserver"), follow=True)


def shape(sql: str) -> str:
    """Return a query without its values, with their casts and brackets, and without the number of its savepoint."""
    values = r"'[^']*'(::\w+)?|\bNULL\b|_x\d+|\d+"
    return re.sub(r"\(\[\]\)|\(\)", "", re.sub(values, "", sql))


def sign_in(client: PageClient, password: str, status: int = 302) -> Page:
    form = client.open("/logga-in/")
    return client.submit(form, action="/logga-in/", status=status, email=MAJ, password=password)


def test_the_link_in_the_mail_lets_one_choose_a_password_once(nobody: PageClient) -> None:
    assert ask(nobody, MAJ.upper()).to == "/losenord/skickat/"
    assert mail.outbox[0].to == [MAJ]
    page = opened(nobody)
    assert page.path == "/losenord/nytt/valj/"
    nobody.submit(page, action=page.path, new=NEW, again=NEW)
    sign_in(nobody, NEW)
    again = PageClient()
    again.open(link_in_mail().removeprefix("https://testserver"), status=302)
    again.open("/losenord/nytt/valj/", status=410)


def test_somebody_shut_out_by_wrong_tries_comes_in_again_by_mail(nobody: PageClient) -> None:
    for _ in range(5):
        sign_in(nobody, "fel lösenord nu", status=200)
    sign_in(nobody, OLD, status=429)
    ask(nobody, MAJ)
    page = opened(nobody)
    nobody.submit(page, action=page.path, new=NEW, again=NEW)
    sign_in(nobody, NEW)


def test_the_mail_says_nothing_of_who_somebody_is(nobody: PageClient) -> None:
    ask(nobody, MAJ)
    assert "Maj" not in str(mail.outbox[0].body) + mail.outbox[0].subject


def test_a_mail_server_that_is_down_fails_no_page_and_the_letter_comes_when_it_is_up(
    nobody: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.core.mail.backends.locmem import EmailBackend

    def down(self: object, messages: object) -> int:
        raise ConnectionRefusedError

    with monkeypatch.context() as patched:
        patched.setattr(EmailBackend, "send_messages", down)
        assert ask(nobody, MAJ).to == "/losenord/skickat/"
    assert mail.outbox == []
    later = cast.NOW + timedelta(minutes=3)
    notices.deliver_due(now=later, write=letters.written, post=letters.posted)
    notices.deliver_due(now=later, write=letters.written, post=letters.posted)
    assert [message.to for message in mail.outbox] == [[MAJ]]
    assert opened(nobody).path == "/losenord/nytt/valj/"


def test_what_was_asked_for_when_the_worker_was_killed_is_sent_by_the_next(nobody: PageClient, settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}
    ask(nobody, MAJ)
    assert mail.outbox == []
    due.TASKS["deliver notices"]()
    due.TASKS["deliver notices"]()
    assert len(mail.outbox) == 1


def test_no_row_holds_the_link_before_or_after_it_is_sent(nobody: PageClient) -> None:
    from django.apps import apps

    with override_settings(TASKS={"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}):
        ask(nobody, MAJ)
        waiting = [repr(row) for model in apps.get_models() for row in model._default_manager.values_list()]
    due.TASKS["deliver notices"]()
    key = link_in_mail().rstrip("/").rpartition("/")[2].partition("-")[2]
    sent = [repr(row) for model in apps.get_models() for row in model._default_manager.values_list()]
    assert len(key) > 30
    assert not [row for row in (*waiting, *sent) if key in row or "losenord/nytt" in row]


def test_a_letter_about_a_password_comes_alone_and_is_no_news_on_ones_page(nobody: PageClient) -> None:
    who = cast.account_id("Ester Kärrgrind")
    told = {"event_key": "a", "account": who, "kind": notices.Kind.ANSWERED, "pace": notices.Pace.AT_ONCE}
    notices.send_once(by=cast.actor("Maj Sävdunge"), now=cast.NOW, **told)
    ask(nobody, "ester.karrgrind@ekkoping.example")
    assert sorted("losenord" in str(message.body) for message in mail.outbox) == [False, True]
    assert [each.kind for each in notices.waiting(by=cast.actor("Ester Kärrgrind"))] == ["answered"]


def test_an_address_without_account_gets_the_same_answer_and_no_mail(nobody: PageClient) -> None:
    known, unknown = ask(nobody, MAJ), ask(nobody, "finns.inte@ekkoping.example")
    assert known.to == unknown.to
    assert [message.to for message in mail.outbox] == [[MAJ]]


def test_the_page_does_the_same_work_for_every_address(nobody: PageClient, settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}
    ask(nobody, "first.of.all@ekkoping.example")  # from now on the network address has a count to add to
    known, unknown = ask(nobody, MAJ), ask(nobody, "finns.inte@ekkoping.example")
    assert list(map(shape, known.queries)) == list(map(shape, unknown.queries))
    assert mail.outbox == []


def test_a_closed_account_gets_no_mail(nobody: PageClient) -> None:
    Account.objects.filter(email=MAJ).update(is_active=False)
    ask(nobody, MAJ)
    assert mail.outbox == []


def test_a_forged_host_gets_into_no_link(nobody: PageClient) -> None:
    nobody.post(ASK, {"email": MAJ}, status=400, HTTP_HOST="evil.example")
    nobody.post(ASK, {"email": MAJ}, HTTP_X_FORWARDED_HOST="evil.example")
    nobody.post(ASK, {"email": MAJ}, HTTP_HOST="localhost")
    assert len(mail.outbox) == 2
    assert all("https://testserver/losenord/nytt/" in str(message.body) for message in mail.outbox)
    assert not any("evil" in str(message.body) for message in mail.outbox)


def test_the_address_of_the_installation_is_what_its_settings_say(nobody: PageClient, settings: Any) -> None:
    settings.KEDJAN_ADDRESS = "https://kvalitet.ekkoping.example/"
    ask(nobody, MAJ)
    assert link_in_mail().startswith("https://kvalitet.ekkoping.example/losenord/nytt/")


def test_asking_again_and_again_is_stopped(nobody: PageClient) -> None:
    for _ in range(3):
        ask(nobody, MAJ)
    ask(nobody, MAJ, status=429)
    assert len(mail.outbox) == 3


def test_the_key_does_not_stay_in_the_address_of_the_page(nobody: PageClient) -> None:
    ask(nobody, MAJ)
    key = link_in_mail().rstrip("/").rpartition("/")[2]
    assert key not in opened(nobody).html


@pytest.mark.parametrize("key", ["x", "0-0", "valj", "a" * 32 + "-b-c", "f" * 300])
def test_a_made_up_link_is_refused_with_help(nobody: PageClient, key: str) -> None:
    nobody.open(f"/losenord/nytt/{key}/", status=410 if key == "valj" else 302)
    page = nobody.open("/losenord/nytt/valj/", status=410)
    assert ASK in page.links().values()


def test_a_link_ends_when_its_owner_signs_in(nobody: PageClient) -> None:
    ask(nobody, MAJ)
    sign_in(PageClient(), OLD)
    nobody.open(link_in_mail().removeprefix("https://testserver"), status=302)
    nobody.open("/losenord/nytt/valj/", status=410)


@pytest.mark.parametrize("weak", ["elva tecken", "password1234", "majsavdunge@ekkoping"])
def test_a_weak_password_is_refused_with_the_reason(nobody: PageClient, weak: str) -> None:
    ask(nobody, MAJ)
    page = opened(nobody)
    refused = nobody.submit(page, action=page.path, status=200, new=weak, again=weak)
    assert refused.all("input", name="new", aria_invalid="true")
    assert OLD not in refused.html and weak not in refused.html


def test_a_slip_in_the_second_writing_is_seen(nobody: PageClient) -> None:
    ask(nobody, MAJ)
    page = opened(nobody)
    refused = nobody.submit(page, action=page.path, status=200, new=NEW, again=NEW + "x")
    assert refused.all("input", name="again", aria_invalid="true")


def test_a_new_password_by_link_ends_every_session(nobody: PageClient) -> None:
    elsewhere = PageClient()
    sign_in(elsewhere, OLD)
    ask(nobody, MAJ)
    page = opened(nobody)
    nobody.submit(page, action=page.path, new=NEW, again=NEW)
    assert elsewhere.open("/", status=302).to.startswith("/logga-in/")


def test_changing_password_keeps_this_session_and_ends_the_others(nobody: PageClient) -> None:
    elsewhere = PageClient()
    sign_in(nobody, OLD)
    sign_in(elsewhere, OLD)
    where = "/losenord/byt/"
    wrong = nobody.submit(nobody.open(where), action=where, status=200, old="fel", new=NEW, again=NEW)
    assert wrong.all("input", name="old", aria_invalid="true")
    nobody.submit(wrong, action=where, old=OLD, new=NEW, again=NEW)
    assert nobody.open("/").h1 == "Min sida"
    assert elsewhere.open("/", status=302).to.startswith("/logga-in/")


def test_guessing_the_old_password_from_a_borrowed_session_is_stopped(signed_in: Sign) -> None:
    maj = signed_in("Maj Sävdunge")
    for _ in range(5):
        maj.post("/losenord/byt/", {"old": "fel", "new": NEW, "again": NEW}, status=200)
    maj.post("/losenord/byt/", {"old": OLD, "new": NEW, "again": NEW}, status=429)


def test_what_became_of_a_password_is_journalled_without_it(nobody: PageClient) -> None:
    from kedjan.journal.models import Entry

    ask(nobody, MAJ)
    page = opened(nobody)
    nobody.submit(page, action=page.path, new=NEW, again=NEW)
    entry = Entry.objects.get(verb="chose_password")
    assert entry.actor == cast.account_id("Maj Sävdunge")
    assert entry.details == {}
