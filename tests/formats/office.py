"""LibreOffice, where it is found: whether somebody else's program opens what we write, and what it makes of it."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
TAGGED = 'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"}}'
needs_office = pytest.mark.skipif(
    SOFFICE is None and not os.environ.get("KEDJAN_REQUIRE_OFFICE"), reason="there is no LibreOffice here"
)


def converted(data: bytes, into: str, folder: Path) -> bytes:
    """Return a Word file as LibreOffice writes it out again: as `pdf` with tags, or as `txt`."""
    assert SOFFICE is not None
    given, made = folder / "rapport.docx", folder / f"rapport.{into}"
    given.write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    kind = TAGGED if into == "pdf" else "txt:Text (encoded):UTF8"
    command = [SOFFICE, profile, "--headless", "--convert-to", kind, "--outdir", str(folder), str(given)]
    ended = subprocess.run(command, capture_output=True, timeout=180, check=False)
    assert made.exists(), f"LibreOffice does not open the file: {ended.stderr.decode()[-500:]}"
    return made.read_bytes()
