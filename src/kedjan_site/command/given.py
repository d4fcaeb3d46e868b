"""What a command is given, read: what is not as it should be is told with what was expected."""

import argparse


def whole_number(text: str, least: int, most: int, says: str = "expected a whole number from {} to {}") -> int:
    """Return a whole number from `least` to `most`; `says` is what was expected, with a place for each of them."""
    if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
        raise argparse.ArgumentTypeError(f"{says.format(least, most)}, not {text!r}")
    return int(text)
