"""Which rows words are in, in as few bytes as can be: tens of thousands of ids cost more to fetch than to find."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import CharField, Q, StringAgg, Value
from django.db.models.functions import Cast

from kedjan.reflection import models
from kedjan.reflection.wording import indexed, plain_words, sought
from kedjan_statistics.later import later

if TYPE_CHECKING:
    import numpy as np
else:
    np = later("numpy")


def rows_with(search: str, there: Q, first: int, last: int) -> Any:
    """Return the rows, as an array, of loops that are `there` from one row to another and that a search finds.

    Whole words are asked of the index alone, where the database has one beside the table: there may then be other rows
    among those found, which are not there.
    """
    words = plain_words(search)
    if words and connection.vendor == "sqlite":
        return _of_index(words, first, last)
    found = models.Loop.objects.filter(there, sought(search)).aggregate(
        rows=StringAgg(Cast("id", CharField()), Value(","))
    )
    return _numbers(found["rows"])


def _of_index(words: list[str], first: int, last: int) -> Any:
    index, asked = indexed(models.Loop, words)
    sql = f"SELECT group_concat(rowid) FROM {index} WHERE {index} MATCH %s AND rowid BETWEEN %s AND %s"  # noqa: S608  our own names
    with connection.cursor() as cursor:
        (rows,) = cursor.execute(sql, [asked, first, last]).fetchone()
    return _numbers(rows)


def _numbers(text: str | None) -> Any:
    return np.fromstring(text or "", np.int64, sep=",")
