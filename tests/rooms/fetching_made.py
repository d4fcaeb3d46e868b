"""A fetching that waits for a worker, and what a worker does with it; for tests that end the worker's process."""

import time
from datetime import datetime, timedelta
from uuid import uuid4

from django.utils import timezone

from kedjan.facts.service import FactKind
from kedjan.intake import ports
from kedjan.intake import service as intake
from kedjan.intake.service import ConnectionSettings, Secrets
from kedjan_site.demo import cast
from tests.formats.ss12000_server import CLIENT, SECRET
from tests.rooms.results_made import NILS, NOW

BEYOND_LEASE = timedelta(minutes=11)


def asked_for(port: int) -> None:
    """Describe the school system at a port, and ask for its grades and attendance; nobody fetches them yet."""
    ports.wire(start=lambda _: None, fetch=lambda _: None)
    nils, at = cast.actor(NILS), f"http://localhost:{port}"
    kinds = (FactKind.GRADES, FactKind.ATTENDANCE)
    described = ConnectionSettings("Registret", f"{at}/api/v2", f"{at}/token", CLIENT, kinds=kinds)
    made = intake.add_connection(by=nils, now=NOW, key=uuid4(), settings=described, secrets=Secrets(SECRET))
    intake.fetch(by=nils, now=NOW, connection=made.id, key=uuid4())


def fetch_what_is_left(leases: int) -> None:
    """Do what a worker does with what was left, so many leases later, and say how many were fetched."""

    def clock() -> datetime:
        return timezone.now() + leases * BEYOND_LEASE

    done = intake.run_left_fetches(now=NOW, waited=timedelta(0), clock=clock, sleep=time.sleep)
    print(f"fetched {done}", flush=True)
