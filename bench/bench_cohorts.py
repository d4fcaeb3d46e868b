"""Cohorts of a nation: eligibility, mean points and six groups, beside a bare scan of the same grades as long rows.

    python -m bench.bench_cohorts [GRADES]

17 subjects, 4 years; two cohorts in all. The long rows lie in Parquet as pupil, year, subject and points; ours are laid
out of them once, a row per pupil (`cohorts.laid`), and the time and size of that are told. Both ways must come to the
same numbers. Three sizes show how the time grows. Bound: less than the bare scan, in under 4 GB.
"""

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import ibis

from kedjan_statistics import cohorts
from kedjan_statistics.engine import fetch

SUBJECTS = ("SV", "EN", "MA", "BL", "HKK", "IDH", "MU", "BI", "FY", "KE", "GE", "HI", "RE", "SH", "SL", "TK", "M2")
LEVELS = (6, 7, 8, 9)
A_PUPIL = len(SUBJECTS) * len(LEVELS)
ROUNDS = 3
MOST_BYTES = 4 * 1024**3

type Counted = tuple[int, ...]


def main(many: int) -> int:
    print(f"{many:,} grades; best of {ROUNDS}")
    with tempfile.TemporaryDirectory(prefix="kedjan-bench-") as folder:
        times = [measured(max(1, size // A_PUPIL), Path(folder)) for size in (many // 9, many // 3, many)]
    if not all(times):
        print("the two ways do not come to the same numbers", file=sys.stderr)
        return 1
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(f"  memory at most {memory / 1024**3:.2f} GB")
    held = times[-1] < 1 and memory < MOST_BYTES
    print("  held" if held else "  NOT HELD: less time than the bare scan, under 4 GB")
    return 0 if held else 1


def measured(pupils: int, folder: Path) -> float:
    """Measure one size, print it, and return how many times the bare scan ours took; 0 where the numbers differ."""
    long, wide, laid = (folder / f"{name}.parquet" for name in ("long", "wide", "laid"))
    engine = ibis.duckdb.connect()
    engine.con.execute("SET memory_limit = '3GB'; SET preserve_insertion_order = false")
    engine.con.execute("SET temp_directory = ?", [str(folder)])
    made(engine.con, pupils, long)
    began = time.perf_counter()
    converted(engine, long, wide)
    cohorts.laid(engine.read_parquet(wide), levels=LEVELS).to_parquet(laid)
    seconds = time.perf_counter() - began
    table = engine.read_parquet(laid)
    if ours(table) != by_hand(engine.con, long):
        return 0.0
    scan = best(lambda: scanned(engine.con, long))
    mine = best(lambda: ours(table))
    hand = best(lambda: by_hand(engine.con, long), 1)
    print(
        f"  {pupils * A_PUPIL:13,} grades: ours {mine:6.2f} s, bare scan {scan:6.2f} s ({mine / scan:.2f} times), "
        f"SQL by hand {hand:6.2f} s; made in {seconds:.1f} s, {long.stat().st_size / 1e6:,.0f} MB as "
        f"{laid.stat().st_size / 1e6:,.0f} MB"
    )
    return mine / scan


def made(connection: duckdb.DuckDBPyConnection, pupils: int, to: Path) -> None:
    """Write long rows of two cohorts, pupil by pupil: points in tenths, one in fifty a dash."""
    steps = "CASE WHEN h < 2 THEN -1 WHEN h < 10 THEN 0 WHEN h < 40 THEN 100 WHEN h < 60 THEN 125 WHEN h < 80 THEN 150 "
    steps += "WHEN h < 93 THEN 175 ELSE 200 END"
    connection.execute(f"""
        COPY (
            SELECT pupil::INTEGER AS pupil, (pupil % 2)::TINYINT AS sex, (pupil % 1500)::SMALLINT AS school_unit,
                   (2015 + pupil % 2 + level)::SMALLINT AS school_year, (6 + level)::TINYINT AS grade_level,
                   subject::TINYINT AS subject, ({steps})::SMALLINT AS points
            FROM (
                SELECT pupil, level, subject, hash(pupil * 997 + level * 31 + subject) % 100 AS h
                FROM range({pupils}) AS p(pupil), range({len(LEVELS)}) AS l(level), range({len(SUBJECTS)}) AS s(subject)
            ) ORDER BY pupil, level, subject
        ) TO '{to}' (FORMAT parquet)
    """)


def converted(engine: ibis.BaseBackend, long: Path, to: Path) -> None:
    """Write the same as a row per pupil and year, with a column per subject; by pupils in turn, so that it fits."""
    columns = ", ".join(
        f"max(points) FILTER (subject = {place})::SMALLINT AS {code}" for place, code in enumerate(SUBJECTS)
    )
    keys = "pupil, sex, school_unit, school_year, grade_level"
    engine.con.execute(
        f"COPY (SELECT {keys}, {columns} FROM '{long}' GROUP BY {keys} ORDER BY grade_level, pupil) "
        f"TO '{to}' (FORMAT parquet)"
    )


def scanned(connection: duckdb.DuckDBPyConnection, long: Path) -> object:
    """Read every grade with its pupil, and nothing else."""
    return connection.execute(f"SELECT count(*), sum(points), max(pupil) FROM '{long}'").fetchall()


def ours(table: ibis.Table) -> Counted:
    side_by_side = cohorts.side_by_side(table, from_level=LEVELS[0], to_level=LEVELS[-1])
    found = cohorts.cohort_of(fetch(cohorts.counts(side_by_side)).to_pylist())
    apart = found.unchanged_mean, found.without_mean
    return (found.pupils, found.eligible_both, found.eligible_neither, *found.groups.values(), *apart)


def by_hand(connection: duckdb.DuckDBPyConnection, long: Path) -> Counted:
    """The same from the long rows, as somebody would write it."""
    at = {code: place for place, code in enumerate(SUBJECTS)}
    core = [at[code] for code in ("SV", "EN", "MA")]
    year = f"""
        SELECT pupil, grade_level, sum(points) FILTER (points >= 0) AS s, count(*) FILTER (points >= 0) AS n,
               count(*) FILTER (points >= 100 AND subject IN {tuple(core)}) = 3
               AND count(*) FILTER (points >= 100 AND subject NOT IN {tuple(core)}) >= 5 AS e
        FROM '{long}' WHERE grade_level IN (6, 9) GROUP BY pupil, grade_level
    """
    group = """
        CASE WHEN NOT a.e AND b.e THEN 5 WHEN a.e AND NOT b.e THEN 6 WHEN a.n = 0 OR b.n = 0 THEN -1
             WHEN a.s * b.n = b.s * a.n THEN 0 WHEN a.e THEN CASE WHEN b.s * a.n > a.s * b.n THEN 1 ELSE 2 END
             ELSE CASE WHEN b.s * a.n < a.s * b.n THEN 3 ELSE 4 END END
    """
    rows = connection.execute(f"""
        WITH y AS ({year})
        SELECT {group} AS g, a.e AS was, b.e AS became, count(*)
        FROM y AS a JOIN y AS b ON a.pupil = b.pupil AND a.grade_level = 6 AND b.grade_level = 9 GROUP BY ALL
    """).fetchall()

    def of(*, group: int | None = None, both: bool | None = None) -> int:
        return sum(
            many
            for found, was, became, many in rows
            if (group is None or found == group) and (both is None or was == became == both)
        )

    return (
        of(),
        of(both=True),
        of(both=False),
        *(of(group=each) for each in cohorts.GROUPS),
        of(group=0),
        of(group=-1),
    )


def best(run: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return the least seconds of several runs."""
    taken = []
    for _ in range(rounds):
        began = time.perf_counter()
        run()
        taken.append(time.perf_counter() - began)
    return min(taken)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 150_000_000))
