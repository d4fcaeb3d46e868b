"""Texts as they are searched: their words in small letters, and the same as lemmas ("undervisningen": "undervisning").

The lemmas of a text stand in a column that the database itself indexes: FTS5 in SQLite, a tsvector in PostgreSQL, over
the same words cut here, so that both find the same.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any, Final

from django.db.models import Lookup, Q, TextField
from django.db.models.sql.compiler import SQLCompiler
from django.utils.translation import gettext_noop as noop

from kedjan.access.service import Refused
from kedjan_statistics.later import later

simplemma = later("simplemma")

_WORD = re.compile(r"[^\W_]+")
_SOUGHT = re.compile(r"[\"”“]([^\"”“]*)[\"”“]?|(\S+)")
LONGEST_WORD: Final = 60
BEGINNING: Final = "*"
FEWEST_LETTERS: Final = 3
"""Letters before the asterisk: with fewer, nearly every text is found and the index is of no help."""
TOO_SHORT: Final = noop("Write at least %(n)s letters before the asterisk: %(word)s has fewer.")
MOST: Final = 200_000
"""Characters of lemmas kept of one text: more than anybody writes, and what an index can hold."""


def searchable(text: str) -> dict[str, str]:
    """Return the columns that a text is searched by: `folded` and `lemmas`, each word with a space on either side."""
    words = words_of(text)
    lemmas = _spaced(dict.fromkeys(map(lemma, words)))
    kept = lemmas if len(lemmas) <= MOST else f"{lemmas[:MOST].rpartition(' ')[0]} "
    return {"folded": _spaced(words), "lemmas": kept}


def words_of(text: str) -> list[str]:
    """Return the words in small letters, in order; signs between them are left out."""
    return [word[:LONGEST_WORD] for word in _WORD.findall(unicodedata.normalize("NFKC", text).casefold())]


def lemmas_in(text: str) -> frozenset[str]:
    """Return the words of a text as they stand in a dictionary, each once."""
    return frozenset(map(lemma, words_of(text)))


@lru_cache(65_536)
def lemma(word: str) -> str:
    """Return the word as it stands in a dictionary; a word that none knows as it is."""
    found: str = _lemmatizer().lemmatize(word, lang="sv").casefold()
    return found if _WORD.fullmatch(found) else word


def sought(search: str) -> Q:
    """Return the condition on texts that have every word of a search, in whatever form.

    Words within quotes stand just so and in that order. A word with an asterisk last is the beginning of one, as it
    is written or as it stands in a dictionary. What is no word, such as a sign of per cent, is looked for as it is
    written. Refuses a beginning of fewer than three letters.
    """
    check_search(search)
    condition = Q()
    for quoted, plain in _SOUGHT.findall(search):
        words = words_of(quoted or plain)
        if words and _begins(plain):
            *whole, first = words
            as_written = Q(folded__contains=_spaced(words).removesuffix(" "))
            condition &= Q(lemmas__has_words=[*map(lemma, whole), first + BEGINNING]) | as_written
            continue
        if not words:
            condition &= Q(text__contains=(quoted or plain).strip())  # nothing between quotes asks for nothing
            continue
        condition &= Q(lemmas__has_words=[lemma(word) for word in words])
        if quoted:
            condition &= Q(folded__contains=_spaced(words))
    return condition


def plain_words(search: str) -> list[str]:
    """Return the lemmas of a search for nothing but whole words; none of one for something else, or something more."""
    found: list[str] = []
    for quoted, plain in _SOUGHT.findall(search):
        words = words_of(plain)
        if quoted or not words or _begins(plain):
            return []
        found += map(lemma, words)
    return found


def check_search(search: str) -> None:
    """Refuse a search in which the beginning of a word has fewer than three letters before its asterisk."""
    for _quoted, plain in _SOUGHT.findall(search):
        if _begins(plain) and len(words_of(plain)[-1]) < FEWEST_LETTERS:
            raise Refused(TOO_SHORT, n=FEWEST_LETTERS, word=plain)


def _begins(plain: str) -> bool:
    """Whether a word of a search is the beginning of one: letters, and then one asterisk last."""
    return plain.endswith(BEGINNING) and bool(_WORD.fullmatch(plain[-2:-1]))


class HasWords(Lookup[Any]):
    """`lemmas__has_words=[...]`: rows whose lemmas hold all of the words, by the database's own index.

    `skol*` asks for a word that begins so; no word itself has an asterisk.
    """

    lookup_name = "has_words"
    prepare_rhs = False

    def as_sqlite(self, compiler: SQLCompiler, connection: Any) -> tuple[str, list[Any]]:  # noqa: ARG002  Django gives all three
        """FTS5: each word between quotes, all of them."""
        index, words = indexed(self.lhs.target.model, self.rhs)
        sql = f'"{self.lhs.alias}"."id" IN (SELECT rowid FROM {index} WHERE {index} MATCH %s)'  # noqa: S608  our own names
        return sql, [words]

    def as_postgresql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, list[Any]]:
        """A query of lexemes as they are, with no parser and no dictionary of the database's."""
        column, values = self.process_lhs(compiler, connection)
        query = " & ".join(f"'{w.removesuffix(BEGINNING)}'{':*' if w.endswith(BEGINNING) else ''}" for w in self.rhs)
        return f"array_to_tsvector(string_to_array(trim({column}), ' ')) @@ %s::tsquery", [*values, query]


TextField.register_lookup(HasWords)


def indexed(model: Any, words: Sequence[str]) -> tuple[str, str]:
    """Return the name of the index of a table's lemmas in SQLite, and how all of some words are asked of it."""
    asked = (f'"{w.removesuffix(BEGINNING)}"{BEGINNING if w.endswith(BEGINNING) else ""}' for w in words)
    return f'"search_{model._meta.db_table}"', " AND ".join(asked)


@cache
def _lemmatizer() -> Any:
    """The dictionary read as a stream: 13 MB and 30 microseconds a new word, where a table of it would take 110 MB."""
    strategies = simplemma.strategies
    streamed = strategies.dictionaries.stream_dictionary_factory.StreamDictionaryFactory()
    return simplemma.Lemmatizer(lemmatization_strategy=strategies.DefaultStrategy(dictionary_factory=streamed))


def _spaced(words: Sequence[str] | dict[str, None]) -> str:
    return f" {' '.join(words)} "
