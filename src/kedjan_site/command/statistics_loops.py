"""`kedjan statistics loops FILE`: reflections counted, by assignment, by service area and both."""

import argparse
from collections.abc import Sequence
from typing import Any

from kedjan_formats import loops
from kedjan_formats.grid import Grid
from kedjan_site.command.statistics_written import BadInput, Report, formed, grid_of, is_hidden, outputs, read
from kedjan_statistics.loops import report

COUNTED = ("loops", "persons", "tags", "tags_per_loop", "mean_emotion", "emotion_answers")
PAIRED = ("loops", "persons", "expected", "lift", "jaccard", "phi", "p", "q")
TOGETHER = ("loops", "persons", "expected", "by_chance", "lift", "jaccard", "phi", "mean_emotion", "p", "q")
NARROW = ("loops", "persons", "tags", "tags_per_loop", "mean_emotion")


def add_to(kinds: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the kind to the command."""
    one = kinds.add_parser("loops", help="reflections: assignment;area;respondent;emotion;tags (tags divided by |)")
    one.add_argument("file", metavar="FILE", help="a CSV or Excel file, or - for standard input")
    one.add_argument(
        "--group",
        action="append",
        default=[],
        metavar="NAME=AREA,AREA",
        help="also count these service areas together, under a name of their own; may be given several times",
    )
    one.add_argument("--publish", action="store_true", help="hide what could point at fewer than five persons")
    one.add_argument(
        "--sets",
        type=int,
        choices=range(2, 6),
        default=0,
        metavar="N",
        help="also the sets of up to N tags (2 to 5) that stand together in at least five loops of five persons",
    )
    outputs(one)
    one.set_defaults(counted=counted)


def counted(asked: argparse.Namespace) -> bytes:
    """Return what was asked for as bytes to write. Someone may answer the same assignment twice."""
    parsed = read(asked.file, expected=loops.EXPECTED, parse=lambda sheet: loops.parse(sheet, repeats_allowed=True))
    groups = _groups(asked.group, parsed.areas)
    found = report(parsed.rows, parsed.tags, groups, publish=asked.publish, sets=asked.sets)
    return formed(
        asked.format,
        found,
        title="Loops",
        grids=lambda: _grids(found, NARROW, with_tags=False) if asked.format == "table" else _grids(found),
        long=lambda: _long(found),
    )


def _groups(asked: Sequence[str], areas: Sequence[str]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    wrong: list[str] = []
    for text in asked:
        name, _, members = (part.strip() for part in text.partition("="))
        inside = [area.strip() for area in members.split(",") if area.strip()]
        if not name or not inside:
            wrong.append(f"--group {text!r}: expected NAME=AREA,AREA.")
        elif name in areas or name in groups:
            wrong.append(f"--group {text!r}: there is already a service area or group named {name!r}.")
        wrong += [
            f"--group {text!r}: there is no service area {area!r}. The file has: {', '.join(areas)}."
            for area in inside
            if area not in areas
        ]
        groups[name] = inside
    if wrong:
        raise BadInput(wrong)
    return groups


def _grids(found: Report, counted: Sequence[str] = COUNTED, *, with_tags: bool = True) -> list[Grid]:
    """The tables of the report, one for each list in it."""
    tags = found["tag_set"] if with_tags else []
    slices = {
        "All": ((), [found]),
        "By assignment": (("assignment",), found["by_assignment"]),
        "By area": (("area",), found["by_area"]),
        "By assignment and area": (("assignment", "area"), found["by_assignment_and_area"]),
    }
    return [
        *(_sliced(title, keys, rows, counted, tags) for title, (keys, rows) in slices.items()),
        _marked(found),
        _spread(found),
        grid_of("Pairs", ("a", "b", *PAIRED), ([row[name] for name in ("a", "b", *PAIRED)] for row in found["pairs"])),
        *([_sets(found["sets"])] if "sets" in found else []),
    ]


def _sliced(
    title: str, keys: Sequence[str], rows: Sequence[Report], counted: Sequence[str], tags: Sequence[str]
) -> Grid:
    def cells(row: Report) -> list[Any]:
        uses = row["tag_loops"]
        return [row[name] for name in (*keys, *counted)] + [uses if is_hidden(uses) else uses[tag] for tag in tags]

    return grid_of(title, (*keys, *counted, *tags), map(cells, rows))


def _marked(found: Report) -> Grid:
    rule = found["largest"]
    note = f"The {rule['k']} largest of {rule['cells']} shares and those equal to them; threshold {rule['threshold']}."
    return grid_of("Largest", ("assignment", "tag"), ([row["assignment"], row["tag"]] for row in rule["marked"]), note)


def _spread(found: Report) -> Grid:
    columns = ("assignment", "lowest", "lowest_mean", "highest", "highest_mean", "difference")
    rows = (
        [
            row["assignment"],
            ", ".join(row["lowest"]["areas"]),
            row["lowest"]["mean"],
            ", ".join(row["highest"]["areas"]),
            row["highest"]["mean"],
            row["difference"],
        ]
        for row in found["emotion_spread"]
    )
    return grid_of("Emotion spread", columns, rows)


def _sets(sets: Report) -> Grid:
    note = (
        f"{sets['tests']} sets were tested; {sets['too_few']} have fewer than {sets['fewest']} loops or persons, "
        "not shown. By chance: each tag dealt anew within each person; p and q are those of the weakest tag."
    )
    rows = ([" + ".join(row["tags"]), *(row[name] for name in TOGETHER)] for row in sets["found"])
    return grid_of("Sets", ("tags", *TOGETHER), rows, note)


def _long(found: Report) -> Grid:
    """One number a row, so that a single file holds every table: what is counted, of what, and the number."""
    rows: list[list[Any]] = []
    for table, every in (
        ("all", [found]),
        *((name, found[name]) for name in ("by_assignment", "by_area", "by_assignment_and_area")),
    ):
        for part in every:
            place = [table, part.get("assignment"), part.get("area")]
            rows += [[*place, None, None, name, part[name]] for name in COUNTED]
            uses = part["tag_loops"]
            rows += [
                [*place, tag, None, "tag_loops", uses if is_hidden(uses) else uses[tag]] for tag in found["tag_set"]
            ]
    rows += [["largest", one["assignment"], None, one["tag"], None, "marked", 1] for one in found["largest"]["marked"]]
    for spread in found["emotion_spread"]:
        for end in ("lowest", "highest"):
            place = ["emotion_spread", spread["assignment"]]
            rows += [[*place, area, None, None, end, spread[end]["mean"]] for area in spread[end]["areas"]]
        rows.append(["emotion_spread", spread["assignment"], None, None, None, "difference", spread["difference"]])
    rows += [
        ["pairs", None, None, pair["a"], pair["b"], name, pair[name]] for pair in found["pairs"] for name in PAIRED
    ]
    for one in found.get("sets", {}).get("found", ()):
        rows += [["sets", None, None, " + ".join(one["tags"]), None, name, one[name]] for name in TOGETHER]
    return grid_of("Loops", ("table", "assignment", "area", "tag", "other_tag", "figure", "value"), rows)
