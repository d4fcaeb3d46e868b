"""How much may be sent at once, and letting somebody who sends more hear so."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest
from django.urls import Resolver404, resolve

LARGEST = 16 * 1024 * 1024
"""Bytes of a whole form with its files: more than the largest file that any room takes, but for those below."""

LONG = {"send_results": 108 * 1024 * 1024}
"""Forms that may be larger, by the name of their address: a year of a large municipality's grades is a million rows."""

DRAINED = 256 * 1024 * 1024
PART = 64 * 1024


class WithinReason(FileUploadHandler):
    """Refuses a form that is too large before any of it is kept."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803  as Django calls it
        content_length: int,
        boundary: Any,
        encoding: Any = None,
    ) -> None:
        """Raise RequestDataTooBig for more bytes than is taken; the announced length is all that is ever read."""
        if content_length > LARGEST and content_length > _taken_at(META.get("PATH_INFO", "")):
            raise RequestDataTooBig("A form with its files was larger than is taken here.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Hand the bytes on to the next handler."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the next handler."""


def _taken_at(path: str) -> int:
    """Return how many bytes are taken at an address."""
    try:
        return LONG.get(resolve(path).url_name or "", LARGEST)
    except Resolver404:
        return LARGEST


def drain(request: HttpRequest) -> None:
    """Read away what is still being sent, within bounds: a browser cut off while sending shows no answer at all."""
    for _ in range(DRAINED // PART):
        if not request.read(PART):
            return
