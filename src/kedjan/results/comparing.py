"""Rows of a file held against what is in place: new, changed or unchanged, with what was told before."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_noop as noop

from kedjan.access.service import Actor
from kedjan.facts import service as facts
from kedjan.facts.service import FactKind
from kedjan.pupils import service as pupils
from kedjan.results.laying import by_key_kept
from kedjan.results.layouts import LAYOUTS, Layout, last_told
from kedjan.results.reading import SENDER_ID
from kedjan.results.values import Compared, LedgerState, Remark
from kedjan_formats.coded import NONE, Coded, together
from kedjan_statistics.grades_scale import A_TO_F
from kedjan_statistics.later import later

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc
else:
    np, pa, pc = later("numpy"), later("pyarrow"), later("pyarrow.compute")

NOBODY = -1
"""Stands for the key of a pupil who is not registered."""
MOST_WORSE: Final = 20
"""Worse later grades that are told one by one."""
WORSE: Final = noop("Row %(row)s has %(grade)s in %(subject)s. It would take the place of %(was)s, which is better.")
WORSE_TOO: Final = noop("%(times)s more rows would take the place of a better later grade.")
TWO: Final = noop(
    "%(times)s pupils are two pupils here each, one by the number and another by the system's id (the first in row "
    "%(row)s). What came in by the id before stands by itself until the two are made one. To erase one of them before "
    "that, erase both."
)
BY_LETTERS: Final = noop(
    "%(times)s keys differ from another key in capital and small letters alone (the first in row %(row)s). They count"
    " as different pupils. If they are not, write them alike and choose the file again."
)
FROM_COMPARING: Final = frozenset({WORSE, WORSE_TOO, TWO, BY_LETTERS})
"""The remarks that depend on what is in place."""
STATES = (LedgerState.NEW, LedgerState.CHANGED, LedgerState.UNCHANGED)


def compare(*, by: Actor, kind: FactKind, rows: Any) -> Compared:
    """Hold an understood file's rows against what is in place for its school years; nothing changes."""
    layout = LAYOUTS[kind]
    years = sorted(pc.unique(rows["school_year"]).to_pylist())
    versions = facts.versions(by=by, kind=kind, years=years)
    numbers = Coded.of_arrow(rows["pupil"])
    known = pupils.keys_of(by=by, numbers=numbers.values)
    remarks: list[Remark] = []
    told_as_one: frozenset[tuple[int, int]] = frozenset()
    if SENDER_ID in rows.column_names:
        ids = ids_in(rows)
        by_id = pupils.keys_of(by=by, numbers=set(ids.values()))
        two = [each for each, other in ids.items() if each in known and by_id.get(other, known[each]) != known[each]]
        remarks += _known_as_two(rows, two)
        told_as_one = frozenset((known[each], by_id[ids[each]]) for each in two)
        known |= {number: by_id[other] for number, other in ids.items() if number not in known and other in by_id}
    remarks += _by_letters(by, rows, numbers.values, [each for each in numbers.values if each not in known])
    keyed = rows.append_column("key", numbers.meaning(known.get).to_arrow(pa.int32()))
    in_place = _in_place(by, layout, years)
    told = last_told(in_place, layout) if in_place else layout.schema(("pupil", "int32")).empty_table()
    held = _held(keyed, told, layout)
    remarks += _worse(held) if kind is FactKind.LATER_GRADES else ()
    return Compared(held, versions, tuple(remarks), told_as_one)


def _known_as_two(rows: Any, numbers: list[str]) -> Iterator[Remark]:
    """Yield a remark on pupils whose number and whose id of the system lead to different pupils here."""
    if numbers:
        named = pc.is_in(rows["pupil"].cast(pa.string()), value_set=pa.array(numbers))
        first = pc.min(rows["number"].filter(named)).as_py()
        yield Remark(TWO, {"times": len(numbers), "row": first})


def _by_letters(by: Actor, rows: Any, numbers: Sequence[str], new: Sequence[str]) -> Iterator[Remark]:
    """Yield a remark on keys that differ in their letters' size alone from others of the file, or from known ones."""
    told = set(pupils.alike(by=by, numbers=new)) if new else set()
    folded = Counter(each.casefold() for each in numbers)
    if len(folded) < len(numbers):
        told |= {each for each in numbers if folded[each.casefold()] > 1}
    if told:
        named = pc.is_in(rows["pupil"].cast(pa.string()), value_set=pa.array(sorted(told)))
        yield Remark(BY_LETTERS, {"times": len(told), "row": pc.min(rows["number"].filter(named)).as_py()})


def _worse(held: Any) -> Iterator[Remark]:
    """Yield a remark on each later grade that is worse than the one whose place it would take."""
    columns = ["number", "subject", "grade", "was_grade"]
    changed = held.filter(pc.equal(held["state"], LedgerState.CHANGED.value)).select(columns).to_pylist()
    # What is no grade at all is below the lowest.
    points = {**A_TO_F.points, A_TO_F.no_basis: NOBODY}
    worse = [each for each in changed if points[each["grade"]] < points.get(each["was_grade"], NOBODY)]
    for each in worse[:MOST_WORSE]:
        told = {"row": each["number"], "subject": each["subject"], "grade": each["grade"], "was": each["was_grade"]}
        yield Remark(WORSE, told)
    if len(worse) > MOST_WORSE:
        yield Remark(WORSE_TOO, {"times": len(worse) - MOST_WORSE})


def ids_in(rows: Any) -> dict[str, str]:
    """Return what else the sender knows pupils by, by their numbers, of rows in which that is told."""
    pairs = rows.select(["pupil", SENDER_ID]).group_by(["pupil", SENDER_ID]).aggregate([])
    return dict(zip(pairs["pupil"].to_pylist(), pairs[SENDER_ID].to_pylist(), strict=True))


def _in_place(by: Actor, layout: Layout, years: list[int]) -> list[Any]:
    given_up = pupils.given_up(by=by)
    return [
        by_key_kept(facts.rows_of(by=by, data_set=each), given_up)
        for year in years
        for each in facts.received(by=by, kind=layout.kind, school_year=year)
    ]


def _held(keyed: Any, told: Any, layout: Layout) -> Any:
    """Return the rows with their state, and for those that change what was told before."""
    many = len(keyed)
    state, was = _against(keyed, told, layout) if len(told) else (np.zeros(many, dtype=np.int8), {})
    beside = (SENDER_ID,) if SENDER_ID in keyed.column_names else ()
    columns = {name: keyed[name] for name in ("number", "pupil", "key", *beside, *layout.said)}
    columns["state"] = pa.DictionaryArray.from_arrays(state, [each.value for each in STATES])
    for name in layout.told:
        old = was[name] if name in was else Coded.nothing(many)
        kind = layout.schema().field(name).type
        columns[f"was_{name}"] = old.to_arrow(kind, dictionary=pa.types.is_string(kind))
    return pa.table(columns)


def _against(keyed: Any, told: Any, layout: Layout) -> tuple[Any, dict[str, Coded]]:
    """Return the place in STATES of each row's state, and what those that change said before.

    The place in `told` of each thing that is told is looked up, and what is said there compared by what it means.
    """
    many = len(keyed)
    pupil = pc.fill_null(keyed["key"], NOBODY)
    new = {"pupil": Coded.of_arrow(pupil), **{name: Coded.of_arrow(keyed[name]) for name in layout.said}}
    both = {name: column.followed_by(Coded.of_arrow(told[name])) for name, column in new.items()}
    thing, things = together([both[name] for name in ("pupil", *layout.key)])
    place = np.full(things, NONE, dtype=np.int64)
    place[thing[many:]] = np.arange(len(told))
    before = place[thing[:many]]
    known = before != NONE
    was = {name: np.append(both[name].codes[many:], np.int32(NONE))[before] for name in layout.told}
    changed = np.zeros(many, dtype=bool)
    for name, codes in was.items():
        changed |= codes != both[name].codes[:many]
    changed &= known
    state = np.where(changed, 1, np.where(known, 2, 0)).astype(np.int8)
    old = {name: Coded(np.where(changed, codes, np.int32(NONE)), both[name].values) for name, codes in was.items()}
    return state, old
