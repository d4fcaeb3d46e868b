"""The documents that one looks things up in: each word stands once, and each decision can be found."""

import re
from collections import Counter

from tests.house.sources import SOURCE

ROOT = SOURCE.parent
DECISIONS = ROOT / "docs" / "decisions"


def test_each_word_stands_once_in_the_glossary() -> None:
    rows = [line.split("|") for line in (ROOT / "GLOSSARY.md").read_text("utf-8").splitlines() if line.startswith("| ")]
    words = Counter(row[1].replace("▲", "").strip() for row in rows)
    assert len(words) > 200
    assert [word for word, times in words.items() if times > 1 and word not in {"svenska", "Swedish shown"}] == []


def test_every_decision_stands_in_their_list_and_every_number_that_is_left_out_is_said_to_be() -> None:
    listed = (DECISIONS / "README.md").read_text("utf-8")
    files = sorted(path.name for path in DECISIONS.glob("0*.md"))
    assert re.findall(r"\((0[^)]*\.md)\)", listed) == files
    numbers = [int(name[:4]) for name in files]
    left_out = {f"{number:04}" for number in range(1, max(numbers)) if number not in numbers}
    assert left_out == set(re.findall(r"\d{4}", listed.split("The numbers ")[1]))
