"""The project's own source files, parsed."""

import ast
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src"
PACKAGES = ("kedjan", "kedjan_web", "kedjan_site", "kedjan_statistics", "kedjan_formats")


def python_files() -> Iterator[Path]:
    """Yield every Python file of the five packages, migrations left out."""
    for package in PACKAGES:
        yield from (path for path in sorted((SOURCE / package).rglob("*.py")) if "migrations" not in path.parts)


def files_of_tests() -> Iterator[Path]:
    """Yield every Python file of the tests and of what measures the house."""
    for folder in ("tests", "bench"):
        yield from sorted((SOURCE.parent / folder).rglob("*.py"))


def module_of(path: Path) -> str:
    """Return the dotted name of a source file."""
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(path: Path) -> Iterator[str]:
    """Yield the dotted names that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def rooms() -> list[str]:
    """Return the names of the rooms."""
    return sorted(path.name for path in (SOURCE / "kedjan").iterdir() if path.is_dir() and path.name != "__pycache__")
