"""Keeps the processes of an installation running: the web, and the worker with its scheduler."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

ALLOCATION = {"MALLOC_ARENA_MAX": "2", "ARROW_DEFAULT_MEMORY_POOL": "system"}
"""Threads share what memory is set aside: a third less for the same work."""
PAUSE = 0.2
LONGEST_PAUSE = 30.0
PR_SET_PDEATHSIG = 1
GIVES_WAY = 10
"""A tenth of what the web gets, when both want all there is."""


@dataclass(slots=True)
class Child:
    """One process: started again when it ends, more slowly each time it ends soon."""

    name: str
    command: Sequence[str]
    gives_way: bool = False
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    not_before: float = 0.0
    failures: int = field(default=0)

    def start(self) -> None:
        """Start the process in a group of its own, so that Ctrl-C reaches only the supervisor."""
        self.started = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603  our own commands
            self.command,
            start_new_session=True,
            preexec_fn=self.begin,  # noqa: PLW1509  no threads run here
        )

    def begin(self) -> None:
        """Do what the process does before it becomes its command."""
        end_with_keeper()
        if self.gives_way:
            give_way()

    def look_after(self) -> None:
        """Start the process if it is due; notice that it has ended."""
        moment = time.monotonic()
        if self.process is None:
            if moment >= self.not_before:
                self.start()
        elif self.process.poll() is not None:
            lasted = moment - self.started
            self.failures = 0 if lasted > 60 else self.failures + 1
            self.not_before = moment + min(LONGEST_PAUSE, 0.5 * 2**self.failures)
            print(f"Kedjan: {self.name} ended ({self.process.returncode}); starting it again", file=sys.stderr)
            self.process = None

    def stop(self) -> None:
        """Ask the process and its children to end."""
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)

    def wait(self, seconds: float) -> None:
        """Wait for the end; insist after `seconds`."""
        if self.process:
            try:
                self.process.wait(seconds)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)


def end_with_keeper() -> None:
    """Ask Linux to be told to end when the keeper is gone, though that was killed.

    Otherwise the port stays taken, and two workers run side by side when the installation is started again.
    """
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def give_way() -> None:
    """Let the web come first where there is not processor enough: somebody waits for a page, a file may take longer.

    Linux shares the processor between sessions before it shares it within them, and each child has one of its own.
    """
    os.nice(GIVES_WAY)
    with suppress(OSError):
        Path("/proc/self/autogroup").write_text(str(GIVES_WAY))


def children(host: str, port: int, workers: int) -> list[Child]:
    """Return the processes of an installation; the web comes first, so that it answers soon."""
    begun = time.monotonic()
    django = [sys.executable, "-m", "kedjan_site.command", "django"]
    web = [
        *(sys.executable, "-m", "gunicorn", "kedjan_site.wsgi:application", "--bind", f"{host}:{port}"),
        *("--workers", str(workers), "--config", "python:kedjan_site.web_server"),
        *("--worker-tmp-dir", "/dev/shm" if os.path.isdir("/dev/shm") else os.curdir),  # noqa: S108,PTH112  beats need memory
    ]
    return [
        Child("web", web),
        Child("worker", [*django, "run_worker", "--interval", "1", "--max-tasks", "500"], True, not_before=begun + 1.5),
    ]


def supervise(host: str, port: int, workers: int) -> int:
    """Run until told to stop (SIGTERM, Ctrl-C); then let requests and jobs finish."""
    family = children(host, port, workers)
    stopping = False

    def stop(signum: int, frame: FrameType | None) -> None:
        nonlocal stopping
        del signum, frame
        stopping = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    while not stopping:
        for child in family:
            child.look_after()
        time.sleep(PAUSE)
    for child in family:
        child.stop()
    for child in family:
        child.wait(25)
    return 0
