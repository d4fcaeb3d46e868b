"""Sharings asked for and carried out one after the other, for tests that end them at any moment."""

import random
from datetime import timedelta
from uuid import uuid4

from kedjan.results import ports
from kedjan.results import service as results
from kedjan.results.service import CohortToShare, Question
from kedjan_site.demo import cast
from tests.rooms.results_made import MAJ, NOW, grades_file, taken_in
from tests.rooms.test_results_shared import pupils_of


def a_cohort() -> None:
    """Take in the grades of a cohort."""
    taken_in(grades_file(*pupils_of(random.Random(3), 70, 2025)))


def share_again_and_again() -> None:
    """Ask for one sharing after the other and carry it out, and say so of each; what was left half done is done first.

    What was left is found as by a machine whose clock has gone past every lease.
    """
    ports.house().start = lambda sharing: None
    by, later = cast.actor(MAJ), NOW + timedelta(hours=1)
    asks = CohortToShare(Question("Niorna", 6, 9, by=("sex", "school_unit")), ())
    while True:
        for _ in range(results.carry_out_left(now=NOW, waited=timedelta(), clock=lambda: later)):
            print("shared", flush=True)
        made = results.share(by=by, now=NOW, key=uuid4(), asks=asks, purpose="Till nämnden")
        if results.carried_out(made.id, now=NOW, clock=lambda: NOW):
            print("shared", flush=True)
