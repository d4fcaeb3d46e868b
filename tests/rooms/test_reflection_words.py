"""Words in texts: found in whatever form, just so within quotes, the same in both stores, and never out of step."""

import re
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.utils import IntegrityError
from hypothesis import given, settings
from hypothesis import strategies as st

from kedjan.access.service import Refused
from kedjan.reflection import models, wording
from kedjan.reflection import service as reflection
from kedjan_site import search_index
from kedjan_site.demo import cast
from tests.rooms.reflection_rounds import NOW, a_round, file_of, proposed, read_in

pytestmark = pytest.mark.django_db
MAJ = "Maj Sävdunge"
TEXTS = (
    "Undervisningens kvalitet varierar mellan lärarna.",
    "Vi talar om undervisning varje vecka.",
    "Rektor ger tid; böckerna räcker inte.",
    "Min chef ger tid.",
    "Cheferna ser 100 % närvaro (nästan).",
    "Å, vad bra: ÖPPET klimat på skolan!",
)


@pytest.fixture
def made() -> reflection.Round:
    made = a_round(cast.actor(MAJ))
    read_in(cast.actor(MAJ), made, rows(*TEXTS))
    return made


def rows(*texts: str) -> bytes:
    return file_of(*(f'01;Förskola;F{n};0;Övrigt;"{text}"' for n, text in enumerate(texts)))


def found(made: reflection.Round, search: str) -> list[int]:
    page = reflection.texts(by=cast.actor(MAJ), now=NOW, round=made.id, search=search)
    return sorted(TEXTS.index(each.text) for each in page.texts.items)


@pytest.mark.parametrize(
    ("search", "texts"),
    [
        ("undervisningen", [0, 1]),
        ("Undervisning", [0, 1]),
        ("lärare", [0]),
        ("bok", [2]),
        ("chefen", [3, 4]),
        ("chef tid", [3]),
        ("tider", [2, 3]),
        ('"chef"', [3]),
        ('"ger tid"', [2, 3]),
        ('"tid ger"', []),
        ('chefer "ger tid"', [3]),
        ("öppen", [5]),
        ("oppen", []),
        ("100 %", [4]),
        ("(", [4]),
        ("månen", []),
        ("undervis*", [0, 1]),
        ("UNDERVISNINGENS*", [0]),
        ("öpp*", [5]),
        ("opp*", []),
        ("böck*", [2]),
        ("bok*", [2]),
        ("che* tid", [3]),
        ("tid che*", [3]),
        ("ndervis*", []),
        ('"undervis*"', []),
        ("*", []),
        ("100 *", []),
        ("skol* vad", [5]),
        ("", [0, 1, 2, 3, 4, 5]),
        ('"', [0, 1, 2, 3, 4, 5]),
    ],
)
def test_a_word_finds_texts_that_have_it_in_any_form(made: reflection.Round, search: str, texts: list[int]) -> None:
    assert found(made, search) == texts


@pytest.mark.parametrize("search", ["sk*", "tid å*", "100 a-b*", "skol* s*"])
def test_the_beginning_of_a_word_has_at_least_three_letters(made: reflection.Round, search: str) -> None:
    for ask in (
        lambda: found(made, search),
        lambda: reflection.loop_table(by=cast.actor(MAJ), round=made.id, words=[search]),
        lambda: reflection.check_search(search),
    ):
        with pytest.raises(Refused, match="at least 3 letters before the asterisk"):
            ask()


def test_a_beginning_finds_what_every_whole_word_that_begins_so_finds(made: reflection.Round) -> None:
    words = {word for text in TEXTS for word in wording.words_of(text) if len(word) >= 3}
    for word in words:
        for length in range(3, len(word) + 1):
            whole = {n for other in words if other.startswith(word[:length]) for n in found(made, f'"{other}"')}
            assert whole <= set(found(made, f"{word[:length]}*")), word


def test_words_follow_a_reflection_that_changes_and_leave_with_one_that_is_taken_back(made: reflection.Round) -> None:
    maj = cast.actor(MAJ)
    changed = read_in(maj, made, rows("Läsningen går framåt."))
    assert len(models.Loop.objects.filter(lemmas__has_words=["läsning"])) == 1
    assert found(made, "kvalitet") == []
    reflection.undo(by=maj, now=NOW, batch=changed.id)
    assert found(made, "kvaliteten") == [0]
    assert reflection.texts(by=maj, now=NOW, round=made.id, search="läsning").texts.total == 0


def test_a_file_that_only_waits_is_not_searched(made: reflection.Round) -> None:
    proposed(cast.actor(MAJ), made, rows("Hemligheten."))
    assert not models.Loop.objects.filter(lemmas__has_words=["hemlighet"]).exists()


def test_words_are_gone_when_a_row_is_erased(made: reflection.Round) -> None:
    row = models.Loop.objects.get(text=TEXTS[0])
    models.Loop.objects.filter(id=row.id).update(text="", folded="", lemmas="")
    assert found_rows("kvalitet") == []
    models.Loop.objects.filter(text=TEXTS[1]).delete()
    assert found_rows("vecka") == []
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO search_reflection_loop(search_reflection_loop, rank) VALUES ('integrity-check', 1)"
            )


def found_rows(word: str) -> list[int]:
    return list(models.Loop.objects.filter(lemmas__has_words=[word]).values_list("id", flat=True))


def test_a_text_without_its_words_is_refused_by_the_database(made: reflection.Round) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Loop.objects.filter(text=TEXTS[0]).update(lemmas="")


def test_texts_kept_since_before_get_their_words_when_the_database_is_brought_up_to_date(
    made: reflection.Round,
) -> None:
    old = {row.id: (row.folded, row.lemmas) for row in models.Loop.objects.all()}
    for row in models.Loop.objects.all():
        models.Loop.objects.filter(id=row.id).update(folded=row.text.casefold(), lemmas="x")

    class Editor:
        connection = connection

    import_module("kedjan.reflection.migrations.0007_texts_by_their_lemmas").make_searchable(apps, Editor())
    assert {row.id: (row.folded, row.lemmas) for row in models.Loop.objects.all()} == old
    assert found(made, "undervisningen") == [0, 1]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL needs nothing to keep its index in step")
def test_an_index_that_lost_what_kept_it_is_filled_again(made: reflection.Round) -> None:
    with connection.cursor() as cursor:
        for event in ("insert", "update", "delete"):
            cursor.execute(f"DROP TRIGGER search_reflection_loop_{event}")
    row = models.Loop.objects.get(text=TEXTS[0])
    models.Loop.objects.filter(id=row.id).update(lemmas=" månsken ")
    search_index.install()
    assert found_rows("månsken") == [row.id]
    assert found_rows("kvalitet") == []
    models.Loop.objects.filter(id=row.id).update(lemmas=" kvalitet ")
    search_index.install()
    assert found_rows("kvalitet") == [row.id]


@settings(deadline=None, max_examples=150)
@given(st.text(max_size=60))
def test_any_text_has_words_that_both_stores_can_hold(text: str) -> None:
    columns = wording.searchable(text)
    for line in columns.values():
        assert line.startswith(" ")
        assert line.endswith(" ")
        assert all(re.fullmatch(r"[^\W_]{1,60}", word) for word in line.split(" ") if word)


def test_a_text_larger_than_an_index_holds_is_searched_by_its_beginning() -> None:
    line = wording.searchable(" ".join(f"ord{n}" for n in range(60_000)))["lemmas"]
    assert len(line) <= wording.MOST
    assert line.endswith(" ")
    assert " ord0 " in line
