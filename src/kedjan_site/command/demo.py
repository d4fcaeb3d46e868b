"""The made-up municipality Ekköping, on this machine only."""

import argparse
import os
import shutil
import sys
import time

from kedjan_site.setup import set_up


def run(argv: list[str]) -> int:
    """Load the demo the first time (or again with --fresh), say where it is and who to sign in as, and serve it."""
    parser = argparse.ArgumentParser(prog="kedjan demo")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--fresh", action="store_true", help="throw away what was written in the demo and begin again")
    parser.add_argument("--only-load", action="store_true", help="load the demo and stop")
    chosen = parser.parse_args(argv)
    os.environ["KEDJAN_ADDRESS"] = f"http://127.0.0.1:{chosen.port}"
    set_up("kedjan_site.settings.demo")
    from django.conf import settings

    if chosen.fresh:
        shutil.rmtree(settings.DATA, ignore_errors=True)
        settings.DATA.mkdir(parents=True)
    problems = made_ready()
    if problems:
        print("\n".join(problems), file=sys.stderr)
        return 2
    if chosen.only_load:
        return 0
    from django.db import connections

    connections.close_all()
    print(WELCOME.format(port=chosen.port), flush=True)
    from kedjan_site.supervisor import supervise

    os.environ["DJANGO_SETTINGS_MODULE"] = "kedjan_site.settings.demo"
    return supervise("127.0.0.1", chosen.port, 2)


def made_ready() -> list[str]:
    """Migrate and load the demo where that has not been done; return what stands in the way."""
    from kedjan_site.demo.loading import load, loaded
    from kedjan_site.starting import changed, prepare

    first = changed()
    began = time.monotonic()
    if first:
        print("Kedjan: making the demo ready (the first time about half a minute)", file=sys.stderr)
    problems = prepare()
    if not problems and first and not loaded():
        load()
        print(f"Kedjan: the demo is loaded ({time.monotonic() - began:.0f} s)", file=sys.stderr)
    return problems


WELCOME = """
  Kedjan: Ekköping, måndag 16 november 2026, 07.40

  http://127.0.0.1:{port}/demo/     choose who to be, with one click

    Maj Sävdunge      kvalitetsutvecklare: leads the round, reads the texts, shares, writes the report
    Torun Hedspång    skolchef: settles the report
    Nils Björkspång   utvecklingsledare digitalisering: reads files in, manages accounts
    Ester Kärrgrind   rektor: sees what has been shared and what became of it
    Gunnel Ekspång    nämndens ordförande: sees settled reports

  Stop with Ctrl-C. `./kedjan demo --fresh` begins again.
"""
