"""Templates of assignments, in which order a round asks, and situation analyses."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from kedjan.access.service import Changed, NotHere, NotYours, Refused
from kedjan.reflection import service as reflection
from kedjan.reflection.service import ProblemArea, Theme
from kedjan_site.demo import cast
from tests.rooms.reflection_given import a_given_round, an_assignment
from tests.rooms.reflection_rounds import NOW, a_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def maj() -> Any:
    return cast.actor("Maj Sävdunge")


def test_the_library_has_the_studys_nine_themes_and_more(maj: Any) -> None:
    found = reflection.templates(by=maj)
    assert len([each for each in found if each.theme is Theme.STUDY]) == 9
    more = {each.name for each in found if each.theme is Theme.MORE}
    assert {"Fritidshemmets undervisning", "Elevhälsans arbete", "Undervisning i förskolan", "Övergångar"} <= more


def test_a_template_comes_with_questions_follow_ups_and_an_example_and_asks_no_emotion(maj: Any) -> None:
    for each in reflection.templates(by=maj):
        asked = each.assignment
        assert len(asked.support_questions) == 3, each.name
        assert asked.focus and asked.follow_up_short and asked.follow_up_long and asked.minutes, each.name
        assert 3 <= asked.example.count(".") + asked.example.count("?") <= 8, each.name
        assert asked.emotion is False
        assert (asked.goal, asked.used_for, asked.opens_on) == (None, "", None), "these belong to the round"


def test_there_is_no_library_in_a_language_that_nobody_wrote(maj: Any) -> None:
    assert reflection.templates(by=maj, language="tlh") == ()


def test_a_provider_keeps_an_assignment_as_its_own_template(maj: Any) -> None:
    of = a_given_round(maj, assignments=[an_assignment(maj, support_questions=("Varför?",), emotion=True)])
    key = uuid4()
    for _ in range(2):
        kept = reflection.keep_template(by=maj, now=NOW, round=of.id, code="01", name="Våra övergångar", key=key)
    assert reflection.templates(by=maj)[0] == kept
    assert (kept.theme, kept.assignment.support_questions, kept.assignment.emotion) == (Theme.OWN, ("Varför?",), True)
    assert (kept.assignment.goal, kept.assignment.opens_on) == (None, None)
    with pytest.raises(Refused, match="already a template"):
        reflection.keep_template(by=maj, now=NOW, round=of.id, code="01", name="Våra  övergångar", key=uuid4())
    assert reflection.templates(by=cast.actor("Sten Klockvret"))[0].theme is Theme.STUDY


def test_a_template_of_ones_own_is_put_away(maj: Any) -> None:
    of, key = a_given_round(maj), uuid4()
    reflection.keep_template(by=maj, now=NOW, round=of.id, code="01", name="Gammal", key=key)
    for _ in range(2):
        reflection.put_template_away(by=maj, now=NOW, id=key)
    with pytest.raises(NotHere):
        reflection.template(by=maj, key=str(key))
    with pytest.raises(NotHere):
        reflection.put_template_away(by=cast.actor("Sten Klockvret"), now=NOW, id=key)


def test_only_those_who_lead_see_templates(maj: Any) -> None:
    with pytest.raises(NotYours):
        reflection.templates(by=cast.actor("Petra Lövhage"))


def test_assignments_are_put_in_another_order(maj: Any) -> None:
    of = a_round(maj, assignments=[an_assignment(maj, code) for code in ("01", "02", "03")])
    after = reflection.order_assignments(by=maj, now=NOW, id=of.id, seen=of.version, codes=["03", "01", "02"])
    assert [each.code for each in after.assignments] == ["03", "01", "02"]
    with pytest.raises(Refused):
        reflection.order_assignments(by=maj, now=NOW, id=of.id, seen=after.version, codes=["03", "01"])
    with pytest.raises(Changed):
        reflection.order_assignments(by=maj, now=NOW, id=of.id, seen=of.version, codes=["01", "02", "03"])


SKOLVERKET, ADMINISTRATION = "Tillsammans med Skolverket", "Förvaltningen"


def begun(maj: Any, **more: Any) -> reflection.SituationAnalysis:
    given = {"title": "Nulägesanalys 2021", "key": uuid4(), "reason": "Samverkan för bästa skola", **more}
    return reflection.begin_analysis(by=maj, now=NOW, **given)


def test_a_situation_analysis_says_why_on_what_and_what_for(maj: Any) -> None:
    key = uuid4()
    for _ in range(2):
        made = begun(
            maj,
            key=key,
            purposes=["Delaktighet", " ", "Orsaker och förslag"],
            unit=cast.unit_id(cast.EKKOPING, "Grundskola"),
            starts=date(2021, 1, 11),
        )
    assert made.purposes == ("Delaktighet", "Orsaker och förslag")
    assert made.unit_name == "Grundskola"
    assert reflection.analyses(by=maj) == (made,)


def test_six_problem_areas_say_who_found_them(maj: Any) -> None:
    found = [
        *((text, SKOLVERKET) for text in ("Pojkar och flickor", "Skillnader mellan skolor", "Årskurs 6", "IM")),
        *((text, ADMINISTRATION) for text in ("Rätt insatser på rätt sätt", "Kvalitetsindikatorer")),
    ]
    made = begun(maj)
    areas = [ProblemArea(uuid4(), text, who) for text, who in found]
    after = reflection.set_problem_areas(by=maj, now=NOW, id=made.id, seen=made.version, areas=areas)
    assert after.problem_areas == tuple(areas)
    again = reflection.set_problem_areas(by=maj, now=NOW, id=made.id, seen=after.version, areas=areas[1:])
    assert again.problem_areas == tuple(areas[1:])


def test_a_problem_area_of_another_analysis_is_not_here(maj: Any) -> None:
    one, other = begun(maj), begun(maj, title="En annan")
    area = ProblemArea(uuid4(), "Skillnader")
    reflection.set_problem_areas(by=maj, now=NOW, id=one.id, seen=one.version, areas=[area])
    with pytest.raises(NotHere):
        reflection.set_problem_areas(by=maj, now=NOW, id=other.id, seen=other.version, areas=[area])


def test_an_edit_from_an_older_version_tells_who_was_first(maj: Any) -> None:
    made = begun(maj)
    reflection.describe_analysis(by=maj, now=NOW, id=made.id, seen=made.version, title="Nulägesanalys", outcome="ÖK")
    with pytest.raises(Changed) as changed:
        reflection.describe_analysis(by=maj, now=NOW, id=made.id, seen=made.version, title="Annat")
    assert (changed.value.by, changed.value.current.outcome) == ("Maj Sävdunge", "ÖK")


@pytest.mark.parametrize(
    "wrong", [{"title": " "}, {"starts": date(2026, 2, 1), "ends": date(2026, 1, 1)}, {"unit": uuid4()}]
)
def test_an_analysis_that_cannot_be_is_refused(maj: Any, wrong: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        begun(maj, **wrong)


def test_a_round_belongs_to_an_analysis_and_staff_see_both(maj: Any) -> None:
    made, of = begun(maj), a_given_round(maj)
    reflection.place_round(by=maj, now=NOW, round=of.id, seen=of.version, analysis=made.id)
    petra = cast.actor("Petra Lövhage")
    seen = reflection.analysis(by=petra, id=made.id)
    assert [each.title for each in seen.rounds] == [of.title]
    assert not seen.may_lead
    with pytest.raises(NotYours):
        reflection.describe_analysis(by=petra, now=NOW, id=made.id, seen=made.version, title="Annat")
    with pytest.raises(NotYours):
        reflection.analyses(by=cast.actor("Gunnel Ekspång"))
    with pytest.raises(NotHere):
        reflection.analysis(by=cast.actor("Sten Klockvret"), id=made.id)
