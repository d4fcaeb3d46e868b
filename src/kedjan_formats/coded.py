"""A column of texts as the different ones and which of them stands in each row, so that each is looked at once."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pyarrow as pa

__all__ = ["NONE", "Coded", "together", "torn", "twice"]

NONE = -1
"""The code of a row in which the column says nothing that can be used."""
_ROOM = 1_000_000
"""How many different things are told apart by a place for each, without sorting."""


@dataclass(frozen=True, slots=True)
class Coded:
    """A column: `codes` (int32, one for each row) are places in `values`, or NONE; the values are different."""

    codes: "npt.NDArray[np.int32]"
    values: Sequence[Any]

    @classmethod
    def of(cls, column: Iterable[Hashable | None]) -> "Coded":
        """Return a column of values, None where there is nothing."""
        import numpy as np

        places: dict[Hashable | None, int] = {None: NONE}
        codes = [places.setdefault(each, len(places) - 1) for each in column]
        return cls(np.array(codes, dtype=np.int32), [each for each in places if each is not None])

    @classmethod
    def nothing(cls, rows: int) -> "Coded":
        """Return a column that says nothing in so many rows."""
        import numpy as np

        return cls(np.full(rows, NONE, dtype=np.int32), ())

    @classmethod
    def of_arrow(cls, column: "pa.ChunkedArray") -> "Coded":
        """Return an Arrow column of texts."""
        import numpy as np
        import pyarrow as pa
        import pyarrow.compute as pc

        whole = column.combine_chunks()
        if not isinstance(whole, pa.DictionaryArray):
            whole = pc.dictionary_encode(whole)
        places = pc.fill_null(whole.indices, NONE) if whole.null_count else whole.indices
        codes = places.to_numpy(zero_copy_only=False).astype(np.int32, copy=False)
        return cls(codes, whole.dictionary.to_pylist())

    @classmethod
    def apart(cls, column: "pa.ChunkedArray") -> "Coded":
        """Return an Arrow column by which rows are told apart: of whole numbers, `values` may hold more than stand
        there."""
        import numpy as np
        import pyarrow as pa

        if pa.types.is_integer(column.type) and len(column) and not column.null_count:
            numbers = column.to_numpy()
            least, most = int(numbers.min()), int(numbers.max())
            if most - least < _ROOM:
                return cls(np.subtract(numbers, least, dtype=np.int32), range(least, most + 1))
        return cls.of_arrow(column)

    def meaning(self, of: Callable[[Any], Hashable | None]) -> "Coded":
        """Return the column of what each value means; those that mean the same become one, and None is nothing."""
        import numpy as np

        meant = Coded.of(of(each) for each in self.values)
        return Coded(np.append(meant.codes, np.int32(NONE))[self.codes], meant.values)

    def followed_by(self, other: "Coded") -> "Coded":
        """Return the column with another below it."""
        import numpy as np

        places = {value: code for code, value in enumerate(self.values)}
        codes = np.array([*(places.setdefault(each, len(places)) for each in other.values), NONE], dtype=np.int32)
        return Coded(np.append(self.codes, codes[other.codes]), list(places))

    def at(self, rows: Any) -> "Coded":
        """Return the column in some rows only, by their places or a mask."""
        return Coded(self.codes[rows], self.values)

    def numbers(self) -> Any:
        """Return a column of whole numbers, in which nothing is wrong, as int64."""
        import numpy as np

        return np.array([*self.values, 0], dtype=np.int64)[self.codes]

    def to_arrow(self, type: Any = None, *, dictionary: bool = False) -> Any:
        """Return the column as an Arrow array of a type, or as a dictionary of it; nothing is null."""
        import pyarrow as pa

        nothing = self.codes == NONE
        codes = pa.array(self.codes, mask=nothing if nothing.any() else None)
        values = pa.array(self.values, type=type)
        return pa.DictionaryArray.from_arrays(codes, values) if dictionary else values.take(codes)

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, row: int) -> Any:
        code = self.codes[row]
        return None if code == NONE else self.values[code]


def twice(*columns: Coded) -> Any:
    """Return a mask of the rows that say the same in all of these columns as another row does."""
    import numpy as np

    thing, things = together(columns)
    return (np.bincount(thing, minlength=things) > 1)[thing]


def torn(of: Sequence[Coded], *said: Coded) -> Any:
    """Return a mask of the rows of all those things, told by the columns `of`, of which rows say different things."""
    import numpy as np

    thing, things = together(of)
    value, _ = together(said)
    one = np.zeros(things, dtype=np.int64)
    one[thing] = value
    odd = np.zeros(things, dtype=bool)
    odd[thing[one[thing] != value]] = True
    return odd[thing]


def together(columns: Sequence[Coded]) -> "tuple[npt.NDArray[np.int64], int]":
    """Return a number for what several columns say together in each row, and how many numbers there may be.

    Every column says something in every row.
    """
    import numpy as np

    # Done in place: room for another column of such numbers takes longer to make than to fill.
    key, many = np.zeros(len(columns[0]), dtype=np.int64), 1
    for column in columns:
        size = max(1, len(column.values))
        key *= size
        key += column.codes
        many *= size
        if many > max(_ROOM, 8 * len(key)):
            apart, key = np.unique(key, return_inverse=True)
            many = len(apart)
    return key, many
