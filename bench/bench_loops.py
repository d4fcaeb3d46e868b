"""A million loops: all tables, the marking and the pairs, beside the same in SQL by hand, in pandas, and a bare scan.

    python bench/bench_loops.py [LOOPS]

One process, one table in DuckDB, each way several times in turn; medians, and ratios to the SQL. All three ways must
come to the same numbers, or the run fails. Ours also computes the exact tests of the pairs, which the others do not.
"""

import statistics
import sys
import time
from collections.abc import Callable
from itertools import combinations

import ibis
import numpy as np
import pandas as pd
import pyarrow as pa

from kedjan_statistics import loops

TAGS = tuple(f"Tagg {number:02}" for number in range(1, 19))
USE = np.array([4, 26, 265, 26, 92, 33, 33, 114, 46, 26, 68, 43, 43, 32, 16, 41, 97, 14]) / 402
ASSIGNMENTS = np.array(["01", "02", "03", "04", "05a", "05b", "06", "07", "08"])
AREAS = np.array(["Förskola", "Grundskola", "Gymnasieskola", "Särskola"])
GROUP = ("Gymnasieskola", "Särskola")
PAIRS = tuple(combinations(range(len(TAGS)), 2))
LOOPS_EACH = 6
ROUNDS = 7

type Numbers = tuple[list[tuple[object, ...]], list[tuple[int, ...]]]


def made(many: int) -> pa.Table:
    """Loops with the tag frequencies of a published study, six a person, and no emotion in three of a hundred."""
    rng = np.random.default_rng(2021)
    people = max(1, many // LOOPS_EACH)
    names = np.array([f"L{number:07}" for number in range(people)])
    person = rng.integers(0, people, many)
    masks = sum((rng.random(many) < use).astype(np.int64) << bit for bit, use in enumerate(USE))
    return pa.table(
        {
            "assignment": ASSIGNMENTS[rng.integers(0, len(ASSIGNMENTS), many)],
            "area": AREAS[rng.choice(len(AREAS), people, p=[0.35, 0.43, 0.17, 0.05])[person]],
            "respondent": names[person],
            "emotion": pa.array(rng.integers(-2, 3, many), pa.int8(), mask=rng.random(many) < 0.03),
            "tags": masks,
        }
    )


def ours(table: ibis.Table) -> Numbers:
    summary, found = loops.summary_and_pairs(table, TAGS, {"+".join(GROUP): GROUP})
    marked = loops.largest(loops.share_cells(summary.by_assignment, TAGS))
    slices = [((None, None), summary.total)]
    slices += [((name, None), part) for name, part in summary.by_assignment.items()]
    slices += [((None, name), part) for name, part in summary.by_area.items()]
    slices += list(summary.by_assignment_and_area.items())
    rows = [(*key, p.loops, p.persons, p.emotion_answers, p.emotion_sum, *p.tag_loops) for key, p in slices]
    return in_order(rows), [(pair.loops, pair.persons) for pair in found] + [(len(marked.marked), marked.k)]


def by_hand(connection: object) -> Numbers:
    """As fast as we know how in SQL: the loops are read three times, and what is left over is small.

    Each person gets a bit for every cell they answered in and for every pair of tags they used together.
    """
    run = connection.execute
    sums = ", ".join(f"sum((tags >> {bit}) & 1)::BIGINT AS t{bit}" for bit in range(len(TAGS)))
    bit = "1::BIGINT << (row_number() OVER () - 1) AS cell"
    words = ", ".join(
        " | ".join(
            f"(((tags >> {i}) & (tags >> {j}) & 1) << {n})" for n, (i, j) in enumerate(PAIRS[start : start + 62])
        )
        + f" AS w{start // 62}"
        for start in range(0, len(PAIRS), 62)
    )
    measures = "count(*) AS loops, count(emotion) AS n, sum(emotion)::BIGINT AS e"
    counted = f"SELECT assignment, area, {bit}, {measures}, {sums} FROM loops GROUP BY ALL"
    run(f"CREATE OR REPLACE TEMP TABLE cells AS {counted}")
    run(f"CREATE OR REPLACE TEMP TABLE masks AS SELECT tags, count(*) AS n, {words} FROM loops GROUP BY tags")
    each = ", ".join(f"bit_or(w{word}) AS w{word}" for word in range((len(PAIRS) + 61) // 62))
    joined = "loops JOIN cells USING (assignment, area) JOIN masks USING (tags)"
    run(f"CREATE OR REPLACE TEMP TABLE people AS SELECT bit_or(cell) AS cell, {each} FROM {joined} GROUP BY respondent")
    adds = ", ".join(f"sum({name})::BIGINT" for name in ("loops", "n", "e", *(f"t{n}" for n in range(len(TAGS)))))
    sets = f"bit_or(cell), {adds} FROM cells"
    rows = run(f"SELECT assignment, area, {sets} GROUP BY GROUPING SETS ((assignment, area), (assignment), (area), ())")
    slices = rows.fetchall()
    group = f"SELECT assignment, '{'+'.join(GROUP)}', {sets} WHERE area IN {GROUP} GROUP BY ROLLUP (assignment)"
    slices += run(group).fetchall()
    behind = ", ".join(f"count(*) FILTER (cell & {row[2]} <> 0)" for row in slices)
    persons = run(f"SELECT {behind} FROM people").fetchall()[0]
    rows = [(row[0], row[1], row[3], people, *row[4:]) for row, people in zip(slices, persons, strict=True)]
    cells = sorted((hits / row[2] for row in rows if row[0] and not row[1] for hits in row[6:]), reverse=True)
    k = len(cells) // 5
    both = ", ".join(f"sum(n * ((tags >> {i}) & (tags >> {j}) & 1))::BIGINT" for i, j in PAIRS)
    together = run(f"SELECT {both} FROM masks").fetchall()[0]
    has = ", ".join(f"sum((w{n // 62} >> {n % 62}) & 1)::BIGINT" for n in range(len(PAIRS)))
    pairs = run(f"SELECT {has} FROM people").fetchall()[0]
    return in_order(rows), [*zip(together, pairs, strict=True), (sum(cell >= cells[k - 1] for cell in cells), k)]


def in_pandas(frame: pd.DataFrame) -> Numbers:
    bits = pd.DataFrame({f"t{bit}": frame["tags"].to_numpy() >> bit & 1 for bit in range(len(TAGS))})
    wide = pd.concat([frame, bits], axis=1)
    rows: list[tuple[object, ...]] = []
    for part, name in ((wide, None), (wide[wide["area"].isin(GROUP)], "+".join(GROUP))):
        for keys in ([], ["assignment"]) if name else ([], ["assignment"], ["area"], ["assignment", "area"]):
            grouped = part.groupby(keys or np.zeros(len(part), dtype=int))
            found = grouped.agg(
                loops=("tags", "size"),
                persons=("respondent", "nunique"),
                n=("emotion", "count"),
                e=("emotion", "sum"),
                **{f"t{b}": (f"t{b}", "sum") for b in range(len(TAGS))},
            )
            for key, row in zip(found.index, found.itertuples(index=False), strict=True):
                known = dict(zip(keys, key if isinstance(key, tuple) else (key,), strict=False))
                rows.append((known.get("assignment"), name or known.get("area"), *map(int, row)))
    cells = sorted((hits / row[2] for row in rows if row[0] and not row[1] for hits in row[6:]), reverse=True)
    k = len(cells) // 5
    pairs = []
    for i, j in PAIRS:
        chosen = (bits[f"t{i}"] & bits[f"t{j}"]).astype(bool)
        pairs.append((int(chosen.sum()), int(frame["respondent"][chosen].nunique())))
    return in_order(rows), [*pairs, (sum(cell >= cells[k - 1] for cell in cells), k)]


def in_order(rows: list[tuple[object, ...]]) -> list[tuple[object, ...]]:
    return sorted((tuple(row) for row in rows), key=lambda row: (row[0] or "", row[1] or ""))


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main(many: int) -> int:
    data = made(many)
    engine = ibis.duckdb.connect()
    engine.con.register("given", data)
    engine.con.execute("CREATE TABLE loops AS FROM given")
    table, frame = engine.table("loops"), data.to_pandas()
    scan = "SELECT max(assignment), max(area), max(respondent), sum(emotion), sum(tags) FROM loops"
    ways: dict[str, Callable[[], object]] = {
        "bare scan": lambda: engine.con.execute(scan).fetchall(),
        "SQL by hand": lambda: by_hand(engine.con),
        "kedjan_statistics": lambda: ours(table),
    }
    if ours(table) != by_hand(engine.con) or ours(table) != in_pandas(frame):
        print("the three ways do not come to the same numbers", file=sys.stderr)
        return 1
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, work in ways.items():
            times[name].append(timed(work))
    medians = {name: statistics.median(each) for name, each in times.items()}
    medians["pandas"] = min(timed(lambda: in_pandas(frame)) for _ in range(2))
    print(f"{many:,} loops, {len(TAGS)} tags: all tables, marking and {len(PAIRS)} pairs; median of {ROUNDS}")
    for name, seconds in medians.items():
        print(f"  {name:<18} {seconds * 1000:8.0f} ms   {seconds / medians['SQL by hand']:6.2f} x SQL by hand")
    ratio = medians["kedjan_statistics"] / medians["SQL by hand"]
    faster = medians["pandas"] / medians["kedjan_statistics"]
    held = ratio <= 1 and faster >= 5
    print(f"  {ratio:.2f} times SQL by hand (at most 1), {faster:.1f} times faster than pandas (at least 5)")
    print("  held" if held else "  NOT HELD")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000))
