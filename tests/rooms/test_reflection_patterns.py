"""Pattern sentences: suggested from the marked tags, never as a finding about all, and a person's own when approved."""

import json

import pytest

from kedjan.access.service import Changed, NotHere, NotYours, Refused
from kedjan.reflection import service as reflection
from kedjan.reflection.service import PatternState
from kedjan_site.demo import cast
from tests.rooms.reflection_rounds import NOW, REFERENCE, a_round, file_of, read_in, the_reference

pytestmark = pytest.mark.django_db


def test_the_nine_suggestions_rest_on_the_nine_tag_sets_of_the_study() -> None:
    maj = cast.actor("Maj Sävdunge")
    study = the_reference(maj)
    printed = json.loads((REFERENCE / "hassleholm_published.json").read_text())["marked"]
    found = {each.assignment: {tag.name for tag in each.tags} for each in reflection.patterns(by=maj, round=study.id)}
    assert found == {code: set(tags) - {"Mycket viktigt område"} for code, tags in printed.items()}


def test_a_suggestion_says_how_many_of_how_many() -> None:
    maj = cast.actor("Maj Sävdunge")
    study = the_reference(maj)
    named = reflection.Assignment("01", "Systematiskt kvalitetsarbete")
    reflection.change_assignment(by=maj, now=NOW, id=study.id, seen=study.version, assignment=named)
    first, *_, last = reflection.patterns(by=maj, round=study.id)
    assert first.text == (
        "Systematiskt kvalitetsarbete beskrivs av en del som ett okej fungerande område "
        "(13 av 65 reflektioner, 20\u00a0%). Många säger att analysförmågan behöver utvecklas (33 av 65, 51\u00a0%) "
        "och en del säger att analysunderlaget brister (13 av 65, 20\u00a0%). "
        "En del säger att vi vet vad som behöver göras (22 av 65, 34\u00a0%)."
    )
    assert last.text == (
        "Uppdrag 08: En del säger att analysförmågan behöver utvecklas (10 av 48 reflektioner, 21\u00a0%). "
        "En del berättar om en viktig insikt (10 av 48, 21\u00a0%)."
    )
    assert (first.state, first.version) == (PatternState.SUGGESTED, 0)


def test_a_person_edits_and_approves_and_nobody_overwrites_unseen() -> None:
    maj, torun = cast.actor("Maj Sävdunge"), cast.actor("Torun Hedspång")
    study = a_round(maj, readers=[maj, torun])
    read_in(maj, study, (REFERENCE / "hassleholm_loops.csv").read_bytes())
    kept = reflection.edit_pattern(by=maj, now=NOW, round=study.id, assignment="01", text="En del tvekar.", seen=0)
    assert (kept.state, kept.version, kept.text, kept.edited_by) == (
        PatternState.DRAFT,
        1,
        "En del tvekar.",
        maj.account,
    )
    for seen in (0, 2):
        with pytest.raises(Changed) as changed:
            reflection.edit_pattern(by=torun, now=NOW, round=study.id, assignment="01", text="Nej.", seen=seen)
        assert changed.value.current == kept
    approved = reflection.approve_pattern(by=torun, now=NOW, round=study.id, assignment="01", seen=1)
    assert (approved.state, approved.text, approved.stale) == (PatternState.APPROVED, "En del tvekar.", False)


def test_an_approved_sentence_tells_when_its_numbers_have_changed() -> None:
    maj = cast.actor("Maj Sävdunge")
    study = the_reference(maj)
    reflection.approve_pattern(by=maj, now=NOW, round=study.id, assignment="01", seen=0)
    read_in(maj, study, file_of("01;Förskola;F99;1;Övrigt;Ny."))
    kept = reflection.patterns(by=maj, round=study.id)[0]
    assert (kept.stale, "65" in kept.text, "66" in kept.suggestion) == (True, True, True)


def test_empty_sentences_and_unknown_assignments_are_refused() -> None:
    maj = cast.actor("Maj Sävdunge")
    study = the_reference(maj)
    with pytest.raises(Refused, match="characters"):
        reflection.edit_pattern(by=maj, now=NOW, round=study.id, assignment="01", text="  ", seen=0)
    with pytest.raises(NotHere):
        reflection.edit_pattern(by=maj, now=NOW, round=study.id, assignment="99", text="Ord.", seen=0)
    with pytest.raises(NotYours):
        reflection.patterns(by=cast.actor("Torun Hedspång"), round=study.id)


def test_a_tag_set_of_ones_own_gives_sentences_too() -> None:
    maj = cast.actor("Maj Sävdunge")
    made = a_round(maj)
    read_in(
        maj,
        made,
        file_of(*(f"01;Förskola;F{n};1;Övrigt|Ganska viktigt område|Konkret förslag på åtgärd;" for n in range(3))),
    )
    (only,) = reflection.patterns(by=maj, round=made.id)
    assert only.text == (
        "Uppdrag 01: Många ger ett konkret förslag på åtgärd (3 av 3 reflektioner, 100\u00a0%). Många beskriver "
        "området som ganska viktigt (3 av 3, 100\u00a0%). Många har valt taggen ”Övrigt” (3 av 3, 100\u00a0%)."
    )
