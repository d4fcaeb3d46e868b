"""Ways in from the command line: set up before anybody can sign in, and no secret among the words."""

import io
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from kedjan.people import models
from kedjan.people.sealing import unsealed
from kedjan_site.command import way
from kedjan_site.demo import cast
from tests.providers import oidc, saml, saml_logout, ways

pytestmark = pytest.mark.django_db
OURS = ("--provider", "Ekköping")
type Said = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def ready(monkeypatch: pytest.MonkeyPatch) -> None:
    """The suite's settings are loaded already."""
    monkeypatch.setattr(way, "set_up", lambda: None)


@pytest.fixture
def server() -> Iterator[oidc.Server]:
    with oidc.running() as running:
        yield running


@pytest.fixture
def secret(tmp_path: Path) -> str:
    kept = tmp_path / "hemlighet"
    kept.write_text(f"{oidc.SECRET}\n", encoding="utf-8")
    return str(kept)


def add(server: oidc.Server, *more: str) -> int:
    words = ["add-oidc", "--address", server.issuer, "--client", oidc.CLIENT, "--domain", "ekkoping.example"]
    return way.run([*words, *OURS, *more])


def row() -> models.IdentityProvider:
    return models.IdentityProvider.objects.get()


def test_it_begins_with_the_addresses_that_the_identity_provider_has_to_know(
    server: oidc.Server, secret: str, capsys: Said
) -> None:
    assert way.run(["begin", *OURS]) == 0
    said = capsys.readouterr().out
    key = said.partition("key: ")[2].split()[0]
    assert f"https://testserver/logga-in/svar/{key}/" in said
    assert "https://testserver/logga-in/saml/metadata.xml" in said
    assert add(server, "--key", key, "--secret-file", secret) == 0
    assert row().id == UUID(key)
    assert add(server, "--key", key, "--secret-file", secret) == 0
    assert models.IdentityProvider.objects.count() == 1


def test_one_is_added_off_checked_and_switched_on_and_off(server: oidc.Server, secret: str, capsys: Said) -> None:
    assert add(server, "--secret-file", secret) == 0
    assert (row().name, row().is_on, row().issuer) == ("Ekköping", False, server.issuer)
    assert unsealed(row().secret, owner=row().id) == oidc.SECRET
    assert way.run(["check", "Ekköping", *OURS]) == 0
    said = capsys.readouterr().out
    assert "right: It accepts the client id with the secret." in said
    assert "switched off" in said and "WRONG" not in said
    assert way.run(["on", "Ekköping", *OURS]) == 0
    assert row().is_on
    assert way.run(["list", *OURS]) == 0
    line = capsys.readouterr().out.splitlines()[-1].split("\t")
    assert line == [str(row().id), "on", "oidc", "Ekköping", server.issuer, "ekkoping.example", "0 linked"]
    assert way.run(["off", str(row().id), *OURS]) == 0
    assert not row().is_on


def test_the_secret_may_be_given_to_the_command_and_is_never_said(
    server: oidc.Server, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{oidc.SECRET}\n"))
    assert add(server, "--secret-file", "-") == 0
    assert unsealed(row().secret, owner=row().id) == oidc.SECRET
    way.run(["check", "Ekköping", *OURS])
    told = capsys.readouterr()
    assert oidc.SECRET not in told.out + told.err


@pytest.mark.parametrize("words", [["--secret", "x"], ["--client-secret", "x"], ["x"]])
def test_no_word_takes_a_secret(server: oidc.Server, words: list[str]) -> None:
    with pytest.raises(SystemExit):
        add(server, *words)


@pytest.mark.parametrize("held", ["", "\n", "ett\ntvå", "x" * 501])
def test_a_file_that_holds_no_secret_or_more_is_refused(
    server: oidc.Server, tmp_path: Path, held: str, capsys: Said
) -> None:
    kept = tmp_path / "fil"
    kept.write_text(held, encoding="utf-8")
    assert add(server, "--secret-file", str(kept)) == 2
    assert "nothing else" in capsys.readouterr().err
    assert not models.IdentityProvider.objects.exists()


def test_what_is_wrong_is_said_in_words(server: oidc.Server, tmp_path: Path, capsys: Said) -> None:
    kept = tmp_path / "fel"
    kept.write_text("fel hemlighet", encoding="utf-8")
    assert add(server, "--secret-file", str(kept)) == 0
    assert way.run(["check", "Ekköping", *OURS]) == 1
    said = capsys.readouterr().out
    assert "right: It publishes the keys" in said
    assert "WRONG: The identity provider does not accept the client id with the secret." in said


def test_saml_is_added_by_a_file_and_what_it_lacks_is_told(tmp_path: Path, capsys: Said) -> None:
    file = tmp_path / "idp.xml"
    file.write_text(saml.metadata(), encoding="utf-8")
    words = ["add-saml", "--file", str(file), "--domain", "ekkoping.example", "--name", "Ekköpings kommun", *OURS]
    assert way.run(words) == 0
    assert (row().issuer, row().subject_claim, row().secret != oidc.SECRET) == (
        saml.ENTITY, "eduPersonPrincipalName", True,
    )  # fmt: skip
    assert way.run(["check", "Ekköpings kommun", *OURS]) == 0
    assert "sign out here alone" in capsys.readouterr().out
    models.IdentityProvider.objects.update(metadata=saml_logout.metadata())
    assert way.run(["check", "Ekköpings kommun", *OURS]) == 0
    assert "can sign out there too" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["check", "Ekköping", *OURS], "there are: none"),
        (["list"], "Ekköping, Ällmåla"),
        (["add-saml", "--domain", "ekkoping.example", *OURS], "https://"),
        (["add-saml", "--domain", "ekkoping", "--file", "FILE", *OURS], "ekkoping is not a domain"),
        (["add-saml", "--domain", "a.example", "--file", "FILE", "--entity", "https://x.example", *OURS], "x.example"),
    ],
)
def test_a_slip_is_answered_with_what_there_is_and_nothing_is_made(
    words: list[str], said: str, tmp_path: Path, capsys: Said
) -> None:
    file = tmp_path / "idp.xml"
    file.write_text(saml.metadata(), encoding="utf-8")
    assert way.run([str(file) if word == "FILE" else word for word in words]) == 2
    assert said in capsys.readouterr().err
    assert not models.IdentityProvider.objects.exists()


def test_that_of_another_provider_is_not_there(server: oidc.Server, capsys: Said) -> None:
    made = ways.add_oidc(server.issuer, by=ways.neighbour(), name="Ällmåla", domains=("allmala.example",))
    for word in ("check", "on", "off"):
        assert way.run([word, str(made), *OURS]) == 2
    assert row().is_on
    capsys.readouterr()
    assert way.run(["list", *OURS]) == 0
    assert capsys.readouterr().out == ""
    assert cast.provider_id(cast.ALLMALA) == row().provider_id
