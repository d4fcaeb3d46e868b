"""Values of SS 12000's fields as they come in JSON: read, mended where systems deviate in known ways, or wrong.

Each reader gives the value, and what was mended of it as the code of a remark; or raises Wrong with the code of what is
wrong. No reader keeps what it was given.
"""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from typing import Any

from kedjan_formats import identity
from kedjan_formats.folding import folded, tidy

type Reading = Callable[[Any], tuple[Any, str]]

LONGEST = 500
MINUTES = 366 * 24 * 60
SCHOOL_TYPES: Mapping[str, str] = {"fsk": "FS", "gran": "GRS", "gyan": "GYS", "fritids": "FTH"}
"""Names that Skolverket's own services have for what SS 12000 names otherwise."""
SEXES: Mapping[str, str] = {
    **dict.fromkeys(("kvinna", "k", "flicka", "female"), "K"),
    **dict.fromkeys(("man", "m", "pojke", "male"), "M"),
    **dict.fromkeys(("okänt", "okänd", ""), ""),
}
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(T00:00:00(?:\.0+)?(?:Z|[+-]00:00)?)?")
_LEVEL = re.compile(r"(?:åk|årskurs)?\s*(\d{1,2})")
_UNFIT = re.compile("[\x00\ud800-\udfff]")
_WHOLE = re.compile(r"-?\d{1,9}")


class Wrong(Exception):
    """A value that cannot be read; `code` is a key of ss12000_objects.PROBLEMS, `place` where inside the value."""

    def __init__(self, code: str, place: str = "", **values: object) -> None:
        super().__init__(code)
        self.code, self.place, self.values = code, place, values


def text(value: Any) -> tuple[str, str]:
    """A text that says something; a number is mended to one."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value), "number_for_text"
    if not isinstance(value, str):
        raise Wrong("text")
    found = tidy(value)
    if not found or len(found) > LONGEST or _UNFIT.search(found):
        raise Wrong("text")
    return found, ""


def identifier(value: Any) -> tuple[str, str]:
    """An id: a UUID in small letters, or another short text, which is told."""
    found, mended = text(value)
    if _UUID.fullmatch(found):
        return found.lower(), mended
    if len(found) > 100 or identity.read(found):
        raise Wrong("id")
    return found, mended or "id_not_uuid"


def reference(value: Any) -> tuple[str, str]:
    """The id that a reference holds; some systems send the bare id."""
    if isinstance(value, Mapping):
        if "id" not in value:
            raise Wrong("reference")
        return identifier(value["id"])
    if isinstance(value, str):
        return identifier(value)[0], "reference_as_text"
    raise Wrong("reference")


def day(value: Any) -> tuple[dt.date, str]:
    """A day; one that is written as midnight is mended."""
    found = _DAY.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        raise Wrong("day")
    try:
        return dt.date.fromisoformat(found[1]), "time_for_day" if found[2] else ""
    except ValueError as error:
        raise Wrong("day") from error


def moment(value: Any) -> tuple[dt.datetime, str]:
    """A time with its offset; one without is taken as UTC, and told."""
    if not isinstance(value, str) or "T" not in value:
        raise Wrong("moment")
    try:
        found = dt.datetime.fromisoformat(value.strip())
        if found.tzinfo is None:
            return found.replace(tzinfo=dt.UTC), "no_offset"
        return found.astimezone(dt.UTC), ""
    except (ValueError, OverflowError) as error:
        raise Wrong("moment") from error


def whole(least: int, most: int) -> Reading:
    """A whole number within limits; a text or decimal that says one is mended."""

    def read(value: Any) -> tuple[int, str]:
        found = value if isinstance(value, int) and not isinstance(value, bool) else None
        mended = ""
        written = isinstance(value, str) and _WHOLE.fullmatch(value.strip())
        if written or (isinstance(value, float) and value.is_integer()):
            found, mended = int(value), "number_mended"
        if found is None or not least <= found <= most:
            raise Wrong("whole", least=least, most=most)
        return found, mended

    return read


def level(value: Any) -> tuple[int, str]:
    """The grade level, which SS 12000 calls schoolYear."""
    if isinstance(value, str):
        found = _LEVEL.fullmatch(folded(value))
        if found is None or int(found[1]) > 10:
            raise Wrong("level")
        return int(found[1]), "number_mended"
    try:
        return whole(0, 10)(value)
    except Wrong as wrong:
        raise Wrong("level") from wrong


def truth(value: Any) -> tuple[bool, str]:
    """True or false; as texts and as 0 and 1 they are mended."""
    if isinstance(value, bool):
        return value, ""
    known = {"true": True, "false": False, "1": True, "0": False}
    found = known.get(folded(str(value))) if isinstance(value, str | int) else None
    if found is None:
        raise Wrong("truth")
    return found, "truth_mended"


def school_type(value: Any) -> tuple[str, str]:
    """A school type by its code, in capitals as SS 12000 has them."""
    found, mended = text(value)
    if len(found) > 20 or not found.isalpha():
        raise Wrong("school_type")
    meant = SCHOOL_TYPES.get(folded(found), found.upper())
    return meant, mended or ("" if meant == found else "school_type_mended")


def word(value: Any) -> tuple[str, str]:
    """A word of one of the standard's lists, which grow from version to version: kept as it stands."""
    found, mended = text(value)
    if len(found) > 60 or any(sign.isdigit() for sign in found):
        raise Wrong("word")
    return found, mended


def sex(value: Any) -> tuple[str, str]:
    """K, M, or nothing where it is not known."""
    found = SEXES.get(folded(value)) if isinstance(value, str) else None
    if found is None:
        raise Wrong("sex")
    return found, "" if value in ("Kvinna", "Man", "Okänt") else "sex_mended"


def civic_number(value: Any) -> tuple[str, str]:
    """A personal identity number in twelve characters, wherever it stands in what a system sends."""
    bare = not isinstance(value, Mapping)
    if isinstance(value, Mapping):
        if value.get("nationality") not in (None, "", "SE", "Sverige", "SWE") or value.get("value") in (None, ""):
            return "", "foreign_number"
        value = value["value"]
    found = identity.read(tidy(str(value))) if isinstance(value, str | int) else None
    if found is None:
        raise Wrong("person", "" if bare else ".value")
    return found.number, "number_as_text" if bare else ("" if found.number == value else "person_mended")


def protected(value: Any) -> bool:
    """Whether a marking protects somebody: anything but that there is none does."""
    return not (value is None or (isinstance(value, str) and folded(value) in ("", "ingen")))


def adapted(value: Any) -> tuple[bool, str]:
    """Whether there is an adapted plan of studies: what the text says is not kept."""
    if isinstance(value, str):
        return folded(value) not in ("", "nej", "false"), ""
    return truth(value)
