"""What a block shows, whole and in itself: nothing of it is looked up later. The same values are kept when settled."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from kedjan_statistics.figure import Figure, Hidden, Missing, NotApplicable, Value

type Sign = Literal["", "largest", "over", "under"]


@dataclass(frozen=True, slots=True)
class Cell:
    """A released value as it is shown: decimals, per cent, and the sign by which it is marked.

    `hits` and `of` are the count behind it, where that was released; -1 where not.
    """

    kind: Literal["figure", "hidden", "missing", "not_applicable"]
    numerator: int = 0
    denominator: int = 1
    unit: str = "count"
    reason: str = ""
    fewer_than: int = 0
    decimals: int = 0
    percent: bool = False
    sign: Sign = ""
    hits: int = -1
    of: int = -1

    @property
    def value(self) -> Value:
        """Return the value as a figure or as the kind of absence that it is."""
        match self.kind:
            case "figure":
                return Figure(self.numerator, self.denominator, self.unit)  # type: ignore[arg-type]  # kept from a Figure
            case "hidden":
                return Hidden(self.reason, self.fewer_than)
            case "missing":
                return Missing(self.reason)
        return NotApplicable()


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column or row: key, name, and what explains it (`title`) or stands over it (`group`)."""

    key: str
    name: str
    title: str = ""
    group: str = ""
    total: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row with one cell for each column; `closing` rows stand apart below."""

    head: Head
    cells: tuple[Cell, ...]
    closing: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What makes the figures figures: whom they are about, from where, by which definition and rule of marking."""

    population: str = ""
    period: str = ""
    source: str = ""
    definition: str = ""
    rule: str = ""
    threshold: str = ""
    hiding: str = ""
    release: str = ""
    release_title: str = ""
    round: str = ""
    round_title: str = ""
    revision: int = 0
    shared_at: str = ""
    shared_moment: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A released table; `kind` is the release's own word for what it is a table of."""

    caption: str
    kind: str
    corner: str
    columns: tuple[Head, ...]
    rows: tuple[Row, ...]
    facts: Facts
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraphs:
    """The writer's own text; pages and documents divide it at empty lines."""

    text: str


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A released table with the writer's comment."""

    table: Table
    comment: str = ""


@dataclass(frozen=True, slots=True)
class ShownPicture:
    """A picture of a released table: `drawing` says which, `about` which row or column where it draws one."""

    drawing: str
    table: Table
    about: str = ""
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A pattern sentence that a person has approved, and the writer's comment."""

    text: str
    about: str
    comment: str = ""
    round: str = ""
    revision: int = 0


@dataclass(frozen=True, slots=True)
class Quoted:
    """Somebody's words with their consent; `group` only where at least five persons are in it.

    One from a round's basket says which (`basket`), under which theme, and whether it speaks against it (`counter`).
    """

    text: str
    group: str
    about: str = ""
    obtained: str = ""
    comment: str = ""
    basket: str = ""
    theme: str = ""
    counter: bool = False


@dataclass(frozen=True, slots=True)
class Paraphrased:
    """What reflections say, in the writer's words, and how many persons wrote them.

    Both numbers are 0 where fewer than five persons wrote them; `persons` is -1 where it was never counted, as in
    reports settled before it was. `basket`, `theme` and `counter` are as in `Quoted`.
    """

    text: str
    reflections: int
    about: str = ""
    persons: int = -1
    comment: str = ""
    basket: str = ""
    theme: str = ""
    counter: bool = False


@dataclass(frozen=True, slots=True)
class Unconsented:
    """Words in a draft whose author has not consented: for those who may read the reflection, never settled."""

    text: str
    group: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One of several things that a living part lists, by its key there: `notes` are said beside it, `more` below."""

    key: str
    text: str
    notes: tuple[str, ...] = ()
    more: str = ""


@dataclass(frozen=True, slots=True)
class LivingPart:
    """What another room keeps and the report shows whole, a conclusion say, by its kind (`of`) and key there.

    `facts` are said beside the text, `lists` below it, each under its heading, and then `entries`, under theirs (empty
    where they have none). `waits` is the message id of why a report cannot be settled with it yet. `cites` is the
    evidence, kind and key, that a block with it rests on; what was settled before there were entries does not say it.
    """

    of: str
    key: str
    title: str
    text: str
    explanation: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    lists: tuple[tuple[str, tuple[str, ...]], ...] = ()
    waits: str = ""
    comment: str = ""
    entries: tuple[tuple[str, tuple[Entry, ...]], ...] = ()
    cites: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Explained:
    """The definitions, rules and sources of the tables and pictures in the report, once each."""

    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Unavailable:
    """What cannot be shown: to this reader (`hidden_from_you`), or to anybody since it has been taken back."""

    reason: str


type Content = (
    Paragraphs
    | ShownTable
    | ShownPicture
    | Sentence
    | Quoted
    | Paraphrased
    | Unconsented
    | LivingPart
    | Explained
    | Unavailable
)

_KINDS: dict[str, type] = {
    "text": Paragraphs,
    "table": ShownTable,
    "picture": ShownPicture,
    "pattern": Sentence,
    "quote": Quoted,
    "paraphrase": Paraphrased,
    "unconsented": Unconsented,
    "living": LivingPart,
    "definitions": Explained,
    "unavailable": Unavailable,
}
_NAMES = {kind: name for name, kind in _KINDS.items()}


def to_json(content: Content) -> dict[str, Any]:
    """Return the content as JSON values, with its kind."""
    return {"shows": _NAMES[type(content)], **_plain(content)}


def from_json(data: Mapping[str, Any]) -> Content:
    """Return the content that `to_json` wrote."""
    made: Content = _made(_KINDS[data["shows"]], {name: value for name, value in data.items() if name != "shows"})
    return made


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    return [_plain(each) for each in value] if isinstance(value, tuple) else value


def _made(kind: Any, value: Any) -> Any:
    if get_origin(kind) in {Union, UnionType}:
        return value
    if is_dataclass(kind) and isinstance(kind, type):
        hints = get_type_hints(kind)
        return kind(**{name: _made(hints[name], each) for name, each in value.items()})
    if get_origin(kind) is tuple:
        inner = get_args(kind)
        if len(inner) == 2 and inner[1] is Ellipsis:
            return tuple(_made(inner[0], each) for each in value)
        return tuple(_made(part, each) for part, each in zip(inner, value, strict=True))
    return value
