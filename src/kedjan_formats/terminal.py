"""Text from elsewhere, made safe to show in a terminal: what a terminal would obey is written out instead."""

import unicodedata

__all__ = ["plain"]

_OBEYED = {"Cc", "Cf", "Cs", "Zl", "Zp"}
_KEPT = {"\N{SOFT HYPHEN}", "\N{ZERO WIDTH JOINER}", "\N{ZERO WIDTH NON-JOINER}"}


def plain(text: str) -> str:
    r"""Return `text` on one line with control characters, and those that turn the direction, as \x1b or \u202e."""
    return "".join(_shown(sign) for sign in text)


def _shown(sign: str) -> str:
    if unicodedata.category(sign) in _OBEYED and sign not in _KEPT:
        return sign.encode("unicode_escape", "backslashreplace").decode("ascii")
    return sign
