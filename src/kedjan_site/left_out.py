"""What comes along with a library and is used by nothing here: a process of Kedjan's own does not load it."""

import sys
from collections.abc import Sequence
from types import ModuleType

LEFT_OUT = frozenset({"pandas"})
"""DuckDB and PyArrow load pandas wherever it is installed, to see whether something is its; and Ibis' DuckDB brings it
along. It takes two seconds and fifty megabytes, in every process that counts."""


class LeftOut:
    """Says of modules that are left out that there are none."""

    @staticmethod
    def find_spec(name: str, path: Sequence[str] | None = None, target: ModuleType | None = None) -> None:
        """Refuse a module that is left out; say nothing of others. Called by Python of each module it looks for."""
        del path, target
        if name in LEFT_OUT:
            raise ModuleNotFoundError(f"{name} is left out of Kedjan's own processes", name=name)


def leave_out() -> None:
    """Leave out, from now on. For a process of Kedjan's own, before it loads libraries; done twice is once."""
    if LeftOut not in sys.meta_path:
        sys.meta_path.insert(0, LeftOut)
