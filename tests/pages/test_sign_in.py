"""Signing in and out: throttled, telling nothing about which accounts exist, and never leading elsewhere."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from kedjan.people import service as people
from kedjan.people.models import Account, Tried
from kedjan_site.demo import cast
from tests.pages.client import Page, PageClient

PASSWORD = "tre gula cyklar"
MAJ = "maj.savdunge@ekkoping.example"

Sign = Callable[[str], PageClient]


@pytest.fixture(autouse=True)
def passwords(db: None) -> None:
    """Give everybody in the cast a password."""
    Account.objects.update(password=make_password(PASSWORD))


def try_in(client: PageClient, email: str, password: str = PASSWORD, *, status: int = 302, where: str = "") -> Page:
    form = client.open("/logga-in/" + where)
    return client.submit(form, action="/logga-in/", status=status, email=email, password=password)


def test_the_right_password_lets_one_in_whatever_the_case_of_the_address(nobody: PageClient) -> None:
    assert try_in(nobody, MAJ.upper()).to == "/"
    assert nobody.open("/").h1 == "Min sida"


def test_a_wrong_password_an_unknown_address_and_a_closed_account_get_the_same_answer(nobody: PageClient) -> None:
    Account.objects.filter(id=cast.account_id("Petra Lövhage")).update(is_active=False)
    answers = [
        try_in(nobody, MAJ, "fel lösenord nu", status=200),
        try_in(nobody, "finns.inte@ekkoping.example", status=200),
        try_in(nobody, "petra.lovhage@ekkoping.example", status=200),
    ]
    said = [page.all("div", role="alert")[0] for page in answers]
    assert len({"".join(each.itertext()) for each in said}) == 1


def test_an_unknown_address_costs_as_many_hashes_and_queries_as_a_wrong_password(
    nobody: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.contrib.auth.hashers import MD5PasswordHasher

    hashed: list[str] = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda self, *a: hashed.append("") or encode(self, *a))
    known = len(try_in(nobody, MAJ, "fel lösenord nu", status=200).queries)
    for_known = len(hashed)
    unknown = len(try_in(nobody, "finns.inte@ekkoping.example", "fel lösenord nu", status=200).queries)
    assert len(hashed) - for_known == for_known
    assert abs(known - unknown) <= 1


def test_five_wrong_tries_shut_the_account_for_a_while_even_to_the_right_password(nobody: PageClient) -> None:
    for _ in range(5):
        try_in(nobody, MAJ, "fel lösenord nu", status=200)
    try_in(nobody, MAJ, status=429)
    assert try_in(nobody, "ester.karrgrind@ekkoping.example").to == "/"


def test_an_address_that_does_not_exist_is_throttled_the_same(nobody: PageClient) -> None:
    for _ in range(5):
        try_in(nobody, "finns.inte@ekkoping.example", status=200)
    try_in(nobody, "finns.inte@ekkoping.example", status=429)


def test_a_password_that_is_right_begins_the_count_again(nobody: PageClient) -> None:
    for _ in range(3):
        for _ in range(4):
            try_in(nobody, MAJ, "fel lösenord nu", status=200)
        try_in(PageClient(), MAJ)
    assert Tried.objects.count() == 4, "the network's two counts, the account's own and its like; none of the address"


def test_what_is_counted_cannot_be_read_as_an_address(nobody: PageClient) -> None:
    try_in(nobody, MAJ, "fel lösenord nu", status=200)
    kept = repr(list(Tried.objects.values_list()))
    assert "maj" not in kept.lower() and "127.0.0.1" not in kept


def test_one_network_may_not_guess_for_ever_whichever_accounts_it_tries(nobody: PageClient) -> None:
    for number in range(30):
        try_in(nobody, f"nummer.{number}@ekkoping.example", status=200)
    try_in(nobody, MAJ, status=429)
    elsewhere = PageClient()
    elsewhere.http.defaults["REMOTE_ADDR"] = "192.0.2.7"
    try_in(elsewhere, MAJ)


def test_tries_of_long_ago_are_forgotten_and_those_of_a_clock_put_back_do_not_shut_out() -> None:
    given = {"what": people.Tries.WRONG_FOR, "who": MAJ}
    now = timezone.now()
    for _ in range(5):
        assert people.may_try(**given, moment=now + timedelta(days=2))
    assert people.may_try(**given, moment=now)
    assert people.forget_old_tries(moment=now + timedelta(hours=1)) == 0
    assert people.forget_old_tries(moment=now + timedelta(days=4)) == 1


def test_when_somebody_came_in_is_told_by_the_clock_of_the_installation(nobody: PageClient, settings: Any) -> None:
    try_in(nobody, MAJ)
    assert Account.objects.get(email=MAJ).last_login == cast.NOW
    other = PageClient()
    ester = Account.objects.get(id=cast.account_id("Ester Kärrgrind"))
    other.submit(other.open("/demo/"), action=f"/demo/{ester.id}/")
    assert Account.objects.get(id=ester.id).last_login == cast.NOW
    settings.KEDJAN_CLOCK = None
    try_in(PageClient(), MAJ)
    assert abs(Account.objects.get(email=MAJ).last_login - timezone.now()) < timedelta(minutes=5)


def test_signing_in_leads_to_the_page_that_was_asked_for(nobody: PageClient) -> None:
    away = nobody.open("/organisation/", status=302)
    assert away.to == "/logga-in/?next=/organisation/"
    assert try_in(nobody, MAJ, where="?next=/organisation/").to == "/organisation/"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example/",
        "/\\evil.example/",
        "http:evil.example",
        "javascript:alert(1)",
        "https://testserver@evil.example/",
        "/%09/evil.example",
        "\t//evil.example",
    ],
)
def test_signing_in_never_leads_to_another_site(nobody: PageClient, elsewhere: str) -> None:
    answer = nobody.post("/logga-in/", {"email": MAJ, "password": PASSWORD, "next": elsewhere})
    assert answer.to.startswith("/")
    assert not answer.to.startswith(("//", "/\\"))
    assert "evil" not in answer.to or answer.to == "/%09/evil.example"


def test_the_session_gets_a_new_name_at_sign_in(nobody: PageClient) -> None:
    nobody.open("/losenord/nytt/" + "a" * 20 + "/", status=302)
    before = nobody.http.cookies["kedjan_session"].value
    try_in(nobody, MAJ)
    assert nobody.http.cookies["kedjan_session"].value != before


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(nobody: PageClient) -> None:
    try_in(nobody, MAJ)
    cookie: Any = nobody.http.cookies["kedjan_session"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert not cookie["max-age"]


def test_signing_out_ends_the_session_for_good(nobody: PageClient) -> None:
    try_in(nobody, MAJ)
    kept = nobody.http.cookies["kedjan_session"].value
    nobody.submit(nobody.open("/logga-ut/"), "Logga ut här", action="/logga-ut/")
    nobody.http.cookies["kedjan_session"] = kept
    assert nobody.open("/", status=302).to.startswith("/logga-in/")


def test_opening_the_address_of_signing_out_signs_nobody_out(nobody: PageClient) -> None:
    try_in(nobody, MAJ)
    nobody.open("/logga-ut/")
    assert nobody.open("/").h1 == "Min sida"


def test_signing_out_everywhere_ends_the_other_sessions_too(nobody: PageClient) -> None:
    other = PageClient()
    try_in(nobody, MAJ)
    try_in(other, MAJ)
    nobody.submit(nobody.open("/logga-ut/"), action="/logga-ut/", everywhere="1")
    assert other.open("/", status=302).to.startswith("/logga-in/")


def test_somebody_whose_last_duty_has_ended_comes_in_and_is_told_so(nobody: PageClient) -> None:
    try_in(nobody, "roger.hallspang@ekkoping.example")
    page = nobody.open("/")
    assert page.h1 == "Ingen roll gäller"
    assert "2026-07-31" in page.text
    nobody.open("/organisation/", status=403)


@pytest.mark.parametrize("path", ["signup/", "login/", "email/", "password/reset/", "accounts/login/", "konto/"])
def test_nothing_else_of_the_sign_in_library_can_be_reached(nobody: PageClient, path: str) -> None:
    nobody.open("/" + path, status=404)


def test_a_form_from_another_site_is_refused(nobody: PageClient) -> None:
    refused = nobody.http.post("/logga-in/", {"email": MAJ, "password": PASSWORD})
    assert refused.status_code == 403
