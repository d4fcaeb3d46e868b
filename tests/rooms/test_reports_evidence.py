"""What may stand in a report, and following it to what it rests on."""

from uuid import UUID, uuid4

import pytest

from kedjan.access.service import NotHere, NotYours, Refused
from kedjan.evidence import service as evidence
from kedjan.reflection import service as reflection
from kedjan.reports import service as reports
from kedjan_site.demo import cast
from tests.rooms.reports_made import (
    BARE,
    CONSENT,
    NOW,
    TEXT,
    a_draft,
    blocks,
    maj,
    put_quote,
    put_table,
    settled,
    shared,
    text_of,
    the_study,
    torun,
    with_texts,
)

pytestmark = pytest.mark.django_db


def approved(study: UUID, assignment: str = "01", text: str | None = None) -> reflection.Pattern:
    return reflection.approve_pattern(by=maj(), now=NOW, round=study, assignment=assignment, seen=0, text=text)


def put_pattern(draft: object, study: UUID, assignment: str = "01") -> UUID:
    return reports.put_pattern(
        by=maj(),
        now=NOW,
        key=uuid4(),
        at=draft.spot(),
        round=study,
        assignment=assignment,
    )


def test_a_quote_is_in_the_words_of_the_text() -> None:
    study, draft = with_texts(maj()), a_draft(maj())
    with pytest.raises(Refused, match="not in the reflection in those words"):
        put_quote(maj(), draft, study, reports.Wording("Vi följer upp, och mest i juni."))
    block = put_quote(maj(), draft, study, reports.Wording("Vi följer upp […] i juni.", True, "Per brev"))
    assert blocks(reports.report(by=maj(), id=draft.id))[0].id == block


def test_words_left_out_keep_the_order_of_the_text() -> None:
    study, draft = with_texts(maj()), a_draft(maj())
    with pytest.raises(Refused, match="not in the reflection"):
        put_quote(maj(), draft, study, reports.Wording("Vi följer upp […] för sent […] mest i juni."))


def test_consent_says_how_it_was_given() -> None:
    study, draft = with_texts(maj()), a_draft(maj())
    with pytest.raises(Refused, match="how the author's consent"):
        put_quote(maj(), draft, study, reports.Wording(TEXT, consents=True))


def test_a_quote_names_the_group_only_when_five_persons_are_in_it() -> None:
    study, draft = with_texts(maj()), a_draft(maj())
    put_quote(maj(), draft, study, CONSENT)
    put_quote(maj(), draft, study, reports.Wording(BARE, True, "Muntligt"))
    groups = [block.content.group for block in blocks(reports.report(by=maj(), id=draft.id))]
    assert groups == ["Förskola", ""]


def test_only_readers_of_the_round_quote_from_it() -> None:
    study, draft = with_texts(maj()), a_draft(maj())
    cited = text_of(maj(), study, "juni")
    with pytest.raises(Refused, match="not yours to read"):
        reports.put_quote(
            by=torun(), now=NOW, key=uuid4(), at=draft.spot(), round=study.id, reflection=cited.id, wording=CONSENT
        )


def test_a_writer_outside_the_circle_does_not_see_a_quote_without_consent() -> None:
    study, draft = with_texts(maj()), a_draft(maj())
    put_quote(maj(), draft, study, reports.Wording(TEXT))
    mine, theirs = (blocks(reports.report(by=who, id=draft.id))[0] for who in (maj(), torun()))
    assert isinstance(mine.content, reports.Unconsented) and mine.content.text == TEXT
    assert isinstance(theirs.content, reports.Unavailable)
    assert TEXT not in repr(theirs)


def test_a_table_that_has_not_been_shared_cannot_be_put_in_a_report() -> None:
    _, release = the_study(maj())
    draft = a_draft(maj())
    with pytest.raises(NotHere):
        reports.put_table(by=maj(), now=NOW, key=uuid4(), at=draft.spot(), release=release.line.id, table="by_area")
    with pytest.raises(NotHere):
        reports.put_table(by=maj(), now=NOW, key=uuid4(), at=draft.spot(), release=uuid4(), table="tags_by_assignment")


def test_a_picture_is_of_a_shared_table_and_of_a_kind_that_it_gives() -> None:
    _, release = the_study(maj())
    draft = a_draft(maj())
    offer = reports.tables_on_offer(by=maj())[0]
    assert offer.drawings == (reports.HEAT, reports.BARS)
    put = {"by": maj(), "now": NOW, "at": draft.spot(), "release": release.line.id, "table": offer.table}
    reports.put_picture(key=uuid4(), drawing=reports.BARS, about="a05a", **put)
    with pytest.raises(Refused, match="does not give that picture"):
        reports.put_picture(key=uuid4(), drawing=reports.MULTIPLES, **put)
    with pytest.raises(Refused, match="which column"):
        reports.put_picture(key=uuid4(), drawing=reports.BARS, about="99", **put)


def test_an_approved_sentence_with_shared_figures_can_be_put_in() -> None:
    study, _ = the_study(maj())
    pattern, draft = approved(study.id), a_draft(maj())
    put_pattern(draft, study.id)
    content = blocks(reports.report(by=maj(), id=draft.id))[0].content
    assert isinstance(content, reports.Sentence) and content.text == pattern.text
    assert reports.sentences_on_offer(by=maj())[0].unshared == ""


def test_a_sentence_whose_figures_have_not_been_shared_is_refused() -> None:
    from tests.rooms.reflection_rounds import the_reference

    study = the_reference(maj())
    approved(study.id)
    with pytest.raises(Refused, match="has not been shared"):
        put_pattern(a_draft(maj()), study.id)


def test_a_number_written_into_a_sentence_by_hand_must_have_been_shared() -> None:
    study, _ = the_study(maj())
    approved(study.id, text="Bara 2 av 11 såg det (13 av 65).")
    with pytest.raises(Refused) as refused:
        put_pattern(a_draft(maj()), study.id)
    assert refused.value.values == {"number": "2 av 11"}


def test_a_sentence_that_nobody_has_approved_is_refused() -> None:
    study, _ = the_study(maj())
    reflection.edit_pattern(by=maj(), now=NOW, round=study.id, assignment="01", text="Utkast.", seen=0)
    with pytest.raises(Refused, match="not been approved"):
        put_pattern(a_draft(maj()), study.id)


def test_citations_are_followed_as_far_as_the_readers_right_reaches() -> None:
    study, draft = with_texts(maj()), a_draft(maj())
    block = put_quote(maj(), draft, study, CONSENT)
    settled(torun(), draft.id)
    mine = reports.rests_on(by=maj(), report=draft.id, block=block)
    theirs = reports.rests_on(by=cast.actor("Gunnel Ekspång"), report=draft.id, block=block)
    assert [(each.state, each.value) for each in mine] == [(evidence.State.SAME, TEXT)]
    assert [(each.state, each.label, each.value, each.key) for each in theirs] == [(evidence.State.UNNAMED, "", "", "")]


def test_from_a_reflection_one_can_follow_what_became_of_it() -> None:
    study, draft = with_texts(maj()), a_draft(maj())
    cited = text_of(maj(), study, "juni")
    block = put_quote(maj(), draft, study, CONSENT)
    key = reflection.text_key(study.id, cited.id)
    statements = evidence.became_of(by=maj(), kind="loops.text", keys=[key])[key]
    assert [(each.kind, each.id) for each in statements] == [("report.block", block.hex)]
    reader = cast.actor("Ester Kärrgrind")
    assert reports.places(by=reader, blocks=[block.hex]) == {}
    settled(torun(), draft.id)
    place = reports.places(by=reader, blocks=[block.hex])[block.hex]
    assert (place.report, place.heading) == (draft.id, "Det vi såg")
    assert reports.places(by=cast.actor("Sten Klockvret"), blocks=[block.hex]) == {}


def test_a_sentence_edited_afterwards_is_told_of_and_not_changed() -> None:
    study, _ = the_study(maj())
    pattern, draft = approved(study.id), a_draft(maj())
    block = put_pattern(draft, study.id)
    before = settled(torun(), draft.id)
    reflection.approve_pattern(by=maj(), now=NOW, round=study.id, assignment="01", seen=pattern.version, text="Ny.")
    report = reports.report(by=maj(), id=draft.id)
    assert blocks(report) == blocks(before)
    assert [each.now for each in reports.changed_since(by=maj(), report=report)[block]] == ["Ny."]


def test_what_a_block_of_a_draft_rests_on_is_not_told_to_others() -> None:
    study, draft = with_texts(maj()), a_draft(maj())
    block = put_quote(maj(), draft, study, CONSENT)
    with pytest.raises(NotYours):
        reports.rests_on(by=cast.actor("Ester Kärrgrind"), report=draft.id, block=block)


def test_a_whole_table_is_cited_and_gone_when_it_is_withdrawn() -> None:
    from kedjan.releases import service as releases

    _, release = the_study(maj())
    draft = a_draft(maj())
    block = put_table(maj(), draft, release)
    (citation,) = reports.rests_on(by=maj(), report=draft.id, block=block)
    assert (citation.kind, citation.state) == ("shared_table", evidence.State.SAME)
    releases.withdraw(by=maj(), now=NOW, id=release.line.id, reason="Fel.")
    (citation,) = reports.rests_on(by=maj(), report=draft.id, block=block)
    assert citation.state is evidence.State.GONE


def test_definitions_are_gathered_from_the_figures_in_the_report() -> None:
    study, release = the_study(maj())
    draft = a_draft(maj())
    put_table(maj(), draft, release)
    reports.put_definitions(by=maj(), now=NOW, key=uuid4(), at=draft.spot())
    explained = blocks(reports.report(by=maj(), id=draft.id))[1].content
    assert isinstance(explained, reports.Explained)
    terms = [term for term, _ in explained.items]
    assert {"Markering", "Definition"} <= set(terms) or {"Marking", "Definition"} <= set(terms)
    assert shared(maj(), study.id, title="Igen").line.title == "Igen"
