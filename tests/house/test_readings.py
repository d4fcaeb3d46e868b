"""Every page that shows what a named person wrote writes down, before it answers, that they were read (design, 3)."""

import re
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from kedjan.improvement import service as improvement
from kedjan.improvement.models import Conclusion, Reaction
from kedjan.journal.models import ReadPerson
from kedjan.reflection import models
from kedjan.reflection import service as reflection
from kedjan.reports import service as reports
from kedjan.themes import service as themes
from kedjan_site.demo import cast
from tests.faults.worlds import NOW, World, build
from tests.house.walking import as_member, every_address, leads_to, said

pytestmark = pytest.mark.django_db

MARK, AGREED = "rödhakesång", "näktergal"
"""Words that stand in what one person wrote and nowhere else; the second may be quoted."""
TEXT = f"{AGREED}! {MARK}."
MOST = 400
ASKED = r'(ord|sok|till)=[^"]*'
"""The word where it only says what was looked for."""


def cited_everywhere(municipality: cast.Municipality) -> World:
    """A municipality where what one person wrote is cited from each kind of place."""
    world = build(municipality, "Kvastören")
    writer, by = cast.account_id(world.writer), cast.actor(world.developer)
    theirs = models.Loop.objects.filter(respondent__account_id=writer)
    theirs.update(text=TEXT, action_short=f"Kortare: {MARK}", action_long=f"Längre: {MARK}")
    models.Message.objects.filter(author_id=writer).update(text=f"Svar: {MARK}")
    things = world.things
    of_settled = Conclusion.objects.get(id=things["settled_conclusion"])
    Reaction.objects.create(
        provider_id=by.provider, conclusion=of_settled, occasion_id=of_settled.occasion_id, account_id=writer,
        round_id=UUID(things["given"]), stance="not_true", comment=f"Nej: {MARK}", day=NOW.date(),
    )  # fmt: skip
    of, loop, maj = UUID(things["round"]), UUID(things["loop"]), {"by": by, "now": NOW}
    themes.answer_consent(by=cast.actor(world.writer), now=NOW, id=UUID(things["quote"]), allowed=True)
    text: dict[str, Any] = {"kind": "loops.text", "key": reflection.text_key(of, loop)}
    quote: dict[str, Any] = {"kind": themes.QUOTE, "key": themes.quote_key(of, UUID(things["quote"]))}
    for name in ("preliminary", "conclusion"):
        improvement.cite(**maj, id=UUID(things[name]), **text)
        improvement.cite(**maj, id=UUID(things[name]), **quote, against=True)
    improvement.cite_for_link(**maj, id=UUID(things["link"]), **text)
    improvement.cite_for_observation(**maj, id=UUID(things["observation"]), **quote)
    at = reports.Spot(UUID(things["report"]), UUID(things["section"]))
    wording = reports.Wording(MARK, consents=False, obtained="")
    put = reports.put_quote(
        **maj, key=uuid4(), at=at, round=of, reflection=loop, wording=wording, text="Någon sade detsamma."
    )
    kept = reports.put_kept_quote(**maj, key=uuid4(), at=at, quote=UUID(things["quote"]))
    return World(
        world.municipality, world.word, world.secret, world.tags, {**things, "put": str(put), "kept": str(kept)}
    )


def where_it_stands(world: World) -> list[str]:
    """Pages that no link leads to by themselves, in which the words are looked for or cited."""
    things = world.things
    keys = (
        ("loops.text", f"{UUID(things['round']).hex}:{UUID(things['loop']).hex}"),
        (themes.QUOTE, f"{UUID(things['round']).hex}:{UUID(things['quote']).hex}"),
        ("conclusion", UUID(things["conclusion"]).hex),
        ("cause.link", UUID(things["link"]).hex),
        ("observation", UUID(things["observation"]).hex),
    )
    followed = [f"/traden/{kind}/{key}/" for kind, key in keys]
    followed += [f"/underlag/{kind}/{key}/" for kind, key in keys[:2]]
    searches = {"cite_for_conclusion": "preliminary", "cite_for_link": "link", "cite_for_observation": "observation"}
    looked = [f"{reverse(name, args=[things[thing]])}?ord={world.secret}" for name, thing in searches.items()]
    rests = [reverse("report_rests_on", args=[things["report"], things[each]]) for each in ("put", "kept")]
    answers = reverse("answer_reactions", args=[things["settled_conclusion"]])
    searched = reverse("round_texts", args=[things["round"]]) + f"?ord={world.secret}"
    return [*followed, *looked, *rests, answers, searched]


def telling(client: Client, paths: list[str], reader: UUID, writer: UUID) -> dict[str, bool]:
    """Open every page and those it leads to; for each that shows the words, whether it was written down that it did."""
    ahead, told, opened = list(paths), {}, set()
    while ahead and len(opened) < MOST:
        path = ahead.pop(0)
        if path in opened:
            continue
        opened.add(path)
        with transaction.atomic():
            before = readings(reader, writer)
            answer = client.get(path)
            if answer.status_code == 200 and any(word in re.sub(ASKED, "", said(answer)) for word in words_in(path)):
                told[path] = readings(reader, writer) > before
            transaction.set_rollback(True)
        ahead += [each for each in leads_to(path, answer) if each not in opened]
    return told


def words_in(path: str) -> tuple[str, ...]:
    """The words that nobody reads unseen on a page: in reports, only those that the writer has not let go out."""
    return (MARK,) if path.startswith("/rapporter/") else (MARK, AGREED)


def readings(reader: UUID, writer: UUID) -> int:
    return ReadPerson.objects.filter(reading__reader=reader, person=writer).count()


@pytest.mark.parametrize("municipality", cast.MUNICIPALITIES, ids=lambda each: each.slug)
def test_no_page_shows_what_a_named_person_wrote_without_writing_down_who_read(municipality: cast.Municipality) -> None:
    world = cited_everywhere(municipality)
    writer = cast.account_id(world.writer)
    shown: dict[str, bool] = {}
    for name in (world.developer, world.second, world.chief):
        reader = cast.account_id(name)
        paths = [*where_it_stands(world), *every_address(world)]
        found = telling(as_member(name), paths, reader, writer)
        assert {path for path, written in found.items() if not written} == set(), name
        shown |= found
    assert set(where_it_stands(world)) - set(shown) == set()
    kinds = {path.split("/")[1] for path in shown}
    assert {"slutsatser", "orsaker", "tavla", "traden", "underlag", "omgangar", "rapporter"} <= kinds
