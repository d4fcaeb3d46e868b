"""Reading reflections: only by those named, told to those who wrote, never pointing out the few."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kedjan.access.service import NotHere, NotYours, Refused
from kedjan.journal import service as journal
from kedjan.reflection import models
from kedjan.reflection import service as reflection
from kedjan_site.demo import cast
from tests.rooms.reflection_rounds import NOW, a_round, file_of, read_in, the_reference

pytestmark = pytest.mark.django_db

FILE = file_of(
    *(
        f"01;Förskola;F0{n};{n % 3 - 1};Bra förutsättningar|Övrigt;Vi pratar om barnen på måndagar {n}."
        for n in range(6)
    ),
    "01;Särskola;S01;-2;Dåliga förutsättningar;Jag är ensam om det här.",
    "02;Förskola;F01;;Övrigt;Ingen känsla, men 100 % arbete.",
    "02;Grundskola;G01;1;Dåliga förutsättningar;Skolan ÅTERKOMMER till frågan.",
)


@pytest.fixture
def made() -> reflection.Round:
    maj = cast.actor("Maj Sävdunge")
    made = a_round(maj)
    read_in(maj, made, FILE)
    return made


def read(made: reflection.Round, **filters: Any) -> reflection.TextPage:
    return reflection.texts(by=cast.actor("Maj Sävdunge"), now=NOW, round=made.id, **filters)


def test_texts_are_found_by_assignment_area_tags_emotion_and_words(made: reflection.Round) -> None:
    assert read(made).texts.total == 9
    assert read(made, assignment="02").texts.total == 2
    assert read(made, areas=["Anpassade skolformer", "Grundskola"]).texts.total == 2
    assert read(made, tags=["Bra förutsättningar", "Övrigt"]).texts.total == 6
    assert read(made, tags=["Övrigt"], without=["Bra förutsättningar"]).texts.total == 1
    assert read(made, emotion=[-2, -1]).texts.total == 3
    assert read(made, emotion=[None]).texts.items[0].text.startswith("Ingen känsla")
    assert read(made, search="återkommer SKOLAN").texts.total == 1
    assert read(made, search="100 %").texts.total == 1
    assert read(made, search="%").texts.total == 1
    assert read(made, search="månen").texts.total == 0


def test_persons_are_counted_and_not_their_reflections(made: reflection.Round) -> None:
    found = read(made, areas=["Förskola"])
    assert (found.texts.total, found.persons) == (7, 6)


def test_an_area_is_named_only_where_five_persons_answered(made: reflection.Round) -> None:
    areas = {text.text: text.area for text in read(made, assignment="01").texts.items}
    assert areas["Jag är ensam om det här."] is None
    assert areas["Vi pratar om barnen på måndagar 1."] == "Förskola"


def test_a_protected_person_is_never_placed(made: reflection.Round) -> None:
    models.Respondent.objects.filter(round_id=made.id, key="F01").update(protected=True)
    areas = {text.text: text.area for text in read(made, assignment="01").texts.items}
    assert areas["Vi pratar om barnen på måndagar 1."] is None
    assert areas["Vi pratar om barnen på måndagar 2."] == "Förskola"


def test_nothing_of_a_text_says_who_wrote_it(made: reflection.Round) -> None:
    assert "F01" not in repr(read(made))


def test_only_those_named_read_and_a_withdrawn_name_reads_no_more(made: reflection.Round) -> None:
    torun, maj = cast.actor("Torun Hedspång"), cast.actor("Maj Sävdunge")
    with pytest.raises(NotYours, match="Nuläget"):
        reflection.texts(by=torun, now=NOW, round=made.id)
    with pytest.raises(NotHere):
        reflection.texts(by=cast.actor("Sten Klockvret"), now=NOW, round=made.id)
    reflection.set_readers(by=maj, now=NOW, id=made.id, seen=1, readers=[torun.account])
    assert reflection.texts(by=torun, now=NOW, round=made.id).texts.total == 9
    with pytest.raises(NotYours):
        reflection.texts(by=maj, now=NOW, round=made.id)


def test_those_who_wrote_see_who_has_read(made: reflection.Round) -> None:
    ines = cast.actor("Ines Pilbrink")
    models.Respondent.objects.filter(round_id=made.id, key="F01").update(account_id=ines.account)
    read(made, areas=["Grundskola"])
    assert journal.who_read(by=ines).total == 0
    read(made, assignment="02")
    readings = journal.who_read(by=ines)
    assert [(each.reader, each.kind) for each in readings.items] == [(cast.account_id("Maj Sävdunge"), "round")]


def test_one_reflection_can_be_opened_by_its_id(made: reflection.Round) -> None:
    maj = cast.actor("Maj Sävdunge")
    one = read(made, assignment="02", areas=["Grundskola"]).texts.items[0]
    assert reflection.text(by=maj, now=NOW, round=made.id, id=one.id) == one
    other = a_round(maj, title="En annan")
    with pytest.raises(NotHere):
        reflection.text(by=maj, now=NOW, round=other.id, id=one.id)


def test_hostile_texts_are_kept_as_they_are() -> None:
    maj = cast.actor("Maj Sävdunge")
    made = a_round(maj)
    hostile = ["<script>alert(1)</script>", "=HYPERLINK(1)", "'; DROP TABLE reflection_loop; --", "</title>{{ x }}"]
    read_in(maj, made, file_of(*(f'01;Förskola;F{n};0;Övrigt;"{text}"' for n, text in enumerate(hostile))))
    assert sorted(text.text for text in read(made).texts.items) == sorted(hostile)
    assert read(made, search="'; drop").texts.total == 1


def test_unknown_tags_and_areas_are_refused(made: reflection.Round) -> None:
    with pytest.raises(Refused, match="Finns inte"):
        read(made, tags=["Finns inte"])
    with pytest.raises(Refused, match="Komvux"):
        read(made, areas=["Komvux"])


def test_every_page_takes_as_many_questions_to_the_database() -> None:
    maj = cast.actor("Maj Sävdunge")
    study = the_reference(maj)
    read(study)
    asked = []
    for page in (1, 3, 8):
        with CaptureQueriesContext(connection) as queries:
            found = read(study, page=page)
        asked.append(len(queries))
        assert found.texts.items
    assert asked == [10, 10, 10], "three for who is asking, seven for the page"
    assert [read(study, page=page).texts.next for page in (1, 8, 9)] == [2, 9, None]


def test_all_pages_together_hold_every_text_once() -> None:
    study = the_reference(cast.actor("Maj Sävdunge"))
    ids = [text.id for page in range(1, 10) for text in read(study, page=page).texts.items]
    assert (len(ids), len(set(ids))) == (402, 402)
