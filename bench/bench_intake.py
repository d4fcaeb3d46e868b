"""A file of a million grades: looked at, compared with what is in place and accepted, beside DuckDB's reading of it.

    python -m bench.bench_intake [ROWS]

In a house of its own, on its own database and store of files. Three times: pupils whom nobody has met (the best of
two), the same file again after it was undone (they are known; the best of two), and on top of that a file that says
something else of one row in ten. Bound: at most five times as long as DuckDB takes to read the file into a table, the
best of three; the last case, which holds a million rows against another million, is told and has no bound, and so is
making two pupils one, for which all those rows are laid out anew. Three sizes show how the time grows.
"""

import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import duckdb

SUBJECTS = ("SV", "EN", "MA", "BL", "HKK", "IDH", "MU", "BI", "FY", "KE", "GE", "HI", "RE", "SH", "SL", "TK", "M2")
GRADES = ("A", "B", "C", "D", "E", "F", "-")
MOST_TIMES = 5.0


def main(many: int) -> int:
    with tempfile.TemporaryDirectory(prefix="kedjan-bench-") as folder:
        os.environ.update({"DJANGO_SETTINGS_MODULE": "kedjan_site.settings.demo", "KEDJAN_DATA": folder})
        from kedjan_site.setup import set_up

        set_up()
        from kedjan_site.command.demo import made_ready
        from kedjan_site.settings.places import demo_folder

        made_ready(demo_folder())
        print(f"{many:,} rows")
        warm = Path(folder) / "warm.csv"
        made(2000, warm, name="warm")
        accepted(warm, undo=True)
        worst = 0.0
        for size in (many // 9, many // 3, many):
            worst = measured(max(len(SUBJECTS), size), Path(folder))
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        print(f"  memory at most {memory / 1024**3:.2f} GB")
        print("  held" if worst <= MOST_TIMES else f"  NOT HELD: at most {MOST_TIMES:.0f} times DuckDB's reading")
        return 0 if worst <= MOST_TIMES else 1


def measured(rows: int, folder: Path) -> float:
    """Measure one size and print it; return how many times DuckDB's reading a file took, of pupils known or not."""
    before, first, other = (folder / f"{each}{rows}.csv" for each in ("before", "first", "other"))
    name = f"{rows}-"
    made(rows, before, name=f"{rows}b-")
    made(rows, first, name=name)
    made(rows, other, name=name, changed=True)
    reading = min(seconds(lambda: into_a_table(first)) for _ in range(3))
    print(f"  {rows:11,} rows, {first.stat().st_size / 1e6:5.1f} MB: DuckDB reads them in {reading:.2f} s")
    took = {
        "pupils not met before": min(accepted(before, undo=True), accepted(first, undo=True), key=sum),
        "pupils known, all rows new": min(accepted(first, undo=True), accepted(first, undo=False), key=sum),
        "one row in ten changed": accepted(other, undo=True),
    }
    joined, apart = made_one(rows, folder)
    for case, (looked, decided) in took.items():
        whole = looked + decided
        print(f"    {case:28} looked at {looked:5.2f} s, accepted {decided:5.2f} s: {whole / reading:.1f} times")
    print(f"    two pupils made one in {joined:.2f} s, and two again in {apart:.2f} s")
    undo_all()
    return max(sum(took[case]) for case in ("pupils not met before", "pupils known, all rows new")) / reading


def made(rows: int, to: Path, *, name: str, changed: bool = False) -> None:
    """Write grades of so many rows, seventeen a pupil; `changed` makes one row in ten say another grade."""
    grade = f"(hash(i) % {len(GRADES)} + 1 + CASE WHEN {changed} AND i % 10 = 0 THEN 1 ELSE 0 END)::INTEGER"
    duckdb.connect().execute(f"""
        COPY (
            SELECT 'e' || '{name}' || '-' || lpad((i // 17)::VARCHAR, 7, '0') AS pupil,
                   CASE WHEN (i // 17) % 2 = 0 THEN 'K' ELSE 'M' END AS sex,
                   'Kråkekskolan' AS school_unit, '2024/25' AS school_year, 9 AS grade_level,
                   {list(SUBJECTS)}[(i % 17 + 1)::INTEGER] AS subject, {[*GRADES, "A"]}[{grade}] AS grade
            FROM range({rows}) AS t(i)
        ) TO '{to}' (FORMAT csv, DELIMITER ';', HEADER true)
    """)


def into_a_table(file: Path) -> None:
    duckdb.connect().execute(f"CREATE TABLE read AS SELECT * FROM read_csv('{file}')")


def accepted(file: Path, *, undo: bool) -> tuple[float, float]:
    """Send and accept a file; return the seconds of each."""
    from django.utils import timezone

    from kedjan.intake import proposing
    from kedjan.intake import service as intake
    from kedjan_site.demo import cast

    proposing.SMALL = proposing.LARGEST
    by, now = cast.actor("Nils Björkspång"), timezone.now()
    data = file.read_bytes()
    made: list[Any] = []
    looked = seconds(lambda: made.append(intake.propose(by=by, now=now, key=uuid4(), data=data, name=file.name)))
    sent = made[0]
    if sent.refused or sent.error:
        raise SystemExit(f"the file was refused: {sent.error or sent.refused}")
    decided = seconds(lambda: intake.accept(by=by, now=now, id=sent.id, seen=sent.revision))
    if undo:
        intake.undo(by=by, now=now, id=sent.id)
    return looked, decided


def made_one(rows: int, folder: Path) -> tuple[float, float]:
    """Make the first pupil one with another of whom one grade is told, and two again; return the seconds of each."""
    from django.utils import timezone

    from kedjan.results import service as results
    from kedjan_site.demo import cast

    by, other = cast.actor("Nils Björkspång"), f"e{rows}-other"
    file = folder / f"first{rows}other.csv"
    columns = "pupil;sex;school_unit;school_year;grade_level;subject;grade"
    file.write_text(f"{columns}\n{other};K;Kråkekskolan;2024/25;9;ML;C\n", encoding="utf-8")
    accepted(file, undo=False)
    pair = results.tell_as_one(by=by, now=timezone.now(), one=other, other=f"e{rows}--0000000")
    joined = seconds(lambda: results.join_pupils(by=by, now=timezone.now(), id=pair, reason="bench"))
    return joined, seconds(lambda: results.part_pupils(by=by, now=timezone.now(), id=pair))


def undo_all() -> None:
    """Let nothing of what was read in count."""
    from django.utils import timezone

    from kedjan.intake import service as intake
    from kedjan_site.demo import cast

    by = cast.actor("Nils Björkspång")
    for each in intake.deliveries(by=by).items:
        if each.state is intake.DeliveryState.ACCEPTED and each.file_name.startswith("first"):
            intake.undo(by=by, now=timezone.now(), id=each.id)


def seconds(run: Callable[[], object]) -> float:
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000))
