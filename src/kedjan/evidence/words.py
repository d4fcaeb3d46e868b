"""What a citation says, in parts: kept as numbers, names and message ids, put into words when somebody reads it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kedjan_statistics.figure import Figure, Hidden, Missing, NotApplicable, shown
from kedjan_statistics.figure import Value as Kind


@dataclass(frozen=True, slots=True)
class Number:
    """A figure, or the kind of its absence, and how it is shown: with so many decimals, as a percentage or not."""

    value: Kind
    decimals: int = 0
    percent: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """An English message id that parts fill; put into the reader's language when it is shown."""

    message: str
    values: "Mapping[str, Part]" = field(default_factory=dict)


type Part = str | int | Number | Words
"""A text is somebody's own, or a name, and stands in every language as it is."""


def plain(part: Part) -> str:
    """Return a part as it reads without a translation: what is searched, and what is compared with what was kept."""
    match part:
        case Number(value=value, decimals=decimals, percent=percent):
            return shown(value, decimals=decimals, percent=percent)
        case Words(message=message, values=values):
            return message % {name: plain(each) for name, each in values.items()} if values else message
    return str(part)


def to_json(part: Part) -> Any:
    """Return a part as JSON values; a text is itself, a number without population and source."""
    match part:
        case Number(value=value, decimals=decimals, percent=percent):
            return {"number": _kind(value), "decimals": decimals, "percent": percent}
        case Words(message=message, values=values):
            return {"message": message, "values": {name: to_json(each) for name, each in values.items()}}
    return part


def from_json(kept: Any) -> Part:
    """Return the part that `to_json` wrote."""
    if isinstance(kept, Mapping):
        if "number" in kept:
            return Number(_value(*kept["number"]), kept["decimals"], kept["percent"])
        return Words(kept["message"], {name: from_json(each) for name, each in kept["values"].items()})
    return kept  # type: ignore[no-any-return]  # a text or a whole number is itself


def _kind(value: Kind) -> list[Any]:
    match value:
        case Figure(numerator=numerator, denominator=denominator, unit=unit):
            return ["figure", numerator, denominator, unit]
        case Hidden(reason=reason, fewer_than=fewest):
            return ["hidden", reason, fewest]
        case Missing(reason=reason):
            return ["missing", reason]
    return ["not_applicable"]


def _value(kind: str, *given: Any) -> Kind:
    kinds: Mapping[str, type[Kind]] = {
        "figure": Figure,
        "hidden": Hidden,
        "missing": Missing,
        "not_applicable": NotApplicable,
    }
    return kinds[kind](*given)
