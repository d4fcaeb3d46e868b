"""A page that asks once more before something is done."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Confirm:
    """What a page that asks once more says."""

    heading: str
    lead: str
    button: str
    cancel_url: str
    consequences: tuple[str, ...] = ()
    warning: str = ""
    danger: bool = True
