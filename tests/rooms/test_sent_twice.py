"""Whatever is made with a key is made once, however often it is sent: no row more, no journal, no notice."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.apps import apps

from kedjan.access.service import Role
from kedjan.actions import service as actions
from kedjan.goals import service as goals
from kedjan.improvement import service as improvement
from kedjan.reports import service as reports
from kedjan.tasks import service as tasks
from kedjan_site.demo import cast
from tests.rooms.conclusions_made import CLOSES, MAJ, NOW, Analysed, an_analysis
from tests.rooms.proposals_made import TORUN, plan
from tests.rooms.reports_made import a_draft, maj, put_text, settled, torun

pytestmark = pytest.mark.django_db


def rows() -> dict[str, int]:
    """How many rows each table has."""
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def once[T](make: Callable[..., T], who: str = MAJ, /, **given: Any) -> T:
    """Send a command twice with one key, and return what it gave the second time."""
    command = partial(make, by=cast.actor(who), now=NOW, key=uuid4(), **given)
    command()
    after = rows()
    found = command()
    assert rows() == after
    return found


@pytest.fixture
def of(db: None) -> Analysed:
    return an_analysis()


@pytest.fixture
def goal(db: None) -> UUID:
    given: dict[str, Any] = {"name": "Våra mål", "kind": "local", "starts": date(2026, 8, 1)}
    framework = once(goals.add_framework, goals=["Lärmiljö"], **given)
    return once(goals.add_goal, framework=framework.id, text="Kärnuppdraget").id


def test_conclusions_causes_and_observations_are_made_once(of: Analysed, goal: UUID) -> None:
    once(improvement.add_conclusion, analysis=of.id, text="Så är det")
    one, two = (once(improvement.add_cause, analysis=of.id, text=text).id for text in ("Ett", "Två"))
    once(improvement.link_causes, cause=one, effect=two)
    said: dict[str, Any] = {"worth": improvement.Worth.GOOD, "part": improvement.Part.STRUCTURE, "text": "Tid"}
    once(improvement.add_observation, analysis=of.id, goal=goal, **said)
    made = of.supported()
    once(improvement.feed_back, analysis=of.id, conclusions={made.id: made.version}, closes_on=CLOSES)


def test_proposals_actions_and_strategies_are_made_once(of: Analysed) -> None:
    once(actions.add_proposal, analysis=of.id, text="Gör planen kortare", origin="APT i juni")
    once(actions.begin_action, TORUN, plan=plan())
    once(actions.add_strategy, TORUN, kind=actions.StrategyKind.METHOD, text="Tid tillbaka")


def test_signs_what_is_no_longer_collected_and_time_frames_are_made_once(goal: UUID) -> None:
    once(goals.choose_sign, goal=goal, looked_at="Planen", source="Mötet", when="I maj", by_whom="Rektor")
    once(goals.stop_collecting, what="Månadsrapporten", since=date(2026, 8, 17), decided_by="skolchefen")
    agreed: dict[str, Any] = {"agreed_with": "samverkansgruppen", "agreed_on": date(2026, 8, 20)}
    frame: dict[str, Any] = {"school_year": "2026/27", "valid_from": date(2026, 8, 20), "minutes": 60}
    once(tasks.set_frame, TORUN, seen=0, role=Role.TEACHER, **frame, **agreed)


def test_reports_and_their_parts_are_made_once() -> None:
    report = once(reports.begin_report, title="Läsårsrapport")
    section = once(reports.add_section, report=report, heading="Det vi såg")
    at = reports.Spot(report, section)
    once(reports.put_text, at=at, text="Vi såg tre saker.")
    once(reports.put_definitions, at=at)
    once(reports.comment, report=report, section=section, text="Stämmer talet?")
    once(reports.keep_version, report=report)
    outline = once(reports.add_outline, name="Enhetens rapport", text="# Ett\n> Så här började det.\n# Två")
    once(reports.begin_from_outline, outline=outline, title="Enhetens rapport")
    draft = a_draft(maj())
    put_text(maj(), draft)
    once(reports.new_edition, report=settled(torun(), draft.id).id)
