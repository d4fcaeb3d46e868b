"""How much may be sent at once, and letting somebody who sends more hear so."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest

LARGEST = 16 * 1024 * 1024
"""Bytes of a whole form with its files: more than the largest file that any room takes."""

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
        """Raise RequestDataTooBig for more bytes than LARGEST; the announced length is all that is ever read."""
        if content_length > LARGEST:
            raise RequestDataTooBig("A form with its files was larger than is taken here.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Hand the bytes on to the next handler."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the next handler."""


def drain(request: HttpRequest) -> None:
    """Read away what is still being sent, within bounds: a browser cut off while sending shows no answer at all."""
    for _ in range(DRAINED // PART):
        if not request.read(PART):
            return
