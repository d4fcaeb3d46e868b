"""The house rules: furniture, doors, sizes, declarations."""

import ast
import importlib

import pytest

from kedjan.privacy import service as privacy
from tests.house.sources import SOURCE, files_of_tests, imports_of, module_of, python_files, rooms

PURE = {"access", "privacy"}
FORBIDDEN_NAMES = {"utils", "common", "core", "base", "helpers"}
NAMED_BY_DJANGO = {"settings", "sqlite3"}
"""Folders in which a file called `base` is what Django, or everybody who knows it, looks for."""


@pytest.mark.parametrize("room", rooms())
def test_every_room_has_the_same_furniture(room: str) -> None:
    folder = SOURCE / "kedjan" / room
    expected = {"README.md", "service.py", "values.py"} | (set() if room in PURE else {"models.py", "migrations"})
    assert expected <= {path.name for path in folder.iterdir()}
    assert len((folder / "README.md").read_text(encoding="utf-8").splitlines()) <= 20


@pytest.mark.parametrize("room", rooms())
def test_every_door_says_what_may_be_used(room: str) -> None:
    door = importlib.import_module(f"kedjan.{room}.service")
    assert sorted(set(door.__all__)) == sorted(door.__all__)
    for name in door.__all__:
        assert getattr(door, name).__doc__, f"{room}.{name} has no docstring"


def test_a_room_is_entered_by_its_door_only() -> None:
    broken = []
    for path in python_files():
        module = module_of(path)
        if module.startswith("kedjan_site.demo") or module == "kedjan_site.guards":
            continue
        own = module.split(".")[1] if module.startswith("kedjan.") else ""
        for name in imports_of(path):
            parts = name.split(".")
            allowed = {"service", "sources"} if module == "kedjan_site.wiring" else {"service"}
            if parts[0] == "kedjan" and len(parts) > 2 and parts[1] != own and parts[2] not in allowed:
                broken.append(f"{module} imports {name}")
    assert broken == []


def test_every_stored_field_says_whether_it_is_personal() -> None:
    assert privacy.undeclared() == ()


def test_no_file_is_called_what_everything_could_be_called() -> None:
    names = [path for path in python_files() if path.stem in FORBIDDEN_NAMES and NAMED_BY_DJANGO.isdisjoint(path.parts)]
    assert names == []


def test_no_file_is_over_four_hundred_lines() -> None:
    files = (*python_files(), *files_of_tests())
    long = {str(path): count for path in files if (count := len(path.read_text("utf-8").splitlines())) > 400}
    assert long == {}
    assert len(files) > 500, "those of the tests are among them"


def test_no_function_is_over_fifty_lines() -> None:
    long = []
    for path in python_files():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= 50:
                long.append(f"{module_of(path)}.{node.name}")
    assert long == []


def test_no_room_reads_a_clock() -> None:
    reading = [
        module_of(path)
        for path in python_files()
        if module_of(path).startswith("kedjan.")
        and any(word in path.read_text("utf-8") for word in ("timezone.now(", "datetime.now(", "date.today("))
    ]
    assert reading == []


def test_rooms_use_no_signals_and_no_generic_relations() -> None:
    forbidden = ("django.db.models.signals", "django.dispatch", "django.contrib.contenttypes", "django.forms")
    found = [
        f"{module_of(path)}: {name}"
        for path in python_files()
        if module_of(path).startswith("kedjan.")
        for name in imports_of(path)
        if name.startswith(forbidden)
    ]
    assert found == []
