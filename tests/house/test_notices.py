"""Whatever is told has words: every kind of notice that a room tells stands in a letter and on the start page."""

import re

import pytest
from django.utils import translation

from kedjan.notices.service import Kind
from kedjan_web.start.letters import ASKING, line_about
from tests.house.sources import SOURCE

BY_NUMBER = sorted(set(Kind) - ASKING - {Kind.PASSWORD_LINK})
"""Kinds told by how many they are; the others have letters, or a line with the last day, of their own."""


@pytest.mark.parametrize("kind", BY_NUMBER)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_kind_of_notice_has_words_for_one_and_for_several(kind: Kind, language: str) -> None:
    with translation.override(language):
        one, several = line_about(kind, 1), line_about(kind, 3)
    assert one != several
    assert "1" in one and "3" in several


def test_every_kind_of_notice_is_told_by_some_room() -> None:
    rooms = "\n".join(path.read_text("utf-8") for path in (SOURCE / "kedjan").rglob("*.py"))
    told = set(re.findall(r"Kind\.([A-Z_]+)", rooms))
    assert {kind.name for kind in Kind} <= told
