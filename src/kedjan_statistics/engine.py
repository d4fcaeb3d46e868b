"""Where questions are put: to the engine that tables live in, or to one of this process's own for rows in memory."""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kedjan_statistics.later import later

if TYPE_CHECKING:
    import duckdb
    import ibis
    import pyarrow as pa
else:
    duckdb = later("duckdb")
    ibis = later("ibis")
    pa = later("pyarrow")

__all__ = ["asked", "fetch"]

MOST_COMPILED: Final = 256
"""Questions that are kept as the engine reads them: what all pages ask, in the shapes that they ask it."""

_engines = threading.local()
_lock = threading.Lock()
_databases: dict[int, Any] = {}
"""The database in memory of each process: one for all its threads, since each database takes some five megabytes."""


class _Compiled(NamedTuple):
    """A question as the engine reads it, and the columns of what it answers."""

    sql: str
    schema: pa.Schema


_compiled: OrderedDict[Hashable, _Compiled] = OrderedDict()


def fetch(expression: ibis.Expr) -> pa.Table:
    """Run the expression on the engine its tables live in, or on one of this thread's own for rows in memory.

    An engine's connection may serve one thread at a time and does not survive a fork. Rows in memory are the engine's
    for as long as this takes: Ibis itself would let it hold them until the process ends.
    """
    ops = ibis.expr.operations
    sources = {node.source for node in expression.op().find((ops.DatabaseTable, ops.SQLQueryResult))}
    if len(sources) == 1:
        return sources.pop().to_pyarrow(expression)
    held = {each.name: each.data.to_pyarrow(each.schema) for each in expression.op().find(ops.InMemoryTable)}
    engine = _own_engine()
    return _run(engine, _Compiled(engine.compile(expression), expression.schema().to_pyarrow()), held)


def asked(question: Callable[..., ibis.Table], *tables: ibis.Table, **given: Hashable) -> pa.Table:
    """Run `question(*tables, **given)` as `fetch` does; of rows in memory it is made and compiled once.

    Making an expression and compiling it takes tens of milliseconds, and a page asks the same of other rows each time.
    It is made once for the same columns and the same `given`, of tables that are rows in memory as they are. The
    question is a function of a module, and reads nothing but its arguments.
    """
    ops = ibis.expr.operations
    held = [op for table in tables if isinstance(op := table.op(), ops.InMemoryTable)]
    if len(held) < len(tables):
        return fetch(question(*tables, **given))
    names = [f"rows_{place}" for place in range(len(tables))]
    key = (question, tuple(op.schema for op in held), tuple(sorted(given.items())))
    engine = _own_engine()
    with _lock:
        there = _compiled.get(key)
        if there:
            _compiled.move_to_end(key)
    if there is None:
        of = (ibis.table(op.schema, name=name) for op, name in zip(held, names, strict=True))
        expression = question(*of, **given)
        if expression.op().find(ops.InMemoryTable):
            raise ValueError("rows that a question needs are given to it as tables")
        there = _Compiled(engine.compile(expression), expression.schema().to_pyarrow())
        with _lock:
            _compiled[key] = there
            while len(_compiled) > MOST_COMPILED:
                _compiled.popitem(last=False)
    rows = {name: op.data.to_pyarrow(op.schema) for op, name in zip(held, names, strict=True)}
    return _run(engine, there, rows)


def _run(engine: Any, question: _Compiled, rows: Mapping[str, pa.Table]) -> pa.Table:
    """Put a question to rows in memory, by their names in it, and let go of them."""
    try:
        for name, table in rows.items():
            engine.con.register(name, table)
        found = engine.con.sql(question.sql).to_arrow_table()
    finally:
        for name in rows:
            engine.con.unregister(name)
    return found.cast(question.schema)


def _own_engine() -> Any:
    made: tuple[int, Any] | None = getattr(_engines, "made", None)
    if made is None or made[0] != os.getpid():
        _engines.made = made = (os.getpid(), ibis.duckdb.from_connection(_database().cursor()))
    return made[1]


def _database() -> Any:
    with _lock:
        if os.getpid() not in _databases:
            # What a question has taken is given back beside: a fifth less memory for a process that counts schools.
            _databases[os.getpid()] = duckdb.connect(config={"allocator_background_threads": True})
        return _databases[os.getpid()]
