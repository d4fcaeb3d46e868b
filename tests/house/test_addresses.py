"""Addresses as a whole: each name is one address, and whatever answers a file is declared as an export."""

import ast
from collections import Counter

from tests.house.exports import EXPORTS, WRITERS
from tests.house.sources import module_of, python_files
from tests.house.test_rights import patterns

SIGNS = (
    *("Content-Disposition", "FileResponse", "StreamingHttpResponse", "content_disposition_header"),
    *("figures_file(", "counted_file("),
)
FOR_VIEWS = {
    "kedjan_web.reports.exports.disposition",
    "kedjan_web.results.counted.counted_file",
    "kedjan_web.results.files.figures_file",
}
"""What views write files with: whoever calls them is found by their names."""


def test_each_name_is_one_address_whatever_list_it_stands_in() -> None:
    names = Counter(entry.name for _, entry in patterns())
    assert [name for name, times in names.items() if times > 1] == []
    assert None not in names, "an address without a name cannot be led to"


def test_each_address_is_reached_by_its_name_and_by_one_pattern() -> None:
    places = Counter(where for where, _ in patterns())
    assert [where for where, times in places.items() if times > 1] == []


def test_whatever_writes_a_file_into_an_answer_is_declared() -> None:
    found = set()
    for path in python_files():
        module = module_of(path)
        if not module.startswith(("kedjan_web", "kedjan_site")) or module == "kedjan_web.uploads":
            continue
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and any(sign in ast.unparse(node) for sign in SIGNS):
                found.add(f"{module}.{node.name}")
    assert found - FOR_VIEWS == WRITERS, "beside what they write with"


def test_each_declared_export_is_an_address_of_a_view_that_writes_a_file() -> None:
    views = {str(entry.name): f"{entry.callback.__module__}.{entry.callback.__name__}" for _, entry in patterns()}
    assert set(EXPORTS) <= set(views), "an export is declared that is no address"
    declared = {views[name] for name in EXPORTS}
    assert declared == {each for each in WRITERS if each in set(views.values())}
    undeclared = [name for name, view in views.items() if view in WRITERS and name not in EXPORTS]
    assert undeclared == []
