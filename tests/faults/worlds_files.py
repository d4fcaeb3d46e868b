"""Files of a municipality of the walks: texts taken out, a report, and a Word document."""

import hashlib
import io
from uuid import UUID, uuid4

import docx

from kedjan.access.service import Actor
from kedjan.extracts import service as extracts
from kedjan.files import service as files
from kedjan.reflection import service as reflection
from kedjan_site.demo import cast

NOW = cast.NOW


def finished_extract(by: Actor, of: UUID) -> UUID:
    """Return the id of a file of a round's texts, asked for and written."""
    key = uuid4()
    sought = reflection.TextsSought()
    extracts.ask_for_extract(by=by, now=NOW, key=key, round=of, sought=sought, format=extracts.Format.EXCEL)
    return key


def finished_export(by: Actor, report: UUID, word: str, settler: str) -> UUID:
    """Return the id of a file asked for and written, whose bytes hold the word, of a report that somebody settled."""
    from kedjan.reports import models

    key = uuid4()
    models.Export.objects.create(
        id=key, provider_id=by.provider, report_id=report, format="word", owner=by.account, asked_at=NOW
    )
    kept = files.keep(
        by=by, now=NOW, purpose="report_export", name=f"{word}.docx", data=f"{word} på disk".encode(), key=key
    )
    named = hashlib.sha256(settler.encode()).hexdigest()
    models.Export.objects.filter(id=key).update(state="done", progress=100, file_id=kept.id, names=named, done_at=NOW)
    return key


def word_file(text: str = "Mall") -> bytes:
    """Return a small Word document."""
    out, made = io.BytesIO(), docx.Document()
    made.add_paragraph(text)
    made.save(out)
    return out.getvalue()
