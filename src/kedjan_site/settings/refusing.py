"""Settings from the environment that cannot be what was meant are refused in words."""

import os


class NotASetting(ValueError):
    """A variable of the environment holds what it cannot."""


def whole_number(name: str, otherwise: int, most: int) -> int:
    """Return the variable as a whole number from 0 to `most`, or what holds where it is not given."""
    given = os.environ.get(name, "").strip()
    if not given:
        return otherwise
    if not (given.isascii() and given.isdigit() and int(given) <= most):
        raise NotASetting(f"{name} should be a whole number, at most {most}; it is {given!r}.")
    return int(given)
