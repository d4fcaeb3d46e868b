"""The second start of the demo, from the command to the first answered page, beside a bare start of Python and Django.

    python bench/bench_start.py [TIMES]

Each is run in turn, several times; the least of each is what a quiet machine would give. Bounds: the page within a
second where a bare start of Python takes 20 ms or less, else within 50 times that start; and at most 2.5 times as long
as a bare Django takes to answer one page.
"""

import http.client
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PORT = 8472
PAGE = "/demo/"
QUIET = 0.020
MOST_SECONDS = 1.0
MOST_PYTHONS = 50.0
MOST_DJANGOS = 2.5
BARE = """
import io, sys
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path
apps = ["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "django.contrib.messages"]
settings.configure(SECRET_KEY="x", INSTALLED_APPS=apps, ROOT_URLCONF=__name__, ALLOWED_HOSTS=["x"], MIDDLEWARE=[
    "django.contrib.sessions.middleware.SessionMiddleware", "django.middleware.csrf.CsrfViewMiddleware"])
urlpatterns = [path("", lambda request: HttpResponse("x"))]
asked = {"REQUEST_METHOD": "GET", "PATH_INFO": "/", "SERVER_NAME": "x", "SERVER_PORT": "80", "wsgi.input": io.BytesIO(),
         "wsgi.errors": sys.stderr, "wsgi.url_scheme": "http"}
assert get_wsgi_application()(asked, lambda *answer: None).status_code == 200
"""


def main(times: int) -> int:
    with tempfile.TemporaryDirectory(prefix="kedjan-bench-") as folder:
        environment = {**os.environ, "KEDJAN_DATA": folder}
        environment.pop("DJANGO_SETTINGS_MODULE", None)
        demo = [str(ROOT / "kedjan"), "demo", "--port", str(PORT)]
        subprocess.run([*demo, "--only-load"], env=environment, check=True, stderr=subprocess.DEVNULL)
        ways = {
            "python": lambda: run("pass", environment),
            "bare Django": lambda: run(BARE, environment),
            "demo": lambda: first_page(demo, environment),
        }
        taken: dict[str, list[float]] = {name: [] for name in ways}
        for way in ways.values():
            way()  # what is compiled is compiled
        for _ in range(times):
            for name, way in ways.items():
                taken[name].append(way())
    return told(taken)


def run(code: str, environment: dict[str, str]) -> float:
    """Return the seconds of a Python of its own."""
    environment = {**environment, "PYTHONPYCACHEPREFIX": str(ROOT / ".venv" / "pycache")}
    began = time.perf_counter()
    subprocess.run([str(ROOT / ".venv" / "bin" / "python"), "-c", code], env=environment, check=True)
    return time.perf_counter() - began


def first_page(command: list[str], environment: dict[str, str]) -> float:
    """Return the seconds from the command to the end of the first answered page; stop what was started."""
    began = time.perf_counter()
    served = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while not answered():
            if time.perf_counter() - began > 60 or served.poll() is not None:
                raise SystemExit("the demo does not answer")
            time.sleep(0.01)
        return time.perf_counter() - began
    finally:
        served.send_signal(signal.SIGTERM)
        served.wait(60)


def answered() -> bool:
    """Ask for the page; return whether somebody answered it."""
    line = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
    try:
        line.request("GET", PAGE)
        answer = line.getresponse()
        answer.read()
    except OSError:
        return False
    finally:
        line.close()
    assert answer.status == 200, answer.status
    return True


def told(taken: dict[str, list[float]]) -> int:
    """Print what was taken; return 1 if a bound was broken."""
    python, django, demo = (min(each) for each in taken.values())
    for name, each in taken.items():
        print(f"{name:<12} least {min(each) * 1000:6.0f} ms  median {statistics.median(each) * 1000:6.0f} ms")
    print(f"the demo's first page: {demo / python:.0f} times a bare Python, {demo / django:.1f} times a bare Django")
    soon = demo <= MOST_SECONDS if python <= QUIET else demo <= MOST_PYTHONS * python
    held = soon and demo <= MOST_DJANGOS * django
    print("held" if held else "NOT HELD")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 7))
