"""An installation that serves: its processes, and a browser so simple that it can stop half-way."""

import http.client
import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlencode

from kedjan_site.demo import cast
from kedjan_site.supervisor import children
from tests.faults.conftest import COMMAND, Installation

PASSWORD = "tre gula cyklar"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def until[T](asked: Callable[[], T], seconds: float = 30.0) -> T:
    """Return what is asked for as soon as it is there."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = asked()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError("it did not happen in time")


@contextmanager
def serving(here: Installation, *, alone: str = "", before: Callable[[], None] | None = None) -> Iterator["Browser"]:
    """Serve the installation (`alone`: one of its processes) and stop it afterwards; `before` runs in the child."""
    port = free_port()
    command = [*COMMAND, "serve", "--port", str(port)]
    if alone:
        command = list(next(each.command for each in children("127.0.0.1", port, 1) if each.name == alone))
    with (here.folder / "served.log").open("wb") as log:
        process = subprocess.Popen(
            command, env=here.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            preexec_fn=before,  # noqa: PLW1509  no threads run here
        )  # fmt: skip
    browser = Browser(port, process)
    try:
        until(browser.answers)
        yield browser
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


class Browser:
    """Keeps cookies, sends forms with their token, and follows nothing."""

    def __init__(self, port: int, process: subprocess.Popen[bytes]) -> None:
        self.port, self.process = port, process
        self.cookies: dict[str, str] = {}

    def answers(self) -> bool:
        """Return whether somebody listens."""
        assert self.process.poll() is None, "it has ended"
        with socket.socket() as line:
            return line.connect_ex(("127.0.0.1", self.port)) == 0

    def ask(self, path: str, body: bytes | None = None, kind: str = "", seconds: float = 60.0) -> tuple[int, str]:
        """Return status and text of an answer."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=seconds)
        try:
            line.request("POST" if body is not None else "GET", path, body, self.headers(kind))
            return self.taken(line.getresponse())
        finally:
            line.close()

    def headers(self, kind: str = "") -> dict[str, str]:
        """Return what goes along with every request."""
        found = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        return found | ({"Content-Type": kind} if kind else {})

    def taken(self, answer: http.client.HTTPResponse) -> tuple[int, str]:
        """Keep the cookies of an answer, and return its status and text."""
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, answer.read().decode(errors="replace")

    def send(self, path: str, *, page: str = "", **values: str) -> tuple[int, str]:
        """Send a form that stands on `page` (default: at its own address)."""
        values["csrfmiddlewaretoken"] = self.token(page or path)
        return self.ask(path, urlencode(values).encode(), "application/x-www-form-urlencoded")

    def token(self, page: str) -> str:
        """Return the token of the forms on a page."""
        found = TOKEN.search(self.ask(page)[1])
        assert found, f"no form at {page}"
        return found[1]

    def enter(self, name: str) -> None:
        """Come in as one of the cast, by the demo's own door."""
        status, _ = self.send(f"/demo/{cast.account_id(name)}/", page="/demo/")
        assert status == 302


def upload(token: str, data: bytes, name: str = "svar.csv", **values: str) -> tuple[bytes, str]:
    """Return a form with a file as it is sent, and its kind."""
    edge = "kedjans-egen-kant"
    fields = {"csrfmiddlewaretoken": token, **values}
    parts = [f'--{edge}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n' for k, v in fields.items()]
    parts.append(f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n')
    return "".join(parts).encode() + data + f"\r\n--{edge}--\r\n".encode(), f"multipart/form-data; boundary={edge}"
