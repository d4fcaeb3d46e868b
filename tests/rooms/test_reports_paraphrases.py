"""A paraphrase and its number of persons: several reflections behind it, and never a number under five (C07)."""

from uuid import UUID, uuid4

import pytest

from kedjan.access.service import Changed, NotYours, Refused
from kedjan.journal import service as journal
from kedjan.reflection import service as reflection
from kedjan.reports import models
from kedjan.reports import service as reports
from kedjan_site.demo import cast
from tests.rooms.reflection_rounds import a_round, file_of, read_in
from tests.rooms.reports_made import (
    BARE,
    NOW,
    TEXT,
    Draft,
    a_draft,
    blocks,
    maj,
    put_quote,
    rows_with_texts,
    settled,
    text_of,
    torun,
    with_texts,
)

pytestmark = pytest.mark.django_db
WORDS = "Uppföljningen kommer sent på året."


def a_paraphrase(study: reflection.Round) -> tuple[Draft, UUID]:
    draft = a_draft(maj())
    return draft, put_quote(maj(), draft, study, reports.Wording(TEXT), WORDS)


def cite(draft: Draft, block: UUID, study: reflection.Round, *words: str) -> None:
    for each in words:
        seen = next(b.version for b in blocks(reports.report(by=maj(), id=draft.id)) if b.id == block)
        text = text_of(maj(), study, each).id
        reports.cite_also(by=maj(), now=NOW, report=draft.id, block=block, seen=seen, text=text)


def shown(draft: Draft) -> reports.Paraphrased:
    (block,) = blocks(reports.report(by=torun(), id=draft.id))
    assert isinstance(block.content, reports.Paraphrased)
    return block.content


def others(*numbers: int) -> tuple[str, ...]:
    return tuple(f"nummer {number} från" for number in numbers)


@pytest.mark.parametrize(("more", "persons"), [((), 0), ((1, 2, 3), 0), ((1, 2, 3, 4), 5), ((1, 2, 3, 4, 5), 6)])
def test_a_paraphrase_tells_its_persons_from_five_on(more: tuple[int, ...], persons: int) -> None:
    study = with_texts(maj())
    draft, block = a_paraphrase(study)
    cite(draft, block, study, *others(*more))
    found = shown(draft)
    assert (found.persons, found.reflections) == (persons, persons)
    kept = models.Block.objects.get(id=block).content
    assert kept["persons"] == persons, "a number under five is not kept either"


def test_persons_are_counted_and_not_reflections() -> None:
    study = a_round(maj(), title="Flera av samma")
    again = [f"02;Förskola;f{number};1;Övrigt;Ännu ett svar, nummer {number} till." for number in range(3)]
    read_in(maj(), study, file_of(*rows_with_texts(), *again))
    draft, block = a_paraphrase(study)
    cite(draft, block, study, *others(1, 2), *(f"nummer {number} till" for number in range(3)))
    assert shown(draft).persons == 0, "six reflections by three persons"
    cite(draft, block, study, *others(3, 4))
    assert (shown(draft).persons, shown(draft).reflections) == (5, 8)


def test_a_reflection_is_taken_away_with_its_evidence_but_not_the_first() -> None:
    study = with_texts(maj())
    draft, block = a_paraphrase(study)
    cite(draft, block, study, *others(1, 2, 3, 4))
    assert len(reports.rests_on(by=maj(), report=draft.id, block=block)) == 5
    taken = text_of(maj(), study, "nummer 4 från").id
    reports.cite_no_more(by=maj(), now=NOW, report=draft.id, block=block, seen=5, text=taken)
    assert shown(draft).persons == 0
    keys = {each.key for each in reports.rests_on(by=maj(), report=draft.id, block=block)}
    assert len(keys) == 4 and reflection.text_key(study.id, taken) not in keys
    with pytest.raises(Refused, match="began from"):
        first = text_of(maj(), study, "juni").id
        reports.cite_no_more(by=maj(), now=NOW, report=draft.id, block=block, seen=6, text=first)


def test_the_same_reflection_twice_is_once_and_an_older_version_is_told() -> None:
    study = with_texts(maj())
    draft, block = a_paraphrase(study)
    cite(draft, block, study, *others(1, 1))
    assert models.Block.objects.get(id=block).version == 2
    with pytest.raises(Changed):
        text = text_of(maj(), study, "nummer 2 från").id
        reports.cite_also(by=maj(), now=NOW, report=draft.id, block=block, seen=1, text=text)
    assert len(reports.rests_on(by=maj(), report=draft.id, block=block)) == 2, "nothing of what was refused is left"


def test_only_what_one_may_read_in_the_same_round_can_be_behind_it() -> None:
    study = with_texts(maj())
    draft, block = a_paraphrase(study)
    elsewhere = a_round(maj(), title="En annan")
    read_in(maj(), elsewhere, file_of("01;Förskola;x1;1;Övrigt;Från en annan omgång."))
    text = text_of(maj(), elsewhere, "annan").id
    for by, chosen in ((maj(), text), (maj(), uuid4()), (torun(), text_of(maj(), study, "nummer 1 från").id)):
        with pytest.raises(Refused, match="no such reflection, or it is not yours"):
            reports.cite_also(by=by, now=NOW, report=draft.id, block=block, seen=1, text=chosen)


def test_the_number_follows_the_report_when_it_is_settled_and_into_the_next_edition() -> None:
    study = with_texts(maj())
    draft, block = a_paraphrase(study)
    cite(draft, block, study, *others(1, 2, 3, 4))
    settled(torun(), draft.id)
    assert (shown(draft).persons, shown(draft).text) == (5, WORDS)
    new = reports.new_edition(by=maj(), now=NOW, key=uuid4(), report=draft.id)
    (copied,) = blocks(reports.report(by=maj(), id=new))
    assert isinstance(copied.content, reports.Paraphrased) and copied.content.persons == 5
    assert len(reports.rests_on(by=maj(), report=new, block=copied.id)) == 5
    assert BARE not in str(models.Report.objects.get(id=draft.id).snapshot)


def test_a_report_settled_before_persons_were_counted_says_no_number() -> None:
    study = with_texts(maj())
    draft, _ = a_paraphrase(study)
    settled(torun(), draft.id)
    row = models.Report.objects.get(id=draft.id)
    del row.snapshot["sections"][0]["blocks"][0]["content"]["persons"]
    models.Report.objects.filter(id=draft.id).update(snapshot=row.snapshot)
    assert shown(draft).persons == -1


def test_citing_is_journalled_without_words() -> None:
    study = with_texts(maj())
    draft, block = a_paraphrase(study)
    cite(draft, block, study, *others(1))
    entry = journal.history_of(by=maj(), kind="report", object_id=draft.id.hex)[0]
    assert (entry.verb, entry.details["block"]) == ("cited_also", block.hex)
    assert "nummer" not in str(entry.details)


def test_those_who_do_not_write_reports_cite_nothing() -> None:
    study = with_texts(maj())
    draft, block = a_paraphrase(study)
    with pytest.raises(NotYours):
        reports.cite_also(by=cast.actor("Ester Kärrgrind"), now=NOW, report=draft.id, block=block, seen=1, text=uuid4())
