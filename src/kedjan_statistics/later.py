"""Engines that load when they are first used: a command or a web process that does not count starts without them."""

import importlib.util
import sys
from types import ModuleType

__all__ = ["later"]


def later(name: str) -> ModuleType:
    """Return the module `name`, which loads itself at its first use; one that is loaded already as it is."""
    if name in sys.modules:
        return sys.modules[name]
    found = importlib.util.find_spec(name)
    if found is None or found.loader is None:
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)
    found.loader = importlib.util.LazyLoader(found.loader)
    module = importlib.util.module_from_spec(found)
    sys.modules[name] = module
    found.loader.exec_module(module)
    return module
