"""What was counted a moment ago on the very same files, so that a page that is opened again need not count again.

Counting a study takes seconds, most of it in making the questions, and what it is counted on never changes: another
file is another sum. Kept in this process alone, a few at a time; nobody's rows are in it.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from kedjan.access.service import Actor
from kedjan.facts import service as facts
from kedjan.facts.service import DataSet

MOST: Final = 32
_kept: OrderedDict[Hashable, object] = OrderedDict()
_lock = threading.Lock()


def remembered[T](provider: UUID, asks: Hashable, sets: Sequence[DataSet], count: Callable[[], T]) -> T:
    """Return what is counted of a provider's data sets when something is asked; counted once while it is remembered.

    What comes back is shared with others who ask: it is not to be changed.
    """
    key = (provider, asks, tuple(each.sha256 for each in sets))
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]  # type: ignore[return-value]  # the key says what was asked
    found = count()
    with _lock:
        _kept[key] = found
        while len(_kept) > MOST:
            _kept.popitem(last=False)
    return found


def each_once(by: Actor, sets: Sequence[DataSet], *columns: str) -> tuple[Mapping[str, Any], ...]:
    """Return what stands together in columns of data sets, each once; columns of which none is of a pupil alone.

    Of the files only these columns are read, and that once while they are remembered.
    """

    def read() -> tuple[Mapping[str, Any], ...]:
        tables = (facts.rows_of(by=by, data_set=each, columns=columns) for each in sets)
        return tuple(row for table in tables for row in table.group_by(list(columns)).aggregate([]).to_pylist())

    return remembered(by.provider, columns, sets, read)
