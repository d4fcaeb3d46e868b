"""The pages of signs: chosen, cut to three, and what is no longer collected (C30)."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from kedjan.goals import service as goals
from kedjan_site.demo import cast
from tests.pages.client import PageClient
from tests.rooms.proposals_made import begun

pytestmark = pytest.mark.django_db
type SignedIn = Callable[[str], PageClient]
SIGN = {"source": "Samtal", "when": "mars", "by_whom": "arbetslaget"}


def test_signs_are_chosen_cut_changed_and_dropped_and_what_is_stopped_is_listed(
    signed_in: SignedIn, count_queries: Any
) -> None:
    maj, petra, by = signed_in("Maj Sävdunge"), signed_in("Petra Lövhage"), cast.actor("Maj Sävdunge")
    made = goals.add_framework(
        by=by, now=cast.NOW, name="Nämnden", kind="board", starts=date(2026, 1, 1), goals=["Ett mål"], key=uuid4()
    )
    goal = made.goals[0].id
    page = maj.open(maj.open("/mal/").links()["Kvitton, och det som inte längre samlas in"])
    assert "Inget kvitto är valt än." in page.text and "Inget har avslutats än." in page.text
    form = maj.open(f"/mal/{goal}/kvitto/")
    for looked_at in ("Första", "Andra", "Tredje"):
        maj.submit(maj.open(f"/mal/{goal}/kvitto/"), "Välj", looked_at=looked_at, **SIGN)
    refused = maj.submit(form, "Välj", status=200, looked_at="Fjärde", **SIGN)
    assert "Målet har redan tre kvitton: Första, Andra, Tredje." in refused.text and "Fjärde" in refused.html
    with count_queries(10):
        page = maj.open("/mal/kvitton/")
    assert "Tre kvitton är valda." in page.text and "Nytt kvitto" not in page.text
    action = begun(goal=goal)
    links = petra.open("/mal/").links()
    assert links["3 kvitton: Ett mål"] == f"/mal/kvitton/#kvitton-{goal.hex}"
    assert f'id="kvitton-{goal.hex}"' in page.html
    assert action.text in petra.open(links["1 åtgärd pågår: Ett mål"]).text
    first = goals.signs(by=by)[goal][0]
    early = maj.open(f"/mal/kvitton/{first.id}/")
    maj.submit(maj.open(f"/mal/kvitton/{first.id}/"), "Spara", looked_at="Nytt", by_whom="Rektorsgruppen")
    late = maj.submit(early, "Spara", status=409, looked_at="Mitt")
    assert "Någon annan hann före" in late.text and "Nytt" in late.text and "Mitt" in late.html
    assert "Rektorsgruppen" in late.text, "or it would be overwritten unseen"
    taken = maj.submit(maj.open("/mal/kvitton/"), action=f"/mal/kvitton/{first.id}/ta-bort/", status=200)
    assert len(goals.signs(by=by)[goal]) == 2 and taken.h1 == "Nytt"
    maj.submit(taken, "Lägg tillbaka")
    taken = maj.submit(maj.open("/mal/kvitton/"), action=f"/mal/kvitton/{first.id}/ta-bort/", status=200)
    maj.submit(maj.open(f"/mal/{goal}/kvitto/"), "Välj", looked_at="Ett nytt", **SIGN)
    maj.submit(taken, "Lägg tillbaka")
    assert "Målet har redan tre kvitton" in maj.open("/mal/kvitton/").text
    stopping = maj.open("/mal/kvitton/slutat/")
    given = {"what": "Månadsrapporten", "since": "2026-08-17", "decided_by": "skolchefen", "minutes": "540"}
    maj.submit(stopping, "Spara", **given)
    page = petra.open("/mal/kvitton/")
    assert "Sedan 17 augusti 2026, beslutat av skolchefen · 540 minuter om året" in page.text
    assert "Tillsammans sparar det 540 minuter om året" in page.text and "Sluta samla in" not in page.text
    (gone,) = goals.stopped(by=by)
    maj.submit(maj.open(f"/mal/kvitton/slutat/{gone.id}/"), "Spara", what="Veckorapporten")
    for part in ("kvitton/slutat/", f"kvitton/slutat/{gone.id}/", f"kvitton/{first.id}/", f"{goal}/kvitto/"):
        petra.open(f"/mal/{part}", status=403)
    signed_in("Sten Klockvret").open(f"/mal/kvitton/slutat/{gone.id}/", status=404)
    taken = maj.submit(maj.open("/mal/kvitton/"), action=f"/mal/kvitton/slutat/{gone.id}/ta-bort/", status=200)
    assert goals.stopped(by=by) == () and taken.h1 == "Veckorapporten"
    maj.submit(taken, "Lägg tillbaka")
    assert [each.id for each in goals.stopped(by=by)] == [gone.id]
