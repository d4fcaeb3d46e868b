"""A round answered on the web by members of the cast, as its readers meet it."""

from datetime import date, datetime, timedelta

from kedjan.access.service import Actor
from kedjan.reflection import models
from kedjan.reflection import service as reflection
from kedjan_site.demo import cast
from tests.rooms.reflection_rounds import NOW, a_round, file_of, read_in

WRITERS = {
    "Petra Lövhage": "Vi följer upp, men mest i juni.",
    "Idris Kvarnvass": "Jag vet vad som behöver göras, men inte vilken tisdag.",
    "Love Spånghage": "Fritids nämns sist, och då är mötet slut.",
    "Karin Olspång": "Mina arbetslag analyserar bättre vid kaffet än i mallen.",
    "Jonas Myrgrind": "Vi slutade lova allt.",
    "Ines Pilbrink": "Vi ger instruktioner ute, vi samtalar inne.",
}


def an_answered_round(
    *readers: str, writers: dict[str, str] | None = None, title: str = "Övergångar"
) -> reflection.Round:
    """A round led by Maj, with one reflection by each writer, a day apart."""
    maj = cast.actor("Maj Sävdunge")
    named: list[Actor] = [cast.actor(name) for name in readers or ("Maj Sävdunge", "Siv Blåmyr")]
    made = a_round(maj, named, title=title)
    texts = WRITERS
    rows = (f"01;Grundskola;{n};{n % 5 - 2};Övrigt;{text}" for n, text in enumerate(texts.values()))
    read_in(maj, made, file_of(*rows))
    models.Assignment.objects.filter(round_id=made.id).update(state="published")
    for n, name in enumerate(texts):
        models.Respondent.objects.filter(round_id=made.id, key=str(n)).update(account_id=cast.account_id(name))
        models.Loop.objects.filter(round_id=made.id, respondent__key=str(n)).update(
            answered_on=date(2026, 11, 2) + timedelta(days=n)
        )
    return reflection.round(by=named[0], id=made.id)


def loop_of(made: reflection.Round, writer: str) -> models.Loop:
    """The reflection that a member of the cast wrote."""
    return models.Loop.objects.get(round_id=made.id, respondent__account_id=cast.account_id(writer), until=None)


def later(**after: int) -> datetime:
    """A moment after the cast's clock."""
    return NOW + timedelta(**after)
