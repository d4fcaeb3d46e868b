"""Every command where something around it is wrong: told in words, never as a traceback."""

import socket
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from kedjan_site.command import COMMANDS
from tests.faults.conftest import Installation

Get = Callable[[str], Installation]
LINES = "assignment;area;respondent;emotion;tags\n01;Förskola;L1;\x1b[31m9\x9b;T\x1b[31mid\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "fil.csv"
    made.write_text(LINES, encoding="utf-8")
    return made


def words(command: str, file: Path) -> list[str]:
    """Return the command with what it asks for."""
    return {
        "import": ["import", "loops", str(file), "--round", "X"],
        "export": ["export", "tables", "--round", "X", "--to", str(file.with_name("ut.xlsx")), "--as", "a@b.example"],
        "backup": ["backup", str(file.with_name("b.zip"))],
        "restore": ["restore", str(file)],
        "user": ["user", "list"],
        "serve": ["serve", "--only-prepare"],
        "demo": ["demo", "--only-load"],
    }[command]


def refused(here: Installation, *given: str) -> str:
    """Run a command that cannot do what it is asked; return what it says."""
    done = here.run(*given)
    assert done.returncode == 2, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.strip()
    return done.stderr


@pytest.mark.parametrize("command", sorted(set(COMMANDS) - {"django"}))
def test_every_command_says_what_it_takes(command: str, installation: Get) -> None:
    done = installation("empty").run(command, "--help")
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) > 2


@pytest.mark.parametrize("command", ["import", "export", "backup"])
def test_before_anything_was_started_one_is_told_how_to(command: str, installation: Get, file: Path) -> None:
    assert "`kedjan serve` starts it" in refused(installation("empty"), *words(command, file))


@pytest.mark.parametrize("command", ["import", "export", "backup", "user", "serve", "demo"])
def test_a_database_that_is_spoilt_is_named(command: str, installation: Get, file: Path) -> None:
    here = installation("spoilt")
    (here.folder / "demo").mkdir()
    (here.folder / "demo" / "kedjan.sqlite3").write_bytes(b"no database at all" * 500)
    said = refused(here, *words(command, file))
    assert "kedjan.sqlite3 is not a database" in said
    assert "restore" in said


@pytest.mark.parametrize("command", ["import", "serve", "demo"])
def test_a_data_folder_that_cannot_be_one_is_named(command: str, installation: Get, file: Path) -> None:
    here = installation("empty")
    here.environment["KEDJAN_DATA"] = str(file)
    assert str(file) in refused(here, *words(command, file))


def test_a_database_of_another_version_says_how_it_is_brought_up_to_date(installation: Get, file: Path) -> None:
    here = installation("cast")
    with sqlite3.connect(here.folder / "demo" / "kedjan.sqlite3") as there:
        there.execute("ALTER TABLE organisation_provider RENAME COLUMN slug TO gone")
    there.close()
    assert "--only-prepare" in refused(here, *words("import", file))


@pytest.mark.parametrize(
    ("name", "value"), [("KEDJAN_DATABASE", "mysql://x"), ("KEDJAN_MAIL_PORT", "x"), ("KEDJAN_PROXIES", "-1")]
)
def test_a_setting_that_cannot_be_meant_is_named(name: str, value: str, installation: Get) -> None:
    here = installation("empty")
    here.environment |= {name: value, "DJANGO_SETTINGS_MODULE": "kedjan_site.settings.production"}
    assert name in refused(here, "user", "list")


def test_a_database_server_that_does_not_answer_is_told_without_its_password(installation: Get) -> None:
    here = installation("empty")
    here.environment |= {
        "KEDJAN_DATABASE": "postgresql://anna:hemligt@127.0.0.1:1/kedjan",
        "DJANGO_SETTINGS_MODULE": "kedjan_site.settings.production",
    }
    said = refused(here, "user", "list")
    assert "does not answer" in said
    assert "hemligt" not in said


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_a_port_that_is_taken_is_told_before_anything_is_started(command: str, installation: Get) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = refused(installation("empty"), command, "--port", str(port))
    assert f"Port {port} of 127.0.0.1 cannot be used" in said
    assert f"--port {port + 1}" in said


@pytest.mark.parametrize("given", [["--port", "99999"], ["--port", "x"], ["--workers", "0"]])
def test_numbers_out_of_reach_are_refused(given: list[str], installation: Get) -> None:
    assert "a whole number" in refused(installation("empty"), "serve", *given)


def test_unknown_steps_of_check_are_refused_rather_than_passed(installation: Get) -> None:
    assert "there is no typos" in refused(installation("empty"), "check", "typos")


def test_a_backup_that_cannot_be_written_and_one_that_is_none_are_named(installation: Get, file: Path) -> None:
    here = installation("cast")
    assert "/nowhere/b.zip: No such file" in refused(here, "backup", "/nowhere/b.zip")
    assert f"{here.folder}: Is a directory" in refused(here, "backup", str(here.folder))
    assert f"{file}/b.zip: Not a directory" in refused(here, "backup", f"{file}/b.zip")
    assert f"{file} is not a backup" in refused(here, "restore", str(file))
    assert "finns-inte.zip: No such file" in refused(here, "restore", "finns-inte.zip")


def test_nothing_in_a_file_is_obeyed_by_the_terminal_that_tells_of_it(installation: Get, file: Path) -> None:
    here = installation("demo")
    made = ["--create", "--provider", "Ekköping"]
    for given in (["import", "loops", str(file), "--round", "Prov", *made], ["statistics", "loops", str(file)]):
        said = refused(here, *given)
        assert not {"\x1b", "\x9b"} & set(said)
    named = file.rename(file.with_name("fil\x1b[31m.csv"))
    assert r"fil\x1b[31m.csv" in here.run("import", "loops", str(named), "--round", "Prov", *made).stderr
