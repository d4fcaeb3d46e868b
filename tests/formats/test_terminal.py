"""Text from a file in a terminal: shown, never obeyed."""

import pytest

from kedjan_formats.terminal import plain


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("Förskola – årskurs 1", "Förskola – årskurs 1"),
        ("\x1b[31mrött", r"\x1b[31mrött"),
        ("en\nannan\trad\r", r"en\nannan\trad\r"),
        ("\x9b2J\x07\x00\x7f", r"\x9b2J\x07\x00\x7f"),
        ("\u202eladnaB\u2066", r"\u202eladnaB\u2066"),
        ("\u2028\ufeff\ud800", r"\u2028\ufeff\ud800"),
        ("över\N{SOFT HYPHEN}gång", "över\N{SOFT HYPHEN}gång"),
    ],
)
def test_what_a_terminal_would_obey_is_written_out(given: str, shown: str) -> None:
    assert plain(given) == shown
