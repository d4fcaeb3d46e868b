"""A column of texts as the different ones and which of them stands in each row, so that each is looked at once."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pyarrow as pa

__all__ = ["NONE", "Coded"]

NONE = -1
"""The code of a row in which the column says nothing that can be used."""


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
    def of_arrow(cls, column: "pa.ChunkedArray") -> "Coded":
        """Return an Arrow column of texts."""
        import numpy as np
        import pyarrow as pa
        import pyarrow.compute as pc

        whole = column.combine_chunks()
        if not isinstance(whole, pa.DictionaryArray):
            whole = pc.dictionary_encode(whole)
        codes = pc.fill_null(whole.indices, NONE).to_numpy(zero_copy_only=False).astype(np.int32, copy=False)
        return cls(codes, whole.dictionary.to_pylist())

    def meaning(self, of: Callable[[Any], Hashable | None]) -> "Coded":
        """Return the column of what each value means; those that mean the same become one, and None is nothing."""
        import numpy as np

        meant = Coded.of(of(each) for each in self.values)
        return Coded(np.append(meant.codes, np.int32(NONE))[self.codes], meant.values)

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

        codes = pa.array(self.codes, mask=self.codes == NONE)
        values = pa.array(self.values, type=type)
        return pa.DictionaryArray.from_arrays(codes, values) if dictionary else values.take(codes)

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, row: int) -> Any:
        code = self.codes[row]
        return None if code == NONE else self.values[code]
