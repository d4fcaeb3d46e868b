"""The made-up municipality Ekköping, on this machine only."""

import argparse
import os
import shutil
import sys
import time
from pathlib import Path

from kedjan_site import ready
from kedjan_site.listening import port, refused
from kedjan_site.settings.places import demo_folder
from kedjan_site.setup import set_up
from kedjan_site.supervisor import supervise


def run(argv: list[str]) -> int:
    """Load the demo the first time (or again with --fresh), say where it is and who to sign in as, and serve it."""
    parser = argparse.ArgumentParser(prog="kedjan demo")
    parser.add_argument("--port", type=port, default=8000)
    parser.add_argument("--fresh", action="store_true", help="throw away what was written in the demo and begin again")
    parser.add_argument("--only-load", action="store_true", help="load the demo and stop")
    chosen = parser.parse_args(argv)
    os.environ["KEDJAN_ADDRESS"] = f"http://127.0.0.1:{chosen.port}"
    os.environ["DJANGO_SETTINGS_MODULE"] = "kedjan_site.settings.demo"
    data = demo_folder()
    if not chosen.only_load and (taken := refused("127.0.0.1", chosen.port)):
        print(f"kedjan demo: {taken}", file=sys.stderr)
        return 2
    if chosen.fresh:
        shutil.rmtree(data, ignore_errors=True)
    problems = [] if whole(data) else made_ready(data)
    if problems:
        print("\n".join(problems), file=sys.stderr)
        return 2
    if chosen.only_load:
        return 0
    print(WELCOME.format(port=chosen.port), flush=True)
    return supervise("127.0.0.1", chosen.port, 2)


def whole(data: Path) -> bool:
    """Return whether the demo was loaded to its end and nothing it is made of has changed since."""
    return (data / "loaded").exists() and not ready.changed(data)


def made_ready(data: Path) -> list[str]:
    """Migrate, and load the demo where that has not been done to its end; return what stands in the way."""
    print("Kedjan: making the demo ready (the first time about half a minute)", file=sys.stderr)
    began = time.monotonic()
    set_up()
    from django.db import connections

    from kedjan_site.demo.loading import load
    from kedjan_site.starting import prepare

    problems = prepare()
    if not problems and not (data / "loaded").exists():
        load()
        (data / "loaded").touch()
        print(f"Kedjan: the demo is loaded ({time.monotonic() - began:.0f} s)", file=sys.stderr)
    connections.close_all()
    return problems


WELCOME = """
  Kedjan: Ekköping, måndag 16 november 2026, 07.40

  http://127.0.0.1:{port}/demo/     choose who to be, with one click

    Maj Sävdunge      kvalitetsutvecklare: leads the round, reads the texts, shares, writes the report
    Torun Hedspång    skolchef: settles the report
    Nils Björkspång   utvecklingsledare digitalisering: reads files in, manages accounts
    Ester Kärrgrind   rektor: sees what has been shared and what became of it
    Gunnel Ekspång    nämndledamot, ordförande: sees settled reports

  Stop with Ctrl-C. `./kedjan demo --fresh` begins again.
"""
