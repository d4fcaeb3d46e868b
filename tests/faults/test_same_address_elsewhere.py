"""One address at two providers: neither is told of the other, and each account is opened by its own password alone."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher, make_password
from django.core import mail
from django.db import IntegrityError, transaction

from kedjan.access.service import Refused
from kedjan.people import models, throttle
from kedjan.people import service as people
from kedjan_site.demo import cast
from kedjan_web.sign_in import choosing
from tests.pages.client import Page, PageClient
from tests.providers import ways

pytestmark = pytest.mark.django_db
OURS, THEIRS, BOTH = "tre gula cyklar", "en snäll tisdag i maj", "sju tysta älgar"
PETRA, NOBODYS, TOVE = "petra.lovhage@ekkoping.example", "finns.inte@ekkoping.example", "tove.asgrind@allmala.example"
ADD, ASK, IN, CHOOSE = "/personer/ny/", "/losenord/glomt/", "/logga-in/", "/logga-in/valj/"


@pytest.fixture
def nobody() -> PageClient:
    return PageClient()


@pytest.fixture(autouse=True)
def password() -> None:
    models.Account.objects.update(password=make_password(OURS))


def also_at_the_neighbours(password: str | None = THEIRS, email: str = PETRA) -> models.Account:
    made = people.add_account(by=ways.neighbour(), now=cast.NOW, email=email, name="Petra L", password=password)
    return models.Account.objects.get(id=made.id)


def try_in(client: PageClient, password: str, *, email: str = PETRA, status: int = 302, where: str = "") -> Page:
    return client.submit(client.open(IN + where), action=IN, status=status, email=email, password=password)


def signed_in_to(client: PageClient) -> Any:
    return client.http.session.get("_auth_user_id")


def shape(sql: str) -> str:
    """Return a query without its values and without the number of its savepoint."""
    return re.sub(r"'[^']*'(::\w+)?|\bNULL\b|_x\d+|\d+", "", sql)


def told(page: Page, *names: str) -> str:
    """Return what a page says, but for the ids, addresses and tokens that it was made with."""
    said = re.sub(r'(csrfmiddlewaretoken" value|name="key" value)="[^"]*"|[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}',
                  "", page.html)  # fmt: skip
    for name in names:
        said = said.replace(name, "")
    return said


def test_whoever_adds_a_person_sees_the_same_whether_or_not_another_provider_has_the_address() -> None:
    nils = PageClient()
    nils.http.force_login(models.Account.objects.get(id=cast.account_id("Nils Björkspång")))
    seen, done = [], []
    for email in ("helt.ny@allmala.example", TOVE):
        page = nils.submit(nils.open(ADD), action=ADD, name="Tove Å", email=email)
        done.append(list(map(shape, page.queries)))
        seen.append(told(nils.open(page.to), email))
    assert seen[0] == seen[1]
    assert done[0] == done[1]
    again = nils.submit(nils.open(ADD), action=ADD, status=200, name="Tove Å", email=TOVE.upper())
    assert "används redan" in again.text


def test_nor_is_it_told_by_a_file_of_staff() -> None:
    rows = "adress;roll;enhet;börjar;slutar;namn\n" + "\n".join(
        f"{email};lärare;Kråkekskolan;2026-08-01;;Tove" for email in (TOVE, "helt.ny@allmala.example")
    )
    ledger = people.propose_staff(
        by=ways.nils(), now=cast.NOW, data=rows.encode(), name="p.csv", key=cast.account_id("x")
    )
    assert [(line.state, line.makes_account, line.problems) for line in ledger.lines] == [
        (people.StaffState.NEW, True, ())
    ] * 2
    people.accept_staff(by=ways.nils(), now=cast.NOW, id=ledger.id, seen=ledger.revision)
    assert models.Account.objects.filter(email=TOVE).count() == 2


def test_the_database_holds_one_account_for_an_address_in_each_provider_whatever_its_case() -> None:
    also_at_the_neighbours()
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Account.objects.filter(email=TOVE).update(email=PETRA.upper())
    with pytest.raises(Refused, match="already in use"):
        also_at_the_neighbours(email=PETRA.upper())


def test_each_password_opens_the_account_it_is_of(nobody: PageClient) -> None:
    there = also_at_the_neighbours()
    assert try_in(nobody, THEIRS).to == "/"
    assert signed_in_to(nobody) == str(there.id)
    other = PageClient()
    try_in(other, OURS)
    assert signed_in_to(other) == str(cast.account_id("Petra Lövhage"))
    try_in(PageClient(), BOTH, status=200)


def test_whoever_has_the_same_password_at_both_chooses_where_and_is_signed_in_nowhere_before(
    nobody: PageClient,
) -> None:
    there = also_at_the_neighbours(OURS)
    assert try_in(nobody, OURS, where="?next=/organisation/").to == CHOOSE
    assert signed_in_to(nobody) is None
    assert nobody.open("/", status=302).to.startswith(IN)
    page = nobody.open(CHOOSE)
    assert page.h1 == "Var arbetar du nu?"
    assert page.form(action=CHOOSE).buttons == ("Ekköping", "Ällmåla")
    kept = nobody.http.cookies["kedjan_session"].value
    assert nobody.submit(page, action=CHOOSE, account=there.id.hex).to == "/organisation/"
    assert signed_in_to(nobody) == str(there.id)
    assert nobody.http.cookies["kedjan_session"].value != kept
    assert nobody.open(CHOOSE, status=302).to == IN


def test_only_what_the_password_opened_can_be_chosen_and_not_for_long(
    nobody: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    also_at_the_neighbours(OURS)
    try_in(nobody, OURS)
    for other in (cast.account_id("Nils Björkspång").hex, "", "x"):
        nobody.post(CHOOSE, {"account": other}, status=200)
    assert signed_in_to(nobody) is None
    petra = cast.account_id("Petra Lövhage")
    people.deactivate(by=ways.nils(), now=cast.NOW, id=petra)
    nobody.post(CHOOSE, {"account": petra.hex}, status=200)
    assert signed_in_to(nobody) is None
    monkeypatch.setattr(choosing, "LONGEST", timedelta(0))
    try_in(nobody, OURS)
    assert nobody.open(CHOOSE, status=302).to == IN
    assert PageClient().open(CHOOSE, status=302).to == IN


def test_where_one_of_them_is_closed_or_has_shut_passwords_off_the_other_opens_at_once(nobody: PageClient) -> None:
    there = also_at_the_neighbours(OURS)
    models.Account.objects.filter(id=there.id).update(is_active=False)
    assert try_in(nobody, OURS).to == "/"
    models.Account.objects.filter(id=there.id).update(is_active=True)
    models.SignInRule.objects.create(provider_id=cast.provider_id(cast.EKKOPING), passwords=False)
    other = PageClient()
    assert try_in(other, OURS).to == "/"
    assert signed_in_to(other) == str(there.id)
    models.SignInRule.objects.create(provider_id=cast.provider_id(cast.ALLMALA), passwords=False)
    assert "Lösenord är avstängda" in try_in(PageClient(), OURS, status=200).text


@pytest.mark.parametrize("elsewhere", [False, True])
def test_an_address_at_two_providers_at_one_and_at_none_cost_the_same_hashes_and_queries(
    nobody: PageClient, monkeypatch: pytest.MonkeyPatch, elsewhere: bool
) -> None:
    """With or without an address that two have: the number of hashes tells nobody that somebody now has it too."""
    if elsewhere:
        also_at_the_neighbours()
    hashed: list[str] = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda self, *a: hashed.append("") or encode(self, *a))
    try_in(nobody, BOTH, email="first.of.all@ekkoping.example", status=200)
    done, cost = [], []
    for email in (PETRA, TOVE, NOBODYS):
        hashed.clear()
        done.append(list(map(shape, try_in(nobody, BOTH, email=email, status=200).queries)))
        cost.append(len(hashed))
    assert done[0] == done[1] == done[2]
    assert cost == [2, 2, 2]


def test_each_account_gets_a_letter_of_its_own_that_says_where_it_is(nobody: PageClient) -> None:
    there = also_at_the_neighbours()
    nobody.submit(nobody.open(ASK), action=ASK, email=PETRA)
    assert [message.to for message in mail.outbox] == [[PETRA], [PETRA]]
    letters = {name: str(m.body) for m in mail.outbox for name in ("Ekköping", "Ällmåla") if name in str(m.body)}
    link = next(word for word in letters["Ällmåla"].split() if "/losenord/nytt/" in word)
    page = nobody.open(link.removeprefix("https://testserver"), follow=True)
    assert "Ällmåla" in page.text
    nobody.submit(page, action=page.path, new=BOTH, again=BOTH)
    there.refresh_from_db()
    assert there.check_password(BOTH)
    assert models.Account.objects.get(id=cast.account_id("Petra Lövhage")).check_password(OURS)


def test_asking_for_a_link_takes_the_same_work_for_two_one_and_none(nobody: PageClient, settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}
    also_at_the_neighbours()
    nobody.submit(nobody.open(ASK), action=ASK, email="first.of.all@ekkoping.example")
    asked = [nobody.submit(nobody.open(ASK), action=ASK, email=email) for email in (PETRA, TOVE, NOBODYS)]
    shapes = [
        re.sub(r"(\(, , \)(, )?)+|\(\[?[, ]*\]?\)::uuid", "rows", "\n".join(map(shape, page.queries))) for page in asked
    ]
    assert shapes[0] == shapes[1] == shapes[2]
    assert len({page.to for page in asked}) == 1


def test_letting_ones_own_account_begin_again_gives_no_more_guesses_at_the_other(
    monkeypatch: pytest.MonkeyPatch, nobody: PageClient
) -> None:
    monkeypatch.setitem(throttle.MOST, people.Tries.WRONG_AT, (6, 60 * throttle.MINUTE))
    also_at_the_neighbours()
    for number in range(6):
        try_in(nobody, f"gissning {number}", status=200)
        if number < 5:
            try_in(PageClient(), THEIRS)
    try_in(nobody, OURS, status=200)
    assert try_in(PageClient(), THEIRS, status=200).h1 == "Logga in", "wrong tries count at both alike"
    nobody.submit(nobody.open(ASK), action=ASK, email=PETRA)
    ours = next(str(message.body) for message in mail.outbox if "Ekköping" in str(message.body))
    link = next(word for word in ours.split() if "/losenord/nytt/" in word)
    page = nobody.open(link.removeprefix("https://testserver"), follow=True)
    nobody.submit(page, action=page.path, new=BOTH, again=BOTH)
    assert try_in(nobody, BOTH).to == "/"


def test_a_link_that_the_neighbours_hand_over_sets_no_password_here(nobody: PageClient) -> None:
    there = also_at_the_neighbours(None)
    key = people.invite(by=ways.neighbour(), now=cast.NOW, id=there.id)
    people.choose_password(key=key, password=THEIRS, now=cast.NOW)
    assert not models.Account.objects.get(id=cast.account_id("Petra Lövhage")).check_password(THEIRS)
    try_in(nobody, THEIRS)
    assert signed_in_to(nobody) == str(there.id)
