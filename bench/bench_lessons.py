"""A nation's lessons: attendance by pupil and month, bands and spells, beside a bare scan of them as long rows.

    python -m bench.bench_lessons [LESSONS]

A row per lesson lies in Parquet, by pupil and day; ours are laid out of them once, pupils in turn: their months, and
the days with any absence (`attendance_laid`). The time and size of that are told. At the smallest size both must come
to the same as from the lessons themselves. Three sizes show how the time grows. Bound: no slower than the bare scan, in
under 4 GB.
"""

import resource
import sys
import tempfile
import time
from pathlib import Path

import ibis

from bench.bench_cohorts import best
from kedjan_statistics import attendance, attendance_laid, attendance_lessons
from kedjan_statistics.engine import fetch

DAYS, A_DAY = 178, 5
A_PUPIL = DAYS * A_DAY
AT_ONCE = 40_000
"""Pupils laid out at a time, so that it fits in memory."""
ROUNDS = 7
MOST_BYTES = 4 * 1024**3
BANDS = attendance.Bands("bench", (0, 10, 20), least_offered_minutes=40 * 60)


def main(many: int) -> int:
    print(f"{many:,} lessons; best of {ROUNDS}")
    with tempfile.TemporaryDirectory(prefix="kedjan-bench-") as folder:
        times = [
            measured(max(1, size // A_PUPIL), Path(folder), compared=place == 0)
            for place, size in enumerate((many // 10, many // 3, many))
        ]
    if not all(times):
        print("laid out, lessons are not counted as they were", file=sys.stderr)
        return 1
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(f"  memory at most {memory / 1024**3:.2f} GB")
    held = times[-1] <= 1 and memory < MOST_BYTES
    print("  held" if held else "  NOT HELD: no slower than the bare scan, under 4 GB")
    return 0 if held else 1


def measured(pupils: int, folder: Path, *, compared: bool) -> float:
    """Measure one size, print it, and return how many times the bare scan ours took; 0 where the numbers differ."""
    engine = ibis.duckdb.connect()
    engine.con.execute("SET memory_limit = '2500MB'")
    engine.con.execute("SET temp_directory = ?", [str(folder)])
    long, laid = folder / "long.parquet", folder / f"laid{pupils}"
    made(engine, pupils, long)
    began = time.perf_counter()
    months, absent = converted(engine, pupils, long, laid)
    seconds = time.perf_counter() - began
    if compared and ours(months, absent) != plainly(of_file(engine, long)):
        return 0.0
    # In turn, so that whatever else the machine does is met by both alike.
    turns = [(best(lambda: scanned(engine, long), 1), best(lambda: ours(months, absent), 1)) for _ in range(ROUNDS)]
    scan, mine = map(min, zip(*turns, strict=True))
    size = sum(path.stat().st_size for path in laid.iterdir())
    print(
        f"  {pupils * A_PUPIL:13,} lessons: ours {mine:6.2f} s, bare scan {scan:6.2f} s ({mine / scan:.2f} times); "
        f"laid out in {seconds:.1f} s, {long.stat().st_size / 1e6:,.0f} MB as {size / 1e6:,.0f} MB",
        flush=True,
    )
    engine.disconnect()
    return mine / scan


def made(engine: ibis.BaseBackend, pupils: int, to: Path) -> None:
    """Write lessons, pupil by pupil and day by day: one day in sixteen is absence, often for days on end; a lesson in
    fifty is missed or come late to, besides; one in a hundred is not reported."""
    engine.con.execute(f"""
        COPY (
            SELECT pupil::INTEGER AS pupil, (pupil % 1500)::SMALLINT AS school_unit,
                   (DATE '2025-08-18' + (n // 5 * 7 + n % 5 + n // 90 * 14)::INTEGER) AS date,
                   lesson::TINYINT AS subject, 60::SMALLINT AS minutes,
                   (CASE WHEN ill THEN 60 WHEN h < 1 THEN 60 ELSE 0 END)::SMALLINT AS valid_absence_minutes,
                   (CASE WHEN ill OR h < 1 OR h >= 20 THEN 0 WHEN h < 10 THEN 60 ELSE 15 END)::SMALLINT
                       AS invalid_absence_minutes,
                   h % 100 <> 99 AS reported
            FROM (
                SELECT pupil, n, lesson, hash(pupil * 1009 + (n + pupil) // 3) % 16 = 0 AS ill,
                       hash(pupil * 100003 + n * 7 + lesson) % 1000 AS h
                FROM range({pupils}) AS p(pupil), range({DAYS}) AS d(n), range({A_DAY}) AS l(lesson)
            )
        ) TO '{to}' (FORMAT parquet)
    """)


def of_file(engine: ibis.BaseBackend, long: Path) -> ibis.Table:
    """The lessons as they are counted."""
    return attendance_lessons.of_columns(engine.read_parquet(long))


def converted(engine: ibis.BaseBackend, pupils: int, long: Path, to: Path) -> tuple[ibis.Table, ibis.Table]:
    """Lay out months and days with absence, so many pupils at a time, and return them."""
    to.mkdir(exist_ok=True)
    days_file = to.with_suffix(".days")
    lessons = engine.read_parquet(long)
    for place, first in enumerate(range(0, pupils, AT_ONCE)):
        attendance_laid.by_day(lessons.filter(lessons.pupil >= first, lessons.pupil < first + AT_ONCE)).to_parquet(
            days_file
        )
        part = engine.read_parquet(days_file)
        months = attendance_lessons.months(part)
        months = months.mutate(**{name: months[name].cast("int32") for name in attendance.MINUTES})
        months.order_by(["pupil", "month"]).to_parquet(to / f"months-{place:04}.parquet")
        days = attendance_laid.absent_days(part)
        days.order_by(["pupil", "day"]).to_parquet(to / f"absent-{place:04}.parquet")
    return engine.read_parquet(to / "months-*.parquet"), engine.read_parquet(to / "absent-*.parquet")


def scanned(engine: ibis.BaseBackend, long: Path) -> object:
    """Read every lesson's pupil, day and minutes, and nothing else."""
    return engine.con.execute(
        f"SELECT count(*), max(pupil), max(date), sum(minutes), sum(valid_absence_minutes), "
        f"sum(invalid_absence_minutes) FROM '{long}'"
    ).fetchall()


def ours(months: ibis.Table, absent: ibis.Table) -> tuple[object, ...]:
    """What all months hold together, pupils in bands by the year, and spells."""
    of_year = attendance.attended(months, by=(), bands=BANDS)
    pupils = sum(part.pupils for part in of_year.values())
    return by_month(months), of_year, attendance_laid.spells_laid(absent, pupils=pupils)


def by_month(months: ibis.Table) -> object:
    """Each month's pupils, those absent a tenth or more of it, and minutes."""
    absence = (months.valid_absence_minutes + months.invalid_absence_minutes).cast("int64")
    found = months.group_by("month").aggregate(
        pupils=months.count(),
        a_tenth=(absence * 10 >= months.offered_minutes).sum(),
        **{name: months[name].cast("int64").sum() for name in attendance.MINUTES},
    )
    return sorted(tuple(map(str, row.values())) for row in fetch(found).to_pylist())


def plainly(lessons: ibis.Table) -> tuple[object, ...]:
    """The same of the lessons themselves."""
    months = attendance_lessons.months(lessons)
    return by_month(months), attendance.attended(months, by=(), bands=BANDS), attendance_lessons.spells(lessons)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000_000))
