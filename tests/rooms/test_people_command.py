"""Accounts from the command line: no password in, and a link that works once out."""

from typing import Any
from unittest.mock import patch

import pytest

from kedjan.access.service import Role
from kedjan.organisation import service as organisation
from kedjan.organisation.models import Provider
from kedjan.people import service as people
from kedjan.people.models import Account, Duty
from kedjan_site.command import user
from kedjan_site.demo import cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ready(monkeypatch: pytest.MonkeyPatch) -> None:
    """The suite's settings are loaded already."""
    monkeypatch.setattr(user, "set_up", lambda: None)


def add(*more: str) -> int:
    return user.run(["add", "edla@nykopinge.example", "--name", "Edla Ny", "--role", "administrator", *more])


def test_the_first_account_of_a_new_installation_founds_its_provider(capsys: pytest.CaptureFixture[str]) -> None:
    assert add("--provider", "Nyköpinge") == 0
    link = capsys.readouterr().out.strip()
    key = link.rstrip("/").rpartition("/")[2]
    account = Account.objects.get(email="edla@nykopinge.example")
    assert people.opened_by(key=key) == account.id
    duty = Duty.objects.get(account=account)
    assert (duty.role, duty.unit.name, duty.ends) == (Role.ADMINISTRATOR, "Nyköpinge", None)
    assert not account.has_usable_password()


def test_a_duty_can_be_given_at_a_unit() -> None:
    assert add("--provider", "Ekköping", "--unit", "Kråkekskolan") == 0
    assert Duty.objects.get(account__email="edla@nykopinge.example").unit.name == "Kråkekskolan"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ([], "Ekköping, Ällmåla"),
        (["--provider", "Ekköping", "--unit", "Kråkeskolan"], "Kråkekskolan"),
        (["--provider", "Ekköping", "--role", "king"], "quality_developer"),
    ],
)
def test_a_slip_is_answered_with_what_there_is_and_nothing_is_made(
    more: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = Account.objects.count(), Provider.objects.count()
    assert add(*more) == 2
    assert said in capsys.readouterr().err
    assert (Account.objects.count(), Provider.objects.count()) == before


def test_what_is_no_mail_address_gives_no_account(capsys: pytest.CaptureFixture[str]) -> None:
    before = Account.objects.count()
    assert user.run(["add", "edla", "--name", "Edla Ny", "--role", "administrator", "--provider", "Ekköping"]) == 2
    assert "edla" in capsys.readouterr().err
    assert Account.objects.count() == before


@pytest.mark.parametrize("word", ["add", "password"])
def test_a_link_that_would_lead_nowhere_is_refused_before_anything_is_made(
    word: str, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.KEDJAN_ADDRESS, settings.ALLOWED_HOSTS = "", []
    before = Account.objects.count(), Provider.objects.count()
    assert (add("--provider", "Nyköpinge") if word == "add" else user.run(["password", "maj@ekkoping.example"])) == 2
    assert "KEDJAN_HOSTS" in capsys.readouterr().err
    assert (Account.objects.count(), Provider.objects.count()) == before


def test_where_there_is_no_provider_yet_the_way_to_the_first_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert user.run(["list"]) == 2  # two providers: both are named
    assert "Ekköping, Ällmåla" in capsys.readouterr().err
    with patch.object(organisation, "providers", return_value=()):
        assert user.run(["list"]) == 2
    assert "kedjan user add" in capsys.readouterr().err


def test_an_address_in_use_is_refused_at_the_same_provider_and_is_another_account_at_another(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert add("--provider", "Nyköpinge") == 0
    assert add("--provider", "Nyköpinge") == 2
    assert "already in use" in capsys.readouterr().err
    assert add("--provider", "Ännu en") == 0
    names = Account.objects.filter(email="edla@nykopinge.example").values_list("provider__name", flat=True)
    assert sorted(names) == ["Nyköpinge", "Ännu en"]


def test_where_several_have_the_address_the_command_asks_which_is_meant(capsys: pytest.CaptureFixture[str]) -> None:
    assert add("--provider", "Nyköpinge") == add("--provider", "Ännu en") == 0
    assert user.run(["password", "edla@nykopinge.example"]) == 2
    assert "--provider" in capsys.readouterr().err
    assert user.run(["password", "edla@nykopinge.example", "--provider", "Ännu en"]) == 0
    key = capsys.readouterr().out.strip().rstrip("/").rpartition("/")[2]
    opened = people.opened_by(key=key)
    assert Account.objects.get(id=opened).provider.name == "Ännu en"


def test_the_list_shows_current_duties_and_names_no_protected_person(capsys: pytest.CaptureFixture[str]) -> None:
    assert user.run(["list", "--provider", "Ekköping"]) == 0
    shown = capsys.readouterr().out
    assert "Maj Sävdunge\tquality_developer at Ekköping" in shown
    assert "Vera" not in shown and "vera" not in shown
    assert "Sten Klockvret" not in shown


def test_a_link_to_a_new_password_is_for_an_open_account(capsys: pytest.CaptureFixture[str]) -> None:
    assert user.run(["password", "MAJ.savdunge@ekkoping.example"]) == 0
    assert "/losenord/nytt/" in capsys.readouterr().out
    Account.objects.filter(id=cast.account_id("Maj Sävdunge")).update(is_active=False)
    assert user.run(["password", "maj.savdunge@ekkoping.example"]) == 2


def test_no_word_of_the_command_takes_a_password() -> None:
    for words in (["add", "a@b.example", "--password", "x"], ["password", "a@b.example", "x"]):
        with pytest.raises(SystemExit):
            user.parser().parse_args(words)
