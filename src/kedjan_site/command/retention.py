"""Disposal (gallring) from the command line: what is over, and with --do its removal."""

import argparse

from kedjan_site.setup import set_up


def run(argv: list[str]) -> int:
    """List what is over, by provider, room and kind, in counts; with --do, remove it. The scheduler does so daily."""
    parser = argparse.ArgumentParser(prog="kedjan retention")
    parser.add_argument("--do", action="store_true", help="remove it (without: only list it)")
    chosen = parser.parse_args(argv)
    set_up()
    from kedjan.organisation import service as organisation
    from kedjan_site import retention
    from kedjan_web import clock

    names = {each.id: each.name for each in organisation.providers()}
    found = (retention.dispose if chosen.do else retention.over)(now=clock.now())
    lines = [f"{names[of]}\t{each.room}\t{each.what}\t{each.rows}" for of, kinds in found.items() for each in kinds]
    print("\n".join(lines) or "Nothing is over.")
    if lines and not chosen.do:
        print("Nothing has been removed. Remove it with: kedjan retention --do")
    return 0
