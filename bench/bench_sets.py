"""A million loops: every set of up to five tags, beside the same counts in SQL by hand.

    python -m bench.bench_sets [LOOPS]

One process, one table in DuckDB, both ways several times in turn; the best of each, and the bound of one second. Both
must come to the same loops, persons and emotions, or the run fails. Ours also says what chance would give and how
probable so much or so little is, which the SQL does not.
"""

import sys
from itertools import combinations

import ibis

from bench.bench_loops import TAGS, made, timed
from kedjan_statistics import loops

LARGEST = 5
ROUNDS = 5
SECONDS = 1.0

type Counts = dict[int, tuple[int, int, int, int]]


def ours(table: ibis.Table, largest: int) -> Counts:
    found = loops.combinations(table, TAGS, largest).found
    bits = {tag: 1 << place for place, tag in enumerate(TAGS)}
    return {
        sum(bits[tag] for tag in one.tags): (one.loops, one.persons, one.emotion_answers, one.emotion_sum)
        for one in found
    }


def by_hand(connection: object, largest: int) -> Counts:
    """Each mask with the sets in it once, each person with the masks they used once, and then distinct persons."""
    run = connection.execute
    sizes = range(2, largest + 1)
    every = [(sum(1 << tag for tag in some),) for size in sizes for some in combinations(range(len(TAGS)), size)]
    run("CREATE OR REPLACE TEMP TABLE sets AS SELECT unnest(?) AS bits", [[bits for (bits,) in every]])
    sums = "count(*) AS loops, count(emotion) AS n, sum(emotion)::BIGINT AS e"
    run(f"CREATE OR REPLACE TEMP TABLE masks AS SELECT tags, {sums} FROM loops GROUP BY tags")
    inside = "SELECT tags, bits, loops, n, e FROM masks JOIN sets ON tags & bits = bits"
    run(f"CREATE OR REPLACE TEMP TABLE inside AS {inside}")
    used = "SELECT DISTINCT hash(respondent) AS person, tags FROM loops"
    persons = f"SELECT bits, count(DISTINCT person) AS persons FROM ({used}) JOIN inside USING (tags) GROUP BY bits"
    totals = "SELECT bits, sum(loops)::BIGINT AS loops, sum(n)::BIGINT, sum(e)::BIGINT FROM inside GROUP BY bits"
    rows = run(f"FROM ({totals}) JOIN ({persons}) USING (bits) WHERE loops >= 5 AND persons >= 5").fetchall()
    return {bits: (many, people, answers, emotion or 0) for bits, many, answers, emotion, people in rows}


def main(many: int) -> int:
    engine = ibis.duckdb.connect()
    engine.con.register("given", made(many))
    engine.con.execute("CREATE TABLE loops AS FROM given")
    table = engine.table("loops")
    print(f"{many:,} loops, {len(TAGS)} tags; best of {ROUNDS}")
    held = True
    for largest in range(2, LARGEST + 1):
        found = ours(table, largest)
        if found != by_hand(engine.con, largest):
            print("the two ways do not come to the same numbers", file=sys.stderr)
            return 1
        seconds = min(timed(lambda n=largest: ours(table, n)) for _ in range(ROUNDS))
        hand = min(timed(lambda n=largest: by_hand(engine.con, n)) for _ in range(2))
        held = held and seconds < SECONDS
        print(f"  up to {largest}: {len(found):6,} sets  {seconds:6.2f} s   SQL by hand {hand:6.2f} s")
    print("  held" if held else f"  NOT HELD: under {SECONDS:.0f} s for all")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000))
