"""The same expressions on an engine of several workers: whole numbers equal to those that DuckDB gives."""

import datetime as dt
import json
import os
import random
import re
import subprocess
import sys
from pathlib import Path

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kedjan_statistics import attendance, attendance_laid, attendance_lessons, cohorts, grades, grades_later
from kedjan_statistics.grades_scale import COMPULSORY_SCHOOL

# In a process of its own: its threads do not survive a fork, and what it does is said on standard error.
ON_SAIL = """
import sys
from pysail.spark import SparkConnectServer
from pyspark.sql import SparkSession
import ibis, json
from tests.statistics.test_engines import counted
server = SparkConnectServer("127.0.0.1", 0)
server.start(background=True)
host, port = server.listening_address
session = SparkSession.builder.remote(f"sc://{host}:{port}").getOrCreate()
print(json.dumps(counted(ibis.pyspark.connect(session), sys.argv[1])))
session.stop()
server.stop()
"""
ROOT = Path(__file__).resolve().parents[2]
WORKERS = {
    "SAIL_MODE": "local-cluster",
    "SAIL_CLUSTER__WORKER_INITIAL_COUNT": "2",
    "SAIL_CLUSTER__WORKER_MAX_COUNT": "2",
}


def counted(engine: ibis.BaseBackend, folder: str) -> dict[str, str]:
    """Everything counted from the files on an engine, as text."""
    pupils = engine.read_parquet(f"{folder}/grades.parquet")
    lessons = attendance_lessons.of_columns(engine.read_parquet(f"{folder}/lessons.parquet"))
    months = attendance_lessons.months(lessons)
    absent = attendance_laid.absent_days(lessons)
    found: dict[str, object] = {
        "spells": attendance_lessons.spells(lessons),
        "spells laid out": attendance_laid.spells_laid(absent, pupils=40),
        "weekdays": attendance_lessons.sliced(lessons, by=["weekday"]),
        "months": attendance.attended(months, by=["month"]),
        "year": attendance.attended(months, by=[]),
    }
    later = engine.read_parquet(f"{folder}/later.parquet")
    found["after the final grades"] = grades_later.after_final(pupils, later, by=["sex", "school_unit"])
    found["without final grades"] = grades_later.unplaced(pupils, later)
    for kind, rule in grades.RULES.items():
        found[f"cohort {kind}"] = cohorts.follow(pupils, from_level=6, to_level=9, by=["sex", "school_unit"], rule=rule)
        laid = cohorts.laid(pupils, levels=(6, 9))
        found[f"cohort laid out {kind}"] = cohorts.follow_laid(
            laid, from_level=6, to_level=9, by=["sex", "school_unit"], rule=rule
        )
    return {name: repr(value) for name, value in found.items()}


def written(to: Path) -> None:
    """Write grades of 300 pupils in years 6 and 9, who come, go or repeat a year, and 40 pupils' lessons."""
    draw = random.Random(20260812)
    years = [
        (pupil, "KM"[pupil % 2], f"unit {pupil % 3}", year, level)
        for pupil in range(300)
        for level, year in ((6, 2015), (9, 2018), (9, 2019))
        if draw.random() < (0.1 if year == 2019 else 0.9)
    ]
    columns = {
        name: [row[place] for row in years]
        for place, name in enumerate(("pupil", "sex", "school_unit", "school_year", "grade_level"))
    }
    steps = [-1, 0, 0, 100, 100, 125, 150, 175, 200, None]
    given = {code: pa.array([draw.choice(steps) for _ in years], pa.int16()) for code in COMPULSORY_SCHOOL.codes}
    pq.write_table(pa.table({**columns, **given}), to / "grades.parquet")
    told = [
        (pupil, draw.choice((2018, 2019)), code, draw.choice("ABCDEEEF-"), draw.choice(grades_later.WAYS))
        for pupil in range(320)
        for code in draw.sample(COMPULSORY_SCHOOL.codes, 3)
    ]
    columns = {name: [row[place] for row in told] for place, name in enumerate(grades_later.COLUMNS)}
    pq.write_table(pa.table(columns), to / "later.parquet")
    lessons = [
        (pupil, f"unit {pupil % 3}", "MA", dt.date(2026, 1, 12) + dt.timedelta(days=day // 5 * 7 + day % 5), 60)
        for pupil in range(40)
        for day in range(60)
        for _ in range(draw.randint(0, 3))
    ]
    told = {
        name: [row[place] for row in lessons]
        for place, name in enumerate(("pupil", "school_unit", "subject", "date", "minutes"))
    }
    told |= {f"{kind}_absence_minutes": [draw.choice([0, 0, 10, 30]) for _ in lessons] for kind in ("valid", "invalid")}
    told["reported"] = [draw.choice([True, True, False, None]) for _ in lessons]
    pq.write_table(pa.table(told), to / "lessons.parquet")


@pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")  # Ibis 12 asks DuckDB 2 in an older way
def test_two_workers_count_as_one_machine_does(tmp_path: Path) -> None:
    written(tmp_path)
    here = counted(ibis.duckdb.connect(), str(tmp_path))
    assert "spells=0" not in here["spells"] and "pupils=0" not in here["cohort vocational"][:30]
    done = subprocess.run(
        [sys.executable, "-c", ON_SAIL, str(tmp_path)],
        cwd=ROOT, env={**os.environ, **WORKERS, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"},
        capture_output=True, text=True, check=False, timeout=240,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    assert set(re.findall(r"worker (\d+) is available", done.stderr)) == {"1", "2"}
    assert json.loads(done.stdout.splitlines()[-1]) == here
