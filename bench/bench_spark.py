"""Everything that is counted over a nation, on Apache Spark with two executors: the same whole numbers as DuckDB's.

    python -m bench.bench_spark

Spark needs Java, and brings 400 MB: it is installed beside Kedjan's own packages the first time (.venv/spark), started
as a server of its own, and asked by the client that the suite asks Sail with. Not a measurement of time: what must hold
is that each number is the same.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import ibis
from tests.statistics.test_engines import ROOT, counted, written

SPARK = "pyspark>=4.0.4,<4.1"
BESIDE = Path(sys.prefix, "spark")
PATIENCE = 180
CONNECT = "org.apache.spark.sql.connect.service.SparkConnectServer"
SETTINGS = {
    "spark.master": "local-cluster[2,1,1024]",
    "spark.driver.host": "localhost",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.ui.enabled": "false",
    "spark.sql.shuffle.partitions": "4",
    "spark.sql.session.timeZone": "UTC",
}
ON_SPARK = """
import sys
from pyspark.sql import SparkSession
import ibis, json
from tests.statistics.test_engines import counted
session = SparkSession.builder.remote(f"sc://127.0.0.1:{sys.argv[2]}").getOrCreate()
print(json.dumps(counted(ibis.pyspark.connect(session), sys.argv[1])))
session.stop()
"""


def main() -> int:
    if shutil.which("java") is None:
        print("there is no Java here, which Spark needs (Debian: openjdk-17-jre-headless)", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(prefix="kedjan-bench-") as folder:
        written(Path(folder))
        here = counted(ibis.duckdb.connect(), folder)
        with running(Path(folder), installed()) as port:
            began = time.perf_counter()
            there = asked(folder, port)
            seconds = time.perf_counter() - began
    differing = [name for name, value in here.items() if there.get(name) != value]
    print(f"{len(here) - len(differing)} of {len(here)} are the same whole numbers on Spark, in {seconds:.0f} s")
    for name in differing:
        print(f"  {name}\n    DuckDB {here[name][:300]}\n    Spark  {there.get(name, 'nothing')[:300]}")
    print("  held" if not differing else "  NOT HELD: the same whole numbers")
    return 0 if not differing else 1


def installed() -> Path:
    """Install Spark the first time, and return where it lies."""
    python = BESIDE / "bin" / "python"
    if not python.exists():
        print("installing Spark (400 MB, once)", flush=True)
        venv.create(BESIDE, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", SPARK], check=True)
    found = subprocess.run(
        [python, "-c", "import pyspark; print(pyspark.__path__[0])"], check=True, capture_output=True, text=True
    )
    return Path(found.stdout.strip())


@contextmanager
def running(folder: Path, spark: Path) -> Iterator[int]:
    """Run a server of Spark on a port of its own, with two executors, until it is done with."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = SETTINGS | {"spark.connect.grpc.binding.port": str(port), "spark.local.dir": str(folder)}
    given = [word for name, value in settings.items() for word in ("--conf", f"{name}={value}")]
    jar = next((spark / "jars").glob("spark-connect_*.jar"))
    log = folder / "spark.log"
    with log.open("wb") as told:
        server = subprocess.Popen(
            [spark / "bin" / "spark-submit", "--class", CONNECT, *given, jar],
            env={**os.environ, "SPARK_HOME": str(spark), "SPARK_LOCAL_IP": "127.0.0.1"},
            cwd=folder, stdout=told, stderr=told,
        )  # fmt: skip
    try:
        until = time.monotonic() + PATIENCE
        while not _answers(port):
            if server.poll() is not None or time.monotonic() > until:
                raise SystemExit(f"Spark did not start:\n{log.read_text(errors='replace')[-3000:]}")
            time.sleep(0.5)
        yield port
    finally:
        server.terminate()
        server.wait(30)


def asked(folder: str, port: int) -> dict[str, str]:
    """Everything counted there."""
    done = subprocess.run(
        [sys.executable, "-c", ON_SPARK, folder, str(port)],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(f"Spark did not count:\n{done.stderr[-3000:]}")
    told: dict[str, str] = json.loads(done.stdout.splitlines()[-1])
    return told


def _answers(port: int) -> bool:
    with socket.socket() as asking:
        return asking.connect_ex(("127.0.0.1", port)) == 0


if __name__ == "__main__":
    sys.exit(main())
