"""The one way in, without what it needs."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "kedjan"


def test_without_a_python_it_says_exactly_what_is_missing(tmp_path: Path) -> None:
    lonely = tmp_path / "kedjan"
    lonely.write_bytes(SCRIPT.read_bytes())
    lonely.chmod(0o755)
    (tmp_path / "requirements.lock").write_text("", encoding="ascii")
    old = tmp_path / "bin"
    old.mkdir()
    (old / "python3").write_text('#!/bin/sh\n[ "$1" = -c ] && echo 3.9.2 && exit 0\nexit 1\n', encoding="ascii")
    (old / "python3").chmod(0o755)
    for name in ("sh", "dirname", "cksum", "tr", "cat"):
        (old / name).symlink_to(Path("/bin") / name if (Path("/bin") / name).exists() else Path("/usr/bin") / name)
    done = subprocess.run(
        [str(old / "sh"), str(lonely)],
        env={"PATH": str(old), "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    if any(Path("/usr/local/bin").glob("python3.1[234]")):
        pytest.skip("this machine keeps a good Python where the script looks by itself")
    assert done.returncode == 1
    assert "3.12 or newer" in done.stderr
    assert "3.9.2" in done.stderr
    assert "KEDJAN_PYTHON" in done.stderr


def test_the_first_account_can_be_made_before_anything_was_ever_started(tmp_path: Path) -> None:
    settings = {"DJANGO_SETTINGS_MODULE": "kedjan_site.settings.production", "KEDJAN_DATA": str(tmp_path)}
    others = {name: value for name, value in os.environ.items() if not name.startswith("KEDJAN_")}
    words = [
        "user",
        "add",
        "anna@exempel.example",
        "--name",
        "Anna",
        "--role",
        "administrator",
        "--provider",
        "Provköping",
    ]
    done = subprocess.run(
        [sys.executable, "-m", "kedjan_site.command", *words],
        env={**others, **settings, "KEDJAN_HOSTS": "kedjan.exempel.example", "PYTHONPATH": str(SCRIPT.parent / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "https://kedjan.exempel.example/losenord/" in done.stdout
    kept = [path for path in tmp_path.rglob("*") if "static" not in path.relative_to(tmp_path).parts]
    open_to_others = [path.name for path in kept if path.stat().st_mode & 0o077]
    assert "kedjan.sqlite3" in {path.name for path in kept}
    assert open_to_others == [], "what is kept is read by nobody else on the machine"


def test_without_words_it_lists_them() -> None:
    from kedjan_site.command import COMMANDS, main

    assert main([]) == 0
    assert {
        "demo",
        "test",
        "serve",
        "check",
        "bench",
        "statistics",
        "import",
        "export",
        "backup",
        "restore",
        "user",
    } <= set(COMMANDS)


def test_a_word_that_is_not_there_is_refused() -> None:
    from kedjan_site.command import main

    assert main(["flyg"]) == 2
