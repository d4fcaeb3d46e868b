"""What a kept file may be, told by its bytes."""

LARGEST = 20_000_000
"""Bytes."""

_BEGINNINGS = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
)
_OFFICE = (
    (b"word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    (b"xl/workbook.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
)


def media_type_of(data: bytes) -> str | None:
    """Return the media type of PDF, PNG, JPEG, Word, Excel (xlsx) or plain UTF-8 text; None for anything else."""
    for beginning, media_type in _BEGINNINGS:
        if data.startswith(beginning):
            return media_type
    if data.startswith(b"PK\x03\x04"):
        return next((media_type for part, media_type in _OFFICE if part in data), None)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return None if "\x00" in text else "text/plain"
