"""Figures from a file, without the web: `kedjan statistics KIND FILE`. Loads neither Django nor a database."""

import argparse
import sys

from kedjan_formats.terminal import plain
from kedjan_site.command import statistics_cohorts, statistics_loops, statistics_results, statistics_tests
from kedjan_site.command.statistics_written import BadInput, write


def run(argv: list[str]) -> int:
    """Run `kedjan statistics ...`; 0 good, 2 bad input, with every bad row on standard error."""
    asked = _parser().parse_args(argv)
    try:
        write(asked.counted(asked), asked.output)
    except BadInput as bad:
        for line in bad.lines:
            print(plain(line), file=sys.stderr)
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="kedjan statistics", description="Figures from a file, without the web.")
    kinds = parser.add_subparsers(dest="kind", required=True, metavar="KIND")
    for each in (statistics_loops, statistics_results, statistics_cohorts, statistics_tests):
        each.add_to(kinds)
    return parser
